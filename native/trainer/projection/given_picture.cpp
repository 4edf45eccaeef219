#include "trainer/projection/given_picture.h"

#include <algorithm>

#include "common/program.h"
#include "psgan/openpose.h"
#include "trainer/drawing/poses_and_seeds.h"

namespace psgan::trainer {

using torch::Tensor;

Picture read_picture(const std::filesystem::path& path) {
  return decode_png_on_white(read_file(path), path.string());
}

Tensor in_square(const Picture& picture, int resolution) {
  const std::int64_t width = picture.width, height = picture.height;
  const std::int64_t side = std::max(width, height);
  const Tensor pixels =
      torch::tensor(picture.rgb, torch::kUInt8).view({height, width, 3}).permute({2, 0, 1});
  Tensor square = torch::ones({1, 3, side, side});
  square.narrow(2, (side - height) / 2, height)
      .narrow(3, (side - width) / 2, width)
      .copy_(pixels.to(torch::kFloat32) / 127.5 - 1);
  if (side == resolution) return square;
  return at::_upsample_bilinear2d_aa(square, {resolution, resolution}, /*align_corners=*/false)
      .clamp(-1, 1);
}

Pose read_pose_of(const Picture& picture, const std::filesystem::path& path) {
  const std::string text = read_text_file(path), where = path.string();
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_object() && json.contains("poses")) return read_poses(path, 1).front();
  const OpenPoseFile file = read_openpose(text, where, picture.width, picture.height);
  const auto who = largest_person(file.people);
  if (!who) throw Error(where + ": there is nobody in it, expected the character's keypoints");
  return letterboxed(file.people[*who], picture.width, picture.height);
}

Pose detected_pose(KeypointDetector& detector, const Tensor& image) {
  // Of the heat, which is spread over half a map for a keypoint that is hidden.
  constexpr float sure = 0.3F;
  const torch::NoGradGuard no_grad;
  const Tensor logits = detector->forward(resized(image, detector->resolution()));
  const Tensor places = places_of(logits)[0].cpu();
  const Tensor heat = torch::softmax(logits.flatten(2), 2).view_as(logits);
  // The most that lies in any 5×5 pixels.
  const Tensor near = (torch::avg_pool2d(heat, 5, 1, 2) * 25).amax({2, 3})[0].cpu();
  Pose pose;
  for (int k = 0; k < keypoint_count; ++k) {
    pose.points[k] = {places[k][0].item<float>(), places[k][1].item<float>(),
                      near[k].item<float>() > sure};
  }
  return pose;
}

}  // namespace psgan::trainer
