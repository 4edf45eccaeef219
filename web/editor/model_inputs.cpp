#include "editor/model_inputs.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "psgan/character_traits.h"

namespace psgan::web {
namespace {

struct Source {
  std::string_view input;
  std::vector<float> (*values)(const ModelCard&, const Character&, const Pose&);
};

std::vector<float> latent_for(const ModelCard& card, const Character& character) {
  return card.latents.has_traits() ? latent_of(character, card.latents)
                                   : latent_of(character, card.spec);
}

/// Where traits say the colours, they are in the latent, with those of another seed among them.
std::vector<float> colours_for(const ModelCard& card, const Character& character) {
  return card.latents.has_traits() ? latent_for(card, character) : colours_of(character, card.spec);
}

constexpr Source sources[] = {
    {"latent", [](const ModelCard& card, const Character& character,
                  const Pose&) { return latent_for(card, character); }},
    {"colours", [](const ModelCard& card, const Character& character,
                   const Pose&) { return colours_for(card, character); }},
    {"keypoints",
     [](const ModelCard&, const Character&, const Pose& pose) {
       const auto numbers = to_numbers(pose);
       return std::vector<float>(numbers.begin(), numbers.end());
     }},
};

const Source* source_of(std::string_view input) {
  const auto found = std::find_if(std::begin(sources), std::end(sources),
                                  [&](const Source& source) { return source.input == input; });
  return found == std::end(sources) ? nullptr : found;
}

}  // namespace

const ModelTensor* unknown_input(const ModelCard& card) {
  const auto found = std::find_if(card.inputs.begin(), card.inputs.end(),
                                  [](const ModelTensor& input) { return !source_of(input.name); });
  return found == card.inputs.end() ? nullptr : &*found;
}

InputValues input_values(const ModelCard& card, const Character& character, const Pose& pose) {
  InputValues values;
  for (const ModelTensor& input : card.inputs) {
    values[input.name] = source_of(input.name)->values(card, character, pose);
  }
  return values;
}

}  // namespace psgan::web
