// What generate and animate draw, and the files they write.
#include <gif_lib.h>
#include <gtest/gtest.h>

#include "program_run.h"
#include "psgan/character.h"
#include "psgan/error.h"
#include "psgan/json.h"
#include "psgan/share_link.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/files/animation_file.h"
#include "trainer/files/report.h"
#include "trainer/networks/architectures.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TEST(Seeds, AreListsAndRanges) {
  EXPECT_EQ(parse_seeds("0-3"), (std::vector<std::uint64_t>{0, 1, 2, 3}));
  EXPECT_EQ(parse_seeds("3,17,40-41"), (std::vector<std::uint64_t>{3, 17, 40, 41}));
  for (const char* wrong : {"", "3-1", "x", "1,,2", "1-2-3", "0-100000"}) {
    EXPECT_THROW(parse_seeds(wrong), UsageError) << wrong;
  }
}

TEST(Motion, OfOwnClipsAndFiles) {
  LeftOut left_out;
  EXPECT_EQ(motion_poses({"walk"}, 10, 2, 0, left_out).size(), 20u);
  EXPECT_NE(motion_poses({"walk"}, 10, 2, 0, left_out)[0],
            motion_poses({"walk"}, 10, 2, 0, left_out)[5]);
  EXPECT_NE(error_of([&] { motion_poses({"no-such"}, 10, 2, 0, left_out); }).find("walk"),
            std::string::npos);
  const TemporaryFolder folder;
  const Pose pose = standing_pose();
  Json points = Json::array();
  for (const PosePoint& point : pose.points) points.push_back({point.x, point.y, 1});
  write_file(folder / "two.json", Json{{"poses", {points, points}}}.dump());
  EXPECT_EQ(motion_poses({(folder / "two.json").string()}, 10, 0, 0, left_out).size(), 2u);
  EXPECT_EQ(motion_poses({(folder / "two.json").string()}, 10, 0.1, 0, left_out).size(), 1u);
}

/// An adult whose left arm hangs or is raised, at x in a picture of 640 × 480; her bones are longer
/// and her eyes closer together than the characters'.
Json adult(double x, bool raised) {
  const double hand = raised ? -230 : 230;
  Json list;
  for (const auto& [dx, y] : std::initializer_list<std::pair<double, double>>{{0, 60},
                                                                              {0, 110},
                                                                              {-40, 110},
                                                                              {-50, 170},
                                                                              {-55, 230},
                                                                              {40, 110},
                                                                              {50, 110 + hand / 4},
                                                                              {55, 110 + hand / 2},
                                                                              {-25, 240},
                                                                              {-25, 330},
                                                                              {-25, 420},
                                                                              {25, 240},
                                                                              {25, 330},
                                                                              {25, 420},
                                                                              {-8, 52},
                                                                              {8, 52},
                                                                              {-16, 56},
                                                                              {16, 56}}) {
    for (const double number : {x + dx, y, 0.9}) list.push_back(number);
  }
  return {{"pose_keypoints_2d", list}};
}

TEST(Motion, OfPeopleInKeypointFiles) {
  using enum Keypoint;
  const TemporaryFolder folder;
  const auto frame = [](const std::vector<Json>& people) {
    return Json{{"people", people}, {"canvas_width", 640}, {"canvas_height", 480}};
  };
  // The person at the right is followed, also when she comes second; nobody is for a moment.
  const Json frames = Json::array(
      {frame({adult(500, false)}), frame({adult(100, false), adult(490, true)}), frame({})});
  write_file(folder / "dance.json", frames.dump());
  LeftOut left_out;
  const std::vector<Pose> fitted =
      motion_poses({(folder / "dance.json").string()}, 10, 0, 0, left_out);
  ASSERT_EQ(fitted.size(), 3u);
  EXPECT_GT(fitted[0][left_wrist].y, fitted[0][left_shoulder].y);
  EXPECT_LT(fitted[1][left_wrist].y, fitted[1][left_shoulder].y);
  EXPECT_EQ(fitted[2], fitted[1]);
  const Pose own = standing_pose();
  EXPECT_NEAR(fitted[0][left_eye].x - fitted[0][right_eye].x, own[left_eye].x - own[right_eye].x,
              0.01f);
  EXPECT_NEAR(fitted[0][neck].x, 0.5f, 0.03f);
  const std::vector<Pose> as_is =
      motion_poses({(folder / "dance.json").string(), true}, 10, 0, 0, left_out);
  EXPECT_NEAR(as_is[1][neck].x, 490. / 640, 1e-4);
  EXPECT_NEAR(as_is[1][left_eye].x - as_is[1][right_eye].x, 16. / 640, 1e-4);

  std::filesystem::create_directory(folder / "frames");
  write_file(folder / "frames/0_keypoints.json", frames[0].dump());
  write_file(folder / "frames/1_keypoints.json", std::string_view("{"));
  write_file(folder / "frames/2_keypoints.json", frames[1].dump());
  const std::vector<Pose> of_folder =
      motion_poses({(folder / "frames").string()}, 10, 0, 0, left_out);
  EXPECT_EQ(of_folder, (std::vector<Pose>{fitted[0], fitted[0], fitted[1]}));
  EXPECT_EQ(left_out.count(), 1u);
  write_file(folder / "nobody.json", frames[2].dump());
  EXPECT_NE(error_of([&] {
              motion_poses({(folder / "nobody.json").string()}, 10, 0, 0, left_out);
            }).find("nobody in it"),
            std::string::npos);
}

