#include "trainer/onnx/onnx_export.h"

#include <string>

#include "psgan/error.h"
#include "trainer/networks/architectures.h"
#include "trainer/onnx/onnx_condition_maps.h"
#include "trainer/onnx/onnx_layers.h"
#include "trainer/onnx/onnx_operations.h"
#include "trainer/onnx/texture_export.h"

namespace psgan::trainer {

bool has_colours(const Generator& generator, Growth growth) {
  const int from = architecture_traits(generator.spec().architecture).colours_from;
  return from > 0 && growth.resolution >= from;
}

OnnxModel export_onnx(Generator& generator, Growth growth, bool half_weights) {
  if (generator.spec().encoding == PoseEncoding::none) {
    throw Error(
        "this model was trained without poses (--no-pose), so there is nothing to pose it by");
  }
  const torch::NoGradGuard no_grad;
  OnnxGraph graph;
  OnnxLayers layers(graph, half_weights);
  const auto latent_input = [&](const std::string& name) {
    return graph.input(name, {"N", std::int64_t{generator.spec().latent_size}});
  };
  const std::string latent = latent_input("latent");
  const std::string colours = has_colours(generator, growth) ? latent_input("colours") : latent;
  const std::string keypoints =
      graph.input("keypoints", {"N", std::int64_t{keypoint_count}, std::int64_t{3}});
  OnnxConditionMaps maps(graph, keypoints, generator.spec().encoding);

  OnnxOperations operations(layers, maps);
  auto* texture = dynamic_cast<TextureGenerator*>(&generator);
  const std::string image = texture
                                ? texture_nodes(graph, layers, maps, *texture, latent, colours,
                                                growth.resolution, half_weights)
                                : with_network(generator, [&](auto& network) {
                                    return image_of(network, operations, latent, colours, growth);
                                  });
  graph.node("Clip", {graph.float32(image), graph.number(-1), graph.number(1)}, {}, "image");
  graph.output("image", {"N", std::int64_t{3}, std::int64_t{growth.resolution},
                         std::int64_t{growth.resolution}});
  return graph.model("psgan_generator", "psgan");
}

}  // namespace psgan::trainer
