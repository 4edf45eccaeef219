// What hangs on a figure: spring bones of both VRM versions, at rest in a pose.
#include <gmock/gmock.h>

#include "data/avatars/avatar.h"
#include "motion/humanoid.h"
#include "psgan/error.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// A chain of two bones behind the head, straight down, and a sphere on the chest.
struct Chain {
  double stiffness = 1, gravity = 0, hit_radius = 0;
  double sphere_radius = 0;
  glm::vec3 sphere{0, 0.05f, -0.1f};  ///< From the chest's joint, the figure's own axes.
};

constexpr glm::vec3 root{0, 1.40f, -0.12f};
constexpr float bone_length = 0.15f;

TinyGlb with_chain(int version, const Chain& chain) {
  TinyGlb glb = tiny_glb({.version = version});
  Json& nodes = glb.json["nodes"];
  const auto first = int(nodes.size());
  const double turn = version == 0 ? -1 : 1;  // VRM 0.x faces −Z
  nodes.push_back({{"name", "hair 1"},
                   {"translation", {0, root.y - 1.36f, turn * root.z}},
                   {"children", {first + 1}}});
  nodes.push_back(
      {{"name", "hair 2"}, {"translation", {0, -bone_length, 0}}, {"children", {first + 2}}});
  nodes.push_back({{"name", "hair end"}, {"translation", {0, -bone_length, 0}}});
  nodes[4]["children"].push_back(first);
  Json& extensions = glb.json["extensions"];
  if (version == 0) {
    // Offsets are left-handed there.
    extensions["VRM"]["secondaryAnimation"] = {
        {"boneGroups",
         {{{"stiffiness", chain.stiffness},
           {"gravityPower", chain.gravity},
           {"gravityDir", {{"x", 0}, {"y", -1}, {"z", 0}}},
           {"hitRadius", chain.hit_radius},
           {"bones", {first}},
           {"colliderGroups", {0}}}}},
        {"colliderGroups",
         {{{"node", 2},
           {"colliders",
            {{{"offset", {{"x", -chain.sphere.x}, {"y", chain.sphere.y}, {"z", chain.sphere.z}}},
              {"radius", chain.sphere_radius}}}}}}}};
  } else {
    Json joints = Json::array();
    for (int i = 0; i < 3; ++i)
      joints.push_back({{"node", first + i},
                        {"stiffness", chain.stiffness},
                        {"gravityPower", chain.gravity},
                        {"gravityDir", {0, -1, 0}},
                        {"hitRadius", chain.hit_radius}});
    extensions["VRMC_springBone"] = {
        {"specVersion", "1.0"},
        {"colliders",
         {{{"node", 2},
           {"shape",
            {{"sphere",
              {{"offset", {chain.sphere.x, chain.sphere.y, chain.sphere.z}},
               {"radius", chain.sphere_radius}}}}}}}},
        {"colliderGroups", {{{"colliders", {0}}}}},
        {"springs", {{{"joints", joints}, {"colliderGroups", {0}}}}}};
  }
  return glb;
}

Avatar figure(int version, const Chain& chain) {
  return read_vrm(pack(with_chain(version, chain)), "chain.vrm");
}

BodyPose bent(float degrees) {
  BodyPose pose;
  pose.rotation[BodyJoint::spine] = glm::angleAxis(glm::radians(degrees), glm::vec3(1, 0, 0));
  return pose;
}

/// Where the chain's three nodes are.
std::vector<glm::vec3> places(const Avatar& avatar, const BodyPose& pose) {
  const auto world = pose_matrices(avatar, posed(avatar.humanoid, pose));
  std::vector<glm::vec3> list;
  for (const char* name : {"hair 1", "hair 2", "hair end"})
    for (std::size_t i = 0; i < avatar.nodes.size(); ++i)
      if (avatar.nodes[i].name == name) list.emplace_back(world[i][3]);
  return list;
}

class Springs : public testing::TestWithParam<int> {};

TEST_P(Springs, StayAsModelledWithoutGravity) {
  const Avatar avatar = figure(GetParam(), {});
  ASSERT_EQ(avatar.springs.bones.size(), GetParam() == 0 ? 3u : 2u);
  const auto at = places(avatar, BodyPose());
  ASSERT_EQ(at.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(at[i].x, at[0].x, 1e-5);
    EXPECT_NEAR(at[i].y, at[0].y - bone_length * float(i), 1e-5);
    EXPECT_NEAR(at[i].z, at[0].z, 1e-5);
  }
}

TEST_P(Springs, HangStraightDownWithGravityAlone) {
  const Avatar avatar = figure(GetParam(), {.stiffness = 0, .gravity = 1});
  const auto at = places(avatar, bent(80));
  for (std::size_t i = 1; i < 3; ++i) {
    EXPECT_NEAR(at[i].x, at[0].x, 1e-5);
    EXPECT_NEAR(at[i].y, at[0].y - bone_length * float(i), 1e-5);
    EXPECT_NEAR(at[i].z, at[0].z, 1e-5);
  }
}

TEST_P(Springs, RestWhereStiffnessAndGravityBalance) {
  // VRM's forces point along the bone: the modelled direction, 60° from straight down, and as
  // much gravity give 30°. The second bone begins from the first one's 30° and ends at 15°.
  const Avatar avatar = figure(GetParam(), {.stiffness = 1, .gravity = 1});
  const auto at = places(avatar, bent(60));
  const auto angle = [](glm::vec3 d) {
    return glm::degrees(std::acos(glm::dot(glm::normalize(d), glm::vec3(0, -1, 0))));
  };
  EXPECT_NEAR(angle(at[1] - at[0]), 30, 0.05);
  EXPECT_NEAR(angle(at[2] - at[1]), 15, 0.05);
}

