#include "trainer/projection/latent_parameters.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace psgan::trainer {

using torch::Tensor;

LatentParameters::LatentParameters(LatentSpace space)
    : space_(std::move(space)), places_(encoded_places(space_.schema)) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    traits_ += places_[i].count;
    if (space_.schema[i].kind == TraitKind::choice) choices_ += places_[i].count;
  }
}

Tensor LatentParameters::of_latents(const Tensor& latents) const {
  Tensor parameters = latents.detach().clone();
  constexpr double share = 0.6;  // of the soft-max, for the chosen option
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (space_.schema[i].kind != TraitKind::choice) continue;
    const int others = std::max(places_[i].count - 1, 1);
    parameters.narrow(1, places_[i].first, places_[i].count)
        .mul_(std::log(share * others / (1 - share)));
  }
  return parameters;
}

Tensor LatentParameters::latents(const Tensor& parameters, Choices choices) const {
  if (traits_ == 0) return parameters;
  std::vector<Tensor> columns(places_.size());
  std::vector<std::pair<int, Tensor>> placed;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Trait& trait = space_.schema[i];
    Tensor own = parameters.narrow(1, places_[i].first, places_[i].count);
    if (trait.kind == TraitKind::choice) {
      own = choices == Choices::relaxed
                ? own.softmax(1)
                : torch::one_hot(own.argmax(1), places_[i].count).to(own.scalar_type());
    }
    if (!trait.shown_by.empty()) {
      const auto by = static_cast<std::size_t>(find_trait(space_.schema, trait.shown_by));
      Tensor shown = torch::zeros({own.size(0), 1}, own.options());
      for (const std::string& option : trait.shown_with) {
        const auto& options = space_.schema[by].options;
        shown =
            shown + columns[by].narrow(
                        1, std::find(options.begin(), options.end(), option) - options.begin(), 1);
      }
      own = own * shown;
    }
    columns[i] = own;
    placed.emplace_back(places_[i].first, own);
  }
  std::sort(placed.begin(), placed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Tensor> in_order;
  for (const auto& [first, own] : placed) in_order.push_back(own);
  in_order.push_back(parameters.narrow(1, traits_, parameters.size(1) - traits_));
  return torch::cat(in_order, 1);
}

TraitValues LatentParameters::values(const Tensor& latent) const {
  const Tensor numbers = latent[0].narrow(0, 0, traits_).cpu().contiguous();
  return decode(space_.schema,
                {numbers.data_ptr<float>(), static_cast<std::size_t>(numbers.numel())});
}

Tensor LatentParameters::unlikelihood(const Tensor& parameters) const {
  const std::int64_t free = parameters.size(1) - traits_;
  if (free == 0) return torch::zeros({parameters.size(0)}, parameters.options());
  return parameters.narrow(1, traits_, free).square().mean(1) / 2;
}

void LatentParameters::keep_in_range(const Tensor& parameters) const {
  const torch::NoGradGuard no_grad;
  if (traits_ > choices_) parameters.narrow(1, choices_, traits_ - choices_).clamp_(-1, 1);
}

}  // namespace psgan::trainer
