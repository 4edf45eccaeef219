// Draws avatars: cel shading with outlines on a white ground, 4× multisampling.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/avatars/avatar.h"
#include "data/pictures/coordinate_map.h"
#include "data/pictures/image.h"
#include "data/rendering/visibility.h"
#include "motion/camera.h"
#include "motion/humanoid.h"
#include "psgan/pose.h"

namespace psgan::data {

/// A picture, what is how far away in it, and what is shown where, if the renderer was asked for
/// it.
struct Drawing {
  Image image;
  DepthMap depth;
  std::optional<CoordinateMap> coordinates;
};

/// An OpenGL context and the pictures' framebuffers. Belongs to the thread that made it.
class Renderer {
 public:
  /// `resolution` is the pictures' width and height in pixels, 4 to 2048. With `coordinates`, each
  /// picture is drawn a second time, one sample a pixel, as parts and places.
  explicit Renderer(int resolution, bool coordinates = false);
  ~Renderer();

  /// The driver's name, for people.
  std::string driver() const;

  /// Makes an avatar the one that is drawn from now on.
  void show(Avatar avatar);
  const Avatar& shown() const;

  /// Draws the shown avatar in a pose. The light moves with the camera, so that it says nothing
  /// about where the figure stands.
  Image draw(const PosedBody& body, const Camera& camera);

  /// The same with one picture under way: the driver draws this one while the caller gets the one
  /// before, none at the first call. finish() gives the last one.
  std::optional<Drawing> draw_ahead(const PosedBody& body, const Camera& camera);
  std::optional<Drawing> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Keypoints of an avatar that stands as in draw().
inline Pose project(const Avatar& avatar, const PosedBody& body, const Camera& camera) {
  return project(avatar.humanoid, body, camera);
}

}  // namespace psgan::data
