#include "trainer/data/training_data.h"

#include <gtest/gtest.h>

#include "common/program.h"
#include "psgan/zip_store.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/data/batch_loader.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

const Tensor none_mirrored = torch::zeros({1}, torch::kBool);

/// A set of one image, with an index and a picture of the test's own.
void write_set(const std::filesystem::path& path, const std::string& json, const Picture& picture) {
  ZipStoreWriter zip(path);
  zip.add("a.png", encode_png(picture));
  zip.add("dataset.json",
          std::span(reinterpret_cast<const std::uint8_t*>(json.data()), json.size()));
  zip.finish();
}

std::string index_of(const Pose& pose, int resolution) {
  DatasetIndex index;
  index.resolution = resolution;
  index.images.push_back({"a.png", 0, 0, 0, pose});
  return to_json(index);
}

TEST(TrainingData, GivesImagesPosesAndLooks) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 3, 4, 32);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 32);
  EXPECT_EQ(data.size(), 12);
  EXPECT_EQ(data.looks(), 3);
  const Batch batch = data.batch(torch::tensor({5}, torch::kInt64), none_mirrored, 32, torch::kCPU);
  EXPECT_EQ(batch.looks.item<int>(), 1);
  EXPECT_FLOAT_EQ(batch.keypoints[0][0][0].item<float>(),
                  std::round(toy_pose(1)[Keypoint::nose].x * 1e5f) / 1e5f);
  const Picture picture = draw_doll(toy_pose(1), 1, 32);
  for (const auto& [row, column] : {std::pair{7, 16}, {16, 15}, {0, 0}, {31, 31}}) {
    for (int c = 0; c < 3; ++c) {
      EXPECT_NEAR(batch.images[0][c][row][column].item<float>(),
                  picture.rgb[(row * 32 + column) * 3 + c] / 127.5f - 1, 1e-6);
    }
  }
}

TEST(TrainingData, LowerResolutionsAreBoxFiltered) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 1, 1, 64);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 32);
  const Tensor first = torch::zeros({1}, torch::kInt64);
  const Tensor at32 = data.batch(first, none_mirrored, 32, torch::kCPU).images;
  const Tensor at8 = data.batch(first, none_mirrored, 8, torch::kCPU).images;
  // Rounded to bytes twice on the way down.
  EXPECT_LT((torch::avg_pool2d(at32, 4) - at8).abs().max().item<float>(), 2.1f / 127.5f);
}

TEST(TrainingData, MirrorsPictureAndPoseTogether) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 1, 1, 32);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 32);
  const Tensor first = torch::zeros({1}, torch::kInt64);
  const Batch plain = data.batch(first, none_mirrored, 32, torch::kCPU);
  const Batch flipped = data.batch(first, torch::ones({1}, torch::kBool), 32, torch::kCPU);
  EXPECT_TRUE(torch::equal(flipped.images, plain.images.flip(3)));
  const Pose expected = mirrored(data.index().images[0].pose);
  for (int k = 0; k < keypoint_count; ++k) {
    EXPECT_NEAR(flipped.keypoints[0][k][0].item<float>(), expected.points[k].x, 1e-6);
    EXPECT_NEAR(flipped.keypoints[0][k][1].item<float>(), expected.points[k].y, 1e-6);
  }
}

TEST(TrainingData, WhatDoesNotFitIntoMemoryIsDecodedWhenNeeded) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 3, 4, 32);
  const TrainingData whole = TrainingData::load(folder / "toy.zip", 16);
  const TrainingData part =
      TrainingData::load(folder / "toy.zip", 16, TrainingData::bytes_of_levels(12, 8));
  EXPECT_EQ(whole.resolution_in_memory(), 16);
  EXPECT_EQ(part.resolution_in_memory(), 8);
  const Tensor indices = torch::tensor({5, 11, 0}, torch::kInt64);
  const Tensor mirrored = torch::tensor({false, true, false}, torch::kBool);
  for (const int r : {4, 8, 16}) {
    const Batch a = whole.batch(indices, mirrored, r, torch::kCPU);
    const Batch b = part.batch(indices, mirrored, r, torch::kCPU);
    EXPECT_TRUE(torch::equal(a.images, b.images)) << r;
    EXPECT_TRUE(torch::equal(a.keypoints, b.keypoints)) << r;
  }
}

