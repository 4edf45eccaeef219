#include "psgan/openpose.h"

#include <gmock/gmock.h>

#include <map>

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
  // Scattered, so that by the lengths of the limbs no other order of 25 points is likelier.
  const auto at = [](int i) { return float(7 * i % 25); };
  Json list = Json::array();
  for (int i = 0; i < 25; ++i)
    for (const float number : {100 + at(i), 200 + 2 * at(i), 0.9f}) list.push_back(number);
  const Pose pose = only_person(file_of(list));
  const std::pair<Keypoint, int> places[] = {
      {nose, 0},        {neck, 1},          {right_shoulder, 2}, {right_elbow, 3},
      {right_wrist, 4}, {left_shoulder, 5}, {left_elbow, 6},     {left_wrist, 7},
      {pelvis, 8},      {right_hip, 9},     {right_knee, 10},    {right_ankle, 11},
      {left_hip, 12},   {left_knee, 13},    {left_ankle, 14},    {right_eye, 15},
      {left_eye, 16},   {left_toe, 19},     {right_toe, 22}};
  for (const auto& [keypoint, i] : places) expect_at(pose[keypoint], 100 + at(i), 200 + 2 * at(i));
  const float middle = 0.4f * at(8) + 0.6f * at(1);
  expect_at(pose[chest], 100 + middle, 200 + 2 * middle);
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

// ---- Other programs' files --------------------------------------------------------------------

/// A person who stands in a picture of 640 × 480, by what the points are.
const std::map<std::string, std::pair<float, float>>& standing() {
  static const std::map<std::string, std::pair<float, float>> places{
      {"nose", {320, 60}},   {"neck", {320, 110}}, {"pelvis", {320, 240}}, {"leye", {328, 52}},
      {"reye", {312, 52}},   {"lear", {336, 56}},  {"rear", {304, 56}},    {"lsho", {360, 110}},
      {"rsho", {280, 110}},  {"lelb", {370, 170}}, {"relb", {270, 170}},   {"lwri", {375, 230}},
      {"rwri", {265, 230}},  {"lhip", {345, 240}}, {"rhip", {295, 240}},   {"lkne", {345, 330}},
      {"rkne", {295, 330}},  {"lank", {345, 420}}, {"rank", {295, 420}},   {"lbig", {352, 440}},
      {"rbig", {288, 440}},  {"lsma", {358, 438}}, {"rsma", {282, 438}},   {"lhee", {343, 428}},
      {"rhee", {297, 428}},  {"upper", {320, 95}}, {"top", {320, 35}},     {"chest", {320, 180}},
      {"spine", {320, 175}}, {"face", {320, 60}},
  };
  return places;
}

/// That person as triples in the order of the names, and as many other points behind.
Json person(const std::vector<std::string>& order, std::size_t more = 0) {
  Json list = Json::array();
  for (const std::string& part : order) {
    const auto [x, y] = standing().at(part);
    for (const float number : {x, y, 0.9f}) list.push_back(number);
  }
  for (std::size_t i = 0; i < more; ++i)  // Faces and hands.
    for (const float number : {400 + float(i), 300.f, 0.9f}) list.push_back(number);
  return list;
}

const std::vector<std::string> coco{"nose", "leye", "reye", "lear", "rear", "lsho",
                                    "rsho", "lelb", "relb", "lwri", "rwri", "lhip",
                                    "rhip", "lkne", "rkne", "lank", "rank"};
const std::vector<std::string> coco_18{"nose", "neck", "rsho", "relb", "rwri", "lsho",
                                       "lelb", "lwri", "rhip", "rkne", "rank", "lhip",
                                       "lkne", "lank", "reye", "leye", "rear", "lear"};
const std::vector<std::string> body_25{"nose", "neck",   "rsho", "relb", "rwri", "lsho", "lelb",
                                       "lwri", "pelvis", "rhip", "rkne", "rank", "lhip", "lkne",
                                       "lank", "reye",   "leye", "rear", "lear", "lbig", "lsma",
                                       "lhee", "rbig",   "rsma", "rhee"};
