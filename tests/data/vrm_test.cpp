#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>

#include "../temporary_folder.h"
#include "characters/wardrobe.h"
#include "data/avatar.h"
#include "data/figures.h"
#include "tiny_vrm.h"

namespace psgan {
namespace {

using enum BodyJoint;
using ::testing::HasSubstr;

Avatar tiny(const TinyVrm& figure = {}) { return read_vrm(tiny_vrm(figure), "tiny.vrm"); }

std::string error_of_json(const std::function<void(nlohmann::json&)>& change) {
  TinyGlb glb = tiny_glb();
  change(glb.json);
  return error_of([&] { read_vrm(pack(glb), "bad.vrm"); });
}

TEST(Vrm, ReadsSkeletonAndTriangles) {
  const Avatar avatar = tiny();
  EXPECT_EQ(avatar.name, "Tiny");
  EXPECT_EQ(avatar.surfaces.size(), 2u);
  EXPECT_NEAR(avatar.humanoid.rest[left_hand].x, 0.56f, 1e-5);
  EXPECT_NEAR(avatar.humanoid.rest[head].y, 1.36f, 1e-5);
  EXPECT_TRUE(avatar.humanoid.present[left_eye]);
  EXPECT_FALSE(avatar.humanoid.present[upper_chest]);
  // The eyes are 0.35 of the way up, which puts the crown a little above the box's top: clamped.
  EXPECT_NEAR(avatar.humanoid.height, 1.6f, 1e-4);
}

TEST(Vrm, Vrm0FacesTheSameWay) {
  const Avatar one = tiny(), zero = tiny({.version = 0});
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    EXPECT_EQ(one.humanoid.present[joint], zero.humanoid.present[joint]);
    EXPECT_NEAR(glm::distance(one.humanoid.rest[joint], zero.humanoid.rest[joint]), 0, 1e-5)
        << name(joint);
  }
}

TEST(Vrm, Vrm0ColoursAreSrgb) {
  const Avatar avatar = tiny({.version = 0});
  EXPECT_NEAR(avatar.materials[0].lit.x, 0.2140f, 1e-3);  // 0.5 in sRGB
  EXPECT_FALSE(avatar.materials[0].unlit);
  EXPECT_TRUE(tiny({.version = 0, .unlit = true}).materials[0].unlit);
}

TEST(Vrm, MtoonTerminatorsMeanTheSameInBothVersions) {
  // ShadeShift 0 and ShadeToony 0.9: lit from N·L = 0 to 0.1.
  const CelMaterial m = tiny({.version = 0}).materials[0];
  EXPECT_NEAR(-m.shading_shift - (1 - m.shading_toony), 0.0f, 1e-5);
  EXPECT_NEAR(-m.shading_shift + (1 - m.shading_toony), 0.1f, 1e-5);
}

TEST(Vrm, OptionalBonesHaveFallbacks) {
  const Avatar avatar = tiny({.without = {"neck", "chest", "leftEye", "rightEye"}});
  const Humanoid& h = avatar.humanoid;
  EXPECT_FALSE(h.present[neck]);
  EXPECT_GT(h.rest[neck].y, h.rest[left_upper_arm].y);
  EXPECT_LT(h.rest[neck].y, h.rest[head].y);
  EXPECT_GT(h.rest[left_eye].x, 0.01f);
  EXPECT_NEAR(h.rest[left_eye].x, -h.rest[right_eye].x, 1e-5);
  EXPECT_GT(h.rest[left_eye].z, h.rest[head].z);
  EXPECT_GT(h.rest[left_toes].z, h.rest[left_foot].z + 0.03f);
}

TEST(Vrm, RestMatricesLeaveVerticesWhereTheyAre) {
  const Avatar avatar = tiny();
  const auto world = pose_matrices(avatar, posed(avatar.humanoid, BodyPose()));
  const auto rest = rest_matrices(avatar);
  // The T-pose moves only as a whole: its joints' mean goes to the axis.
  const auto moved = [&](BodyJoint joint) {
    const auto node = std::size_t(avatar.joint_node[joint]);
    return glm::vec3(world[node][3]) - glm::vec3(rest[node][3]);
  };
  for (const BodyJoint joint : {head, left_hand, right_foot, right_eye})
    EXPECT_NEAR(glm::distance(moved(joint), moved(hips)), 0, 1e-5) << name(joint);
}

TEST(Vrm, BrokenFilesSayWhatIsWrong) {
  const std::vector<std::uint8_t> good = tiny_vrm();
  const auto error = [](std::vector<std::uint8_t> bytes) {
    return error_of([&] { read_vrm(bytes, "bad.vrm"); });
  };
  EXPECT_EQ(error(good), "");
  EXPECT_THAT(error({}), HasSubstr("bad.vrm: is no VRM file"));
  EXPECT_THAT(error({'P', 'K', 3, 4}), HasSubstr("is no VRM file"));
  EXPECT_THAT(error({good.begin(), good.begin() + long(good.size()) / 2}),
              HasSubstr("is cut short"));
  std::vector<std::uint8_t> garbled = good;
  for (std::size_t i = 20; i < 120; ++i) garbled[i] = 0xff;
  EXPECT_THAT(error(garbled), HasSubstr("bad.vrm: cannot be read as glTF"));
  EXPECT_THAT(error(tiny_vrm({.without = {"head"}})),
              HasSubstr("the humanoid bone \"head\" is missing"));
  EXPECT_THAT(error(tiny_vrm({.version = 0, .without = {"leftFoot"}})), HasSubstr("\"leftFoot\""));
}

TEST(Vrm, WrongReferencesAreFound) {
  EXPECT_THAT(error_of_json([](auto& j) { j["extensions"].erase("VRMC_vrm"); }),
              HasSubstr("no extension VRMC_vrm or VRM"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]["hips"]["node"] = 999;
              }),
              HasSubstr("\"hips\" names a node that is not there"));
  EXPECT_THAT(error_of_json([](auto& j) { j["accessors"][0]["count"] = 100000; }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) { j["bufferViews"][0]["byteOffset"] = 900000; }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["nodes"][0]["children"] = {1, 1};
              }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) { j["nodes"][4]["children"].push_back(0); }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["skins"][0]["joints"] = {0, 1};
              }),
              HasSubstr("joint that the skin lacks"));
  EXPECT_THAT(error_of_json([](auto& j) { j["meshes"] = nlohmann::json::array(); }),
              HasSubstr("bad.vrm"));
}

