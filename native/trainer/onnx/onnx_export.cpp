#include "trainer/onnx/onnx_export.h"

#include <cmath>

#include "psgan/error.h"
#include "trainer/networks/fast_generator.h"
#include "trainer/networks/paper_generator.h"
#include "trainer/onnx/onnx_condition_maps.h"
#include "trainer/onnx/onnx_layers.h"

namespace psgan::trainer {
namespace {

using Name = std::string;

/// Features of each stage, from 4² on.
using Features = std::vector<Name>;

Features export_paper(PaperGenerator& g, OnnxLayers& layers, const Name& latent,
                      OnnxConditionMaps& maps, int resolution) {
  const auto finish = [&](const Name& x) { return layers.working_pixel_norm(layers.lrelu(x)); };
  const Name start =
      layers.working_dense("dense", layers.working(layers.pixel_norm(latent)), g.dense);
  const Name square = finish(layers.reshape(start, {-1, feature_maps(g.spec(), 4), 4, 4}));
  Features features;
  for (int stage = 0; 4 << stage <= resolution; ++stage) {
    const std::string number = std::to_string(4 << stage);
    const Name below = stage == 0 ? square : layers.upsample(features.back());
    const Name map = maps.draw(4 << stage);
    Name x = finish(
        layers.convolution("first" + number, layers.concatenate(below, map), g.first[stage]));
    if (stage > 0) x = finish(layers.convolution("second" + number, x, g.second[stage]));
    features.push_back(x);
  }
  return features;
}

/// FastGenerator::prepare()
Name export_style(FastGenerator& g, OnnxLayers& layers, const Name& latent) {
  Name style = layers.pixel_norm(latent);
  if (const int looks = g.spec().looks; looks > 0) {
    const int size = g.spec().latent_size;
    const Name choice = layers.scale(
        layers.softmax(layers.scale(layers.columns(style, 0, looks), g.look_sharpness)),
        std::sqrt(looks));
    style = size > looks ? layers.concatenate(choice, layers.columns(style, looks, size)) : choice;
  }
  for (std::size_t i = 0; i < g.mapping.size(); ++i) {
    style = layers.lrelu(layers.dense("mapping" + std::to_string(i), style, g.mapping[i]));
  }
  return layers.working(style);
}

/// `colours` may be the same as `latent`.
Features export_fast(FastGenerator& g, OnnxLayers& layers, const Name& latent, const Name& colours,
                     OnnxConditionMaps& maps, int resolution) {
  const auto [shapes_by, colours_by] =
      layers.for_both(latent, colours, [&](const Name& z) { return export_style(g, layers, z); });
  Features features;
  for (int stage = 0; 4 << stage <= resolution; ++stage) {
    const std::string number = std::to_string(4 << stage);
    const Name& style = 4 << stage < FastGenerator::colours_from ? shapes_by : colours_by;
    const auto finish = [&](const char* after, const Name& x, const EqualizedLinear& modulation) {
      const Name scale = layers.working_dense("modulation" + number + after, style, modulation);
      return layers.multiply(layers.working_pixel_norm(layers.lrelu(x)),
                             layers.reshape(scale, {0, 0, 1, 1}));
    };
    const Name name = "first" + number;
    const int of_map = map_resolution(g.spec(), 4 << stage);
    Name seen;
    if (of_map < 4 << stage) {
      seen = layers.enlarged_with_map(name, features.back(), maps, g.spec().encoding, of_map,
                                      g.first[stage]);
    } else {
      const Name map = layers.heard(name + ".map", maps, g.spec().encoding, of_map, g.first[stage]);
      seen = stage == 0 ? map : layers.enlarged(name, features.back(), map, g.first[stage]);
    }
    const Name x = finish("_first", seen, g.modulation[2 * stage]);
    features.push_back(finish("_second", layers.convolution("second" + number, x, g.second[stage]),
                              g.modulation[2 * stage + 1]));
  }
  return features;
}

}  // namespace

bool has_colours(const Generator& generator, Growth growth) {
  return dynamic_cast<const FastGenerator*>(&generator) != nullptr &&
         growth.resolution >= FastGenerator::colours_from;
}

OnnxModel export_onnx(Generator& generator, Growth growth, bool half_weights) {
  if (generator.spec().encoding == PoseEncoding::none) {
    throw Error(
        "this model was trained without poses (--no-pose), so there is nothing to pose it by");
  }
  const torch::NoGradGuard no_grad;
  OnnxGraph graph;
  OnnxLayers layers(graph, half_weights);
  const auto latent_input = [&](const Name& name) {
    return graph.input(name, {"N", std::int64_t{generator.spec().latent_size}});
  };
  const Name latent = latent_input("latent");
  const Name colours = has_colours(generator, growth) ? latent_input("colours") : latent;
  const Name keypoints =
      graph.input("keypoints", {"N", std::int64_t{keypoint_count}, std::int64_t{3}});
  OnnxConditionMaps maps(graph, keypoints, generator.spec().encoding);

  Features features;
  if (auto* paper = dynamic_cast<PaperGenerator*>(&generator)) {
    features = export_paper(*paper, layers, latent, maps, growth.resolution);
  } else if (auto* fast = dynamic_cast<FastGenerator*>(&generator)) {
    features = export_fast(*fast, layers, latent, colours, maps, growth.resolution);
  } else {
    throw Error("this generator's architecture has no ONNX form");
  }

  const auto to_rgb = [&](std::size_t stage) {
    return layers.convolution("to_rgb" + std::to_string(4 << stage), features[stage],
                              generator.to_rgb[stage]);
  };
  const auto weighted = [&](const Name& x, float share) {
    return share == 1 ? x : layers.multiply(x, layers.working(graph.number(share)));
  };
  const int last = static_cast<int>(features.size()) - 1, first = generator.first_drawn(growth);
  Name image = to_rgb(first);
  for (int stage = first + 1; stage <= last; ++stage) {
    // Less than 1 in a snapshot taken during a fade-in.
    const float share = stage == last ? growth.alpha : 1;
    const Name below = adds(generator.spec(), 4 << stage)
                           ? layers.upsample_bilinear(image)
                           : weighted(layers.upsample(image), 1 - share);
    image = graph.node("Add", {below, weighted(to_rgb(stage), share)});
  }
  graph.node("Clip", {graph.float32(image), graph.number(-1), graph.number(1)}, {}, "image");
  graph.output("image", {"N", std::int64_t{3}, std::int64_t{growth.resolution},
                         std::int64_t{growth.resolution}});
  return graph.model("psgan_generator", "psgan");
}

}  // namespace psgan::trainer