TEST_P(Springs, KeepClearOfColliders) {
  const Chain chain{.stiffness = 1, .gravity = 0.5, .hit_radius = 0.02, .sphere_radius = 0.12};
  const Avatar avatar = figure(GetParam(), chain);
  for (const float degrees : {0.f, 40.f, -30.f}) {
    const BodyPose pose = bent(degrees);
    const auto world = pose_matrices(avatar, posed(avatar.humanoid, pose));
    const auto chest = std::size_t(avatar.joint_node[BodyJoint::chest]);
    // Turned with the chest; VRM 0.x nodes have the other axes.
    const float turn = GetParam() == 0 ? -1.f : 1.f;
    const glm::vec3 middle(world[chest] * glm::vec4(chain.sphere * glm::vec3(turn, 1, turn), 1));
    const auto at = places(avatar, pose);
    for (std::size_t i = 1; i < 3; ++i) {
      EXPECT_GT(glm::distance(at[i], middle), 0.14f - 2e-3f) << degrees << " " << i;
      EXPECT_NEAR(glm::distance(at[i], at[i - 1]), bone_length, 1e-4);
    }
  }
}

TEST_P(Springs, StayAboveTheGround) {
  const Avatar avatar = figure(GetParam(), {.stiffness = 0, .gravity = 1, .hit_radius = 0.01});
  auto body = posed(avatar.humanoid, BodyPose());
  // Lying: everything is brought down until the chain's root is 10 cm above the ground.
  for (auto& p : body.position) p.y -= root.y - 0.1f;
  const auto world = pose_matrices(avatar, body);
  for (std::size_t i = 0; i < avatar.nodes.size(); ++i) {
    if (avatar.nodes[i].name.rfind("hair", 0) == 0) {
      EXPECT_GT(world[i][3].y, 0.005f);
    }
  }
}

TEST_P(Springs, DependOnThePoseAlone) {
  const Avatar avatar = figure(GetParam(), {.gravity = 0.7, .sphere_radius = 0.1});
  const auto first = places(avatar, bent(70));
  places(avatar, bent(-40));
  EXPECT_EQ(first, places(avatar, bent(70)));
}

INSTANTIATE_TEST_SUITE_P(Versions, Springs, testing::Values(0, 1));

TEST(SpringsOfBothVersions, Agree) {
  const Chain chain{.stiffness = 1, .gravity = 0.8, .hit_radius = 0.02, .sphere_radius = 0.11};
  const Avatar old = figure(0, chain), now = figure(1, chain);
  for (const float degrees : {0.f, 50.f}) {
    const auto a = places(old, bent(degrees)), b = places(now, bent(degrees));
    for (std::size_t i = 0; i < 3; ++i) EXPECT_LT(glm::distance(a[i], b[i]), 1e-4f) << i;
  }
}

TEST(SpringsInBadFiles, WhatNamesNothingIsLeftOutWithAWord) {
  struct Read {
    std::vector<std::string> warnings;
    std::size_t bones, colliders;
  };
  const auto read = [](auto change) {
    TinyGlb glb = with_chain(1, {});
    change(glb.json["extensions"]["VRMC_springBone"]);
    const Avatar avatar = read_vrm(pack(glb), "bad.vrm");
    return Read{avatar.warnings, avatar.springs.bones.size(),
                avatar.springs.bones.empty() ? 0 : avatar.springs.bones[0].colliders.size()};
  };
  const auto one = testing::ElementsAre(
      "bad.vrm: its spring bones name 1 node or collider that is not there; left out");
  Read good = read([](Json&) {});
  EXPECT_THAT(good.warnings, testing::IsEmpty());
  EXPECT_EQ(good.bones, 2u);
  EXPECT_EQ(good.colliders, 1u);

  const Read joint = read([](Json& s) { s["springs"][0]["joints"][1]["node"] = 99; });
  EXPECT_THAT(joint.warnings, one);
  EXPECT_EQ(joint.bones, 1u) << "the first now points at the last";
  const Read elsewhere = read([](Json& s) { s["springs"][0]["joints"][1]["node"] = 3; });
  EXPECT_THAT(elsewhere.warnings, one) << "it does not hang from the one before";
  EXPECT_EQ(elsewhere.bones, 0u) << "and the neck itself is no spring";
  for (const Read& no_collider : {read([](Json& s) { s["colliderGroups"][0]["colliders"][0] = 7; }),
                                  read([](Json& s) { s["springs"][0]["colliderGroups"][0] = -1; }),
                                  read([](Json& s) { s["colliders"][0]["node"] = 99; })}) {
    EXPECT_THAT(no_collider.warnings, one);
    EXPECT_EQ(no_collider.bones, 2u);
    EXPECT_EQ(no_collider.colliders, 0u);
  }
  // A word for a number is as if it were not there, as everywhere in extensions.
  EXPECT_THAT(read([](Json& s) { s["springs"][0]["joints"][0]["stiffness"] = "much"; }).warnings,
              testing::IsEmpty());
}

TEST(SpringsInBadFiles, OfVrm0AreLeftOutAsWell) {
  TinyGlb glb = with_chain(0, {});
  Json& animation = glb.json["extensions"]["VRM"]["secondaryAnimation"];
  animation["colliderGroups"][0]["node"] = -1;
  animation["boneGroups"][0]["bones"].push_back(999);
  const Avatar avatar = read_vrm(pack(glb), "bad.vrm");
  EXPECT_THAT(avatar.warnings, testing::ElementsAre(HasSubstr("name 2 nodes or colliders")));
  EXPECT_EQ(avatar.springs.bones.size(), 3u);
  EXPECT_TRUE(avatar.springs.colliders.empty());
}

}  // namespace
}  // namespace psgan::data
