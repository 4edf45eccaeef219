// What networks are made of, as nodes of an ONNX graph.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "trainer/networks/fused_kernels.h"
#include "trainer/networks/layers.h"
#include "trainer/onnx/onnx_condition_maps.h"
#include "trainer/onnx/onnx_writer.h"

namespace psgan::trainer {

/// Layers of the networks as nodes: each function adds those of one and returns its output's name.
/// Features are in the graph's working type.
class OnnxLayers {
 public:
  using Name = std::string;
  using Tensor = torch::Tensor;

  OnnxLayers(OnnxGraph& graph, bool half_weights) : graph_(graph), half_(half_weights) {}

  /// `fixed` as a constant; with half_weights stored as float16.
  Name weight(const Name& name, const Tensor& fixed) {
    const Tensor values =
        fixed.detach().to(torch::kCPU, half_ ? torch::kHalf : torch::kFloat).contiguous();
    const std::string_view bytes(static_cast<const char*>(values.data_ptr()), values.nbytes());
    if (!half_) return graph_.constant(name, OnnxType::float32, shape(values), bytes);
    const Name stored = graph_.constant(name + ".half", OnnxType::float16, shape(values), bytes);
    return graph_.float32(stored, name);
  }
  /// Biases are few and stay float32.
  Name bias(const Name& name, const Tensor& fixed) {
    const Tensor values = fixed.detach().to(torch::kCPU, torch::kFloat).contiguous();
    return graph_.constant(
        name, OnnxType::float32, shape(values),
        {static_cast<const char*>(values.data_ptr()), static_cast<std::size_t>(values.nbytes())});
  }

