#include "data/avatars/gltf_motion.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "common/program.h"
#include "data/avatars/avatar.h"
#include "data/avatars/gltf_accessors.h"
#include "data/avatars/gltf_reader.h"
#include "motion/retarget.h"

namespace psgan::data {
namespace {

constexpr float frames_per_second = 30, longest_seconds = 3600;

/// One number group of a node over time.
struct Track {
  enum class Kind { step, line, spline } kind = Kind::line;
  std::vector<float> times;
  std::vector<glm::vec4> values;  ///< A spline has three for each time: slope, value, slope.

  glm::vec4 at(float time, bool rotation) const;
};

/// The value at a time, held before the first key and after the last (glTF 2.0, appendix C).
glm::vec4 Track::at(float time, bool rotation) const {
  const std::size_t width = kind == Kind::spline ? 3 : 1, middle = kind == Kind::spline ? 1 : 0;
  const auto value = [&](std::size_t key) { return values[key * width + middle]; };
  const auto next = std::size_t(std::upper_bound(times.begin(), times.end(), time) - times.begin());
  if (next == 0) return value(0);
  if (next == times.size() || kind == Kind::step) return value(next - 1);
  const std::size_t key = next - 1;
  const float span = times[next] - times[key], t = span > 0 ? (time - times[key]) / span : 0;
  const glm::vec4 a = value(key), b = value(next);
  if (kind == Kind::line) {
    if (!rotation) return glm::mix(a, b, t);
    const glm::quat q = glm::slerp(glm::quat(a.w, a.x, a.y, a.z), glm::quat(b.w, b.x, b.y, b.z), t);
    return {q.x, q.y, q.z, q.w};
  }
  const glm::vec4 out = span * values[key * 3 + 2], in = span * values[next * 3];
  const float t2 = t * t, t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * out + (3 * t2 - 2 * t3) * b +
         (t3 - t2) * in;
}

struct NodeTracks {
  Track translation, rotation, scale;
};

Track read_track(const tinygltf::AnimationSampler& sampler, int components,
                 const Accessors& accessors) {
  Track track;
  track.kind = sampler.interpolation == "STEP"          ? Track::Kind::step
               : sampler.interpolation == "CUBICSPLINE" ? Track::Kind::spline
                                                        : Track::Kind::line;
  track.times.resize(accessors.count(sampler.input, "an animation's times"));
  accessors.read(sampler.input, 1, "an animation's times",
                 [&](std::size_t i, int, double v) { track.times[i] = float(v); });
  track.values.resize(accessors.count(sampler.output, "an animation's values"), glm::vec4(0));
  accessors.read(sampler.output, components, "an animation's values",
                 [&](std::size_t i, int c, double v) { track.values[i][c] = float(v); });
  const std::size_t width = track.kind == Track::Kind::spline ? 3 : 1;
  if (track.times.empty() || track.values.size() != width * track.times.size())
    accessors.fail("an animation", "has another number of values than of times");
  if (!std::is_sorted(track.times.begin(), track.times.end()) || !std::isfinite(track.times.back()))
    accessors.fail("an animation's times", "do not ascend");
  for (const glm::vec4& v : track.values)
    if (!std::isfinite(v.x + v.y + v.z + v.w)) accessors.fail("an animation's values", "has NaN");
  return track;
}

/// A skeleton's nodes and one animation of them.
class AnimatedNodes {
 public:
  AnimatedNodes(const tinygltf::Model& model, const tinygltf::Animation& animation,
                const std::string& where)
      : accessors_(model, where), order_(read_nodes(model, where, skeleton_)) {
    const NodeOrder& order = order_;
    tracks_.resize(skeleton_.nodes.size());
    for (const tinygltf::AnimationChannel& channel : animation.channels) {
      if (channel.target_node < 0) continue;
      const int node = accessors_.at(order.place, channel.target_node, "an animation's target");
      const auto& sampler = accessors_.at(animation.samplers, channel.sampler, "an animation");
      if (channel.target_path == "translation")
        tracks_[node].translation = read_track(sampler, 3, accessors_);
      else if (channel.target_path == "rotation")
        tracks_[node].rotation = read_track(sampler, 4, accessors_);
      else if (channel.target_path == "scale")
        tracks_[node].scale = read_track(sampler, 3, accessors_);
      else
        continue;  // morph targets' weights
      duration_ = std::max(duration_, accessors_.at(model.accessors, sampler.input, "").count > 0
                                          ? last_time(node, channel.target_path)
                                          : 0);
    }
    if (!(duration_ <= longest_seconds)) throw Error(where + ": lasts longer than an hour");
    rest_ = rest_matrices(skeleton_);
  }

  float duration() const { return duration_; }
  std::vector<std::string> names() const {
    std::vector<std::string> list;
    for (const Node& node : skeleton_.nodes) list.push_back(node.name);
    return list;
  }

  std::vector<int> parents() const {
    std::vector<int> list;
    for (const Node& node : skeleton_.nodes) list.push_back(node.parent);
    return list;
  }
  /// The bones that the file names itself, as VRM animations and VRM 1.0 and 0.x do.
  std::vector<std::pair<BodyJoint, int>> known(const tinygltf::Model& model) const;