const std::vector<std::string> feet{"lbig", "lsma", "lhee", "rbig", "rsma", "rhee"};

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Elbow, knee and eyes are where they are; toes by the file or by the rule.
void expect_standing(const Pose& pose, bool has_face = true) {
  EXPECT_EQ(visible_points(pose), has_face ? 20 : 17);
  expect_at(pose[left_elbow], 370, 170);
  expect_at(pose[right_elbow], 270, 170);
  expect_at(pose[left_wrist], 375, 230);
  expect_at(pose[left_knee], 345, 330);
  expect_at(pose[right_ankle], 295, 420);
  expect_at(pose[neck], 320, 110);
  expect_at(pose[pelvis], 320, 240);
  if (has_face) expect_at(pose[left_eye], 328, 52);
  if (has_face) expect_at(pose[nose], 320, 60);
}

TEST(OpenPose, KnowsTheLayoutsOfOtherPrograms) {
  const std::vector<std::string> halpe =
      joined(coco, {"top", "neck", "pelvis", "lbig", "rbig", "lsma", "rsma", "lhee", "rhee"});
  const std::vector<std::string> body_25b = joined(joined(coco, {"upper", "top"}), feet);
  const std::vector<std::string> h36m{"pelvis", "rhip",  "rkne", "rank", "lhip", "lkne",
                                      "lank",   "spine", "neck", "nose", "top",  "lsho",
                                      "lelb",   "lwri",  "rsho", "relb", "rwri"};
  for (const Json& list :
       {person(coco), person(coco_18), person(body_25), person(halpe), person(body_25b),
        person(joined(coco, feet)), person(joined(coco, feet), 110),
        person(joined(coco_18, feet), 110), person(body_25b, 110), person(halpe, 110),
        person({body_25.begin(), body_25.begin() + 19})}) {
    SCOPED_TRACE(list.size() / 3);
    expect_standing(only_person(file_of(list)));
  }
  const Pose h36m_pose = only_person(file_of(person(h36m)));
  expect_at(h36m_pose[left_wrist], 375, 230);
  expect_at(h36m_pose[right_knee], 295, 330);
  expect_at(h36m_pose[nose], 320, 60);
  expect_standing(
      only_person(file_of(person({"top", "neck", "rsho", "relb", "rwri", "lsho", "lelb", "lwri",
                                  "rhip", "rkne", "rank", "lhip", "lkne", "lank", "chest"}))),
      false);
  Json blaze = person(std::vector<std::string>(33, "face"));
  const std::pair<int, const char*> places[] = {
      {2, "leye"},  {5, "reye"},  {7, "lear"},  {8, "rear"},  {11, "lsho"}, {12, "rsho"},
      {13, "lelb"}, {14, "relb"}, {15, "lwri"}, {16, "rwri"}, {23, "lhip"}, {24, "rhip"},
      {25, "lkne"}, {26, "rkne"}, {27, "lank"}, {28, "rank"}, {31, "lbig"}, {32, "rbig"}};
  for (const auto& [i, part] : places)
    blaze[3 * i] = standing().at(part).first, blaze[3 * i + 1] = standing().at(part).second;
  expect_standing(only_person(file_of(blaze)));
}

TEST(OpenPose, KeepsTheEars) {
  const OpenPoseFile file = read_openpose(file_of(person(coco)).dump(), "a.json");
  ASSERT_EQ(file.ears.size(), 1u);
  expect_at(file.ears[0].left, 336, 56);
  expect_at(file.ears[0].right, 304, 56);
}

