#include "motion/up_axis.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace psgan {
namespace {

using enum BodyJoint;

/// The number that a share of the others lies below, 0.5 for the median.
float at_share(std::vector<float> numbers, float share) {
  if (numbers.empty()) return 0;
  const auto nth = numbers.begin() + std::ptrdiff_t(share * float(numbers.size() - 1));
  std::nth_element(numbers.begin(), nth, numbers.end());
  return *nth;
}

/// A body's motion along one axis, in lengths of her legs.
class AlongAxis {
 public:
  AlongAxis(int axis, std::span<const JointFrame> frames, const PerJoint<int>& found) {
    for (const JointFrame& frame : frames) {
      const auto at = [&](BodyJoint joint) { return frame.position[found[joint]]; };
      const float leg = glm::distance(at(left_upper_leg), at(left_lower_leg)) +
                        glm::distance(at(left_lower_leg), at(left_foot));
      if (!(leg > 0)) continue;
      float lowest = at(hips)[axis];
      for (const int joint : found)
        if (joint >= 0) lowest = std::min(lowest, frame.position[joint][axis]);
      hips_.push_back(at(hips)[axis] / leg);
      floor_.push_back(lowest / leg);
      const glm::vec3 body = at(head) - 0.5f * (at(left_foot) + at(right_foot));
      const float length = glm::length(body);
      standing_.push_back(length > 0 ? body[axis] / length : 0);
    }
  }

  bool floor_near_zero() const { return std::abs(at_share(floor_, 0.5f)) < 0.3f; }
  bool hips_at_leg_height() const {
    const float height = at_share(hips_, 0.5f);
    return height > 0.4f && height < 1.6f && at_share(hips_, 0.9f) - at_share(hips_, 0.1f) < 0.6f &&
           floor_near_zero();
  }
  bool stands() const { return !standing_.empty() && at_share(standing_, 0.5f) > 0.8f; }
  bool stands_at_times() const { return !standing_.empty() && at_share(standing_, 0.9f) > 0.9f; }
  bool low() const { return !hips_.empty() && at_share(hips_, 0.5f) < 0.4f && floor_near_zero(); }

 private:
  std::vector<float> hips_, floor_, standing_;
};

}  // namespace

glm::vec3 direction_of(UpAxis up) {
  if (up == UpAxis::x) return {1, 0, 0};
  return up == UpAxis::z ? glm::vec3(0, 0, 1) : glm::vec3(0, 1, 0);
}

const char* name_of(UpAxis up) { return up == UpAxis::x ? "X" : up == UpAxis::z ? "Z" : "Y"; }

UpAxis find_up(std::span<const JointFrame> frames, std::span<const JointFrame> first,
               const PerJoint<int>& found) {
  const AlongAxis y(1, frames, found), z(2, frames, found);
  if (y.hips_at_leg_height() != z.hips_at_leg_height())
    return y.hips_at_leg_height() ? UpAxis::y : UpAxis::z;
  const AlongAxis first_y(1, first, found), first_z(2, first, found);
  if (first_y.stands()) return UpAxis::y;
  const AlongAxis first_x(0, first, found);
  if (first_x.stands() && !y.floor_near_zero() && !y.stands_at_times() && !z.stands_at_times())
    return UpAxis::x;
  if (!first_z.stands()) return UpAxis::unknown;
  // Who lies along Z at first may get up, or lie on the floor all the time.
  const bool lies =
      y.floor_near_zero() && (y.stands_at_times() || (y.low() && !z.floor_near_zero()));
  return lies ? UpAxis::unknown : UpAxis::z;
}

}  // namespace psgan
