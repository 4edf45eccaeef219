#include "trainer/layers.h"

#include <cmath>

namespace psgan {
namespace {

using torch::Tensor;

constexpr double pixel_norm_epsilon = 1e-8;

// Of a map's 39 channels, about so many are not 0 in a pixel of the figure.
constexpr std::int64_t channels_that_speak = 4;

class PixelNorm : public torch::autograd::Function<PixelNorm> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x) {
    const Tensor inverse = x.square().mean(1, true).add_(pixel_norm_epsilon).rsqrt_();
    Tensor y = x * inverse;
    context->save_for_backward({y, inverse});
    return y;
  }

  // y = x·s with s = 1/√(mean x² + ε), so dx = s·(g − y·mean(g·y)), means over channels.
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &y = saved[0], &inverse = saved[1], &g = gradients[0];
    const Tensor along = (g * y).mean(1, true);
    return {torch::addcmul(g, y, along, -1).mul_(inverse)};
  }
};

}  // namespace

double he_constant(std::int64_t fan_in, double gain) {
  return gain / std::sqrt(static_cast<double>(fan_in));
}

EqualizedConvImpl::EqualizedConvImpl(int in, int out, int kernel, double gain)
    : scale_(he_constant(std::int64_t{in} * kernel * kernel, gain)), padding_(kernel / 2) {
  weight = register_parameter("weight", torch::randn({out, in, kernel, kernel}));
  bias = register_parameter("bias", torch::zeros({out}));
}

Tensor EqualizedConvImpl::forward(const Tensor& x) {
  return torch::conv2d(x, scaled_weight(), bias, 1, padding_);
}

Tensor EqualizedConvImpl::forward_halved(const Tensor& x) {
  // The mean of four neighbours of a 3×3 convolution is a 4×4 one whose kernel is the mean of the
  // four shifts of the 3×3 kernel.
  const Tensor padded = torch::constant_pad_nd(scaled_weight(), {1, 1, 1, 1});
  const auto shift = [&](int dy, int dx) { return padded.narrow(2, dy, 4).narrow(3, dx, 4); };
  const Tensor kernel = (shift(0, 0) + shift(0, 1) + shift(1, 0) + shift(1, 1)) * 0.25;
  return torch::conv2d(x, kernel, bias, 2, 1);
}

ConditionedConvImpl::ConditionedConvImpl(int features, int condition_channels, int out,
                                         ConditionWeight condition_weight)
    : features_(features),
      feature_scale_(
          he_constant((std::int64_t{features} + condition_channels) * 9, gain_before_leaky_relu)),
      condition_scale_(condition_weight == ConditionWeight::as_features
                           ? feature_scale_
                           : he_constant(channels_that_speak * 9, gain_before_leaky_relu)) {
  weight = register_parameter("weight", torch::randn({out, features + condition_channels, 3, 3}));
  bias = register_parameter("bias", torch::zeros({out}));
}

Tensor ConditionedConvImpl::condition_part(const Tensor& map) {
  return torch::conv2d(map, weight.narrow(1, features_, map.size(1)) * condition_scale_, bias, 1,
                       1);
}

Tensor ConditionedConvImpl::forward(const Tensor& x, const Tensor& condition_part) {
  return torch::conv2d(x, weight.narrow(1, 0, features_) * feature_scale_, {}, 1, 1) +
         condition_part;
}

Tensor ConditionedConvImpl::forward_enlarged(const Tensor& x, const Tensor& condition_part) {
  return torch::pixel_shuffle(torch::conv2d(x, enlarging_weight(), {}, 1, 1), 2) + condition_part;
}

Tensor ConditionedConvImpl::enlarging_weight() const {
  // What a pixel at an even (first) or odd place sees above it, at it and below it (rows), as
  // shares of the small image's pixel above, at and below (columns).
  const Tensor shares = torch::tensor({0.75, 0.25, 0.00,  // even: above
                                       0.25, 0.75, 0.00,  // at
                                       0.00, 0.75, 0.25,  // below
                                       0.25, 0.75, 0.00,  // odd
                                       0.00, 0.75, 0.25,  //
                                       0.00, 0.25, 0.75},
                                      weight.options().requires_grad(false))
                            .view({2, 3, 3});
  const Tensor kernel = weight.narrow(1, 0, features_) * feature_scale_;
  // [out,in,3,3] → [out,2,2,in,3,3]
  const Tensor blocks = torch::einsum("oiyx,pyv,qxh->opqivh", {kernel, shares, shares});
  return blocks.reshape({-1, features_, 3, 3});
}

Tensor ConditionedConvImpl::scaled_weight() const {
  const std::int64_t maps = weight.size(1) - features_;
  return torch::cat({weight.narrow(1, 0, features_) * feature_scale_,
                     weight.narrow(1, features_, maps) * condition_scale_},
                    1);
}

EqualizedLinearImpl::EqualizedLinearImpl(int in, int out, double gain, double initial_bias)
    : scale_(he_constant(in, gain)) {
  weight = register_parameter("weight", torch::randn({out, in}));
  bias = register_parameter("bias", torch::full({out}, initial_bias));
}

Tensor EqualizedLinearImpl::forward(const Tensor& x) {
  return torch::linear(x, scaled_weight(), bias);
}

Tensor lrelu(const Tensor& x) { return torch::leaky_relu(x, 0.2); }

Tensor pixel_norm(const Tensor& x) { return PixelNorm::apply(x); }

Tensor with_minibatch_stddev(const Tensor& x) {
  const Tensor centred = x - x.mean(0, true);
  const Tensor deviation = (centred.square().mean(0) + 1e-8).sqrt().mean();
  return torch::cat({x, deviation.expand({x.size(0), 1, x.size(2), x.size(3)})}, 1);
}

Tensor upsample_nearest(const Tensor& x) {
  namespace F = torch::nn::functional;
  return F::interpolate(
      x, F::InterpolateFuncOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest));
}

Tensor upsample_bilinear(const Tensor& x) {
  namespace F = torch::nn::functional;
  return F::interpolate(x, F::InterpolateFuncOptions()
                               .scale_factor(std::vector<double>{2, 2})
                               .mode(torch::kBilinear)
                               .align_corners(false));
}

Tensor downsample_average(const Tensor& x) { return torch::avg_pool2d(x, 2); }

}  // namespace psgan