TEST(OpenPose, KnowsTheShapesOfOtherPrograms) {
  const Json triples = person(coco), openpose = person(coco_18);
  Json pairs = Json::array(), nested = Json::array(), strings = Json::array(),
       fours = Json::array(), space = Json::array(), scores = Json::array(),
       objects = Json::array();
  for (std::size_t i = 0; i < openpose.size(); i += 3) {
    const Json &x = openpose[i], &y = openpose[i + 1];
    pairs.push_back({x, y});
    nested.push_back({x, y, 0.9});
    fours.push_back({x, y, 0.9, i / 3});
    objects.push_back({{"x", x}, {"y", y}, {"score", 0.9}});
    for (const Json& number : {x, y, Json(900), Json(0.9)}) space.push_back(number);
    for (const Json& number : {x, y, Json(0.9)}) strings.push_back(number.dump());
  }
  Json coco_pairs = Json::array();
  for (std::size_t i = 0; i < triples.size(); i += 3) {
    coco_pairs.push_back({triples[i], triples[i + 1]});
    scores.push_back(0.9);
  }
  const Json instances{{{"keypoints", coco_pairs}, {"keypoint_scores", scores}}};
  const Json alpha{{"image_id", "a.jpg"}, {"keypoints", triples}, {"score", 3.1}};
  const Json files[] = {
      file_of(nested),
      file_of(strings),
      file_of(objects),
      {{"keypoints", fours}},
      {{"keypoints", pairs}},
      {{"width", 640}, {"height", 480}, {"keypoints", Json::array({pairs})}},
      Json::array({{{"width", 640}, {"height", 480}, {"keypoints", Json::array({pairs})}}}),
      Json::array({alpha}),
      Json::array({file_of(openpose)}),
      Json::array({{{"people", Json::array()}}, file_of(openpose)}),
      {{"meta_info", Json::object()},
       {"instance_info", {{{"frame_id", 0}, {"instances", instances}}}}},
      instances,
      {{"images", {{{"id", 7}, {"width", 640}, {"height", 480}}}},
       {"annotations", {{{"image_id", 7}, {"keypoints", triples}}}}},
      {{"people", {{{"pose_keypoints_2d", Json::array()}, {"pose_keypoints_3d", space}}}}},
  };
  for (const Json& file : files) {
    SCOPED_TRACE(file.dump().substr(0, 60));
    expect_standing(only_person(file));
  }
  Json half = instances;
  half[0]["keypoint_scores"][9] = 0;
  EXPECT_FALSE(only_person(half)[left_wrist].visible);
}

TEST(OpenPose, FramesAreReadEach) {
  const Json frames = Json::array(
      {file_of(person(coco_18)), {{"people", Json::array()}}, nullptr, file_of(person(coco_18))});
  const auto files = read_openpose_frames(frames.dump(), "a.json");
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[1].people.size() + files[2].people.size(), 0u);
  expect_standing(files[3].people.at(0));
  // Two pictures' people, one after the other.
  const auto of = [](const char* picture) {
    return Json{{"image_id", picture}, {"keypoints", person(coco)}};
  };
  const auto pictures =
      read_openpose_frames(Json::array({of("a"), of("a"), of("b")}).dump(), "a.json");
  ASSERT_EQ(pictures.size(), 2u);
  EXPECT_EQ(pictures[0].people.size(), 2u);
}

TEST(OpenPose, NullIsNothingThere) {
  Json list = person(coco_18);
  for (int i = 12; i < 15; ++i) list[i] = nullptr;  // the right wrist
  const Pose pose = only_person(file_of(list));
  EXPECT_FALSE(pose[right_wrist].visible);
  EXPECT_EQ(visible_points(pose), 19);
  const Json body{{"pose_keypoints_2d", person(coco_18)}};
  const Json none{{"pose_keypoints_2d", nullptr}, {"face_keypoints_2d", nullptr}};
  const Json hands{{"pose_keypoints_2d", Json::array()}, {"hand_left_keypoints_2d", {1, 2, 1}}};
  const Json first_without{{"people", {nullptr, none, hands, Json::object(), body}}};
  expect_standing(only_person(first_without));
  for (const char* nobody :
       {R"({"people": null})", R"({"people": [null]})", R"([null, {"people": []}])",
        R"({"people": [{"person_id": [-1], "pose_keypoints_2d": []}]})"})
    EXPECT_TRUE(read_openpose(nobody, "a.json").people.empty()) << nobody;
  std::string nan = file_of(list).dump();
  for (std::size_t at; (at = nan.find("null")) != std::string::npos;) nan.replace(at, 4, "NaN");
  EXPECT_EQ(visible_points(read_openpose(nan, "a.json").people.at(0)), 19);
}

TEST(OpenPose, BodiesOfTwoKindsInOneFile) {
  const Json both{
      {"people",
       {{{"pose_keypoints_2d", person(body_25)}}, {{"pose_keypoints_2d", person(coco_18)}}}}};
  const OpenPoseFile file = read_openpose(both.dump(), "a.json");
  ASSERT_EQ(file.people.size(), 2u);
  for (const Pose& pose : file.people) expect_standing(pose);
}

