// ONNX files without a library: a model is a few protobuf messages. (onnx.proto of ONNX 1.12;
// checked by libonnx in the tests.)
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace psgan::trainer {

/// A dimension: a number, or a name for one that is known only at run time.
using OnnxDim = std::variant<std::int64_t, std::string>;

struct OnnxAttribute {
  std::string name;
  std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>> value;
};

enum class OnnxType { float32 = 1, uint8 = 2, int64 = 7, float16 = 10 };

struct OnnxModel {
  std::string bytes;
  /// The places of the bytes that say which OnnxType the graph works in: float32, or float16 if
  /// that is written to all of them.
  std::vector<std::uint64_t> working_type_at;
};

/// A graph under construction. Values are known by their names, which the functions return.
class OnnxGraph {
 public:
  std::string input(const std::string& name, const std::vector<OnnxDim>& shape);
  void output(const std::string& name, const std::vector<OnnxDim>& shape);

  /// A node with one output, named `name` or, if that is empty, after the operation and a number.
  std::string node(const std::string& operation, const std::vector<std::string>& inputs,
                   const std::vector<OnnxAttribute>& attributes = {}, std::string name = {});
  /// A node with several outputs.
  std::vector<std::string> nodes(const std::string& operation,
                                 const std::vector<std::string>& inputs, int outputs,
                                 const std::vector<OnnxAttribute>& attributes = {});

  /// A constant; bytes are little-endian numbers of that type.
  std::string constant(const std::string& name, OnnxType type, std::span<const std::int64_t> shape,
                       std::string_view bytes);
  /// An unnamed one.
  std::string constant(std::span<const std::int64_t> shape, std::span<const float> values);
  /// Short lists for axes, indices and shapes.
  std::string integers(const std::vector<std::int64_t>& values);
  std::string number(float value);

  std::string float32(const std::string& value, const std::string& name = {});
  /// `value` in the working type, which is float32: changing the bytes at
  /// OnnxModel::working_type_at makes it float16.
  std::string working(const std::string& value);

  /// The whole model: opset 13, IR version 7.
  OnnxModel model(const std::string& graph_name, const std::string& producer) const;

 private:
  std::string unique(const std::string& operation);

  std::string inputs_, outputs_, nodes_, constants_;  // encoded fields of GraphProto
  std::vector<std::size_t> working_type_at_;          // places in nodes_
  int count_ = 0;
};

}  // namespace psgan::trainer
