#include "trainer/training/latent_choice.h"

#include <string>

#include "psgan/error.h"

namespace psgan::trainer {
namespace {

/// A latent with a number for each look and some to spare, as small as a power of two can be: what
/// is more only has to be learned to be passed over.
int latent_size_for(int looks) {
  int size = 16;
  while (size < looks) size *= 2;
  return size;
}

}  // namespace

void choose_latents(TrainingOptions& options, bool size_is_given, const DatasetIndex& index) {
  const int traits = encoded_size(index.traits.schema);
  if (traits > 0 && options.spec.architecture != Architecture::paper) {
    options.spec.traits = traits;
    if (!size_is_given) options.spec.latent_size = traits;
    if (options.spec.latent_size < traits) {
      throw UsageError("--latent is " + std::to_string(options.spec.latent_size) +
                       ", expected at least the " + std::to_string(traits) +
                       " numbers of the traits in " + options.data);
    }
  } else if (options.anchors > 0 && !size_is_given) {
    options.spec.latent_size = latent_size_for(index.looks());
  }
}

}  // namespace psgan::trainer
