// Motion from files: folders of BVH files, and glTF animations.
#include "data/avatars/motion_files.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "../temporary_folder.h"
#include "common/program.h"
#include "data/avatars/gltf_motion.h"
#include "motion/pose_selection.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum BodyJoint;
using ::testing::HasSubstr;

TEST(MotionFiles, AFolderWithoutMotionIsAnError) {
  TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { motion_clips(folder.path()); }), HasSubstr("has no .bvh, .gltf"));
  EXPECT_THAT(error_of([&] { motion_clips(folder / "nowhere"); }), HasSubstr("nowhere"));
  write_file(folder / "a.bvh", read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"));
  EXPECT_EQ(motion_clips(folder.path()).size(), 1u);
  std::filesystem::rename(folder / "a.bvh", folder / "WALK.BVH");
  EXPECT_EQ(motion_clips(folder / "WALK.BVH").at(0).name(), "WALK");
}

TEST(MotionFiles, ExtensionsMayBeInCapitals) {
  TemporaryFolder folder;
  write_file(folder / "WALK.BVH", read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"));
  EXPECT_EQ(motion_clips(folder.path()).size(), 1u);
  ASSERT_EQ(motion_clips(folder / "WALK.BVH").size(), 1u);
  EXPECT_EQ(motion_clips(folder / "WALK.BVH")[0].name(), "WALK");
}

/// A glTF skeleton in T-pose of which animation "raise" turns the left arm up in one second.
nlohmann::json tiny_gltf_motion() {
  TinyGlb glb = tiny_glb();
  const std::vector<float> half_turn{0, 0, 0, 1, 0, 0, 0.70710678f, 0.70710678f};
  std::vector<float> numbers{0, 1};
  numbers.insert(numbers.end(), half_turn.begin(), half_turn.end());
  nlohmann::json j;
  j["asset"] = {{"version", "2.0"}};
  j["nodes"] = glb.json["nodes"];
  j["nodes"].erase(j["nodes"].size() - 1);  // the mesh
  const auto* bytes = reinterpret_cast<const unsigned char*>(numbers.data());
  static const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string base64;
  for (std::size_t i = 0; i < 40; i += 3) {
    unsigned v = 0;
    for (std::size_t k = 0; k < 3; ++k) v = v << 8 | (i + k < 40 ? bytes[i + k] : 0);
    for (int k = 3; k >= 0; --k) base64 += digits[v >> (6 * k) & 63];
  }
  base64.replace(base64.size() - 2, 2, "==");
  j["buffers"] = {{{"byteLength", 40}, {"uri", "data:application/octet-stream;base64," + base64}}};
  j["bufferViews"] = {{{"buffer", 0}, {"byteLength", 8}},
                      {{"buffer", 0}, {"byteOffset", 8}, {"byteLength", 32}}};
  j["accessors"] = {{{"bufferView", 0},
                     {"componentType", 5126},
                     {"count", 2},
                     {"type", "SCALAR"},
                     {"min", {0}},
                     {"max", {1}}},
                    {{"bufferView", 1}, {"componentType", 5126}, {"count", 2}, {"type", "VEC4"}}};
  j["animations"] = {
      {{"name", "raise"},
       {"samplers", {{{"input", 0}, {"output", 1}, {"interpolation", "LINEAR"}}}},
       {"channels", {{{"sampler", 0}, {"target", {{"node", 7}, {"path", "rotation"}}}}}}}};
  return j;
}

TEST(GltfMotion, TurnsLimbsAsTheFileDoes) {
  TemporaryFolder folder;
  const auto clips_of = [&](const nlohmann::json& json) {
    write_file(folder / "m.gltf", json.dump());
    return gltf_clips(folder / "m.gltf");
  };
  const std::vector<Clip> clips = clips_of(tiny_gltf_motion());
  ASSERT_EQ(clips.size(), 1u);
  EXPECT_EQ(clips[0].name(), "raise");
  EXPECT_NEAR(clips[0].duration(), 1, 1e-4);
  for (const auto& [time, degrees] : {std::pair{0.f, 0.f}, {0.5f, 45.f}, {1.f, 90.f}}) {
    const PosedBody body = posed(default_humanoid(), clips[0].at(time));
    const glm::vec3 arm =
        glm::normalize(body.position[left_lower_arm] - body.position[left_upper_arm]);
    EXPECT_NEAR(glm::degrees(std::asin(arm.y)), degrees, 1) << time;
    const glm::vec3 other =
        glm::normalize(body.position[right_lower_arm] - body.position[right_upper_arm]);
    EXPECT_NEAR(other.x, -1, 1e-3);
  }
  auto steps = tiny_gltf_motion();
  steps["animations"][0]["samplers"][0]["interpolation"] = "STEP";
  const PosedBody still = posed(default_humanoid(), clips_of(steps)[0].at(0.9f));
  EXPECT_NEAR(still.position[left_lower_arm].y, still.position[left_upper_arm].y, 1e-3);

  const auto error = [&](const std::function<void(nlohmann::json&)>& change) {
    auto json = tiny_gltf_motion();
    change(json);
    return error_of([&] { clips_of(json); });
  };
  EXPECT_THAT(error([](auto& j) { j.erase("animations"); }),
              HasSubstr("m.gltf: has no animations"));
  EXPECT_THAT(error([](auto& j) { j["accessors"][1]["count"] = 1; }),
              HasSubstr("animation raise: an animation has another number of values"));
  EXPECT_THAT(error([](auto& j) { j["animations"][0]["samplers"][0]["input"] = 9; }),
              HasSubstr("m.gltf"));
  EXPECT_EQ(error([](auto& j) { j["nodes"][7]["name"] = "tentacle"; }), "")
      << "the hierarchy tells";
  EXPECT_THAT(error([](auto& j) {
                for (auto& node : j["nodes"]) node.erase("children");
                for (auto& node : j["nodes"]) node["name"] = "tentacle";
              }),
              HasSubstr("no joint could be found for hips"));
  EXPECT_THAT(error([](auto& j) { j["buffers"][0]["uri"] = "nowhere.bin"; }), HasSubstr("m.gltf"));
}

TEST(GltfMotion, TheFilesOwnMapDecides) {
  TemporaryFolder folder;
  const auto clip_of = [&](const nlohmann::json& json) {
    write_file(folder / "m.vrma", json.dump());
    return gltf_clips(folder / "m.vrma").at(0);
  };
  const PosedBody right = posed(default_humanoid(), clip_of(tiny_gltf_motion()).at(0.7f));
  auto json = tiny_gltf_motion();
  nlohmann::json object, list = nlohmann::json::array();
  // Names that say the wrong thing: every bone is called as its neighbour.
  const auto nodes = json["nodes"];
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::string name = nodes[i]["name"];
    json["nodes"][i]["name"] = nodes[(i + 1) % nodes.size()]["name"];
    if (!joint_named(name)) continue;
    object[name] = {{"node", i}};
    list.push_back({{"bone", name}, {"node", i}});
  }
  list.push_back({{"bone", "leftThumbProximal"}, {"node", 9999}});
  for (const auto& [extension, bones] :
       {std::pair{"VRMC_vrm_animation", object}, {"VRMC_vrm", object}, {"VRM", list}}) {
    auto mapped = json;
    mapped["extensions"] = {{extension, {{"humanoid", {{"humanBones", bones}}}}}};
    const PosedBody body = posed(default_humanoid(), clip_of(mapped).at(0.7f));
    for (int j = 0; j < body_joint_count; ++j) {
      const auto joint = static_cast<BodyJoint>(j);
      EXPECT_LT(glm::distance(body.position[joint], right.position[joint]), 1e-3f)
          << extension << " " << name(joint);
    }
  }
}