TEST(Grids, WrapIntoRows) {
  const Tensor images =
      torch::arange(5).view({5, 1, 1, 1}).expand({5, 3, 8, 8}).to(torch::kFloat32);
  const Tensor grid = wrapped(images, 3);
  EXPECT_EQ(grid.sizes(), torch::IntArrayRef({2, 3, 3, 8, 8}));
  EXPECT_EQ(grid[1][1][0][0][0].item<float>(), 4);
  EXPECT_EQ(grid[1][2][0][0][0].item<float>(), 1);  // white
}

TEST(Truncation, DrawsTowardsTheAverage) {
  GeneratorSpec spec;
  spec.resolution = 8;
  spec.fmap_base = 32;
  spec.fmap_max = 8;
  spec.latent_size = 8;
  torch::manual_seed(3);
  const auto generator = make_generator(spec);
  const Tensor latents = latents_from_seeds({1, 2}, {.size = 8});
  const Tensor keypoints = keypoints_tensor({standing_pose()});
  const auto draw = [&](double psi) {
    truncate(*generator, psi);
    return generate_grid(*generator, latents, keypoints, {8, 1});
  };
  const Tensor whole = draw(1), half = draw(0.5), none = draw(0);
  const auto apart = [](const Tensor& grid) {
    return (grid[0] - grid[1]).abs().mean().item<float>();
  };
  EXPECT_GT(apart(whole), apart(half));
  EXPECT_GT(apart(half), 0.1 * apart(whole));
  EXPECT_LT(apart(none), 1e-6);
}

TEST(Links, ShowTheirCharactersFromTheLeftInTheirPose) {
  const LinkedScene scene =
      read_link("https://example.org/page/#v=1&seed=7&variety=500&row=8~9~10&p=" +
                encode_pose(standing_pose()) + "&lost=1&look=x");
  ASSERT_EQ(scene.characters.size(), 4u);
  EXPECT_EQ(scene.characters[0].seed, 8u);
  EXPECT_EQ(scene.characters[2].seed, 7u) << "in the middle";
  EXPECT_EQ(scene.characters[2].variety, 0.5f);
  EXPECT_EQ(scene.problems.size(), 1u) << "the look";
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(scene.poses[0].points[i].x, standing_pose().points[i].x, 1e-3f);
    EXPECT_NEAR(scene.poses[0].points[i].y, standing_pose().points[i].y, 1e-3f);
  }
  EXPECT_THROW(read_link("#v=1&p=short"), UsageError);
}

TEST(Links, InMotionShowTheMomentThatTheyBeginAt) {
  const auto pose = [](const std::string& rest) {
    return read_link("#v=1&seed=1" + rest).poses.at(0);
  };
  LeftOut left_out;
  const std::vector<Pose> wave = motion_poses({"wave"}, 10, 1, 0, left_out);
  const Pose shown = pose("&clip=wave&t=500&play=1");
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(shown.points[i].x, wave[5].points[i].x, 1e-3f);
    EXPECT_NEAR(shown.points[i].y, wave[5].points[i].y, 1e-3f);
  }
  const std::string still = "&p=" + encode_pose(standing_pose());
  EXPECT_EQ(encode_pose(pose("&clip=wave&t=500" + still)), encode_pose(pose(still)));
  EXPECT_EQ(read_link("#v=1&seed=1&clip=none").problems.size(), 1u);
}

