// The networks of a texture head: one says for each cell which chart is seen and which place of it,
// one draws the charts' textures of a character, whatever her pose, and one colours a pixel.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "psgan/generator_spec.h"
#include "texture_head/painter.h"
#include "trainer/networks/fast_generator.h"

namespace psgan::texture_head {

struct Sizes {
  GeneratorSpec trunk;  ///< Its resolution is the number of cells.
  int charts = 0;
  int texels = 64;           ///< Of a chart's texture, along each side.
  int texture_features = 8;  ///< Of a texel, besides its colour.
  int free = 4;              ///< Channels that colour pixels, of which nothing is told.
  std::vector<int> texture_stages{48, 24, 12, 8};  ///< Features, the last at `texels`.
};

class TextureHeadImpl : public torch::nn::Module {
 public:
  static constexpr int first_head = 2;  ///< The stage of 16².

  explicit TextureHeadImpl(const Sizes& sizes);

  /// Of latents [N,Z] in poses [N,20,3], in so many cells along each side; `more` is light, crease
  /// and the free channels. In bf16 inside if asked for. `logits` [N,C,C,1+K] are what the shares
  /// are the soft-max of.
  CellMaps cells(const torch::Tensor& latents, const torch::Tensor& keypoints, int side,
                 torch::ScalarType type, torch::Tensor* logits = nullptr);
  /// Of latents [N,Z]: [N,K,T,T,3+F], colours in [−1,1] first.
  torch::Tensor textures(const torch::Tensor& latents, torch::ScalarType type);
  /// [N,3,R,R] in [−1,1], not clamped.
  torch::Tensor paint(const CellMaps& cells, const torch::Tensor& textures, int resolution,
                      double sharpness = 1);

  const Sizes& sizes() const { return sizes_; }
  /// The parameters for which Muon is meant, and the others.
  std::vector<torch::Tensor> inner() const;
  std::vector<torch::Tensor> outer() const;

 private:
  int columns_ = 0, rows_ = 0;  // of the atlas, in charts
  Sizes sizes_;
  std::shared_ptr<trainer::FastGenerator> trunk_;
  std::vector<trainer::EqualizedConv> heads_;  // [stage − first_head]; what they say is added
  std::vector<trainer::EqualizedLinear> mapping_, modulation_;
  torch::Tensor start_;  // [1,F,rows·side,columns·side]
  std::vector<trainer::ConditionedConv> first_;
  std::vector<trainer::EqualizedConv> second_;
  trainer::EqualizedConv texels_{nullptr};
  trainer::EqualizedLinear palette_{nullptr}, dyes_{nullptr};  // latent → weights of colours
  trainer::EqualizedLinear colour1_{nullptr}, colour2_{nullptr};
};
TORCH_MODULE(TextureHead);

}  // namespace psgan::texture_head
