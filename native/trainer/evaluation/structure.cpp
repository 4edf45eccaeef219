#include "trainer/evaluation/structure.h"

#include <optional>

#include "trainer/evaluation/ssim.h"
#include "trainer/networks/pose_mask.h"

namespace psgan::trainer {

using torch::Tensor;

void StructureScore::add(const Tensor& drawn, const Batch& batch) {
  const Tensor mask = draw_pose_mask(batch.keypoints, static_cast<int>(drawn.size(2)));
  const auto sum = [](const Tensor& each) { return each.sum(torch::kFloat64).item<double>(); };
  whole_ += sum(ssim(drawn, batch.images));
  figure_ += sum(ssim_on_figure(drawn, batch.images, mask));
  masked_ += sum(mask_ssim(drawn, batch.images, mask));
  images_ += drawn.size(0);
}

void StructureScore::report(Evaluation& into) const {
  const auto images = static_cast<double>(images_);
  into.metrics.push_back({"ssim", whole_ / images, std::nullopt, "",
                          "Structural similarity of test images and what is drawn of the same look "
                          "in the same pose; higher is better, but blur costs little"});
  into.metrics.push_back({"ssim_on_figure", figure_ / images, std::nullopt, "",
                          "The same where the middle of its window is on the figure; higher is "
                          "better"});
  into.metrics.push_back({"mask_ssim", masked_ / images, std::nullopt, "",
                          "The same of pictures black outside of the figure, as PG2 reports it: "
                          "the ground is equal and raises it"});
}

}  // namespace psgan::trainer
