// Muon against plain loops in double precision, and against what it does to singular values.
#include "trainer/training/muon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A matrix of doubles, row by row.
struct Matrix {
  std::int64_t rows, columns;
  std::vector<double> numbers;

  double& at(std::int64_t r, std::int64_t c) { return numbers[r * columns + c]; }
  double at(std::int64_t r, std::int64_t c) const { return numbers[r * columns + c]; }
};

Matrix zeros(std::int64_t rows, std::int64_t columns) {
  return {rows, columns, std::vector<double>(rows * columns)};
}

Matrix matrix_of(const Tensor& tensor) {
  const Tensor flat = tensor.detach().flatten(1).to(torch::kFloat64).contiguous();
  const double* from = flat.data_ptr<double>();
  return {flat.size(0), flat.size(1), {from, from + flat.numel()}};
}

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result = zeros(a.rows, b.columns);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t k = 0; k < a.columns; ++k) {
      for (std::int64_t j = 0; j < b.columns; ++j) result.at(i, j) += a.at(i, k) * b.at(k, j);
    }
  }
  return result;
}

Matrix transposed(const Matrix& a) {
  Matrix result = zeros(a.columns, a.rows);
  for (std::int64_t i = 0; i < a.rows; ++i) {
    for (std::int64_t j = 0; j < a.columns; ++j) result.at(j, i) = a.at(i, j);
  }
  return result;
}

/// The published iteration, from its description.
Matrix newton_schulz(Matrix x) {
  double squares = 0;
  for (const double v : x.numbers) squares += v * v;
  if (squares == 0) return x;
  for (double& v : x.numbers) v /= std::sqrt(squares);
  for (int i = 0; i < 5; ++i) {
    const Matrix a = product(x, transposed(x)), ax = product(a, x), aax = product(a, ax);
    for (std::size_t k = 0; k < x.numbers.size(); ++k) {
      x.numbers[k] = 3.4445 * x.numbers[k] - 4.7750 * ax.numbers[k] + 2.0315 * aax.numbers[k];
    }
  }
  return x;
}

/// An orthogonal matrix, as a product of reflections.
Tensor orthogonal(std::int64_t side) {
  Tensor q = torch::eye(side, torch::kFloat64);
  for (int i = 0; i < 12; ++i) {
    const Tensor axis = torch::randn({side, 1}, torch::kFloat64);
    q = q - torch::matmul(axis, torch::matmul(axis.t(), q)) * (2 / axis.square().sum());
  }
  return q;
}

double largest_difference(const Tensor& found, const Matrix& expected) {
  const Matrix all = matrix_of(found);
  EXPECT_EQ(all.numbers.size(), expected.numbers.size());
  double largest = 0;
  for (std::size_t i = 0; i < all.numbers.size(); ++i) {
    largest = std::max(largest, std::abs(all.numbers[i] - expected.numbers[i]));
  }
  return largest;
}

TEST(Orthogonalized, SetsSingularValuesToAboutOne) {
  torch::manual_seed(1);
  const Tensor u = orthogonal(24), v = orthogonal(40).narrow(1, 0, 24);
  // From 1 to a 300th of it.
  const Tensor singular = torch::logspace(0, -2.5, 24, 10, torch::kFloat64);
  const Tensor x = torch::matmul(u * singular, v.t());
  const Tensor found = orthogonalized(x.unsqueeze(0))[0];
  // The singular vectors stay, whatever the values: Uᵀ·found·V is diagonal.
  const Tensor values = torch::matmul(torch::matmul(u.t(), found), v);
  const Tensor diagonal = values.diagonal();
  EXPECT_LT((values - torch::diag(diagonal)).abs().max().item<double>(), 1e-12);
  EXPECT_GT(diagonal.min().item<double>(), 0.5);
  EXPECT_LT(diagonal.max().item<double>(), 1.25);
  // Each value goes through the same odd polynomial five times.
  for (std::int64_t i = 0; i < 24; ++i) {
    double s = (singular[i] / singular.square().sum().sqrt()).item<double>();
    for (int k = 0; k < 5; ++k) s = 3.4445 * s - 4.7750 * s * s * s + 2.0315 * std::pow(s, 5);
    EXPECT_NEAR(diagonal[i].item<double>(), s, 1e-10) << i;
  }
}

TEST(Orthogonalized, IsTheIterationForEachMatrixOfABatch) {
  torch::manual_seed(2);
  Tensor x = torch::randn({3, 20, 33});
  x[1] *= 1e-6;  // sizes do not matter
  x[2].zero_();
  const Tensor found = orthogonalized(x);
  for (int i = 0; i < 3; ++i) {
    EXPECT_LT(largest_difference(found[i], newton_schulz(matrix_of(x[i]))), 5e-5) << i;
  }
  EXPECT_EQ(found[2].abs().max().item<float>(), 0);
}

// As on a GPU.
TEST(Orthogonalized, NeedsNoMoreThanBf16) {
  torch::manual_seed(3);
  const Tensor x = torch::randn({2, 32, 64});
  const Tensor exact = orthogonalized(x), coarse = orthogonalized(x.to(torch::kBFloat16));
  EXPECT_EQ(coarse.scalar_type(), torch::kBFloat16);
  const Tensor difference = coarse.to(torch::kFloat32) - exact;
  EXPECT_LT((difference.square().mean() / exact.square().mean()).sqrt().item<float>(), 0.15);
}

