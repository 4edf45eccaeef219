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

int first_dance() { return static_cast<int>(own_clips().size() - dance_clips().size()); }

std::vector<StillPose> still_poses() {
  struct Moment {
    const char *clip, *name, *title;
    float time, yaw;
  };
  constexpr Moment moments[] = {
      {"idle", "stand", "Standing", 0, 0.f},
      {"wave", "wave", "Waving", 0.8f, 0.f},
      {"peace", "peace", "Peace sign", 1.0f, 0.f},
      {"cheer", "cheer", "Cheering", 0.55f, 0.f},
      {"hips", "hips", "Hands on hips", 1.0f, 0.f},
      {"point", "point", "Pointing", 1.2f, 0.f},
      {"wave-both", "hello", "Hello!", 0.45f, 0.f},
      {"think", "think", "Thinking", 1.0f, 0.f},
      {"clap", "clap", "Clapping", 0.6f, 0.3f},
      {"shy", "shy", "Shy", 2.0f, 0.f},
      {"stretch", "stretch", "Stretching", 2.0f, 0.f},
      {"salute", "salute", "Saluting", 1.0f, 0.f},
      {"bow", "bow", "Bowing", 1.6f, 0.8f},
      {"curtsy", "curtsy", "Curtsy", 1.4f, 0.3f},
      {"walk", "walk", "Walking", 0.0f, 0.6f},
      {"run", "run", "Running", 0.05f, 0.8f},
      {"skip", "skip", "Skipping", 0.3f, 0.5f},
      {"jump", "jump", "Jumping", 0.88f, 0.f},
      {"kick", "kick", "Kicking", 0.75f, 0.7f},
      {"side-kick", "side-kick", "Side kick", 1.0f, 0.f},
      {"box", "box", "Boxing", 0.7f, 0.5f},
      {"throw", "throw", "Throwing", 1.0f, 0.6f},
      {"lunge", "lunge", "Lunging", 1.2f, 0.6f},
      {"sway", "dance", "Dancing", 0.4f, 0.f},
      {"twist", "twist", "Twisting", 0.64f, 0.f},
      {"disco", "disco", "Disco", 0.0f, 0.f},
      {"idol", "stage", "On stage", 2.4f, 0.f},
      {"robot", "robot", "Robot", 1.0f, 0.f},
      {"ballet", "ballet", "Arabesque", 1.2f, 1.2f},
      {"sit", "sit", "Sitting", 0.5f, 0.5f},
  };
  std::vector<StillPose> poses;
  for (const Moment& m : moments) {
    const Figure figure = figure_of(own_clip(m.clip)->at(m.time), -m.yaw);
    poses.push_back({m.name, m.title, figure, project(figure)});
  }
  return poses;
}

}  // namespace psgan
