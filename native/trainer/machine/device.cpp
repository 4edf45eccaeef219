#include "trainer/machine/device.h"

#include <cstdlib>
#include <regex>

#include "psgan/error.h"

namespace psgan::trainer {

torch::Device device_named(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  std::smatch parts;
  if (!std::regex_match(name, parts, std::regex("cuda(?::([0-9]{1,3}))?"))) {
    throw UsageError("--device is \"" + name + "\", expected cpu, cuda or cuda:N");
  }
  if (!torch::cuda::is_available()) {
    throw Error("--device " + name + ": this program's LibTorch finds no CUDA device");
  }
  const int number = parts[1].matched ? std::atoi(parts[1].str().c_str()) : 0;
  const auto count = static_cast<int>(torch::cuda::device_count());
  if (number >= count) {
    throw Error("--device " + name + ": there are " + std::to_string(count) +
                " CUDA devices, the first one is cuda:0");
  }
  return {torch::kCUDA, static_cast<c10::DeviceIndex>(number)};
}

}  // namespace psgan::trainer
