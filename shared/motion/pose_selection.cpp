#include "motion/pose_selection.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "motion/rotation.h"
#include "psgan/latent.h"

namespace psgan {
namespace {

/// From 0 to 1, by the number of what is drawn and what it is for.
double random_share(std::uint32_t number, std::uint32_t what, std::uint64_t seed) {
  return philox({number, what, 0, 0}, {std::uint32_t(seed), std::uint32_t(seed >> 32)})[0] /
         4294967296.0;
}

/// The golden ratio's multiples fill the range from 0 to 1 evenly, however many there are.
double even_share(double start, std::size_t number) {
  double whole = 0;
  return std::modf(start + 0.6180339887498949 * double(number), &whole);
}

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

BodyPose pose_of(const Clip& clip, float time, bool face_us) {
  return face_us ? facing_forward(clip.at(time)) : clip.at(time);
}

std::vector<Moment> moments(std::span<const Clip> clips, const PoseSelection& options,
                            MomentCount& count) {
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
      const BodyPose pose = pose_of(clip, time, options.face_us);
      ++count.all;
      if (!fits_picture(pose)) {
        ++count.outside;
        continue;
      }
      add(clip, time, false, pose);
      if (options.mirrors) add(clip, time, true, mirrored(pose));
    }
  }
  return list;
}

}  // namespace

BodyPose facing_forward(const BodyPose& pose) {
  BodyPose result = pose;
  glm::quat& pelvis = result.rotation[BodyJoint::hips];
  pelvis = to_front(pelvis) * pelvis;
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

std::vector<SelectedPose> select_poses(std::span<const Clip> clips, const PoseSelection& options,
                                       MomentCount* count) {
  MomentCount counted;
  const std::vector<Moment> all = moments(clips, options, counted);
  if (count) *count = counted;
  std::vector<float> nearest(all.size(), std::numeric_limits<float>::max());
  std::vector<SelectedPose> chosen;
  const double start = random_share(0, 0, options.seed);
  for (std::size_t next = 0; next < all.size() && int(chosen.size()) < options.count;) {
    SelectedPose pose = all[next].selected;
    pose.camera_yaw = options.yaw_range * float(2 * even_share(start, chosen.size()) - 1);
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

std::vector<Shot> same_shots(std::span<const SelectedPose> poses, int looks) {
  std::vector<Shot> shots;
  for (int look = 0; look < looks; ++look)
    for (std::size_t i = 0; i < poses.size(); ++i) shots.push_back({int(i), poses[i].camera_yaw});
  return shots;
}

std::vector<Shot> own_shots(std::span<const SelectedPose> pool, int looks, int each,
                            float yaw_range, std::uint64_t seed) {
  std::vector<Feature> centres;
  std::vector<std::vector<int>> parts(std::min(pool.size(), std::size_t(std::max(each, 0))));
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const Feature at = feature(pool[i].pose);
    if (i < parts.size()) centres.push_back(at);
    const auto nearest = std::min_element(
        centres.begin(), centres.end(),
        [&](const Feature& a, const Feature& b) { return distance2(at, a) < distance2(at, b); });
    // The first poses stand for parts of their own; all of these are known before the others come.
    parts[i < parts.size() ? i : std::size_t(nearest - centres.begin())].push_back(int(i));
  }
  std::vector<Shot> shots;
  for (int look = 0; look < looks; ++look) {
    const double yaw_start = random_share(std::uint32_t(look), 3, seed);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const double turn = even_share(random_share(std::uint32_t(p), 2, seed), std::size_t(look));
      const auto member = std::size_t(turn * double(parts[p].size()));
      shots.push_back({parts[p][std::min(member, parts[p].size() - 1)],
                       yaw_range * float(2 * even_share(yaw_start, p) - 1)});
    }
  }
  return shots;
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
                                         std::span<const SelectedPose> training, bool face_us) {
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
      const BodyPose pose = pose_of(clip, time, face_us);
      if (!fits_picture(pose) || is_known(pose)) continue;
      sequences.push_back({pose, yaw_range * (2 * way - 1), clip.name(), time, false, true});
    }
  }
  return sequences;
}

}  // namespace psgan
