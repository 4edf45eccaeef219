#include "onnx_check.h"

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <stdexcept>

namespace psgan::trainer {

std::string check_onnx(const std::string& bytes, const std::string& name) {
  onnx::ModelProto model;
  if (!model.ParseFromString(bytes)) throw std::runtime_error("not a protobuf ModelProto");
  onnx::checker::check_model(model);
  // The declared output must follow from the graph, so it is cleared of its shape first.
  for (auto& output : *model.mutable_graph()->mutable_output()) {
    if (output.name() == name) output.mutable_type()->mutable_tensor_type()->clear_shape();
  }
  const onnx::ShapeInferenceOptions strict{/*check_type=*/true, /*strict_mode=*/1,
                                           /*data_prop=*/true};
  onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), strict);
  std::string text;
  for (const auto& output : model.graph().output()) {
    if (output.name() != name) continue;
    for (const auto& dim : output.type().tensor_type().shape().dim()) {
      if (!text.empty()) text += ",";
      text += dim.has_dim_value() ? std::to_string(dim.dim_value()) : dim.dim_param();
    }
  }
  return text;
}

}  // namespace psgan::trainer
