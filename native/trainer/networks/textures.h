// The textures of a texture generator: for each part of the wardrobe two charts of texels, learned
// as they are, which all who wear the part share; what colours they have is the character's.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "psgan/generator_spec.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

class TexturesImpl : public torch::nn::Module {
 public:
  /// Of spec.parts, P in L layers, for characters by spec.traits.
  explicit TexturesImpl(const GeneratorSpec& spec);

  /// Of each layer, how sure it is that a character [N,Z] wears each part: [N,L,P], hardly at all
  /// the other layers' parts.
  torch::Tensor parts(const torch::Tensor& latents);
  /// The surest part of each layer: [N,L] int64.
  torch::Tensor chosen(const torch::Tensor& latents);
  /// Of characters who wear these parts [N,L], in the colours of latents [N,Z]:
  /// [N,2·L,T,T,texel_numbers], colours in about [−1,1] first.
  torch::Tensor forward(const torch::Tensor& latents, const torch::Tensor& chosen);

  std::vector<torch::Tensor> banks;  ///< [P,2,B,t,t], t from T/8 to T: what they say is added.
  /// A latent's bent part [N,128], beside which `presence` and `dyes` take the latent as it is:
  /// colours are among the traits, so that a linear way to them is short.
  std::vector<EqualizedLinear> mapping;
  EqualizedLinear presence{nullptr}, presence_bent{nullptr};
  EqualizedLinear dyes{nullptr}, dyes_bent{nullptr};  ///< → [L,3,B+1]

 private:
  torch::Tensor bent(const torch::Tensor& latents);

  std::int64_t layers_, basis_, texels_;
  torch::Tensor elsewhere_;  // [L,P] bool, on the CPU: parts of other layers
};
TORCH_MODULE(Textures);

}  // namespace psgan::trainer
