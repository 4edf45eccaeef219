// The data set's camera and the projection of the 20 keypoints.
#pragma once

#include <array>
#include <glm/glm.hpp>

#include "motion/humanoid.h"
#include "psgan/pose.h"

namespace psgan {

/// A long lens that looks at the figure horizontally from a fixed place; every figure has the same
/// height in the image.
struct Camera {
  float yaw = 0;  ///< Radians; 0 sees the front, positive orbits to her left side.

  static constexpr float field_of_view = 0.31415927f;  ///< Radians (18°), both ways.
  static constexpr float picture = 1.27f;  ///< The image's height at the figure, in figure heights.
  static constexpr float ground = 0.06f;   ///< The ground above the image's lower edge, likewise.
};

/// World (metres) to clip space, for a figure of that height.
glm::mat4 view_projection(const Camera& camera, float figure_height);

/// How far in front of the camera, in metres along its axis, a surface of that depth (0 to 1, as
/// OpenGL's depth buffer has it) is; for points of the world it is the fourth number of clip space.
float distance_of_depth(float figure_height, float depth);

/// The least height of a figure with which the camera shows a point of the world (metres) inside
/// the picture's upper edge and its sides, `margin` of the picture (0 to 0.5) away from them.
float height_that_shows(glm::vec3 point, const Camera& camera, float margin);

/// From the figure towards the camera, horizontal, of length 1.
glm::vec3 towards(const Camera& camera);

/// The keypoints in the world, by these rules:
/// - shoulders are the upper arms' joints, wrists the hands', hips the upper legs', ankles the
///   feet's; neck, eyes, elbows, knees and toes the joints of that name;
/// - pelvis is the middle of the hips;
/// - chest is 0.6 of the way from the pelvis to the neck in the T-pose and moves with the chest;
/// - nose is, in the head's frame, in front of the middle of the eyes by half of their distance and
///   below it by as much, unless the humanoid says where it is.
std::array<glm::vec3, keypoint_count> keypoints(const Humanoid& humanoid, const PosedBody& body);

/// True if the head's front points more than 6° behind the image plane.
bool face_turned_away(const PosedBody& body, const Camera& camera);

/// Projects points of the world (metres, of a figure of that height), by the rules below;
/// `face` is the direction that the head's front points to.
Pose project(const std::array<glm::vec3, keypoint_count>& points, glm::vec3 face,
             const Camera& camera, float figure_height);

/// The keypoints in the image. A point outside the image is not visible, and neither are eyes
/// and nose while the face is turned away.
Pose project(const Humanoid& humanoid, const PosedBody& body, const Camera& camera);

}  // namespace psgan
