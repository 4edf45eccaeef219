#include "trainer/onnx/encoder_export.h"

#include "common/program.h"
#include "trainer/files/sha256.h"
#include "trainer/onnx/onnx_layers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// A convolution that does what this one and its batch norm do.
struct Folded {
  Tensor weight, bias;
};
Folded folded(const PictureEncoderImpl::Step& step) {
  const Tensor scale =
      step.norm->weight / (step.norm->running_var + step.norm->options.eps()).sqrt();
  return {step.convolution->weight * scale.view({-1, 1, 1, 1}),
          step.norm->bias - step.norm->running_mean * scale};
}

std::vector<std::int64_t> both(std::int64_t number) { return {number, number}; }

}  // namespace

OnnxModel export_encoder(const PictureEncoder& encoder) {
  const torch::NoGradGuard no_grad;
  OnnxGraph graph;
  OnnxLayers layers(graph, /*half_weights=*/true);
  constexpr std::int64_t size = PictureEncoderImpl::region_size;
  const std::string regions =
      graph.input("regions", {"N", std::int64_t{figure_region_count * 3}, size, size});
  const std::string keypoints =
      graph.input("keypoints", {"N", std::int64_t{keypoint_count}, std::int64_t{3}});
  std::string x = layers.reshape(regions, {-1, 3, size, size});
  int at = 0;
  for (const PictureEncoderImpl::Step& step : encoder->steps()) {
    const std::string name = "step" + std::to_string(at++);
    const Folded fixed = folded(step);
    const std::int64_t stride = step.convolution->options.stride()->at(0);
    x = graph.node("Relu", {graph.node("Conv",
                                       {x, layers.weight(name + ".weight", fixed.weight),
                                        layers.bias(name + ".bias", fixed.bias)},
                                       {{"kernel_shape", both(3)},
                                        {"strides", both(stride)},
                                        {"pads", std::vector<std::int64_t>{1, 1, 1, 1}}})});
  }
  const torch::nn::Conv2d& of_regions = encoder->of_regions();
  const std::int64_t side = of_regions->weight.size(2);
  x = layers.reshape(x, {-1, figure_region_count * of_regions->weight.size(1), side, side});
  x = graph.node(
      "Relu",
      {graph.node("Conv",
                  {x, layers.weight("of_regions.weight", of_regions->weight),
                   layers.bias("of_regions.bias", of_regions->bias)},
                  {{"kernel_shape", both(side)}, {"group", std::int64_t{figure_region_count}}})});
  const std::int64_t cell = size / PictureEncoderImpl::coarse;
  const std::string colours =
      graph.node("AveragePool", {regions}, {{"kernel_shape", both(cell)}, {"strides", both(cell)}});
  x = layers.concatenate(
      layers.concatenate(layers.reshape(x, {0, -1}), layers.reshape(colours, {0, -1})),
      layers.reshape(keypoints, {0, -1}));
  const auto dense = [&](const std::string& name, const torch::nn::Linear& layer,
                         const std::string& to) {
    return graph.node("Gemm",
                      {x, layers.weight(name + ".weight", layer->weight),
                       layers.bias(name + ".bias", layer->bias)},
                      {{"transB", std::int64_t{1}}}, to);
  };
  x = graph.node("Relu", {dense("hidden", encoder->hidden(), {})});
  x = dense("numbers", encoder->numbers(), "found");
  graph.output(x, {"N", encoder->numbers()->weight.size(0)});
  return graph.model("psgan_encoder", "psgan");
}

ModelCard add_encoder(const std::filesystem::path& folder, const PictureEncoder& encoder,
                      const std::string& where) {
  const std::filesystem::path path = folder / "card.json";
  ModelCard card = model_card_from_json(read_text_file(path), path.string());
  check_encodes(encoder->schema(), where, card.latents, path.string());
  const OnnxModel onnx = export_encoder(encoder);
  card.encoder = EncoderCard{.onnx = "encoder.onnx",
                             .sha256 = sha256(onnx.bytes),
                             .bytes = onnx.bytes.size(),
                             .resolution = encoder->resolution(),
                             .region_size = PictureEncoderImpl::region_size};
  write_file(folder / card.encoder->onnx, onnx.bytes);
  write_file(path, to_json(card) + "\n");
  return card;
}

}  // namespace psgan::trainer
