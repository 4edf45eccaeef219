// Adam held against LibTorch's own, in float64.
#include "trainer/training/adam.h"

#include <gtest/gtest.h>

namespace psgan::trainer {
namespace {

using torch::Tensor;

std::vector<Tensor> leaves(torch::ScalarType type) {
  torch::manual_seed(3);
  std::vector<Tensor> made;
  for (const auto& shape : {std::vector<std::int64_t>{40, 30, 3, 3}, {7}, {5, 3}}) {
    made.push_back(torch::randn(shape).to(type).set_requires_grad(true));
  }
  return made;
}

/// Gradients of very different sizes; the last parameter has none before the fifth step.
void set_gradients(std::vector<Tensor>& parameters, int step) {
  torch::manual_seed(100 + step);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Tensor gradient = torch::randn(parameters[i].sizes()) * std::pow(10.0, step % 5 - 3);
    if (i == 2 && step < 5) continue;
    parameters[i].mutable_grad() = gradient.to(parameters[i].scalar_type());
  }
}

class AdamOn : public testing::TestWithParam<torch::ScalarType> {};

// fp32 takes the loop of our own, float64 the operations that a GPU takes.
TEST_P(AdamOn, StepsAsLibTorchsDoes) {
  auto ours = leaves(GetParam()), theirs = leaves(torch::kFloat64);
  // LibTorch counts each parameter's steps by itself, ours all together: the late one is left out.
  Adam adam(ours);
  torch::optim::Adam reference({theirs[0], theirs[1]},
                               torch::optim::AdamOptions(0.003).betas({0, 0.99}).eps(1e-8));
  const double tolerance = GetParam() == torch::kFloat64 ? 1e-12 : 2e-6;
  for (int step = 0; step < 40; ++step) {
    set_gradients(ours, step);
    set_gradients(theirs, step);
    const Tensor late = ours[2].detach().clone();
    adam.step(0.003);
    reference.step();
    for (int i = 0; i < 2; ++i) {
      const Tensor difference = (ours[i].detach().to(torch::kFloat64) - theirs[i].detach()).abs();
      ASSERT_LT(difference.max().item<double>(), tolerance) << "step " << step;
    }
    EXPECT_EQ(torch::equal(late, ours[2].detach()), step < 5) << "step " << step;
  }
}

TEST_P(AdamOn, GoesOnFromAnArchive) {
  auto whole = leaves(GetParam()), parted = leaves(GetParam());
  Adam one(whole), first(parted);
  const auto steps = [](std::vector<Tensor>& parameters, Adam& adam, int from, int to) {
    for (int step = from; step < to; ++step) {
      set_gradients(parameters, step);
      adam.step(0.01);
    }
  };
  steps(whole, one, 0, 9);
  steps(parted, first, 0, 4);
  std::stringstream file;
  torch::serialize::OutputArchive out;
  first.save(out);
  out.save_to(file);
  torch::serialize::InputArchive in;
  in.load_from(file);
  Adam second(parted);
  second.load(in);
  steps(parted, second, 4, 9);
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_TRUE(torch::equal(whole[i], parted[i]));

  Adam other({torch::zeros({2}, torch::requires_grad())});
  EXPECT_THROW(other.load(in), c10::Error);
}

// Gradients of channels-last convolutions may lie otherwise in memory than their weights.
TEST(Adam, TakesGradientsInAnyOrder) {
  auto plain = leaves(torch::kFloat32), turned = leaves(torch::kFloat32);
  Adam one(plain), other(turned);
  set_gradients(plain, 0);
  set_gradients(turned, 0);
  turned[0].mutable_grad() = turned[0].grad().contiguous(torch::MemoryFormat::ChannelsLast);
  one.step(0.01);
  other.step(0.01);
  EXPECT_TRUE(torch::equal(plain[0], turned[0]));
}

INSTANTIATE_TEST_SUITE_P(Types, AdamOn, testing::Values(torch::kFloat32, torch::kFloat64),
                         [](const auto& i) { return std::string(toString(i.param)); });

}  // namespace
}  // namespace psgan::trainer
