// psgan-data as a user calls it.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <vector>

#include "../temporary_folder.h"
#include "characters/wardrobe.h"
#include "common/program.h"
#include "data/pictures/coordinate_map.h"
#include "data/pictures/image.h"
#include "psgan/dataset.h"
#include "psgan/version.h"
#include "psgan/zip_store.h"
#include "tiny_vrm.h"

namespace psgan::data {
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
  std::string render(const std::string& more, const std::string& out, int poses = 6) const {
    return "render --avatars " + path("avatars") + " --resolution 32 --poses " +
           std::to_string(poses) + " " + more + " --out " + path(out);
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

TEST_F(Command, ManyThreadsMakeTheSameSetAsOne) {
  ASSERT_EQ(psgan_data(render("--processes 1", "one.zip")).status, 0);
  ASSERT_EQ(psgan_data(render("--processes 3", "three.zip")).status, 0);
  EXPECT_EQ(read_file(folder_ / "one.zip"), read_file(folder_ / "three.zip"));
}

class KilledCommand : public Command, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Render, KilledCommand, ::testing::Values("", " --coordinates"));

TEST_P(KilledCommand, GoesOnToTheSameZip) {
  const std::string more = std::string("--holdout kick --processes 1") + GetParam();
  ASSERT_EQ(psgan_data(render(more, "whole.zip", 120)).status, 0);
  const auto size_of = [&](const char* name) -> std::uintmax_t {
    std::error_code none;
    const auto size = std::filesystem::file_size(folder_ / name, none);
    return none ? 0 : size;
  };
  const std::uintmax_t all = size_of("whole.zip");
  int killed = 0;
  // Killed four times on its way; each run goes on behind the one before. A fast machine may have
  // finished before it is noticed: then there is nothing left to kill.
  bool finished = false;
  for (const double share : {0.02, 0.1, 0.25, 0.4}) {
    if (finished) break;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const std::string command =
          "exec " PSGAN_DATA " " + render(more, "killed.zip", 120) + " >/dev/null 2>&1";
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      if (double(size_of("killed.zip.tmp")) > share * double(all)) ::kill(child, SIGKILL);
      ::usleep(2000);
    }
    // The signal may come behind the last step, too.
    finished = std::filesystem::exists(folder_ / "killed.zip");
    EXPECT_TRUE(finished || WIFSIGNALED(status));
    killed += !finished;
  }
  EXPECT_GE(killed, 1);
  if (!finished) {
    const Ran last = psgan_data(render(more, "killed.zip", 120));
    ASSERT_EQ(last.status, 0) << last.output;
    EXPECT_THAT(last.output, HasSubstr("images were there already"));
  }
  EXPECT_EQ(read_file(folder_ / "killed.zip"), read_file(folder_ / "whole.zip"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "killed.zip.tmp"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "killed.zip.tmp.rows"));
}

TEST_F(Command, CoordinatesComeBesideThePictures) {
  // A texture, but a mesh that says nowhere which place of it is where.
  TinyGlb glb = tiny_glb();
  glb.json["images"] = {
      {{"uri",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4"
        "3+AAAARBAcAM0e2RAAAAAElFTkSuQmCC"}}};
  glb.json["textures"] = {{{"source", 0}}};
  glb.json["materials"][1]["pbrMetallicRoughness"]["baseColorTexture"] = {{"index", 0}};
  write_file(folder_ / "avatars/c.vrm", pack(glb));
  const Ran ran = psgan_data(render("--coordinates --processes 2", "set.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("material \"left\" has a texture but no texture coordinates"));
  ASSERT_EQ(psgan_data(render("", "plain.zip")).status, 0);
  const ZipStoreReader zip(folder_ / "set.zip"), plain(folder_ / "plain.zip");
  const auto json = zip.read("dataset.json");
  const DatasetIndex index = dataset_index_from_json({json.begin(), json.end()}, "set.zip");
  ASSERT_EQ(index.images.size(), 18u);
  const std::vector<DatasetPart> parts{{"body", Places::rest}, {"left", Places::rest}};
  EXPECT_EQ(index.parts, PartsOfLooks(3, parts));
  for (const DatasetImage& entry : index.images) {
    EXPECT_EQ(zip.read(entry.name), plain.read(entry.name));
    const std::string name = coordinates_entry(entry.name);
    const CoordinateMap map = decode_coordinates(zip.read(name), name);
    ASSERT_EQ(map.size, 32);
    // The neck is inside of the body, and the corner outside.
    const PosePoint neck = entry.pose[Keypoint::neck];
    const std::size_t at = (std::size_t(neck.y * 32) * 32 + std::size_t(neck.x * 32)) * 4;
    EXPECT_GE(map.values[at], 1) << name;
    EXPECT_LE(map.values[at], 2) << name;
    EXPECT_EQ(map.values[0], 0) << name;
  }
}

