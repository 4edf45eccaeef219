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

TEST(DatasetIndex, DoesWithoutPoseNumbers) {
  Json json = Json::parse(to_json(example()));
  json.erase("poses");
  EXPECT_EQ(dataset_index_from_json(json.dump(), "a.zip").images.size(), 2u);
}

}  // namespace
}  // namespace psgan
