// What the networks that judge images share: keypoint detector and trait classifier.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// Two convolutions of 3×3, each followed by group norm and ReLU: [N,in,r,r] → [N,out,r,r].
torch::nn::Sequential two_convolutions(int in, int out);

/// images [N,3,r,r] in [−1,1] with random tint, contrast, noise and sharpness, in which generated
/// images may differ from the real ones that judges are trained on. `random` is a generator of the
/// CPU.
torch::Tensor varied(const torch::Tensor& images, torch::Generator& random);

/// Images [N,3,R,R] brought to resolution² by averaging or repeating pixels.
torch::Tensor resized(torch::Tensor images, int resolution);

}  // namespace psgan::trainer