  /// Any of the layers with scaled_weight() and bias.
  template <typename Layer>
  Name convolution(const Name& name, const Name& x, const Layer& layer) {
    return convolution(name, x, layer->scaled_weight(), layer->bias);
  }
  Name convolution(const Name& name, const Name& x, const Tensor& kernel,
                   const Tensor& fixed_bias) {
    const auto [input, fixed] = without_threes(x, kernel);
    return convolution({input, graph_.working(weight(name + ".weight", fixed)),
                        working_bias(name + ".bias", fixed_bias)},
                       kernel.size(2));
  }
  /// A convolution 1×1 of x [N,C,r,r] by the layer's weights [out,C] and those that each image adds
  /// to them, [N,out·C].
  Name palette_convolution(const Name& name, const Name& x, int resolution,
                           const EqualizedConv& layer, const Name& added) {
    const Tensor fixed = layer->scaled_weight().flatten(1);
    const std::int64_t out = fixed.size(0), channels = fixed.size(1);
    const Name weights = graph_.node("Add", {reshape(added, {-1, out, channels}),
                                             graph_.working(weight(name + ".weight", fixed))});
    const Name pixels = reshape(x, {0, channels, -1});
    const Name colours =
        graph_.node("Add", {graph_.node("MatMul", {weights, pixels}),
                            working_bias(name + ".bias", layer->bias.reshape({-1, 1}))});
    return reshape(colours, {0, out, resolution, resolution});
  }
  /// ConditionedConv::condition_part() of the maps at a resolution. Bells need not be drawn for it:
  /// they are rows times columns, and so are their convolutions.
  Name condition_part(const Name& name, OnnxConditionMaps& maps, int resolution,
                      const ConditionedConv& layer) {
    const Tensor whole = layer->scaled_weight();
    const auto [drawn, bells] = split(whole, layer->features(), maps.encoding());
    const auto convolved = [&](const Name& drawn_name) {
      return convolution(drawn_name, drawn_maps(maps, resolution), drawn, layer->bias);
    };
    if (!bells.defined()) return convolved(name);
    const Name of_bells = separable(weight(name + ".points", bells), bells.size(0),
                                    maps.bells(resolution), resolution);
    if (drawn.defined()) return graph_.node("Add", {convolved(name + ".bones"), of_bells});
    return graph_.node("Add",
                       {of_bells, working_bias(name + ".bias", layer->bias.reshape({-1, 1, 1}))});
  }
  /// ConditionedConv::enlarged_part() of x and enlarged_condition_part() of the map of x's
  /// resolution, together.
  Name enlarged_with_map(const Name& name, const Name& x, OnnxConditionMaps& maps, int resolution,
                         const ConditionedConv& layer) {
    const Tensor whole = layer->scaled_weight();
    const auto [drawn, bells] = split(whole, layer->features(), maps.encoding());
    Name input = x;
    Tensor kernel = whole.narrow(1, 0, layer->features());
    if (drawn.defined()) {
      input = concatenate(x, drawn_maps(maps, resolution));
      kernel = torch::cat({kernel, drawn}, 1);
    }
    Name blocks = enlarging_convolution(name, input, kernel, layer->bias.repeat_interleave(4));
    if (bells.defined()) {
      const Name four = four_kernels(weight(name + ".points", bells), bells.sizes());
      blocks = graph_.node(
          "Add", {blocks, separable(four, 4 * bells.size(0), maps.bells(resolution), resolution)});
    }
    return shuffled(blocks);
  }
  /// ConditionedConv::enlarged_part() of x, and the map's part.
  Name enlarged(const Name& name, const Name& x, const Name& condition_part,
                const ConditionedConv& layer) {
    const Tensor kernel = layer->scaled_weight().narrow(1, 0, layer->features());
    return graph_.node("Add",
                       {shuffled(enlarging_convolution(name, x, kernel, {})), condition_part});
  }
  /// Of a style in float32.
  Name dense(const Name& name, const Name& x, const EqualizedLinear& layer) {
    return dense(x, weight(name + ".weight", layer->scaled_weight()),
                 bias(name + ".bias", layer->bias));
  }
  /// Of an x in the working type.
  Name working_dense(const Name& name, const Name& x, const EqualizedLinear& layer) {
    return dense(x, graph_.working(weight(name + ".weight", layer->scaled_weight())),
                 working_bias(name + ".bias", layer->bias));
  }
  Name working(const Name& x) { return graph_.working(x); }
  Name lrelu(const Name& x) { return graph_.node("LeakyRelu", {x}, {{"alpha", lrelu_slope}}); }
  /// Of a latent in float32, or of features in the working type. The epsilon would be 0 in float16,
  /// so that the sizes, one number for all channels, are float32 until they have their roots.
  Name pixel_norm(const Name& x) { return graph_.node("Div", {x, size(x)}); }
  Name working_pixel_norm(const Name& x) {
    return graph_.node("Div", {x, graph_.working(size(x))});
  }
  Name upsample(const Name& x) {
    return graph_.node("Resize", {x, "", doubled()},
                       {{"mode", "nearest"},
                        {"coordinate_transformation_mode", "asymmetric"},
                        {"nearest_mode", "floor"}});
  }
  Name upsample_bilinear(const Name& x) {
    return graph_.node("Resize", {x, "", doubled()},
                       {{"mode", "linear"}, {"coordinate_transformation_mode", "half_pixel"}});
  }
  Name concatenate(const Name& x, const Name& map) {
    return graph_.node("Concat", {x, map}, {{"axis", std::int64_t{1}}});
  }
  Name reshape(const Name& x, const std::vector<std::int64_t>& to) {
    return graph_.node("Reshape", {x, graph_.integers(to)});
  }
  Name multiply(const Name& a, const Name& b) { return graph_.node("Mul", {a, b}); }
  Name scale(const Name& x, double factor) {
    return multiply(x, graph_.number(static_cast<float>(factor)));
  }
  /// x [N,C] → [N, end − begin]
  Name columns(const Name& x, std::int64_t begin, std::int64_t end) {
    return graph_.node("Slice",
                       {x, graph_.integers({begin}), graph_.integers({end}), graph_.integers({1})});
  }
  /// A function from [N,…] to [N,…] of both, computed at once; of one, if they are the same.
  template <typename Function>
  std::pair<Name, Name> for_both(const Name& a, const Name& b, const Function& function) {
    if (a == b) {
      const Name of_both = function(a);
      return {of_both, of_both};
    }
    const Name stacked = graph_.node("Concat", {a, b}, {{"axis", std::int64_t{0}}});
    const auto halves = graph_.nodes("Split", {function(stacked)}, 2, {{"axis", std::int64_t{0}}});
    return {halves[0], halves[1]};
  }
  Name softmax(const Name& x) { return graph_.node("Softmax", {x}, {{"axis", std::int64_t{1}}}); }
  Name add(const Name& a, const Name& b) { return graph_.node("Add", {a, b}); }
  Name number(float value) { return graph_.number(value); }

