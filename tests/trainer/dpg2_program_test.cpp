// The program with --method dpg2: exit statuses and sentences.
#include <gtest/gtest.h>

#include <fstream>

#include "program_run.h"
#include "psgan/dataset.h"
#include "psgan/zip_store.h"
#include "trainer/data/training_data.h"
#include "trainer/training/run_folder.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

class Dpg2Program : public Training {
 protected:
  int run(const std::string& arguments) { return program(arguments); }
  std::string said() { return program.said(); }
  std::string outdir() { return "--outdir '" + (folder / "runs").string() + "' "; }
  std::string train_flags() {
    return "train --method dpg2 --data '" + zip.string() + "' " + outdir() +
           "--resolution 16 --width 4 --tick-kimg 0.05 ";
  }
  std::string latest() {
    return "--snapshot '" + RunFolder::latest_snapshot(folder / "runs").path.string() + "' ";
  }
  std::string file(const char* name) { return "'" + (folder / name).string() + "' "; }
  /// {"poses": [...]} with the keypoints before `seen` visible.
  void write_pose(const char* name, int seen) {
    const Pose pose = toy_pose(3);
    Json points = Json::array();
    for (int k = 0; k < keypoint_count; ++k) {
      points.push_back({pose.points[k].x, pose.points[k].y, k < seen ? 1 : 0});
    }
    std::ofstream(folder / name) << Json{{"poses", Json::array({points})}};
  }
  void expect(const std::string& sentence) {
    EXPECT_NE(said().find(sentence), std::string::npos) << said();
  }

  ProgramRun program{folder};
};

TEST_F(Dpg2Program, TrainsResumesGeneratesAndEvaluates) {
  ASSERT_EQ(run(train_flags() + "--kimg 0.2 --stage1-kimg 0.1 --minutes 0.00001"), 0) << said();
  const std::string out = "--out " + file("out.png");
  EXPECT_EQ(run("generate " + latest() + "--seeds 1 " + out), 1);
  expect("its run is in the first stage, of 0.1 kimg, and draws nothing from noise yet");
  EXPECT_EQ(run("evaluate " + latest() +
                "--images 8 --pose-images 3 --characters 2 --poses 2 --out " + file("first")),
            0)
      << said();
  expect("redrawn looks");
  ASSERT_EQ(run("train --resume latest --minutes 0 " + outdir()), 0) << said();
  expect("going on from");

  const auto size = [&] {
    const Picture picture = decode_png(read_file(folder / "out.png"), "grid");
    return std::pair(picture.width / 64, picture.height / 64);
  };
  ASSERT_EQ(
      run("generate " + latest() + "--seeds 1-3 --columns 2 --poses " + file("toy.zip") + out), 0)
      << said();
  expect("3 characters × 2 poses");
  EXPECT_EQ(size(), std::pair(2, 4));
  ASSERT_EQ(run("generate " + latest() + "--seeds 1-2 --sampled-poses 3 --no-skeletons " + out), 0)
      << said();
  EXPECT_EQ(size(), std::pair(3, 2));
  ASSERT_EQ(run("generate " + latest() + "--looks 0-9 --sampled-poses 3 " + out), 0) << said();
  expect("3 sources × 3 poses");
  EXPECT_EQ(size(), std::pair(4, 4));
  EXPECT_EQ(run("evaluate " + latest() +
                "--images 8 --pose-images 3 --characters 2 --poses 2 --out " + file("second")),
            0)
      << said();
  expect("redraw_l1");
  EXPECT_EQ(run("export " + latest() + out), 1);
  expect("snapshot of psgan train --method dpg2, expected one of --method psgan");
}

TEST_F(Dpg2Program, DrawsAPicturesCharacterByItsKeypoints) {
  ASSERT_EQ(run(train_flags() + "--kimg 0.02"), 0) << said();
  write_png(folder / "her.png", draw_doll(toy_pose(3), 1, 32));
  const std::string out = "--out " + file("out.png"),
                    her = "generate " + latest() + out + "--source " + file("her.png");
  write_pose("her.json", keypoint_count);
  ASSERT_EQ(run(her + "--source-pose " + file("her.json")), 0) << said();
  expect("1 sources × 1 poses");
  write_pose("half.json", index(Keypoint::left_knee));
  ASSERT_EQ(run(her + "--source-pose " + file("half.json")), 0) << said();
  EXPECT_EQ(said().find("warning"), std::string::npos) << said();  // hips are seen of both legs
  write_pose("bust.json", index(Keypoint::left_hip));
  ASSERT_EQ(run(her + "--source-pose " + file("bust.json")), 0) << said();
  expect("bust.json: no keypoint is visible of: left leg, right leg; nothing of these is encoded");

  std::filesystem::remove(folder / "out.png");
  write_pose("nothing.json", 0);
  EXPECT_EQ(run(her + "--source-pose " + file("nothing.json")), 1);
  expect("nothing.json: no keypoint is visible, expected some of the body's regions");
  EXPECT_EQ(run(her), 1);
  expect("her.png: expected --source-pose, a file of this character's keypoints");
  EXPECT_EQ(run(her + "--source-pose " + file("missing.json")), 1);
  EXPECT_EQ(run(her + "--seeds 3"), 2);
  expect("expected one of the two");
  EXPECT_EQ(run("generate " + latest() + "--source-pose " + file("her.json")), 2);
  expect("--source-pose: expected --source, a PNG of that character");
  EXPECT_EQ(run(her + "--coarse"), 2);
  expect("--coarse means nothing to a snapshot of --method dpg2");
  EXPECT_EQ(run("evaluate --coarse " + latest()), 2);
  expect("--coarse means nothing to a snapshot of --method dpg2");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.png"));
}

TEST_F(Dpg2Program, RefusesWhatItCannotDoBeforeItBegins) {
  EXPECT_EQ(run(train_flags() + "--anchors 1"), 2);
  expect("--anchors is an option of --method psgan, and means nothing to dpg2");
  EXPECT_EQ(run("train --method pg2 --mapping-lr 0.1 --data " + file("toy.zip")), 2);
  expect("--mapping-lr is an option of --method dpg2, and means nothing to pg2");
  EXPECT_EQ(run(train_flags() + "--kimg 1 --stage1-kimg 2"), 1);
  expect("stage1_kimg is 2, expected no more than kimg, 1");
  EXPECT_EQ(run(train_flags() + "--kimg 3 --dry-run"), 0) << said();
  expect("appearance and pose for 2 kimg, then the mapping functions for 1 kimg");

  // An image without keypoints, that is not even there.
  DatasetIndex index = read_dataset_index(ZipStoreReader(zip), zip.string());
  DatasetImage empty = index.images.front();
  empty.name = "missing.png";
  for (PosePoint& point : empty.pose.points) point.visible = false;
  index.images.push_back(empty);
  write_index_alone(zip, index);
  EXPECT_EQ(run(train_flags()), 1);
  expect("toy.zip: no keypoint of missing.png is visible");
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

}  // namespace
}  // namespace psgan::trainer
