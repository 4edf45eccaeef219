#include "trainer/training/adam.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <string>

#include "trainer/machine/vectorized.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

constexpr auto kept = static_cast<float>(Adam::beta2), taken = static_cast<float>(1 - Adam::beta2);

PSGAN_VECTORIZED void update(std::int64_t count, float* p, float* moment, const float* gradient,
                             float rate, float epsilon) {
  for (std::int64_t i = 0; i < count; ++i) {
    moment[i] = moment[i] * kept + gradient[i] * gradient[i] * taken;
    p[i] -= rate * gradient[i] / (std::sqrt(moment[i]) + epsilon);
  }
}

bool has_own_loop(const Tensor& x) {
  return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 && x.is_contiguous();
}

void update_one(const Tensor& parameter, const Tensor& moment, const Tensor& gradient, float rate,
                float epsilon) {
  const Tensor plain = gradient.contiguous();
  float* p = parameter.data_ptr<float>();
  float* v = moment.data_ptr<float>();
  const float* g = plain.data_ptr<float>();
  at::parallel_for(0, parameter.numel(), 1 << 14, [&](std::int64_t begin, std::int64_t end) {
    update(end - begin, p + begin, v + begin, g + begin, rate, epsilon);
  });
}

/// All numbers of these tensors as one vector, with memory of its own.
Tensor flat(const std::vector<Tensor>& tensors) {
  std::vector<Tensor> rows;
  for (const Tensor& tensor : tensors) rows.push_back(tensor.reshape({-1}));
  return torch::cat(rows);
}

/// The vector cut into tensors of these shapes.
std::vector<Tensor> cut(const Tensor& vector, const std::vector<Tensor>& like) {
  std::vector<Tensor> parts;
  std::int64_t at = 0;
  for (const Tensor& one : like) {
    parts.push_back(vector.narrow(0, at, one.numel()).view(one.sizes()));
    at += one.numel();
  }
  return parts;
}

}  // namespace

void Adam::prepare(double learning_rate) {
  ++steps_;
  // The moment is too small at first, by this factor of its root. Both sides of the fraction are
  // multiplied by it: p −= rate·g / (√v / correction + ε).
  const double correction = std::sqrt(1 - std::pow(beta2, static_cast<double>(steps_)));
  numbers_.set({learning_rate * correction, epsilon * correction});
}

void Adam::apply() {
  const torch::NoGradGuard no_grad;
  moments_.resize(parameters_.size());
  const bool on_cpu = !parameters_.empty() && parameters_.front().is_cpu();
  const float rate = on_cpu ? numbers_[0].item<float>() : 0,
              scaled_epsilon = on_cpu ? numbers_[1].item<float>() : 0;
  std::vector<Tensor> parameters, moments, gradients;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const Tensor& gradient = parameters_[i].grad();
    if (!gradient.defined()) continue;
    if (!moments_[i].defined()) moments_[i] = torch::zeros_like(parameters_[i]);
    if (has_own_loop(parameters_[i])) {
      update_one(parameters_[i], moments_[i], gradient, rate, scaled_epsilon);
      continue;
    }
    parameters.push_back(parameters_[i]);
    moments.push_back(moments_[i]);
    gradients.push_back(gradient);
  }
  if (parameters.empty()) return;
  at::_foreach_mul_(moments, beta2);
  at::_foreach_addcmul_(moments, gradients, gradients, 1 - beta2);
  const Tensor divisors = flat(at::_foreach_sqrt(moments)).add_(numbers_[1]);
  const Tensor changes = flat(gradients).mul_(numbers_[0]).div_(divisors);
  at::_foreach_sub_(parameters, cut(changes, parameters));
}

void Adam::save(torch::serialize::OutputArchive& archive) const {
  archive.write("steps", torch::tensor(steps_));
  for (std::size_t i = 0; i < moments_.size(); ++i) {
    if (moments_[i].defined()) archive.write("moment" + std::to_string(i), moments_[i]);
  }
}

void Adam::load(torch::serialize::InputArchive& archive) {
  Tensor steps;
  archive.read("steps", steps);
  steps_ = steps.item<std::int64_t>();
  moments_.assign(parameters_.size(), {});
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    Tensor moment;
    if (!archive.try_read("moment" + std::to_string(i), moment)) continue;
    TORCH_CHECK(moment.sizes() == parameters_[i].sizes(), "a moment has another shape");
    moments_[i] = moment.to(parameters_[i].options().requires_grad(false));
  }
}

}  // namespace psgan::trainer
