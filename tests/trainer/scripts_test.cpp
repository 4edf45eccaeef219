// The scripts that train, run as a user would, on a small data set that is there already.
#include <gtest/gtest.h>

#include <cstdlib>

#include "common/program.h"
#include "psgan/json.h"
#include "psgan/model_card.h"
#include "temporary_folder.h"
#include "trainer/toy_dataset.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;

class Scripts : public testing::Test {
 protected:
  /// The exit status of a script with these arguments; `before` goes before its name.
  int run(const std::string& script, const std::string& arguments, const std::string& before = {}) {
    const std::string bin = fs::path(PSGAN_PROGRAM).parent_path().string();
    const std::string command = before + " '" PSGAN_SCRIPTS "/" + script + "' --bin '" + bin +
                                "' --work '" + (folder / "work").string() + "' " + arguments +
                                " >'" + (folder / "said").string() + "' 2>&1 </dev/null";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  std::string said() const { return read_text_file(folder / "said"); }

  /// All parts of a file in the results, put together.
  std::string together(const std::string& name) const {
    std::string all;
    for (int part = 1; fs::exists(folder / ("results/" + name + ".00" + std::to_string(part)));
         ++part) {
      all += read_text_file(folder / ("results/" + name + ".00" + std::to_string(part)));
    }
    return all;
  }

  TemporaryFolder folder;
};

TEST_F(Scripts, FiguresAreDrawnWithCaptions) {
  const std::string bin = fs::path(PSGAN_PROGRAM).parent_path().string();
  const std::string data = (folder / "toy.zip").string(), runs = (folder / "runs").string();
  write_toy_dataset(data, 2, 6, 16, 2);
  const auto shell = [&](const std::string& command) {
    return WEXITSTATUS(
        std::system((command + " >'" + (folder / "said").string() + "' 2>&1").c_str()));
  };
  ASSERT_EQ(
      shell("'" PSGAN_PROGRAM "' train --resolution 16 --fmap-base 128 --fmap-max 16 --batch 2 "
            "--kimg 0.02 --data '" +
            data + "' --outdir '" + runs + "'"),
      0)
      << said();
  const std::string figures = "'" PSGAN_SCRIPTS "/figures' --bin '" + bin + "' --snapshot '" +
                              runs + "/00000-fast-toy-16/snapshot-000000.pt' --title Toys --out '" +
                              (folder / "figures").string() + "'";
  ASSERT_EQ(shell(figures + " --poses '" + data + "' --motion wave"), 0) << said();
  for (const char* name : {"random-characters.png", "one-pose.png", "dress-up.gif", "motion.gif"}) {
    EXPECT_TRUE(fs::exists(folder / "figures" / name)) << name;
    const fs::path caption = (folder / "figures" / name).replace_extension(".json");
    const Json json = parse_json_object(read_text_file(caption), caption.string());
    EXPECT_NE(json.at("caption").get<std::string>().find("model Toys, 20"), std::string::npos);
    EXPECT_EQ(json.at("caption").get<std::string>().find(folder.path().string()), std::string::npos)
        << "folders that nobody else has";
  }
  EXPECT_EQ(shell(figures + " --poses '" + data + ".none'"), 1);
  EXPECT_EQ(shell("'" PSGAN_SCRIPTS "/figures' --colour"), 2);
}

TEST_F(Scripts, TheFlagshipsResultsAreFewAndSmall) {
  write_toy_dataset(folder / "toy.zip", 3, 40, 32);
  ASSERT_EQ(run("train-flagship", "--data '" + (folder / "toy.zip").string() + "' --out '" +
                                      (folder / "results").string() +
                                      "' --device cpu --minutes 0.05 --resolution 32 --size light"
                                      " --detector-kimg 0.1 --baseline-minutes 0.05 --file-mb 0.6"
                                      " -- --fmap-base 1024 --fmap-max 64 --batch 4"),
            0)
      << said();
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder / "results")) {
    ++files;
    EXPECT_LE(entry.file_size(), 600000u) << entry.path();
  }
  EXPECT_LE(files, 8);
  for (const char* name : {"card.json", "preview.png", "report.html"}) {
    EXPECT_TRUE(fs::exists(folder / ("results/" + std::string(name)))) << name;
  }
  // Parts of the model make a whole; parts of the snapshot are read as they are.
  EXPECT_FALSE(fs::exists(folder / "results/model.onnx"));
  EXPECT_GT(together("model.onnx").size(), 600000u);
  EXPECT_EQ(together("model.onnx"), read_text_file(folder / "work/model/model.onnx"));
  EXPECT_EQ(read_snapshot(folder / "results/compact.pt").options.spec.resolution, 32);
  EXPECT_NE(read_text_file(folder / "work/compare.html").find("paper-avatar"), std::string::npos);
  EXPECT_EQ(run("train-flagship", "--resolution 16"), 2) << said();
}

