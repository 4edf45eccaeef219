#include "psgan/dataset.h"

#include <gmock/gmock.h>

#include <functional>

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

TEST(DatasetIndex, PartsComeBackAsTheyWere) {
  EXPECT_TRUE(dataset_index_from_json(to_json(example()), "a.zip").parts.empty());
  DatasetIndex index = example();
  index.parts = {{{"skin", Places::texture}, {"bow", Places::rest}}, {}, {{"", Places::rest}}};
  EXPECT_EQ(dataset_index_from_json(to_json(index), "a.zip").parts, index.parts);
  const auto refused = [&](const Json& parts) {
    Json json = Json::parse(to_json(index));
    json["parts"] = parts;
    return error_of([&] { dataset_index_from_json(json.dump(), "a.zip"); });
  };
  EXPECT_THAT(refused({{{"skin", "texture"}}}), HasSubstr("a list for each of 3 looks"));
  EXPECT_THAT(refused({{{"skin", "rubber"}}, Json::array(), Json::array()}), HasSubstr("rubber"));
  EXPECT_THAT(refused({{"skin"}, Json::array(), Json::array()}),
              AllOf(HasSubstr("a.zip"), HasSubstr("\"skin\"")));
  EXPECT_EQ(coordinates_entry("00000/img00000001.png"), "coordinates/00000/img00000001.png");
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

TEST(DatasetIndex, OfStyleGansImagesHasNoKeypoints) {
  const std::string null_labels = R"({"labels": null})";
  const auto refused = [](const std::string& json) -> std::string {
    try {
      dataset_index_from_json(json, "faces.zip");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refused(null_labels),
              AllOf(HasSubstr("faces.zip: these are images without keypoints"),
                    HasSubstr("import-openpose"), HasSubstr("--no-pose")));
  EXPECT_FALSE(has_keypoints(null_labels));
  EXPECT_FALSE(has_keypoints(""));
  EXPECT_TRUE(has_keypoints(to_json(example())));

  const std::vector<std::string> names{"00000/a.png", "00000/b.png", "dataset.json"};
  const std::string rows = R"({"labels": [["00000/b.png", 4], ["00000/gone.png", 9]]})";
  for (const std::string& json : {std::string(), null_labels, rows}) {
    const DatasetIndex index = index_without_keypoints(names, 64, json, "faces.zip");
    ASSERT_EQ(index.images.size(), 2u);
    EXPECT_EQ(index.resolution, 64);
    EXPECT_EQ(index.images[1].name, "00000/b.png");
    EXPECT_EQ(index.images[1].look, json == rows ? 4 : 0);
    for (const PosePoint& point : index.images[0].pose.points) EXPECT_FALSE(point.visible);
  }
  EXPECT_THROW(index_without_keypoints({"readme.txt"}, 64, "", "faces.zip"), Error);
  EXPECT_THROW(index_without_keypoints(names, 60, "", "faces.zip"), Error);
  EXPECT_THROW(index_without_keypoints(names, 64, R"({"labels": [["00000/b.png", "x"]]})", "f"),
               Error);
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

DatasetIndex example_with_traits() {
  DatasetIndex index = example();
  index.traits.schema = {{"hair", TraitKind::choice, {"bob", "long"}},
                         {"hair-colour", TraitKind::colour}};
  for (int look = 0; look < 3; ++look)
    index.traits.looks.push_back(
        {{.option = look % 2}, {.colour = {static_cast<float>(look) / 3, 0.1f, 1}}});
  index.traits.sampler = TraitSampler{.weights = {{"hair", {1, 2}}}};
  return index;
}

TEST(DatasetIndex, KeepsTheTraitsOfEveryLook) {
  const DatasetIndex index = example_with_traits();
  const DatasetIndex back = dataset_index_from_json(to_json(index), "a.zip");
  EXPECT_EQ(back.traits, index.traits);
  EXPECT_EQ(traits_of(back), index.traits);
  const Json json = Json::parse(to_json(index));
  EXPECT_EQ(json["looks"][1]["hair"], "long");
  EXPECT_FALSE(Json::parse(to_json(example())).contains("traits"));
}

TEST(DatasetIndex, WithoutTraitsTheLookIsTheOnlyOne) {
  const LookTraits traits = traits_of(dataset_index_from_json(to_json(example()), "a.zip"));
  EXPECT_EQ(traits.schema, look_as_only_trait(3));
  ASSERT_EQ(traits.looks.size(), 3u);
  EXPECT_EQ(encode(traits.schema, traits.looks[2]), (std::vector<float>{0, 0, 1}));
}

TEST(DatasetIndex, NamesTheLookWhoseTraitsAreWrong) {
  const auto refusal = [](const std::function<void(Json&)>& change) {
    Json json = Json::parse(to_json(example_with_traits()));
    change(json);
    return error_of([&] { dataset_index_from_json(json.dump(), "a.zip"); });
  };
  EXPECT_THAT(refusal([](Json& j) { j["looks"].erase(2); }),
              AllOf(HasSubstr("a.zip"), HasSubstr("3 looks"), HasSubstr("only 2")));
  EXPECT_THAT(refusal([](Json& j) { j["looks"][1]["hair"] = "afro"; }),
              AllOf(HasSubstr("a.zip, look 1"), HasSubstr("\"hair\""), HasSubstr("\"afro\"")));
  EXPECT_THAT(refusal([](Json& j) { j["looks"][1].erase("hair-colour"); }),
              AllOf(HasSubstr("a.zip, look 1"), HasSubstr("\"hair-colour\" is missing")));
  EXPECT_THAT(refusal([](Json& j) { j["looks"][0]["hair-colour"][2] = 1.01; }),
              AllOf(HasSubstr("a.zip, look 0"), HasSubstr("1.01")));
  EXPECT_THAT(refusal([](Json& j) { j.erase("looks"); }), HasSubstr("\"looks\" is missing"));
  EXPECT_THAT(refusal([](Json& j) { j.erase("traits"); }), HasSubstr("not \"traits\""));
  EXPECT_THAT(refusal([](Json& j) { j["traits"][0]["kind"] = "word"; }), HasSubstr("\"word\""));
  EXPECT_THAT(refusal([](Json& j) { j["sampler"]["weights"]["hair"] = {1}; }),
              AllOf(HasSubstr("a.zip, sampler"), HasSubstr("\"hair\"")));
}

TEST(DatasetIndex, DoesWithoutPoseNumbers) {
  Json json = Json::parse(to_json(example()));
  json.erase("poses");
  EXPECT_EQ(dataset_index_from_json(json.dump(), "a.zip").images.size(), 2u);
}

}  // namespace
}  // namespace psgan