TEST(TrainingData, ImagesWithoutKeypointsAreASetForTrainingWithoutPoses) {
  const TemporaryFolder folder;
  write_images_without_keypoints(folder / "faces.zip", 5, 16);
  EXPECT_NE(error_of([&] {
              TrainingData::load(folder / "faces.zip", 16);
            }).find("faces.zip, dataset.json: these are images without keypoints"),
            std::string::npos);
  const TrainingData data = TrainingData::load(folder / "faces.zip", 8, TrainingData::free_memory(),
                                               Keypoints::not_needed);
  EXPECT_EQ(data.size(), 5);
  EXPECT_EQ(data.looks(), 1);
  EXPECT_EQ(data.index().resolution, 16);
  const Batch batch = data.batch(torch::tensor({3}, torch::kInt64), none_mirrored, 8, torch::kCPU);
  EXPECT_EQ(batch.keypoints.abs().sum().item<float>(), 0);
  const Picture doll = draw_doll(toy_pose(3), 0, 16);
  float mean = 0;
  for (const int at : {0, 3, 48, 51}) mean += doll.rgb[std::size_t(at)] / 4.f;
  EXPECT_NEAR((batch.images[0][0][0][0].item<float>() + 1) * 127.5f, mean, 1);

  // Without a dataset.json the advice is the same.
  ZipStoreWriter zip(folder / "bare.zip");
  zip.add("a.png", encode_png(draw_doll(toy_pose(0), 0, 16)));
  zip.finish();
  EXPECT_NE(error_of([&] {
              TrainingData::load(folder / "bare.zip", 16);
            }).find("bare.zip: these are images without keypoints"),
            std::string::npos);
  EXPECT_EQ(TrainingData::load(folder / "bare.zip", 16, TrainingData::free_memory(),
                               Keypoints::not_needed)
                .size(),
            1);
}

TEST(BatchLoader, GivesEachStepItsOwnBatchHoweverTheyAreAskedFor) {
  std::atomic<int> made = 0;
  BatchLoader loader(
      [&](std::uint64_t step, int resolution) {
        ++made;
        return Batch{torch::full({1}, static_cast<double>(step) + 1000.0 * resolution), {}, {}, {}};
      },
      3);
  const auto expect = [&](std::uint64_t step, int resolution) {
    EXPECT_EQ(loader.take(step, resolution).images.item<double>(), step + 1000.0 * resolution);
  };
  for (std::uint64_t step = 0; step < 5; ++step) expect(step, 8);
  for (std::uint64_t step = 5; step < 8; ++step) expect(step, 16);  // a new resolution
  expect(3, 16);                                                    // back to a snapshot
  expect(4, 16);
  EXPECT_GE(loader.waited(), 0);
  EXPECT_GE(made, 10);
}

TEST(BatchLoader, PassesErrorsOn) {
  BatchLoader loader(
      [](std::uint64_t step, int) -> Batch {
        if (step == 2) throw Error("the file is gone");
        return {};
      },
      2);
  loader.take(0, 8);
  loader.take(1, 8);
  EXPECT_EQ(error_of([&] { loader.take(2, 8); }), "the file is gone");
}

class BadData : public testing::Test {
 protected:
  std::string error(int resolution = 32) {
    return error_of([&] { TrainingData::load(path, resolution); });
  }
  void expect_words(const std::string& found, std::initializer_list<const char*> words) {
    EXPECT_NE(found, "");
    for (const char* word : words) {
      EXPECT_NE(found.find(word), std::string::npos) << found << "\n misses: " << word;
    }
  }

  TemporaryFolder folder;
  std::filesystem::path path = folder / "bad.zip";
};

TEST_F(BadData, ACutOffZipIsNamed) {
  write_toy_dataset(path, 1, 3, 32);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 100);
  expect_words(error(), {"bad.zip"});
}

TEST_F(BadData, APictureOfAnotherSizeIsNamed) {
  write_set(path, index_of(standing_pose(), 32), draw_doll(standing_pose(), 0, 16));
  expect_words(error(), {"bad.zip", "a.png", "16×16", "32"});
}

TEST_F(BadData, AKeypointOutsideTheImageIsNamed) {
  Pose pose = standing_pose();
  pose[Keypoint::left_elbow].x = 1.5f;
  write_set(path, index_of(pose, 32), draw_doll(pose, 0, 32));
  expect_words(error(), {"bad.zip", "a.png", "left_elbow"});
}

TEST_F(BadData, AKeypointThatIsNoNumberIsNamed) {
  std::string json = index_of(standing_pose(), 32);
  const auto at = json.find("[[", json.find("keypoints"));
  const auto number = json.find("[[", at + 1) + 2;
  json.replace(number, json.find(',', number) - number, "null");
  write_set(path, json, draw_doll(standing_pose(), 0, 32));
  expect_words(error(), {"bad.zip", "a.png", "nose"});
}

TEST_F(BadData, AnotherSkeletonIsNamed) {
  std::string json = index_of(standing_pose(), 32);
  json.replace(json.find("psgan-20"), 8, "coco-017");
  write_set(path, json, draw_doll(standing_pose(), 0, 32));
  expect_words(error(), {"bad.zip", "skeleton", "coco-017"});
}

TEST_F(BadData, ASetTooSmallForTheResolutionIsNamed) {
  write_toy_dataset(path, 1, 1, 32);
  expect_words(error(64), {"bad.zip", "32", "64"});
}

TEST_F(BadData, AMissingFileIsNamed) { expect_words(error(), {"bad.zip"}); }

}  // namespace
}  // namespace psgan::trainer
