#include "trainer/networks/fast_generator.h"

#include <cmath>

#include "trainer/networks/fused.h"

namespace psgan::trainer {

using torch::Tensor;

void move_into_region(const Tensor& latents, const Tensor& looks, int look_count) {
  const Tensor first = latents.narrow(1, 0, look_count);
  const Tensor wanted = looks.unsqueeze(1), largest = first.argmax(1, true);
  const Tensor at_wanted = first.gather(1, wanted), at_largest = first.gather(1, largest);
  first.scatter_(1, largest, at_wanted).scatter_(1, wanted, at_largest);
}

FastGenerator::FastGenerator(const GeneratorSpec& spec) : Generator(spec) {
  for (int i = 0; i < mapping_layers; ++i) {
    mapping.emplace_back(i == 0 ? spec.latent_size : mapping_width, mapping_width);
    register_module("mapping" + std::to_string(i), mapping.back());
  }
  const int maps = channels(spec.encoding);
  for (int resolution = 4; resolution <= spec.resolution; resolution *= 2) {
    const std::string suffix = std::to_string(resolution);
    const int features = feature_maps(spec, resolution);
    const int below = resolution == 4 ? 0 : feature_maps(spec, resolution / 2);
    first.emplace_back(below, maps, features, ConditionWeight::heard);
    register_module("first" + suffix, first.back());
    second.emplace_back(features, features, 3);
    register_module("second" + suffix, second.back());
    for (const char* after : {"_first", "_second"}) {
      modulation.emplace_back(mapping_width, features, 1.0, 1.0);  // the scales start around 1
      register_module("modulation" + suffix + after, modulation.back());
    }
  }
  register_to_rgb(1);  // a white ground
}

Tensor FastGenerator::prepare(const Tensor& latent) {
  const int size = spec().latent_size;
  if (latent.size(1) != 2 * size) return mapped(latent);
  return torch::cat({mapped(latent.narrow(1, 0, size)), mapped(latent.narrow(1, size, size))}, 1);
}

Tensor FastGenerator::mapped(const Tensor& latent) {
  Tensor style = pixel_norm(latent);
  if (const int looks = spec().looks; looks > 0) {
    const Tensor choice = torch::softmax(style.narrow(1, 0, looks) * look_sharpness, 1);
    style = torch::cat(
        {choice * std::sqrt(looks), style.narrow(1, looks, spec().latent_size - looks)}, 1);
  }
  for (EqualizedLinear& layer : mapping) style = lrelu(layer->forward(style));
  return style;
}

Tensor FastGenerator::finish(int which, const Tensor& x, const Tensor& style, const Tensor& part) {
  const bool colours = (4 << which / 2) >= colours_from && style.size(1) > mapping_width;
  const Tensor own = style.narrow(1, colours ? mapping_width : 0, mapping_width);
  return add_lrelu_norm(x, part, modulation[which]->forward(own));
}

Tensor FastGenerator::begin(const Tensor& style, const Tensor& map) {
  const Tensor x = finish(0, first[0]->condition_part(map), style);
  return finish(1, second[0]->forward(x), style);
}

Tensor FastGenerator::grow(int stage, const Tensor& x, const Tensor& style, const Tensor& map) {
  ConditionedConv& layer = first[stage];
  const bool from_below = map_resolution(spec(), 4 << stage) < 4 << stage;
  const Tensor y =
      finish(2 * stage, layer->enlarged_part(x), style,
             from_below ? layer->enlarged_condition_part(map) : layer->condition_part(map));
  return finish(2 * stage + 1, second[stage]->forward(y), style);
}

}  // namespace psgan::trainer
