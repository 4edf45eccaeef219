// Detects the 20 keypoints in an image of a character, to measure whether a generated image shows
// the requested pose. Trained on real renders by psgan train-detector.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <memory>

#include "psgan/json.h"
#include "trainer/data/training_data.h"
#include "trainer/evaluation/judging.h"

namespace psgan::trainer {

/// A small hourglass: down to 4² and up again with skip connections, to a heat map of half the
/// image's resolution for each keypoint.
class KeypointDetectorImpl : public torch::nn::Module {
 public:
  /// For images of that resolution, 32, 64 or 128.
  explicit KeypointDetectorImpl(int resolution);

  /// images [N,3,r,r] in [−1,1] → logits [N,20,r/2,r/2].
  torch::Tensor forward(const torch::Tensor& images);

  int resolution() const { return resolution_; }

 private:
  int resolution_;
  std::vector<torch::nn::Sequential> down_, up_;
  torch::nn::Conv2d heat_{nullptr};
};
TORCH_MODULE(KeypointDetector);

/// Keypoints of heat maps [N,20,h,h]: [N,20,2] in [0,1] of the image; the mean of the 5×5 pixels
/// around the maximum, weighted by their values.
torch::Tensor places_of(const torch::Tensor& logits);

/// The cross entropy of heat maps with Gaussians (σ one pixel) around keypoints [N,20,3], of
/// visible ones only.
torch::Tensor heat_map_loss(const torch::Tensor& logits, const torch::Tensor& keypoints);

/// Keypoints [N,20,2] in images [N,3,R,R] of any resolution, brought to the detector's by averaging
/// or repeating pixels.
torch::Tensor detect(KeypointDetector& detector, const torch::Tensor& images);

/// Distances of detected keypoints from the true ones.
struct PoseScore {
  double pck_05 = 0, pck_10 = 0;  ///< Share of visible keypoints within 0.05 and 0.1 of the longer
                                  ///< side of the box around the pose.
  double mean_error = 0;          ///< Mean distance of visible keypoints, in image widths.
  std::vector<double> errors;     ///< [20] the same for each keypoint.
};

/// found [N,20,2], wanted [N,20,3].
PoseScore pose_score(const torch::Tensor& found, const torch::Tensor& wanted);

/// Trains on those of data's images that are no test images, with mirroring and changes of colour,
/// noise and sharpness, so that it generalises to generated images.
KeypointDetector train_detector(const TrainingData& data, const JudgeOptions& options);

/// A file as archive_file.h describes; `about` describes its training and accuracy.
void write_detector(const std::filesystem::path& path, const KeypointDetector& detector,
                    const Json& about);

/// A detector and what its file says about it. Throws Error naming the file.
std::pair<KeypointDetector, Json> read_detector(const std::filesystem::path& path);

}  // namespace psgan::trainer
