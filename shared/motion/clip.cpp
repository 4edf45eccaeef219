#include "motion/clip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "motion/rotation.h"

namespace psgan {
namespace {

constexpr int stance_numbers = sizeof(Stance) / sizeof(float);
using Numbers = std::array<float, stance_numbers>;
static_assert(sizeof(Numbers) == sizeof(Stance), "a stance is a row of floats");

Stance stance_at(const std::vector<Key>& keys, bool loop, float duration, float seconds) {
  const int count = static_cast<int>(keys.size());
  // Key k, with the loop unrolled in both directions; beyond an end the last key is held.
  const auto key = [&](int k) -> std::pair<float, const Stance*> {
    if (!loop) {
      const int inside = std::clamp(k, 0, count - 1);
      return {keys[inside].time + float(k - inside), &keys[inside].stance};
    }
    const int round = k >= 0 ? k / count : -((count - 1 - k) / count);
    const int inside = k - round * count;
    return {keys[inside].time + float(round) * duration, &keys[inside].stance};
  };
  int k = 0;
  while (k + 1 < count && keys[k + 1].time <= seconds) ++k;
  if (seconds < keys[0].time) k = -1;
  std::array<float, 4> time;
  std::array<Numbers, 4> numbers;
  for (int i = 0; i < 4; ++i) {
    const auto [at, stance] = key(k - 1 + i);
    time[i] = at;
    // Not std::bit_cast, which Emscripten's library does not have yet.
    std::memcpy(&numbers[i], stance, sizeof(Stance));
  }
  const float t = std::clamp((seconds - time[1]) / (time[2] - time[1]), 0.f, 1.f);
  Numbers result;
  for (int i = 0; i < stance_numbers; ++i)
    result[i] = curve(numbers[0][i], numbers[1][i], numbers[2][i], numbers[3][i], time[1] - time[0],
                      time[2] - time[1], time[3] - time[2], t);
  Stance stance;
  std::memcpy(static_cast<void*>(&stance), &result, sizeof stance);  // only floats, see above
  return stance;
}

}  // namespace

Clip::Clip(std::string name, std::string title, bool loop, float duration, std::vector<Key> keys)
    : name_(std::move(name)),
      title_(std::move(title)),
      loop_(loop),
      duration_(duration),
      keys_(std::move(keys)) {}

Clip::Clip(std::string name, std::string title, float fps, std::vector<BodyPose> frames)
    : name_(std::move(name)),
      title_(std::move(title)),
      duration_(float(frames.size() - 1) / fps),
      fps_(fps),
      frames_(std::move(frames)) {}

BodyPose Clip::at(float seconds) const {
  if (loop_ && duration_ > 0) {
    seconds = std::fmod(seconds, duration_);
    if (seconds < 0) seconds += duration_;
  } else {
    seconds = std::clamp(seconds, 0.f, duration_);
  }
  if (!keys_.empty()) return body_pose(stance_at(keys_, loop_, duration_, seconds));
  const float frame = seconds * fps_;
  const auto last = frames_.size() - 1;
  const auto a = std::min(static_cast<std::size_t>(frame), last);
  return interpolate(frames_[a], frames_[std::min(a + 1, last)], frame - float(a));
}

Pose pose_at(const Clip& clip, float seconds, float camera_yaw) {
  const Humanoid& figure = default_humanoid();
  return project(figure, posed(figure, clip.at(seconds)), Camera{camera_yaw});
}

std::optional<int> own_clip_number(const std::string& name) {
  const std::vector<Clip>& clips = own_clips();
  for (std::size_t i = 0; i < clips.size(); ++i) {
    if (clips[i].name() == name) return static_cast<int>(i);
  }
  return std::nullopt;
}

const Clip* own_clip(const std::string& name) {
  const auto number = own_clip_number(name);
  return number ? &own_clips()[*number] : nullptr;
}

}  // namespace psgan
