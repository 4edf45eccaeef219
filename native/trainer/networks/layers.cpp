#include "trainer/networks/layers.h"

#include <cmath>

#include "trainer/machine/bf16_speed.h"
#include "trainer/machine/processes.h"
#include "trainer/networks/fused_kernels.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A convolution in the type of x. Matrix units of GPUs take bf16 channels in groups of eight, so
/// there channels of zeros fill up the last group.
Tensor convolve(const Tensor& x, const Tensor& weight, const Tensor& bias, int stride,
                int padding) {
  const auto type = x.scalar_type();
  if (type != torch::kBFloat16) return torch::conv2d(x, weight, bias, stride, padding);
  if (x.is_cpu() && x.size(3) > stride * widest_bf16_rows()) {
    return torch::conv2d(x.to(torch::kFloat32), weight, bias, stride, padding).to(type);
  }
  const std::int64_t channels = (x.size(1) + 7) / 8 * 8;
  const auto filled = [channels](const Tensor& t) {
    return t.size(1) == channels ? t
                                 : torch::constant_pad_nd(t, {0, 0, 0, 0, 0, channels - t.size(1)});
  };
  return torch::conv2d(filled(x), filled(weight.to(type)), bias.defined() ? bias.to(type) : bias,
                       stride, padding);
}

/// A kernel [out,in,3,3] by each row of a matrix [to,9]: [out,to,in]. As a convolution of 1×1 on
/// the CPU, where a LibTorch without a good BLAS (Debian's) multiplies matrices at a thirtieth of
/// the speed at which it convolves.
Tensor spread(const Tensor& kernel, const Tensor& matrix) {
  const Tensor places = kernel.flatten(2).transpose(1, 2);
  if (!kernel.is_cpu()) return matrix.matmul(places);
  return torch::conv2d(places.unsqueeze(3), matrix.unsqueeze(2).unsqueeze(3)).squeeze(3);
}

/// How 3×3 numbers make others, along rows and columns alike: along [to,3] → [to·to,9].
Tensor both_ways(const Tensor& along) {
  return torch::einsum("vy,hx->vhyx", {along, along}).reshape({-1, 9});
}

/// The mean of four neighbours of a 3×3 convolution is a 4×4 one whose kernel is the mean of the
/// four shifts of the 3×3 kernel: [16,9].
Tensor halving_matrix(const torch::TensorOptions& options) {
  return both_ways(torch::tensor({0.5, 0.0, 0.0,  //
                                  0.5, 0.5, 0.0,  //
                                  0.0, 0.5, 0.5,  //
                                  0.0, 0.0, 0.5},
                                 options)
                       .view({4, 3}));
}

class PixelNorm : public torch::autograd::Function<PixelNorm> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x) {
    const Tensor wide = at_least_fp32(x);
    const Tensor inverse = wide.square().mean(1, true).add_(pixel_norm_epsilon).rsqrt_();
    Tensor y = (wide * inverse).to(x.scalar_type());
    context->save_for_backward({y, inverse});
    return y;
  }

  // y = x·s with s = 1/√(mean x² + ε), so dx = s·(g − y·mean(g·y)), means over channels.
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor y = at_least_fp32(saved[0]), g = at_least_fp32(gradients[0]);
    const Tensor& inverse = saved[1];
    const Tensor along = (g * y).mean(1, true);
    return {torch::addcmul(g, y, along, -1).mul_(inverse).to(saved[0].scalar_type())};
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
  return convolve(x, scaled_weight(), bias, 1, padding_);
}

void EqualizedConvImpl::set_scaled_weight(const Tensor& scaled) {
  const torch::NoGradGuard no_grad;
  weight.copy_(scaled / scale_);
}

Tensor EqualizedConvImpl::forward_halved(const Tensor& x) {
  const Tensor shifts = spread(scaled_weight(), halving_(weight, halving_matrix));
  const Tensor kernel = shifts.view({weight.size(0), 4, 4, weight.size(1)}).permute({0, 3, 1, 2});
  return convolve(x, kernel, bias, 2, 1);
}

ConditionedConvImpl::ConditionedConvImpl(Inputs inputs, int out, ConditionWeight condition_weight)
    : features_(inputs.features + inputs.extra),
      extra_(inputs.extra),
      condition_channels_(inputs.map),
      feature_scale_(
          he_constant((std::int64_t{features_} + condition_channels_) * 9, gain_before_leaky_relu)),
      condition_scale_(condition_weight == ConditionWeight::as_features || condition_channels_ == 0
                           ? feature_scale_
                           : he_constant(std::int64_t{inputs.active} * 9, gain_before_leaky_relu)) {
  weight = register_parameter("weight", torch::randn({out, features_ + condition_channels_, 3, 3}));
  bias = register_parameter("bias", torch::zeros({out}));
}

Tensor ConditionedConvImpl::condition_part(const Tensor& map) {
  if (condition_channels_ == 0) return {};
  return convolve(map, condition_weight(map), bias, 1, 1);
}

