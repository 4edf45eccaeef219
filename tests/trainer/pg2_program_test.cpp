// The program with --method pg2: exit statuses and sentences.
#include <gtest/gtest.h>

#include "program_run.h"
#include "psgan/dataset.h"
#include "psgan/zip_store.h"
#include "trainer/training/run_folder.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

class Pg2Program : public Training {
 protected:
  int run(const std::string& arguments) { return program(arguments); }
  std::string said() { return program.said(); }
  std::string train_flags() {
    return "train --method pg2 --data '" + zip.string() + "' --outdir '" +
           (folder / "runs").string() + "' --resolution 16 --width 4 --tick-kimg 0.05 ";
  }

  ProgramRun program{folder};
};

TEST_F(Pg2Program, TrainsResumesGeneratesAndEvaluates) {
  ASSERT_EQ(run(train_flags() + "--kimg 0.1"), 0) << said();
  ASSERT_EQ(run("train --resume latest --kimg 0.2 --outdir '" + (folder / "runs").string() + "'"),
            0)
      << said();
  EXPECT_NE(said().find("going on from"), std::string::npos) << said();
  const std::string snapshot =
      "--snapshot '" + RunFolder::latest_snapshot(folder / "runs").path.string() + "' ";
  const std::string out = "--out '" + (folder / "out").string();
  ASSERT_EQ(run("generate " + snapshot + "--looks 0-9 --poses '" + zip.string() + "' --columns 2 " +
                out + ".png'"),
            0)
      << said();
  EXPECT_NE(said().find("3 sources × 2 poses"), std::string::npos) << said();
  const Picture grid = decode_png(read_file(folder / "out.png"), "grid");
  EXPECT_EQ(grid.width, 3 * 64);
  EXPECT_EQ(grid.height, 4 * 64);
  write_png(folder / "her.png", draw_doll(toy_pose(3), 1, 32));
  EXPECT_EQ(run("generate " + snapshot + "--source '" + (folder / "her.png").string() +
                "' --coarse " + out + ".png'"),
            0)
      << said();
  EXPECT_NE(said().find("1 sources × 1 poses"), std::string::npos) << said();
  write_png(folder / "odd.png", Picture{20, 16, std::vector<std::uint8_t>(20 * 16 * 3)});
  EXPECT_EQ(run("generate " + snapshot + "--source '" + (folder / "odd.png").string() + "'"), 1);
  EXPECT_NE(said().find("odd.png: the picture is 20×16 pixels, expected a square of 16"),
            std::string::npos)
      << said();
  EXPECT_EQ(run("evaluate " + snapshot + "--images 8 --pose-images 3 --characters 2 --poses 2 " +
                out + "'"),
            0)
      << said();
  EXPECT_NE(said().find("redraw_l1"), std::string::npos) << said();

  // What takes PSGAN's generators alone.
  for (const std::string& command :
       {"export " + snapshot + out + "'", "animate " + snapshot + out + ".gif'",
        "compact " + snapshot + out + ".pt'"}) {
    EXPECT_EQ(run(command), 1) << command;
    EXPECT_NE(said().find("snapshot of psgan train --method pg2, expected one of --method psgan"),
              std::string::npos)
        << said();
  }
  EXPECT_EQ(run("generate " + snapshot + "--seeds 3"), 2);
  EXPECT_NE(said().find("--seeds means nothing to a snapshot of --method pg2"), std::string::npos)
      << said();
  EXPECT_EQ(
      run("train --method psgan --resume latest --outdir '" + (folder / "runs").string() + "'"), 1);
  EXPECT_NE(said().find("method is \"pg2\" in this snapshot"), std::string::npos) << said();
}

TEST_F(Pg2Program, RefusesWhatItCannotDoBeforeItBegins) {
  EXPECT_EQ(run(train_flags() + "--anchors 1"), 2);
  EXPECT_NE(said().find("--anchors is an option of --method psgan"), std::string::npos) << said();
  EXPECT_EQ(run("train --data '" + zip.string() + "' --width 8"), 2);
  EXPECT_NE(said().find("--width is an option of --method pg2 or dpg2"), std::string::npos)
      << said();
  EXPECT_EQ(run(train_flags() + "--cfg paper-avatar"), 2);
  EXPECT_EQ(run("train --method pix2pix --data '" + zip.string() + "'"), 1);
  EXPECT_NE(said().find("method is \"pix2pix\", expected psgan, pg2, dpg2 or texture"),
            std::string::npos)
      << said();
  EXPECT_EQ(run(train_flags() + "--dry-run"), 0) << said();
  EXPECT_NE(said().find("G1 alone for 11 kimg"), std::string::npos) << said();

  // The last look in one pose; its pictures are not even there.
  DatasetIndex index = read_dataset_index(ZipStoreReader(zip), zip.string());
  DatasetImage alone = index.images.front();
  alone.look = 3;
  alone.name = "missing.png";
  index.images.push_back(alone);
  write_index_alone(zip, index);
  EXPECT_EQ(run(train_flags()), 1);
  EXPECT_NE(said().find("toy.zip: look 3 is shown in a single pose"), std::string::npos) << said();
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

}  // namespace
}  // namespace psgan::trainer
