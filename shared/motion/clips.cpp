#include "motion/own_clips.h"

namespace psgan {

Stance standing() {
  Stance s;
  s.roll = -3;
  s.side = 2;
  s.turn = 2;
  s.tilt = -3;
  s.left_arm = arms::relaxed;
  s.right_arm = arms::relaxed;
  s.right_arm.bend = 14;
  s.left_leg = {9, 6, 14, 14};
  s.right_leg = {-1, 1, 6, 1};
  return s;
}

const std::vector<Clip>& own_clips() {
  static const std::vector<Clip> clips = [] {
    std::vector<Clip> all = everyday_clips();
    for (const auto& more : {ground_clips(), action_clips(), dance_clips()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return clips;
}

std::vector<StillPose> still_poses() {
  struct Moment {
    const char *clip, *name, *title;
    float time, yaw;
  };
  constexpr Moment moments[] = {
      {"idle", "stand", "Standing", 0, 0.f},        {"wave", "wave", "Waving", 0.8f, 0.f},
      {"peace", "peace", "Peace sign", 1.0f, 0.f},  {"cheer", "cheer", "Cheering", 0.55f, 0.f},
      {"hips", "hips", "Hands on hips", 1.0f, 0.f}, {"walk", "walk", "Walking", 0.0f, 0.6f},
      {"run", "run", "Running", 0.05f, 0.8f},       {"jump", "jump", "Jumping", 0.88f, 0.f},
      {"kick", "kick", "Kicking", 0.75f, 0.7f},     {"ballet", "ballet", "Arabesque", 1.2f, 1.2f},
      {"sit", "sit", "Sitting", 0.5f, 0.5f},        {"sway", "dance", "Dancing", 0.4f, 0.f},
  };
  std::vector<StillPose> poses;
  for (const Moment& m : moments)
    poses.push_back({m.name, m.title, pose_at(*own_clip(m.clip), m.time, m.yaw)});
  return poses;
}

}  // namespace psgan