TEST(OpenPose, TheCanvasMayBeWrittenInManyWays) {
  Json json = file_of(person(coco_18));
  const auto size = [&](const Json& width, const Json& height) {
    json["canvas_width"] = width;
    json["canvas_height"] = height;
    const OpenPoseFile file = read_openpose(json.dump(), "a.json");
    expect_standing(file.people.at(0));
    return std::pair(file.width, file.height);
  };
  EXPECT_EQ(size(640.0, 480.0), std::pair(640, 480));
  EXPECT_EQ(size("640", "480"), std::pair(640, 480));
  EXPECT_EQ(size(nullptr, nullptr), std::pair(0, 0));
  EXPECT_EQ(size(0, 0), std::pair(0, 0));
  EXPECT_EQ(size(640, nullptr), std::pair(0, 0)) << "a side alone says nothing";
}

TEST(OpenPose, CoordinatesBelongToTheCanvas) {
  Json json = file_of(person(coco_18));
  json["canvas_width"] = 640;
  json["canvas_height"] = 480;
  const OpenPoseFile file = read_openpose(json.dump(), "a.json", 1280, 960);
  EXPECT_EQ(file.width, 1280);
  expect_at(file.people.at(0)[left_elbow], 740, 340);
}

TEST(OpenPose, SignedSharesHaveTheirMiddleInThePicturesMiddle) {
  Json list = person(body_25), shares = list;
  for (std::size_t i = 0; i < list.size(); i += 3) {
    shares[i] = list[i].get<float>() / 640;
    shares[i + 1] = list[i + 1].get<float>() / 480;
    list[i] = 2 * shares[i].get<float>() - 1;
    list[i + 1] = 2 * shares[i + 1].get<float>() - 1;
  }
  expect_standing(only_person(file_of(list), 640, 480));
  expect_standing(only_person(file_of(shares), 640, 480));
  // Missing points of shares may be negative, and make no signed ones of the others.
  shares[12] = shares[13] = -1;
  EXPECT_EQ(visible_points(only_person(file_of(shares), 640, 480)), 19);
  list[12] = list[13] = list[14] = 0;
  EXPECT_EQ(visible_points(only_person(file_of(list), 640, 480)), 19);
}

TEST(OpenPose, PeopleOfAPictureOfUnknownSizeAreFitIn) {
  Json large = person(body_25);
  for (std::size_t i = 0; i < large.size(); ++i)
    if (i % 3 != 2) large[i] = 2.25f * large[i].get<float>();
  const std::vector<Pose> poses = in_square(read_openpose(file_of(large).dump(), "a.json"));
  ASSERT_EQ(poses.size(), 1u);
  EXPECT_EQ(visible_points(poses[0]), 20);
  check(poses[0], "fit in");
  expect_at(poses[0][pelvis], 0.5f, 0.5f + 0.8f * (240 - 246) / 388);
  EXPECT_NEAR(poses[0][left_toe].y, 0.9f, 1e-4f) << "the lowest point";
  EXPECT_NEAR(poses[0][left_eye].y, 0.1f, 1e-4f) << "the highest one";
  // Whose size is known stays where it is.
  const OpenPoseFile sized = read_openpose(file_of(person(coco_18)).dump(), "a.json", 640, 480);
  EXPECT_EQ(in_square(sized).at(0), letterboxed(sized.people[0], 640, 480));
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
  EXPECT_THAT(error(R"({"people": [{"joints": []}]})"),
              AllOf(HasSubstr("pose_keypoints_2d"), HasSubstr("joints")));
  EXPECT_THAT(error(file_of(points(20)).dump()), AllOf(HasSubstr("60"), HasSubstr("BODY_25")));
  EXPECT_THAT(error(R"({"version": "ap10k", "animals": [[1, 2, 1]]})"), HasSubstr("animals"));
  Json text = points(25);
  text[4] = "12 px";
  EXPECT_THAT(error(file_of(text).dump()), HasSubstr("\"12 px\" where a number should be"));
  text[4] = 1e60;
  EXPECT_THAT(error(file_of(text).dump()), HasSubstr("where a number should be"));
  Json canvas = file_of(points(25));
  canvas["canvas_width"] = "wide";
  EXPECT_THAT(error(canvas.dump()), HasSubstr("canvas_width"));
  EXPECT_EQ(error(R"({"people": []})"), "");
}

}  // namespace
}  // namespace psgan
