// The sample grid of a PSGAN run: fixed latents × fixed poses, under their skeletons and the real
// images.
#pragma once

#include <torch/torch.h>

#include "trainer/data/training_data.h"
#include "trainer/files/image_file.h"
#include "trainer/networks/generator.h"

namespace psgan::trainer {

class Samples {
 public:
  /// For pictures of the generator's full resolution on `device`.
  Samples(const Generator& generator, const TrainingData& data, torch::Device device);

  Picture reals() const;
  Picture draw(Generator& generator, Growth growth) const;

 private:
  torch::Tensor keypoints_, head_, latents_;
};

}  // namespace psgan::trainer
