#include "trainer/networks/fused.h"

#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "trainer/machine/vectorized.h"
#include "trainer/networks/fused_kernels.h"
#include "trainer/networks/layers.h"

#ifdef PSGAN_CUDA_KERNELS
#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/DeviceGuard.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace psgan::trainer {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr std::int64_t lanes = 8;  // partial sums, so that the compiler may vectorize a sum

struct Image {
  std::int64_t pixels, channels;
};

/// One image's forward pass. `part` and `scale` may be null; then n and y are the same memory.
/// x becomes the normalized features n, y is n · scale, `inverse` [pixels] what x was divided by.
PSGAN_VECTORIZED void norm_forward(const Image image, const float* x, const float* part,
                                   const float* scale, float* n, float* y, float* inverse) {
  const std::int64_t channels = image.channels;
  for (std::int64_t pixel = 0; pixel < image.pixels; ++pixel) {
    float sums[lanes] = {}, sum = 0;
    std::int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
      for (std::int64_t i = 0; i < lanes; ++i) {
        const float v = part != nullptr ? x[c + i] + part[c + i] : x[c + i];
        const float activated = v > 0 ? v : v * lrelu_slope;
        n[c + i] = activated;
        sums[i] += activated * activated;
      }
    }
    for (; c < channels; ++c) {
      const float v = part != nullptr ? x[c] + part[c] : x[c];
      n[c] = v > 0 ? v : v * lrelu_slope;
      sum += n[c] * n[c];
    }
    for (std::int64_t i = 0; i < lanes; ++i) sum += sums[i];
    const float factor = 1 / std::sqrt(sum / static_cast<float>(channels) + pixel_norm_epsilon);
    inverse[pixel] = factor;
    if (scale != nullptr) {
      for (c = 0; c < channels; ++c) {
        n[c] *= factor;
        y[c] = n[c] * scale[c];
      }
      y += channels;
    } else {
      for (c = 0; c < channels; ++c) n[c] *= factor;
    }
    x += channels;
    n += channels;
    if (part != nullptr) part += channels;
  }
}

/// One image's backward pass: dx from g = dy; dscale [C] is added to.
/// With n = a·s, s = 1/√(mean a² + ε): da = s·(g − n·mean(g·n)), means over channels.
PSGAN_VECTORIZED void norm_backward(const Image image, const float* g, const float* n,
                                    const float* inverse, const float* scale, float* dx,
                                    float* dscale) {
  const std::int64_t channels = image.channels;
  for (std::int64_t pixel = 0; pixel < image.pixels; ++pixel) {
    float sums[lanes] = {}, sum = 0;
    std::int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
      for (std::int64_t i = 0; i < lanes; ++i) {
        const float product = g[c + i] * n[c + i];
        if (scale != nullptr) dscale[c + i] += product;
        sums[i] += scale != nullptr ? product * scale[c + i] : product;
      }
    }
    for (; c < channels; ++c) {
      const float product = g[c] * n[c];
      if (scale != nullptr) dscale[c] += product;
      sum += scale != nullptr ? product * scale[c] : product;
    }
    for (std::int64_t i = 0; i < lanes; ++i) sum += sums[i];
    const float along = sum / static_cast<float>(channels), factor = inverse[pixel];
    for (c = 0; c < channels; ++c) {
      const float scaled = scale != nullptr ? g[c] * scale[c] : g[c];
      dx[c] = (scaled - n[c] * along) * factor * (n[c] > 0 ? 1.0f : lrelu_slope);
    }
    g += channels;
    n += channels;
    dx += channels;
  }
}

PSGAN_VECTORIZED void add_activate(std::int64_t count, float* x, const float* part) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float v = x[i] + part[i];
    x[i] = v > 0 ? v : v * lrelu_slope;
  }
}

/// bf16 as it lies in memory: the upper half of an fp32.
using Bf16 = std::uint16_t;

PSGAN_VECTORIZED void widen(std::int64_t count, const Bf16* from, float* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    to[i] = std::bit_cast<float>(static_cast<std::uint32_t>(from[i]) << 16);
  }
}

