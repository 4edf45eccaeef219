// The networks of DPG2 (Ma et al. 2018, "Disentangled Person Image Generation", arXiv 1712.02621):
// an encoder of the appearance and a U-Net that draws it in a pose (stage I), an autoencoder of
// poses, and mapping functions that make codes of both from noise (stage II). Tensors are [N,C,H,W]
// or [N,C] in fp32, pictures in [−1,1], keypoints [N,20,3] (x, y, visible) in [0,1].
//
// The paper's branch for the background is left out: it encodes what is outside of the pose's mask,
// and on a white ground there is nothing to tell. For the same reason features are not masked
// before the regions are cropped: hair and skirts are wider than the mask.
#pragma once

#include <torch/torch.h>

#include <string>
#include <utility>
#include <vector>

#include "trainer/networks/body_regions.h"
#include "trainer/networks/dcgan_discriminator.h"
#include "trainer/networks/residual_blocks.h"
#include "trainer/networks/residual_unet.h"

namespace psgan::trainer {

/// Numbers of a code: 32 for each body region, and of a pose.
inline constexpr int region_code_size = 32;
inline constexpr int appearance_code_size = body_region_count * region_code_size;
inline constexpr int pose_code_size = 32;

/// Numbers of a seed's latent: noise for the appearance, then for the pose, as many as the codes.
inline constexpr int dpg2_latent_size = appearance_code_size + pose_code_size;

/// The side of a cropped region, a quarter of the picture's (64 at 256², as published), at least 8.
int region_side(int resolution);

/// Channels of dense layers that go with this width: 16 times as many, at most 512, as published.
int dense_width(int width);

/// A picture's appearance, apart from its pose: features at full resolution, from which the body
/// regions are cropped; one encoder for all of them (section 3.1, "Foreground branch").
class AppearanceEncoderImpl : public torch::nn::Module {
 public:
  AppearanceEncoderImpl(int resolution, int width);

  /// Pictures [N,3,r,r] and their keypoints → [N,224]. The numbers of a region of which nothing is
  /// seen are 0.
  torch::Tensor forward(const torch::Tensor& pictures, const torch::Tensor& keypoints);

 private:
  int side_;
  torch::nn::Conv2d first_{nullptr};
  ResidualBlock block_;
  std::vector<ResidualBlock> blocks_;     // [level] of the regions' encoder
  std::vector<torch::nn::Conv2d> halve_;  // [level], none at the last
  torch::nn::Linear code_{nullptr};
};
TORCH_MODULE(AppearanceEncoder);

/// Poses as 32 numbers and back (section 3.1, "Pose branch"): residual dense networks on (row,
/// column, visible) of each keypoint.
class PoseAutoencoderImpl : public torch::nn::Module {
 public:
  explicit PoseAutoencoderImpl(int width);

  /// Pose vectors [N,60] → codes [N,32].
  torch::Tensor encode(const torch::Tensor& vectors) { return encoder_->forward(vectors); }
  /// Codes → pose vectors, not bounded.
  torch::Tensor decode(const torch::Tensor& codes) { return decoder_->forward(codes); }

 private:
  ResidualMlp encoder_{nullptr}, decoder_{nullptr};
};
TORCH_MODULE(PoseAutoencoder);

/// Keypoints as the autoencoder takes them, [N,60]: row and column in [−1,1] and visible as 1; all
/// three are 0 for what is not visible, whose place says nothing.
torch::Tensor pose_vectors(const torch::Tensor& keypoints);
/// The reverse: what is at least half visible is, and lies within the picture.
torch::Tensor keypoints_of_vectors(const torch::Tensor& vectors);

/// Codes from noise (section 3.2): a dense layer and four residual blocks, whose outputs are codes
/// once they are multiplied by the codes' deviations and their means are added.
class MappingFunctionImpl : public torch::nn::Module {
 public:
  MappingFunctionImpl(int code_size, int width);

  /// Takes over mean and deviation of each number of codes [N,C].
  void fit(const torch::Tensor& codes);
  /// Codes with mean 0 and deviation 1 in each number, as the critic sees them.
  torch::Tensor standardised(const torch::Tensor& codes) const { return (codes - mean) / scale; }
  /// Noise [N,C], from N(0, 0.2²) → standardised codes [N,C].
  torch::Tensor forward(const torch::Tensor& noise) { return layers_->forward(noise); }
  /// The codes [N,C] that normally distributed numbers, of deviation 1, decide.
  torch::Tensor codes(const torch::Tensor& latents);

  torch::Tensor mean, scale;  ///< [C], not trained by gradients.

 private:
  ResidualMlp layers_{nullptr};
};
TORCH_MODULE(MappingFunction);

/// The deviation of the mapping functions' noise.
inline constexpr double mapping_noise = 0.2;

/// How real standardised codes look, without bound: three dense layers (WGAN's critic, Arjovsky et
/// al. 2017).
class CodeCriticImpl : public torch::nn::Module {
 public:
  CodeCriticImpl(int code_size, int width);

  /// [N,C] → [N]
  torch::Tensor forward(const torch::Tensor& codes);
  /// Brings each weight into [−limit, limit].
  void clip(double limit);

 private:
  torch::nn::Linear first_{nullptr}, second_{nullptr}, last_{nullptr};
};
TORCH_MODULE(CodeCritic);

/// All networks that draw; copies share their weights.
struct Dpg2Networks {
  /// Fresh weights from LibTorch's global random numbers. `width`: of the first level of encoder
  /// and U-Net; as published 128.
  Dpg2Networks(int resolution, int width);

  /// What a snapshot calls them: E, G, P, MA and MP.
  std::vector<std::pair<std::string, torch::nn::Module*>> parts() const;
  void to(torch::Device device) const;

  /// Pictures [N,3,r,r] of appearance codes [N,224] in poses [N,20,3], not clamped.
  torch::Tensor draw(const torch::Tensor& codes, const torch::Tensor& keypoints);
  /// Every code [S,224] in every pose [P,20,3]: [S,P,3,r,r], clamped.
  torch::Tensor draw_grid(const torch::Tensor& codes, const torch::Tensor& keypoints);
  /// Appearance codes and poses of latents [N,256].
  torch::Tensor sampled_codes(const torch::Tensor& latents);
  torch::Tensor sampled_poses(const torch::Tensor& latents);

  int resolution;
  AppearanceEncoder encoder{nullptr};
  ResidualUNet decoder{nullptr};
  PoseAutoencoder poses{nullptr};
  MappingFunction appearance_mapping{nullptr}, pose_mapping{nullptr};
};

}  // namespace psgan::trainer