TEST_F(Command, WhatWasBegunOtherwiseIsBegunAnew) {
  ASSERT_EQ(psgan_data(render("", "whole.zip")).status, 0);
  // Leftovers that do not belong together: a zip with images, and another set's rows.
  std::filesystem::copy_file(folder_ / "whole.zip", folder_ / "odd.zip.tmp");
  write_file(folder_ / "odd.zip.tmp.rows", std::string_view("{\"driver\":\"another\"}\nxxxxxxxx"));
  const Ran ran = psgan_data(render("", "odd.zip"));
  ASSERT_EQ(ran.status, 0);
  EXPECT_THAT(ran.output, HasSubstr("it is begun anew"));
  EXPECT_EQ(read_file(folder_ / "odd.zip"), read_file(folder_ / "whole.zip"));
}

TEST_F(Command, HeldOutClipsAreForTestingOnly) {
  const Ran ran = psgan_data(render("--holdout walk,kick --test-poses 5", "set.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("held out: walk kick"));
  const ZipStoreReader zip(folder_ / "set.zip");
  const auto json = zip.read("dataset.json");
  std::set<int> training, test;
  for (const DatasetImage& entry :
       dataset_index_from_json({json.begin(), json.end()}, "set.zip").images)
    (entry.test ? test : training).insert(entry.pose_number);
  EXPECT_EQ(training.size(), 6u);
  EXPECT_GE(test.size(), 3u);
  EXPECT_EQ(*test.begin(), 6) << "test poses come after the others";
  EXPECT_THAT(psgan_data(render("--holdout flying", "x.zip")).output,
              HasSubstr("no clip \"flying\""));
  EXPECT_EQ(psgan_data(render("--holdout 1.5", "x.zip")).status, 2);
}

TEST_F(Command, YawRangeKeepsToTheFront) {
  ASSERT_EQ(psgan_data(render("--yaw-range 19.5", "set.zip")).status, 0);
  const ZipStoreReader zip(folder_ / "set.zip");
  const auto json = zip.read("dataset.json");
  for (const DatasetImage& entry :
       dataset_index_from_json({json.begin(), json.end()}, "set.zip").images)
    EXPECT_LE(std::abs(entry.camera_yaw), 0.35f);
}

DatasetIndex index_of(const std::filesystem::path& set) {
  const ZipStoreReader zip(set);
  const auto json = zip.read("dataset.json");
  return dataset_index_from_json({json.begin(), json.end()}, set.string());
}

TEST_F(Command, OwnLooksHaveTraits) {
  const Ran ran =
      psgan_data("render --looks 2 --first-look 78 --combined 1 --poses 2 --resolution 32 --out " +
                 path("set.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("6 images of 3 looks in 2 poses"));
  const DatasetIndex index = index_of(folder_ / "set.zip");
  EXPECT_EQ(index.traits, characters::traits_of_looks({78, 79, 80}));
  EXPECT_EQ(index.looks(), 3);
  // The same characters under other numbers are the same pictures.
  ASSERT_EQ(psgan_data("render --combined 1 --first-look 80 --poses 2 --resolution 32 --out " +
                       path("one.zip"))
                .status,
            0);
  const ZipStoreReader all(folder_ / "set.zip"), one(folder_ / "one.zip");
  EXPECT_EQ(one.read("00000/img00000001.png"), all.read("00000/img00000005.png"));
  EXPECT_EQ(index_of(folder_ / "one.zip").traits.looks,
            std::vector<TraitValues>{index.traits.looks[2]});
}

TEST_F(Command, FilesAndColourVariantsHaveNoTraits) {
  ASSERT_EQ(psgan_data(render("", "set.zip")).status, 0);
  EXPECT_TRUE(index_of(folder_ / "set.zip").traits.schema.empty());
  ASSERT_EQ(psgan_data("render --looks 1 --recolour 1 --poses 1 --resolution 16 --out " +
                       path("colours.zip"))
                .status,
            0);
  EXPECT_TRUE(index_of(folder_ / "colours.zip").traits.schema.empty());
}

TEST_F(Command, LooksMayHavePosesOfTheirOwn) {
  const Ran ran = psgan_data(render("--own-poses 4 --holdout walk --test-poses 5", "set.zip", 30));
  ASSERT_EQ(ran.status, 0) << ran.output;
  const DatasetIndex index = index_of(folder_ / "set.zip");
  std::array<std::vector<int>, 2> own, test;
  for (const DatasetImage& image : index.images)
    (image.test ? test : own)[std::size_t(image.look)].push_back(image.pose_number);
  EXPECT_EQ(own[0].size(), 4u);
  EXPECT_NE(own[0], own[1]);
  EXPECT_FALSE(test[0].empty());
  EXPECT_EQ(test[0], test[1]) << "test images are of the same poses for all";
  EXPECT_EQ(test[0].front(), 30) << "behind the pool";
  for (const auto& poses : own)
    for (const int pose : poses) EXPECT_LT(pose, 30);
  ASSERT_EQ(psgan_data(render("--own-poses 4 --holdout walk --test-poses 5 --processes 1",
                              "again.zip", 30))
                .status,
            0);
  EXPECT_EQ(read_file(folder_ / "again.zip"), read_file(folder_ / "set.zip"));
}

TEST_F(Command, TakesMotionFromBvh) {
  std::filesystem::create_directory(folder_ / "motion");
  write_file(folder_ / "motion/tiny.bvh",
             read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"));
  const Ran ran = psgan_data(render("--motion " + path("motion"), "set.zip"));
  EXPECT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("the motion has")) << "four frames are not six poses";
  write_file(folder_ / "motion/broken.bvh", std::string_view("HIERARCHY\nJOINT\n"));
  const Ran beside = psgan_data(render("--motion " + path("motion"), "beside.zip"));
  EXPECT_EQ(beside.status, 3) << "the others make the set";
  EXPECT_THAT(beside.output, HasSubstr("left out: " + path("motion/broken.bvh") + ", line 2"));
  EXPECT_THAT(beside.output, HasSubstr("made without 1 file that cannot be read"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "beside.zip"));
  std::filesystem::remove(folder_ / "motion/tiny.bvh");
  const Ran alone = psgan_data(render("--motion " + path("motion"), "alone.zip"));
  EXPECT_EQ(alone.status, 1);
  EXPECT_THAT(alone.output, HasSubstr("none of its motion files can be read"));
  const Ran named = psgan_data(render("--motion " + path("motion/broken.bvh"), "named.zip"));
  EXPECT_EQ(named.status, 1);
  EXPECT_THAT(named.output, HasSubstr("broken.bvh, line 2"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "named.zip"));
}

TEST_F(Command, ABrokenAvatarIsLeftOut) {
  write_file(folder_ / "avatars/aa.vrm", std::string_view("not a VRM"));
  const Ran ran = psgan_data(render("", "set.zip"));
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.output, HasSubstr("aa.vrm: is no VRM file"));
  EXPECT_THAT(ran.output, HasSubstr("12 images of 2 looks"));
  EXPECT_THAT(psgan_data("render --help").output, HasSubstr("exit status is then 3"));
}

TEST_F(Command, BrokenAvatarsAloneLeaveNothingBehind) {
  for (const char* name : {"a.vrm", "b.vrm"})
    write_file(folder_ / "avatars" / name, std::string_view("not a VRM"));
  const Ran ran = psgan_data(render("", "set.zip"));
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.output, HasSubstr("a.vrm: is no VRM file"));
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
  ran = psgan_data("preview " + path("set.zip") + " --columns 3 --rows 2 --histogram --out " +
                   path("p.png"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  const Image preview = decode_png(read_file(folder_ / "p.png"), "p.png");
  EXPECT_EQ(preview.width, 96);
  EXPECT_EQ(preview.height, 128 + 48);
}

/// A person of whom each point i of BODY_25 is at (x + i, y + 2 i), in pixels.
std::string openpose(float x, float y, int points = 25) {
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < points; ++i)
    for (const float number : {x + float(i), y + 2 * float(i), 0.8f}) list.push_back(number);
  nlohmann::json person{{"pose_keypoints_2d", list}};
  return nlohmann::json{{"version", 1.3}, {"people", {person}}}.dump();
}

TEST_F(Command, ImportsPicturesWithOpenPoseKeypoints) {
  std::filesystem::create_directory(folder_ / "photos");
  std::filesystem::create_directory(folder_ / "json");
  Image wide = white_image(200, 100);
  for (int y = 0; y < 100; ++y)
    for (int x = 100; x < 200; ++x) wide.pixels[(std::size_t(y) * 200 + x) * 3] = 0;
  for (const char* name : {"a.png", "b.PNG", "c.png", "d.png"})
    write_file(folder_ / ("photos/" + std::string(name)), encode_png(wide));
  write_file(folder_ / "json/a_keypoints.json", openpose(10, 20));
  write_file(folder_ / "json/b.json", openpose(100, 30, 18));
  write_file(folder_ / "json/c.json", std::string_view("{\"people\":[]}"));
  const std::string import = "import-openpose --images " + path("photos") + " --keypoints " +
                             path("json") + " --resolution 64 --out ";
  const Ran ran = psgan_data(import + path("fashion.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("2 images, 64 × 64; without a keypoint file 1, without a "
                                    "person 1"));
  const ZipStoreReader zip(folder_ / "fashion.zip");
  const auto json = zip.read("dataset.json");
  const DatasetIndex index = dataset_index_from_json({json.begin(), json.end()}, "fashion.zip");
  ASSERT_EQ(index.images.size(), 2u);
  // 200 × 100 in a square: x / 200, (y + 50) / 200.
  const PosePoint nose = index.images[0].pose[Keypoint::nose];
  EXPECT_NEAR(nose.x, 0.05f, 1e-4);
  EXPECT_NEAR(nose.y, 0.35f, 1e-4);
  EXPECT_TRUE(index.images[1].pose[Keypoint::pelvis].visible) << "by its rule";
  const Image image = decode_png(zip.read(index.images[0].name), "image");
  const auto pixel = [&](int x, int y) { return image.pixels[(std::size_t(y) * 64 + x) * 3]; };
  EXPECT_EQ(pixel(50, 5), 255) << "above the picture";
  EXPECT_EQ(pixel(50, 32), 0);
  EXPECT_EQ(pixel(10, 32), 255);

  // One bad file does not stop a folder.
  write_file(folder_ / "json/c.json", std::string_view(""));
  write_file(folder_ / "photos/b.PNG", std::string_view("no picture"));
  write_file(folder_ / "json/d.json", openpose(10, 20));
  const Ran some = psgan_data(import + path("some.zip"));
  EXPECT_EQ(some.status, 3) << some.output;
  EXPECT_THAT(some.output, HasSubstr("2 images"));
  EXPECT_THAT(some.output, HasSubstr("left out: " + path("json/c.json") + ": this is not valid"));
  EXPECT_THAT(some.output, HasSubstr("left out: " + path("photos/b.PNG")));
  EXPECT_THAT(some.output, HasSubstr("made without 2 files that cannot be read"));
  EXPECT_THAT(psgan_data("import-openpose --help").output, HasSubstr("exit status is then 3"));
  for (const char* name : {"a_keypoints.json", "d.json"})
    write_file(folder_ / "json" / name, std::string_view("{\"people\":[{\"joints\":1}]}"));
  const Ran broken = psgan_data(import + path("x.zip"));
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.output, HasSubstr("d.json, person 0"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.zip"));
}

TEST_F(Command, PeopleAreTheLooksOfPicturesInFolders) {
  const std::string expression = " --person '(id_[0-9]+)/([0-9]+)_' ";
  for (const char* name : {"WOMEN/id_01/01_1_front", "WOMEN/id_01/01_2_side",
                           "WOMEN/id_01/02_1_front", "MEN/id_02/01_1_front"}) {
    for (const char* folder : {"img", "json"})
      std::filesystem::create_directories((folder_ / folder / name).parent_path());
    write_file(folder_ / "img" / (std::string(name) + ".png"), encode_png(white_image(120, 100)));
    write_file(folder_ / "json" / (std::string(name) + "_keypoints.json"), openpose(10, 20));
  }
  const std::string import = "import-openpose --images " + path("img") + " --keypoints " +
                             path("json") + " --resolution 64 --out " + path("people.zip");
  const Ran ran = psgan_data(import + expression);
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("people: 3"));
  const ZipStoreReader zip(folder_ / "people.zip");
  const auto json = zip.read("dataset.json");
  const DatasetIndex index = dataset_index_from_json({json.begin(), json.end()}, "people.zip");
  std::vector<int> looks;
  for (const DatasetImage& image : index.images) looks.push_back(image.look);
  EXPECT_EQ(looks, (std::vector<int>{0, 1, 1, 2})) << "MEN come before WOMEN";

  const Ran nobody = psgan_data(import + " --person 'model_([a-z]+)'");
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.output, HasSubstr("finds nobody in \"MEN/id_02/01_1_front.png\""));
  EXPECT_EQ(psgan_data(import + " --person '('").status, 2);
}

TEST_F(Command, PointsOutsideThePictureAreSaidAndDoNotCount) {
  std::filesystem::create_directory(folder_ / "photos");
  for (const char* name : {"a", "b"})
    write_file(folder_ / ("photos/" + std::string(name) + ".png"),
               encode_png(white_image(120, 100)));
  write_file(folder_ / "photos/a.json", openpose(10, 20));
  write_file(folder_ / "photos/b.json", openpose(110, 90));  // x up to 134, y up to 138
  const std::string import = "import-openpose --images " + path("photos") + " --keypoints " +
                             path("photos") + " --resolution 64 --out ";
  const Ran all = psgan_data(import + path("all.zip"));
  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.output, HasSubstr("2 images"));
  EXPECT_THAT(all.output, HasSubstr("b.json: only"));
  EXPECT_THAT(all.output, HasSubstr("pictures outside which most points lie: 1"));
  const Ran most = psgan_data(import + path("most.zip") + " --least-points 15");
  EXPECT_THAT(most.output, HasSubstr("1 images"));
  EXPECT_THAT(most.output, HasSubstr("without a person 1"));
}

TEST_F(Command, ColourVariantsAreLooksOfTheirOwn) {
  const Ran ran = psgan_data(render("--recolour 2", "set.zip"));
  ASSERT_EQ(ran.status, 0) << ran.output;
  EXPECT_THAT(ran.output, HasSubstr("36 images of 6 looks"));
}

TEST_F(Command, WrongUseIsStatusTwo) {
  for (const char* arguments :
       {"", "--nonsense", "render --unknown", "render --looks 0 --out x.zip", "paint",
        "render --resolution 100 --out x.zip", "render --avatars a --combined 3 --out x.zip",
        "render --own-poses 0 --out x.zip", "view --yaw left"}) {
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

TEST_F(Command, PrintsItsVersion) {
  const Ran ran = psgan_data("--version");
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.output, "psgan-data " + std::string(version()) + "\n");
}

TEST_F(Command, HelpShowsExamples) {
  for (const char* command :
       {"render", "view", "preview", "wardrobe", "bench", "import-openpose"}) {
    const Ran ran = psgan_data(std::string(command) + " --help");
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.output, HasSubstr("psgan-data " + std::string(command))) << ran.output;
  }
}

}  // namespace
}  // namespace psgan::data
