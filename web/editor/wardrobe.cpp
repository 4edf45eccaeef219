// Editor: what she wears, part by part.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "editor/editor.h"
#include "editor/texts.h"
#include "motion/outfits.h"
#include "psgan/character_traits.h"
#include "psgan/error.h"
#include "psgan/figure_regions.h"
#include "psgan/pose.h"

namespace psgan::web {
namespace {

/// Parts of a sentence.
std::set<std::string> unknown_in(const Character& who, const TraitSchema& schema) {
  std::set<std::string> unknown;
  for (std::string sentence : unknown_parts(who, schema)) {
    if (sentence.ends_with('.')) sentence.pop_back();
    unknown.insert(std::move(sentence));
  }
  return unknown;
}

}  // namespace

const LatentSpace* Editor::wardrobe() const {
  return model() && model()->latents.has_traits() ? &model()->latents : nullptr;
}

Character Editor::dressed(const Character& character, double seconds) const {
  const LatentSpace* space = wardrobe();
  if (!space || !own_motion()) return character;
  Character shown = character;
  for (auto& [name, value] : outfit_at(motion(), static_cast<float>(seconds), space->schema)) {
    shown.parts[name] = value;
  }
  return shown;
}

TraitValues Editor::worn() const {
  return traits_of(dressed(scene_.character, clip_time_), *wardrobe());
}

std::optional<int> Editor::dressing_key(const std::string& trait) const {
  if (dress_keys && key_) return key_;
  return own_motion() ? key_that_dresses(motion(), static_cast<float>(clip_time_), trait)
                      : std::nullopt;
}

void Editor::undress_key() {
  if (!key_) return;
  begin_edit();
  change_motion([&](KeyedMotion& m) { m.keys[*key_].parts.clear(); });
  check_parts();
  changed(false, true);
}

void Editor::wear(int trait, const TraitValue& value, bool passing) {
  const Trait& which = wardrobe()->schema[trait];
  if (const auto key = dressing_key(which.name)) {
    remember(passing ? "wear" : "");
    change_motion([&](KeyedMotion& m) { m.keys[*key].parts[which.name] = to_text(which, value); });
    changed(false, true);
    return;
  }
  const Character next = with_part(scene_.character, wardrobe()->schema, trait, value);
  if (passing) remember("wear");
  set_character(next, passing);
}

EncoderInputs Editor::encoder_inputs(std::span<const std::uint8_t> rgba) const {
  const EncoderCard& encoder = *model()->encoder;
  std::vector<std::uint8_t> rgb;
  rgb.reserve(rgba.size() / 4 * 3);
  for (std::size_t i = 0; i + 3 < rgba.size(); i += 4) {
    // What is transparent is white.
    const int alpha = rgba[i + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      rgb.push_back(static_cast<std::uint8_t>((rgba[i + c] * alpha + 255 * (255 - alpha)) / 255));
    }
  }
  const int size = encoder.region_size;
  const auto numbers = to_numbers(pose_);
  return {cut_out(rgb, encoder.resolution, figure_regions(pose_), size),
          {1, figure_region_count * 3, size, size},
          {numbers.begin(), numbers.end()}};
}

void Editor::take_look(std::span<const float> found) {
  const LatentSpace* space = wardrobe();
  if (!space || found.size() != static_cast<std::size_t>(encoded_size(space->schema))) {
    say("look", tr("The look could not be read: the encoder belongs to another model."));
    return;
  }
  TraitValues wanted = decode(space->schema, found);
  const TraitValues present = worn();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (locked_.contains(space->schema[i].name)) wanted[i] = present[i];
  }
  set_character(with_traits(scene_.character, *space, wanted));
  say("look",
      tr("The look is read where the skeleton lies on the picture: where it does not fit, "
         "move it and copy once more."),
      false);
}

bool Editor::locked(int trait) const { return locked_.contains(wardrobe()->schema[trait].name); }

void Editor::lock(int trait, bool on) {
  const std::string& name = wardrobe()->schema[trait].name;
  if (on) {
    locked_.insert(name);
  } else {
    locked_.erase(name);
  }
}

void Editor::show_options_of(int trait) {
  if (trait == shown_trait_) return;
  shown_trait_ = trait;
  queue_.restart_tiles(Tiles::options);
}

void Editor::check_parts() {
  std::vector<Character> all = {scene_.character};
  if (own_motion()) {
    for (const Keyframe& key : motion().keys) all.emplace_back().parts = key.parts;
  }
  std::string text;
  if (const LatentSpace* space = wardrobe()) {
    std::set<std::string> unknown;  // What several keys have is said once.
    for (const Character& who : all) unknown.merge(unknown_in(who, space->schema));
    for (const std::string& what : unknown) text += (text.empty() ? "" : "; ") + what;
    if (!text.empty()) text = tr("Not in this wardrobe: {}.", {text});
  } else if (model() && std::any_of(all.begin(), all.end(),
                                    [](const Character& who) { return !who.parts.empty(); })) {
    text = tr("This model has no wardrobe of parts; the link's parts are left out.");
  }
  if (text.empty()) {
    unsay("parts");
  } else {
    say("parts", text);
  }
}

}  // namespace psgan::web
