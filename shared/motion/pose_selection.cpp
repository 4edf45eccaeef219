#include "motion/pose_selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "psgan/latent.h"

namespace psgan {
namespace {

/// What is compared: the keypoints in hip heights, from the pelvis, and which way the head faces.
using Feature = std::array<glm::vec3, keypoint_count + 1>;

Feature feature(const BodyPose& pose) {
  const Humanoid& figure = default_humanoid();
  const PosedBody body = posed(figure, pose);
  const auto points = keypoints(figure, body);
  const glm::vec3 pelvis = points[index(Keypoint::pelvis)];
  Feature f;
  for (int i = 0; i < keypoint_count; ++i)
    f[i] = (points[i] - pelvis) / figure.rest[BodyJoint::hips].y;
  f[keypoint_count] = 0.3f * (body.orientation[BodyJoint::head] * glm::vec3(0, 0, 1));
  return f;
}

float distance2(const Feature& a, const Feature& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const glm::vec3 d = a[i] - b[i];
    sum += glm::dot(d, d);
  }
  return sum;
}

struct Moment {
  SelectedPose selected;
  Feature at;
};

std::vector<Moment> moments(std::span<const Clip> clips, const PoseSelection& options) {
  std::vector<Moment> list;
  const auto add = [&](const Clip& clip, float time, bool mirror, const BodyPose& pose) {
    Moment& moment = list.emplace_back();
    moment.selected.pose = pose;
    moment.selected.clip = clip.name();
    moment.selected.time = time;
    moment.selected.mirror = mirror;
    moment.at = feature(pose);
  };
  for (const Clip& clip : clips) {
    const int steps = std::max(1, int(clip.duration() * options.samples_per_second));
    for (int i = 0; i < steps; ++i) {
      const float time = float(i) / options.samples_per_second;
      const BodyPose pose = facing_forward(clip.at(time));
      if (!fits_picture(pose)) continue;
      add(clip, time, false, pose);
      if (options.mirrors) add(clip, time, true, mirrored(pose));
    }
  }
  return list;
}

}  // namespace

BodyPose facing_forward(const BodyPose& pose) {
  // The left hip's direction tells the heading even when the body is bent far forwards.
  const glm::vec3 left = pose.rotation[BodyJoint::hips] * glm::vec3(1, 0, 0);
  BodyPose result = pose;
  if (std::abs(left.x) + std::abs(left.z) < 0.05f) return result;
  const glm::quat back = glm::angleAxis(std::atan2(left.z, left.x), glm::vec3(0, 1, 0));
  result.rotation[BodyJoint::hips] = back * pose.rotation[BodyJoint::hips];
  return result;
}

bool fits_picture(const BodyPose& pose) {
  constexpr float edge = 0.015f;
  constexpr int views = 12;
  const Humanoid& figure = default_humanoid();
  const PosedBody body = posed(figure, pose);
  std::vector<glm::vec3> points;
  for (const glm::vec3& p : keypoints(figure, body)) points.push_back(p);
  const auto beyond = [&](BodyJoint joint, glm::vec3 offset) {
    points.push_back(body.position[joint] + body.orientation[joint] * (figure.height * offset));
  };
  beyond(BodyJoint::head, {0, 0.19f, 0});  // the crown
  beyond(BodyJoint::left_hand, {0.09f, 0, 0});
  beyond(BodyJoint::right_hand, {-0.09f, 0, 0});
  beyond(BodyJoint::left_toes, {0, 0, 0.03f});
  beyond(BodyJoint::right_toes, {0, 0, 0.03f});
  for (int view = 0; view < views; ++view) {
    const Camera camera{6.2831853f * float(view) / views};
    const glm::mat4 matrix = view_projection(camera, figure.height);
    for (const glm::vec3& p : points) {
      const glm::vec4 clip = matrix * glm::vec4(p, 1);
      if (std::max(std::abs(clip.x), std::abs(clip.y)) > (1 - 2 * edge) * clip.w) return false;
    }
  }
  return true;
}

std::vector<SelectedPose> select_poses(std::span<const Clip> clips, const PoseSelection& options) {
  const std::vector<Moment> all = moments(clips, options);
  std::vector<float> nearest(all.size(), std::numeric_limits<float>::max());
  std::vector<SelectedPose> chosen;
  // The golden ratio's multiples fill a range evenly, however many there are.
  const double start =
      philox({0, 0, 0, 0}, {std::uint32_t(options.seed), std::uint32_t(options.seed >> 32)})[0] /
      4294967296.0;
  for (std::size_t next = 0; next < all.size() && int(chosen.size()) < options.count;) {
    SelectedPose pose = all[next].selected;
    double whole = 0;
    const double even = std::modf(start + 0.6180339887498949 * double(chosen.size()), &whole);
    pose.camera_yaw = options.yaw_range * float(2 * even - 1);
    chosen.push_back(pose);
    std::size_t farthest = all.size();
    float most = 1e-6f;  // moments nearer than this are the same pose
    for (std::size_t i = 0; i < all.size(); ++i) {
      nearest[i] = std::min(nearest[i], distance2(all[i].at, all[next].at));
      if (nearest[i] > most) {
        most = nearest[i];
        farthest = i;
      }
    }
    next = farthest;
  }
  return chosen;
}

std::vector<std::size_t> draw_lots(std::size_t clips, double share, std::uint64_t seed) {
  std::vector<std::pair<std::uint32_t, std::size_t>> lots;
  for (std::size_t i = 0; i < clips; ++i)
    lots.emplace_back(
        philox({std::uint32_t(i), 1, 0, 0}, {std::uint32_t(seed), std::uint32_t(seed >> 32)})[0],
        i);
  std::sort(lots.begin(), lots.end());
  const auto wanted = std::size_t(std::lround(share * double(clips)));
  lots.resize(std::clamp<std::size_t>(wanted, std::min<std::size_t>(clips, 1),
                                      std::max<std::size_t>(clips, 2) - 1));
  std::vector<std::size_t> drawn;
  for (const auto& [lot, clip] : lots) drawn.push_back(clip);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

std::vector<SelectedPose> test_sequences(std::span<const Clip> clips, int count, float yaw_range,
                                         std::span<const SelectedPose> training) {
  constexpr float same = 0.02f;
  std::vector<Feature> known;
  for (const SelectedPose& s : training) known.push_back(feature(s.pose));
  const auto is_known = [&](const BodyPose& pose) {
    const Feature f = feature(pose);
    return std::any_of(known.begin(), known.end(), [&](const Feature& k) {
      return distance2(f, k) < same * same * keypoint_count;
    });
  };
  float duration = 0;
  for (const Clip& clip : clips) duration += clip.duration();
  std::vector<SelectedPose> sequences;
  for (const Clip& clip : clips) {
    const int steps =
        std::max(1, int(std::lround(float(count) * clip.duration() / std::max(duration, 1e-6f))));
    for (int i = 0; i < steps; ++i) {
      const float way = (float(i) + 0.5f) / float(steps), time = way * clip.duration();
      const BodyPose pose = facing_forward(clip.at(time));
      if (!fits_picture(pose) || is_known(pose)) continue;
      sequences.push_back({pose, yaw_range * (2 * way - 1), clip.name(), time, false, true});
    }
  }
  return sequences;
}

}  // namespace psgan
