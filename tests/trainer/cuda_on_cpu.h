// As much of CUDA as our kernels need, on the CPU: each of a block's threads is one of the
// system's, blocks run one after the other. Include it before the kernels.
#pragma once

#include <barrier>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#define __device__
#define __global__
#define __shared__ static  // blocks do not run at the same time

struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) uint4 {
  std::uint32_t x, y, z, w;
};
struct dim3 {
  unsigned x = 1, y = 1;
};

namespace cuda_on_cpu {

constexpr unsigned warp = 32;

struct Warp {
  std::barrier<> all{warp};
  float values[warp] = {};
};

struct Block {
  explicit Block(unsigned threads) : all(threads) {
    for (unsigned i = 0; i < threads; i += warp) warps.push_back(std::make_unique<Warp>());
  }
  std::barrier<> all;
  std::vector<std::unique_ptr<Warp>> warps;
};

inline thread_local Block* block = nullptr;

}  // namespace cuda_on_cpu

inline thread_local dim3 blockIdx, threadIdx;
inline dim3 gridDim;

inline float __uint_as_float(std::uint32_t bits) { return std::bit_cast<float>(bits); }
inline std::uint32_t __float_as_uint(float value) { return std::bit_cast<std::uint32_t>(value); }
inline void __syncthreads() { cuda_on_cpu::block->all.arrive_and_wait(); }

inline float __shfl_xor_sync(std::uint32_t, float mine, int distance) {
  cuda_on_cpu::Warp& warp = *cuda_on_cpu::block->warps[threadIdx.x / cuda_on_cpu::warp];
  const unsigned lane = threadIdx.x % cuda_on_cpu::warp;
  warp.values[lane] = mine;
  warp.all.arrive_and_wait();
  const float other = warp.values[lane ^ static_cast<unsigned>(distance)];
  warp.all.arrive_and_wait();
  return other;
}

namespace cuda_on_cpu {

/// kernel<<<grid, threads>>>(arguments...)
template <typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, unsigned threads, Arguments... arguments) {
  gridDim = grid;
  for (unsigned y = 0; y < grid.y; ++y) {
    for (unsigned x = 0; x < grid.x; ++x) {
      Block shared(threads);
      std::vector<std::jthread> running;
      for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back([&, i] {
          block = &shared;
          blockIdx = {x, y};
          threadIdx = {i, 0};
          kernel(arguments...);
        });
      }
    }
  }
}

}  // namespace cuda_on_cpu
