// The architectures that there are, in one table: what the factory, the discriminator, the schedule
// and the exporter ask of them.
#pragma once

#include <memory>
#include <utility>

#include "psgan/error.h"
#include "psgan/generator_spec.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/fast_generator.h"
#include "trainer/networks/generator.h"
#include "trainer/networks/paper_generator.h"
#include "trainer/networks/texture_generator.h"

namespace psgan::trainer {

/// What an architecture is, besides its generator.
struct ArchitectureTraits {
  std::shared_ptr<Generator> (*make)(const GeneratorSpec& spec);
  Discriminator::Kind discriminator;
  /// From this resolution on the latent of the colours is heeded, see Generator::forward; 0: never.
  int colours_from;
  /// Whether a part of the latent may stand for the look (GeneratorSpec::looks).
  bool looks;
  /// Whether all resolutions have equal shares of a run, fade-ins as long as what follows them
  /// (Progressive GAN); else higher ones have more, and fade-ins are short.
  bool equal_phases;
};

const ArchitectureTraits& architecture_traits(Architecture architecture);

/// The networks of spec.architecture with fresh weights from LibTorch's global random numbers.
std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec);

/// Calls `function` with the generator as what it is, so that a template may be written over it.
/// Throws Error for a texture generator, which is no network from latent to image alone.
template <typename Function>
auto with_network(Generator& generator, const Function& function) {
  switch (generator.spec().architecture) {
    case Architecture::paper:
      return function(static_cast<PaperGenerator&>(generator));
    case Architecture::texture:
      throw Error("this cannot be done with a generator of --method texture");
    case Architecture::fast:
      break;
  }
  return function(static_cast<FastGenerator&>(generator));
}

}  // namespace psgan::trainer
