#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <set>

#include "motion/camera.h"
#include "motion/clip.h"
#include "motion/pose_selection.h"

namespace psgan {
namespace {

using enum BodyJoint;

glm::quat degrees(float angle, glm::vec3 axis) { return glm::angleAxis(glm::radians(angle), axis); }

float lowest_y(const PosedBody& body) {
  float y = 1e9f;
  for (const glm::vec3& p : body.position) y = std::min(y, p.y);
  return y;
}

TEST(Humanoid, JointsHaveVrmsNamesAndMirrors) {
  EXPECT_EQ(name(left_upper_arm), "leftUpperArm");
  EXPECT_EQ(joint_named("rightToes"), right_toes);
  EXPECT_EQ(joint_named("tail"), std::nullopt);
  EXPECT_EQ(mirrored(left_eye), right_eye);
  EXPECT_EQ(mirrored(right_foot), left_foot);
  EXPECT_EQ(mirrored(upper_chest), upper_chest);
  for (int i = 1; i < body_joint_count; ++i)
    EXPECT_LT(index(parent(static_cast<BodyJoint>(i))), i) << "parents come first";
}

TEST(Humanoid, ARotatedShoulderCarriesTheArm) {
  const Humanoid& h = default_humanoid();
  BodyPose pose;
  pose.rotation[left_upper_arm] = degrees(-90, {0, 0, 1});  // hangs
  pose.rotation[left_lower_arm] = degrees(-90, {0, 1, 0});  // forearm forwards
  const PosedBody body = posed(h, pose);
  const float upper = h.rest[left_lower_arm].x - h.rest[left_upper_arm].x;
  const float lower = h.rest[left_hand].x - h.rest[left_lower_arm].x;
  const glm::vec3 elbow = body.position[left_lower_arm] - body.position[left_upper_arm];
  const glm::vec3 hand = body.position[left_hand] - body.position[left_lower_arm];
  EXPECT_NEAR(elbow.y, -upper, 1e-5);
  EXPECT_NEAR(elbow.x, 0, 1e-5);
  EXPECT_NEAR(hand.z, lower, 1e-5);
}

TEST(Humanoid, StandsOnTheGroundWhateverItDoes) {
  for (const Clip& clip : own_clips()) {
    for (int i = 0; i < 8; ++i) {
      BodyPose pose = clip.at(clip.duration() * float(i) / 8);
      pose.lift = 0;
      const float low = lowest_y(posed(default_humanoid(), pose));
      EXPECT_GE(low, -1e-4f) << clip.name();
      EXPECT_LE(low, 0.13f) << clip.name() << ": no joint is near the ground";
      pose.lift = 0.5f;
      const float raised = lowest_y(posed(default_humanoid(), pose));
      EXPECT_NEAR(raised - low, 0.5f * default_humanoid().rest[hips].y, 1e-4);
    }
  }
}

TEST(Humanoid, MissingJointsPassTheirRotationOn) {
  Humanoid full = default_humanoid();
  full.present.fill(true);
  Humanoid sparse = full;
  for (const BodyJoint j : {chest, upper_chest, neck, left_shoulder, right_shoulder})
    sparse.present[j] = false;
  const BodyPose pose = own_clip("sway")->at(0.4f);
  const PosedBody a = posed(full, pose), b = posed(sparse, pose);
  for (const BodyJoint j : {head, left_upper_arm, right_hand, left_foot}) {
    const glm::quat& p = a.orientation[j];
    const glm::quat& q = b.orientation[j];
    EXPECT_NEAR(std::abs(glm::dot(p, q)), 1, 1e-4) << name(j);
  }
}

TEST(Humanoid, MirroringAPoseMirrorsTheBody) {
  const BodyPose pose = own_clip("kick")->at(0.7f);
  const PosedBody a = posed(default_humanoid(), pose);
  const PosedBody b = posed(default_humanoid(), mirrored(pose));
  for (int i = 0; i < body_joint_count; ++i) {
    const auto j = static_cast<BodyJoint>(i);
    const glm::vec3 p = a.position[j], q = b.position[mirrored(j)];
    EXPECT_NEAR(p.x, -q.x, 1e-4) << name(j);
    EXPECT_NEAR(p.y, q.y, 1e-4) << name(j);
    EXPECT_NEAR(p.z, q.z, 1e-4) << name(j);
  }
}

// The projection again, from its description alone and in double precision.
struct Seen {
  double x, y;
};
Seen seen(glm::vec3 point, double yaw, double height) {
  const double half = 0.5 * 1.27 * height;
  const double distance = half / std::tan(9 * M_PI / 180);
  const double right = point.x * std::cos(yaw) - point.z * std::sin(yaw);
  const double near = point.x * std::sin(yaw) + point.z * std::cos(yaw);
  const double up = point.y - (half - 0.06 * height);
  const double scale = distance / (distance - near) / half;
  return {0.5 + 0.5 * right * scale, 0.5 - 0.5 * up * scale};
}

TEST(Camera, ProjectsAsAPinholeDoes) {
  const Humanoid& figure = default_humanoid();
  for (const Clip& clip : own_clips()) {
    const PosedBody body = posed(figure, clip.at(0.3f * clip.duration()));
    const auto points = keypoints(figure, body);
    for (const double yaw : {0.0, 0.7, -2.1, 3.1}) {
      const Pose pose = project(figure, body, Camera{float(yaw)});
      for (int i = 0; i < keypoint_count; ++i) {
        const Seen expected = seen(points[i], yaw, figure.height);
        EXPECT_NEAR(pose.points[i].x, expected.x, 2e-6) << clip.name() << i;
        EXPECT_NEAR(pose.points[i].y, expected.y, 2e-6) << clip.name() << i;
      }
    }
  }
}

TEST(Camera, KeypointsFollowTheirRules) {
  Humanoid figure = default_humanoid();
  const PosedBody body = posed(figure, BodyPose());
  const auto p = keypoints(figure, body);
  const auto at = [&](Keypoint k) { return p[index(k)]; };
  EXPECT_NEAR(glm::distance(at(Keypoint::pelvis),
                            0.5f * (at(Keypoint::left_hip) + at(Keypoint::right_hip))),
              0, 1e-5);
  const glm::vec3 chest_rule = glm::mix(at(Keypoint::pelvis), at(Keypoint::neck), 0.6f);
  EXPECT_NEAR(glm::distance(at(Keypoint::chest), chest_rule), 0, 1e-5);
  const glm::vec3 eyes = 0.5f * (at(Keypoint::left_eye) + at(Keypoint::right_eye));
  const float half = 0.5f * glm::distance(at(Keypoint::left_eye), at(Keypoint::right_eye));
  EXPECT_NEAR(glm::distance(at(Keypoint::nose), eyes + glm::vec3(0, -half, half)), 0, 1e-5);
  EXPECT_GT(at(Keypoint::left_wrist).x, 0.3f) << "her left is +X";
  EXPECT_LT(at(Keypoint::right_wrist).x, -0.3f);
}

TEST(Camera, HerLeftHandIsOnThePicturesRightFromTheFront) {
  const Humanoid& figure = default_humanoid();
  const PosedBody body = posed(figure, BodyPose());
  const Pose front = project(figure, body, Camera{0});
  EXPECT_GT(front[Keypoint::left_wrist].x, 0.7f);
  const Pose back = project(figure, body, Camera{3.14159265f});
  EXPECT_LT(back[Keypoint::left_wrist].x, 0.3f);
}

TEST(Camera, AFaceThatIsTurnedAwayIsNotSeen) {
  const Humanoid& figure = default_humanoid();
  const auto face_seen = [&](float body_yaw, float look) {
    Stance stance;
    stance.look = look;
    const Pose pose =
        project(figure, posed(figure, body_pose(stance)), Camera{glm::radians(body_yaw)});
    EXPECT_EQ(pose[Keypoint::left_eye].visible, pose[Keypoint::nose].visible);
    EXPECT_TRUE(pose[Keypoint::neck].visible);
    return pose[Keypoint::nose].visible;
  };
  EXPECT_TRUE(face_seen(0, 0));
  EXPECT_TRUE(face_seen(90, 0)) << "a profile is seen";
  EXPECT_FALSE(face_seen(120, 0));
  EXPECT_TRUE(face_seen(120, 60)) << "she looks back over her shoulder";
}

TEST(Clips, LoopsCloseAndMoveSmoothly) {
  for (const Clip& clip : own_clips()) {
    SCOPED_TRACE(clip.name());
    const int frames = int(clip.duration() * 60);
    for (int i = 0; i <= frames; ++i) {
      if (!clip.loops() && i == frames) break;
      const BodyPose a = clip.at(float(i) / 60), b = clip.at(float(i + 1) / 60);
      for (int j = 0; j < body_joint_count; ++j) {
        const float same = std::abs(
            glm::dot(a.rotation[static_cast<BodyJoint>(j)], b.rotation[static_cast<BodyJoint>(j)]));
        EXPECT_GT(same, std::cos(glm::radians(12.f))) << "jumps at frame " << i << ", joint " << j;
      }
    }
  }
}

TEST(Clips, ThereAreManyAndTheirNamesDiffer) {
  std::vector<std::string> names;
  for (const Clip& clip : own_clips()) names.push_back(clip.name());
  EXPECT_GE(names.size(), 12u);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  EXPECT_EQ(own_clips().front().name(), "idle");
  EXPECT_EQ(own_clip("no such clip"), nullptr);
}

TEST(Clips, StillPosesLieInThePicture) {
  const auto stills = still_poses();
  EXPECT_GE(stills.size(), 8u);
  for (const StillPose& still : stills) {
    SCOPED_TRACE(still.name);
    EXPECT_NO_THROW(check(still.pose, "still"));
    for (const PosePoint& p : still.pose.points) EXPECT_TRUE(p.visible);
  }
}

TEST(PoseSelection, IsTheSameEveryTime) {
  PoseSelection options;
  options.count = 50;
  const auto a = select_poses(own_clips(), options), b = select_poses(own_clips(), options);
  ASSERT_EQ(a.size(), 50u);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].clip, b[i].clip);
    EXPECT_EQ(a[i].time, b[i].time);
    EXPECT_EQ(a[i].camera_yaw, b[i].camera_yaw);
  }
  // More poses only add to fewer, so that a small set is a part of the large one.
  options.count = 20;
  const auto fewer = select_poses(own_clips(), options);
  for (std::size_t i = 0; i < fewer.size(); ++i) EXPECT_EQ(fewer[i].time, a[i].time);
}

