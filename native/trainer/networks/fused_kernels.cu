#include <cuda_runtime.h>

#include <algorithm>

#include "trainer/networks/fused_kernels.cuh"

namespace psgan::trainer {
namespace {

constexpr int most_parts = 128;

unsigned blocks_for(std::int64_t threads) {
  return static_cast<unsigned>((threads + kernels::block_threads - 1) / kernels::block_threads);
}

/// Calls `launch` with a null pointer of the type and the number of vectors, for it to infer both.
template <typename Launch>
void with_type(FusedType type, int channels, Launch&& launch) {
  const bool once = channels <= 32 * kernels::channels_at_once;
  const auto with_vectors = [&](auto* null) {
    if (once) {
      launch(null, std::integral_constant<int, 1>());
    } else {
      launch(null, std::integral_constant<int, 2>());
    }
  };
  if (type == FusedType::bfloat16) {
    with_vectors(static_cast<kernels::Bfloat16*>(nullptr));
  } else {
    with_vectors(static_cast<float*>(nullptr));
  }
}

}  // namespace

int backward_parts(const FusedShape& shape) {
  const std::int64_t groups = kernels::block_threads / kernels::lanes_of(shape.channels);
  // A few rounds for each block, so that its sums cost little.
  const std::int64_t parts = (shape.pixels + 4 * groups - 1) / (4 * groups);
  return static_cast<int>(std::min<std::int64_t>(parts, most_parts));
}

void launch_norm_forward(FusedType type, const FusedShape& shape, const void* x, const void* part,
                         const float* scale, void* n, void* y, float* inverse, void* stream) {
  const int lanes = kernels::lanes_of(shape.channels);
  const unsigned blocks = blocks_for(shape.images * shape.pixels * lanes);
  with_type(type, shape.channels, [&](auto* null, auto vectors) {
    using T = std::remove_pointer_t<decltype(null)>;
    kernels::norm_forward<T, decltype(vectors)::value>
        <<<blocks, kernels::block_threads, 0, static_cast<cudaStream_t>(stream)>>>(
            shape, lanes, static_cast<const T*>(x), static_cast<const T*>(part), scale,
            static_cast<T*>(n), static_cast<T*>(y), inverse);
  });
}

void launch_norm_backward(FusedType type, const FusedShape& shape, const void* g, const void* n,
                          const float* inverse, const float* scale, void* dx, float* dscale,
                          void* stream) {
  const int lanes = kernels::lanes_of(shape.channels);
  const dim3 blocks(static_cast<unsigned>(backward_parts(shape)),
                    static_cast<unsigned>(shape.images));
  with_type(type, shape.channels, [&](auto* null, auto vectors) {
    using T = std::remove_pointer_t<decltype(null)>;
    kernels::norm_backward<T, decltype(vectors)::value>
        <<<blocks, kernels::block_threads, 0, static_cast<cudaStream_t>(stream)>>>(
            shape, lanes, static_cast<const T*>(g), static_cast<const T*>(n), inverse, scale,
            static_cast<T*>(dx), dscale);
  });
}

void launch_add_lrelu(FusedType type, std::int64_t count, void* x, const void* part, void* stream) {
  const unsigned blocks = blocks_for(count / kernels::channels_at_once);
  with_type(type, kernels::channels_at_once, [&](auto* null, auto) {
    using T = std::remove_pointer_t<decltype(null)>;
    kernels::add_lrelu<T><<<blocks, kernels::block_threads, 0, static_cast<cudaStream_t>(stream)>>>(
        count, static_cast<T*>(x), static_cast<const T*>(part));
  });
}

}  // namespace psgan::trainer
