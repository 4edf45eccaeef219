#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "../temporary_folder.h"
#include "common/program.h"
#include "data/pictures/image.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum BodyJoint;

Avatar tiny(const TinyVrm& figure = {}) { return read_vrm(tiny_vrm(figure), "tiny.vrm"); }

const std::uint8_t* pixel(const Image& image, int x, int y) {
  return &image.pixels[(std::size_t(y) * image.width + x) * 3];
}

/// Where the picture is not white: its middle, as shares of the picture, weighted by darkness.
glm::vec2 middle_of_ink(const Image& image) {
  double sum = 0, x_sum = 0, y_sum = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* p = pixel(image, x, y);
      const double ink = 3 * 255 - p[0] - p[1] - p[2];
      sum += ink;
      x_sum += ink * (x + 0.5) / image.width;
      y_sum += ink * (y + 0.5) / image.height;
    }
  return {x_sum / sum, y_sum / sum};
}

TEST(Renderer, KeypointsLieWhereThePictureShowsThem) {
  // Only the hand's box, which has the wrist in its middle, is drawn.
  for (const int version : {0, 1}) {
    const Avatar avatar = tiny({.version = version, .only_box = "rightHand", .unlit = true});
    Renderer renderer(256);
    renderer.show(avatar);
    for (const float yaw : {0.f, 1.f, -2.5f}) {
      for (const char* clip : {"wave", "kick", "sway"}) {
        const PosedBody body = posed(avatar.humanoid, own_clip(clip)->at(0.7f));
        const Camera camera{yaw};
        const glm::vec2 found = middle_of_ink(renderer.draw(body, camera));
        const PosePoint expected = project(avatar, body, camera)[Keypoint::right_wrist];
        EXPECT_NEAR(found.x, expected.x, 0.6 / 256) << clip << " " << yaw;
        EXPECT_NEAR(found.y, expected.y, 0.6 / 256) << clip << " " << yaw;
      }
    }
  }
}

TEST(Renderer, ColoursComeOutAsTheyWereMeant) {
  // Linear 0.9, 0.2, 0.2 is sRGB 243, 124, 124; unlit, it is the same everywhere.
  const Avatar avatar = tiny({.only_box = "chest", .unlit = true});
  Renderer renderer(128);
  renderer.show(avatar);
  const PosedBody body = posed(avatar.humanoid, BodyPose());
  const Image image = renderer.draw(body, Camera{});
  const PosePoint chest = project(avatar, body, Camera{})[Keypoint::chest];
  const std::uint8_t* p = pixel(image, int(chest.x * 128), int(chest.y * 128));
  EXPECT_NEAR(p[0], 243, 1);
  EXPECT_NEAR(p[1], 124, 1);
  EXPECT_NEAR(p[2], 124, 1);
  const std::uint8_t* ground = pixel(image, 2, 2);
  EXPECT_EQ(ground[0] + ground[1] + ground[2], 3 * 255);
}

TEST(Renderer, ShadesTheSideAwayFromTheLight) {
  // The light comes from the picture's left: seen a little from her left side, the box's front is
  // lit and its side, to the right in the picture, is not.
  const Avatar avatar = tiny({.only_box = "chest"});
  Renderer renderer(256);
  renderer.show(avatar);
  const PosedBody body = posed(avatar.humanoid, BodyPose());
  const Camera camera{0.3f};
  const Image image = renderer.draw(body, camera);
  const int y = int(project(avatar, body, camera)[Keypoint::chest].y * 256);
  const auto columns_with = [&](int red) {
    std::vector<int> columns;
    for (int x = 0; x < 256; ++x)
      if (std::abs(pixel(image, x, y)[0] - red) <= 4 && pixel(image, x, y)[2] < 200)
        columns.push_back(x);
    return columns;
  };
  const auto lit = columns_with(243), shaded = columns_with(163);  // linear 0.9 and 0.36
  ASSERT_GT(lit.size(), 5u);
  ASSERT_GT(shaded.size(), 1u);
  EXPECT_GT(shaded.front(), lit.back());
}

