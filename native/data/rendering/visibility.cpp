#include "data/rendering/visibility.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace psgan::data {
namespace {

using enum BodyJoint;

/// Towards the faces, edges and corners of a cube.
const std::array<glm::vec3, 26>& directions() {
  static const auto list = [] {
    std::array<glm::vec3, 26> result;
    int i = 0;
    for (int x = -1; x <= 1; ++x)
      for (int y = -1; y <= 1; ++y)
        for (int z = -1; z <= 1; ++z)
          if (x != 0 || y != 0 || z != 0) result[i++] = glm::normalize(glm::vec3(x, y, z));
    return result;
  }();
  return list;
}

/// The joint that a keypoint moves with, and those that its limb hangs on.
struct Limb {
  Keypoint keypoint;
  BodyJoint frame;
  std::vector<BodyJoint> joints;
};

/// Midline and left side; the right side is its mirror image. Skirts hang on the hips.
const std::vector<Limb> limbs{
    {Keypoint::nose, head, {head}},
    {Keypoint::neck, neck, {neck, chest, upper_chest, left_shoulder, right_shoulder}},
    {Keypoint::chest, chest, {hips, spine, chest, upper_chest, left_shoulder, right_shoulder}},
    {Keypoint::pelvis, hips, {hips, spine, left_upper_leg, right_upper_leg}},
    {Keypoint::left_eye, head, {head}},
    {Keypoint::left_shoulder, upper_chest, {left_shoulder, left_upper_arm, chest, upper_chest}},
    {Keypoint::left_elbow, left_upper_arm, {left_upper_arm, left_lower_arm}},
    {Keypoint::left_wrist, left_lower_arm, {left_lower_arm, left_hand}},
    {Keypoint::left_hip, hips, {hips, spine, left_upper_leg}},
    {Keypoint::left_knee, left_upper_leg, {left_upper_leg, left_lower_leg, hips}},
    {Keypoint::left_ankle, left_lower_leg, {left_lower_leg, left_foot}},
    {Keypoint::left_toe, left_foot, {left_foot, left_toes}},
};

Limb limb_of(Keypoint keypoint) {
  const auto named = [](Keypoint k) {
    return std::find_if(limbs.begin(), limbs.end(), [&](const Limb& l) { return l.keypoint == k; });
  };
  if (const auto found = named(keypoint); found != limbs.end()) return *found;
  Limb limb = *named(mirrored(keypoint));
  limb.frame = mirrored(limb.frame);
  for (BodyJoint& joint : limb.joints) joint = mirrored(joint);
  return limb;
}

bool of_face(Keypoint k) {
  return k == Keypoint::nose || k == Keypoint::left_eye || k == Keypoint::right_eye;
}

/// Shares of the figure's height.
constexpr float thickest = 0.1f, thinnest = 0.015f, unmeasured = 0.03f, slack = 0.012f;
constexpr float unmeasured_face = 0.02f, deepest_face = 0.06f;

/// A triangle of the T-pose and the joint that it hangs on.
struct Triangle {
  std::array<glm::vec3, 3> corners;
  BodyJoint joint;
};

std::vector<Triangle> triangles_of(const Avatar& avatar) {
  const std::vector<BodyJoint> joints = joints_of_nodes(avatar);
  const std::vector<glm::mat4> world = rest_matrices(avatar);
  std::vector<Triangle> triangles;
  for (const Surface& surface : avatar.surfaces) {
    const std::vector<glm::vec3> positions = skinned_positions(avatar, surface, world);
    const auto joint_of = [&](const SurfaceVertex& v) {
      return joints[heaviest_node(avatar, surface, v)];
    };
    for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
      const std::uint32_t* corner = &surface.indices[i];
      triangles.push_back({{positions[corner[0]], positions[corner[1]], positions[corner[2]]},
                           joint_of(surface.vertices[corner[0]])});
    }
  }
  return triangles;
}

/// Where a ray meets a triangle (Möller and Trumbore's way), if it does.
std::optional<float> hit(glm::vec3 from, glm::vec3 direction, const Triangle& t) {
  const glm::vec3 u = t.corners[1] - t.corners[0], v = t.corners[2] - t.corners[0];
  const glm::vec3 across = glm::cross(direction, v);
  const float determinant = glm::dot(u, across);
  if (std::abs(determinant) < 1e-12f) return std::nullopt;
  const glm::vec3 away = from - t.corners[0];
  const float a = glm::dot(away, across) / determinant;
  const glm::vec3 over = glm::cross(away, u);
  const float b = glm::dot(direction, over) / determinant;
  const float distance = glm::dot(v, over) / determinant;
  if (!(a >= 0 && b >= 0 && a + b <= 1 && distance >= 0)) return std::nullopt;
  return distance;
}

