// The character of a projection as a share link holds her.
#pragma once

#include "psgan/character.h"
#include "psgan/generator_spec.h"
#include "trainer/projection/latent_parameters.h"
#include "trainer/projection/likeness.h"

namespace psgan::trainer {

/// The character whose latent is `latent` [1,Z], or nearly: of a space with traits that of `seed`
/// with all the parts in which she differs; of other spaces, whose links hold no numbers, the most
/// alike of some hundred seeds in the latent's look.
Character linked_character(Likeness& likeness, const LatentParameters& parameters,
                           const GeneratorSpec& spec, const torch::Tensor& latent,
                           std::uint64_t seed);

/// Her latent [1,Z].
torch::Tensor latent_of_linked(const Character& character, const LatentParameters& parameters,
                               const GeneratorSpec& spec);

}  // namespace psgan::trainer
