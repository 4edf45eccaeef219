// What the networks are trained towards. Logits are the discriminator's [N].
#pragma once

#include <torch/torch.h>

#include <functional>
#include <vector>

#include "psgan/pose_maps.h"

namespace psgan::trainer {

/// Images [N,3,r,r] → logits [N], the conditions already in it.
using Judge = std::function<torch::Tensor(const torch::Tensor&)>;

/// Non-saturating logistic loss (Goodfellow et al. 2014).
torch::Tensor logistic_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake);
torch::Tensor logistic_generator_loss(const torch::Tensor& fake);

/// Relativistic pairing loss (Jolicoeur-Martineau 2018): the discriminator is to find the real
/// image more real than the generated one of the same place in the minibatch, the generator the
/// reverse.
torch::Tensor relativistic_loss(const torch::Tensor& winner, const torch::Tensor& loser);

/// R1 (Mescheder et al. 2018): the mean of |∇D|² at real images; R2 is the same at generated ones.
torch::Tensor r1_penalty(const Judge& judge, const torch::Tensor& images);

/// WGAN (Arjovsky et al. 2017) with drift: E[D(fake)] − E[D(real)] + drift·E[D(real)²].
torch::Tensor wasserstein_discriminator_loss(const torch::Tensor& real, const torch::Tensor& fake,
                                             double drift);
torch::Tensor wasserstein_generator_loss(const torch::Tensor& fake);

/// WGAN-GP (Gulrajani et al. 2017): the mean of (|∇D| − 1)² between real and generated images;
/// `shares` [N] says where on the line, 0 at real.
torch::Tensor gradient_penalty(const Judge& judge, const torch::Tensor& real,
                               const torch::Tensor& fake, const torch::Tensor& shares);

/// Feature matching (Wang et al. 2018, pix2pixHD): how far apart the discriminator's features of
/// two images of the same person in the same pose are, mean absolute difference averaged over
/// layers. `wanted` is not differentiated. Where images of this resolution are windows, their
/// features count by their share of the whole picture's.
torch::Tensor feature_distance(const std::vector<torch::Tensor>& features,
                               const std::vector<torch::Tensor>& wanted, int resolution = 0);

/// The mean absolute difference of a and b [N,C,H,W], averaged over full, half and quarter
/// resolution; differences are first multiplied with `weights` [N,1,H,W] if given.
torch::Tensor l1_at_three_scales(const torch::Tensor& a, const torch::Tensor& b,
                                 const torch::Tensor& weights = {});

/// The pose-mask loss (Ma et al. 2017, section 3.1): the mean absolute difference of a and b
/// [N,C,H,W], each pixel 1 + mask [N,1,H,W] times.
torch::Tensor masked_l1(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& mask);

/// The mean absolute difference of a's and b's [N,C,H,W] steps from each pixel to its neighbour to
/// the right and below: outlines and patterns count, even grounds do not. 0 for a single pixel.
torch::Tensor l1_of_edges(const torch::Tensor& a, const torch::Tensor& b);

/// Weights for l1_at_three_scales, 1 on average in each image: `emphasis` more on the bells and
/// lines of a condition map [N,C,h,w] of this encoding than off them, for images of so many rows.
/// Arms are a hundredth of a picture, and an L1 that counts every pixel alike hardly misses a pale
/// arm before a white ground. Where map and images are windows with this share of the picture, the
/// weights are 1 on average over the whole.
torch::Tensor limb_weights(const torch::Tensor& map, PoseEncoding encoding, double emphasis,
                           std::int64_t height, double share = 1);

}  // namespace psgan::trainer
