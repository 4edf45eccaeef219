#include "trainer/training/muon.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr int iterations = 5;

std::vector<Tensor> those_taken(const std::vector<Tensor>& parameters, bool by_muon) {
  std::vector<Tensor> chosen;
  for (const Tensor& parameter : parameters) {
    if (Muon::takes(parameter) == by_muon) chosen.push_back(parameter);
  }
  return chosen;
}

/// Matrices of one shape as [B,rows,columns] with rows ≤ columns.
Tensor stacked(const std::vector<Tensor>& tensors) {
  std::vector<Tensor> matrices;
  for (const Tensor& tensor : tensors) matrices.push_back(tensor.flatten(1));
  const Tensor all = torch::stack(matrices);
  return all.size(1) > all.size(2) ? all.transpose(1, 2) : all;
}

}  // namespace

Tensor orthogonalized(const Tensor& given) {
  constexpr double a = 3.4445, b = -4.7750, c = 2.0315;
  // The sum of squares in fp32, where x is bf16.
  const Tensor norm = given.to(c10::promoteTypes(given.scalar_type(), torch::kFloat32))
                          .square()
                          .sum({1, 2}, true)
                          .sqrt()
                          .add(1e-12)
                          .to(given.scalar_type());
  Tensor x = given / norm;
  for (int i = 0; i < iterations; ++i) {
    const Tensor squares = torch::bmm(x, x.transpose(1, 2));
    const Tensor polynomial = torch::baddbmm(squares, squares, squares, b, c);
    x = torch::baddbmm(x, polynomial, x, a, 1);
  }
  return x;
}

bool Muon::takes(const Tensor& parameter) {
  return (parameter.dim() == 2 || parameter.dim() == 4) && parameter.numel() > 256 &&
         parameter.size(0) > 3 && parameter.size(1) > 3;
}

Muon::Muon(const std::vector<Tensor>& parameters)
    : matrices_(those_taken(parameters, true)),
      others_(those_taken(parameters, false)),
      rate_(parameters, 1) {}

void Muon::prepare(double learning_rate) {
  others_.prepare(learning_rate);
  rate_.set({learning_rate});
}

void Muon::apply() {
  others_.apply();
  const torch::NoGradGuard no_grad;
  momenta_.resize(matrices_.size());
  std::vector<Tensor> weights, momenta, gradients;
  for (std::size_t i = 0; i < matrices_.size(); ++i) {
    const Tensor& gradient = matrices_[i].grad();
    if (!gradient.defined()) continue;
    if (!momenta_[i].defined()) momenta_[i] = torch::zeros_like(matrices_[i]);
    weights.push_back(matrices_[i]);
    momenta.push_back(momenta_[i]);
    gradients.push_back(gradient);
  }
  if (weights.empty()) return;
  at::_foreach_mul_(momenta, momentum);
  at::_foreach_add_(momenta, gradients);
  // Nesterov: where the momentum will be after this gradient's next share.
  const auto ahead = at::_foreach_mul(momenta, momentum);
  at::_foreach_add_(ahead, gradients);

  struct Group {
    std::vector<Tensor> weights, directions;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Group> groups;  // by outputs, inputs
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::int64_t outputs = weights[i].size(0);
    Group& group = groups[{outputs, weights[i].numel() / outputs}];
    group.weights.push_back(weights[i]);
    group.directions.push_back(ahead[i]);
  }
  for (const auto& [shape, group] : groups) {
    Tensor x = stacked(group.directions);
    // Matrix units of GPUs are many times faster in bf16, which is enough here, as published.
    if (x.is_cuda()) x = x.to(torch::kBFloat16);
    const auto [outputs, inputs] = shape;
    const double scale = std::sqrt(static_cast<double>(std::max(outputs, inputs)));
    Tensor changes = orthogonalized(x).to(group.weights.front().scalar_type()) * (rate_[0] * scale);
    if (outputs > inputs) changes = changes.transpose(1, 2);
    std::vector<Tensor> parts;
    for (std::size_t i = 0; i < group.weights.size(); ++i) {
      parts.push_back(changes[static_cast<std::int64_t>(i)].reshape(group.weights[i].sizes()));
    }
    at::_foreach_sub_(group.weights, parts);
  }
}

void Muon::save(torch::serialize::OutputArchive& archive) const {
  torch::serialize::OutputArchive others(archive.compilation_unit());
  others_.save(others);
  archive.write("adam", others);
  for (std::size_t i = 0; i < momenta_.size(); ++i) {
    if (momenta_[i].defined()) archive.write("momentum" + std::to_string(i), momenta_[i]);
  }
}

void Muon::load(torch::serialize::InputArchive& archive) {
  torch::serialize::InputArchive others;
  archive.read("adam", others);
  others_.load(others);
  momenta_.assign(matrices_.size(), {});
  for (std::size_t i = 0; i < matrices_.size(); ++i) {
    Tensor kept;
    if (!archive.try_read("momentum" + std::to_string(i), kept)) continue;
    TORCH_CHECK(kept.sizes() == matrices_[i].sizes(), "a momentum has another shape");
    momenta_[i] = kept.to(matrices_[i].options().requires_grad(false));
  }
}

}  // namespace psgan::trainer
