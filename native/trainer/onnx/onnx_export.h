// The generator as an ONNX graph.
#pragma once

#include "trainer/networks/generator.h"
#include "trainer/onnx/onnx_writer.h"

namespace psgan::trainer {

/// Whether the exported graph has a separate input for the latent of the colours.
bool has_colours(const Generator& generator, Growth growth);

/// Inputs latent [N,Z] and keypoints [N,20,3], with has_colours() colours [N,Z] too (the latent of
/// FastGenerator's fine resolutions; the same as latent for the character of that latent), output
/// image [N,3,r,r] in [−1,1], N free and r = growth.resolution. With half_weights the convolutions'
/// and dense layers' weights are stored as float16, and cast to float32 where they are used: half
/// the file, the same speed. The weights are multiplied by the He constants.
///
/// The working type is that of the features, from the first convolution to the image, which is
/// float32 in any case. What needs the range or the precision of float32 keeps it: the mapping from
/// latent to style, and the coordinates of the condition maps.
OnnxModel export_onnx(Generator& generator, Growth growth, bool half_weights);

}  // namespace psgan::trainer
