// The generator as an ONNX graph.
#pragma once

#include <string>

#include "trainer/networks.h"

namespace psgan {

/// Whether the exported graph takes the latent of the colours apart.
bool has_colours(const Generator& generator, Growth growth);

/// Inputs latent [N,Z] and keypoints [N,20,3], with has_colours() colours [N,Z] too (the latent of
/// FastGenerator's fine resolutions; the same as latent for the character of that latent), output
/// image [N,3,r,r] in [−1,1], N free and r = growth.resolution. With half_weights the convolutions'
/// and dense layers' weights are stored as float16, and cast to float32 where they are used: half
/// the file, the same speed. The He constants are multiplied into the weights.
std::string export_onnx(Generator& generator, Growth growth, bool half_weights);

}  // namespace psgan