TEST(Links, LatentsAreThePages) {
  GeneratorSpec spec;
  spec.latent_size = 6;
  spec.looks = 3;
  Character character;
  character.seed = 4;
  character.colours = 5;
  character.variety = 0.25f;
  const auto same = [](const Tensor& row, const std::vector<float>& expected) {
    return torch::equal(row, torch::tensor(expected));
  };
  const Tensor apart = latents_of({character}, spec, true)[0];
  EXPECT_TRUE(same(apart.slice(0, 0, 6), latent_of(character, spec)));
  EXPECT_TRUE(same(apart.slice(0, 6, 12), colours_of(character, spec)));
  EXPECT_FALSE(torch::equal(apart.slice(0, 0, 6), apart.slice(0, 6, 12)));
  EXPECT_TRUE(same(latents_of({character}, spec, false)[0], latent_of(character, spec)));
}

TEST(Animations, AsGif) {
  const TemporaryFolder folder;
  const auto file = make_animation_file(folder / "a.gif", 30);
  for (int i = 0; i < 3; ++i) {
    Picture frame{40, 20, std::vector<std::uint8_t>(40 * 20 * 3, 255)};
    for (int x = 0; x < 40; ++x) frame.rgb[3 * (i * 40 + x) + 1] = 0;  // a row of magenta
    file->add(frame);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "a.gif"));
  file->finish();
  int error = 0;
  GifFileType* gif = DGifOpenFileName((folder / "a.gif").c_str(), &error);
  ASSERT_NE(gif, nullptr) << error;
  ASSERT_EQ(DGifSlurp(gif), GIF_OK);
  ASSERT_EQ(gif->ImageCount, 3);
  EXPECT_EQ(gif->SWidth, 40);
  int time = 0;
  for (int i = 0; i < 3; ++i) {
    GraphicsControlBlock control;
    ASSERT_EQ(DGifSavedExtensionToGCB(gif, i, &control), GIF_OK);
    time += control.DelayTime;
    const SavedImage& image = gif->SavedImages[i];
    for (int row = 0; row < 20; ++row) {
      const GifColorType colour = image.ImageDesc.ColorMap->Colors[image.RasterBits[row * 40 + 7]];
      EXPECT_GT(colour.Red, 250);
      EXPECT_EQ(colour.Green < 5, row == i) << row;
      EXPECT_EQ(colour.Green > 250, row != i) << row;
    }
  }
  EXPECT_EQ(time, 10);  // three thirtieths of a second in hundredths
  DGifCloseFile(gif, nullptr);
}

TEST(Animations, AsMp4) {
  if (std::system("ffmpeg -version >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no ffmpeg";
  const TemporaryFolder folder;
  const std::string video = (folder / "it's a.mp4").string();
  const auto file = make_animation_file(video, 30);
  // Red grows to the right, frame by frame; an odd side, which H.264 knows only when padded.
  for (int i = 1; i <= 4; ++i) {
    Picture frame{64, 33, std::vector<std::uint8_t>(64 * 33 * 3, 255)};
    for (int y = 0; y < 33; ++y) {
      for (int x = 0; x < 16 * i; ++x) {
        frame.rgb[3 * (y * 64 + x) + 1] = frame.rgb[3 * (y * 64 + x) + 2] = 0;
      }
    }
    file->add(frame);
  }
  EXPECT_FALSE(std::filesystem::exists(video));
  file->finish();
  const std::string raw = (folder / "frames").string();
  ASSERT_EQ(std::system(("ffmpeg -loglevel error -i \"" + video +
                         "\" -f rawvideo -pix_fmt rgb24 '" + raw + "'")
                            .c_str()),
            0);
  const std::vector<std::uint8_t> frames = read_file(raw);
  constexpr std::size_t width = 64, height = 34;
  ASSERT_EQ(frames.size(), 4 * width * height * 3);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto green = [&](std::size_t x) {
      return frames[3 * (width * (height * i + 10) + x) + 1];
    };
    EXPECT_LT(green(16 * i + 8), 60) << i;
    if (i == 3) continue;
    EXPECT_GT(green(16 * i + 24), 200) << i;
  }
}

TEST(Animations, AsPngFrames) {
  const TemporaryFolder folder;
  const auto file = make_animation_file(folder / "frames", 10);
  const Picture frame{4, 4, std::vector<std::uint8_t>(48, 7)};
  file->add(frame);
  file->add(frame);
  file->finish();
  EXPECT_EQ(decode_png(read_file(folder / "frames" / "00001.png"), "x").rgb, frame.rgb);
}

TEST(Reports, AreOnePageOfEscapedText) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");  // RFC 4648, 10
  HtmlReport report("A <b> & \"c\"");
  report.table({{"x", "y"}, {"<1>", "2"}});
  EXPECT_NE(report.html().find("A &lt;b&gt; &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_NE(report.html().find("<td>&lt;1&gt;</td><td class=\"number\">2</td>"), std::string::npos);
}

}  // namespace
}  // namespace psgan::trainer
