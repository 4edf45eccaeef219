#include "trainer/training_data.h"

#include <ATen/Parallel.h>

#include <atomic>
#include <exception>
#include <mutex>

#include "common/program.h"
#include "psgan/error.h"
#include "psgan/generator_spec.h"
#include "psgan/zip_store.h"
#include "trainer/image_file.h"

namespace psgan {
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

}  // namespace

TrainingData TrainingData::load(const std::filesystem::path& path, int resolution) {
  const ZipStoreReader zip(path);
  const std::string where = path.string();
  if (!zip.contains("dataset.json")) {
    throw Error(where + ": there is no dataset.json in it, so it is no data set");
  }
  const auto json = zip.read("dataset.json");
  TrainingData data;
  DatasetIndex index =
      dataset_index_from_json({json.begin(), json.end()}, where + ", dataset.json");
  const auto count = static_cast<std::int64_t>(index.images.size());
  if (count == 0) throw Error(where + ": there is no image in it");
  data.set_index(std::move(index));
  if (data.index_.resolution < resolution) {
    throw Error(where + ": its images are " + std::to_string(data.index_.resolution) +
                " pixels wide, too small for --resolution " + std::to_string(resolution));
  }
  data.allocate(resolution);
  const auto read = [&](std::int64_t i) {
    const std::string& name = data.index_.images[i].name;
    if (!zip.contains(name)) {
      throw Error(where + ": the image " + name + " of dataset.json is missing");
    }
    const Picture picture = decode_png(zip.read(name), where + ", " + name);
    if (picture.width != data.index_.resolution || picture.height != data.index_.resolution) {
      throw Error(where + ", " + name + ": the image is " + std::to_string(picture.width) + "×" +
                  std::to_string(picture.height) + " pixels, dataset.json says " +
                  std::to_string(data.index_.resolution));
    }
    data.store(i, picture.rgb);
  };

  Progress progress("reading " + path.filename().string(), "images",
                    static_cast<std::uint64_t>(count));
  std::atomic<std::int64_t> done = 0;
  std::exception_ptr error;
  std::mutex lock;
  at::parallel_for(0, count, 64, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      try {
        read(i);
      } catch (...) {
        const std::scoped_lock guard(lock);
        if (!error) error = std::current_exception();
        return;
      }
      const std::int64_t now = ++done;
      const std::unique_lock guard(lock, std::try_to_lock);
      if (guard) progress.update(static_cast<std::uint64_t>(now));
    }
  });
  if (error) std::rethrow_exception(error);
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
}

void TrainingData::allocate(int resolution) {
  for (int r = resolution; r >= 4; r /= 2) {
    levels_[r] = torch::empty({size(), r, r, 3}, torch::kUInt8);
  }
}

void TrainingData::store(std::int64_t image, std::vector<std::uint8_t> pixels) {
  for (int side = index_.resolution; side >= 4; side /= 2) {
    if (const auto level = levels_.find(side); level != levels_.end()) {
      std::copy(pixels.begin(), pixels.end(),
                level->second.data_ptr<std::uint8_t>() + image * 3 * side * side);
    }
    if (side > 4) pixels = halved(pixels, side);
  }
}

Batch TrainingData::batch(const torch::Tensor& indices, const torch::Tensor& mirrored,
                          int resolution, torch::Device device) const {
  using torch::Tensor;
  Tensor images = levels_.at(resolution).index_select(0, indices);
  Tensor keypoints = keypoints_.index_select(0, indices);
  if (mirrored.any().item<bool>()) {
    images = torch::where(mirrored.view({-1, 1, 1, 1}), images.flip(2), images);
    Tensor flipped = keypoints.index_select(1, mirror_order_).clone();
    flipped.select(2, 0).mul_(-1).add_(1);
    keypoints = torch::where(mirrored.view({-1, 1, 1}), flipped, keypoints);
  }
  // Stored as [N,r,r,3], so the transposition is channels-last without a copy.
  return {images.to(device).permute({0, 3, 1, 2}).to(torch::kFloat32).div_(127.5).sub_(1),
          keypoints.to(device), looks_.index_select(0, indices).to(device)};
}

}  // namespace psgan
