// Where avatars of all shapes stand in the picture.
#include "data/avatars/framing.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "../temporary_folder.h"
#include "data/avatars/avatar.h"
#include "data/rendering/renderer.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum BodyJoint;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Avatar read(const TinyGlb& glb) { return read_vrm(pack(glb), "some.vrm"); }
Avatar tiny(const TinyVrm& figure = {}) { return read(tiny_glb(figure)); }

/// The least and largest place in the picture, of all vertices in a pose.
struct Place {
  glm::vec2 low{9}, high{-9};
};
Place place_of(const Avatar& avatar, const BodyPose& pose, const Camera& camera) {
  const auto world = pose_matrices(avatar, posed(avatar.humanoid, pose));
  const glm::mat4 matrix = view_projection(camera, framed_height(avatar.humanoid));
  Place place;
  for (const Surface& surface : avatar.surfaces)
    for (const glm::vec3& p : skinned_positions(avatar, surface, world)) {
      const glm::vec4 clip = matrix * glm::vec4(p, 1);
      const glm::vec2 at(0.5f + 0.5f * clip.x / clip.w, 0.5f - 0.5f * clip.y / clip.w);
      place.low = glm::min(place.low, at);
      place.high = glm::max(place.high, at);
    }
  return place;
}

void expect_same_proportions(const Humanoid& a, const Humanoid& b, float tolerance) {
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    EXPECT_LT(glm::distance(a.rest[joint] / a.height, b.rest[joint] / b.height), tolerance)
        << name(joint);
  }
}

TEST(Framing, AFigureThatFitsKeepsItsHeight) {
  const Avatar avatar = tiny();
  EXPECT_EQ(avatar.humanoid.reach, 0);
  EXPECT_EQ(framed_height(avatar.humanoid), avatar.humanoid.height);
  EXPECT_THAT(avatar.warnings, IsEmpty());
}

TEST(Framing, PartsOfAFigureStandWhereTheWholeWould) {
  const Humanoid whole = tiny().humanoid;
  const std::vector<std::string> upper{"hips",     "spine",        "chest",
                                       "neck",     "head",         "leftUpperArm",
                                       "leftHand", "leftLowerArm", "rightUpperArm"};
  for (const auto& boxes : {upper, std::vector<std::string>{"head"}}) {
    const Humanoid part = tiny({.boxes = boxes}).humanoid;
    EXPECT_EQ(part.height, whole.height);
    EXPECT_EQ(part.reach, 0);
    expect_same_proportions(part, whole, 1e-5f);
  }
  // Feet alone: the skeleton tells where the crown is, the mesh where the ground is.
  const Humanoid feet = tiny({.boxes = {"leftFoot", "rightFoot"}}).humanoid;
  EXPECT_NEAR(feet.rest[head].y, whole.rest[head].y, 1e-5f);
  EXPECT_NEAR(feet.height, whole.height, 0.05f);
}

TEST(Framing, WithoutFeetOnItsGroundTheAnklesTell) {
  TinyGlb glb = tiny_glb({.boxes = {"head"}});
  glb.json["nodes"][0]["translation"][1] = 5.9;  // the figure floats 5 m above the file's ground
  const Humanoid floating = read(glb).humanoid, whole = tiny().humanoid;
  EXPECT_NEAR(floating.rest[left_foot].y, whole.rest[left_foot].y, 0.02f);
  EXPECT_NEAR(floating.height, whole.height, 0.02f);
}

