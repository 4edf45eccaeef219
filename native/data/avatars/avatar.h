// An avatar as the renderer needs it: triangles, cel materials, and a humanoid skeleton.
// Metres, y up, facing +Z (VRM 1.0's axes; VRM 0.x is turned while it is read).
#pragma once

#include <cstdint>
#include <filesystem>
#include <glm/glm.hpp>
#include <glm/gtc/quaternion.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/avatars/spring_bones.h"
#include "data/pictures/image.h"
#include "motion/humanoid.h"

namespace psgan::data {

enum class Alpha { opaque, mask, blend };
enum class Cull { none, front, back };

/// Two tones with a line between them: what MToon, unlit and PBR materials come down to here.
/// Colours are linear light.
struct CelMaterial {
  std::string name;
  glm::vec4 lit{1};       ///< Times the texture.
  glm::vec3 shade{1};     ///< Times the shade texture.
  glm::vec3 emission{0};  ///< Added; times the emission texture.
  int lit_texture = -1;   ///< Indices into Avatar::images, or −1.
  int shade_texture = -1;
  int emission_texture = -1;
  glm::vec4 uv_transform{0, 0, 1, 1};  ///< Offset and scale.
  /// The terminator, MToon 1.0's way: linearstep(−1 + toony, 1 − toony, N·L + shift).
  float shading_shift = 0;
  float shading_toony = 0.9f;
  bool unlit = false;  ///< Everywhere lit.
  Alpha alpha = Alpha::opaque;
  float alpha_cutoff = 0.5f;
  Cull cull = Cull::back;
  bool depth_write = true;  ///< Of a blended material; others always write.
  int render_order = 0;     ///< Blended materials are drawn by this, then by their order.
  bool outline = true;
  /// Absent: the lit colour, darkened.
  std::optional<glm::vec3> outline_color;
};

struct SurfaceVertex {
  glm::vec3 position{0};
  glm::vec3 normal{0, 0, 1};
  glm::vec3 hull_normal{0, 0, 1};  ///< One for all vertices of a place, so that hulls stay closed.
  glm::vec2 uv{0};
  glm::u16vec4 joints{0};  ///< Indices into the mesh's skin.
  glm::vec4 weights{1, 0, 0, 0};
};

/// A vertex's way from the mesh to the world: node world matrix × inverse bind.
struct SkinJoint {
  int node = 0;
  glm::mat4 inverse_bind{1};
};

/// Triangles of one material.
struct Surface {
  int material = 0;
  int skin = 0;  ///< Index into Avatar::skins.
  std::vector<SurfaceVertex> vertices;
  std::vector<std::uint32_t> indices;
};

struct Node {
  std::string name;
  int parent = -1;
  glm::vec3 translation{0};
  glm::quat rotation{1, 0, 0, 0};
  glm::vec3 scale{1};
};

struct Avatar {
  std::string name;         ///< Title of the VRM, or the file's name.
  std::vector<Node> nodes;  ///< Parents before children.
  std::vector<std::vector<SkinJoint>> skins;
  std::vector<Surface> surfaces;
  std::vector<CelMaterial> materials;
  std::vector<Image> images;
  PerJoint<int> joint_node;  ///< −1 where the avatar has no such bone.
  Humanoid humanoid;
  Springs springs;
  std::vector<std::string> warnings;  ///< Damage that was left out, a sentence each, with the file.
};

/// Reads VRM 1.0 or 0.x. Throws Error naming `where` and what is wrong: no glTF binary, no VRM, a
/// required bone missing, a required extension that is unknown, indices out of range. Damage that
/// does not matter (optional bones, springs) is left out with a warning.
Avatar read_vrm(std::span<const std::uint8_t> bytes, const std::string& where);
Avatar read_vrm(const std::filesystem::path& path);

/// From a node to its parent, as the file has it.
glm::mat4 local_matrix(const Node& node);

/// Hangs all nodes from a new first one.
void hang_from(Avatar& avatar, const Node& root);

/// World matrices [nodes] in the avatar's rest position.
std::vector<glm::mat4> rest_matrices(const Avatar& avatar);

/// World matrices [nodes] of a body posed from the avatar's humanoid, its springs at rest.
std::vector<glm::mat4> pose_matrices(const Avatar& avatar, const PosedBody& body);

/// For each node the nearest joint upwards; hips for what hangs on none.
std::vector<BodyJoint> joints_of_nodes(const Avatar& avatar);

/// The node that a vertex hangs on most.
int heaviest_node(const Avatar& avatar, const Surface& surface, const SurfaceVertex& vertex);

/// Where a surface's vertices are [vertices], skinned with the nodes' world matrices.
std::vector<glm::vec3> skinned_positions(const Avatar& avatar, const Surface& surface,
                                         const std::vector<glm::mat4>& world);

/// Gives each place of each material's surface one hull normal: the mean of the faces around it,
/// by their angles.
void make_hull_normals(Avatar& avatar);

}  // namespace psgan::data
