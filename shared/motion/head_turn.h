// How a head is turned whose eyes, ears and nose are seen in a picture.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <optional>

namespace psgan {

/// A person's head in a picture: places in pixels, x to the right and y up; nothing where a point
/// is not seen.
struct SeenHead {
  std::optional<glm::vec2> nose, left_eye, right_eye, left_ear, right_ear;
};

/// The rotation of the head from looking at us: the turn, nod and tilt under which an adult's head
/// has its points where they were seen, whatever its size. What the points leave open is as in
/// `trunk`, and upright. Nothing if fewer than two are seen. A head whose ears alone are seen looks
/// away from us.
/// @param scale Pixels of a metre, or 0 if unknown.
std::optional<glm::mat3> head_turn(const SeenHead& head, const glm::mat3& trunk, float scale);

}  // namespace psgan