/// Rounded to the nearest, halves to even; what is not a number stays so.
PSGAN_VECTORIZED void narrow(std::int64_t count, const float* from, Bf16* to) {
  for (std::int64_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(from[i]);
    const std::uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    const bool is_number = (bits & 0x7fffffff) <= 0x7f800000;
    to[i] = static_cast<Bf16>(is_number ? rounded : 0x7fc0);
  }
}

/// bf16 features are taken a piece at a time: widened into memory that stays in the processor's
/// cache, computed there in fp32 by the same loops, and rounded once on the way back.
constexpr std::int64_t numbers_in_piece = 4096;
struct Pieces {
  float first[numbers_in_piece], second[numbers_in_piece], third[numbers_in_piece];
};
Pieces& pieces_of_thread() {
  thread_local Pieces pieces;
  return pieces;
}

/// Calls work(first pixel, pixels) for pieces of an image that fit.
template <typename Work>
void each_piece(const Image& image, Work&& work) {
  const std::int64_t at_once = std::max<std::int64_t>(numbers_in_piece / image.channels, 1);
  for (std::int64_t pixel = 0; pixel < image.pixels; pixel += at_once) {
    work(pixel, std::min(at_once, image.pixels - pixel));
  }
}

/// norm_forward() of bf16 features; n and y may be the same memory, as may x and n.
void norm_forward_bf16(const Image& image, const Bf16* x, const Bf16* part, const float* scale,
                       Bf16* n, Bf16* y, float* inverse) {
  Pieces& wide = pieces_of_thread();
  each_piece(image, [&](std::int64_t pixel, std::int64_t pixels) {
    const std::int64_t at = pixel * image.channels, count = pixels * image.channels;
    widen(count, x + at, wide.first);
    if (part != nullptr) widen(count, part + at, wide.second);
    norm_forward({pixels, image.channels}, wide.first, part != nullptr ? wide.second : nullptr,
                 scale, wide.first, scale != nullptr ? wide.third : wide.first, inverse + pixel);
    narrow(count, wide.first, n + at);
    if (scale != nullptr) narrow(count, wide.third, y + at);
  });
}

/// norm_backward() of bf16 features; dscale stays fp32.
void norm_backward_bf16(const Image& image, const Bf16* g, const Bf16* n, const float* inverse,
                        const float* scale, Bf16* dx, float* dscale) {
  Pieces& wide = pieces_of_thread();
  each_piece(image, [&](std::int64_t pixel, std::int64_t pixels) {
    const std::int64_t at = pixel * image.channels, count = pixels * image.channels;
    widen(count, g + at, wide.first);
    widen(count, n + at, wide.second);
    norm_backward({pixels, image.channels}, wide.first, wide.second, inverse + pixel, scale,
                  wide.third, dscale);
    narrow(count, wide.third, dx + at);
  });
}

void add_activate_bf16(std::int64_t count, Bf16* x, const Bf16* part) {
  Pieces& wide = pieces_of_thread();
  for (std::int64_t at = 0; at < count; at += numbers_in_piece) {
    const std::int64_t numbers = std::min(numbers_in_piece, count - at);
    widen(numbers, x + at, wide.first);
    widen(numbers, part + at, wide.second);
    add_activate(numbers, wide.first, wide.second);
    narrow(numbers, wide.first, x + at);
  }
}

bool has_own_loop(const Tensor& x) {
  const bool fits = x.scalar_type() == torch::kFloat32 ||
                    (x.scalar_type() == torch::kBFloat16 && x.size(1) <= numbers_in_piece);
  return x.device().is_cpu() && fits && x.is_contiguous(torch::MemoryFormat::ChannelsLast);
}

/// x as the memory of its channels-last numbers; null if undefined.
template <typename T>
T* numbers_of(const Tensor& x) {
  return x.defined() ? static_cast<T*>(x.data_ptr()) : nullptr;
}

