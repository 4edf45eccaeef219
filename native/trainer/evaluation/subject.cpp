#include "trainer/evaluation/subject.h"

#include <algorithm>

#include "psgan/error.h"
#include "trainer/networks/condition_maps.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

std::int64_t parameters_of(const torch::nn::Module& module) {
  std::int64_t sum = 0;
  for (const Tensor& parameter : module.parameters()) sum += parameter.numel();
  return sum;
}

Tensor GeneratorSubject::latents(std::uint64_t first, std::int64_t count) const {
  return latents_from_seeds(seeds_from(first, count), generator_.latents()).to(device());
}

Tensor GeneratorSubject::draw(const Tensor& latents, const Tensor& keypoints) {
  return drawn_pictures(generator_, growth_, latents, keypoints);
}

Tensor GeneratorSubject::characters(std::uint64_t first, const Tensor& keypoints) {
  return draw(latents(first, keypoints.size(0)), keypoints);
}

bool GeneratorSubject::knows_looks() const {
  const GeneratorSpec& spec = generator_.spec();
  if (spec.traits == 0) return spec.looks > 0 && spec.looks == data().looks();
  check_same(data().index().traits.schema, "the data set", generator_.latents().schema,
             "the snapshot");
  return true;
}

Tensor GeneratorSubject::redrawn(const Batch& batch, std::uint64_t first) {
  const GeneratorSpec& spec = generator_.spec();
  const Tensor z = latents(first, batch.looks.size(0));
  if (spec.traits > 0) {
    if (!encoded_looks_.defined()) {
      encoded_looks_ = encoded_looks(data().index().traits).to(device());
    }
    set_traits(z, batch.looks, encoded_looks_);
  } else {
    move_into_region(z, batch.looks, spec.looks);
  }
  return draw(z, batch.keypoints);
}

Tensor drawn_pictures(Generator& generator, Growth growth, const Tensor& latents,
                      const Tensor& keypoints) {
  const torch::NoGradGuard no_grad;
  return as_picture(generator.forward(
      latents, draw_condition_pyramid(keypoints, generator.spec(), growth.resolution), growth));
}

Tensor as_picture(const Tensor& images) {
  return ((images + 1) * 127.5).round().clamp(0, 255) / 127.5 - 1;
}

Tensor index_tensor(const std::vector<std::int64_t>& indices) {
  return torch::tensor(indices, torch::kInt64);
}

Batch real_batch(const Subject& subject, const Tensor& indices) {
  return subject.data().batch(indices, torch::zeros({indices.size(0)}, torch::kBool),
                              subject.resolution(), subject.device());
}

std::vector<std::int64_t> spread(const std::vector<std::int64_t>& from, std::int64_t count) {
  const auto size = static_cast<std::int64_t>(from.size());
  count = std::min(count, size);
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < count; ++i) {
    chosen.push_back(from[static_cast<std::size_t>(i * size / count)]);
  }
  return chosen;
}

Tensor test_images(const Subject& subject, std::int64_t most) {
  const std::vector<std::int64_t> tests =
      spread(images_of(subject.data().index(), Split::test), most);
  if (tests.empty()) throw Error("the data set has no test images");
  return index_tensor(tests);
}

}  // namespace psgan::trainer
