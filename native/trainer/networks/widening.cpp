#include "trainer/networks/widening.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "psgan/error.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

// The copies' shares differ by about so much of themselves.
constexpr double unevenness = 0.25;

/// How often each channel is there.
std::int64_t times(std::int64_t from, std::int64_t to, const std::string& where) {
  if (to % from == 0) return to / from;
  throw Error(where + ": " + std::to_string(from) + " feature maps cannot become " +
              std::to_string(to) + ", expected a multiple");
}

/// [from,…] → [to,…]: all channels, then all of them again.
Tensor with_copies(const Tensor& weight, std::int64_t to, const std::string& where) {
  std::vector<std::int64_t> repeats(weight.dim(), 1);
  repeats[0] = times(weight.size(0), to, where);
  return weight.repeat(repeats);
}

/// [out,from,…] → [out,to,…]: each input's weight in shares, one for each copy.
Tensor shared_out(const Tensor& weight, std::int64_t to, const std::string& where) {
  const std::int64_t copies = times(weight.size(1), to, where);
  if (copies == 1) return weight;
  std::vector<std::int64_t> shape = weight.sizes().vec();
  shape.insert(shape.begin() + 1, copies);
  const Tensor noise = torch::randn(shape, weight.options().requires_grad(false));
  const Tensor shares = (1 + unevenness * (noise - noise.mean(1, true))) / copies;
  return (weight.unsqueeze(1) * shares).flatten(1, 2);
}

/// `features` inputs come in copies; those after them (condition map, the minibatch's deviation)
/// are there once.
Tensor widened(const Tensor& weight, std::int64_t features, std::int64_t wide_features,
               std::int64_t out, const std::string& where) {
  const Tensor once = weight.narrow(1, features, weight.size(1) - features);
  const Tensor shared = features == 0
                            ? weight.narrow(1, 0, 0)
                            : shared_out(weight.narrow(1, 0, features), wide_features, where);
  return with_copies(torch::cat({shared, once}, 1), out, where);
}

/// False if these are no layers of this kind.
template <typename Layer>
bool widen(const torch::nn::Module& small, torch::nn::Module& large, const std::string& where) {
  const auto* from = dynamic_cast<const Layer*>(&small);
  auto* to = dynamic_cast<Layer*>(&large);
  if (!from || !to) return false;
  std::int64_t features = from->weight.size(1), wide = to->weight.size(1);
  if constexpr (std::is_same_v<Layer, ConditionedConvImpl>) {
    features = from->features() - from->extra();
    wide = to->features() - to->extra();
  }
  to->set_scaled_weight(widened(from->scaled_weight(), features, wide, to->weight.size(0), where));
  to->bias.copy_(with_copies(from->bias, to->bias.size(0), where));
  return true;
}

bool same_shapes(const torch::nn::Module& a, const torch::nn::Module& b) {
  const auto of_a = a.named_parameters(), of_b = b.named_parameters();
  return std::all_of(of_a.begin(), of_a.end(), [&](const auto& parameter) {
    const Tensor* other = of_b.find(parameter.key());
    return other && other->sizes() == parameter.value().sizes();
  });
}

}  // namespace

void copy_widened(const torch::nn::Module& small, torch::nn::Module& large,
                  const std::string& where) {
  const torch::NoGradGuard no_grad;
  const auto own = small.named_parameters(/*recurse=*/false);
  for (auto& parameter : large.named_parameters(/*recurse=*/false)) {
    if (const Tensor* from = own.find(parameter.key())) parameter.value().copy_(*from);
  }
  const auto known = small.named_children();
  for (auto& child : large.named_children()) {
    const auto* from = known.find(child.key());
    if (!from) continue;
    torch::nn::Module& layer = *child.value();
    const std::string what = where + ", layer " + child.key();
    if (!layer.children().empty() || same_shapes(**from, layer)) {
      copy_widened(**from, layer, what);
    } else if (!widen<EqualizedConvImpl>(**from, layer, what) &&
               !widen<ConditionedConvImpl>(**from, layer, what) &&
               !widen<EqualizedLinearImpl>(**from, layer, what)) {
      throw Error(what + ": cannot be widened");
    }
  }
}

}  // namespace psgan::trainer
