#include "trainer/projection/linked_character.h"

#include <limits>
#include <optional>
#include <vector>

#include "psgan/character_traits.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

Character most_alike(Likeness& likeness, const GeneratorSpec& spec, const Tensor& latent,
                     std::uint64_t seed) {
  const torch::NoGradGuard no_grad;
  constexpr int seeds = 256, at_once = 16;
  std::optional<int> look;
  if (spec.looks > 0) {
    look = static_cast<int>(latent[0].narrow(0, 0, spec.looks).argmax().item<std::int64_t>());
  }
  Character best;
  double least = std::numeric_limits<double>::infinity();
  for (int first = 0; first < seeds; first += at_once) {
    std::vector<Character> characters(at_once);
    for (int i = 0; i < at_once; ++i) {
      characters[i].seed = seed + first + i;
      characters[i].look = look;
    }
    const Tensor distances =
        likeness.distances(latents_of(characters, spec, false).to(latent.device()));
    if (const double nearest = distances.min().item<double>(); nearest < least) {
      least = nearest;
      best = characters[distances.argmin().item<std::int64_t>()];
    }
  }
  return best;
}

}  // namespace

Character linked_character(Likeness& likeness, const LatentParameters& parameters,
                           const GeneratorSpec& spec, const Tensor& latent, std::uint64_t seed) {
  if (!parameters.space().has_traits()) return most_alike(likeness, spec, latent, seed);
  Character character;
  character.seed = seed;
  return with_traits(character, parameters.space(), parameters.values(latent));
}

Tensor latent_of_linked(const Character& character, const LatentParameters& parameters,
                        const GeneratorSpec& spec) {
  return parameters.space().has_traits() ? latents_of({character}, parameters.space())
                                         : latents_of({character}, spec, false);
}

}  // namespace psgan::trainer
