// A texture generator as nodes of an ONNX graph: the trunk and its heads, the textures of the
// character, and the painting of pixels (shared/psgan/texture_sampling.h), all of it by operations
// that graphics cards have, on float32: no sorting, no search for a maximum's place.
#pragma once

#include <string>

#include "trainer/networks/texture_generator.h"
#include "trainer/onnx/onnx_condition_maps.h"
#include "trainer/onnx/onnx_layers.h"

namespace psgan::trainer {

/// The picture [N,3,R,R], not clamped, of the inputs that export_onnx() names; `latent` says
/// shapes and parts, `colours` the colours. Texels are stored in eight bits with half_weights.
std::string texture_nodes(OnnxGraph& graph, OnnxLayers& layers, OnnxConditionMaps& maps,
                          TextureGenerator& generator, const std::string& latent,
                          const std::string& colours, int resolution, bool half_weights);

}  // namespace psgan::trainer
