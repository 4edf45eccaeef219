#include "toy_dataset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "psgan/dataset.h"
#include "psgan/latent.h"
#include "psgan/zip_store.h"

namespace psgan::trainer {
namespace {

using Colour = std::array<float, 3>;

/// Numbers in [0,1) by counting.
class Dice {
 public:
  explicit Dice(std::uint32_t key) : key_(key) {}
  float operator()(float low, float high) {
    return low + (high - low) * (philox({count_++, 0, 0, 0}, {key_, 77})[0] / 4294967296.0f);
  }

 private:
  std::uint32_t key_, count_ = 0;
};

Colour colour(Dice& dice) { return {dice(0, 1), dice(0, 1), dice(0, 1)}; }

struct Canvas {
  int resolution;
  std::vector<Colour> pixels;

  /// A line of that width from a to b, its edge one pixel soft.
  void stroke(const PosePoint& a, const PosePoint& b, float width, const Colour& ink) {
    for (int row = 0; row < resolution; ++row) {
      for (int column = 0; column < resolution; ++column) {
        const float x = (column + 0.5f) / resolution, y = (row + 0.5f) / resolution;
        const float dx = b.x - a.x, dy = b.y - a.y;
        const float t = std::clamp(
            ((x - a.x) * dx + (y - a.y) * dy) / std::max(dx * dx + dy * dy, 1e-9f), 0.0f, 1.0f);
        const float distance = std::hypot(x - a.x - t * dx, y - a.y - t * dy);
        const float cover = std::clamp((width / 2 - distance) * resolution + 0.5f, 0.0f, 1.0f);
        Colour& pixel = pixels[row * resolution + column];
        for (int c = 0; c < 3; ++c) pixel[c] += (ink[c] - pixel[c]) * cover;
      }
    }
  }
};

/// The table of contents comes last.
void finish_with(const DatasetIndex& index, ZipStoreWriter& zip) {
  const std::string json = to_json(index);
  zip.add("dataset.json",
          std::span(reinterpret_cast<const std::uint8_t*>(json.data()), json.size()));
  zip.finish();
}

/// A PNG's chunk: length, name, data, checksum.
void add_chunk(std::vector<std::uint8_t>& png, const std::string& name,
               const std::vector<std::uint8_t>& data) {
  const auto number = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) png.push_back(std::uint8_t(value >> shift));
  };
  number(std::uint32_t(data.size()));
  const std::size_t begin = png.size();
  png.insert(png.end(), name.begin(), name.end());
  png.insert(png.end(), data.begin(), data.end());
  number(crc32(std::span(png).subspan(begin)));
}

/// Of a doll's picture, as psgan-data writes them: four channels of 16 bits, not compressed.
std::vector<std::uint8_t> png_of_coordinates(const Picture& picture) {
  const int side = picture.width;
  std::vector<std::uint8_t> rows;
  const auto number = [&](int value) {
    rows.push_back(std::uint8_t(value >> 8));
    rows.push_back(std::uint8_t(value));
  };
  for (int y = 0; y < side; ++y) {
    rows.push_back(0);  // no filter
    for (int x = 0; x < side; ++x) {
      const std::uint8_t* rgb = &picture.rgb[std::size_t(3 * (y * side + x))];
      const bool ground = rgb[0] + rgb[1] + rgb[2] > 740;
      number(ground ? 0 : y < side / 2 ? 1 : 2);
      number(65535 * (2 * x + 1) / (2 * side));
      number(65535 * (2 * y + 1) / (2 * side));
      number(65535);
    }
  }
  const auto length = std::uint32_t(rows.size());
  std::vector<std::uint8_t> stored = {0x78,
                                      0x01,
                                      1,
                                      std::uint8_t(length),
                                      std::uint8_t(length >> 8),
                                      std::uint8_t(~length),
                                      std::uint8_t(~length >> 8)};
  stored.insert(stored.end(), rows.begin(), rows.end());
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : rows) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  for (const std::uint32_t half : {b, a}) {
    stored.push_back(std::uint8_t(half >> 8));
    stored.push_back(std::uint8_t(half));
  }
  std::vector<std::uint8_t> png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  const auto byte = std::uint8_t(side);
  add_chunk(png, "IHDR", {0, 0, 0, byte, 0, 0, 0, byte, 16, 6, 0, 0, 0});
  add_chunk(png, "IDAT", stored);
  add_chunk(png, "IEND", {});
  return png;
}

}  // namespace

