// How much what a generator draws is like a given picture.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <map>
#include <vector>

#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"

namespace psgan::trainer {

/// The picture of a character in a known pose.
struct GivenPicture {
  torch::Tensor image;      ///< [1,3,r,r] in [−1,1]
  torch::Tensor keypoints;  ///< [1,20,3]
};

/// Networks whose weights are not to change, at the resolution of the picture.
class Likeness {
 public:
  /// The first two and `given` must outlive this object. `features`: weight of the discriminator's
  /// features beside the difference of the pictures.
  Likeness(Generator& generator, Discriminator& discriminator, Growth growth,
           const GivenPicture& given, double features);

  /// What latents [N,Z] draw in the given pose: [N,3,r,r], not clamped.
  torch::Tensor draw(const torch::Tensor& latents);
  /// [N]: the mean absolute difference at full, half and quarter resolution, and `features` times
  /// that of what the discriminator makes of both.
  torch::Tensor distances(const torch::Tensor& latents);
  /// Mean absolute difference of what one latent [1,Z] draws from the picture, of 255, as
  /// `psgan evaluate` measures redraw_l1.
  double redraw(const torch::Tensor& latent);

  const GivenPicture& given() const { return given_; }

 private:
  struct Posed {
    ConditionPyramid conditions;
    Discriminator::Conditioning judged;
  };
  /// The given pose for so many pictures.
  const Posed& posed(std::int64_t count);

  Generator& generator_;
  Discriminator& discriminator_;
  Growth growth_;
  const GivenPicture& given_;
  double features_;
  std::map<std::int64_t, Posed> posed_;
  std::vector<torch::Tensor> wanted_;  // the given picture's features, [1,C,s,s]
};

}  // namespace psgan::trainer
