// Grids of generated images: what a run is judged by, with one's eyes.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "trainer/data/training_data.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/generator.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

/// So many images of the set, spread evenly over it: no two of the same look as long as there are
/// looks enough.
std::vector<std::int64_t> spread_indices(const DatasetIndex& index, int count);

/// Skeletons in colour on white: [N,20,3] → [N,3,r,r] in [−1,1].
torch::Tensor draw_skeletons(const torch::Tensor& keypoints, int resolution);

/// From now on the generator draws characters between the average one (0) and the latent's own (1).
void truncate(Generator& generator, double psi);

/// Every latent [S,Z] with every pose [P,20,3], on the generator's device: [S,P,3,R,R] with R the
/// generator's full resolution, whatever it has grown to.
torch::Tensor generate_grid(Generator& generator, const torch::Tensor& latents,
                            const torch::Tensor& keypoints, Growth growth);

/// So many images [N,3,R,R] as [rows,columns,3,R,R], the last row filled up with white.
torch::Tensor wrapped(const torch::Tensor& images, std::int64_t columns);

/// Rows × columns images [rows,columns,3,R,R] in [−1,1] side by side; small ones are enlarged.
Picture lay_out(const torch::Tensor& grid);

}  // namespace psgan::trainer