/// The outermost of a limb's surfaces along a ray, up to `reach`.
std::optional<float> outermost(glm::vec3 from, glm::vec3 direction, float reach,
                               const std::vector<const Triangle*>& limb) {
  std::optional<float> farthest;
  for (const Triangle* triangle : limb)
    if (const auto distance = hit(from, direction, *triangle); distance && *distance <= reach)
      farthest = std::max(farthest.value_or(0), *distance);
  return farthest;
}

/// The triangles on those joints of which a corner is within reach of a point.
std::vector<const Triangle*> near(const std::vector<Triangle>& all, const Limb& limb,
                                  glm::vec3 point, float reach) {
  std::vector<const Triangle*> result;
  for (const Triangle& t : all) {
    if (std::find(limb.joints.begin(), limb.joints.end(), t.joint) == limb.joints.end()) continue;
    const auto within = [&](glm::vec3 p) { return glm::distance(p, point) < 1.5f * reach; };
    if (std::any_of(t.corners.begin(), t.corners.end(), within)) result.push_back(&t);
  }
  return result;
}

/// How far a ray may go before it crosses the body's middle plane.
float to_middle(const Limb& limb, glm::vec3 point, glm::vec3 direction) {
  const bool paired = mirrored(limb.keypoint) != limb.keypoint;
  if (!paired || point.x * direction.x >= 0) return 1e9f;
  return -point.x / direction.x;
}

}  // namespace

LimbThickness::LimbThickness(const Avatar& avatar) {
  const Humanoid& h = avatar.humanoid;
  PosedBody rest;
  rest.position = h.rest;
  rest.orientation.fill(glm::quat(1, 0, 0, 0));
  const auto points = keypoints(h, rest);
  const std::vector<Triangle> triangles = triangles_of(avatar);
  for (int k = 0; k < keypoint_count; ++k) {
    const Limb limb = limb_of(static_cast<Keypoint>(k));
    frame_[k] = limb.frame;
    const std::vector<const Triangle*> own = near(triangles, limb, points[k], thickest * h.height);
    if (of_face(limb.keypoint)) {
      const auto face = outermost(points[k], {0, 0, 1}, deepest_face * h.height, own);
      thickness_[k].fill(std::max(face.value_or(0), unmeasured_face * h.height));
      continue;
    }
    for (int d = 0; d < direction_count; ++d) {
      const glm::vec3 direction = directions()[d];
      const float middle = to_middle(limb, points[k], direction);
      const float reach = std::min(middle, thickest * h.height);
      const float unknown = middle <= reach ? middle : unmeasured * h.height;
      thickness_[k][d] = std::max(outermost(points[k], direction, reach, own).value_or(unknown),
                                  thinnest * h.height);
    }
  }
}

float LimbThickness::towards(Keypoint keypoint, glm::vec3 direction) const {
  const auto along = [&](glm::vec3 a, glm::vec3 b) {
    return glm::dot(a, direction) < glm::dot(b, direction);
  };
  const auto& all = directions();
  const auto nearest = std::max_element(all.begin(), all.end(), along);
  return thickness_[index(keypoint)][nearest - all.begin()];
}

Visibilities LimbThickness::seen(const Humanoid& h, const PosedBody& body, const Camera& camera,
                                 const DepthMap& depth) const {
  const glm::mat4 matrix = view_projection(camera, framed_height(h));
  const auto points = keypoints(h, body);
  const bool turned_away = face_turned_away(body, camera);
  Visibilities result;
  for (int i = 0; i < keypoint_count; ++i) {
    const auto keypoint = static_cast<Keypoint>(i);
    const glm::vec4 clip = matrix * glm::vec4(points[i], 1);
    const glm::vec2 at(0.5f + 0.5f * clip.x / clip.w, 0.5f - 0.5f * clip.y / clip.w);
    if (!(at.x >= 0 && at.x <= 1 && at.y >= 0 && at.y <= 1)) {
      result[i] = Visibility::outside;
      continue;
    }
    const auto pixel = [&](float v) {
      return std::min(int(v * float(depth.size)), depth.size - 1);
    };
    const float surface = distance_of_depth(
        framed_height(h), depth.values[std::size_t(pixel(at.y)) * depth.size + pixel(at.x)]);
    const glm::quat frame = body.orientation[frame_[i]];
    const float own = towards(keypoint, glm::inverse(frame) * psgan::towards(camera));
    const bool behind = clip.w - surface > 1.2f * own + slack * h.height;
    const bool hidden = behind || (turned_away && of_face(keypoint));
    result[i] = hidden ? Visibility::hidden : Visibility::seen;
  }
  return result;
}

}  // namespace psgan::data
