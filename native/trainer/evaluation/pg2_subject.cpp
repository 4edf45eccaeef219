#include "trainer/evaluation/pg2_subject.h"

#include <utility>

#include "psgan/error.h"
#include "trainer/data/pose_pairs.h"

namespace psgan::trainer {

using torch::Tensor;

Pg2Subject::Pg2Subject(Pg2Generator generator, Pg2Picture which, const TrainingData& data,
                       std::string where, torch::Device device)
    : Subject(data, generator.resolution, device),
      generator_(std::move(generator)),
      which_(which),
      where_(std::move(where)) {
  generator_.g1->to(device);
  generator_.g2->to(device);
}

Tensor Pg2Subject::characters(std::uint64_t, const Tensor&) {
  throw Error("PG2 draws no characters by seeds, it redraws pictures");
}

std::int64_t Pg2Subject::parameters() const {
  return parameters_of(*generator_.g1) +
         (which_ == Pg2Picture::refined ? parameters_of(*generator_.g2) : 0);
}

Tensor Pg2Subject::redrawn(const Batch& batch, std::uint64_t) {
  const torch::NoGradGuard no_grad;
  const Tensor sources =
      real_batch(*this, fixed_sources(data().index(), batch.indices, where_)).images;
  const Tensor coarse = generator_.coarse(sources, batch.keypoints);
  return as_picture(which_ == Pg2Picture::coarse ? coarse : generator_.refined(coarse, sources));
}

}  // namespace psgan::trainer
