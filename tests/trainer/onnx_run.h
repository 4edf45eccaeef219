// A graph in onnxruntime, with any inputs.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>

#include "common/program.h"
#include "temporary_folder.h"

namespace psgan::trainer {

/// Where onnxruntime-node is looked for.
inline std::filesystem::path node_modules() {
  const char* given = std::getenv("PSGAN_NODE_MODULES");
  return given != nullptr ? given : PSGAN_NODE_MODULES;
}

inline bool has_onnxruntime() {
  return std::filesystem::exists(node_modules() / "onnxruntime-node");
}

/// What `output` is for these inputs, as float32 in one dimension. Files go to `folder`.
inline torch::Tensor run_in_onnxruntime(const TemporaryFolder& folder, const std::string& model,
                                        const std::map<std::string, torch::Tensor>& inputs,
                                        const std::string& output) {
  if (!has_onnxruntime()) {
    ADD_FAILURE() << "onnxruntime-node is not in " << node_modules();
    return {};
  }
  write_file(folder / "model.onnx", model);
  Json request = {{"model", (folder / "model.onnx").string()},
                  {"output", output},
                  {"out", (folder / "found").string()}};
  for (const auto& [name, tensor] : inputs) {
    const torch::Tensor plain = tensor.to(torch::kFloat32).contiguous();
    const auto path = folder / (name + ".floats");
    write_file(path, std::string_view(static_cast<const char*>(plain.data_ptr()), plain.nbytes()));
    request["inputs"][name] = {{"file", path.string()}, {"dims", plain.sizes().vec()}};
  }
  write_file(folder / "request.json", request.dump());
  const std::string command = "node '" PSGAN_RUN_GRAPH "' '" + node_modules().string() + "' '" +
                              (folder / "request.json").string() + "'";
  if (std::system(command.c_str()) != 0) {
    ADD_FAILURE() << command;
    return {};
  }
  const std::string bytes = read_text_file(folder / "found");
  const auto count = static_cast<std::int64_t>(bytes.size() / sizeof(float));
  const torch::Tensor found = torch::empty({count});
  std::memcpy(found.data_ptr(), bytes.data(), bytes.size());
  return found;
}

}  // namespace psgan::trainer
