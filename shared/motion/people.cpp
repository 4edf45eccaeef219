#include "motion/people.h"

#include <algorithm>
#include <cmath>

#include "motion/fitting.h"
#include "motion/head_turn.h"

namespace psgan {
namespace {

using enum Keypoint;

/// An adult's bones, metres between the points that detectors find.
struct AdultBone {
  Keypoint from, to;
  float length;
};
constexpr float trunk_length = 0.52f, shoulder_width = 0.34f, hip_width = 0.2f;
constexpr AdultBone limbs[] = {
    {left_shoulder, left_elbow, 0.28f}, {right_shoulder, right_elbow, 0.28f},
    {left_elbow, left_wrist, 0.25f},    {right_elbow, right_wrist, 0.25f},
    {left_hip, left_knee, 0.42f},       {right_hip, right_knee, 0.42f},
    {left_knee, left_ankle, 0.42f},     {right_knee, right_ankle, 0.42f},
    {left_ankle, left_toe, 0.16f},      {right_ankle, right_toe, 0.16f},
};

/// Which way a limb leans where the picture leaves it open, if its owner faces us: 1 towards us.
float side_of(Keypoint outer) {
  switch (outer) {
    case left_elbow:
    case right_elbow:
    case left_ankle:
    case right_ankle:
      return -1;
    default:
      return 1;
  }
}

/// How much of a bone is seen, from what would be of an adult's: `full` and more is all of it,
/// since people differ, and less than half of it is what it says.
float seen_share(float share, float full) {
  constexpr float certain = 0.5f;
  if (share <= certain) return share;
  return std::min(1.f, certain + (share - certain) * (1 - certain) / (full - certain));
}

class Person {
 public:
  Person(const Pose& pose, const Ears& ears) : pose_(pose), ears_(ears), scale_(scale()) {}

  SeenPerson seen() const {
    SeenPerson person;
    const auto shoulders = left_line(right_shoulder, left_shoulder, shoulder_width);
    const auto hips = left_line(right_hip, left_hip, hip_width);
    const glm::vec3 left = shoulders ? *shoulders : hips.value_or(glm::vec3(1, 0, 0));
    const auto k = at(pose_[neck]), p = at(pose_[pelvis]);
    const glm::vec2 seen_up = k && p ? *k - *p : glm::vec2(0, 1);
    // Backs bend forwards.
    const float front = left.x * seen_up.y - left.y * seen_up.x < 0 ? -1.f : 1.f;
    const glm::vec3 up = line(pelvis, neck, trunk_length, 0.8f, front).value_or(glm::vec3(0, 1, 0));
    person.chest = frame(left, up);
    person.hips = frame(hips.value_or(left), up);
    const float facing = person.chest[2].z < 0 ? -1.f : 1.f;
    for (const AdultBone& limb : limbs)
      person[limb.to] = line(limb.from, limb.to, limb.length, 0.85f, facing * side_of(limb.to));
    person.head = head_turn(head(), person.chest, scale_).value_or(person.chest);
    return person;
  }

 private:
  std::optional<glm::vec2> at(const PosePoint& p) const {
    if (!p.visible) return std::nullopt;
    return glm::vec2(p.x, -p.y);
  }
  std::optional<float> length(Keypoint from, Keypoint to) const {
    const auto a = at(pose_[from]), b = at(pose_[to]);
    if (!a || !b) return std::nullopt;
    return glm::distance(*a, *b);
  }

  /// Pixels of a metre, by an adult's bones: most lie nearly in the picture's plane, and those that
  /// do not are seen shorter. 0 if none is seen.
  float scale() const {
    std::vector<float> scales;
    const auto add = [&](Keypoint from, Keypoint to, float metres) {
      if (const auto pixels = length(from, to)) scales.push_back(*pixels / metres);
    };
    add(pelvis, neck, trunk_length);
    for (const AdultBone& limb : limbs)
      if (limb.to != left_toe && limb.to != right_toe) add(limb.from, limb.to, limb.length);
    // A person seen from the waist up has her shoulders at least.
    if (scales.size() < 3) add(right_shoulder, left_shoulder, shoulder_width);
    if (scales.empty()) return 0;
    std::sort(scales.begin(), scales.end());
    return scales[(3 * (scales.size() - 1) + 2) / 4];
  }

  /// The direction of a bone of that many metres, with the depth on that side; bones that are seen
  /// with `full` of their length, as people differ, count as lying in the picture's plane.
  std::optional<glm::vec3> line(Keypoint from, Keypoint to, float metres, float full,
                                float side) const {
    const auto a = at(pose_[from]), b = at(pose_[to]);
    if (!a || !b) return std::nullopt;
    const glm::vec2 went = *b - *a;
    const float pixels = glm::length(went);
    if (!(pixels > 0)) return std::nullopt;
    const float share = scale_ > 0 ? seen_share(pixels / (scale_ * metres), full) : 1.f;
    return glm::vec3(share / pixels * went, side * std::sqrt(1 - share * share));
  }