TEST(PoseSelection, TakesTheFarthestFirst) {
  // By brute force: each pose's distance to those before it never grows along the list.
  PoseSelection options;
  options.count = 40;
  const auto poses = select_poses(own_clips(), options);
  std::vector<std::array<glm::vec3, keypoint_count>> points;
  for (const SelectedPose& s : poses) {
    points.push_back(keypoints(default_humanoid(), posed(default_humanoid(), s.pose)));
    const glm::vec3 pelvis = points.back()[index(Keypoint::pelvis)];
    for (glm::vec3& p : points.back()) p -= pelvis;
  }
  std::vector<float> nearest;
  for (std::size_t i = 1; i < points.size(); ++i) {
    float least = 1e9f;
    for (std::size_t k = 0; k < i; ++k) {
      float sum = 0;
      for (int p = 0; p < keypoint_count; ++p)
        sum += glm::dot(points[i][p] - points[k][p], points[i][p] - points[k][p]);
      least = std::min(least, sum);
    }
    nearest.push_back(least);
  }
  // The head's direction counts a little as well, hence the slack.
  for (std::size_t i = 1; i < nearest.size(); ++i)
    EXPECT_LE(nearest[i], 1.25f * nearest[i - 1] + 0.02f) << i;
  EXPECT_GT(nearest.front(), 5 * nearest.back());
}

