#include "trainer/onnx/onnx_writer.h"

#include <cstring>

#include "trainer/files/protobuf_message.h"

namespace psgan::trainer {
namespace {

using Message = ProtobufMessage;

Message attribute_message(const OnnxAttribute& attribute) {
  enum { f = 1, i = 2, s = 3, ints = 7 };  // AttributeProto.AttributeType
  Message message;
  message.text(1, attribute.name);
  if (const auto* whole = std::get_if<std::int64_t>(&attribute.value)) {
    message.integer(3, static_cast<std::uint64_t>(*whole)).integer(20, i);
  } else if (const auto* number = std::get_if<float>(&attribute.value)) {
    message.float32(2, *number).integer(20, f);
  } else if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    message.text(4, *text).integer(20, s);
  } else {
    for (const std::int64_t value : std::get<std::vector<std::int64_t>>(attribute.value)) {
      message.integer(8, static_cast<std::uint64_t>(value));
    }
    message.integer(20, ints);
  }
  return message;
}

Message value_message(const std::string& name, const std::vector<OnnxDim>& shape) {
  Message dims;
  for (const OnnxDim& dim : shape) {
    Message one;
    if (const auto* size = std::get_if<std::int64_t>(&dim)) {
      one.integer(1, static_cast<std::uint64_t>(*size));
    } else {
      one.text(2, std::get<std::string>(dim));
    }
    dims.message(1, one);
  }
  const Message tensor = Message().integer(1, static_cast<int>(OnnxType::float32)).message(2, dims);
  return Message().text(1, name).message(2, Message().message(1, tensor));
}

}  // namespace

std::string OnnxGraph::unique(const std::string& operation) {
  return operation + "_" + std::to_string(count_++);
}

std::string OnnxGraph::input(const std::string& name, const std::vector<OnnxDim>& shape) {
  inputs_ += Message().message(11, value_message(name, shape)).bytes();
  return name;
}

void OnnxGraph::output(const std::string& name, const std::vector<OnnxDim>& shape) {
  outputs_ += Message().message(12, value_message(name, shape)).bytes();
}

std::vector<std::string> OnnxGraph::nodes(const std::string& operation,
                                          const std::vector<std::string>& inputs, int outputs,
                                          const std::vector<OnnxAttribute>& attributes) {
  Message node;
  for (const std::string& name : inputs) node.text(1, name);
  std::vector<std::string> names;
  for (int i = 0; i < outputs; ++i) {
    names.push_back(unique(operation));
    node.text(2, names.back());
  }
  node.text(3, names.front()).text(4, operation);
  for (const OnnxAttribute& attribute : attributes) {
    node.message(5, attribute_message(attribute));
  }
  nodes_ += Message().message(1, node).bytes();
  return names;
}

std::string OnnxGraph::node(const std::string& operation, const std::vector<std::string>& inputs,
                            const std::vector<OnnxAttribute>& attributes, std::string name) {
  if (name.empty()) name = unique(operation);
  Message node;
  for (const std::string& input_name : inputs) node.text(1, input_name);
  node.text(2, name).text(3, name).text(4, operation);
  for (const OnnxAttribute& attribute : attributes) {
    node.message(5, attribute_message(attribute));
  }
  nodes_ += Message().message(1, node).bytes();
  return name;
}

std::string OnnxGraph::constant(const std::string& name, OnnxType type,
                                std::span<const std::int64_t> shape, std::string_view bytes) {
  Message tensor;
  for (const std::int64_t dim : shape) tensor.integer(1, static_cast<std::uint64_t>(dim));
  tensor.integer(2, static_cast<std::uint64_t>(type)).text(8, name).text(9, bytes);
  constants_ += Message().message(5, tensor).bytes();
  return name;
}

std::string OnnxGraph::constant(std::span<const std::int64_t> shape,
                                std::span<const float> values) {
  return constant(unique("constant"), OnnxType::float32, shape,
                  {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

std::string OnnxGraph::integers(const std::vector<std::int64_t>& values) {
  const std::int64_t size = static_cast<std::int64_t>(values.size());
  return constant(unique("integers"), OnnxType::int64, std::span(&size, 1),
                  {reinterpret_cast<const char*>(values.data()), values.size() * 8});
}

std::string OnnxGraph::number(float value) { return constant({}, std::span(&value, 1)); }

std::string OnnxGraph::float32(const std::string& value, const std::string& name) {
  return node("Cast", {value}, {{"to", static_cast<std::int64_t>(OnnxType::float32)}}, name);
}

std::string OnnxGraph::working(const std::string& value) {
  const std::string cast = float32(value);
  // The value of the node's only attribute: what follows it is the attribute's type, a tag of two
  // bytes and one more.
  working_type_at_.push_back(nodes_.size() - 4);
  return cast;
}

OnnxModel OnnxGraph::model(const std::string& graph_name, const std::string& producer) const {
  // GraphProto: node = 1, name = 2, initializer = 5, input = 11, output = 12. Messages of the same
  // type may follow each other as bytes, which is what these strings are.
  const std::string graph =
      nodes_ + Message().text(2, graph_name).bytes() + constants_ + inputs_ + outputs_;
  const std::string before = Message().integer(1, 7).text(2, producer).bytes();
  const std::string with_graph = before + Message().text(7, graph).bytes();
  OnnxModel model;
  model.bytes = with_graph + Message().message(8, Message().text(1, "").integer(2, 13)).bytes();
  const std::size_t start = with_graph.size() - graph.size();
  for (const std::size_t place : working_type_at_) model.working_type_at.push_back(start + place);
  return model;
}

}  // namespace psgan::trainer