 private:
  /// Of a kernel's channels for the map, those of the groups that are drawn and those of the bells,
  /// which are not; undefined where there are none.
  struct MapKernels {
    Tensor drawn, bells;
  };
  static MapKernels split(const Tensor& kernel, std::int64_t features, PoseEncoding encoding) {
    std::vector<Tensor> drawn, bells;
    for (const ChannelGroup& group : channel_groups(encoding)) {
      (group.kind == MapKind::bell ? bells : drawn)
          .push_back(kernel.narrow(1, features + group.first, group.count));
    }
    const auto joined = [](const std::vector<Tensor>& parts) {
      return parts.empty() ? Tensor() : torch::cat(parts, 1);
    };
    return {joined(drawn), joined(bells)};
  }
  /// The maps of all groups but the bells.
  Name drawn_maps(OnnxConditionMaps& maps, int resolution) {
    std::vector<Name> drawn;
    for (const ChannelGroup& group : channel_groups(maps.encoding())) {
      if (group.kind != MapKind::bell) drawn.push_back(maps.draw(group.kind, resolution));
    }
    if (drawn.size() == 1) return drawn[0];
    return graph_.node("Concat", drawn, {{"axis", std::int64_t{1}}});
  }
  Name working_bias(const Name& name, const Tensor& fixed) {
    return graph_.working(bias(name, fixed));
  }
  Name dense(const Name& x, const Name& weight, const Name& bias) {
    return graph_.node("Gemm", {x, weight, bias}, {{"transB", std::int64_t{1}}});
  }
  Name size(const Name& x) {
    const Name mean = graph_.node("ReduceMean", {graph_.node("Mul", {x, x})},
                                  {{"axes", std::vector<std::int64_t>{1}}});
    return graph_.node(
        "Sqrt", {graph_.node("Add", {graph_.float32(mean), graph_.number(pixel_norm_epsilon)})});
  }
  /// What [out,in,3,3] makes of x enlarged, in blocks of four channels; a bias [4·out] if defined.
  Name enlarging_convolution(const Name& name, const Name& x, const Tensor& kernel,
                             const Tensor& four_times_bias) {
    const auto [input, used] = without_threes(x, kernel);
    const Name four =
        graph_.working(four_kernels(weight(name + ".blocks.weight", used), used.sizes()));
    if (!four_times_bias.defined()) return convolution({input, four}, 3);
    return convolution({input, four, working_bias(name + ".blocks.bias", four_times_bias)}, 3);
  }
  Name shuffled(const Name& blocks) {
    return graph_.node("DepthToSpace", {blocks}, {{"blocksize", std::int64_t{2}}, {"mode", "CRD"}});
  }
  /// A 3×3 convolution [out,20,3,3] of the Gaussians: Σ over points and rows dy of the kernel of
  /// their bell along y, times what the kernel's columns make of their bell along x.
  Name separable(const Name& kernel, std::int64_t out, const OnnxConditionMaps::Bells& bells,
                 std::int64_t resolution) {
    const std::int64_t points = keypoint_count;
    const Name by_points =
        graph_.node("Transpose", {kernel}, {{"perm", std::vector<std::int64_t>{1, 0, 2, 3}}});
    const Name columns = graph_.working(reshape(by_points, {points, out * 3, 3}));
    const Name rows_of_kernels =
        reshape(graph_.node("MatMul", {columns, bells.along_x}), {0, points, out, 3, resolution});
    const Name sorted = graph_.node("Transpose", {rows_of_kernels},
                                    {{"perm", std::vector<std::int64_t>{0, 2, 1, 3, 4}}});
    return graph_.node("MatMul",
                       {bells.along_y, reshape(sorted, {0, out, points * 3, resolution})});
  }
  /// onnxruntime's WebGPU computes a wrong convolution when 3 divides the input channels and 4 does
  /// not (its issue 29651, seen in 1.30): an empty channel more is right.
  std::pair<Name, Tensor> without_threes(const Name& x, const Tensor& kernel) {
    const std::int64_t channels = kernel.size(1);
    if (channels % 3 != 0 || channels % 4 == 0) return {x, kernel};
    return {graph_.node("Pad", {x, graph_.integers({0, 0, 0, 0, 0, 1, 0, 0})}),
            torch::constant_pad_nd(kernel, {0, 0, 0, 0, 0, 1})};
  }
  Name convolution(const std::vector<Name>& inputs, std::int64_t size) {
    const std::int64_t pad = size / 2;
    return graph_.node("Conv", inputs,
                       {{"kernel_shape", std::vector<std::int64_t>{size, size}},
                        {"pads", std::vector<std::int64_t>{pad, pad, pad, pad}}});
  }
  /// ConditionedConv::enlarging_weight() from a kernel [out,in,3,3]: as constants these four times
  /// as many numbers would be most of the file. Runtimes compute them once, when they load it.
  Name four_kernels(const Name& kernel, torch::IntArrayRef sizes) {
    const std::int64_t out = sizes[0], in = sizes[1];
    const Tensor places = enlarging_matrix(torch::kFloat).t().contiguous();
    const Name spread = graph_.constant(
        shape(places), std::span(places.data_ptr<float>(), static_cast<std::size_t>(36 * 9)));
    const Name all = graph_.node("MatMul", {reshape(kernel, {out * in, 9}), spread});
    const Name sorted = graph_.node("Transpose", {reshape(all, {out, in, 4, 9})},
                                    {{"perm", std::vector<std::int64_t>{0, 2, 1, 3}}});
    return reshape(sorted, {4 * out, in, 3, 3});
  }
  const Name& doubled() {
    if (scales_.empty()) {
      const std::int64_t count = 4;
      const float scales[] = {1, 1, 2, 2};
      scales_ = graph_.constant(std::span(&count, 1), scales);
    }
    return scales_;
  }
  static std::span<const std::int64_t> shape(const Tensor& values) {
    return {values.sizes().data(), values.sizes().size()};
  }

  OnnxGraph& graph_;
  bool half_;
  Name scales_;
};

}  // namespace psgan::trainer
