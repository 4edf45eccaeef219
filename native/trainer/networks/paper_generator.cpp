#include "trainer/networks/paper_generator.h"

#include "trainer/networks/fused.h"

namespace psgan::trainer {

using torch::Tensor;

PaperGenerator::PaperGenerator(const GeneratorSpec& spec) : Generator(spec) {
  const int maps = channels(spec.encoding);
  const int features4 = feature_maps(spec, 4);
  // A quarter of the usual gain: the same latent feeds all 16 pixels (Progressive GAN).
  dense = register_module(
      "dense", EqualizedLinear(spec.latent_size, features4 * 16, gain_before_leaky_relu / 4));
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    const int below = resolution == 4 ? features4 : feature_maps(spec, resolution / 2);
    first.emplace_back(below, maps, features, ConditionWeight::as_features);
    register_module("first" + suffix, first.back());
    second.push_back(resolution == 4 ? EqualizedConv{nullptr}
                                     : EqualizedConv(features, features, 3));
    if (resolution > 4) register_module("second" + suffix, second.back());
  }
  register_to_rgb(0);
}

Tensor PaperGenerator::prepare(const Tensor& latent) {
  const Tensor x = dense->forward(pixel_norm(latent)).view({latent.size(0), -1, 4, 4});
  return add_lrelu_norm(x.contiguous(torch::MemoryFormat::ChannelsLast), {}).to(compute_type());
}

Tensor PaperGenerator::begin(const Tensor& prepared, const Tensor& map) {
  return add_lrelu_norm(first[0]->feature_part(prepared), first[0]->condition_part(map));
}

Tensor PaperGenerator::grow(int stage, const Tensor& x, const Tensor&, const Tensor& map) {
  const Tensor y = add_lrelu_norm(first[stage]->feature_part(upsample_nearest(x)),
                                  first[stage]->condition_part(map));
  return add_lrelu_norm(second[stage]->forward(y), {});
}

}  // namespace psgan::trainer
