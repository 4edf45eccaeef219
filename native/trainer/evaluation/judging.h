// What the networks that judge images share: keypoint detector and trait classifier.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <string>
#include <vector>

#include "trainer/data/training_data.h"

namespace psgan::trainer {

/// How a judge is trained.
struct JudgeOptions {
  int resolution = 64;
  int batch = 16;
  double kimg = 60;  ///< Thousands of images shown.
  double lr = 0.002;
  std::uint64_t seed = 0;
  std::string device = "cpu";
};

/// The loss of a minibatch of these images [batch] int64 of a data set.
using JudgeLoss = std::function<torch::Tensor(const torch::Tensor& images, torch::Generator&)>;

/// Moves the weights against a loss, with that learning rate.
using JudgeStep = std::function<void(const torch::Tensor& loss, double learning_rate)>;

/// AdamW's; it has the optimizer.
JudgeStep adamw_steps(std::vector<torch::Tensor> parameters, double weight_decay = 0.02);

/// Trains on those of data's images that are no test images; the learning rate falls from
/// options.lr along half a cosine. `title` names what is trained in the progress bar.
void train_judge(const JudgeStep& step, const TrainingData& data, const JudgeOptions& options,
                 const std::string& title, const JudgeLoss& loss_of);

/// Two convolutions of 3×3, each followed by group norm and ReLU: [N,in,r,r] → [N,out,r,r].
torch::nn::Sequential two_convolutions(int in, int out);

/// images [N,3,r,r] in [−1,1] with random tint, contrast, noise and sharpness, in which generated
/// images may differ from the real ones that judges are trained on. `random` is a generator of the
/// CPU.
torch::Tensor varied(const torch::Tensor& images, torch::Generator& random);

/// Images [N,3,R,R] brought to resolution² by averaging or repeating pixels.
torch::Tensor resized(torch::Tensor images, int resolution);

}  // namespace psgan::trainer
