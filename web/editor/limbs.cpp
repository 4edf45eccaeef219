#include "editor/limbs.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "motion/rotation.h"

namespace psgan::web {
namespace {

using enum Keypoint;
using Points = std::array<bool, keypoint_count>;

// Nearer than this (metres) two depths are one: a limb in the picture's plane.
constexpr float same_depth = 0.01f;
// A limb stretched to its last hair would forget which way it bends.
constexpr float most_stretch = 0.9995f;

// All that hangs from a keypoint, away from the pelvis; itself not.
Points hanging_from(Keypoint keypoint) {
  Points in{};
  in[index(keypoint)] = true;
  // The bones come from the pelvis outwards.
  for (const Bone& bone : bones) {
    if (in[index(bone.from)]) in[index(bone.to)] = true;
  }
  in[index(keypoint)] = false;
  return in;
}

Keypoint parent(Keypoint keypoint) {
  for (const Bone& bone : bones) {
    if (bone.to == keypoint) return bone.from;
  }
  return pelvis;
}

void turn(Figure& figure, const Points& which, glm::vec3 centre, const glm::quat& turning) {
  for (int i = 0; i < keypoint_count; ++i) {
    if (which[i]) figure.points[i] = centre + turning * (figure.points[i] - centre);
  }
}

void shift(Figure& figure, const Points& which, glm::vec3 by) {
  for (int i = 0; i < keypoint_count; ++i) {
    if (which[i]) figure.points[i] += by;
  }
}

// Where a point at the end of a rod from `centre` comes to lie when it is pulled to (x, y): in the
// depth nearest to its own, or, out of the picture's plane, on the side that she faces.
glm::vec3 swung(const Figure& figure, glm::vec3 centre, glm::vec3 from, float x, float y) {
  const float length = glm::distance(centre, from);
  const auto depths = depths_at(x, y, centre, length);
  const float to_far = std::abs(depths[0] - from.z), to_near = std::abs(depths[1] - from.z);
  const bool near =
      std::abs(to_far - to_near) < same_depth ? face_direction(figure).z >= 0 : to_near < to_far;
  const glm::vec3 at = unproject(x, y, depths[near ? 1 : 0]);
  const glm::vec3 rod = at - centre;
  return glm::length(rod) > 1e-6f ? centre + glm::normalize(rod) * length : from;
}

// The side to which a straight limb begins to bend: elbows backwards, knees forwards.
glm::vec3 natural_side(const Figure& figure, Keypoint middle) {
  const glm::vec3 left = figure[left_hip] - figure[right_hip];
  const glm::vec3 up = figure[neck] - figure[pelvis];
  const glm::vec3 front = glm::cross(left, up);
  if (glm::length(front) < 1e-6f) return {0, 0, 1};
  const bool knee = middle == left_knee || middle == right_knee;
  return glm::normalize(front) * (knee ? 1.f : -1.f);
}

// Two bones from a fixed root to a pulled end.
void bend(Figure& figure, Keypoint root, Keypoint middle, Keypoint end, float x, float y) {
  const glm::vec3 fixed = figure[root], old_reach = figure[end] - fixed;
  const float upper = glm::distance(fixed, figure[middle]);
  const float lower = glm::distance(figure[middle], figure[end]);
  const float most = (upper + lower) * most_stretch, least = std::abs(upper - lower) + 1e-4f;

  // The end keeps its depth as far as the limb's length lets it.
  const auto limits = depths_at(x, y, fixed, most);
  glm::vec3 target = unproject(x, y, std::clamp(figure[end].z, limits[0], limits[1]));
  glm::vec3 reach = target - fixed;
  if (glm::length(reach) < least) {
    target = swung(figure, fixed, fixed + least * glm::vec3(0, 0, 1), x, y);
    reach = target - fixed;
  }
  const float distance = std::clamp(glm::length(reach), least, most);
  const glm::vec3 direction = glm::normalize(reach);

  // The joint between stays on its side, which turns with the limb.
  const glm::vec3 old_direction =
      glm::length(old_reach) > 1e-5f ? glm::normalize(old_reach) : direction;
  glm::vec3 side = figure[middle] - fixed;
  side -= glm::dot(side, old_direction) * old_direction;
  if (glm::length(side) < 0.02f * upper) side = natural_side(figure, middle);
  side = between(old_direction, direction) * side;
  side -= glm::dot(side, direction) * direction;
  if (glm::length(side) < 1e-5f) side = glm::cross(direction, glm::vec3(1, 0.1f, 0));

  // The law of cosines tells how far along the joint lies.
  const float along = (upper * upper - lower * lower + distance * distance) / (2 * distance);
  const float aside = std::sqrt(std::max(0.f, upper * upper - along * along));
  figure[middle] = fixed + direction * along + glm::normalize(side) * aside;
  const glm::vec3 moved = fixed + direction * distance - figure[end];
  figure[end] += moved;
  shift(figure, hanging_from(end), moved);
}

// Turns what hangs from `centre` beyond `joint`, itself too, so that it points to (x, y).
void swing(Figure& figure, Keypoint centre, Keypoint joint, const Points& which, float x, float y) {
  const glm::vec3 from = figure[joint], about = figure[centre];
  if (glm::distance(from, about) < 1e-6f) return;
  turn(figure, which, about, between(from - about, swung(figure, about, from, x, y) - about));
}

Figure pulled_freely(const Figure& before, Keypoint keypoint, float x, float y) {
  Figure figure = before;
  switch (keypoint) {
    case pelvis: {
      const glm::vec3 by = unproject(x, y, figure[pelvis].z) - figure[pelvis];
      for (glm::vec3& p : figure.points) p += by;
      break;
    }
    case left_wrist:
    case right_wrist:
    case left_ankle:
    case right_ankle:
      bend(figure, parent(parent(keypoint)), parent(keypoint), keypoint, x, y);
      break;
    case neck: {
      // Most of the bend at the pelvis, the rest at the chest.
      const glm::vec3 root = figure[pelvis];
      const glm::vec3 to = swung(figure, root, figure[neck], x, y);
      const glm::quat whole = between(figure[neck] - root, to - root);
      Points above = hanging_from(pelvis);
      for (const Keypoint k : {left_hip, right_hip}) {
        above[index(k)] = false;
        for (int i = 0; i < keypoint_count; ++i) above[i] = above[i] && !hanging_from(k)[i];
      }
      turn(figure, above, root, glm::slerp(glm::quat(1, 0, 0, 0), whole, 0.8f));
      swing(figure, chest, neck, hanging_from(chest), x, y);
      break;
    }
    case chest: {
      Points trunk = hanging_from(chest);
      trunk[index(chest)] = true;
      swing(figure, pelvis, chest, trunk, x, y);
      break;
    }
    case nose:
    case left_eye:
    case right_eye: {
      Points head = hanging_from(nose);
      head[index(nose)] = true;
      swing(figure, neck, keypoint, head, x, y);
      break;
    }
    case left_hip:
    case right_hip: {
      const Keypoint other = mirrored(keypoint);
      const glm::vec3 here = figure[keypoint], there = figure[other];
      Points hips{};
      hips[index(keypoint)] = hips[index(other)] = true;
      swing(figure, pelvis, keypoint, hips, x, y);
      shift(figure, hanging_from(keypoint), figure[keypoint] - here);
      shift(figure, hanging_from(other), figure[other] - there);
      break;
    }
    case left_shoulder:
    case right_shoulder: {
      const glm::vec3 here = figure[keypoint];
      figure[keypoint] = swung(figure, figure[neck], here, x, y);
      shift(figure, hanging_from(keypoint), figure[keypoint] - here);
      break;
    }
    default: {  // Elbows, knees, toes.
      Points limb = hanging_from(keypoint);
      limb[index(keypoint)] = true;
      swing(figure, parent(keypoint), keypoint, limb, x, y);
    }
  }
  return figure;
}

// No point that was seen has left the picture.
bool still_inside(const Pose& before, const Figure& figure) {
  const Pose after = project(figure);
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = after.points[i];
    const bool inside = p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1;
    if (before.points[i].visible && !inside) return false;
  }
  return true;
}

}  // namespace