/// Memory `count` numbers of type T further on; null stays null.
template <typename T>
T* further(T* numbers, std::int64_t count) {
  return numbers == nullptr ? nullptr : numbers + count;
}

/// The forward pass for all images of type T; `part` and `scale` may be undefined. `scale` and
/// `inverse` are fp32.
template <typename T, typename Loop>
void forward_by(Loop loop, const Tensor& x, const Tensor& part, const Tensor& scale,
                const Tensor& n, const Tensor& y, const Tensor& inverse) {
  const Image image{x.size(2) * x.size(3), x.size(1)};
  at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t at = i * image.pixels * image.channels;
      loop(image, numbers_of<T>(x) + at, further(numbers_of<T>(part), at),
           further(numbers_of<float>(scale), i * image.channels), numbers_of<T>(n) + at,
           numbers_of<T>(y) + at, numbers_of<float>(inverse) + i * image.pixels);
    }
  });
}

void norm_forward_on_cpu(const Tensor& x, const Tensor& part, const Tensor& scale, const Tensor& n,
                         const Tensor& y, const Tensor& inverse) {
  if (x.scalar_type() == torch::kBFloat16) {
    forward_by<Bf16>(norm_forward_bf16, x, part, scale, n, y, inverse);
  } else {
    forward_by<float>(norm_forward, x, part, scale, n, y, inverse);
  }
}

/// The backward pass for all images of type T: fills dx and dscale.
template <typename T, typename Loop>
void backward_by(Loop loop, const Tensor& g, const Tensor& n, const Tensor& inverse,
                 const Tensor& scale, const Tensor& dx, const Tensor& dscale) {
  const Image image{n.size(2) * n.size(3), n.size(1)};
  at::parallel_for(0, n.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t at = i * image.pixels * image.channels, row = i * image.channels;
      loop(image, numbers_of<T>(g) + at, numbers_of<T>(n) + at,
           numbers_of<float>(inverse) + i * image.pixels, further(numbers_of<float>(scale), row),
           numbers_of<T>(dx) + at, further(numbers_of<float>(dscale), row));
    }
  });
}

/// Fills dx, returns the scale's gradient if there is a scale.
Tensor norm_backward_on_cpu(const Tensor& g, const Tensor& n, const Tensor& inverse,
                            const Tensor& scale, const Tensor& dx) {
  const Tensor dscale = scale.defined() ? torch::zeros_like(scale) : Tensor();
  if (n.scalar_type() == torch::kBFloat16) {
    backward_by<Bf16>(norm_backward_bf16, g, n, inverse, scale, dx, dscale);
  } else {
    backward_by<float>(norm_backward, g, n, inverse, scale, dx, dscale);
  }
  return dscale;
}

template <typename T, typename Loop>
void add_lrelu_by(Loop loop, const Tensor& x, const Tensor& part) {
  T* out = numbers_of<T>(x);
  const T* added = numbers_of<T>(part);
  at::parallel_for(0, x.numel(), 1 << 16, [&](std::int64_t begin, std::int64_t end) {
    loop(end - begin, out + begin, added + begin);
  });
}

void add_lrelu_on_cpu(const Tensor& x, const Tensor& part) {
  if (x.scalar_type() == torch::kBFloat16) {
    add_lrelu_by<Bf16>(add_activate_bf16, x, part);
  } else {
    add_lrelu_by<float>(add_activate, x, part);
  }
}

#ifdef PSGAN_CUDA_KERNELS
FusedType type_of(const Tensor& x) {
  return x.scalar_type() == torch::kBFloat16 ? FusedType::bfloat16 : FusedType::float32;
}

FusedShape shape_of(const Tensor& x) {
  return {x.size(0), x.size(2) * x.size(3), static_cast<int>(x.size(1))};
}

/// Launches on x's GPU, in the order of what LibTorch does there: launch(stream).
template <typename Launch>
void launch_for(const Tensor& x, Launch&& launch) {
  const c10::DeviceGuard on_its_gpu(x.device());
  launch(c10::cuda::getCurrentCUDAStream().stream());
  C10_CUDA_KERNEL_LAUNCH_CHECK();
}

