#include "trainer/networks/paper_generator.h"

namespace psgan::trainer {

using torch::Tensor;

PaperGenerator::PaperGenerator(const GeneratorSpec& spec) : Generator(spec) {
  const int features4 = feature_maps(spec, 4);
  // A quarter of the usual gain: the same latent feeds all 16 pixels (Progressive GAN).
  dense = register_module(
      "dense", EqualizedLinear(spec.latent_size, features4 * 16, gain_before_leaky_relu / 4));
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    const int below = resolution == 4 ? features4 : feature_maps(spec, resolution / 2);
    first.emplace_back(conditioned_inputs(spec, below), features, ConditionWeight::as_features);
    register_module("first" + suffix, first.back());
    second.push_back(resolution == 4 ? EqualizedConv{nullptr}
                                     : EqualizedConv(features, features, 3));
    if (resolution > 4) register_module("second" + suffix, second.back());
  }
  register_to_rgb(0);
}

Tensor PaperGenerator::draw(TensorOperations& operations, const Tensor& latent,
                            const Tensor& colours, Growth growth) {
  return image_of(*this, operations, latent, colours, growth);
}

Tensor PaperGenerator::style_of(TensorOperations& operations, const Tensor& latent) {
  return square_of(operations, latent);
}

}  // namespace psgan::trainer
