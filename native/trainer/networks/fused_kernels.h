// The GPU implementation of fused.h: one kernel forward, one backward. Independent of LibTorch, so
// that CUDA's compiler sees nothing but kernels. Features are [images, pixels, channels],
// contiguous.
#pragma once

#include <cstdint>

namespace psgan::trainer {

/// The slope of leaky ReLU, and pixel norm's ε.
inline constexpr float lrelu_slope = 0.2f, pixel_norm_epsilon = 1e-8f;

struct FusedShape {
  std::int64_t images, pixels;  ///< Pixels of one image.
  int channels;
};

enum class FusedType { float32, bfloat16 };

/// Whether there are kernels for this number of channels: a multiple of 8, at most 512.
constexpr bool has_fused_kernels(std::int64_t channels) {
  return channels % 8 == 0 && channels <= 512;
}

/// Number of parts in which a backward pass sums an image's gradient of the scale.
int backward_parts(const FusedShape& shape);

/// The kernels read and write the GPU's memory, in the order of `stream` (a cudaStream_t). `part`
/// and `scale` may be null. Errors are left to cudaGetLastError().
///
/// n = a / √(mean a² + ε) with a = lrelu(x + part), means over channels; y = n · scale. `inverse`
/// [images,pixels] is the factor of a. n may be x; without a scale only y is written.
void launch_norm_forward(FusedType type, const FusedShape& shape, const void* x, const void* part,
                         const float* scale, void* n, void* y, float* inverse, void* stream);

/// dx from g = dy; `dscale` [images, backward_parts(), channels] sums to the scale's gradient over
/// the parts. Null where there is no scale.
void launch_norm_backward(FusedType type, const FusedShape& shape, const void* g, const void* n,
                          const float* inverse, const float* scale, void* dx, float* dscale,
                          void* stream);

/// x = lrelu(x + part) of `count` numbers, a multiple of eight.
void launch_add_lrelu(FusedType type, std::int64_t count, void* x, const void* part, void* stream);

}  // namespace psgan::trainer