TEST(Muon, TakesMatricesBetweenFeatures) {
  const auto takes = [](std::vector<std::int64_t> sizes) {
    return Muon::takes(torch::zeros(sizes));
  };
  EXPECT_TRUE(takes({64, 103, 3, 3}));
  EXPECT_TRUE(takes({8, 64}));
  EXPECT_FALSE(takes({64}));            // biases
  EXPECT_FALSE(takes({3, 512, 1, 1}));  // to RGB
  EXPECT_FALSE(takes({512, 3, 1, 1}));  // from RGB
  EXPECT_FALSE(takes({1, 512}));        // the logit
  EXPECT_FALSE(takes({16, 16}));        // small
}

/// A wide matrix, two equal convolutions, a tall matrix, a bias, RGB; the last has no gradient
/// before the third step.
std::vector<Tensor> leaves(torch::ScalarType type = torch::kFloat32) {
  torch::manual_seed(4);
  std::vector<Tensor> made;
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{
           {12, 40}, {10, 7, 3, 3}, {10, 7, 3, 3}, {50, 9}, {30}, {3, 100, 1, 1}, {11, 5, 3, 3}}) {
    made.push_back(torch::randn(shape).to(type).set_requires_grad(true));
  }
  return made;
}

void set_gradients(std::vector<Tensor>& parameters, int step) {
  torch::manual_seed(200 + step);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Tensor gradient = torch::randn(parameters[i].sizes()) * std::pow(10.0, step % 3 - 2);
    if (i + 1 == parameters.size() && step < 3) continue;
    parameters[i].mutable_grad() = gradient.to(parameters[i].scalar_type());
  }
}

TEST(Muon, StepsAsItsDescriptionSays) {
  auto parameters = leaves(), for_adam = leaves();
  Muon muon(parameters);
  Adam adam({for_adam[4], for_adam[5]});
  std::map<std::size_t, Matrix> weights, momenta;
  for (const std::size_t i : {0, 1, 2, 3, 6}) {
    weights[i] = matrix_of(parameters[i]);
    momenta[i] = zeros(weights[i].rows, weights[i].columns);
  }
  for (int step = 0; step < 6; ++step) {
    set_gradients(parameters, step);
    set_gradients(for_adam, step);
    muon.step(0.02);
    adam.step(0.02);
    for (auto& [i, weight] : weights) {
      if (!parameters[i].grad().defined()) continue;
      const Matrix gradient = matrix_of(parameters[i].grad());
      Matrix& momentum = momenta[i];
      Matrix ahead = momentum;
      for (std::size_t k = 0; k < gradient.numbers.size(); ++k) {
        momentum.numbers[k] = 0.9 * momentum.numbers[k] + gradient.numbers[k];
        ahead.numbers[k] = gradient.numbers[k] + 0.9 * momentum.numbers[k];
      }
      const Matrix direction = newton_schulz(ahead);
      const double scale =
          std::sqrt(static_cast<double>(std::max(direction.rows, direction.columns)));
      for (std::size_t k = 0; k < weight.numbers.size(); ++k) {
        weight.numbers[k] -= 0.02 * scale * direction.numbers[k];
      }
      ASSERT_LT(largest_difference(parameters[i], weight), 1e-4) << i << ", step " << step;
    }
    EXPECT_TRUE(torch::equal(parameters[4], for_adam[4])) << step;
    EXPECT_TRUE(torch::equal(parameters[5], for_adam[5])) << step;
  }
}

TEST(Muon, ChangesWeightsByTheLearningRate) {
  auto parameters = leaves();
  std::vector<Tensor> before;
  for (const Tensor& parameter : parameters) before.push_back(parameter.detach().clone());
  Muon muon(parameters);
  set_gradients(parameters, 5);
  muon.step(0.003);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const double change =
        (parameters[i].detach() - before[i]).square().mean().sqrt().item<double>();
    EXPECT_GT(change, 0.003 * 0.7) << i;
    EXPECT_LT(change, 0.003 * 1.2) << i;
  }
}

TEST(Muon, GoesOnFromAnArchive) {
  auto whole = leaves(), parted = leaves();
  Muon one(whole), first(parted);
  const auto steps = [](std::vector<Tensor>& parameters, Muon& muon, int from, int to) {
    for (int step = from; step < to; ++step) {
      set_gradients(parameters, step);
      muon.step(0.01);
    }
  };
  steps(whole, one, 0, 7);
  steps(parted, first, 0, 2);
  std::stringstream file;
  torch::serialize::OutputArchive out;
  first.save(out);
  out.save_to(file);
  torch::serialize::InputArchive in;
  in.load_from(file);
  Muon second(parted);
  second.load(in);
  steps(parted, second, 2, 7);
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_TRUE(torch::equal(whole[i], parted[i]));

  Muon other({torch::zeros({20, 20}, torch::requires_grad())});
  EXPECT_THROW(other.load(in), c10::Error);
}

}  // namespace
}  // namespace psgan::trainer
