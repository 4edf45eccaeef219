// What every character promises, whoever she is: a complete VRM 1.0 file.
#include "characters/wardrobe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "glb.h"
#include "psgan/error.h"

namespace psgan::characters {
namespace {

TEST(Wardrobe, HasSeventyNineNamedLooks) {
  ASSERT_EQ(named_looks(), 79);
  std::set<std::string> titles;
  for (int i = 0; i < named_looks(); ++i) titles.insert(look_title(i));
  EXPECT_EQ(titles.size(), std::size_t(named_looks()));
}

TEST(Wardrobe, NegativeNumberIsRefusedInWords) {
  EXPECT_THROW(character_vrm(-1), Error);
  EXPECT_THROW(look_title(-1), Error);
}

TEST(Wardrobe, SameNumberGivesSameBytes) {
  EXPECT_EQ(character_vrm(0), character_vrm(0));
  EXPECT_EQ(character_vrm(named_looks() + 5), character_vrm(named_looks() + 5));
}

TEST(Wardrobe, LooksDiffer) {
  const auto bytes = [](int number) {
    const auto vrm = character_vrm(number);
    return std::string(vrm.begin(), vrm.end());
  };
  std::set<std::string> seen;
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(seen.insert(bytes(i)).second) << "look " << i;
  for (int i = named_looks(); i < named_looks() + 4; ++i)
    EXPECT_TRUE(seen.insert(bytes(i)).second) << "look " << i;
}

TEST(Wardrobe, CombinationsComeOutWhole) {
  // Whatever meets: garments that hide each other altogether, too.
  for (int i = 79; i < 91; ++i) EXPECT_NO_THROW(Glb{character_vrm(i)}) << "look " << i;
}

class Character : public testing::TestWithParam<int> {
 protected:
  const Glb& glb = made(GetParam());

  /// Each look is made once for all tests.
  static const Glb& made(int number) {
    static std::map<int, Glb> all;
    const auto found = all.find(number);
    return found != all.end() ? found->second
                              : all.emplace(number, Glb{character_vrm(number)}).first->second;
  }

  /// A node's place in the world: translations along its chain of parents.
  std::array<double, 3> place(int node) const {
    const auto& nodes = glb.json.at("nodes");
    std::array<double, 3> sum{};
    while (node >= 0) {
      const auto& n = nodes.at(std::size_t(node));
      if (n.contains("translation"))
        for (std::size_t i = 0; i < 3; ++i) sum[i] += n.at("translation").at(i).get<double>();
      int parent = -1;
      for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].contains("children"))
          for (const auto& child : nodes[i]["children"])
            if (child == node) parent = int(i);
      node = parent;
    }
    return sum;
  }
  std::array<double, 3> bone(const std::string& name) const {
    return place(glb.json.at("extensions")
                     .at("VRMC_vrm")
                     .at("humanoid")
                     .at("humanBones")
                     .at(name)
                     .at("node"));
  }
};

TEST_P(Character, HasTheHumanoidBonesThatVrmRequires) {
  const auto& vrm = glb.json.at("extensions").at("VRMC_vrm");
  EXPECT_EQ(vrm.at("specVersion"), "1.0");
  const auto& bones = vrm.at("humanoid").at("humanBones");
  std::set<int> nodes;
  for (const char* name :
       {"hips",          "spine",         "head",          "leftUpperLeg",  "leftLowerLeg",
        "leftFoot",      "rightUpperLeg", "rightLowerLeg", "rightFoot",     "leftUpperArm",
        "leftLowerArm",  "leftHand",      "rightUpperArm", "rightLowerArm", "rightHand",
        "leftEye",       "rightEye",      "chest",         "neck",          "leftShoulder",
        "rightShoulder", "leftToes",      "rightToes"}) {
    ASSERT_TRUE(bones.contains(name)) << name;
    EXPECT_TRUE(nodes.insert(bones.at(name).at("node").get<int>()).second)
        << name << " shares its node";
  }
}

TEST_P(Character, StandsInTPoseFacingForward) {
  for (const std::string part : {"Eye", "Shoulder", "UpperArm", "LowerArm", "Hand", "UpperLeg",
                                 "LowerLeg", "Foot", "Toes"}) {
    const auto left = bone("left" + part), right = bone("right" + part);
    EXPECT_GT(left[0], 0) << part;
    EXPECT_NEAR(left[0], -right[0], 1e-6) << part;
    EXPECT_NEAR(left[1], right[1], 1e-6) << part;
    EXPECT_NEAR(left[2], right[2], 1e-6) << part;
  }
  EXPECT_NEAR(bone("leftHand")[1], bone("leftUpperArm")[1], 0.01);
  EXPECT_GT(bone("leftEye")[2], bone("head")[2] + 0.05) << "eyes lie on the face's front";
  EXPECT_GT(bone("leftToes")[2], bone("leftFoot")[2]) << "toes point forward";
  EXPECT_LT(bone("leftFoot")[1], bone("leftLowerLeg")[1]);
}

TEST_P(Character, SaysThatSheIsFree) {
  const auto& meta = glb.json.at("extensions").at("VRMC_vrm").at("meta");
  EXPECT_EQ(meta.at("licenseUrl"), "https://vrm.dev/licenses/1.0/");
  EXPECT_EQ(meta.at("avatarPermission"), "everyone");
  EXPECT_EQ(meta.at("commercialUsage"), "corporation");
  EXPECT_EQ(meta.at("modification"), "allowModificationRedistribution");
  EXPECT_EQ(meta.at("creditNotation"), "unnecessary");
  EXPECT_FALSE(meta.at("name").get<std::string>().empty());
  EXPECT_FALSE(meta.at("authors").empty());
}

