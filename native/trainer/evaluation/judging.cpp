#include "trainer/evaluation/judging.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "common/program.h"
#include "trainer/data/pose_split.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

JudgeStep adamw_steps(std::vector<Tensor> parameters, double weight_decay) {
  const auto optimizer = std::make_shared<torch::optim::AdamW>(
      std::move(parameters), torch::optim::AdamWOptions().weight_decay(weight_decay));
  return [optimizer](const Tensor& loss, double learning_rate) {
    optimizer->param_groups()[0].options().set_lr(learning_rate);
    optimizer->zero_grad();
    loss.backward();
    optimizer->step();
  };
}

void train_judge(const JudgeStep& step_against, const TrainingData& data,
                 const JudgeOptions& options, const std::string& title, const JudgeLoss& loss_of) {
  const Tensor seen = torch::tensor(images_of(data.index(), Split::train), torch::kInt64);
  torch::Generator random = at::make_generator<at::CPUGeneratorImpl>(options.seed);
  const auto total =
      std::max<std::int64_t>(1, static_cast<std::int64_t>(options.kimg * 1000) / options.batch);
  Progress progress(title, "images", static_cast<std::uint64_t>(total * options.batch));
  Tensor loss_sum;
  std::string note;
  for (std::int64_t step = 0; step < total; ++step) {
    const double share = static_cast<double>(step) / static_cast<double>(total);
    const Tensor chosen = seen.index_select(
        0, torch::randint(0, seen.size(0), {options.batch}, random, torch::kInt64));
    const Tensor loss = loss_of(chosen, random);
    step_against(loss, options.lr * 0.5 * (1 + std::cos(M_PI * share)));
    loss_sum = loss_sum.defined() ? loss_sum * 0.98 + loss.detach() * 0.02 : loss.detach();
    if (step % 50 == 0) note = "loss " + std::to_string(loss_sum.item<float>()).substr(0, 5);
    progress.update(static_cast<std::uint64_t>((step + 1) * options.batch), note);
  }
}

torch::nn::Sequential two_convolutions(int in, int out) {
  const auto convolution = [](int from, int to) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 3).padding(1).bias(false));
  };
  return torch::nn::Sequential(convolution(in, out), torch::nn::GroupNorm(8, out),
                               torch::nn::ReLU(), convolution(out, out),
                               torch::nn::GroupNorm(8, out), torch::nn::ReLU());
}

Tensor varied(const Tensor& images, torch::Generator& random) {
  const std::int64_t count = images.size(0);
  const auto draw = [&](std::vector<std::int64_t> shape) {
    return torch::randn(shape, random, torch::TensorOptions()).to(images.device());
  };
  Tensor out = images * (1 + 0.15 * draw({count, 1, 1, 1})) + 0.08 * draw({count, 3, 1, 1});
  out =
      out + 0.08 * draw({count, 1, 1, 1}).abs() * draw({count, 3, images.size(2), images.size(3)});
  const Tensor soft = upsample_nearest(downsample_average(out));
  return torch::where(draw({count, 1, 1, 1}).gt(0.7), soft, out);
}

Tensor resized(Tensor images, int resolution) {
  while (images.size(2) > resolution) images = downsample_average(images);
  while (images.size(2) < resolution) images = upsample_nearest(images);
  return images;
}

}  // namespace psgan::trainer
