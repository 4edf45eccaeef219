#include "trainer/training/minibatches.h"

#include <cmath>

#include "trainer/training/random_numbers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

ChosenImages draw(at::Generator& random, const TrainingOptions& options, std::int64_t count,
                  const Tensor& available) {
  const Tensor places = torch::randint(0, available.size(0), {count}, random, torch::kInt64);
  return {available.index_select(0, places), options.mirror ? torch::rand({count}, random).lt(0.5)
                                                            : torch::zeros({count}, torch::kBool)};
}

/// The order of `values` [groups,n] within each group; equal values keep theirs.
Tensor order_of(const Tensor& values) {
  const std::int64_t n = values.size(1);
  return torch::argsort(values * n + torch::arange(n), std::int64_t{1});
}

/// Indices [minibatches,count] of images of these boxes [minibatches·count,4] such that those of a
/// row are alike: sorted by width into as many groups as have rows, and each group by height.
Tensor rows_by_size(const Tensor& boxes, std::int64_t minibatches) {
  const std::int64_t groups = std::llround(std::sqrt(static_cast<double>(minibatches)));
  const Tensor widths = boxes.select(1, 2) - boxes.select(1, 0),
               heights = boxes.select(1, 3) - boxes.select(1, 1);
  const Tensor by_width = order_of(widths.view({1, -1})).view({groups, -1});
  const Tensor by_height = order_of(heights.index_select(0, by_width.flatten()).view_as(by_width));
  return by_width.gather(1, by_height).view({minibatches, -1});
}

}  // namespace

ChosenImages images_of_minibatch(std::uint64_t number, std::uint64_t minibatches, int rollbacks,
                                 const TrainingOptions& options, int resolution,
                                 const Tensor& available, const Tensor& boxes) {
  const auto count = static_cast<std::int64_t>(options.batch.at(resolution));
  TrainingProgress then;
  then.rollbacks = rollbacks;
  if (!boxes.defined()) {
    then.steps = number / minibatches;
    at::Generator random = random_of(options.seed, then, number % minibatches, Purpose::images);
    return draw(random, options, count, available);
  }
  then.steps = number / sorted_together;
  at::Generator random = random_of(options.seed, then, 0, Purpose::images_by_size);
  constexpr auto together = static_cast<std::int64_t>(sorted_together);
  const ChosenImages all = draw(random, options, count * together, available);
  const Tensor rows = rows_by_size(boxes.index_select(0, all.indices), together);
  const Tensor turns = torch::randperm(together, random, torch::TensorOptions(torch::kInt64));
  const Tensor mine = rows[turns[static_cast<std::int64_t>(number % sorted_together)]];
  return {all.indices.index_select(0, mine), all.mirrored.index_select(0, mine)};
}

}  // namespace psgan::trainer