TEST(Framing, HeadsAsLargeAsTheBodyAreInThePicture) {
  for (const auto& without :
       {std::vector<std::string>{}, std::vector<std::string>{"leftEye", "rightEye"}}) {
    const Avatar avatar = tiny({.without = without, .head_size = 4});
    for (const float yaw : {0.f, 0.8f, 3.f}) {
      const Place place = place_of(avatar, BodyPose(), Camera{yaw});
      EXPECT_GE(place.low.y, 0.f);
      EXPECT_LT(place.low.y, 0.2f) << "and not small in it";
      EXPECT_GE(place.low.x, 0.f);
      EXPECT_LE(place.high.x, 1.f);
    }
    constexpr int size = 128;
    Renderer renderer(size);
    renderer.show(avatar);
    const Image image = renderer.draw(posed(avatar.humanoid, BodyPose()), Camera{});
    const auto top_row = image.pixels.begin() + 3 * size;
    EXPECT_EQ(std::count(image.pixels.begin(), top_row, 255), 3 * size) << "nothing is cut off";
    // Keypoints are where the picture has them: the shoulders' line between arms and head.
    const Pose pose = project(avatar, posed(avatar.humanoid, BodyPose()), Camera{});
    EXPECT_TRUE(pose[Keypoint::nose].visible);
    EXPECT_NEAR(pose[Keypoint::left_wrist].x - 0.5f,
                0.56f / (Camera::picture * framed_height(avatar.humanoid)), 0.02f);
  }
}

TEST(Framing, OneScaleForAllPoses) {
  BodyPose lying;
  lying.rotation[hips] = glm::angleAxis(1.5708f, glm::vec3(0, 0, 1));
  const std::vector<FramedPose> poses{{BodyPose(), {0}}, {lying, {0}}, {lying, {0.4f}}};
  Avatar small = tiny();
  EXPECT_EQ(frame_poses(small, poses), 1) << "it fits";
  EXPECT_EQ(small.humanoid.reach, 0);

  Avatar large = tiny({.head_size = 4});
  EXPECT_LT(place_of(large, lying, Camera{}).low.x, 0) << "or there would be nothing to do";
  const float smaller = frame_poses(large, poses);
  EXPECT_LT(smaller, 1);
  EXPECT_GT(smaller, 0.6f);
  for (const FramedPose& framed : poses) {
    const Place place = place_of(large, framed.pose, framed.camera);
    EXPECT_GE(std::min(place.low.x, place.low.y), 0);
    EXPECT_LE(place.high.x, 1);
  }
  EXPECT_EQ(frame_poses(large, poses), 1) << "nothing is left to do";
}

TEST(Framing, SceneryDoesNotMakeTheFigureSmall) {
  TinyGlb glb = tiny_glb();
  const int mesh = add_box(glb, {-8, 0, -8}, {8, 0.01f, 8});
  glb.json["nodes"].push_back({{"mesh", mesh}});
  glb.json["scenes"][0]["nodes"].push_back(glb.json["nodes"].size() - 1);
  Avatar avatar = read(glb);
  EXPECT_EQ(avatar.surfaces.size(), 3u);
  EXPECT_EQ(avatar.humanoid.reach, 0);
  const std::vector<FramedPose> poses{{BodyPose(), {0.3f}}};
  EXPECT_EQ(frame_poses(avatar, poses), 1);
}

TEST(Framing, TheHeightThatShowsAPointPutsItOnTheEdge) {
  for (const glm::vec3 p : {glm::vec3(0.9f, 0.5f, 0.3f), {-0.4f, 2.f, -0.3f}, {0.1f, 1.2f, 0.8f}})
    for (const float yaw : {0.f, 1.f, 2.5f})
      for (const float margin : {0.f, 0.1f}) {
        const float height = height_that_shows(p, Camera{yaw}, margin);
        const glm::vec4 clip = view_projection(Camera{yaw}, height) * glm::vec4(p, 1);
        EXPECT_NEAR(std::max(std::abs(clip.x), clip.y) / clip.w, 1 - 2 * margin, 1e-4f);
      }
}

/// Hangs the skeleton from a node of that scale.
TinyGlb scaled(float scale) {
  TinyGlb glb = tiny_glb();
  glb.json["nodes"].push_back(
      {{"name", "Armature"}, {"scale", {scale, scale, scale}}, {"children", {0}}});
  glb.json["scenes"][0]["nodes"][0] = glb.json["nodes"].size() - 1;
  return glb;
}

