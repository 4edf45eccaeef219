#include "data/avatars/framing.h"

#include <algorithm>
#include <glm/gtc/constants.hpp>
#include <vector>

namespace psgan::data {
namespace {

/// What is cut off is shown with a margin, a share of the picture.
constexpr float margin = 0.025f;
constexpr float most_growth = 2.5f;

/// Heights of figures whose pictures show everything: just so, and with the margin.
struct Needed {
  float exact = 0, comfortable = 0;

  void add(glm::vec3 p, const Camera& camera) {
    exact = std::max(exact, height_that_shows(p, camera, 0));
    comfortable = std::max(comfortable, height_that_shows(p, camera, margin));
  }
};

/// Of one surface in one pose.
Needed needed(const Avatar& avatar, const Surface& surface, const std::vector<glm::mat4>& world,
              std::span<const Camera> cameras) {
  Needed sum;
  for (const glm::vec3& p : skinned_positions(avatar, surface, world))
    for (const Camera& camera : cameras) sum.add(p, camera);
  return sum;
}

void grow(Humanoid& h, const Needed& n) {
  if (n.exact > framed_height(h)) h.reach = std::min(n.comfortable, most_growth * h.height);
}

constexpr Camera four_sides[] = {
    {0}, {glm::half_pi<float>()}, {glm::pi<float>()}, {3 * glm::half_pi<float>()}};

/// The surfaces that are part of the figure.
std::vector<const Surface*> counted(const Avatar& avatar) {
  const auto world = pose_matrices(avatar, posed(avatar.humanoid, BodyPose()));
  std::vector<const Surface*> list;
  for (const Surface& surface : avatar.surfaces)
    if (needed(avatar, surface, world, four_sides).exact <= most_growth * avatar.humanoid.height)
      list.push_back(&surface);
  return list;
}

}  // namespace

void frame_rest(Avatar& avatar) {
  Humanoid& h = avatar.humanoid;
  const auto world = pose_matrices(avatar, posed(h, BodyPose()));
  for (const Surface& surface : avatar.surfaces) {
    const Needed n = needed(avatar, surface, world, four_sides);
    if (n.exact <= most_growth * h.height) grow(h, n);
  }
}

float frame_poses(Avatar& avatar, std::span<const FramedPose> poses) {
  Humanoid& h = avatar.humanoid;
  const float before = framed_height(h);
  const std::vector<const Surface*> surfaces = counted(avatar);
  for (const FramedPose& framed : poses) {
    const auto world = pose_matrices(avatar, posed(h, framed.pose));
    for (const Surface* surface : surfaces)
      grow(h, needed(avatar, *surface, world, {&framed.camera, 1}));
  }
  return before / framed_height(h);
}

}  // namespace psgan::data
