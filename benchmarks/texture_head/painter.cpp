#include "texture_head/painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

namespace psgan::texture_head {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sizes and memory of the inputs, or of their gradients.
struct Planes {
  std::int64_t images, cells, charts, more, texels, features;
  float* shares;
  float* places;
  const float* known;  // or none
  float* extra;
  float* textures;

  std::int64_t cell(std::int64_t image, int y, int x) const {
    return (image * cells + y) * cells + x;
  }
};

Planes planes_of(const Tensor& shares, const Tensor& places, const Tensor& known,
                 const Tensor& more, const Tensor& textures) {
  return {shares.size(0),
          shares.size(1),
          shares.size(3) - 1,
          more.size(3),
          textures.size(2),
          textures.size(4),
          shares.data_ptr<float>(),
          places.data_ptr<float>(),
          known.numel() > 0 ? known.data_ptr<float>() : nullptr,
          more.data_ptr<float>(),
          textures.data_ptr<float>()};
}

/// The four cells around a pixel's middle.
struct Taps {
  std::array<std::int64_t, 4> cell;
  std::array<float, 4> weight;
};

Taps taps(const Planes& p, std::int64_t image, int py, int px, int resolution) {
  const auto along = [&](int pixel, std::array<int, 2>& cell, std::array<float, 2>& weight) {
    const int last = static_cast<int>(p.cells) - 1;
    const float at = (static_cast<float>(pixel) + 0.5f) * static_cast<float>(p.cells) /
                         static_cast<float>(resolution) -
                     0.5f;
    const float low = std::floor(at);
    cell = {std::clamp(static_cast<int>(low), 0, last),
            std::clamp(static_cast<int>(low) + 1, 0, last)};
    weight = {1 - (at - low), at - low};
  };
  std::array<int, 2> ys{}, xs{};
  std::array<float, 2> wy{}, wx{};
  along(py, ys, wy);
  along(px, xs, wx);
  Taps result{};
  for (int j = 0; j < 2; ++j) {
    for (int i = 0; i < 2; ++i) {
      result.cell[2 * j + i] = p.cell(image, ys[j], xs[i]);
      result.weight[2 * j + i] = wy[j] * wx[i];
    }
  }
  return result;
}

/// The two largest shares of a pixel, as numbers of the 1 + K, and the first one's weight.
struct Choice {
  int first = 0, second = 0;
  float lead = 0, weight = 1;
};

float slope(const Planes& p, int resolution, double sharpness) {
  return static_cast<float>(sharpness) *
         std::max(2.f, 2 * static_cast<float>(resolution) / static_cast<float>(p.cells));
}

Choice choose(const Planes& p, const Taps& at, float sharp, std::vector<float>& shares) {
  const std::int64_t count = p.charts + 1;
  std::fill(shares.begin(), shares.end(), 0.f);
  for (int t = 0; t < 4; ++t) {
    const float* from = p.shares + at.cell[t] * count;
    const float weight = at.weight[t];
    for (std::int64_t k = 0; k < count; ++k) shares[k] += weight * from[k];
  }
  Choice choice;
  float most = -1, next = -1;
  for (int k = 0; k < count; ++k) {
    if (shares[k] > most) {
      next = most;
      choice.second = choice.first;
      most = shares[k];
      choice.first = k;
    } else if (shares[k] > next) {
      next = shares[k];
      choice.second = k;
    }
  }
  choice.lead = most - next;
  choice.weight = 1 / (1 + std::exp(-sharp * choice.lead));
  return choice;
}

/// A chart's place at a pixel, and what each tap counts in it.
struct Place {
  float x = 0, y = 0;
  std::array<float, 4> weight{};
};

Place place_of(const Planes& p, const Taps& at, int chart) {
  Place place;
  float sum = 0;
  for (int t = 0; t < 4; ++t) {
    const std::int64_t i = at.cell[t] * p.charts + chart;
    place.weight[t] = at.weight[t] * (p.known ? p.known[i] : 1.f);
    sum += place.weight[t];
  }
  if (!(sum > 1e-6f)) return {};
  for (int t = 0; t < 4; ++t) {
    const std::int64_t i = at.cell[t] * p.charts + chart;
    place.weight[t] /= sum;
    place.x += place.weight[t] * p.places[2 * i];
    place.y += place.weight[t] * p.places[2 * i + 1];
  }
  return place;
}

/// The four texels around a place.
struct Texels {
  std::array<std::int64_t, 4> at;
  std::array<float, 4> weight;
  float fx, fy;
  bool inside_x, inside_y;
};

Texels texels(const Planes& p, std::int64_t image, int chart, const Place& place) {
  const auto last = static_cast<float>(p.texels - 1);
  const float x = place.x * last, y = place.y * last;
  const float cx = std::clamp(x, 0.f, last), cy = std::clamp(y, 0.f, last);
  const auto x0 = std::min(static_cast<std::int64_t>(cx), p.texels - 2);
  const auto y0 = std::min(static_cast<std::int64_t>(cy), p.texels - 2);
  const std::int64_t origin = (image * p.charts + chart) * p.texels * p.texels;
  Texels result{};
  result.fx = cx - static_cast<float>(x0);
  result.fy = cy - static_cast<float>(y0);
  result.inside_x = x == cx;
  result.inside_y = y == cy;
  for (int j = 0; j < 2; ++j) {
    for (int i = 0; i < 2; ++i) {
      result.at[2 * j + i] = origin + (y0 + j) * p.texels + x0 + i;
      result.weight[2 * j + i] = (j ? result.fy : 1 - result.fy) * (i ? result.fx : 1 - result.fx);
    }
  }
  return result;
}

/// A pixel's sample: which chart of the choice.
struct Sample {
  std::int64_t image;
  int y, x;
  bool second;
};

constexpr float least_weight = 0.02f;

/// Calls `visit(sample, taps, choice)` for each sample; pixels amid the ground are skipped.
template <typename Visit>
void for_each_sample(const Planes& p, int resolution, double sharpness, const Visit& visit) {
  const float sharp = slope(p, resolution, sharpness);
  std::vector<float> shares(static_cast<std::size_t>(p.charts + 1));
  std::vector<char> bare(static_cast<std::size_t>(p.images * p.cells * p.cells));
  for (std::size_t i = 0; i < bare.size(); ++i) {
    bare[i] = p.shares[i * static_cast<std::size_t>(p.charts + 1)] > 0.99f;
  }
  for (std::int64_t image = 0; image < p.images; ++image) {
    for (int y = 0; y < resolution; ++y) {
      for (int x = 0; x < resolution; ++x) {
        const Taps at = taps(p, image, y, x, resolution);
        if (bare[at.cell[0]] && bare[at.cell[1]] && bare[at.cell[2]] && bare[at.cell[3]]) continue;
        const Choice choice = choose(p, at, sharp, shares);
        if (choice.first > 0) visit(Sample{image, y, x, false}, at, choice);
        if (choice.second > 0 && 1 - choice.weight > least_weight) {
          visit(Sample{image, y, x, true}, at, choice);
        }
      }
    }
  }
}

class SampleFunction : public torch::autograd::Function<SampleFunction> {
 public:
  static variable_list forward(AutogradContext* context, const Tensor& shares, const Tensor& places,
                               const Tensor& known, const Tensor& more, const Tensor& textures,
                               std::int64_t resolution, double sharpness) {
    context->save_for_backward({shares, places, known, more, textures});
    context->saved_data["resolution"] = resolution;
    context->saved_data["sharpness"] = sharpness;
    const Planes p = planes_of(shares, places, known, more, textures);
    const auto side = static_cast<int>(resolution);
    const std::int64_t width = p.features + 1 + p.more;
    std::vector<std::int64_t> pixels;
    std::vector<float> weights, features;
    for_each_sample(p, side, sharpness,
                    [&](const Sample& sample, const Taps& at, const Choice& choice) {
                      pixels.push_back((sample.image * side + sample.y) * side + sample.x);
                      weights.push_back(sample.second ? 1 - choice.weight : choice.weight);
                      const std::size_t begin = features.size();
                      features.resize(begin + static_cast<std::size_t>(width), 0.f);
                      float* to = features.data() + begin;
                      const int chart = (sample.second ? choice.second : choice.first) - 1;
                      const Texels from = texels(p, sample.image, chart, place_of(p, at, chart));
                      for (int t = 0; t < 4; ++t) {
                        const float* texel = p.textures + from.at[t] * p.features;
                        for (std::int64_t f = 0; f < p.features; ++f)
                          to[f] += from.weight[t] * texel[f];
                      }
                      to[p.features] = sample.second ? -choice.lead : choice.lead;
                      for (int t = 0; t < 4; ++t) {
                        const float* extra = p.extra + at.cell[t] * p.more;
                        for (std::int64_t e = 0; e < p.more; ++e) {
                          to[p.features + 1 + e] += at.weight[t] * extra[e];
                        }
                      }
                    });
    const auto count = static_cast<std::int64_t>(pixels.size());
    const Tensor pixel_tensor = torch::tensor(pixels, torch::kInt64);
    context->mark_non_differentiable({pixel_tensor});
    return {pixel_tensor, torch::tensor(weights),
            torch::from_blob(features.data(), {count, width}).clone()};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const Tensor &shares = saved[0], &places = saved[1], &known = saved[2], &more = saved[3],
                 &textures = saved[4];
    const auto side = static_cast<int>(context->saved_data["resolution"].toInt());
    const Planes p = planes_of(shares, places, known, more, textures);
    const Tensor of_shares = torch::zeros_like(shares), of_places = torch::zeros_like(places),
                 of_more = torch::zeros_like(more), of_textures = torch::zeros_like(textures);
    const Planes g = planes_of(of_shares, of_places, known, of_more, of_textures);
    const std::int64_t width = p.features + 1 + p.more;
    const Tensor weights = gradients[1].defined() ? gradients[1].contiguous() : Tensor();
    const Tensor features = gradients[2].contiguous();
    const double sharpness = context->saved_data["sharpness"].toDouble();
    const float sharp = slope(p, side, sharpness);
    std::int64_t m = 0;
    for_each_sample(
        p, side, sharpness, [&](const Sample& sample, const Taps& at, const Choice& choice) {
          const float* from = features.data_ptr<float>() + m * width;
          const float sign = sample.second ? -1.f : 1.f;
          // Of the first share minus the second.
          float of_lead = sign * from[p.features];
          if (weights.defined()) {
            of_lead +=
                sign * weights.data_ptr<float>()[m] * sharp * choice.weight * (1 - choice.weight);
          }
          ++m;
          const int chart = (sample.second ? choice.second : choice.first) - 1;
          const Place place = place_of(p, at, chart);
          const Texels texel = texels(p, sample.image, chart, place);
          std::array<float, 4> product{};
          for (int t = 0; t < 4; ++t) {
            float* to = g.textures + texel.at[t] * p.features;
            const float* value = p.textures + texel.at[t] * p.features;
            for (std::int64_t f = 0; f < p.features; ++f) {
              to[f] += texel.weight[t] * from[f];
              product[t] += value[f] * from[f];
            }
          }
          const auto last = static_cast<float>(p.texels - 1);
          const float of_x = texel.inside_x ? last * ((1 - texel.fy) * (product[1] - product[0]) +
                                                      texel.fy * (product[3] - product[2]))
                                            : 0;
          const float of_y = texel.inside_y ? last * ((1 - texel.fx) * (product[2] - product[0]) +
                                                      texel.fx * (product[3] - product[1]))
                                            : 0;
          for (int t = 0; t < 4; ++t) {
            float* share = g.shares + at.cell[t] * (p.charts + 1);
            share[choice.first] += at.weight[t] * of_lead;
            share[choice.second] -= at.weight[t] * of_lead;
            float* to = g.places + 2 * (at.cell[t] * p.charts + chart);
            to[0] += place.weight[t] * of_x;
            to[1] += place.weight[t] * of_y;
            float* extra = g.extra + at.cell[t] * p.more;
            for (std::int64_t e = 0; e < p.more; ++e) {
              extra[e] += at.weight[t] * from[p.features + 1 + e];
            }
          }
        });
    return {of_shares, of_places, Tensor(), of_more, of_textures, Tensor(), Tensor()};
  }
};

Tensor plain(const Tensor& x) { return x.to(torch::kFloat32).contiguous(); }

}  // namespace

Samples sampled(const CellMaps& cells, const Tensor& textures, int resolution, double sharpness) {
  const variable_list result = SampleFunction::apply(
      plain(cells.shares), plain(cells.places),
      cells.known.defined() ? plain(cells.known) : torch::empty({0}), plain(cells.more),
      plain(textures), static_cast<std::int64_t>(resolution), sharpness);
  return {result[0], result[1], result[2]};
}

Tensor painted(const Samples& samples, const Tensor& colours, std::int64_t images, int resolution) {
  // Over white, which is 1.
  const Tensor difference = (colours - 1) * samples.weights.unsqueeze(1);
  return torch::ones({images * resolution * resolution, 3})
      .index_add(0, samples.pixels, difference)
      .view({images, resolution, resolution, 3})
      .permute({0, 3, 1, 2});
}

}  // namespace psgan::texture_head