void norm_forward_on_gpu(const Tensor& x, const Tensor& part, const Tensor& scale, const Tensor& n,
                         const Tensor& y, const Tensor& inverse) {
  launch_for(x, [&](void* stream) {
    launch_norm_forward(type_of(x), shape_of(x), x.data_ptr(), numbers_of<void>(part),
                        numbers_of<float>(scale), n.data_ptr(), y.data_ptr(),
                        numbers_of<float>(inverse), stream);
  });
}

Tensor norm_backward_on_gpu(const Tensor& g, const Tensor& n, const Tensor& inverse,
                            const Tensor& scale, const Tensor& dx) {
  const FusedShape shape = shape_of(n);
  const Tensor parts =
      scale.defined()
          ? torch::empty({shape.images, backward_parts(shape), shape.channels}, scale.options())
          : Tensor();
  launch_for(n, [&](void* stream) {
    launch_norm_backward(type_of(n), shape, g.data_ptr(), n.data_ptr(), numbers_of<float>(inverse),
                         numbers_of<float>(scale), dx.data_ptr(), numbers_of<float>(parts), stream);
  });
  return parts.defined() ? parts.sum(1) : Tensor();
}

bool kernels_agree();
#endif

/// Whether a GPU's kernels take such features.
bool has_own_kernel(const Tensor& x) {
#ifdef PSGAN_CUDA_KERNELS
  const auto type = x.scalar_type();
  return x.is_cuda() && (type == torch::kBFloat16 || type == torch::kFloat32) &&
         x.is_contiguous(torch::MemoryFormat::ChannelsLast) && has_fused_kernels(x.size(1)) &&
         kernels_agree();
#else
  (void)x;
  return false;
#endif
}

/// LibTorch's optional, whose name is not the same in all versions. Autograd takes one for what may
/// be undefined.
using MaybeTensor = decltype(std::declval<c10::IValue>().toOptional<Tensor>());

MaybeTensor maybe(const Tensor& x) { return x.defined() ? MaybeTensor(x) : MaybeTensor(); }

Tensor channels_last(const Tensor& x) { return x.contiguous(torch::MemoryFormat::ChannelsLast); }

class AddLreluNorm : public torch::autograd::Function<AddLreluNorm> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const MaybeTensor& given_part,
                        const MaybeTensor& given_scale) {
    const Tensor part = given_part ? channels_last(given_part->to(x.scalar_type())) : Tensor();
    const Tensor scale = given_scale ? given_scale->contiguous() : Tensor();
    // Without a scale the result is the normalized features, and has to have memory of its own:
    // an output may not be an input that was written to behind autograd's back.
    const Tensor y = torch::empty_like(x);
    const Tensor n = scale.defined() ? x : y;
    const Tensor inverse =
        torch::empty({x.size(0), x.size(2), x.size(3)}, x.options().dtype(torch::kFloat32));
    RECORD_FUNCTION("psgan::add_lrelu_norm_", std::vector<c10::IValue>({x, x, x, part}));
#ifdef PSGAN_CUDA_KERNELS
    if (x.is_cuda()) {
      norm_forward_on_gpu(x, part, scale, n, y, inverse);
    } else
#endif
      norm_forward_on_cpu(x, part, scale, n, y, inverse);
    context->save_for_backward({n, inverse, scale});
    context->saved_data["has_part"] = part.defined();
    return y;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &n = saved[0], &inverse = saved[1], &scale = saved[2];
    const Tensor g = channels_last(gradients[0].to(n.scalar_type()));
    const Tensor dx = torch::empty_like(n);
    RECORD_FUNCTION("psgan::add_lrelu_norm_backward", std::vector<c10::IValue>({g, n, n}));
    Tensor dscale;
#ifdef PSGAN_CUDA_KERNELS
    if (n.is_cuda()) {
      dscale = norm_backward_on_gpu(g, n, inverse, scale, dx);
    } else
#endif
      dscale = norm_backward_on_cpu(g, n, inverse, scale, dx);
    return {dx, context->saved_data["has_part"].toBool() ? dx : Tensor(), dscale};
  }
};

