// A data set: all images as bytes at every resolution that training passes through, in the device's
// memory if they fit there, else in the computer's; resolutions that fit into neither are decoded
// from the zip again and again.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "psgan/dataset.h"
#include "psgan/zip_store.h"

namespace psgan::trainer {

/// A minibatch.
struct Batch {
  torch::Tensor images;     ///< [N,3,r,r] in [−1,1], channels-last.
  torch::Tensor keypoints;  ///< [N,20,3]
  torch::Tensor looks;      ///< [N] int64
  torch::Tensor boxes;      ///< [N,4] int64 on the CPU, see TrainingData::boxes().
  torch::Tensor indices{};  ///< [N] int64 on the CPU: of the images in the data set.

  std::size_t size() const { return static_cast<std::size_t>(looks.size(0)); }
};

/// Whether poses are asked for: without them a zip of images alone will do.
enum class Keypoints { needed, not_needed };

/// The table of contents of a data set. Throws Error naming `where` if the zip is none.
DatasetIndex read_dataset_index(const ZipStoreReader& zip, const std::string& where,
                                Keypoints keypoints = Keypoints::needed);

class TrainingData {
 public:
  /// Reads the zip and makes the pyramid from `resolution` down to 4² by box filter. Throws Error
  /// naming file, image and field: a cut-off zip, an image of another size or one that is no PNG,
  /// keypoints outside the image, a set smaller than `resolution`.
  /// Resolutions are kept from the lowest up while they fit into `memory` bytes.
  static TrainingData load(const std::filesystem::path& zip, int resolution,
                           std::uint64_t memory = free_memory(),
                           Keypoints keypoints = Keypoints::needed);

  /// Three quarters of what the computer's memory has free now, in bytes.
  static std::uint64_t free_memory();

  /// Pictures of noise in poses of noise, for measuring speed.
  static TrainingData noise(int resolution, int count);

  /// Moves everything into the device's memory if it fits there with `reserve` bytes to spare (what
  /// training itself needs); says whether it did. Nothing to do on the CPU.
  bool move_to(torch::Device device, std::int64_t reserve);

  /// What all levels take, in bytes, if a set has so many images.
  static std::uint64_t bytes_of_levels(std::uint64_t images, int resolution);

  /// The highest resolution in memory; what is higher is decoded when it is asked for.
  int resolution_in_memory() const;
  torch::Device device() const { return keypoints_.device(); }

  /// The images of these indices [N] int64; those with mirrored [N] true are flipped, pictures and
  /// poses alike.
  Batch batch(const torch::Tensor& indices, const torch::Tensor& mirrored, int resolution,
              torch::Device device) const;

  /// [images,4] int64 on the CPU: left, top, right and bottom, in cells of Windows, of the box
  /// around all that is not white in a picture and around its visible keypoints.
  const torch::Tensor& boxes() const { return boxes_; }
  /// Whether figures stand on white ground, so that most of their boxes leave much of it out.
  bool has_grounds() const;

  std::int64_t size() const { return looks_.size(0); }
  int looks() const { return look_count_; }
  const DatasetIndex& index() const { return index_; }

 private:
  void set_index(DatasetIndex index);
  void allocate(int resolution);
  std::vector<std::uint8_t> decode(std::int64_t image) const;  // at full resolution
  void store(std::int64_t image, std::vector<std::uint8_t> pixels);
  torch::Tensor bytes(const torch::Tensor& indices, int resolution) const;  // uint8 [N,r,r,3]

  DatasetIndex index_;
  std::shared_ptr<const ZipStoreReader> zip_;  // none for noise
  std::map<int, torch::Tensor> levels_;        // resolution → uint8 [N,r,r,3]
  torch::Tensor keypoints_;                    // [N,20,3]
  torch::Tensor looks_;                        // [N] int64
  torch::Tensor boxes_;
  torch::Tensor mirror_order_;  // [20] int64: left and right change places
  int look_count_ = 0;
};

}  // namespace psgan::trainer