Pose toy_pose(std::uint32_t number) {
  Dice dice(number);
  Pose pose;
  const float middle = dice(0.42f, 0.58f), lean = dice(-0.04f, 0.04f);
  const auto place = [&](Keypoint k, float x, float y) { pose[k] = {x, y, true}; };
  const auto from = [&](Keypoint k, Keypoint base, float angle, float length) {
    place(k, pose[base].x + std::sin(angle) * length, pose[base].y + std::cos(angle) * length);
  };
  place(Keypoint::pelvis, middle, 0.52f);
  place(Keypoint::chest, middle + lean / 2, 0.42f);
  place(Keypoint::neck, middle + lean, 0.31f);
  place(Keypoint::nose, middle + lean * 1.6f, 0.22f);
  place(Keypoint::left_eye, pose[Keypoint::nose].x + 0.03f, 0.20f);
  place(Keypoint::right_eye, pose[Keypoint::nose].x - 0.03f, 0.20f);
  for (const bool left : {true, false}) {
    const float side = left ? 1.0f : -1.0f;
    const auto pick = [left](Keypoint l, Keypoint r) { return left ? l : r; };
    const Keypoint shoulder = pick(Keypoint::left_shoulder, Keypoint::right_shoulder);
    const Keypoint elbow = pick(Keypoint::left_elbow, Keypoint::right_elbow);
    const Keypoint hip = pick(Keypoint::left_hip, Keypoint::right_hip);
    const Keypoint knee = pick(Keypoint::left_knee, Keypoint::right_knee);
    const Keypoint ankle = pick(Keypoint::left_ankle, Keypoint::right_ankle);
    place(shoulder, pose[Keypoint::neck].x + side * 0.08f, 0.33f);
    const float arm = dice(0.1f, 2.2f);
    from(elbow, shoulder, side * arm, 0.12f);
    from(pick(Keypoint::left_wrist, Keypoint::right_wrist), elbow, side * (arm + dice(-0.2f, 1.2f)),
         0.11f);
    place(hip, middle + side * 0.05f, 0.54f);
    const float leg = dice(-0.1f, 0.6f);
    from(knee, hip, side * leg, 0.19f);
    from(ankle, knee, side * (leg - dice(0, 0.5f)), 0.18f);
    place(pick(Keypoint::left_toe, Keypoint::right_toe), pose[ankle].x + side * 0.04f,
          pose[ankle].y + 0.02f);
  }
  return pose;
}

Picture draw_doll(const Pose& pose, int look, int resolution) {
  Dice dice(1000 + static_cast<std::uint32_t>(look));
  const Colour hair = colour(dice), top = colour(dice), bottom = colour(dice), shoe = colour(dice);
  const Colour skin = {1.0f, 0.85f, 0.75f}, ink = {0.1f, 0.1f, 0.15f};
  const bool skirt = dice(0, 1) < 0.5f, long_hair = dice(0, 1) < 0.5f;
  Canvas canvas{resolution, std::vector<Colour>(resolution * resolution, Colour{1, 1, 1})};
  const auto limb = [&](Keypoint a, Keypoint b, float width, const Colour& c) {
    canvas.stroke(pose[a], pose[b], width, c);
  };
  if (long_hair) limb(Keypoint::nose, Keypoint::chest, 0.17f, hair);
  limb(Keypoint::left_hip, Keypoint::left_knee, 0.07f, skirt ? skin : bottom);
  limb(Keypoint::right_hip, Keypoint::right_knee, 0.07f, skirt ? skin : bottom);
  limb(Keypoint::left_knee, Keypoint::left_ankle, 0.06f, skin);
  limb(Keypoint::right_knee, Keypoint::right_ankle, 0.06f, skin);
  limb(Keypoint::left_ankle, Keypoint::left_toe, 0.05f, shoe);
  limb(Keypoint::right_ankle, Keypoint::right_toe, 0.05f, shoe);
  limb(Keypoint::neck, Keypoint::pelvis, 0.13f, top);
  limb(Keypoint::left_shoulder, Keypoint::right_shoulder, 0.07f, top);
  limb(Keypoint::left_hip, Keypoint::right_hip, skirt ? 0.16f : 0.09f, bottom);
  limb(Keypoint::left_shoulder, Keypoint::left_elbow, 0.055f, top);
  limb(Keypoint::right_shoulder, Keypoint::right_elbow, 0.055f, top);
  limb(Keypoint::left_elbow, Keypoint::left_wrist, 0.045f, skin);
  limb(Keypoint::right_elbow, Keypoint::right_wrist, 0.045f, skin);
  PosePoint crown = pose[Keypoint::nose];
  crown.y -= 0.03f;
  canvas.stroke(crown, crown, 0.18f, hair);
  canvas.stroke(pose[Keypoint::nose], pose[Keypoint::nose], 0.13f, skin);
  limb(Keypoint::left_eye, Keypoint::left_eye, 0.025f, ink);
  limb(Keypoint::right_eye, Keypoint::right_eye, 0.025f, ink);

  Picture picture{resolution, resolution, {}};
  for (const Colour& pixel : canvas.pixels) {
    for (const float value : pixel) {
      picture.rgb.push_back(static_cast<std::uint8_t>(std::lround(value * 255)));
    }
  }
  return picture;
}

