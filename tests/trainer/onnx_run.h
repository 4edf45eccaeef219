// A graph in onnxruntime, with any inputs.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "common/program.h"
#include "temporary_folder.h"

namespace psgan::trainer {

/// What `output` is for these inputs, as float32 in one dimension. Files go to `folder`.
inline torch::Tensor run_in_onnxruntime(const TemporaryFolder& folder, const std::string& model,
                                        const std::map<std::string, torch::Tensor>& inputs,
                                        const std::string& output) {
  const char* given = std::getenv("PSGAN_NODE_MODULES");
  const std::string modules = given != nullptr ? given : PSGAN_NODE_MODULES;
  if (!std::filesystem::exists(modules + "/onnxruntime-node")) {
    ADD_FAILURE() << "onnxruntime-node is not in " << modules;
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
  const std::string command =
      "node '" PSGAN_RUN_GRAPH "' '" + modules + "' '" + (folder / "request.json").string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
  const std::string bytes = read_text_file(folder / "found");
  const auto count = static_cast<std::int64_t>(bytes.size() / sizeof(float));
  const torch::Tensor found = torch::empty({count});
  std::memcpy(found.data_ptr(), bytes.data(), bytes.size());
  return found;
}

}  // namespace psgan::trainer
