// The whole way of photographs, as far as it goes without DeepFashion itself: pictures and
// OpenPose's files in its folders, a data set, PSGAN's preset, pictures in given poses, PG2 and
// DPG2.
#include <gmock/gmock.h>

#include <cstdlib>

#include "program_run.h"
#include "psgan/openpose.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/files/image_file.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Two dolls in five poses each, in folders as DeepFashion's In-shop pictures are.
void write_photographs(const TemporaryFolder& folder) {
  constexpr int side = 64;
  for (int look = 0; look < 2; ++look) {
    const std::string place = "WOMEN/Dresses/id_0000000" + std::to_string(look + 1) + "/";
    for (const char* kind : {"img/", "json/"}) fs::create_directories(folder / (kind + place));
    for (int number = 0; number < 5; ++number) {
      const std::string name = place + "01_" + std::to_string(number + 1) + "_front";
      const auto pose = toy_pose(static_cast<std::uint32_t>(10 * look + number));
      write_png(folder / ("img/" + name + ".png"), draw_doll(pose, look, side));
      write_file(folder / ("json/" + name + "_keypoints.json"),
                 to_json(openpose_file(std::vector<Pose>{pose}, side, OpenPoseFormat::body_25)));
    }
  }
}

TEST(DeepFashion, TheWholeWayOfPhotographs) {
  const fs::path data_program = fs::path(PSGAN_PROGRAM).parent_path() / "psgan-data";
  if (!fs::exists(data_program)) GTEST_SKIP() << "psgan-data was not built";
  const TemporaryFolder folder;
  ProgramRun run(folder);
  const auto at = [&](const std::string& name) { return "'" + (folder / name).string() + "' "; };
  write_photographs(folder);
  const std::string import = "'" + data_program.string() + "' import-openpose --images " +
                             at("img") + "--keypoints " + at("json") + "--out " +
                             at("fashion.zip") +
                             "--resolution 64 --person '(id_[0-9]+)/([0-9]+)_' > " + at("said");
  ASSERT_EQ(std::system(import.c_str()), 0) << run.said();
  EXPECT_THAT(run.said(), HasSubstr("people: 2"));

  const std::string small = "--data " + at("fashion.zip") + "--outdir " + at("runs") +
                            "--batch 2 --kimg 0.02 --tick-kimg 0.01 --snap-kimg 0.01 "
                            "--cfg paper-deepfashion ";
  const std::string runs = (folder / "runs").string();
  ASSERT_EQ(run("train " + small +
                "--resolution 16 --fmap-base 128 --fmap-max 16 --fade-kimg 0 "
                "--stable-kimg 0.004"),
            0)
      << run.said();
  // The characters of two numbers in poses of the photographs.
  ASSERT_EQ(run("generate --snapshot '" + runs +
                "/00000-paper-deepfashion-fashion-16/snapshot-000000.pt' --seeds 1,2 --poses " +
                at("fashion.zip") + "--columns 3 --out " + at("posed.png")),
            0)
      << run.said();
  EXPECT_TRUE(fs::exists(folder / "posed.png"));

  for (const std::string method : {"pg2", "dpg2"}) {
    ASSERT_EQ(run("train --method " + method + " " + small +
                  "--resolution 32 --width 8 --stage1-kimg 0.01"),
              0)
        << run.said();
  }
  ASSERT_EQ(run("generate --snapshot '" + runs +
                "/00001-pg2-paper-deepfashion-fashion-32/snapshot-000000.pt' --source " +
                at("img/WOMEN/Dresses/id_00000002/01_1_front.png") + "--poses " +
                at("fashion.zip") + "--columns 3 --out " + at("repainted.png")),
            0)
      << run.said();
  EXPECT_TRUE(fs::exists(folder / "repainted.png"));
}

}  // namespace
}  // namespace psgan::trainer