TEST(Vrm, DamageAnywhereIsAnErrorOrHarmless) {
  const std::vector<std::uint8_t> good = tiny_vrm();
  std::uint32_t state = 1;
  const auto random = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::uint8_t> bytes = good;
    for (int i = 0; i < 4; ++i) bytes[20 + random() % (bytes.size() - 20)] = std::uint8_t(random());
    try {
      const Avatar avatar = read_vrm(bytes, "damaged.vrm");
      pose_matrices(avatar, posed(avatar.humanoid, BodyPose()));
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("damaged.vrm"));
    }
  }
}

TEST(Vrm, HullsOfBoxesStayClosed) {
  const Avatar avatar = tiny({.only_box = "head"});
  std::vector<SurfaceVertex> corners;  // the head's joint is the skin's fifth
  for (const SurfaceVertex& v : avatar.surfaces[0].vertices)
    if (v.joints[0] == 4) corners.push_back(v);
  ASSERT_EQ(corners.size(), 24u);
  for (const SurfaceVertex& a : corners) {
    EXPECT_NEAR(glm::length(a.hull_normal), 1, 1e-4);
    EXPECT_GT(glm::dot(a.hull_normal, a.normal), 0.3f);
    for (const SurfaceVertex& b : corners)
      EXPECT_TRUE(a.position != b.position || a.hull_normal == b.hull_normal);
  }
}

TEST(Vrm, MaterialsCanBeHidden) {
  TemporaryFolder folder;
  FigureChoice choice;
  choice.look = 0;
  choice.hide = "no such material";
  EXPECT_THAT(error_of([&] { load(choice); }), HasSubstr("has no material \"no such material\""));
}

TEST(Vrm, ReadsTheProjectsOwnLooks) {
  const Avatar avatar = own_look(0);
  EXPECT_GT(avatar.surfaces.size(), 5u);
  const Humanoid& own = avatar.humanoid;
  EXPECT_NEAR(own.height, default_humanoid().height, 0.05f);
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    EXPECT_LT(glm::distance(own.rest[joint], default_humanoid().rest[joint]), 0.03f)
        << name(joint) << ": the default proportions are those of the project's characters";
  }
}

// Avatars by others, which are not in the repository.
TEST(Vrm, ReadsAvatarsByOthers) {
  const char* shared = std::getenv("PSGAN_SHARED_DATA");
  if (!shared) GTEST_SKIP() << "PSGAN_SHARED_DATA is not set";
  for (const auto& file : vrm_files(std::filesystem::path(shared) / "avatars")) {
    const Avatar avatar = read_vrm(file);
    const Humanoid& h = avatar.humanoid;
    EXPECT_GT(h.rest[left_hand].x, 0.2f) << file << ": her left is +X";
    EXPECT_GT(h.rest[left_toes].z, h.rest[left_foot].z) << file << ": she faces +Z";
    EXPECT_GT(h.height, h.rest[head].y) << file;
  }
}

}  // namespace
}  // namespace psgan
