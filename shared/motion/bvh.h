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
  /// Whether position channels below the root stand in the offset's stead; else they add to it.
  bool positions_replace_offsets = false;
  std::vector<std::string> notes;  ///< What was wrong and does not matter, a sentence each.
};

/// Reads what other programs read: any case of letters, text encoding, end of line and order of
/// OFFSET and CHANNELS, decimal commas, comments. Notes tell of fewer rows than promised (the whole
/// ones are used), of values that are no numbers (the nearest frame's are used) and of a frame time
/// that is none (30 frames a second are taken). Throws Error naming `where` and the line: a word
/// that does not belong there, a number that is none, a channel that BVH does not know, no whole
/// row of values.
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
