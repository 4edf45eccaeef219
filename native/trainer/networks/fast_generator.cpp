#include "trainer/networks/fast_generator.h"

#include <string>

namespace psgan::trainer {

using torch::Tensor;

FastGenerator::FastGenerator(const GeneratorSpec& spec) : Generator(spec) {
  for (int i = 0; i < mapping_layers; ++i) {
    mapping.emplace_back(i == 0 ? spec.latent_size : mapping_width, mapping_width);
    register_module("mapping" + std::to_string(i), mapping.back());
  }
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    const int below = resolution == 4 ? 0 : feature_maps(spec, resolution / 2);
    first.emplace_back(conditioned_inputs(spec, below), features, ConditionWeight::active_channels);
    register_module("first" + suffix, first.back());
    second.emplace_back(features, features, 3);
    register_module("second" + suffix, second.back());
    for (const char* after : {"_first", "_second"}) {
      modulation.emplace_back(mapping_width, features, 1.0, 1.0);  // the scales start around 1
      register_module("modulation" + suffix + after, modulation.back());
    }
  }
  register_to_rgb(1);  // a white ground
  if (!spec.palette) return;
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const int features = feature_maps(spec, resolution);
    // As small as the weights of to_rgb; what is added to a picture begins with adding nothing.
    palette.emplace_back(mapping_width, 3 * features, he_constant(features, 1.0));
    if (adds(spec, resolution)) torch::nn::init::zeros_(palette.back()->weight);
    register_module("to_rgb" + std::to_string(resolution) + "_palette", palette.back());
  }
}

Tensor FastGenerator::draw(TensorOperations& operations, const Tensor& latent,
                           const Tensor& colours, Growth growth) {
  return image_of(*this, operations, latent, colours, growth);
}

Tensor FastGenerator::style_of(TensorOperations& operations, const Tensor& latent) {
  return mapped(operations, latent);
}

}  // namespace psgan::trainer