  /// A line across the trunk, to her left.
  std::optional<glm::vec3> left_line(Keypoint right, Keypoint left, float metres) const {
    return line(right, left, metres, 0.7f, left_comes_near());
  }

  /// 1 if her left side is nearer to us than her right one, else −1. The nose goes before the
  /// trunk, and the ear on the far side is hidden.
  float left_comes_near() const {
    const auto n = at(pose_[nose]), k = at(pose_[neck]), p = at(pose_[pelvis]);
    if (ears_.left.visible != ears_.right.visible) return ears_.left.visible ? 1.f : -1.f;
    if (!n || !k) return 1;
    // Sideways from the trunk's line, which may lean.
    const glm::vec2 up = p ? *k - *p : glm::vec2(0, 1);
    return up.y * (n->x - k->x) - up.x * (n->y - k->y) < 0 ? 1.f : -1.f;
  }

  SeenHead head() const {
    return {at(pose_[nose]), at(pose_[left_eye]), at(pose_[right_eye]), at(ears_.left),
            at(ears_.right)};
  }

  /// The rotation whose x is her left, and whose y is as near to `up` as that allows.
  static glm::mat3 frame(glm::vec3 left, glm::vec3 up) {
    const glm::vec3 x = glm::normalize(left);
    const auto across = [&](glm::vec3 v) { return v - glm::dot(v, x) * x; };
    const glm::vec3 otherwise = std::abs(x.y) < 0.7f ? glm::vec3(0, 1, 0) : glm::vec3(0, 0, 1);
    const glm::vec3 y = direction({}, across(up), glm::normalize(across(otherwise)));
    return {x, y, glm::cross(x, y)};
  }

  const Pose& pose_;
  const Ears& ears_;
  float scale_;
};

/// Of arms and legs: single points that the person lacks. Both arms or legs are missing where the
/// picture ends before them, which is no reason to do without.
void hide_missing(Figure& figure, const Pose& person) {
  using Limbs = std::vector<Keypoint>;
  for (const Limbs& pair :
       {Limbs{left_elbow, right_elbow, left_wrist, right_wrist},
        Limbs{left_knee, right_knee, left_ankle, right_ankle, left_toe, right_toe}}) {
    const bool some =
        std::any_of(pair.begin(), pair.end(), [&](Keypoint k) { return person[k].visible; });
    for (const Keypoint k : pair)
      if (some && !person[k].visible) figure.sight[index(k)] = Sight::hidden;
  }
}

}  // namespace

std::optional<Figure> figure_of(const Pose& person, const Ears& ears) {
  if (visible_points(person) < 2) return std::nullopt;
  static const Figure before = lifted(standing_pose());
  Figure figure = fitted(Person(person, ears).seen(), before);
  hide_missing(figure, person);
  return figure;
}

bool has_own_bones(const Pose& pose) {
  const Figure figure = lifted(pose);
  int flat = 0;
  for (int b = 0; b < bone_count; ++b) {
    const auto& [from, to] = bones[b];
    if (!pose[from].visible || !pose[to].visible) continue;
    // As long as the bone would be in the plane in which it begins.
    const float depth = figure[from].z;
    const float length = glm::distance(unproject(pose[from].x, pose[from].y, depth),
                                       unproject(pose[to].x, pose[to].y, depth));
    const float share = length / own_bone_lengths()[b];
    if (share > 1.06f) return false;
    flat += share > 0.97f;
  }
  const float eyes =
      std::hypot(pose[left_eye].x - pose[right_eye].x, pose[left_eye].y - pose[right_eye].y);
  static const Pose own = standing_pose();
  const float own_eyes = own[left_eye].x - own[right_eye].x;
  const bool face = pose[left_eye].visible && pose[right_eye].visible;
  // An adult's eyes are 0.4 as far apart; hers are, if she turns her head, but not often.
  const bool adult = face && eyes > 0.25f * own_eyes && eyes < 0.6f * own_eyes;
  return flat >= 3 && !adult;
}

std::vector<Figure> figures_of(const OpenPoseFile& file, Proportions proportions) {
  const std::vector<Pose> squares = in_square(file);
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < squares.size(); ++i) {
    std::optional<Figure> figure;
    if (proportions == Proportions::own && !file.own_figure && !has_own_bones(squares[i]))
      figure = figure_of(file.people[i], i < file.ears.size() ? file.ears[i] : Ears{});
    figures.push_back(figure ? *figure : lifted(squares[i]));
  }
  return figures;
}

}  // namespace psgan
