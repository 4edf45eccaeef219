// The factory of generators, by the architecture that a specification names.
#pragma once

#include <memory>

#include "trainer/networks/generator.h"

namespace psgan::trainer {

/// The networks of spec.architecture with fresh weights from LibTorch's global random numbers.
std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec);

}  // namespace psgan::trainer