Figure pulled(const Figure& figure, Keypoint keypoint, float x, float y) {
  const Pose before = project(figure);
  Figure best = pulled_freely(figure, keypoint, x, y);
  if (still_inside(before, best)) return best;
  // As far on the way as everything stays inside.
  const PosePoint& from = before[keypoint];
  best = figure;
  float good = 0, bad = 1;
  for (int i = 0; i < 10; ++i) {
    const float t = 0.5f * (good + bad);
    const Figure tried =
        pulled_freely(figure, keypoint, from.x + t * (x - from.x), from.y + t * (y - from.y));
    if (still_inside(before, tried)) {
      best = tried;
      good = t;
    } else {
      bad = t;
    }
  }
  return best;
}

Figure placed(const Figure& figure, Keypoint keypoint, float x, float y) {
  Figure result = figure;
  if (project(figure)[keypoint].visible) {
    x = std::clamp(x, 0.f, 1.f);
    y = std::clamp(y, 0.f, 1.f);
  }
  result[keypoint] = unproject(x, y, figure[keypoint].z);
  return result;
}

Figure shifted(const Figure& figure, const PickedPoints& which, float dx, float dy) {
  const Pose pose = project(figure);
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose.points[i];
    if (!which[i] || !p.visible) continue;
    dx = std::clamp(dx, std::min(-p.x, 0.f), std::max(1 - p.x, 0.f));
    dy = std::clamp(dy, std::min(-p.y, 0.f), std::max(1 - p.y, 0.f));
  }
  Figure result = figure;
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose.points[i];
    if (which[i]) result.points[i] = unproject(p.x + dx, p.y + dy, figure.points[i].z);
  }
  return result;
}