/// How high the lowest of her joints is, in hip heights, at moments of a clip.
std::vector<float> heights_above_ground(const Clip& clip) {
  std::vector<float> heights;
  for (int i = 0; i < 20; ++i) {
    const PosedBody body =
        posed(default_humanoid(), clip.at(clip.duration() * (float(i) + 0.5f) / 20));
    float lowest = 1e9f;
    for (const glm::vec3& p : body.position) lowest = std::min(lowest, p.y);
    heights.push_back(lowest / default_humanoid().rest[hips].y);
  }
  return heights;
}

TEST(GltfMotion, ReadsAnAnimationLibrary) {
  const char* shared = std::getenv("PSGAN_SHARED_DATA");
  if (!shared) GTEST_SKIP() << "PSGAN_SHARED_DATA is not set";
  const std::vector<Clip> clips = motion_clips(std::filesystem::path(shared) / "motion" / "ual");
  EXPECT_EQ(clips.size(), 46u);
  const auto named = [&](const std::string& name) {
    const auto found = std::find_if(clips.begin(), clips.end(),
                                    [&](const Clip& clip) { return clip.name() == name; });
    EXPECT_NE(found, clips.end()) << name;
    return *found;
  };
  for (const char* name : {"Walk_Loop", "Idle_Loop", "Dance_Loop", "Sitting_Idle_Loop"}) {
    const std::vector<float> heights = heights_above_ground(named(name));
    EXPECT_GT(*std::min_element(heights.begin(), heights.end()), -0.01f) << name;
    EXPECT_LT(*std::max_element(heights.begin(), heights.end()), 0.12f) << name;
    const PosedBody body = posed(default_humanoid(), facing_forward(named(name).at(0.3f)));
    EXPECT_GT(body.position[head].y, body.position[hips].y + 0.2f) << name;
    EXPECT_GT(body.position[left_upper_arm].x, body.position[right_upper_arm].x) << name;
    EXPECT_GT(body.position[left_toes].z, body.position[left_foot].z - 0.02f) << name;
  }
}

// Captured motion that is too large for the repository: a folder with the CMU files, if there.
TEST(MotionFiles, ReadCapturedMotion) {
  const char* shared = std::getenv("PSGAN_SHARED_DATA");
  if (!shared) GTEST_SKIP() << "PSGAN_SHARED_DATA is not set";
  const auto folder = std::filesystem::path(shared) / "motion" / "cmu";
  const std::vector<Clip> clips = motion_clips(folder);
  EXPECT_GT(clips.size(), 10u);
  for (const Clip& clip : clips) {
    // In captured dance and sport the head is above the hips nearly always.
    int upright = 0;
    for (int i = 0; i < 20; ++i) {
      const PosedBody body =
          posed(default_humanoid(), clip.at(clip.duration() * (float(i) + 0.5f) / 20));
      upright += body.position[head].y > body.position[hips].y;
    }
    EXPECT_GE(upright, 15) << clip.name();
    const std::vector<float> heights = heights_above_ground(clip);
    EXPECT_GT(*std::min_element(heights.begin(), heights.end()), -0.01f) << clip.name();
    const auto near =
        std::count_if(heights.begin(), heights.end(), [](float h) { return h < 0.12f; });
    EXPECT_GE(near, 14) << clip.name() << ": feet are on the ground but for jumps";
  }
}

}  // namespace
}  // namespace psgan::data
