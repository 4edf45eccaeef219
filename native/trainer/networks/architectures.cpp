#include "trainer/networks/architectures.h"

#include "trainer/networks/fast_generator.h"
#include "trainer/networks/paper_generator.h"

namespace psgan::trainer {

std::shared_ptr<Generator> make_generator(const GeneratorSpec& spec) {
  if (spec.architecture == Architecture::paper) return std::make_shared<PaperGenerator>(spec);
  return std::make_shared<FastGenerator>(spec);
}

}  // namespace psgan::trainer
