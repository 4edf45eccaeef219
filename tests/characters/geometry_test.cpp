// The tools that characters are modelled with, against geometry that is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "characters/body_field.h"
#include "characters/mesher.h"
#include "characters/simplify.h"
#include "characters/skin_weights.h"
#include "characters/skirt.h"
#include "characters/springs.h"
#include "characters/sweep.h"
#include "psgan/error.h"

namespace psgan::characters {
namespace {

/// Positive if the triangles face outward.
double volume(const Mesh& mesh) {
  double sum = 0;
  for (std::size_t i = 0; i < mesh.indices.size(); i += 3) {
    const glm::dvec3 a = mesh.vertices[mesh.indices[i]].position;
    const glm::dvec3 b = mesh.vertices[mesh.indices[i + 1]].position;
    const glm::dvec3 c = mesh.vertices[mesh.indices[i + 2]].position;
    sum += glm::dot(a, glm::cross(b, c)) / 6;
  }
  return sum;
}

double area(const Mesh& mesh) {
  double sum = 0;
  for (std::size_t i = 0; i < mesh.indices.size(); i += 3) {
    const glm::dvec3 a = mesh.vertices[mesh.indices[i]].position;
    const glm::dvec3 b = mesh.vertices[mesh.indices[i + 1]].position;
    const glm::dvec3 c = mesh.vertices[mesh.indices[i + 2]].position;
    sum += glm::length(glm::cross(b - a, c - a)) / 2;
  }
  return sum;
}

/// Edges that are not shared by exactly two triangles that run along it in opposite ways.
int open_edges(const Mesh& mesh) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> count;
  for (std::size_t i = 0; i < mesh.indices.size(); i += 3)
    for (std::size_t k = 0; k < 3; ++k)
      ++count[{mesh.indices[i + k], mesh.indices[i + (k + 1) % 3]}];
  int open = 0;
  for (const auto& [edge, times] : count)
    if (times != 1 || count.find({edge.second, edge.first}) == count.end()) ++open;
  return open;
}

const Field ball = [](const glm::vec3& p) { return glm::length(p) - 0.1f; };
const Box ball_box{glm::vec3(-0.13f), glm::vec3(0.13f)};
constexpr double pi = 3.14159265358979;

TEST(SurfaceNets, BallIsClosedRoundAndFacesOutward) {
  const Mesh mesh = surface_of(ball, ball_box, 0.013f);
  EXPECT_EQ(open_edges(mesh), 0);
  for (const auto& v : mesh.vertices) {
    EXPECT_NEAR(glm::length(v.position), 0.1f, 1e-4f);
    EXPECT_NEAR(glm::dot(v.normal, glm::normalize(v.position)), 1.0f, 1e-3f);
  }
  EXPECT_NEAR(volume(mesh) / (4.0 / 3 * pi * 1e-3), 1.0, 0.02);
}

TEST(Cut, HalvesABallAlongAStraightLine) {
  const Mesh whole = surface_of(ball, ball_box, 0.013f);
  const Mesh half = cut(whole, [](const glm::vec3& p) { return p.y - 0.031f; });
  float lowest = 1;
  for (const auto& v : half.vertices) lowest = std::min(lowest, v.position.y);
  EXPECT_NEAR(lowest, 0.031f, 2e-4f);
  // A cap of height h has the area 2πrh.
  EXPECT_NEAR(area(half) / (2 * pi * 0.1 * 0.069), 1.0, 0.02);
}

TEST(Cut, RimTurnsInwardAndLeavesTheOutsideAlone) {
  const Mesh whole = surface_of(ball, ball_box, 0.013f);
  const Region upper = [](const glm::vec3& p) { return p.y; };
  const Mesh plain = cut(whole, upper), hemmed = cut(whole, upper, 0.01f);
  EXPECT_GT(area(hemmed), area(plain) + 0.5 * 2 * pi * 0.1 * 0.01);
  float nearest = 1;
  for (const auto& v : hemmed.vertices) nearest = std::min(nearest, glm::length(v.position));
  EXPECT_NEAR(nearest, 0.09f, 1e-3f);
}

TEST(Sweep, EveryKindFacesOutwardAndIsClosed) {
  Strand strand;
  strand.path = {{0, 1, 0}, {0.02f, 0.9f, 0.05f}, {0, 0.8f, 0.06f}};
  strand.centre = {0, 0.9f, -0.2f};
  const Mesh lock = sweep(strand);
  EXPECT_GT(volume(lock), 0);
  EXPECT_EQ(open_edges(lock), 0);
  const Mesh pipe = tube(
      {{0, 0, 0}, {0.1f, 0, 0}, {0.2f, 0, 0}}, [](float) { return 0.02f; }, 12, 48);
  EXPECT_EQ(open_edges(pipe), 0);
  EXPECT_NEAR(volume(pipe) / (pi * 0.02 * 0.02 * 0.2), 1.0, 0.01);
  const Mesh disc =
      lathe({{0, 0.05f}, {0.03f, 0.04f}, {0.05f, 0.0f}, {0.03f, -0.04f}, {0, -0.05f}}, 48);
  EXPECT_GT(volume(disc), 0);
}

TEST(SkinWeights, AreMirroredWithTheFigure) {
  for (const glm::vec3 place :
       {glm::vec3(0.2f, 1.12f, 0), glm::vec3(0.47f, 1.11f, 0.02f), glm::vec3(0.06f, 0.5f, 0.03f),
        glm::vec3(0.07f, 0.03f, 0.09f), glm::vec3(0.09f, 1.1f, 0), glm::vec3(0.05f, 0.78f, 0)}) {
    Vertex left, right;
    body_pull(place).store(left);
    body_pull({-place.x, place.y, place.z}).store(right);
    const auto share = [](const Vertex& v, const std::string& name) {
      float sum = 0;
      for (std::size_t i = 0; i < 4; ++i)
        if (joint_info(v.joints[i]).vrm_name == name) sum += v.weights[i];
      return sum;
    };
    for (int j = 0; j < joint_count; ++j) {
      std::string name(joint_info(j).vrm_name), other = name;
      if (name.rfind("left", 0) == 0) other = "right" + name.substr(4);
      if (name.rfind("right", 0) == 0) other = "left" + name.substr(5);
      EXPECT_NEAR(share(left, name), share(right, other), 1e-5f) << name;
    }
  }
}

TEST(SkinWeights, EachLimbFollowsItsOwnBone) {
  const auto strongest = [](const glm::vec3& p) {
    Vertex v;
    body_pull(p).store(v);
    return std::string(joint_info(v.joints[0]).vrm_name);
  };
  EXPECT_EQ(strongest({0.2f, shoulder_y, 0}), "leftUpperArm");
  EXPECT_EQ(strongest({-0.4f, shoulder_y, 0}), "rightLowerArm");
  EXPECT_EQ(strongest({0.55f, shoulder_y, 0}), "leftHand");
  EXPECT_EQ(strongest({-leg_x, 0.6f, 0}), "rightUpperLeg");
  EXPECT_EQ(strongest({leg_x, 0.25f, 0}), "leftLowerLeg");
  EXPECT_EQ(strongest({leg_x, 0.03f, 0.09f}), "leftToes");
  EXPECT_EQ(strongest({0, 1.05f, 0.05f}), "chest");
  EXPECT_EQ(strongest({0, 1.4f, 0.1f}), "head");
}

TEST(Body, IsSymmetricAndClosed) {
  const Field body = body_field(Build::girl);
  const Mesh mesh = surface_of(body, body_box, 0.012f);
  EXPECT_GT(volume(mesh), 0.015);
  EXPECT_LT(volume(mesh), 0.06);
  for (const auto& v : mesh.vertices)
    EXPECT_NEAR(body({-v.position.x, v.position.y, v.position.z}), 0.0f, 2e-3f);
}

TEST(Simplified, KeepsTheSurfaceWithFewerTriangles) {
  Mesh mesh = surface_of(ball, ball_box, 0.006f);
  skin(mesh, Joint::head);
  constexpr float tolerance = 0.001f;
  const Mesh simple = simplified(mesh, tolerance);
  EXPECT_LT(simple.indices.size() * 3, mesh.indices.size());
  EXPECT_NEAR(volume(simple), volume(mesh), 0.04 * volume(mesh));
  for (std::size_t i = 0; i < simple.indices.size(); i += 3) {
    const auto corner = [&](std::size_t k) {
      return simple.vertices[simple.indices[i + k]].position;
    };
    EXPECT_NEAR(ball((corner(0) + corner(1) + corner(2)) / 3.0f), 0, 5 * tolerance);
  }
}

TEST(Simplified, KeepsWhatAnElbowNeeds) {
  // A straight tube along the arm: without joints two rings would do.
  Mesh arm = tube(
      {{0.15f, shoulder_y, 0}, {0.45f, shoulder_y, 0}}, [](float) { return 0.02f; }, 60, 12);
  Mesh stiff = arm;
  skin(arm, body_pull);
  skin(stiff, Joint::left_upper_arm);
  const auto between = [](const Mesh& mesh) {
    return std::count_if(mesh.vertices.begin(), mesh.vertices.end(),
                         [](const Vertex& v) { return std::abs(v.position.x - elbow_x) < 0.04f; });
  };
  EXPECT_GT(between(simplified(arm, 0.001f)), 2 * between(simplified(stiff, 0.001f)) + 6);
}

TEST(Springs, ChainsMoveWhatHangsAndTheirParentTheRest) {
  std::vector<SpringChain> chains;
  add_chain(chains,
            {.name = "a", .points = {{0.1f, 1.2f, -0.1f}, {0.1f, 1.1f, -0.1f}, {0.1f, 1, -0.1f}}});
  add_chain(chains, {.name = "b",
                     .points = {{-0.1f, 1.2f, -0.1f}, {-0.1f, 1.1f, -0.1f}, {-0.1f, 1, -0.1f}}});
  EXPECT_EQ(chains[0].first, joint_count);
  EXPECT_EQ(chains[1].first, joint_count + 3);
  const auto share = [&](const glm::vec3& place, int joint) {
    Vertex v;
    chain_pull(chains, place, 0.2f).store(v);
    float sum = 0;
    for (std::size_t i = 0; i < 4; ++i)
      if (v.joints[i] == joint && v.weights[i] > 0) sum += v.weights[i];
    return sum;
  };
  constexpr auto head = static_cast<int>(Joint::head);
  EXPECT_FLOAT_EQ(share({0.1f, 1.3f, -0.1f}, head), 1) << "above the root";
  EXPECT_FLOAT_EQ(share({0.5f, 1.1f, -0.1f}, head), 1) << "out of reach";
  EXPECT_GT(share({0.1f, 1.15f, -0.1f}, chains[0].first), 0.9f) << "beside the first bone";
  EXPECT_GT(share({0.1f, 1.02f, -0.1f}, chains[0].first + 1), 0.6f) << "beside the second";
  EXPECT_GT(share({-0.1f, 1.02f, -0.1f}, chains[1].first + 1), 0.6f) << "beside the other's";
  EXPECT_NEAR(share({0, 1.02f, -0.1f}, chains[0].first + 1),
              share({0, 1.02f, -0.1f}, chains[1].first + 1), 1e-4f)
      << "between the two";
}

TEST(Springs, MoreThanASkinHoldsIsRefused) {
  std::vector<SpringChain> chains;
  SpringChain chain;
  chain.points.resize(40);
  add_chain(chains, chain);
  EXPECT_THROW(add_chain(chains, chain), Error);
}

TEST(Skirt, HangsOutsideTheBody) {
  const Field body = body_field(Build::girl);
  Skirt skirt;
  skirt.pleats = 20;
  for (const auto& part : skirt_parts(skirt, body))
    for (const auto& v : part.mesh.vertices) EXPECT_GT(body(v.position), -1e-3f);
}

}  // namespace
}  // namespace psgan::characters
