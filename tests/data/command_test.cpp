// psgan-data as a user calls it.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "../temporary_folder.h"
#include "common/program.h"
#include "data/image.h"
#include "psgan/dataset.h"
#include "psgan/zip_store.h"
#include "tiny_vrm.h"

namespace psgan {
namespace {

using ::testing::HasSubstr;

struct Ran {
  int status = -1;
  std::string output;
};

Ran psgan_data(const std::string& arguments) {
  const std::string command = std::string(PSGAN_DATA) + " " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (!pipe) return ran;
  char buffer[4096];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    ran.output.append(buffer, n);
  const int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

class Command : public ::testing::Test {
 protected:
  Command() {
    std::filesystem::create_directory(folder_ / "avatars");
    write_file(folder_ / "avatars/a.vrm", tiny_vrm());
    write_file(folder_ / "avatars/b.vrm", tiny_vrm({.version = 0}));
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string render(const std::string& more, const std::string& out) const {
    return "render --avatars " + path("avatars") + " --poses 6 --resolution 32 " + more +
           " --out " + path(out);
  }
  TemporaryFolder folder_;
};

TEST_F(Command, RendersADataSetThatReadsBack) {
  const Ran ran = psgan_data(render("", "set.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("12 images of 2 looks in 6 poses"));
  const ZipStoreReader zip(folder_ / "set.zip");
  const auto json = zip.read("dataset.json");
  const DatasetIndex index = dataset_index_from_json({json.begin(), json.end()}, "set.zip");
  EXPECT_EQ(index.resolution, 32);
  EXPECT_EQ(index.looks(), 2);
  ASSERT_EQ(index.images.size(), 12u);
  EXPECT_EQ(index.images[0].name, "00000/img00000000.png");
  EXPECT_EQ(index.images[11].name, "00000/img00000011.png");
  EXPECT_EQ(index.images[7].look, 1);
  EXPECT_EQ(index.images[7].pose_number, 1);
  EXPECT_EQ(index.images[7].camera_yaw, index.images[1].camera_yaw) << "looks share the poses";
  for (const DatasetImage& entry : index.images) {
    const Image image = decode_png(zip.read(entry.name), entry.name);
    EXPECT_EQ(image.width, 32);
    EXPECT_EQ(image.height, 32);
    // The pelvis is inside the body, and the body is not white... even on this tiny figure.
    const PosePoint pelvis = entry.pose[Keypoint::pelvis];
    const std::size_t at =
        (std::size_t(int(pelvis.y * 32)) * 32 + std::size_t(int(pelvis.x * 32))) * 3;
    EXPECT_LT(image.pixels[at] + image.pixels[at + 1] + image.pixels[at + 2], 700) << entry.name;
  }
}

TEST_F(Command, RendersTheSameSetTwice) {
  ASSERT_EQ(psgan_data(render("--seed 3", "one.zip")).status, 0);
  ASSERT_EQ(psgan_data(render("--seed 3", "two.zip")).status, 0);
  EXPECT_EQ(read_file(folder_ / "one.zip"), read_file(folder_ / "two.zip"));
}

TEST_F(Command, YawRangeKeepsToTheFront) {
  ASSERT_EQ(psgan_data(render("--yaw-range 19.5", "set.zip")).status, 0);
  const ZipStoreReader zip(folder_ / "set.zip");
  const auto json = zip.read("dataset.json");
  for (const DatasetImage& entry :
       dataset_index_from_json({json.begin(), json.end()}, "set.zip").images)
    EXPECT_LE(std::abs(entry.camera_yaw), 0.35f);
}

TEST_F(Command, TakesMotionFromBvh) {
  std::filesystem::create_directory(folder_ / "motion");
  write_file(folder_ / "motion/tiny.bvh",
             read_text_file(std::filesystem::path(TEST_DATA) / "tiny.bvh"));
  const Ran ran = psgan_data(render("--motion " + path("motion"), "set.zip"));
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("the motion has")) << "four frames are not six poses";
  write_file(folder_ / "motion/broken.bvh", std::string_view("HIERARCHY\nJOINT\n"));
  const Ran broken = psgan_data(render("--motion " + path("motion"), "broken.zip"));
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.output, HasSubstr("broken.bvh, line 2"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "broken.zip"));
}

TEST_F(Command, ABrokenAvatarLeavesNothingBehind) {
  write_file(folder_ / "avatars/c.vrm", std::string_view("not a VRM"));
  const Ran ran = psgan_data(render("", "set.zip"));
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.output, HasSubstr("c.vrm: is no VRM file"));
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    EXPECT_EQ(entry.path().filename(), "avatars");
}

TEST_F(Command, ViewsAndPreviews) {
  const std::string vrm = path("avatars/a.vrm");
  Ran ran = psgan_data("view --vrm " + vrm + " --clip kick --time 0.7 --yaw 0,90 --resolution 64" +
                       " --keypoints --out " + path("view.png"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  const Image view = decode_png(read_file(folder_ / "view.png"), "view.png");
  EXPECT_EQ(view.width, 128);
  EXPECT_EQ(view.height, 64);
  ASSERT_EQ(psgan_data(render("", "set.zip")).status, 0);
  ran = psgan_data("preview " + path("set.zip") + " --columns 3 --rows 2 --out " + path("p.png"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  const Image preview = decode_png(read_file(folder_ / "p.png"), "p.png");
  EXPECT_EQ(preview.width, 96);
  EXPECT_EQ(preview.height, 128);
}

TEST_F(Command, WrongUseIsStatusTwo) {
  for (const char* arguments :
       {"", "--nonsense", "render --unknown", "render --looks 0 --out x.zip", "paint",
        "render --resolution 100 --out x.zip", "view --yaw left"}) {
    const Ran ran = psgan_data(arguments);
    EXPECT_EQ(ran.status, 2) << arguments << ": " << ran.output;
    EXPECT_THAT(ran.output, HasSubstr("psgan-data: "));
  }
}

TEST_F(Command, WrongFilesAreStatusOne) {
  const Ran missing = psgan_data("view --vrm " + path("none.vrm"));
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.output, HasSubstr("none.vrm"));
  const Ran clip = psgan_data("view --vrm " + path("avatars/a.vrm") + " --clip flying");
  EXPECT_EQ(clip.status, 1);
  EXPECT_THAT(clip.output, HasSubstr("no clip \"flying\""));
  const Ran zip = psgan_data("preview " + path("avatars/a.vrm"));
  EXPECT_EQ(zip.status, 1);
  EXPECT_THAT(zip.output, HasSubstr("a.vrm"));
}

TEST_F(Command, HelpShowsExamples) {
  for (const char* command : {"render", "view", "preview", "wardrobe", "bench"}) {
    const Ran ran = psgan_data(std::string(command) + " --help");
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.output, HasSubstr("psgan-data " + std::string(command))) << ran.output;
  }
}

}  // namespace
}  // namespace psgan
