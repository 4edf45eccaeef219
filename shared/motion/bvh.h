// BVH, the motion capture text format: a tree of joints and a row of channels for each frame.
#pragma once

#include <array>
#include <glm/glm.hpp>
#include <glm/gtc/quaternion.hpp>
#include <string>
#include <vector>

namespace psgan {

enum class BvhChannel { x_position, y_position, z_position, x_rotation, y_rotation, z_rotation };

struct BvhJoint {
  std::string name;
  int parent = -1;
  glm::vec3 offset{0};
  std::vector<BvhChannel> channels;  ///< In the file's order, which is that of the rotations too.
  bool end_site = false;
};

struct Bvh {
  std::string where;             ///< For messages: the file.
  std::vector<BvhJoint> joints;  ///< Parents before children; end sites are joints as well.
  float frame_time = 1 / 30.f;   ///< Seconds.
  int frames = 0;
  int channels = 0;
  std::vector<float> values;  ///< [frames, channels]; the file's units, and degrees.
};

/// Throws Error naming `where` and the line: an unexpected word, an invalid number, a
/// channel that BVH does not have, fewer values than frames × channels.
Bvh read_bvh(const std::string& text, const std::string& where);

/// Positions of a file's joints in a frame.
struct JointFrame {
  std::vector<glm::vec3> position;     ///< The file's units.
  std::vector<glm::quat> orientation;  ///< World rotation; the identity in the file's zero pose.
};

/// Joint positions and orientations of a frame, 0 to frames − 1.
JointFrame frame_of(const Bvh& bvh, int frame);

/// The same in the zero pose, in which all channels are 0.
JointFrame zero_frame(const Bvh& bvh);

}  // namespace psgan