class AddLrelu : public torch::autograd::Function<AddLrelu> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& given_part) {
    const Tensor part = channels_last(given_part.to(x.scalar_type()));
    RECORD_FUNCTION("psgan::add_lrelu_", std::vector<c10::IValue>({x, x, part}));
#ifdef PSGAN_CUDA_KERNELS
    if (x.is_cuda()) {
      launch_for(x, [&](void* stream) {
        launch_add_lrelu(type_of(x), x.numel(), x.data_ptr(), part.data_ptr(), stream);
      });
    } else
#endif
      add_lrelu_on_cpu(x, part);
    context->mark_dirty({x});
    context->save_for_backward({x});
    return x;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    // LibTorch's own operation, which can be differentiated once more.
    const Tensor dx =
        at::leaky_relu_backward(gradients[0], context->get_saved_variables()[0], lrelu_slope, true);
    return {dx, dx};
  }
};

#ifdef PSGAN_CUDA_KERNELS
/// Whether the kernels draw what LibTorch's operations do, on this GPU and as compiled for it;
/// asked once. A wrong kernel would spoil a training without a word, so it is not used.
bool kernels_agree() {
  static const bool agree = [] {
    at::Generator random = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{5});
    const auto on_gpu = [&](at::IntArrayRef sizes) {
      return torch::randn(sizes, random, torch::TensorOptions()).to(torch::kCUDA);
    };
    const auto features = [&] {
      return on_gpu({3, 24, 16, 16}).contiguous(torch::MemoryFormat::ChannelsLast);
    };
    const Tensor x = features(), part = features(), g = features(), scale = on_gpu({3, 24});
    const auto gradients = [&](const auto& function) {
      const Tensor a = x.clone().requires_grad_(), b = scale.clone().requires_grad_();
      return torch::autograd::grad({(function(a * 1, b) * g).sum()}, {a, b});
    };
    const auto ours = gradients([&](const Tensor& a, const Tensor& b) {
      return AddLreluNorm::apply(a, maybe(part), maybe(b));
    });
    const auto wanted = gradients(
        [&](const Tensor& a, const Tensor& b) { return add_lrelu_norm_by_tensors(a, part, b); });
    bool alike = torch::equal(AddLrelu::apply(x.clone(), part), lrelu(x + part));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      alike = alike && torch::allclose(ours[i], wanted[i], 1e-3, 1e-3);
    }
    if (!alike) {
      std::fprintf(
          stderr,
          "psgan: this GPU's own kernels differ from LibTorch's operations, which are used "
          "instead; training is slower\n");
    }
    return alike;
  }();
  return agree;
}
#endif

}  // namespace

Tensor add_lrelu(const Tensor& x, const Tensor& part) {
  Tensor mine = x;
  if (!part.defined()) return torch::leaky_relu_(mine, lrelu_slope);
  if (part.sizes() == x.sizes() && (has_own_loop(x) || has_own_kernel(x))) {
    return AddLrelu::apply(x, part);
  }
  return torch::leaky_relu_(mine.add_(part), lrelu_slope);
}

Tensor add_lrelu_norm(const Tensor& x, const Tensor& part, const Tensor& scale) {
  if (has_own_loop(x) || has_own_kernel(x))
    return AddLreluNorm::apply(x, maybe(part), maybe(scale));
  return add_lrelu_norm_by_tensors(x, part, scale);
}

Tensor add_lrelu_norm_by_tensors(const Tensor& x, const Tensor& part, const Tensor& scale) {
  const Tensor y = pixel_norm(torch::leaky_relu(part.defined() ? x + part : x, lrelu_slope));
  return scale.defined() ? y * scale.unsqueeze(2).unsqueeze(3).to(y.scalar_type()) : y;
}

}  // namespace psgan::trainer
