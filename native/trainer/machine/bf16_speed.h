// Whether this processor computes in bf16 faster than in fp32, and where wrongly.
#pragma once

#include <cstdint>
#include <string>

namespace psgan::trainer {

struct Bf16Speed {
  bool has_instructions = false;  ///< AVX512-BF16 or AMX, by cpuid.
  /// Time of a convolution, forward and backward, in fp32 over that in bf16; 0: bf16 cannot be
  /// computed here at all.
  double ratio = 0;

  bool is_faster() const { return has_instructions && ratio > 1; }
};

/// Of this machine, measured at the first call, which takes a tenth of a second (more where bf16 is
/// emulated), and kept: all runs of one process compute alike.
const Bf16Speed& bf16_speed();

/// bf16_speed().is_faster(), measured only where the processor says that it has the instructions;
/// a virtual machine may say so and emulate them.
bool bf16_is_faster();

/// The widest rows of which a bf16 convolution on this processor gets its kernel's gradient right:
/// by AMX, LibTorch 1.13 reads memory there that nobody has written, which gives other numbers each
/// time and infinite ones within fifty steps. Without a limit elsewhere.
std::int64_t widest_bf16_rows();

/// A sentence for a user who asks for bf16 on such a processor; empty where nothing is wrong.
std::string bf16_warning(const Bf16Speed& speed);

}  // namespace psgan::trainer