Figure scaled(const Figure& figure, const PickedPoints& which, float factor, float x, float y) {
  if (which.none()) return figure;
  const Pose pose = project(figure);
  float depth = 0;
  // How far a coordinate may go from the centre, as a factor.
  const auto room = [&](float from, float centre) {
    const float way = from - centre;
    if (way > 1e-6f) factor = std::min(factor, std::max((1 - centre) / way, 0.f));
    if (way < -1e-6f) factor = std::min(factor, std::max(-centre / way, 0.f));
  };
  for (int i = 0; i < keypoint_count; ++i) {
    if (!which[i]) continue;
    depth += figure.points[i].z / static_cast<float>(which.count());
    if (!pose.points[i].visible) continue;
    room(pose.points[i].x, x);
    room(pose.points[i].y, y);
  }
  Figure result = figure;
  for (int i = 0; i < keypoint_count; ++i) {
    if (!which[i]) continue;
    const PosePoint& p = pose.points[i];
    result.points[i] = unproject(x + (p.x - x) * factor, y + (p.y - y) * factor,
                                 depth + (figure.points[i].z - depth) * factor);
  }
  return result;
}

Figure with_side_copied(const Figure& figure, bool left) {
  Figure result = figure;
  const std::vector<Keypoint> limbs[] = {{left_shoulder, left_elbow, left_wrist},
                                         {left_hip, left_knee, left_ankle, left_toe}};
  for (const std::vector<Keypoint>& limb : limbs) {
    const glm::vec3 across = figure[limb[0]] - figure[mirrored(limb[0])];
    if (glm::length(across) < 1e-6f) continue;
    const glm::vec3 normal = glm::normalize(across);
    for (std::size_t i = 0; i < limb.size(); ++i) {
      const Keypoint from = left ? limb[i] : mirrored(limb[i]), to = mirrored(from);
      result.sight[index(to)] = figure.sight[index(from)];
      if (i == 0) continue;
      const Keypoint before = left ? limb[i - 1] : mirrored(limb[i - 1]);
      const glm::vec3 bone = figure[from] - figure[before];
      result[to] = result[mirrored(before)] + bone - 2 * glm::dot(bone, normal) * normal;
    }
  }
  return result;
}

}  // namespace psgan::web
