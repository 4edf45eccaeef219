// What networks are written over, as nodes of an ONNX graph; TensorOperations
// (networks/tensor_operations.h) is the same on tensors and says what each member computes.
#pragma once

#include <string>
#include <utility>

#include "trainer/onnx/onnx_condition_maps.h"
#include "trainer/onnx/onnx_layers.h"

namespace psgan::trainer {

class OnnxOperations {
 public:
  using Value = std::string;  ///< The name of a node's output.
  using Sum = std::string;

  /// Both arguments must outlive this object.
  OnnxOperations(OnnxLayers& layers, OnnxConditionMaps& maps) : layers_(layers), maps_(maps) {}

  Value pixel_norm(const Value& x) { return layers_.pixel_norm(x); }
  Value lrelu(const Value& x) { return layers_.lrelu(x); }
  Value dense(const std::string& name, const Value& x, EqualizedLinear& layer) {
    return layers_.dense(name, x, layer);
  }
  Value columns(const Value& x, std::int64_t begin, std::int64_t end) {
    return layers_.columns(x, begin, end);
  }
  Value softmax(const Value& x) { return layers_.softmax(x); }
  Value scale(const Value& x, double factor) { return layers_.scale(x, factor); }
  Value concatenate(const Value& a, const Value& b) { return layers_.concatenate(a, b); }
  /// Exported networks draw every latent as it is.
  Value truncated(const Value& x) { return x; }
  Value working(const Value& x) { return layers_.working(x); }
  template <typename Function>
  std::pair<Value, Value> for_both(const Value& a, const Value& b, const Function& function) {
    return layers_.for_both(a, b, function);
  }

  Value start(const std::string& name, const Value& latent, EqualizedLinear& layer, int features,
              torch::ScalarType) {
    const Value x = layers_.working_dense(name, layers_.working(latent), layer);
    return activated(layers_.reshape(x, {-1, features, 4, 4}));
  }
  Sum convolution(const std::string& name, const Value& x, EqualizedConv& layer) {
    return layers_.convolution(name, x, layer);
  }
  Sum of_map(const std::string& name, int resolution, ConditionedConv& layer) {
    return layers_.condition_part(name + ".map", maps_, resolution, layer);
  }
  Sum with_map(const std::string& name, const Value& x, int resolution, ConditionedConv& layer) {
    return layers_.convolution(name, layers_.concatenate(x, maps_.draw(resolution)), layer);
  }
  Sum enlarged_with_map(const std::string& name, const Value& x, int resolution, int map_resolution,
                        ConditionedConv& layer) {
    if (map_resolution < resolution) {
      return layers_.enlarged_with_map(name, x, maps_, map_resolution, layer);
    }
    return layers_.enlarged(
        name, x, layers_.condition_part(name + ".map", maps_, map_resolution, layer), layer);
  }
  Value activated(const Sum& sum) { return layers_.working_pixel_norm(layers_.lrelu(sum)); }
  Value activated(const std::string& name, const Sum& sum, const Value& style,
                  EqualizedLinear& modulation) {
    const Value scale = layers_.working_dense(name, style, modulation);
    return layers_.multiply(activated(sum), layers_.reshape(scale, {0, 0, 1, 1}));
  }

  Value to_rgb(const std::string& name, const Value& x, EqualizedConv& layer) {
    return layers_.convolution(name, x, layer);
  }
  Value to_rgb(const std::string& name, const Value& x, int resolution, EqualizedConv& layer,
               const Value& style, EqualizedLinear& palette) {
    return layers_.palette_convolution(name, x, resolution, layer,
                                       layers_.working_dense(name + "_palette", style, palette));
  }
  /// A model draws whole pictures.
  Value kept(const Value& x, int) { return x; }
  Value upsample_nearest(const Value& x) { return layers_.upsample(x); }
  Value upsample_bilinear(const Value& x) { return layers_.upsample_bilinear(x); }
  Value add(const Value& a, const Value& b, float share) {
    return layers_.add(a, weighted(b, share));
  }
  Value mix(const Value& a, const Value& b, float share) {
    return share >= 1 ? b : layers_.add(weighted(a, 1 - share), weighted(b, share));
  }

 private:
  /// Less than 1 in a snapshot taken during a fade-in.
  Value weighted(const Value& x, float share) {
    return share == 1 ? x : layers_.multiply(x, layers_.working(layers_.number(share)));
  }

  OnnxLayers& layers_;
  OnnxConditionMaps& maps_;
};

}  // namespace psgan::trainer
