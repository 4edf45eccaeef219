#include "trainer/networks/texture_painter.h"

#include <vector>

#include "psgan/texture_sampling.h"

namespace psgan::trainer {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

template <typename Number>
PaintSource<Number> source_of(const Tensor& shares, const Tensor& places, const Tensor& known,
                              const Tensor& more, const Tensor& textures) {
  return {.images = shares.size(0),
          .cells = shares.size(1),
          .charts = shares.size(3) - 1,
          .more = more.size(3),
          .texels = textures.size(2),
          .features = textures.size(4),
          .shares = shares.data_ptr<float>(),
          .places = places.data_ptr<float>(),
          .known = known.numel() > 0 ? known.data_ptr<float>() : nullptr,
          .extra = more.data_ptr<float>(),
          .textures = textures.data_ptr<float>()};
}

/// Adds the gradients of one sample to those of what it was made of. `of_features`: of
/// sample_features(); `of_lead`: of the first share's lead over the second, but for what is in
/// there.
void add_gradients(const PaintSource<float>& p, const PaintSource<float>& gradients,
                   const PixelSample& sample, const CellTaps& at, const ChartChoice& choice,
                   const float* of_features, float of_lead) {
  of_lead += (sample.second ? -1.f : 1.f) * of_features[p.features];
  const PixelPlace place = place_of(p, at, sample.chart);
  const TexelTaps texel = texel_taps(p, sample.image, sample.chart, place);
  std::array<float, 4> product{};
  for (std::size_t t = 0; t < 4; ++t) {
    float* to = gradients.textures + texel.at[t] * p.features;
    const float* value = p.textures + texel.at[t] * p.features;
    for (std::int64_t f = 0; f < p.features; ++f) {
      to[f] += texel.weight[t] * of_features[f];
      product[t] += value[f] * of_features[f];
    }
  }
  const auto last = static_cast<float>(p.texels - 1);
  const float of_x = texel.inside_x ? last * ((1 - texel.fy) * (product[1] - product[0]) +
                                              texel.fy * (product[3] - product[2]))
                                    : 0;
  const float of_y = texel.inside_y ? last * ((1 - texel.fx) * (product[2] - product[0]) +
                                              texel.fx * (product[3] - product[1]))
                                    : 0;
  for (std::size_t t = 0; t < 4; ++t) {
    float* share = gradients.shares + at.cell[t] * (p.charts + 1);
    share[choice.first] += at.weight[t] * of_lead;
    share[choice.second] -= at.weight[t] * of_lead;
    float* to = gradients.places + 2 * (at.cell[t] * p.charts + sample.chart);
    to[0] += place.weight[t] * of_x;
    to[1] += place.weight[t] * of_y;
    float* extra = gradients.extra + at.cell[t] * p.more;
    for (std::int64_t e = 0; e < p.more; ++e) {
      extra[e] += at.weight[t] * of_features[p.features + 1 + e];
    }
  }
}

class SampleFunction : public torch::autograd::Function<SampleFunction> {
 public:
  static variable_list forward(AutogradContext* context, const Tensor& shares, const Tensor& places,
                               const Tensor& known, const Tensor& more, const Tensor& textures,
                               std::int64_t resolution) {
    context->save_for_backward({shares, places, known, more, textures});
    context->saved_data["resolution"] = resolution;
    const auto p = source_of<float>(shares, places, known, more, textures);
    const std::int64_t width = p.features + 1 + p.more;
    std::vector<std::int64_t> pixels;
    std::vector<float> weights, features;
    for_each_sample(
        p, 0, p.images, static_cast<int>(resolution),
        [&](const PixelSample& sample, const CellTaps& at, const ChartChoice& choice) {
          pixels.push_back((sample.image * resolution + sample.y) * resolution + sample.x);
          weights.push_back(sample.second ? 1 - choice.weight : choice.weight);
          const std::size_t begin = features.size();
          features.resize(begin + static_cast<std::size_t>(width));
          sample_features(p, sample, at, choice, features.data() + begin);
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
    const auto resolution = static_cast<int>(context->saved_data["resolution"].toInt());
    const auto p = source_of<float>(shares, places, known, more, textures);
    const Tensor of_shares = torch::zeros_like(shares), of_places = torch::zeros_like(places),
                 of_more = torch::zeros_like(more), of_textures = torch::zeros_like(textures);
    const auto to = source_of<float>(of_shares, of_places, known, of_more, of_textures);
    const Tensor weights = gradients[1].defined() ? gradients[1].contiguous() : Tensor();
    const Tensor features = gradients[2].contiguous();
    const float* of_weight = weights.defined() ? weights.data_ptr<float>() : nullptr;
    const float* of_features = features.data_ptr<float>();
    const float slope = share_slope(p.cells, resolution);
    for_each_sample(p, 0, p.images, resolution,
                    [&](const PixelSample& sample, const CellTaps& at, const ChartChoice& choice) {
                      float of_lead = 0;
                      if (of_weight) {
                        of_lead = (sample.second ? -1.f : 1.f) * *of_weight++ * slope *
                                  choice.weight * (1 - choice.weight);
                      }
                      add_gradients(p, to, sample, at, choice, of_features, of_lead);
                      of_features += p.features + 1 + p.more;
                    });
    return {of_shares, of_places, Tensor(), of_more, of_textures, Tensor()};
  }
};

Tensor plain(const Tensor& x) { return x.to(torch::kCPU, torch::kFloat32).contiguous(); }

}  // namespace

PaintSamples sampled(const CellMaps& cells, const Tensor& textures, int resolution) {
  const variable_list result = SampleFunction::apply(
      plain(cells.shares), plain(cells.places),
      cells.known.defined() ? plain(cells.known) : torch::empty({0}), plain(cells.more),
      plain(textures), static_cast<std::int64_t>(resolution));
  const torch::Device device = textures.device();
  return {result[0].to(device), result[1].to(device), result[2].to(device)};
}

Tensor painted(const PaintSamples& samples, const Tensor& colours, std::int64_t images,
               int resolution) {
  // Over white, which is 1.
  const Tensor difference = (colours - 1) * samples.weights.unsqueeze(1);
  return torch::ones({images * resolution * resolution, 3}, colours.options())
      .index_add(0, samples.pixels, difference)
      .view({images, resolution, resolution, 3})
      .permute({0, 3, 1, 2});
}

}  // namespace psgan::trainer
