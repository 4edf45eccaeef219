#include "motion/retarget.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "motion/rest_pose.h"
#include "motion/rotation.h"
#include "psgan/error.h"

namespace psgan {
namespace {

using enum BodyJoint;

/// Per frame, how far the lowest joint is above the ground, in hip heights. The ground is where the
/// lowest joint comes down to within a second: recorded floors slope and drift.
std::vector<float> lifts(const std::vector<float>& lowest, float hip_height, float frame_time) {
  const auto reach = std::ptrdiff_t(std::lround(1 / frame_time));
  const auto count = std::ptrdiff_t(lowest.size());
  std::vector<float> result;
  for (std::ptrdiff_t f = 0; f < count; ++f) {
    const float ground = *std::min_element(lowest.begin() + std::max<std::ptrdiff_t>(0, f - reach),
                                           lowest.begin() + std::min(count, f + reach + 1));
    // Joints wander a little above the ground while the foot rolls: that is no jump. Nobody jumps
    // higher than their hips are.
    result.push_back(std::clamp((lowest[f] - ground) / hip_height - 0.06f, 0.f, 1.f));
  }
  return result;
}

/// Many files begin with one frame of the zero pose, from which the next one jumps away.
bool begins_with_zero_pose(const MotionSource& source, const PerJoint<int>& found) {
  if (source.frames < 2) return false;
  const JointFrame first = source.at(0), second = source.at(1);
  const auto turned = [](const glm::quat& q) {
    return glm::degrees(2 * std::acos(std::min(1.f, std::abs(q.w))));
  };
  bool zero = true, jump = false;
  for (const BodyJoint arm : {left_upper_arm, right_upper_arm}) {
    zero &= turned(first.orientation[found[arm]]) < 2;
    jump |= turned(second.orientation[found[arm]]) > 20;
  }
  return zero && jump;
}

BodyPose local_pose(const PerJoint<glm::quat>& world) {
  BodyPose pose;
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    const bool root = joint == hips;
    pose.rotation[joint] =
        root ? world[joint] : glm::normalize(glm::inverse(world[parent(joint)]) * world[joint]);
  }
  return pose;
}

/// Moments spread evenly over a motion, and those of its first second, as few as tell.
struct Moments {
  std::vector<JointFrame> all, first;
};

Moments moments_of(const MotionSource& source, int begin) {
  constexpr int most = 60;
  Moments moments;
  const auto pick = [&](int end, int count, std::vector<JointFrame>& into) {
    const int frames = end - begin;
    for (int i = 0; i < std::min(frames, count); ++i)
      into.push_back(source.at(begin + int(std::int64_t(i) * frames / std::min(frames, count))));
  };
  const float second = 1 / source.frame_time;
  const int first = std::max(1, int(std::min(second, float(source.frames - begin))));
  pick(source.frames, most, moments.all);
  pick(begin + first, most / 4, moments.first);
  return moments;
}

Fitting fit(const MotionSource& source, const PerJoint<int>& found, int begin, UpAxis up) {
  const Moments moments = moments_of(source, begin);
  if (up == UpAxis::unknown && !source.y_up) up = find_up(moments.all, moments.first, found);
  return stands(source.rest, found)
             ? fit_to_rest(source.rest, found, up, source.where)
             : fit_to_frames(moments.all, source.parents, found, up, source.where);
}

/// Turned about the vertical so that the first frame faces us.
void face_us(std::vector<BodyPose>& frames) {
  const glm::quat turn = to_front(frames.front().rotation[hips]);
  for (BodyPose& pose : frames) pose.rotation[hips] = turn * pose.rotation[hips];
}

}  // namespace

MotionSource motion_source(Bvh bvh) {
  MotionSource source;
  source.where = bvh.where;
  source.rest = zero_frame(bvh);
  source.frames = bvh.frames;
  source.frame_time = bvh.frame_time;
  source.notes = bvh.notes;
  for (const BvhJoint& joint : bvh.joints) {
    source.joints.push_back(joint.name);
    source.parents.push_back(joint.parent);
  }
  source.at = [bvh = std::move(bvh)](int frame) { return frame_of(bvh, frame); };
  return source;
}

Clip retarget(const MotionSource& source, const std::string& name, const RetargetOptions& options,
              std::vector<std::string>* notes) {
  std::vector<std::string> here = source.notes;
  // The first frame may be one of the zero pose, in which bones may lie in a heap.
  const JointFrame some = source.at(std::min(1, source.frames - 1));
  const Skeleton skeleton{source.joints, source.parents, some.position, source.known};
  const PerJoint<int> found = find_joints(skeleton, options.joint_names, source.where, &here);
  const int begin = begins_with_zero_pose(source, found) ? 1 : 0;
  const Fitting fitting = fit(source, found, begin, options.up);
  if (!(fitting.hip_height > 0)) throw Error(source.where + ": its figure has no legs to stand on");
  if (fitting.up != UpAxis::y && options.up == UpAxis::unknown)
    here.push_back(source.where + ": " + name_of(fitting.up) +
                   " is up in it, not Y; she is turned upright");

  // Only joints of the body stand on the ground: files have helpers that lie below it.
  const auto lowest_of = [&](const JointFrame& frame) {
    float lowest = 1e30f;
    for (const int joint : found)
      if (joint >= 0) lowest = std::min(lowest, (fitting.world * frame.position[joint]).y);
    return lowest;
  };
  constexpr float most_per_second = 30;
  const int step = std::max(1, int(std::lround(1 / (most_per_second * source.frame_time))));
  std::vector<BodyPose> frames;
  std::vector<float> lowest;
  for (int f = begin; f < source.frames; f += step) {
    const JointFrame frame = source.at(f);
    PerJoint<glm::quat> world;
    for (int j = 0; j < body_joint_count; ++j) {
      const auto joint = static_cast<BodyJoint>(j);
      world[joint] = found[joint] >= 0 ? fitting.world * frame.orientation[found[joint]] *
                                             fitting.back * fitting.offset[joint]
                                       : world[parent(joint)];
    }
    frames.push_back(local_pose(world));
    lowest.push_back(lowest_of(frame));
  }
  const std::vector<float> lift =
      lifts(lowest, fitting.hip_height, source.frame_time * float(step));
  for (std::size_t f = 0; f < frames.size(); ++f) frames[f].lift = lift[f];
  if (!options.file_heading) face_us(frames);
  if (notes) notes->insert(notes->end(), here.begin(), here.end());
  return Clip(name, name, 1 / (source.frame_time * float(step)), std::move(frames));
}

Clip retarget(const Bvh& bvh, const std::string& name, const RetargetOptions& options,
              std::vector<std::string>* notes) {
  return retarget(motion_source(bvh), name, options, notes);
}

}  // namespace psgan
