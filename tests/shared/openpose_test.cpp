#include "psgan/openpose.h"

#include <gmock/gmock.h>

#include "../temporary_folder.h"
#include "psgan/json.h"

namespace psgan {
namespace {

using enum Keypoint;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A person whose point i is at (100 + i, 200 + 2 i).
Json points(int count) {
  Json list = Json::array();
  for (int i = 0; i < count; ++i)
    for (const double number : {100. + i, 200. + 2 * i, 0.9}) list.push_back(number);
  return list;
}

Json file_of(const Json& list, const char* key = "pose_keypoints_2d") {
  return {{"version", 1.3}, {"people", {{{key, list}}}}};
}

Pose only_person(const Json& json, int width = 0, int height = 0) {
  const OpenPoseFile file = read_openpose(json.dump(), "a.json", width, height);
  EXPECT_EQ(file.people.size(), 1u);
  return file.people.at(0);
}

void expect_at(const PosePoint& point, float x, float y) {
  EXPECT_TRUE(point.visible);
  EXPECT_NEAR(point.x, x, 1e-3f * std::max(1.f, x));
  EXPECT_NEAR(point.y, y, 1e-3f * std::max(1.f, y));
}

// The numbers are those of the tables in OpenPose's documentation of its output.
TEST(OpenPose, KnowsBody25) {
  const Pose pose = only_person(file_of(points(25)));
  const std::pair<Keypoint, int> places[] = {
      {nose, 0},        {neck, 1},          {right_shoulder, 2}, {right_elbow, 3},
      {right_wrist, 4}, {left_shoulder, 5}, {left_elbow, 6},     {left_wrist, 7},
      {pelvis, 8},      {right_hip, 9},     {right_knee, 10},    {right_ankle, 11},
      {left_hip, 12},   {left_knee, 13},    {left_ankle, 14},    {right_eye, 15},
      {left_eye, 16},   {left_toe, 19},     {right_toe, 22}};
  for (const auto& [keypoint, i] : places)
    expect_at(pose[keypoint], 100.f + float(i), 200.f + 2 * float(i));
  expect_at(pose[chest], 100 + 0.4f * 8 + 0.6f * 1, 200 + 2 * (0.4f * 8 + 0.6f * 1));
}

TEST(OpenPose, KnowsCoco18) {
  const Pose pose = only_person(file_of(points(18), "pose_keypoints"));
  const std::pair<Keypoint, int> places[] = {
      {nose, 0},        {neck, 1},          {right_shoulder, 2}, {right_elbow, 3},
      {right_wrist, 4}, {left_shoulder, 5}, {left_elbow, 6},     {left_wrist, 7},
      {right_hip, 8},   {right_knee, 9},    {right_ankle, 10},   {left_hip, 11},
      {left_knee, 12},  {left_ankle, 13},   {right_eye, 14},     {left_eye, 15}};
  for (const auto& [keypoint, i] : places)
    expect_at(pose[keypoint], 100.f + float(i), 200.f + 2 * float(i));
  expect_at(pose[pelvis], 109.5f, 219);       // between the hips, 8 and 11
  expect_at(pose[left_toe], 113.2f, 226.4f);  // a fifth of the shin beyond the ankle
}

TEST(OpenPose, MissingPointsStayMissing) {
  Json list = points(25);
  const auto set = [&](int i, double x, double y, double confidence) {
    list[3 * i] = x, list[3 * i + 1] = y, list[3 * i + 2] = confidence;
  };
  set(0, 0, 0, 0);
  set(4, -1, -1, 0.5);
  set(7, 120, 130, 0);
  set(1, 0, 0, 0);   // neck: between the shoulders
  set(8, 0, 0, 0);   // pelvis: between the hips
  set(19, 0, 0, 0);  // left big toe: the small one
  set(22, 0, 0, 0);  // right toes: the shin goes on
  set(23, 0, 0, 0);
  Pose pose = only_person(file_of(list));
  for (const Keypoint k : {nose, right_wrist, left_wrist}) EXPECT_FALSE(pose[k].visible);
  expect_at(pose[neck], 103.5f, 207);
  expect_at(pose[pelvis], 110.5f, 221);
  expect_at(pose[left_toe], 120, 240);
  expect_at(pose[right_toe], 111.2f, 222.4f);
  set(5, 0, 0, 0);
  set(11, 0, 0, 0);
  pose = only_person(file_of(list));
  for (const Keypoint k : {neck, chest, right_toe}) EXPECT_FALSE(pose[k].visible) << name(k);
}

TEST(OpenPose, SharesOfThePictureBecomePixels) {
  Json list = points(18);
  for (std::size_t i = 0; i < list.size(); i += 3) {
    list[i] = list[i].get<double>() / 200;
    list[i + 1] = list[i + 1].get<double>() / 400;
  }
  expect_at(only_person(file_of(list), 200, 400)[nose], 100, 200);
  Json with_canvas = file_of(list);
  with_canvas["canvas_width"] = 400;
  with_canvas["canvas_height"] = 800;
  expect_at(only_person(with_canvas)[nose], 200, 400);
  const OpenPoseFile unknown = read_openpose(file_of(list).dump(), "a.json");
  EXPECT_EQ(unknown.width, 1);
  expect_at(unknown.people[0][nose], 0.5f, 0.5f);
  const OpenPoseFile in_frames = read_openpose(Json::array({with_canvas}).dump(), "a.json");
  EXPECT_EQ(in_frames.height, 800);
}

TEST(OpenPose, TheLargestPersonIsTheLargest) {
  Json small = points(25), large = points(25);
  for (std::size_t i = 0; i < large.size(); i += 3) large[i] = 5 * large[i].get<double>();
  const Json json{{"people",
                   {{{"pose_keypoints_2d", small}},
                    {{"pose_keypoints_2d", large}},
                    {{"pose_keypoints_2d", Json(std::vector<int>(75, 0))}}}}};
  const OpenPoseFile file = read_openpose(json.dump(), "a.json");
  EXPECT_EQ(largest_person(file.people), 1u);
  EXPECT_EQ(largest_person({}), std::nullopt);
  EXPECT_EQ(largest_person(std::vector<Pose>{file.people[2]}), std::nullopt);
}

TEST(OpenPose, WhatIsWrittenReadsBack) {
  Pose pose = standing_pose();
  pose[left_wrist].visible = false;
  for (const auto format : {OpenPoseFormat::body_25, OpenPoseFormat::coco_18}) {
    const OpenPoseFile written = openpose_file(std::vector<Pose>{pose}, 512, format);
    const OpenPoseFile read = read_openpose(to_json(written), "a.json");
    EXPECT_EQ(read.format, format);
    EXPECT_EQ(read.width, 512);
    const Pose back = letterboxed(read.people.at(0), read.width, read.height);
    for (int i = 0; i < keypoint_count; ++i) {
      const auto k = static_cast<Keypoint>(i);
      EXPECT_EQ(back[k].visible, pose[k].visible) << name(k);
      if (!pose[k].visible) continue;
      // Chest and toes come by the rules, which are near to what the standing pose has.
      const bool by_rule = k == chest || k == left_toe || k == right_toe;
      EXPECT_NEAR(back[k].x, pose[k].x, by_rule ? 0.012f : 1e-6f) << name(k);
      EXPECT_NEAR(back[k].y, pose[k].y, by_rule ? 0.012f : 1e-6f) << name(k);
    }
  }
}

TEST(OpenPose, LetterboxesIntoTheMiddle) {
  Pose pose;
  pose.points.fill({100, 300, true});
  pose[neck] = {250, 300, true};
  const Pose in_square = letterboxed(pose, 200, 400);
  expect_at(in_square[nose], 0.5f, 0.75f);
  expect_at(in_square[neck], 0.875f, 0.75f);
  EXPECT_FALSE(letterboxed(pose, 200, 200)[nose].visible) << "below the picture";
}

TEST(OpenPose, BrokenFilesSayWhatIsWrong) {
  const auto error = [](const std::string& text) {
    return error_of([&] { read_openpose(text, "bad.json"); });
  };
  EXPECT_THAT(error(""), HasSubstr("bad.json: this is not valid JSON"));
  EXPECT_THAT(error("[]"), HasSubstr("no list \"people\""));
  EXPECT_THAT(error(R"({"people": 3})"), HasSubstr("should be a list"));
  EXPECT_THAT(error(R"({"people": [3]})"), HasSubstr("person 0 should be an object"));
  EXPECT_THAT(error(R"({"people": [{}]})"), HasSubstr("pose_keypoints_2d"));
  EXPECT_THAT(error(file_of(points(17)).dump()), AllOf(HasSubstr("51"), HasSubstr("BODY_25")));
  Json text = points(25);
  text[4] = "12";
  EXPECT_THAT(error(file_of(text).dump()), HasSubstr("\"12\" where a number should be"));
  text[4] = 1e60;
  EXPECT_THAT(error(file_of(text).dump()), HasSubstr("where a number should be"));
  Json canvas = file_of(points(25));
  canvas["canvas_width"] = "wide";
  EXPECT_THAT(error(canvas.dump()), HasSubstr("canvas_width"));
  EXPECT_EQ(error(R"({"people": []})"), "");
}

}  // namespace
}  // namespace psgan
