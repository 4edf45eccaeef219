#include "trainer/fused.h"

#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include <cmath>
#include <utility>

#include "trainer/layers.h"
#include "trainer/vectorized.h"

namespace psgan {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr float slope = 0.2f;
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
        const float activated = v > 0 ? v : v * slope;
        n[c + i] = activated;
        sums[i] += activated * activated;
      }
    }
    for (; c < channels; ++c) {
      const float v = part != nullptr ? x[c] + part[c] : x[c];
      n[c] = v > 0 ? v : v * slope;
      sum += n[c] * n[c];
    }
    for (std::int64_t i = 0; i < lanes; ++i) sum += sums[i];
    const float factor =
        1 / std::sqrt(sum / static_cast<float>(channels) + static_cast<float>(pixel_norm_epsilon));
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
      dx[c] = (scaled - n[c] * along) * factor * (n[c] > 0 ? 1.0f : slope);
    }
    g += channels;
    n += channels;
    dx += channels;
  }
}

PSGAN_VECTORIZED void add_activate(std::int64_t count, float* x, const float* part) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float v = x[i] + part[i];
    x[i] = v > 0 ? v : v * slope;
  }
}

bool has_own_loop(const Tensor& x) {
  return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 &&
         x.is_contiguous(torch::MemoryFormat::ChannelsLast);
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
    const Tensor part = given_part ? channels_last(*given_part) : Tensor();
    const Tensor scale = given_scale ? given_scale->contiguous() : Tensor();
    const Image image{x.size(2) * x.size(3), x.size(1)};
    // Without a scale the result is the normalized features, and has to have memory of its own:
    // an output may not be an input that was written to behind autograd's back.
    const Tensor y = torch::empty_like(x);
    const Tensor n = scale.defined() ? x : y;
    const Tensor inverse = torch::empty({x.size(0), x.size(2), x.size(3)}, x.options());
    RECORD_FUNCTION("psgan::add_lrelu_norm_", std::vector<c10::IValue>({x, x, x, part}));
    at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t at = i * image.pixels * image.channels;
        norm_forward(image, x.data_ptr<float>() + at,
                     part.defined() ? part.data_ptr<float>() + at : nullptr,
                     scale.defined() ? scale.data_ptr<float>() + i * image.channels : nullptr,
                     n.data_ptr<float>() + at, y.data_ptr<float>() + at,
                     inverse.data_ptr<float>() + i * image.pixels);
      }
    });
    context->save_for_backward({n, inverse, scale});
    context->saved_data["has_part"] = part.defined();
    return y;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &n = saved[0], &inverse = saved[1], &scale = saved[2];
    const Tensor g = channels_last(gradients[0]);
    const Image image{n.size(2) * n.size(3), n.size(1)};
    const Tensor dx = torch::empty_like(n);
    const Tensor dscale = scale.defined() ? torch::zeros_like(scale) : Tensor();
    RECORD_FUNCTION("psgan::add_lrelu_norm_backward", std::vector<c10::IValue>({g, n, n}));
    at::parallel_for(0, n.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t at = i * image.pixels * image.channels, row = i * image.channels;
        norm_backward(image, g.data_ptr<float>() + at, n.data_ptr<float>() + at,
                      inverse.data_ptr<float>() + i * image.pixels,
                      scale.defined() ? scale.data_ptr<float>() + row : nullptr,
                      dx.data_ptr<float>() + at,
                      scale.defined() ? dscale.data_ptr<float>() + row : nullptr);
      }
    });
    return {dx, context->saved_data["has_part"].toBool() ? dx : Tensor(), dscale};
  }
};

class AddLrelu : public torch::autograd::Function<AddLrelu> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& given_part) {
    const Tensor part = channels_last(given_part);
    RECORD_FUNCTION("psgan::add_lrelu_", std::vector<c10::IValue>({x, x, part}));
    float* out = x.data_ptr<float>();
    const float* added = part.data_ptr<float>();
    at::parallel_for(0, x.numel(), 1 << 16, [&](std::int64_t begin, std::int64_t end) {
      add_activate(end - begin, out + begin, added + begin);
    });
    context->mark_dirty({x});
    context->save_for_backward({x});
    return x;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    // LibTorch's own operation, which can be differentiated once more.
    const Tensor dx =
        at::leaky_relu_backward(gradients[0], context->get_saved_variables()[0], slope, true);
    return {dx, dx};
  }
};

}  // namespace

Tensor add_lrelu(const Tensor& x, const Tensor& part) {
  Tensor mine = x;
  if (!part.defined()) return torch::leaky_relu_(mine, slope);
  if (has_own_loop(x) && part.sizes() == x.sizes()) return AddLrelu::apply(x, part);
  return torch::leaky_relu_(mine.add_(part), slope);
}

Tensor add_lrelu_norm(const Tensor& x, const Tensor& part, const Tensor& scale) {
  if (has_own_loop(x)) return AddLreluNorm::apply(x, maybe(part), maybe(scale));
  return add_lrelu_norm_by_tensors(x, part, scale);
}

Tensor add_lrelu_norm_by_tensors(const Tensor& x, const Tensor& part, const Tensor& scale) {
  const Tensor y = pixel_norm(torch::leaky_relu(part.defined() ? x + part : x, slope));
  return scale.defined() ? y * scale.unsqueeze(2).unsqueeze(3).to(y.scalar_type()) : y;
}

}  // namespace psgan
