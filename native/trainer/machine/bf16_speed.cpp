#include "trainer/machine/bf16_speed.h"

#include <torch/torch.h>
#include <torch/version.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// AMX's for bf16.
bool has_tile_instructions() {
#if defined(__x86_64__)
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d >> 22 & 1) != 0;
#else
  return false;
#endif
}

bool processor_has_instructions() {
#if defined(__x86_64__)
  // The system must save the wide registers, too, which only the compiler's own question asks.
  if (!__builtin_cpu_supports("avx512f")) return false;
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool avx512_bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 5 & 1) != 0;
  return avx512_bf16 || has_tile_instructions();
#else
  return false;
#endif
}

/// Seconds of a layer's convolution forward and backward: 64 features at 32², a minibatch of 4.
class Convolution {
 public:
  explicit Convolution(torch::ScalarType type)
      : x_(torch::ones({4, 64, 32, 32}, type).contiguous(torch::MemoryFormat::ChannelsLast)),
        weight_(torch::full({64, 64, 3, 3}, 0.01, type)) {
    x_.set_requires_grad(true);
    weight_.set_requires_grad(true);
  }

  double seconds() const {
    const auto start = std::chrono::steady_clock::now();
    const Tensor y = torch::conv2d(x_, weight_, {}, 1, 1);
    torch::autograd::grad({y}, {x_, weight_}, {torch::ones_like(y)});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

 private:
  Tensor x_, weight_;
};

double measured_ratio() {
  const torch::AutoGradMode with_gradients(true);
  try {
    const Convolution in_fp32(torch::kFloat32), in_bf16(torch::kBFloat16);
    in_fp32.seconds();
    double bf16 = in_bf16.seconds(), fp32 = in_fp32.seconds();
    // The first of each prepares things; where bf16 is emulated, it says enough.
    if (bf16 > 20 * fp32) return fp32 / bf16;
    // In turns, the shortest of each: whatever else the machine does, it makes none shorter.
    bf16 = fp32 = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 8; ++round) {
      fp32 = std::min(fp32, in_fp32.seconds());
      bf16 = std::min(bf16, in_bf16.seconds());
    }
    return fp32 / bf16;
  } catch (const c10::Error&) {
    return 0;
  }
}

}  // namespace

const Bf16Speed& bf16_speed() {
  static const Bf16Speed speed{processor_has_instructions(), measured_ratio()};
  return speed;
}

bool bf16_is_faster() { return processor_has_instructions() && bf16_speed().is_faster(); }

std::int64_t widest_bf16_rows() {
  static const bool limited = TORCH_VERSION_MAJOR < 2 && has_tile_instructions();
  return limited ? 224 : std::numeric_limits<std::int64_t>::max();
}

std::string bf16_warning(const Bf16Speed& speed) {
  if (speed.is_faster()) return {};
  if (speed.ratio == 0) return "LibTorch cannot convolve in bf16 on this processor";
  char ratio[32];
  std::snprintf(ratio, sizeof ratio, "%.2f", speed.ratio);
  return std::string(speed.has_instructions ? "this processor says that it computes in bf16, but a"
                                            : "this processor only emulates bf16: a") +
         " convolution runs at " + ratio +
         " times the speed of fp32; --precision auto chooses fp32";
}

}  // namespace psgan::trainer
