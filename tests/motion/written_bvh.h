// BVH files of the project's own figure in motion, written as one program or another would.
#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <glm/gtc/matrix_transform.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "motion/clip.h"
#include "motion/humanoid.h"
#include "motion/rotation.h"

namespace psgan {

/// How a file is written.
struct BvhStyle {
  std::function<std::string(BodyJoint)> name = [](BodyJoint joint) {
    return std::string(psgan::name(joint));
  };
  /// Joints left out with all below them; the end site of their parent stands in their place.
  std::set<BodyJoint> without;
  bool bones_along_x = false;   ///< Every joint's own X axis lies along its bone.
  glm::quat world{1, 0, 0, 0};  ///< From our axes to the file's.
  glm::vec3 shift{0};           ///< Of the root, the file's units.
  enum class Positions { root, offsets, zeros } positions = Positions::root;
};

class BvhWriter {
 public:
  BvhWriter(const Clip& clip, int frames, const BvhStyle& style) : style_(style) {
    for (int f = 0; f < frames; ++f) bodies_.push_back(body_of(clip.at(float(f) / 30)));
    text_ << "HIERARCHY\n";
    joint(BodyJoint::hips, "ROOT");
    text_ << "MOTION\nFrames: " << frames << "\nFrame Time: 0.033333\n";
    for (const PosedBody& body : bodies_) {
      row_.clear();
      row(body, BodyJoint::hips);
      for (const float value : row_) text_ << value << ' ';
      text_ << '\n';
    }
  }
  std::string text() const { return text_.str(); }

 private:
  static constexpr float units = 100;  // centimetres

  static PosedBody body_of(const BodyPose& pose) { return posed(default_humanoid(), pose); }

  bool written(BodyJoint joint) const {
    return joint != BodyJoint::upper_chest && joint != BodyJoint::left_eye &&
           joint != BodyJoint::right_eye && !style_.without.contains(joint);
  }
  static BodyJoint above(BodyJoint joint) {
    const BodyJoint p = parent(joint);
    return p == BodyJoint::upper_chest ? BodyJoint::chest : p;
  }
  std::vector<BodyJoint> below(BodyJoint joint) const {
    std::vector<BodyJoint> list;
    for (int j = 1; j < body_joint_count; ++j)
      if (above(BodyJoint(j)) == joint && BodyJoint(j) != BodyJoint::upper_chest &&
          BodyJoint(j) != BodyJoint::left_eye && BodyJoint(j) != BodyJoint::right_eye)
        list.push_back(BodyJoint(j));
    return list;
  }
  /// Where a joint's bone goes to in the T-pose, from the joint.
  glm::vec3 bone(BodyJoint joint) const {
    const auto& rest = default_humanoid().rest;
    const auto children = below(joint);
    if (!children.empty()) return rest[children.front()] - rest[joint];
    if (joint == BodyJoint::head) return {0, 0.2f, 0};
    return 0.4f * (rest[joint] - rest[above(joint)]);
  }
  /// From the joint's own axes in the file to ours, in the T-pose.
  glm::quat own_axes(BodyJoint joint) const {
    return style_.bones_along_x ? between({1, 0, 0}, bone(joint)) : glm::quat(1, 0, 0, 0);
  }
  glm::vec3 offset(BodyJoint joint) const {
    const auto& rest = default_humanoid().rest;
    return units * (glm::inverse(own_axes(above(joint))) * (rest[joint] - rest[above(joint)]));
  }

  void write(glm::vec3 v) { text_ << "OFFSET " << v.x << ' ' << v.y << ' ' << v.z << '\n'; }

  void joint(BodyJoint which, const char* kind) {
    const bool root = which == BodyJoint::hips;
    text_ << kind << ' ' << style_.name(which) << "\n{\n";
    write(root ? glm::vec3(0) : offset(which));
    text_ << (moves(which) ? "CHANNELS 6 Xposition Yposition Zposition " : "CHANNELS 3 ")
          << "Zrotation Yrotation Xrotation\n";
    bool children = false;
    for (const BodyJoint child : below(which)) {
      if (written(child)) {
        joint(child, "JOINT");
      } else {
        text_ << "End Site\n{\n";
        write(offset(child));
        text_ << "}\n";
      }
      children = true;
    }
    if (!children) {
      text_ << "End Site\n{\n";
      write(units * (glm::inverse(own_axes(which)) * bone(which)));
      text_ << "}\n";
    }
    text_ << "}\n";
  }

  bool moves(BodyJoint joint) const {
    return joint == BodyJoint::hips || style_.positions != BvhStyle::Positions::root;
  }

  glm::quat turn(const PosedBody& body, BodyJoint joint) const {
    return style_.world * body.orientation[joint] * own_axes(joint);
  }

  void row(const PosedBody& body, BodyJoint joint) {
    const bool root = joint == BodyJoint::hips;
    if (moves(joint)) {
      glm::vec3 place(0);
      if (root)
        place = style_.world * (units * body.position[joint]) + style_.shift;
      else if (style_.positions == BvhStyle::Positions::offsets)
        place = offset(joint);
      for (int c = 0; c < 3; ++c) row_.push_back(place[c]);
    }
    const glm::quat local =
        root ? turn(body, joint) : glm::inverse(turn(body, above(joint))) * turn(body, joint);
    const glm::mat3 m = glm::mat3_cast(glm::normalize(local));
    const auto r = [&](int row, int column) { return m[column][row]; };
    for (const float angle :
         {std::atan2(r(1, 0), r(0, 0)), std::asin(std::fmin(1.f, std::fmax(-1.f, -r(2, 0)))),
          std::atan2(r(2, 1), r(2, 2))})
      row_.push_back(glm::degrees(angle));
    for (const BodyJoint child : below(joint))
      if (written(child)) row(body, child);
  }

  const BvhStyle style_;
  std::vector<PosedBody> bodies_;
  std::ostringstream text_;
  std::vector<float> row_;
};

inline std::string written_bvh(const Clip& clip, int frames, const BvhStyle& style = {}) {
  return BvhWriter(clip, frames, style).text();
}

}  // namespace psgan
