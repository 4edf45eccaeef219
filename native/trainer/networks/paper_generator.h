// PSGAN's generator as in the papers (arXiv 1710.10196 and 1809.01890).
#pragma once

#include "trainer/networks/generator.h"

namespace psgan::trainer {

/// The latent makes the 4² features through a dense layer; the condition map is concatenated before
/// the first convolution of every resolution; pixel norm after each.
class PaperGenerator : public Generator {
 public:
  explicit PaperGenerator(const GeneratorSpec& spec);

  EqualizedLinear dense{nullptr};
  std::vector<ConditionedConv> first;  ///< [stage]
  std::vector<EqualizedConv> second;   ///< [stage], none at 4², where `dense` comes first

 protected:
  torch::Tensor prepare(const torch::Tensor& latent) override;
  torch::Tensor begin(const torch::Tensor& prepared, const torch::Tensor& map) override;
  torch::Tensor grow(int stage, const torch::Tensor& x, const torch::Tensor& prepared,
                     const torch::Tensor& map) override;
};

}  // namespace psgan::trainer
