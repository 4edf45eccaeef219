#include "data/sets/cast.h"

#include <algorithm>

#include "characters/look_traits.h"
#include "characters/wardrobe.h"
#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/avatars/recolour.h"
#include "psgan/json.h"
#include "psgan/zip_store.h"

namespace psgan::data {

Cast::Cast(const CastChoice& choice, LeftOut& left_out) : variants_(1 + choice.recolour) {
  if (choice.avatars.empty()) {
    const int end = choice.first_look + choice.looks.value_or(choice.combined > 0 ? 0 : 8);
    const auto add = [&](int look) {
      for (int change = 0; change <= choice.changes; ++change) looks_.push_back({look, change});
    };
    for (int look = choice.first_look; look < end; ++look) add(look);
    const int combined = std::max(end, characters::named_looks());
    for (int i = 0; i < choice.combined; ++i) add(combined + i);
    return;
  }
  for (const auto& file : files_in(choice.avatars, {".vrm"}))
    left_out.reads([&] {
      const std::vector<std::uint8_t> bytes = read_file(file);
      print_warnings(read_vrm(bytes, file.string()));
      files_.push_back(file);
      checksums_.push_back(crc32(bytes));
    });
  if (files_.empty()) throw Error(choice.avatars.string() + ": none of its avatars can be read");
}

int Cast::size() const { return int(looks_.size() + files_.size()) * variants_; }

characters::Look Cast::look_of(const OwnLook& own) {
  const characters::Look look = characters::look(own.number);
  if (own.change == 0) return look;
  return characters::with_one_change(look,
                                     std::uint64_t(own.number) << 32 | std::uint64_t(own.change));
}

Avatar Cast::load(int place) const {
  const auto avatar = std::size_t(place / variants_);
  Avatar result = files_.empty() ? own_look(look_of(looks_[avatar])) : read_vrm(files_[avatar]);
  recolour(result, place % variants_);
  return result;
}

LookTraits Cast::traits() const {
  if (looks_.empty() || variants_ > 1) return {};
  std::vector<characters::Look> looks;
  for (const OwnLook& own : looks_) looks.push_back(look_of(own));
  return characters::traits_of_looks(looks);
}

std::string Cast::description() const {
  Json looks = Json::array();
  for (const OwnLook& own : looks_)
    looks.push_back(own.change == 0 ? Json(own.number) : Json{own.number, own.change});
  Json list = {variants_, looks};
  for (std::size_t i = 0; i < files_.size(); ++i)
    list.push_back({files_[i].filename().string(), checksums_[i]});
  return list.dump();
}

}  // namespace psgan::data