TEST(PoseSelection, YawsFillTheirRangeAndPosesFit) {
  PoseSelection options;
  options.count = 100;
  options.yaw_range = 0.5f;
  std::array<int, 10> bins{};
  for (const SelectedPose& s : select_poses(own_clips(), options)) {
    ASSERT_LE(std::abs(s.camera_yaw), 0.5f);
    ++bins[std::min(9, int((s.camera_yaw + 0.5f) * 10))];
    EXPECT_TRUE(fits_picture(s.pose));
    const Pose pose =
        project(default_humanoid(), posed(default_humanoid(), s.pose), Camera{s.camera_yaw});
    for (int i = index(Keypoint::left_shoulder); i < keypoint_count; ++i)
      EXPECT_TRUE(pose.points[i].visible) << s.clip << " " << s.time;
  }
  for (const int n : bins) EXPECT_NEAR(n, 10, 2);
}

TEST(OwnShots, ShowEveryLookAllKindsAndTogetherThePool) {
  PoseSelection options;
  options.count = 400;
  const auto pool = select_poses(own_clips(), options);
  ASSERT_EQ(pool.size(), 400u);
  constexpr int looks = 600, each = 20;
  const auto shots = own_shots(pool, looks, each, 0.5f, 7);
  ASSERT_EQ(shots.size(), std::size_t(looks * each));
  std::map<int, int> shown;
  std::map<int, int> part_of;  // by pose: the place at which looks show it
  for (int look = 0; look < looks; ++look) {
    std::set<int> own;
    std::array<int, 4> yaws{};
    for (int i = 0; i < each; ++i) {
      const Shot& shot = shots[std::size_t(look * each + i)];
      ++shown[shot.pose];
      own.insert(shot.pose);
      const auto known = part_of.emplace(shot.pose, i).first;
      EXPECT_EQ(known->second, i) << "each pose belongs to one part";
      ASSERT_LE(std::abs(shot.camera_yaw), 0.5f);
      ++yaws[std::min(3, int((shot.camera_yaw + 0.5f) * 4))];
    }
    EXPECT_EQ(own.size(), std::size_t(each)) << "look " << look;
    for (const int n : yaws) EXPECT_NEAR(n, each / 4, 2) << "look " << look;
  }
  EXPECT_GT(shown.size(), 390u) << "nearly the whole pool is shown";
  for (int i = 0; i < each; ++i) EXPECT_TRUE(shown.contains(i)) << "parts' own poses, too";
  const auto again = own_shots(pool, looks, each, 0.5f, 7);
  for (std::size_t i = 0; i < shots.size(); ++i) EXPECT_EQ(again[i].pose, shots[i].pose);
  const auto other = own_shots(pool, looks, each, 0.5f, 8);
  EXPECT_NE(other[0].camera_yaw, shots[0].camera_yaw);
}