TEST_P(Character, TrianglesAndWeightsAreSound) {
  const std::size_t joints = glb.json.at("skins").at(0).at("joints").size();
  std::size_t triangles = 0;
  double low = 1e9, high = -1e9;
  for (const auto& primitive : glb.primitives()) {
    const auto& attributes = primitive.at("attributes");
    const auto& material = glb.json.at("materials").at(primitive.at("material").get<std::size_t>());
    SCOPED_TRACE(material.at("name").get<std::string>());
    const auto positions = glb.numbers(attributes.at("POSITION"));
    const auto normals = glb.numbers(attributes.at("NORMAL"));
    const auto joint = glb.numbers(attributes.at("JOINTS_0"));
    const auto weight = glb.numbers(attributes.at("WEIGHTS_0"));
    const auto uv = glb.numbers(attributes.at("TEXCOORD_0"));
    const auto indices = glb.numbers(primitive.at("indices"));
    const std::size_t vertices = positions.size() / 3;
    ASSERT_EQ(normals.size(), vertices * 3);
    ASSERT_EQ(joint.size(), vertices * 4);
    ASSERT_EQ(weight.size(), vertices * 4);
    ASSERT_EQ(uv.size(), vertices * 2);
    ASSERT_EQ(indices.size() % 3, 0u);
    triangles += indices.size() / 3;

    double worst_weight = 0, worst_normal = 0, worst_joint = 0, worst_index = 0;
    for (std::size_t v = 0; v < vertices; ++v) {
      double sum = 0, length = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        sum += weight[v * 4 + k];
        if (weight[v * 4 + k] < 0) sum = 1e9;
        worst_joint = std::max(worst_joint, joint[v * 4 + k]);
      }
      for (std::size_t k = 0; k < 3; ++k) length += normals[v * 3 + k] * normals[v * 3 + k];
      worst_weight = std::max(worst_weight, std::abs(sum - 1));
      worst_normal = std::max(worst_normal, std::abs(length - 1));
      low = std::min(low, positions[v * 3 + 1]);
      high = std::max(high, positions[v * 3 + 1]);
    }
    for (const double i : indices) worst_index = std::max(worst_index, i);
    EXPECT_LT(worst_weight, 1e-5);
    EXPECT_LT(worst_normal, 1e-3);
    EXPECT_LT(worst_joint, double(joints));
    EXPECT_LT(worst_index, double(vertices));
    for (const double x : positions) ASSERT_TRUE(std::isfinite(x));
  }
  EXPECT_LE(triangles, 22000u);
  EXPECT_GE(triangles, 8000u);
  EXPECT_NEAR(low, 0.0, 0.02) << "feet stand on the ground";
  EXPECT_GT(high, 1.45);
  EXPECT_LT(high, 1.95);
}

TEST_P(Character, MaterialsAreMToonWithAnUnlitFallback) {
  for (const auto& material : glb.json.at("materials")) {
    const auto& extensions = material.at("extensions");
    EXPECT_TRUE(extensions.contains("KHR_materials_unlit"));
    const auto& mtoon = extensions.at("VRMC_materials_mtoon");
    EXPECT_EQ(mtoon.at("specVersion"), "1.0");
    for (const auto& c : mtoon.at("shadeColorFactor")) {
      EXPECT_GE(c.get<double>(), 0);
      EXPECT_LE(c.get<double>(), 1);
    }
    if (material.at("pbrMetallicRoughness").contains("baseColorTexture")) {
      EXPECT_TRUE(mtoon.contains("shadeMultiplyTexture")) << "shadows would lose the print";
    }
  }
}

TEST_P(Character, SpringsNameBonesOfTheSkinInARow) {
  const auto& extensions = glb.json.at("extensions");
  const auto& nodes = glb.json.at("nodes");
  const auto& joints = glb.json.at("skins").at(0).at("joints");
  if (!extensions.contains("VRMC_springBone")) {
    EXPECT_EQ(joints.size(), 23u) << "bones that nothing moves";
    return;
  }
  const auto& springs = extensions.at("VRMC_springBone");
  EXPECT_EQ(springs.at("specVersion"), "1.0");
  std::size_t swinging = 0;
  for (const auto& spring : springs.at("springs")) {
    int above = -1;
    for (const auto& joint : spring.at("joints")) {
      const int node = joint.at("node");
      EXPECT_NE(std::find(joints.begin(), joints.end(), node), joints.end());
      if (above >= 0) {
        const auto& children = nodes.at(std::size_t(above)).at("children");
        EXPECT_NE(std::find(children.begin(), children.end(), node), children.end());
      }
      above = node;
      ++swinging;
    }
    for (const auto& group : spring.at("colliderGroups"))
      EXPECT_LT(group.get<std::size_t>(), springs.at("colliderGroups").size());
  }
  EXPECT_EQ(joints.size(), 23 + swinging);
}

TEST_P(Character, FileIsSmallEnoughToSend) { EXPECT_LE(glb.binary.size(), 3u << 20); }

INSTANTIATE_TEST_SUITE_P(Looks, Character,
                         testing::Values(0, 1, 3, 4, 6, 9, 11, 19, 21, 25, 32, 48, 61, 90));

}  // namespace
}  // namespace psgan::characters
