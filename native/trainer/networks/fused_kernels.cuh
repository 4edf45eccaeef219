// The kernels of fused_kernels.h. They use so little of CUDA that a test emulates them on the CPU,
// thread by thread.
//
// They are bound by memory. A thread takes eight channels at a time, which are 16 bytes of
// bf16, and a group of `lanes` neighbouring threads takes a pixel: 2 of them 16 channels, a warp
// 256. All arithmetic is fp32.
#pragma once

#include <cstdint>

#include "trainer/networks/fused_kernels.h"

namespace psgan::trainer::kernels {

constexpr int channels_at_once = 8, block_threads = 256;

struct Bfloat16 {
  std::uint16_t bits;
};

__device__ inline void load(const float* from, float (&to)[channels_at_once]) {
  for (int half = 0; half < 2; ++half) {
    const float4 four = reinterpret_cast<const float4*>(from)[half];
    to[4 * half] = four.x;
    to[4 * half + 1] = four.y;
    to[4 * half + 2] = four.z;
    to[4 * half + 3] = four.w;
  }
}

__device__ inline void load(const Bfloat16* from, float (&to)[channels_at_once]) {
  const uint4 raw = *reinterpret_cast<const uint4*>(from);
  const std::uint32_t words[] = {raw.x, raw.y, raw.z, raw.w};
  for (int i = 0; i < 4; ++i) {
    to[2 * i] = __uint_as_float(words[i] << 16);
    to[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000u);
  }
}

__device__ inline void store(const float (&from)[channels_at_once], float* to) {
  for (int half = 0; half < 2; ++half) {
    reinterpret_cast<float4*>(to)[half] = {from[4 * half], from[4 * half + 1], from[4 * half + 2],
                                           from[4 * half + 3]};
  }
}

/// To nearest, ties to even; NaN stays NaN.
__device__ inline std::uint32_t bfloat16_bits(float value) {
  const std::uint32_t bits = __float_as_uint(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return bits >> 16 | 0x40u;
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

__device__ inline void store(const float (&from)[channels_at_once], Bfloat16* to) {
  std::uint32_t words[4];
  for (int i = 0; i < 4; ++i) {
    words[i] = bfloat16_bits(from[2 * i]) | bfloat16_bits(from[2 * i + 1]) << 16;
  }
  *reinterpret_cast<uint4*>(to) = {words[0], words[1], words[2], words[3]};
}

/// The sum over the `lanes` neighbours that share a pixel; all threads of the warp must call it.
__device__ inline float sum_over_lanes(float mine, int lanes) {
  for (int distance = lanes / 2; distance > 0; distance /= 2) {
    mine += __shfl_xor_sync(0xffffffffu, mine, distance);
  }
  return mine;
}

/// `vectors` is how often a thread takes eight channels of its pixel.
template <typename T, int vectors>
__global__ void norm_forward(FusedShape shape, int lanes, const T* x, const T* part,
                             const float* scale, T* n, T* y, float* inverse) {
  const std::int64_t thread = std::int64_t{blockIdx.x} * block_threads + threadIdx.x;
  const std::int64_t pixel = thread / lanes, row = pixel * shape.channels;
  const int lane = static_cast<int>(thread % lanes);
  const bool inside = pixel < shape.images * shape.pixels;
  float a[vectors][channels_at_once] = {}, sum = 0;
  for (int v = 0; v < vectors; ++v) {
    const int c = (lane + v * lanes) * channels_at_once;
    if (!inside || c >= shape.channels) continue;
    load(x + row + c, a[v]);
    float added[channels_at_once] = {};
    if (part != nullptr) load(part + row + c, added);
    for (int i = 0; i < channels_at_once; ++i) {
      const float value = a[v][i] + added[i];
      a[v][i] = value > 0 ? value : value * lrelu_slope;
      sum += a[v][i] * a[v][i];
    }
  }
  const float factor = 1 / sqrtf(sum_over_lanes(sum, lanes) / static_cast<float>(shape.channels) +
                                 pixel_norm_epsilon);
  if (!inside) return;
  if (lane == 0) inverse[pixel] = factor;
  const std::int64_t image = pixel / shape.pixels;
  for (int v = 0; v < vectors; ++v) {
    const int c = (lane + v * lanes) * channels_at_once;
    if (c >= shape.channels) continue;
    for (float& value : a[v]) value *= factor;
    if (scale != nullptr) {
      store(a[v], n + row + c);
      float scales[channels_at_once];
      load(scale + image * shape.channels + c, scales);
      for (int i = 0; i < channels_at_once; ++i) a[v][i] *= scales[i];
    }
    store(a[v], y + row + c);
  }
}

/// A block takes every N-th group of pixels of image blockIdx.y, N being the number of blocks. With
/// n = a·s and s = 1/√(mean a² + ε): da = s·(g − n·mean(g·n)).
template <typename T, int vectors>
__global__ void norm_backward(FusedShape shape, int lanes, const T* g, const T* n,
                              const float* inverse, const float* scale, T* dx, float* dscale) {
  const int groups = block_threads / lanes, group = static_cast<int>(threadIdx.x) / lanes;
  const int lane = static_cast<int>(threadIdx.x) % lanes;
  const std::int64_t first_pixel = std::int64_t{blockIdx.y} * shape.pixels;
  float scales[vectors][channels_at_once], sums[vectors][channels_at_once] = {};
  for (int v = 0; v < vectors; ++v) {
    const int c = (lane + v * lanes) * channels_at_once;
    for (float& value : scales[v]) value = 1;
    if (scale != nullptr && c < shape.channels) {
      load(scale + std::int64_t{blockIdx.y} * shape.channels + c, scales[v]);
    }
  }
  // All threads take equally many rounds, because the sum over lanes needs the whole warp.
  for (std::int64_t first = std::int64_t{blockIdx.x} * groups; first < shape.pixels;
       first += std::int64_t{gridDim.x} * groups) {
    const bool inside = first + group < shape.pixels;
    const std::int64_t pixel = first_pixel + first + group, row = pixel * shape.channels;
    float given[vectors][channels_at_once] = {}, normal[vectors][channels_at_once] = {}, sum = 0;
    for (int v = 0; v < vectors; ++v) {
      const int c = (lane + v * lanes) * channels_at_once;
      if (!inside || c >= shape.channels) continue;
      load(g + row + c, given[v]);
      load(n + row + c, normal[v]);
      for (int i = 0; i < channels_at_once; ++i) {
        const float product = given[v][i] * normal[v][i];
        sums[v][i] += product;
        sum += product * scales[v][i];
      }
    }
    const float along = sum_over_lanes(sum, lanes) / static_cast<float>(shape.channels);
    if (!inside) continue;
    const float factor = inverse[pixel];
    for (int v = 0; v < vectors; ++v) {
      const int c = (lane + v * lanes) * channels_at_once;
      if (c >= shape.channels) continue;
      for (int i = 0; i < channels_at_once; ++i) {
        const float activated = normal[v][i] > 0 ? factor : factor * lrelu_slope;
        given[v][i] = (given[v][i] * scales[v][i] - normal[v][i] * along) * activated;
      }
      store(given[v], dx + row + c);
    }
  }
  if (dscale == nullptr) return;
  // Summed in a fixed order, so that a step is reproducible.
  __shared__ float all[block_threads][channels_at_once];
  for (int v = 0; v < vectors; ++v) {
    for (int i = 0; i < channels_at_once; ++i) all[threadIdx.x][i] = sums[v][i];
    __syncthreads();
    const int owner = static_cast<int>(threadIdx.x) / channels_at_once;
    const int i = static_cast<int>(threadIdx.x) % channels_at_once;
    const int c = (owner + v * lanes) * channels_at_once + i;
    if (owner < lanes && c < shape.channels) {
      float sum = 0;
      for (int other = 0; other < groups; ++other) sum += all[other * lanes + owner][i];
      const std::int64_t row = std::int64_t{blockIdx.y} * gridDim.x + blockIdx.x;
      dscale[row * shape.channels + c] = sum;
    }
    __syncthreads();
  }
}

template <typename T>
__global__ void add_lrelu(std::int64_t count, T* x, const T* part) {
  const std::int64_t thread = std::int64_t{blockIdx.x} * block_threads + threadIdx.x;
  const std::int64_t at = thread * channels_at_once;
  if (at >= count) return;
  float values[channels_at_once], added[channels_at_once];
  load(x + at, values);
  load(part + at, added);
  for (int i = 0; i < channels_at_once; ++i) {
    const float value = values[i] + added[i];
    values[i] = value > 0 ? value : value * lrelu_slope;
  }
  store(values, x + at);
}

/// How many threads share a pixel: a power of two, so that sums over them are simple.
constexpr int lanes_of(int channels) {
  int lanes = 1;
  while (lanes < 32 && lanes * channels_at_once < channels) lanes *= 2;
  return lanes;
}

}  // namespace psgan::trainer::kernels
