#include "trainer/training/losses.h"

#include "trainer/networks/layers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// ∇D at each image, differentiable: [N,3,r,r].
Tensor image_gradients(const Judge& judge, const Tensor& images) {
  const Tensor at = images.detach().requires_grad_(true);
  const Tensor logits = judge(at);
  return torch::autograd::grad({logits.sum()}, {at}, {}, /*retain_graph=*/true,
                               /*create_graph=*/true)[0];
}

}  // namespace

Tensor logistic_discriminator_loss(const Tensor& real, const Tensor& fake) {
  return torch::softplus(-real).mean() + torch::softplus(fake).mean();
}

Tensor logistic_generator_loss(const Tensor& fake) { return torch::softplus(-fake).mean(); }

Tensor relativistic_loss(const Tensor& winner, const Tensor& loser) {
  return torch::softplus(loser - winner).mean();
}

Tensor r1_penalty(const Judge& judge, const Tensor& images) {
  return image_gradients(judge, images).square().sum({1, 2, 3}).mean();
}

Tensor wasserstein_discriminator_loss(const Tensor& real, const Tensor& fake, double drift) {
  return fake.mean() - real.mean() + drift * real.square().mean();
}

Tensor wasserstein_generator_loss(const Tensor& fake) { return -fake.mean(); }

Tensor gradient_penalty(const Judge& judge, const Tensor& real, const Tensor& fake,
                        const Tensor& shares) {
  const Tensor between = torch::lerp(real, fake.detach(), shares.view({-1, 1, 1, 1}));
  const Tensor squared = image_gradients(judge, between).square().sum({1, 2, 3});
  return ((squared + 1e-12).sqrt() - 1).square().mean();
}

Tensor feature_distance(const std::vector<Tensor>& features, const std::vector<Tensor>& wanted,
                        int resolution) {
  Tensor sum = torch::zeros({}, features.at(0).options().dtype(torch::kFloat32));
  for (std::size_t i = 0; i < features.size(); ++i) {
    const Tensor distance = (features[i] - wanted.at(i).detach()).abs().mean(torch::kFloat32);
    const double side = resolution >> (i + 1);
    const auto pixels = static_cast<double>(features[i].size(2) * features[i].size(3));
    sum = sum + (resolution > 0 ? distance * (pixels / (side * side)) : distance);
  }
  return sum / static_cast<double>(features.size());
}

Tensor l1_at_three_scales(const Tensor& a, const Tensor& b, const Tensor& weights) {
  Tensor difference = a - b, sum;
  if (weights.defined()) difference = difference * weights;
  for (int scale = 0; scale < 3; ++scale) {
    const Tensor mean = difference.abs().mean();
    sum = scale == 0 ? mean : sum + mean;
    if (difference.size(2) < 2) break;
    difference = downsample_average(difference);
  }
  return sum / 3;
}

Tensor masked_l1(const Tensor& a, const Tensor& b, const Tensor& mask) {
  return ((a - b).abs() * (1 + mask)).mean();
}

Tensor l1_of_edges(const Tensor& a, const Tensor& b) {
  const Tensor difference = a - b;
  Tensor sum = torch::zeros({}, a.options());
  for (const std::int64_t axis : {2, 3}) {
    const std::int64_t steps = difference.size(axis) - 1;
    if (steps < 1) continue;
    sum =
        sum + (difference.narrow(axis, 1, steps) - difference.narrow(axis, 0, steps)).abs().mean();
  }
  return sum / 2;
}

Tensor limb_weights(const Tensor& map, PoseEncoding encoding, double emphasis, std::int64_t height,
                    double share) {
  // Pixels have their ground at −1; the others are 0 off the figure and 1 on it.
  std::vector<Tensor> groups;
  for (const ChannelGroup& group : channel_groups(encoding)) {
    const Tensor most = map.narrow(1, group.first, group.count).amax(1, true);
    groups.push_back(group.kind == MapKind::pixel ? most.clamp_min(0) : most);
  }
  Tensor on_limbs = torch::cat(groups, 1).amax(1, true);
  while (on_limbs.size(2) < height) on_limbs = upsample_bilinear(on_limbs);
  const Tensor weights = 1 + emphasis * on_limbs;
  return weights / (1 + (weights.mean({1, 2, 3}, true) - 1) * share);
}

}  // namespace psgan::trainer
