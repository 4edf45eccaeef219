// What networks are written over, on tensors: LibTorch's operations and the fused loops.
// OnnxOperations (onnx/onnx_operations.h) has the same members and makes nodes of an ONNX graph, so
// that a network's forward pass is written once, as a template over one of the two.
#pragma once

#include <torch/torch.h>

#include <string>
#include <utility>

#include "trainer/networks/condition_maps.h"
#include "trainer/networks/fused.h"
#include "trainer/networks/growth.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

/// What the latent says is drawn towards its average over many latents: 1 is not at all, 0 the
/// average itself.
struct Truncation {
  torch::Tensor average;  ///< Undefined without truncation.
  double psi = 1;
};

class TensorOperations {
 public:
  using Value = torch::Tensor;

  /// What a convolution has just made and its condition part, to be added in one pass: a sum that
  /// is not computed yet.
  struct Sum {
    Value x, part;
  };

  /// `conditions` in the type of the features; both arguments must outlive this object.
  TensorOperations(const ConditionPyramid& conditions, const Truncation& truncation)
      : conditions_(conditions), truncation_(truncation) {}

  Value pixel_norm(const Value& x) { return trainer::pixel_norm(x); }
  Value lrelu(const Value& x) { return trainer::lrelu(x); }
  Value dense(const std::string&, const Value& x, EqualizedLinear& layer) {
    return layer->forward(x);
  }
  Value columns(const Value& x, std::int64_t begin, std::int64_t end) {
    return x.narrow(1, begin, end - begin);
  }
  Value softmax(const Value& x) { return torch::softmax(x, 1); }
  Value scale(const Value& x, double factor) { return x * factor; }
  Value concatenate(const Value& a, const Value& b) { return torch::cat({a, b}, 1); }
  Value truncated(const Value& x) {
    return truncation_.average.defined() ? truncation_.average.lerp(x, truncation_.psi) : x;
  }
  /// In the type that layers of the working type take: here they take any.
  Value working(const Value& x) { return x; }
  /// function(a) and function(b), computed once if they are the same.
  template <typename Function>
  std::pair<Value, Value> for_both(const Value& a, const Value& b, const Function& function) {
    const Value of_a = function(a);
    return {of_a, a.is_same(b) ? of_a : function(b)};
  }

  /// The 4² features [N,C,4,4] that a dense layer makes of a latent [N,Z], activated.
  Value start(const std::string&, const Value& latent, EqualizedLinear& layer, int,
              torch::ScalarType type) {
    const Value x = layer->forward(latent).view({latent.size(0), -1, 4, 4});
    return add_lrelu_norm(x.contiguous(torch::MemoryFormat::ChannelsLast), {}).to(type);
  }
  Sum convolution(const std::string&, const Value& x, EqualizedConv& layer) {
    return {layer->forward(x), {}};
  }
  /// Of the condition map alone.
  Sum of_map(const std::string&, int resolution, ConditionedConv& layer) {
    return {layer->condition_part(conditions_.at(resolution)), {}};
  }
  /// Of features and the map of their resolution.
  Sum with_map(const std::string&, const Value& x, int resolution, ConditionedConv& layer) {
    return {layer->feature_part(x), layer->condition_part(conditions_.at(resolution))};
  }
  /// The same of features of half the resolution, enlarged smoothly; the map may be that of half
  /// the resolution, too, and is then enlarged with them.
  Sum enlarged_with_map(const std::string&, const Value& x, int resolution, int map_resolution,
                        ConditionedConv& layer) {
    if (map_resolution == resolution) {
      return {layer->enlarged_part(x), layer->condition_part(conditions_.at(resolution))};
    }
    const auto& windows = conditions_.windows;
    return {layer->enlarged_part(x),
            layer->enlarged_condition_part(windows ? conditions_.in(windows->kept(map_resolution))
                                                   : conditions_.at(map_resolution))};
  }
  /// Of what has been made at a resolution, features or picture, the part that is needed further.
  Value kept(const Value& x, int resolution) {
    const auto& windows = conditions_.windows;
    return windows ? cropped(x, windows->grown(resolution), windows->kept(resolution)) : x;
  }
  /// pixel_norm(lrelu(sum)), its channels scaled by what `modulation` makes of the style.
  Value activated(const Sum& sum) { return add_lrelu_norm(sum.x, sum.part); }
  Value activated(const std::string&, const Sum& sum, const Value& style,
                  EqualizedLinear& modulation) {
    return add_lrelu_norm(sum.x, sum.part, modulation->forward(style));
  }

  Value to_rgb(const std::string&, const Value& x, EqualizedConv& layer) {
    return layer->forward(at_least_fp32(x));
  }
  /// The same with weights [N,3,C] to which a style adds.
  Value to_rgb(const std::string&, const Value& x, int, EqualizedConv& layer, const Value& style,
               EqualizedLinear& palette) {
    const Value weight =
        palette->forward(style).view({-1, 3, x.size(1)}) + layer->scaled_weight().view({3, -1});
    // Channels-last, so that pixels by channels is x as it lies in memory.
    const Value pixels = at_least_fp32(x).permute({0, 2, 3, 1}).flatten(1, 2);
    const Value colours = torch::bmm(pixels, weight.transpose(1, 2)) + layer->bias;
    return colours.view({x.size(0), x.size(2), x.size(3), 3}).permute({0, 3, 1, 2});
  }
  Value upsample_nearest(const Value& x) { return trainer::upsample_nearest(x); }
  Value upsample_bilinear(const Value& x) { return trainer::upsample_bilinear(x); }
  /// a + share·b
  Value add(const Value& a, const Value& b, float share) { return a + b * share; }
  /// (1 − share)·a + share·b
  Value mix(const Value& a, const Value& b, float share) { return trainer::mix(a, b, share); }

 private:
  const ConditionPyramid& conditions_;
  const Truncation& truncation_;
};

}  // namespace psgan::trainer
