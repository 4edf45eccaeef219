#include "psgan/dataset.h"

#include <gmock/gmock.h>

#include "../temporary_folder.h"
#include "psgan/json.h"

namespace psgan {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

DatasetIndex example() {
  DatasetIndex index;
  index.resolution = 64;
  index.images = {{"00000/img00000000.png", 0, 5, 0.25f, standing_pose()},
                  {"00000/img00000001.png", 2, 6, -1.0f, mirrored(standing_pose())}};
  index.images[1].pose[Keypoint::nose].visible = false;
  return index;
}

template <typename Change>
std::string refusal(Change&& change) {
  Json json = Json::parse(to_json(example()));
  change(json);
  return error_of([&] { dataset_index_from_json(json.dump(), "a.zip"); });
}

TEST(DatasetIndex, ComesBackAsItWas) {
  const DatasetIndex index = dataset_index_from_json(to_json(example()), "a.zip");
  EXPECT_EQ(index.resolution, 64);
  EXPECT_EQ(index.looks(), 3);
  ASSERT_EQ(index.images.size(), 2u);
  EXPECT_EQ(index.images[1].look, 2);
  EXPECT_EQ(index.images[1].pose_number, 6);
  EXPECT_FLOAT_EQ(index.images[1].camera_yaw, -1.0f);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(index.images[0].pose.points[i].x, example().images[0].pose.points[i].x, 1e-5);
  }
  EXPECT_FALSE(index.images[1].pose[Keypoint::nose].visible);
}

TEST(DatasetIndex, LabelsAreStyleGansRows) {
  const Json json = Json::parse(to_json(example()));
  EXPECT_EQ(json["labels"][1], (Json{"00000/img00000001.png", 2}));
}

TEST(DatasetIndex, NamesTheImageAndTheFieldThatIsWrong) {
  EXPECT_THAT(refusal([](Json& j) { j["skeleton"] = "coco-18"; }), HasSubstr("coco-18"));
  EXPECT_THAT(refusal([](Json& j) { j["resolution"] = 65; }), HasSubstr("65"));
  EXPECT_THAT(refusal([](Json& j) { j.erase("keypoints"); }), HasSubstr("keypoints"));
  EXPECT_THAT(refusal([](Json& j) { j["keypoints"].erase(1); }),
              AllOf(HasSubstr("img00000001.png"), HasSubstr("no keypoints")));
  EXPECT_THAT(refusal([](Json& j) { j["keypoints"][0][1][1][0] = 1.25; }),
              AllOf(HasSubstr("img00000000.png"), HasSubstr("neck")));
  EXPECT_THAT(refusal([](Json& j) { j["keypoints"][0][1][1][0] = nullptr; }), HasSubstr("neck"));
  EXPECT_THAT(refusal([](Json& j) { j["keypoints"][0][1].erase(3); }), HasSubstr("found 19"));
  EXPECT_THAT(refusal([](Json& j) { j["labels"][0][1] = "red"; }), HasSubstr("red"));
  EXPECT_THAT(refusal([](Json& j) { j["labels"][1] = j["labels"][0]; }), HasSubstr("twice"));
}

TEST(DatasetIndex, TellsHiddenFromSeen) {
  DatasetIndex index = example();
  DatasetImage &turned = index.images[0], &front = index.images[1];
  turned.visibility[psgan::index(Keypoint::left_elbow)] = Visibility::hidden;
  turned.visibility[psgan::index(Keypoint::left_eye)] = Visibility::hidden;
  for (const Keypoint k : {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye}) {
    front.visibility[psgan::index(k)] = Visibility::hidden;
  }
  front.pose[Keypoint::left_toe] = {1.2f, 0.5f, false};
  front.visibility[psgan::index(Keypoint::left_toe)] = Visibility::outside;
  const Json json = Json::parse(to_json(index));
  const auto v = [&](int image, Keypoint k) {
    return json["keypoints"][image][1][psgan::index(k)][2].get<int>();
  };
  EXPECT_EQ(v(0, Keypoint::left_elbow), 1);
  EXPECT_EQ(v(0, Keypoint::right_elbow), 2);
  EXPECT_EQ(v(1, Keypoint::nose), 1);
  EXPECT_EQ(v(1, Keypoint::left_toe), 0);

  const DatasetIndex back = dataset_index_from_json(json.dump(), "a.zip");
  EXPECT_EQ(back.images[0].visibility, turned.visibility);
  EXPECT_EQ(back.images[1].visibility, front.visibility);
  EXPECT_TRUE(back.images[0].pose[Keypoint::left_elbow].visible) << "hidden points stay usable";
  EXPECT_TRUE(back.images[0].pose[Keypoint::left_eye].visible) << "her face is seen";
  EXPECT_FALSE(back.images[1].pose[Keypoint::left_eye].visible) << "nothing of her face is seen";
  EXPECT_NEAR(back.images[1].pose[Keypoint::left_eye].x, front.pose[Keypoint::left_eye].x, 1e-5);

  Json old = json;
  old.erase("visibility");
  const DatasetIndex plain = dataset_index_from_json(old.dump(), "a.zip");
  EXPECT_TRUE(plain.images[1].pose[Keypoint::nose].visible) << "1 was all that older sets had";
  old["visibility"] = {"seen", "hidden"};
  EXPECT_THAT(error_of([&] { dataset_index_from_json(old.dump(), "a.zip"); }),
              HasSubstr("\"visibility\" should be"));
}

TEST(DatasetIndex, KeepsTheSplit) {
  DatasetIndex index = example();
  EXPECT_FALSE(Json::parse(to_json(index)).contains("splits"));
  index.images[1].test = true;
  const Json json = Json::parse(to_json(index));
  EXPECT_EQ(json["splits"][0], (Json{"00000/img00000000.png", "train"}));
  const DatasetIndex back = dataset_index_from_json(json.dump(), "a.zip");
  EXPECT_FALSE(back.images[0].test);
  EXPECT_TRUE(back.images[1].test);
  Json odd = json;
  odd["splits"][0][1] = "validation";
  EXPECT_THAT(error_of([&] { dataset_index_from_json(odd.dump(), "a.zip"); }),
              HasSubstr("validation"));
}

TEST(DatasetIndex, DoesWithoutPoseNumbers) {
  Json json = Json::parse(to_json(example()));
  json.erase("poses");
  EXPECT_EQ(dataset_index_from_json(json.dump(), "a.zip").images.size(), 2u);
}

}  // namespace
}  // namespace psgan