TEST(OwnShots, OfASmallPoolAreAllOfIt) {
  PoseSelection options;
  options.count = 5;
  const auto shots = own_shots(select_poses(own_clips(), options), 3, 20, 1, 0);
  ASSERT_EQ(shots.size(), 15u);
  for (std::size_t i = 0; i < shots.size(); ++i) EXPECT_EQ(shots[i].pose, int(i % 5));
}

TEST(PoseSelection, AnotherSeedMovesTheYawsOnly) {
  PoseSelection options;
  options.count = 10;
  const auto a = select_poses(own_clips(), options);
  options.seed = 5;
  const auto b = select_poses(own_clips(), options);
  EXPECT_EQ(a[3].time, b[3].time);
  EXPECT_NE(a[3].camera_yaw, b[3].camera_yaw);
}

TEST(PoseSelection, LotsAreDrawnOnce) {
  for (const double share : {0.01, 0.1, 0.5, 0.99}) {
    const auto drawn = draw_lots(20, share, 3);
    EXPECT_GE(drawn.size(), 1u);
    EXPECT_LE(drawn.size(), 19u);
    EXPECT_NEAR(double(drawn.size()), 20 * share, 1.0);
    EXPECT_EQ(std::set(drawn.begin(), drawn.end()).size(), drawn.size());
    EXPECT_LT(drawn.back(), 20u);
    EXPECT_EQ(draw_lots(20, share, 3), drawn);
  }
  EXPECT_NE(draw_lots(20, 0.5, 3), draw_lots(20, 0.5, 4));
}

TEST(PoseSelection, TestSequencesShowWhatTrainingDoesNot) {
  std::vector<Clip> training, test;
  for (const Clip& clip : own_clips())
    (clip.name() == "walk" || clip.name() == "kick" ? test : training).push_back(clip);
  PoseSelection options;
  options.count = 60;
  const auto known = select_poses(training, options);
  const auto sequences = test_sequences(test, 40, 3.14159265f, known);
  EXPECT_GT(sequences.size(), 20u);
  EXPECT_LE(sequences.size(), 42u);
  const auto points = [](const BodyPose& pose) {
    auto p = keypoints(default_humanoid(), posed(default_humanoid(), pose));
    for (glm::vec3& q : p) q -= 0.5f * (p[12] + p[13]);
    return p;
  };
  float before = -1;
  std::string clip;
  for (const SelectedPose& s : sequences) {
    EXPECT_TRUE(s.test);
    EXPECT_TRUE(s.clip == "walk" || s.clip == "kick");
    EXPECT_GT(s.time, clip == s.clip ? before : -1) << "a sequence runs forwards";
    clip = s.clip, before = s.time;
    for (const SelectedPose& k : known) {
      float far = 0;
      for (int i = 0; i < keypoint_count; ++i)
        far = std::max(far, glm::distance(points(s.pose)[i], points(k.pose)[i]));
      EXPECT_GT(far, 0.01f);
    }
  }
  // A training pose among the clips' own moments is passed over.
  const auto nothing_new = test_sequences(test, 40, 3.14159265f, sequences);
  EXPECT_LT(nothing_new.size(), sequences.size() / 4);
}

TEST(PoseSelection, FacingForwardTakesTheHeadingAway) {
  BodyPose pose = own_clip("point")->at(0.8f);
  const BodyPose before = facing_forward(pose);
  pose.rotation[hips] = degrees(130, {0, 1, 0}) * pose.rotation[hips];
  const BodyPose after = facing_forward(pose);
  EXPECT_NEAR(std::abs(glm::dot(before.rotation[hips], after.rotation[hips])), 1, 1e-4);
}

}  // namespace
}  // namespace psgan
