#include "psgan/texture_painter.h"

#include <array>
#include <cstddef>

namespace psgan {

std::vector<float> paint(const PaintSource<const float>& from, const PixelColours& colours,
                         int resolution) {
  constexpr float leak = 0.2f;
  const auto area = static_cast<std::size_t>(resolution) * static_cast<std::size_t>(resolution);
  std::vector<float> picture(3 * area, 1.f);
  std::array<float, colour_inputs> inputs{};
  std::array<float, colour_width> hidden{};
  for_each_sample(from, 0, 1, resolution,
                  [&](const PixelSample& sample, const CellTaps& at, const ChartChoice& choice) {
                    sample_features(from, sample, at, choice, inputs.data());
                    for (std::size_t h = 0; h < hidden.size(); ++h) {
                      float sum = colours.first_bias[h];
                      const float* weights = &colours.first_weight[h * inputs.size()];
                      for (std::size_t i = 0; i < inputs.size(); ++i) sum += weights[i] * inputs[i];
                      hidden[h] = sum > 0 ? sum : leak * sum;
                    }
                    const float share = sample.second ? 1 - choice.weight : choice.weight;
                    const std::size_t pixel =
                        static_cast<std::size_t>(sample.y) * static_cast<std::size_t>(resolution) +
                        static_cast<std::size_t>(sample.x);
                    for (std::size_t c = 0; c < 3; ++c) {
                      float colour = inputs[c] + colours.second_bias[c];
                      const float* weights = &colours.second_weight[c * hidden.size()];
                      for (std::size_t h = 0; h < hidden.size(); ++h)
                        colour += weights[h] * hidden[h];
                      picture[c * area + pixel] += share * (colour - 1);
                    }
                  });
  return picture;
}

}  // namespace psgan
