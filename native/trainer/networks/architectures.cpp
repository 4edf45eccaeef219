#include "trainer/networks/architectures.h"

#include <array>

namespace psgan::trainer {
namespace {

template <typename Network>
std::shared_ptr<Generator> make(const GeneratorSpec& spec) {
  return std::make_shared<Network>(spec);
}

/// In the order of `Architecture`.
constexpr std::array<ArchitectureTraits, 3> architectures = {
    ArchitectureTraits{
        .make = make<PaperGenerator>,
        .discriminator = {Downsampling::after_activation, ConditionWeight::as_features},
        .colours_from = 0,
        .looks = false,
        .equal_phases = true},
    ArchitectureTraits{.make = make<FastGenerator>,
                       .discriminator = {Downsampling::fused, ConditionWeight::active_channels},
                       .colours_from = FastGenerator::colours_from,
                       .looks = true,
                       .equal_phases = false},
    ArchitectureTraits{.make = make<TextureGenerator>,
                       .discriminator = {Downsampling::fused, ConditionWeight::active_channels},
                       .colours_from = 4,
                       .looks = false,
                       .equal_phases = false},
};

}  // namespace

const ArchitectureTraits& architecture_traits(Architecture architecture) {
  return architectures.at(static_cast<std::size_t>(architecture));
}

std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec) {
  return architecture_traits(spec.architecture).make(spec);
}

}  // namespace psgan::trainer
