#include "trainer/data/training_data.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "common/program.h"
#include "psgan/error.h"
#include "psgan/generator_spec.h"
#include "trainer/files/image_file.h"
#include "trainer/machine/copy_to.h"
#include "trainer/networks/windows.h"

namespace psgan::trainer {
namespace {

/// Half the size, each pixel the rounded mean of four: [side,side,3] → [side/2,side/2,3].
std::vector<std::uint8_t> halved(const std::vector<std::uint8_t>& pixels, int side) {
  const int half = side / 2;
  std::vector<std::uint8_t> out(std::size_t{3} * half * half);
  for (int y = 0; y < half; ++y) {
    for (int x = 0; x < half; ++x) {
      for (int c = 0; c < 3; ++c) {
        const auto at = [&](int dy, int dx) {
          return pixels[(std::size_t{3} * (2 * y + dy) * side) + 3 * (2 * x + dx) + c];
        };
        const int sum = at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1);
        out[std::size_t{3} * (y * half + x) + c] = static_cast<std::uint8_t>((sum + 2) / 4);
      }
    }
  }
  return out;
}

/// The box of a picture [side,side,3], see TrainingData::boxes().
std::array<std::int64_t, 4> box_of(const std::vector<std::uint8_t>& pixels, int side,
                                   const Pose& pose) {
  constexpr int cells = Windows::cells;
  std::array<std::int64_t, 4> box = {cells, cells, 0, 0};
  const auto include = [&](std::int64_t x, std::int64_t y) {
    box = {std::min(box[0], x), std::min(box[1], y), std::max(box[2], x + 1),
           std::max(box[3], y + 1)};
  };
  for (std::int64_t y = 0; y < side; ++y) {
    const auto row = pixels.begin() + 3 * y * side;
    const auto is_ground = [](std::uint8_t value) { return value == 255; };
    const auto first = std::find_if_not(row, row + 3 * side, is_ground);
    if (first == row + 3 * side) continue;
    const auto last = std::find_if_not(std::make_reverse_iterator(row + 3 * side),
                                       std::make_reverse_iterator(row), is_ground);
    include((first - row) / 3 * cells / side, y * cells / side);
    include((last.base() - 1 - row) / 3 * cells / side, y * cells / side);
  }
  for (const PosePoint& point : pose.points) {
    const auto cell = [](float at) {
      return std::clamp<std::int64_t>(static_cast<std::int64_t>(at * cells), 0, cells - 1);
    };
    if (point.visible) include(cell(point.x), cell(point.y));
  }
  if (box[2] == 0) return {0, 0, cells, cells};
  return box;
}

/// Runs work(0) to work(count − 1) on all cores; the first error is thrown at the end.
template <typename Work>
void for_each_in_threads(std::int64_t count, Work&& work) {
  std::atomic<std::int64_t> next = 0;
  std::exception_ptr error;
  std::mutex lock;
  const auto run = [&] {
    for (std::int64_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::scoped_lock guard(lock);
        if (!error) error = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::jthread> threads;
  const std::int64_t cores = std::max(1u, std::thread::hardware_concurrency());
  for (std::int64_t i = 1; i < std::min(cores, count); ++i) threads.emplace_back(run);
  run();
  threads.clear();  // waits
  if (error) std::rethrow_exception(error);
}

}  // namespace

DatasetIndex read_dataset_index(const ZipStoreReader& zip, const std::string& where,
                                Keypoints keypoints) {
  const std::vector<std::string> names = zip.names();
  const auto is_png = [](const std::string& name) { return name.ends_with(".png"); };
  const auto first_png = std::find_if(names.begin(), names.end(), is_png);
  std::string text;
  if (zip.contains("dataset.json")) {
    const auto json = zip.read("dataset.json");
    text.assign(json.begin(), json.end());
  } else if (first_png == names.end()) {
    throw Error(where + ": there is no dataset.json in it, so it is no data set");
  } else if (keypoints == Keypoints::needed) {
    fail_without_keypoints(where);
  }
  if (keypoints == Keypoints::not_needed && first_png != names.end() && !has_keypoints(text)) {
    const int resolution = decode_png(zip.read(*first_png), where + ", " + *first_png).width;
    return index_without_keypoints(names, resolution, text, where + ", dataset.json");
  }
  DatasetIndex index = dataset_index_from_json(text, where + ", dataset.json");
  if (index.images.empty()) throw Error(where + ": there is no image in it");
  return index;
}

std::uint64_t TrainingData::free_memory() {
  std::ifstream in("/proc/meminfo");
  for (std::string line; std::getline(in, line);) {
    std::uint64_t kilobytes = 0;
    if (std::sscanf(line.c_str(), "MemAvailable: %" SCNu64, &kilobytes) == 1) {
      return kilobytes * 1024 / 4 * 3;
    }
  }
  return std::uint64_t{1} << 62;  // a system that does not say
}

std::uint64_t TrainingData::bytes_of_levels(std::uint64_t images, int resolution) {
  std::uint64_t sum = 0;
  for (std::uint64_t r = resolution; r >= 4; r /= 2) sum += images * r * r * 3;
  return sum;
}

TrainingData TrainingData::load(const std::filesystem::path& path, int resolution,
                                std::uint64_t memory, Keypoints keypoints) {
  TrainingData data;
  data.zip_ = std::make_shared<const ZipStoreReader>(path);
  const std::string where = path.string();
  data.set_index(read_dataset_index(*data.zip_, where, keypoints));
  const std::int64_t count = data.size();
  if (data.index_.resolution < resolution) {
    throw Error(where + ": its images are " + std::to_string(data.index_.resolution) +
                " pixels wide, too small for --resolution " + std::to_string(resolution));
  }
  int kept = resolution;
  while (kept > 4 && bytes_of_levels(data.index_.images.size(), kept) > memory) kept /= 2;
  data.allocate(kept);

  Progress progress("reading " + path.filename().string(), "images",
                    static_cast<std::uint64_t>(count));
  std::atomic<std::int64_t> done = 0;
  std::mutex lock;
  for_each_in_threads(count, [&](std::int64_t i) {
    data.store(i, data.decode(i));
    const std::int64_t now = ++done;
    const std::unique_lock guard(lock, std::try_to_lock);
    if (guard) progress.update(static_cast<std::uint64_t>(now));
  });
  progress.update(static_cast<std::uint64_t>(count));
  return data;
}

TrainingData TrainingData::noise(int resolution, int count) {
  TrainingData data;
  DatasetIndex index;
  index.resolution = resolution;
  index.images.resize(count);
  const torch::Tensor places = torch::rand({count, keypoint_count, 2});
  for (int i = 0; i < count; ++i) {
    for (int k = 0; k < keypoint_count; ++k) {
      index.images[i].pose.points[k] = {places[i][k][0].item<float>(),
                                        places[i][k][1].item<float>(), true};
    }
  }
  data.set_index(std::move(index));
  data.allocate(resolution);
  for (auto& [side, pixels] : data.levels_) pixels.random_(0, 256);
  return data;
}

void TrainingData::set_index(DatasetIndex index) {
  index_ = std::move(index);
  look_count_ = index_.looks();
  std::vector<float> numbers;
  std::vector<std::int64_t> looks, mirror_order;
  for (const DatasetImage& image : index_.images) {
    const auto pose = to_numbers(image.pose);
    numbers.insert(numbers.end(), pose.begin(), pose.end());
    looks.push_back(image.look);
  }
  for (int k = 0; k < keypoint_count; ++k) {
    mirror_order.push_back(psgan::index(mirrored(static_cast<Keypoint>(k))));
  }
  keypoints_ = torch::tensor(numbers).view({-1, keypoint_count, 3});
  looks_ = torch::tensor(looks, torch::kInt64);
  mirror_order_ = torch::tensor(mirror_order, torch::kInt64);
  boxes_ = torch::tensor({0, 0, Windows::cells, Windows::cells}, torch::kInt64).repeat({size(), 1});
}

bool TrainingData::has_grounds() const {
  const torch::Tensor sides = boxes_.narrow(1, 2, 2) - boxes_.narrow(1, 0, 2);
  const double mean = sides.prod(1).to(torch::kFloat64).mean().item<double>();
  return mean < 0.75 * Windows::cells * Windows::cells;
}

void TrainingData::allocate(int resolution) {
  for (int r = resolution; r >= 4; r /= 2) {
    levels_[r] = torch::empty({size(), r, r, 3}, torch::kUInt8);
  }
}

std::vector<std::uint8_t> TrainingData::decode(std::int64_t image) const {
  const std::string where = zip_->path().string();
  const std::string& name = index_.images[image].name;
  if (!zip_->contains(name)) {
    throw Error(where + ": the image " + name + " of dataset.json is missing");
  }
  Picture picture = decode_png(zip_->read(name), where + ", " + name);
  if (picture.width != index_.resolution || picture.height != index_.resolution) {
    throw Error(where + ", " + name + ": the image is " + std::to_string(picture.width) + "×" +
                std::to_string(picture.height) + " pixels, the set's are " +
                std::to_string(index_.resolution));
  }
  return std::move(picture.rgb);
}

void TrainingData::store(std::int64_t image, std::vector<std::uint8_t> pixels) {
  const auto box =
      box_of(pixels, index_.resolution, index_.images[static_cast<std::size_t>(image)].pose);
  std::copy(box.begin(), box.end(), boxes_.data_ptr<std::int64_t>() + 4 * image);
  for (int side = index_.resolution; side >= 4; side /= 2) {
    if (const auto level = levels_.find(side); level != levels_.end()) {
      std::copy(pixels.begin(), pixels.end(),
                level->second.data_ptr<std::uint8_t>() + image * 3 * side * side);
    }
    if (side > 4) pixels = halved(pixels, side);
  }
}

int TrainingData::resolution_in_memory() const { return levels_.rbegin()->first; }

bool TrainingData::move_to(torch::Device device, std::int64_t reserve) {
  if (device.type() == this->device().type()) return true;
  if (index_.resolution > resolution_in_memory() && zip_ != nullptr) return false;
  std::map<int, torch::Tensor> moved;
  try {
    // Whether there is room is asked by taking it.
    const torch::Tensor room = torch::empty({reserve}, torch::device(device).dtype(torch::kUInt8));
    for (const auto& [resolution, pixels] : levels_) moved[resolution] = pixels.to(device);
  } catch (const c10::Error&) {
    return false;
  }
  levels_ = std::move(moved);
  for (torch::Tensor* tensor : {&keypoints_, &looks_, &mirror_order_}) {
    *tensor = tensor->to(device);
  }
  return true;
}

torch::Tensor TrainingData::bytes(const torch::Tensor& indices, int resolution) const {
  if (const auto level = levels_.find(resolution); level != levels_.end()) {
    return level->second.index_select(0, copied_to(indices, level->second.device()));
  }
  const torch::Tensor result =
      torch::empty({indices.size(0), resolution, resolution, 3}, torch::kUInt8);
  const auto size = std::int64_t{3} * resolution * resolution;
  for_each_in_threads(indices.size(0), [&](std::int64_t i) {
    std::vector<std::uint8_t> pixels = decode(indices[i].item<std::int64_t>());
    for (int side = index_.resolution; side > resolution; side /= 2) pixels = halved(pixels, side);
    std::copy(pixels.begin(), pixels.end(), result.data_ptr<std::uint8_t>() + i * size);
  });
  return result;
}

Batch TrainingData::batch(const torch::Tensor& indices, const torch::Tensor& mirrored,
                          int resolution, torch::Device device) const {
  using torch::Tensor;
  Tensor images = bytes(indices, resolution);
  const Tensor rows = copied_to(indices, this->device());
  Tensor keypoints = keypoints_.index_select(0, rows);
  Tensor boxes = boxes_.index_select(0, indices);
  if (mirrored.any().item<bool>()) {  // on the CPU, so nothing waits
    const Tensor flips = copied_to(mirrored, images.device());
    images = torch::where(flips.view({-1, 1, 1, 1}), images.flip(2), images);
    Tensor flipped = keypoints.index_select(1, mirror_order_).clone();
    flipped.select(2, 0).mul_(-1).add_(1);
    keypoints = torch::where(flips.view({-1, 1, 1}), flipped, keypoints);
    Tensor turned = boxes.index_select(1, torch::tensor({2, 1, 0, 3}));
    turned.select(1, 0).mul_(-1).add_(Windows::cells);
    turned.select(1, 2).mul_(-1).add_(Windows::cells);
    boxes = torch::where(mirrored.view({-1, 1}), turned, boxes);
  }
  // Stored as [N,r,r,3], so the transposition is channels-last without a copy.
  return {copied_to(images, device).permute({0, 3, 1, 2}).to(torch::kFloat32).div_(127.5).sub_(1),
          copied_to(keypoints, device), copied_to(looks_.index_select(0, rows), device), boxes,
          indices};
}

}  // namespace psgan::trainer