Tensor ConditionedConvImpl::enlarged_condition_part(const Tensor& map) {
  if (condition_channels_ == 0) return {};
  const Tensor blocks =
      convolve(map, enlarging(condition_weight(map)), bias.repeat_interleave(4), 1, 1);
  return torch::pixel_shuffle(blocks, 2).contiguous(torch::MemoryFormat::ChannelsLast);
}

Tensor ConditionedConvImpl::condition_weight(const Tensor& map) const {
  const Tensor used = weight.narrow(1, features_, condition_channels_) * condition_scale_;
  const std::int64_t zeros = map.size(1) - condition_channels_;
  return zeros > 0 ? torch::constant_pad_nd(used, {0, 0, 0, 0, 0, zeros}) : used;
}

Tensor ConditionedConvImpl::feature_part(const Tensor& x) {
  return convolve(x, weight.narrow(1, 0, features_) * feature_scale_,
                  condition_channels_ == 0 ? bias : Tensor(), 1, 1);
}

Tensor ConditionedConvImpl::enlarged_part(const Tensor& x) {
  const Tensor enlarged = torch::pixel_shuffle(convolve(x, enlarging_weight(), {}, 1, 1), 2)
                              .contiguous(torch::MemoryFormat::ChannelsLast);
  return condition_channels_ == 0 ? enlarged + bias.view({1, -1, 1, 1}) : enlarged;
}

Tensor enlarging_matrix(const torch::TensorOptions& options) {
  // What a pixel at an even or odd place of an enlarged image sees above it, at it and below it, as
  // shares of the small image's pixel above, at and below.
  const Tensor shares = torch::tensor({0.75, 0.25, 0.00,  // even: above
                                       0.25, 0.75, 0.00,  // at
                                       0.00, 0.75, 0.25,  // below
                                       0.25, 0.75, 0.00,  // odd
                                       0.00, 0.75, 0.25,  //
                                       0.00, 0.25, 0.75},
                                      options)
                            .view({2, 3, 3});
  return torch::einsum("pyv,qxh->pqvhyx", {shares, shares}).reshape({36, 9});
}

Tensor ConditionedConvImpl::enlarging_weight() {
  return enlarging(weight.narrow(1, 0, features_) * feature_scale_);
}

Tensor ConditionedConvImpl::enlarging(const Tensor& kernel) {
  const Tensor blocks = spread(kernel, enlarging_(weight, enlarging_matrix));
  return blocks.reshape({4 * kernel.size(0), 3, 3, kernel.size(1)}).permute({0, 3, 1, 2});
}

Tensor KeptMatrix::operator()(const Tensor& like, Tensor (*make)(const torch::TensorOptions&)) {
  if (!matrix_.defined() || matrix_.device() != like.device() ||
      matrix_.scalar_type() != like.scalar_type()) {
    matrix_ = make(like.options().requires_grad(false));
  }
  return matrix_;
}

Tensor ConditionedConvImpl::scaled_weight() const {
  return torch::cat({weight.narrow(1, 0, features_) * feature_scale_,
                     weight.narrow(1, features_, condition_channels_) * condition_scale_},
                    1);
}

void ConditionedConvImpl::set_scaled_weight(const Tensor& scaled) {
  const torch::NoGradGuard no_grad;
  weight.copy_(torch::cat({scaled.narrow(1, 0, features_) / feature_scale_,
                           scaled.narrow(1, features_, condition_channels_) / condition_scale_},
                          1));
}

EqualizedLinearImpl::EqualizedLinearImpl(int in, int out, double gain, double initial_bias)
    : scale_(he_constant(in, gain)) {
  weight = register_parameter("weight", torch::randn({out, in}));
  bias = register_parameter("bias", torch::full({out}, initial_bias));
}

Tensor EqualizedLinearImpl::forward(const Tensor& x) {
  // A convolution for the reason given at spread(); small products do not repay its start.
  if (!x.is_cpu() || weight.numel() < 4096) return torch::linear(x, scaled_weight(), bias);
  return torch::conv2d(x.unsqueeze(2).unsqueeze(3), scaled_weight().unsqueeze(2).unsqueeze(3), bias)
      .flatten(1);
}

void EqualizedLinearImpl::set_scaled_weight(const Tensor& scaled) {
  const torch::NoGradGuard no_grad;
  weight.copy_(scaled / scale_);
}

Tensor at_least_fp32(const Tensor& x) {
  return x.to(c10::promoteTypes(x.scalar_type(), torch::kFloat32));
}

Tensor lrelu(const Tensor& x) { return torch::leaky_relu(x, lrelu_slope); }

Tensor pixel_norm(const Tensor& x) { return PixelNorm::apply(x); }

Tensor with_minibatch_stddev(const Tensor& x) {
  const Tensor wide = at_least_fp32(x);
  const auto count = static_cast<double>(x.size(0) * process_count());
  const Tensor centred = wide - sum_over_processes(wide.sum(0, true)) / count;
  const Tensor variance = sum_over_processes(centred.square().sum(0)) / count;
  const Tensor deviation = (variance + 1e-8).sqrt().mean().to(x.scalar_type());
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

}  // namespace psgan::trainer