  JointFrame rest() const { return frame_of(rest_); }

  JointFrame at(float time) const {
    Avatar moved;
    moved.nodes = skeleton_.nodes;
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
      const NodeTracks& t = tracks_[i];
      Node& node = moved.nodes[i];
      if (!t.translation.times.empty()) node.translation = t.translation.at(time, false);
      if (!t.scale.times.empty()) node.scale = t.scale.at(time, false);
      if (t.rotation.times.empty()) continue;
      const glm::vec4 q = t.rotation.at(time, true);
      if (glm::length(q) > 1e-6f) node.rotation = glm::normalize(glm::quat(q.w, q.x, q.y, q.z));
    }
    return frame_of(rest_matrices(moved));
  }

 private:
  float last_time(int node, const std::string& path) const {
    const NodeTracks& t = tracks_[node];
    return (path == "translation" ? t.translation
            : path == "rotation"  ? t.rotation
                                  : t.scale)
        .times.back();
  }

  /// Places of the nodes, and how they are turned from their rest.
  JointFrame frame_of(const std::vector<glm::mat4>& world) const {
    JointFrame frame;
    for (std::size_t i = 0; i < world.size(); ++i) {
      frame.position.emplace_back(world[i][3]);
      frame.orientation.push_back(
          glm::normalize(turn_of(world[i]) * glm::inverse(turn_of(rest_[i]))));
    }
    return frame;
  }

  static glm::quat turn_of(const glm::mat4& m) {
    glm::mat3 axes(m);
    for (int c = 0; c < 3; ++c) axes[c] = axes[c] / std::max(glm::length(axes[c]), 1e-12f);
    return glm::normalize(glm::quat_cast(axes));
  }

  Accessors accessors_;
  Avatar skeleton_;  // its nodes alone
  NodeOrder order_;
  std::vector<NodeTracks> tracks_;
  std::vector<glm::mat4> rest_;
  float duration_ = 0;
};

std::vector<std::pair<BodyJoint, int>> AnimatedNodes::known(const tinygltf::Model& model) const {
  std::vector<std::pair<BodyJoint, int>> list;
  const auto add = [&](const std::string& bone, double node) {
    const auto joint = joint_named(bone);
    // The eyes only look about; what is not there is as if not named.
    if (!joint || *joint == BodyJoint::left_eye || *joint == BodyJoint::right_eye) return;
    if (!(node >= 0 && node < double(order_.place.size()))) return;
    list.emplace_back(*joint, order_.place[std::size_t(node)]);
  };
  for (const char* extension : {"VRMC_vrm_animation", "VRMC_vrm"}) {
    const auto it = model.extensions.find(extension);
    if (it == model.extensions.end() || !list.empty()) continue;
    const GltfValue bones = GltfValue(&it->second)["humanoid"]["humanBones"];
    for (int j = 0; j < body_joint_count; ++j) {
      const std::string bone(name(static_cast<BodyJoint>(j)));
      add(bone, bones[bone.c_str()]["node"].number(-1));
    }
  }
  const auto vrm = model.extensions.find("VRM");
  if (vrm == model.extensions.end() || !list.empty()) return list;
  const GltfValue bones = GltfValue(&vrm->second)["humanoid"]["humanBones"];
  for (std::size_t i = 0; i < bones.size(); ++i)
    add(bones.item(i)["bone"].text(), bones.item(i)["node"].number(-1));
  return list;
}

/// A clip's name: letters, digits, '-' and '_' stay.
std::string clip_name(const tinygltf::Animation& animation, std::size_t number) {
  std::string name = animation.name.empty() ? "animation" + std::to_string(number) : animation.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') c = '-';
  return name;
}

}  // namespace

std::vector<Clip> gltf_clips(const std::filesystem::path& path, const RetargetOptions& options,
                             std::vector<std::string>* notes) {
  return gltf_clips(read_file(path), path, options, notes);
}

std::vector<Clip> gltf_clips(std::span<const std::uint8_t> bytes, const std::filesystem::path& path,
                             const RetargetOptions& options, std::vector<std::string>* notes) {
  const tinygltf::Model model = parse_gltf_file(bytes, path);
  if (model.animations.empty()) throw Error(path.string() + ": has no animations");
  std::vector<Clip> clips;
  for (std::size_t i = 0; i < model.animations.size(); ++i) {
    const std::string name = clip_name(model.animations[i], i);
    const std::string where = path.string() + ", animation " + name;
    const AnimatedNodes nodes(model, model.animations[i], where);
    MotionSource source;
    source.where = where;
    source.joints = nodes.names();
    source.parents = nodes.parents();
    source.rest = nodes.rest();
    source.frames = 1 + int(nodes.duration() * frames_per_second);
    source.frame_time = 1 / frames_per_second;
    source.at = [&](int frame) { return nodes.at(float(frame) / frames_per_second); };
    source.known = nodes.known(model);
    source.y_up = true;
    clips.push_back(retarget(source, name, options, notes));
  }
  return clips;
}

}  // namespace psgan::data