TEST(Renderer, AheadAndAtOnceAreTheSamePictures) {
  const Avatar avatar = tiny();
  Renderer renderer(64);
  renderer.show(avatar);
  std::vector<Image> at_once, ahead;
  for (int i = 0; i < 4; ++i) {
    const PosedBody body = posed(avatar.humanoid, own_clip("walk")->at(0.2f * float(i)));
    at_once.push_back(renderer.draw(body, Camera{0.3f * float(i)}));
  }
  for (int i = 0; i < 4; ++i) {
    const PosedBody body = posed(avatar.humanoid, own_clip("walk")->at(0.2f * float(i)));
    if (auto image = renderer.draw_ahead(body, Camera{0.3f * float(i)}))
      ahead.push_back(image->image);
  }
  ahead.push_back(renderer.finish()->image);
  ASSERT_EQ(ahead.size(), at_once.size());
  for (std::size_t i = 0; i < ahead.size(); ++i) EXPECT_EQ(ahead[i].pixels, at_once[i].pixels);
  EXPECT_FALSE(renderer.finish().has_value());
}

TEST(Renderer, RefusesSizesItCannotDraw) {
  EXPECT_THAT(error_of([] { Renderer(0); }), ::testing::HasSubstr("resolution 0"));
  EXPECT_THAT(error_of([] { Renderer(100000); }), ::testing::HasSubstr("outside 4 to 2048"));
}

// Drivers differ a little at edges, so that a few pixels may. To make the picture anew:
//   PSGAN_UPDATE_GOLDEN=1 build/tests-bin/data_tests --gtest_filter='Renderer.LooksAsItDid'
TEST(Renderer, LooksAsItDid) {
  const Avatar avatar = tiny();
  Renderer renderer(128);
  renderer.show(avatar);
  Image sheet = white_image(384, 128);
  paste(renderer.draw(posed(avatar.humanoid, BodyPose()), Camera{}), 0, 0, sheet);
  paste(renderer.draw(posed(avatar.humanoid, own_clip("kick")->at(0.7f)), Camera{0.8f}), 128, 0,
        sheet);
  paste(renderer.draw(posed(avatar.humanoid, own_clip("sway")->at(0.4f)), Camera{2.8f}), 256, 0,
        sheet);
  const auto golden = std::filesystem::path(TEST_DATA) / "golden.png";
  if (std::getenv("PSGAN_UPDATE_GOLDEN")) write_file(golden, encode_png(sheet, 9));
  const Image expected = decode_png(read_file(golden), golden.string());
  ASSERT_EQ(expected.width, sheet.width);
  ASSERT_EQ(expected.height, sheet.height);
  double sum = 0;
  int far = 0;
  for (std::size_t i = 0; i < sheet.pixels.size(); ++i) {
    const int difference = std::abs(int(sheet.pixels[i]) - int(expected.pixels[i]));
    sum += difference;
    far += difference > 40;
  }
  EXPECT_LT(sum / double(sheet.pixels.size()), 0.6) << "mean difference, of 255";
  EXPECT_LT(far, int(sheet.pixels.size()) / 200) << "numbers that differ by more than 40";
}

TEST(Png, RoundTrip) {
  Image image = white_image(17, 9);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = std::uint8_t(i * 37);
  const Image back = decode_png(encode_png(image), "x");
  EXPECT_EQ(back.width, 17);
  EXPECT_EQ(back.height, 9);
  EXPECT_EQ(back.pixels, image.pixels);
  auto bytes = encode_png(image);
  bytes.resize(bytes.size() / 2);
  EXPECT_THAT(error_of([&] { decode_png(bytes, "half.png"); }),
              ::testing::HasSubstr("half.png: is no readable PNG"));
}

}  // namespace
}  // namespace psgan::data
