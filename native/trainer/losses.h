// What the networks are trained towards. Logits are the discriminator's [N].
#pragma once

#include <torch/torch.h>

#include <functional>

namespace psgan {

/// Images [N,3,r,r] → logits [N], the conditions already in it.
using Judge = std::function<torch::Tensor(const torch::Tensor&)>;

/// Non-saturating logistic loss (Goodfellow et al. 2014).
torch::Tensor logistic_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake);
torch::Tensor logistic_generator_loss(const torch::Tensor& fake);

/// R1 (Mescheder et al. 2018): the mean of |∇D|² at real images.
torch::Tensor r1_penalty(const Judge& judge, const torch::Tensor& real);

/// WGAN (Arjovsky et al. 2017) with drift: E[D(fake)] − E[D(real)] + drift·E[D(real)²].
torch::Tensor wasserstein_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake,
                                             double drift);
torch::Tensor wasserstein_generator_loss(const torch::Tensor& fake);

/// WGAN-GP (Gulrajani et al. 2017): the mean of (|∇D| − 1)² between real and generated images;
/// `shares` [N] says where on the line, 0 at real.
torch::Tensor gradient_penalty(const Judge& judge, const torch::Tensor& real,
                               const torch::Tensor& fake, const torch::Tensor& shares);

/// The mean absolute difference, averaged over full, half and quarter resolution.
torch::Tensor l1_at_three_scales(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace psgan