LookTraits toy_traits(int looks) {
  LookTraits traits;
  traits.schema = {{.name = "number", .kind = TraitKind::choice, .options = {"even", "odd"}},
                   {.name = "shade", .kind = TraitKind::colour}};
  for (int look = 0; look < looks; ++look) {
    const float shade = static_cast<float>(look) / static_cast<float>(looks);
    traits.looks.push_back({{.option = look % 2}, {.colour = {shade, 1 - shade, 0.5f}}});
  }
  return traits;
}

namespace {

/// All looks in all poses, with their coordinates if the index has parts.
void write_dolls(const std::filesystem::path& path, DatasetIndex& index, int looks, int poses,
                 int test_poses, bool white_tests) {
  ZipStoreWriter zip(path);
  for (int look = 0; look < looks; ++look) {
    for (int number = 0; number < poses; ++number) {
      char name[64];
      std::snprintf(name, sizeof name, "%05d/img%08d.png", look, look * poses + number);
      const Pose pose = toy_pose(static_cast<std::uint32_t>(number));
      const bool test = number >= poses - test_poses;
      Picture picture = draw_doll(pose, look, index.resolution);
      if (test && white_tests) std::fill(picture.rgb.begin(), picture.rgb.end(), 255);
      zip.add(name, encode_png(picture));
      if (!index.parts.empty()) zip.add(coordinates_entry(name), png_of_coordinates(picture));
      index.images.push_back({name, look, number, 0, pose, all_seen(), test});
    }
  }
  finish_with(index, zip);
}

}  // namespace

void write_toy_dataset(const std::filesystem::path& path, int looks, int poses, int resolution,
                       int test_poses, bool white_tests, const LookTraits& traits) {
  DatasetIndex index;
  index.resolution = resolution;
  index.traits = traits;
  write_dolls(path, index, looks, poses, test_poses, white_tests);
}

void write_toy_coordinates(const std::filesystem::path& path, int looks, int poses, int resolution,
                           int test_poses) {
  DatasetIndex index;
  index.resolution = resolution;
  index.traits = toy_traits(looks);
  for (int look = 0; look < looks; ++look) {
    index.parts.push_back(
        {{"body", Places::rest}, {look % 2 ? "skirt" : "trousers", Places::rest}});
  }
  write_dolls(path, index, looks, poses, test_poses, false);
}

void write_index_alone(const std::filesystem::path& path, const DatasetIndex& index) {
  ZipStoreWriter zip(path);
  finish_with(index, zip);
}

void write_images_without_keypoints(const std::filesystem::path& path, int images, int resolution) {
  ZipStoreWriter zip(path);
  for (int i = 0; i < images; ++i) {
    zip.add("00000/img0000000" + std::to_string(i) + ".png",
            encode_png(draw_doll(toy_pose(std::uint32_t(i)), i % 3, resolution)));
  }
  const std::string json = R"({"labels": null})";
  zip.add("dataset.json",
          std::span(reinterpret_cast<const std::uint8_t*>(json.data()), json.size()));
  zip.finish();
}

}  // namespace psgan::trainer