TEST_F(Scripts, TheStarterIsInterruptedGoesOnAndGrows) {
  fs::create_directories(folder / "work");
  write_toy_dataset(folder / "work/avatar32.zip", 3, 12, 32);
  const std::string light = (folder / "light").string(), full = light + "-full";
  const auto arguments = [&](const char* kimg) {
    return "--resolution 32 --light-kimg 0.1 --full-kimg 0.1 --kimg " + std::string(kimg) +
           " --out '" + light + "'";
  };
  // Ctrl-C, whatever it was doing.
  EXPECT_EQ(run("train-starter", arguments("1000"), "timeout -s INT 6"), 124) << said();
  EXPECT_FALSE(fs::exists(light)) << said();
  ASSERT_EQ(run("train-starter", arguments("0.2")), 0) << said();
  for (const std::string& where : {light, full}) {
    const Json card = parse_json_object(read_text_file(fs::path(where) / "card.json"), where);
    EXPECT_EQ(card.at("generator").at("resolution"), 32);
    EXPECT_EQ(card.at("generator").at("sum_from"), 16);
    EXPECT_EQ(card.at("yaw_range"), 50);
    EXPECT_EQ(card.at("generator").at("fmap_base"), where == light ? 1024 : 2048);
    EXPECT_EQ(card.at("characters").at(0).at("title"), "Sailor");
    EXPECT_TRUE(fs::exists(fs::path(where) / "compact.pt"));
  }
  // Once more, with nothing left to do.
  EXPECT_EQ(run("train-starter", arguments("0.2")), 0) << said();
  EXPECT_EQ(run("train-starter", "--resolution 100"), 2) << said();
}

TEST_F(Scripts, TheWardrobeBecomesAModelOfTraitsAndGoesOn) {
  fs::create_directories(folder / "work");
  write_toy_coordinates(folder / "work/places32.zip", 4, 8, 32, 1);
  const fs::path out = folder / "wardrobe";
  const std::string arguments = "--resolution 32 --out '" + out.string() + "' --kimg ";
  ASSERT_EQ(run("train-wardrobe", arguments + "0.1"), 0) << said();
  const ModelCard card = model_card_from_json(read_text_file(out / "card.json"), "card.json");
  EXPECT_EQ(card.latents.schema, toy_traits(4).schema);
  EXPECT_EQ(card.spec.traits, 5);
  EXPECT_EQ(card.spec.parts.size(), 3u);
  EXPECT_EQ(card.spec.resolution, 32);
  const std::string full = folder / "wardrobe-full/card.json";
  EXPECT_EQ(model_card_from_json(read_text_file(full), full).spec.resolution, 64);
  ASSERT_EQ(run("train-wardrobe", arguments + "0.2"), 0) << said();
  EXPECT_GE(read_snapshot(out / "compact.pt").progress.images, 200);
  EXPECT_EQ(run("train-wardrobe", "--resolution 100"), 2) << said();
}

}  // namespace
}  // namespace psgan::trainer
