#include "motion/keyframes.h"

#include <algorithm>
#include <cmath>

#include "motion/rotation.h"

namespace psgan {
namespace {

constexpr float samples_per_second = 30;

/// A key and its place on a time that runs on over the loop's end.
struct Placed {
  float time;
  const Figure* figure;
};

Placed placed(const KeyedMotion& m, int k) {
  const int count = static_cast<int>(m.keys.size());
  if (!m.loop) {
    const int inside = std::clamp(k, 0, count - 1);
    return {m.keys[inside].time + static_cast<float>(k - inside), &m.keys[inside].figure};
  }
  const int round = k >= 0 ? k / count : -((count - 1 - k) / count);
  const int inside = k - round * count;
  return {m.keys[inside].time + static_cast<float>(round) * m.duration, &m.keys[inside].figure};
}

glm::vec3 bone(const Figure& f, const Bone& b) { return f[b.to] - f[b.from]; }

/// Between two bones: direction along the great circle, length evenly.
glm::vec3 swept(glm::vec3 a, glm::vec3 b, float t) {
  const float long_a = glm::length(a), long_b = glm::length(b);
  if (long_a < 1e-6f || long_b < 1e-6f) return glm::mix(a, b, t);
  const glm::quat whole = between(a, b);
  return glm::slerp(glm::quat(1, 0, 0, 0), whole, t) * (a / long_a) * glm::mix(long_a, long_b, t);
}

glm::vec3 on_curve(const std::array<glm::vec3, 4>& v, const std::array<float, 4>& time, float t) {
  glm::vec3 p;
  for (int i = 0; i < 3; ++i)
    p[i] = curve(v[0][i], v[1][i], v[2][i], v[3][i], time[1] - time[0], time[2] - time[1],
                 time[3] - time[2], t);
  return p;
}

}  // namespace

float to_tick(float seconds) { return std::round(seconds / KeyedMotion::tick) * KeyedMotion::tick; }

int KeyedMotion::put(Keyframe key) {
  key.time = std::clamp(to_tick(key.time), 0.f, duration);
  const auto at = std::find_if(keys.begin(), keys.end(),
                               [&](const Keyframe& k) { return k.time > key.time - 0.5f * tick; });
  const auto number = static_cast<int>(at - keys.begin());
  if (at != keys.end() && at->time < key.time + 0.5f * tick) {
    *at = key;
  } else {
    keys.insert(at, key);
  }
  return number;
}

int KeyedMotion::move(int key, float time) {
  Keyframe moved = keys.at(key);
  moved.time = std::clamp(to_tick(time), 0.f, duration);
  for (int k = 0; k < static_cast<int>(keys.size()); ++k)
    if (k != key && std::abs(keys[k].time - moved.time) < 0.5f * tick) return key;
  remove(key);
  return put(moved);
}

void KeyedMotion::remove(int key) { keys.erase(keys.begin() + key); }

void KeyedMotion::stretch(float seconds) {
  const float wanted = std::clamp(to_tick(seconds), shortest, longest);
  const float factor = wanted / duration;
  duration = wanted;
  std::vector<Keyframe> old;
  old.swap(keys);
  for (Keyframe& key : old) {
    key.time *= factor;
    put(key);  // Of keys that fall on one tick the later one stays.
  }
}

Figure figure_at(const KeyedMotion& m, float seconds) {
  if (m.loop) {
    seconds = std::fmod(seconds, m.duration);
    if (seconds < 0) seconds += m.duration;
  }
  const int count = static_cast<int>(m.keys.size());
  int k = -1;
  while (k + 1 < count && m.keys[k + 1].time <= seconds + 1e-4f) ++k;
  if (count == 1 || (!m.loop && (k < 0 || k == count - 1)))
    return *placed(m, std::max(k, 0)).figure;

  std::array<float, 4> time;
  std::array<const Figure*, 4> figure;
  for (int i = 0; i < 4; ++i) {
    const Placed p = placed(m, k - 1 + i);
    // In a loop the last key may fall on the first one's return.
    time[i] = i ? std::max(p.time, time[i - 1] + 0.5f * KeyedMotion::tick) : p.time;
    figure[i] = p.figure;
  }
  const Ease ease = m.keys[(k + count) % count].ease;
  float t = std::clamp((seconds - time[1]) / (time[2] - time[1]), 0.f, 1.f);
  if (ease == Ease::hold) t = 0;
  if (ease == Ease::soft) t = t * t * (3 - 2 * t);

  const Figure &a = *figure[1], &b = *figure[2];
  Figure result;
  result.sight = t < 0.5f ? a.sight : b.sight;
  const bool flows = ease == Ease::flow;
  const auto through = [&](auto of) {
    return on_curve({of(*figure[0]), of(a), of(b), of(*figure[3])}, time, t);
  };
  const auto root = [](const Figure& f) { return f[Keypoint::pelvis]; };
  result[Keypoint::pelvis] = flows ? through(root) : glm::mix(root(a), root(b), t);
  for (const Bone& which : bones) {
    glm::vec3 v = swept(bone(a, which), bone(b, which), t);
    if (flows) {
      const float length = glm::length(v);
      const glm::vec3 curved = through([&](const Figure& f) { return bone(f, which); });
      // A curve that passes near the joint says nothing about the direction.
      if (glm::length(curved) > 0.5f * length) v = glm::normalize(curved) * length;
    }
    result[which.to] = result[which.from] + v;
  }
  return result;
}

KeyedMotion keyed(const Clip& clip, float tolerance, int most) {
  KeyedMotion motion;
  motion.loop = clip.loops();
  motion.duration =
      std::clamp(to_tick(clip.duration()), KeyedMotion::shortest, KeyedMotion::longest);
  const int steps = std::max(2, static_cast<int>(motion.duration * samples_per_second));
  std::vector<Keyframe> samples;
  for (int i = 0; i <= steps; ++i) {
    const float time = to_tick(motion.duration * static_cast<float>(i) / static_cast<float>(steps));
    samples.push_back({time, Ease::flow, figure_of(clip.at(time))});
  }
  if (motion.loop) samples.pop_back();
  motion.put(samples.front());
  if (!motion.loop) motion.put(samples.back());
  // The worst moment becomes a key until none is bad.
  while (static_cast<int>(motion.keys.size()) < most) {
    float worst = tolerance;
    const Keyframe* next = nullptr;
    for (const Keyframe& sample : samples) {
      const Figure here = figure_at(motion, sample.time);
      for (int i = 0; i < keypoint_count; ++i) {
        const float off = glm::distance(here.points[i], sample.figure.points[i]);
        if (off > worst) worst = off, next = &sample;
      }
    }
    if (!next) break;
    motion.put(*next);
  }
  return motion;
}

}  // namespace psgan
