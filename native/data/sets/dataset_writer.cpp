#include "data/sets/dataset_writer.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "common/program.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

std::string entry_name(std::size_t number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%08zu", number);
  return std::string(digits, 5) + "/img" + digits + ".png";
}

/// What dataset.json will say of an image, as it stands in the file of rows.
struct Row {
  std::int32_t look, pose_number;
  float camera_yaw;
  std::int32_t test;
  float x[keypoint_count], y[keypoint_count];
  std::uint8_t visible[keypoint_count], visibility[keypoint_count];
};

Row row_of(const DatasetImage& image) {
  Row row{image.look, image.pose_number, image.camera_yaw, image.test, {}, {}, {}, {}};
  for (int k = 0; k < keypoint_count; ++k) {
    const PosePoint& p = image.pose.points[k];
    row.x[k] = p.x;
    row.y[k] = p.y;
    row.visible[k] = p.visible;
    row.visibility[k] = static_cast<std::uint8_t>(image.visibility[k]);
  }
  return row;
}

DatasetImage image_of(const Row& row, std::size_t number) {
  DatasetImage image{entry_name(number), row.look, row.pose_number, row.camera_yaw, {}, {},
                     row.test != 0};
  for (int k = 0; k < keypoint_count; ++k) {
    image.pose.points[k] = {row.x[k], row.y[k], row.visible[k] != 0};
    image.visibility[k] = static_cast<Visibility>(row.visibility[k]);
  }
  return image;
}

}  // namespace

DatasetWriter::DatasetWriter(const std::filesystem::path& path, int resolution,
                             const std::string& settings, PartsOfLooks parts)
    : rows_path_(path.string() + ".tmp.rows"),
      resolution_(resolution),
      parts_(std::move(parts)),
      zip_(path, Unfinished::continued) {
  open_rows(settings + "\n");
}

void DatasetWriter::open_rows(const std::string& settings) {
  std::error_code none;
  std::size_t rows = 0;
  if (std::ifstream old(rows_path_, std::ios::binary); old) {
    std::string head(settings.size(), '\0');
    old.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (old && head == settings)
      rows = (std::filesystem::file_size(rows_path_) - settings.size()) / sizeof(Row);
    else if (zip_.entries() > 0)
      std::fprintf(stderr,
                   "psgan-data: %s was begun with other settings, avatars or motion, or by another "
                   "version of this program; it is begun anew\n",
                   rows_path_.stem().c_str());
  }
  taken_over_ = next_ = std::min(rows, zip_.entries() / entries_per_image());
  zip_.keep(taken_over_ * entries_per_image());
  rows_begin_ = settings.size();
  const auto in_out = std::ios::binary | std::ios::in | std::ios::out;
  if (taken_over_ == 0) {
    rows_.open(rows_path_, in_out | std::ios::trunc);
    rows_ << settings;
  } else {
    std::filesystem::resize_file(rows_path_, rows_begin_ + taken_over_ * sizeof(Row), none);
    rows_.open(rows_path_, in_out);
    for (std::size_t i = 0; i < taken_over_ && !has_splits_; ++i) {
      Row row;
      rows_.seekg(static_cast<std::streamoff>(rows_begin_ + i * sizeof(Row)));
      rows_.read(reinterpret_cast<char*>(&row), sizeof row);
      has_splits_ = row.test != 0;
    }
    rows_.seekp(0, std::ios::end);
  }
  if (!rows_ || none) throw Error(rows_path_.string() + ": cannot be written");
}

void DatasetWriter::add(std::size_t number, std::vector<std::uint8_t> png,
                        const DatasetImage& entry, std::vector<std::uint8_t> coordinates) {
  const std::scoped_lock guard(lock_);
  waiting_.emplace(number, Waiting{std::move(png), std::move(coordinates), entry});
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
       first = waiting_.erase(first), ++next_)
    write(first->second);
}

void DatasetWriter::write(const Waiting& image) {
  zip_.add(entry_name(next_), image.png);
  if (!parts_.empty()) zip_.add(coordinates_entry(entry_name(next_)), image.coordinates);
  const Row row = row_of(image.entry);
  rows_.write(reinterpret_cast<const char*>(&row), sizeof row);
  rows_.flush();
  if (!rows_) throw Error(rows_path_.string() + ": writing failed (is the disk full?)");
  has_splits_ |= image.entry.test;
}

void DatasetWriter::finish(const LookTraits& traits) {
  if (!waiting_.empty()) throw Error(rows_path_.string() + ": an image is missing");
  const auto each = [&](const std::function<void(const DatasetImage&)>& visit) {
    rows_.seekg(static_cast<std::streamoff>(rows_begin_));
    for (std::size_t i = 0; i < next_; ++i) {
      Row row;
      rows_.read(reinterpret_cast<char*>(&row), sizeof row);
      if (!rows_) throw Error(rows_path_.string() + ": cannot be read back");
      visit(image_of(row, i));
    }
  };
  zip_.add_pieces("dataset.json", [&](const ZipStoreWriter::Sink& sink) {
    const auto out = [&](std::string_view text) {
      sink({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    write_dataset_json(resolution_, has_splits_, traits, each, out, parts_);
  });
  zip_.finish();
  rows_.close();
  std::error_code ignored;
  std::filesystem::remove(rows_path_, ignored);
}

std::uint32_t checksum_of_program() { return crc32(read_file("/proc/self/exe")); }

}  // namespace psgan::data