TEST(Framing, FiguresOfNoPersonsSizeAreMadePersons) {
  const Avatar person = tiny();
  for (const float scale : {0.01f, 100.f}) {
    const Avatar avatar = read(scaled(scale));
    EXPECT_NEAR(avatar.humanoid.height, 1.5f, 1e-3f);
    expect_same_proportions(avatar.humanoid, person.humanoid, 1e-3f);
    EXPECT_THAT(avatar.warnings, ElementsAre(HasSubstr("m tall; taken as 1.5 m")));
    const Place place = place_of(avatar, BodyPose(), Camera{});
    const Place expected = place_of(person, BodyPose(), Camera{});
    EXPECT_LT(glm::distance(place.low, expected.low), 1e-3f);
    EXPECT_LT(glm::distance(place.high, expected.high), 1e-3f);
  }
  EXPECT_EQ(read(scaled(0.5f)).warnings.size(), 0u) << "a small person";
  EXPECT_THAT(error_of([] { read(scaled(1e-9f)); }), HasSubstr("which is no size of a figure"));
}

TEST(Framing, OnlyWhatDoesNotStandUprightIsSaidNotTo) {
  TinyGlb lying = tiny_glb();
  lying.json["nodes"][0]["rotation"] = {-0.70710678, 0, 0, 0.70710678};
  EXPECT_THAT(error_of([&] { read(lying); }), HasSubstr("its skeleton does not stand upright"));
  // Hips on the ground, below the feet's joints.
  TinyGlb low = tiny_glb();
  low.json["nodes"][0]["translation"] = {0, 0, 0};
  low.json["nodes"][1]["translation"] = {0, 1, 0};
  for (const int leg : {13, 16}) low.json["nodes"][leg]["translation"][1] = 0.86;
  const Avatar avatar = read(low);
  EXPECT_NEAR(avatar.humanoid.rest[head].y, 1.36f, 0.1f);
  EXPECT_LT(avatar.humanoid.rest[hips].y, avatar.humanoid.rest[left_foot].y);
}

TEST(Framing, EyesAndNoseAreWithinTheHeadsMesh) {
  const auto outside = [](const Avatar& avatar) {
    PosedBody rest;
    rest.position = avatar.humanoid.rest;
    rest.orientation.fill(glm::quat(1, 0, 0, 0));
    const auto points = keypoints(avatar.humanoid, rest);
    const glm::vec3 low(-0.1f, 1.36f, -0.1f), high(0.1f, 1.6f, 0.1f);
    float farthest = 0;
    for (const Keypoint k : {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye}) {
      const glm::vec3 p = points[index(k)];
      farthest = std::max(farthest, glm::distance(p, glm::clamp(p, low, high)));
    }
    return farthest;
  };
  // A nose that sticks out of a flat face, by the rule of keypoints(), stays.
  const float near = 0.04f * 1.6f;
  const Avatar flat = tiny({.boxes = {"head", "hips", "leftFoot"}});
  EXPECT_LT(outside(flat), near);
  EXPECT_FALSE(flat.humanoid.nose);
  TinyGlb glb = tiny_glb({.boxes = {"head", "hips", "leftFoot"}});
  glb.json["nodes"][5]["translation"] = {0.5, 0.09, 2};
  const Avatar mended = read(glb);
  EXPECT_NEAR(mended.humanoid.rest[left_eye].z, 0.1f, 1e-5f);
  EXPECT_NEAR(mended.humanoid.rest[left_eye].x, 0.1f, 1e-5f);
  EXPECT_TRUE(mended.humanoid.nose);
  EXPECT_LT(outside(mended), 1e-4f);
  // Eye bones that lie in the head's joint are none.
  for (const int eye : {5, 6}) glb.json["nodes"][eye]["translation"] = {0, 0, 0};
  const Avatar avatar = read(glb);
  EXPECT_FALSE(avatar.humanoid.present[left_eye]);
  EXPECT_GT(avatar.humanoid.rest[left_eye].x, avatar.humanoid.rest[right_eye].x);
  EXPECT_LT(outside(avatar), near);
}

}  // namespace
}  // namespace psgan::data
