#include "data/dataset_writer.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

namespace psgan {
namespace {

std::string entry_name(std::size_t number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%08zu", number);
  return std::string(digits, 5) + "/img" + digits + ".png";
}

}  // namespace

DatasetWriter::DatasetWriter(const std::filesystem::path& path, int resolution, int png_level)
    : zip_(path),
      png_level_(png_level),
      most_under_way_(2 * std::max(1u, std::thread::hardware_concurrency())) {
  index_.resolution = resolution;
}

void DatasetWriter::add(Image image, DatasetImage entry) {
  entry.name = entry_name(index_.images.size());
  index_.images.push_back(std::move(entry));
  if (under_way_.size() >= most_under_way_) write_oldest();
  under_way_.push_back(std::async(std::launch::async, [image = std::move(image), this] {
    return encode_png(image, png_level_);
  }));
}

void DatasetWriter::write_oldest() {
  zip_.add(index_.images[written_++].name, under_way_.front().get());
  under_way_.pop_front();
}

void DatasetWriter::finish() {
  while (!under_way_.empty()) write_oldest();
  const std::string json = to_json(index_);
  zip_.add("dataset.json", {reinterpret_cast<const std::uint8_t*>(json.data()), json.size()});
  zip_.finish();
}

}  // namespace psgan
