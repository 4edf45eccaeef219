// The colours that a picture of a character is drawn in.
#pragma once

#include <torch/torch.h>

namespace psgan::trainer {

/// So many colours, or fewer if there are not as many, that the pixels of an image [1,3,r,r] in
/// [−1,1] lie nearest to (k-means, white ground left out): [colours,3] in [−1,1].
torch::Tensor figure_colours(const torch::Tensor& image, int count);

}  // namespace psgan::trainer
