// A data set in memory: all images as bytes at every resolution that training passes through.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>

#include "psgan/dataset.h"

namespace psgan {

/// A minibatch.
struct Batch {
  torch::Tensor images;     ///< [N,3,r,r] in [−1,1], channels-last.
  torch::Tensor keypoints;  ///< [N,20,3]
  torch::Tensor looks;      ///< [N] int64
};

class TrainingData {
 public:
  /// Reads the zip and makes the pyramid from `resolution` down to 4² by box filter. Throws Error
  /// naming file, image and field: a cut-off zip, an image of another size or one that is no PNG,
  /// keypoints outside the image, a set smaller than `resolution`.
  static TrainingData load(const std::filesystem::path& zip, int resolution);

  /// Pictures of noise in poses of noise, for measuring speed.
  static TrainingData noise(int resolution, int count);

  /// The images of these indices [N] int64; those with mirrored [N] true are flipped, pictures and
  /// poses alike.
  Batch batch(const torch::Tensor& indices, const torch::Tensor& mirrored, int resolution,
              torch::Device device) const;

  std::int64_t size() const { return looks_.size(0); }
  int looks() const { return look_count_; }
  const DatasetIndex& index() const { return index_; }

 private:
  void set_index(DatasetIndex index);
  void allocate(int resolution);
  void store(std::int64_t image, std::vector<std::uint8_t> pixels);

  DatasetIndex index_;
  std::map<int, torch::Tensor> levels_;  // resolution → uint8 [N,r,r,3]
  torch::Tensor keypoints_;              // [N,20,3]
  torch::Tensor looks_;                  // [N] int64
  torch::Tensor mirror_order_;           // [20] int64: left and right change places
  int look_count_ = 0;
};

}  // namespace psgan
