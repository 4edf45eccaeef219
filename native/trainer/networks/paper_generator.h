// PSGAN's generator as in the papers (arXiv 1710.10196 and 1809.01890).
#pragma once

#include <string>
#include <vector>

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
  torch::Tensor draw(TensorOperations& operations, const torch::Tensor& latent,
                     const torch::Tensor& colours, Growth growth) override;
  torch::Tensor style_of(TensorOperations& operations, const torch::Tensor& latent) override;

 public:
  // The network over operations, see image_of(). All that its layers take of the latent is the 4²
  // features that the dense layer makes; the latent of the colours counts for nothing.

  template <typename Operations, typename Value = typename Operations::Value>
  Value square_of(Operations& operations, const Value& latent) {
    return operations.start("dense", operations.pixel_norm(latent), dense, feature_maps(spec(), 4),
                            compute_type());
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value styles_of(Operations& operations, const Value& latent, const Value&) {
    return operations.truncated(square_of(operations, latent));
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value begin(Operations& operations, const Value& square) {
    return operations.activated(operations.with_map("first4", square, 4, first[0]));
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value grow(Operations& operations, int stage, const Value& below, const Value&) {
    const int resolution = 4 << stage;
    const std::string number = std::to_string(resolution);
    const auto which = static_cast<std::size_t>(stage);
    const Value x = operations.activated(operations.with_map(
        "first" + number, operations.upsample_nearest(below), resolution, first[which]));
    return operations.activated(operations.convolution("second" + number, x, second[which]));
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value rgb(Operations& operations, int stage, const Value& x, const Value&) {
    return operations.to_rgb("to_rgb" + std::to_string(4 << stage), x,
                             to_rgb[static_cast<std::size_t>(stage)]);
  }
};

}  // namespace psgan::trainer
