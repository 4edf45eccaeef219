#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <span>

#include "../temporary_folder.h"
#include "characters/wardrobe.h"
#include "data/avatars/avatar.h"
#include "data/avatars/figures.h"
#include "data/avatars/level_of_detail.h"
#include "data/avatars/recolour.h"
#include "data/pictures/image.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum BodyJoint;
using ::testing::HasSubstr;

Avatar tiny(const TinyVrm& figure = {}) { return read_vrm(tiny_vrm(figure), "tiny.vrm"); }

std::string error_of_json(const std::function<void(nlohmann::json&)>& change) {
  TinyGlb glb = tiny_glb();
  change(glb.json);
  return error_of([&] { read_vrm(pack(glb), "bad.vrm"); });
}

TEST(Vrm, ReadsSkeletonAndTriangles) {
  const Avatar avatar = tiny();
  EXPECT_EQ(avatar.name, "Tiny");
  EXPECT_EQ(avatar.surfaces.size(), 2u);
  EXPECT_NEAR(avatar.humanoid.rest[left_hand].x, 0.56f, 1e-5);
  EXPECT_NEAR(avatar.humanoid.rest[head].y, 1.36f, 1e-5);
  EXPECT_TRUE(avatar.humanoid.present[left_eye]);
  EXPECT_FALSE(avatar.humanoid.present[upper_chest]);
  // The eyes are 0.35 of the way up, which puts the crown a little above the box's top: clamped.
  EXPECT_NEAR(avatar.humanoid.height, 1.6f, 1e-4);
}

TEST(Vrm, Vrm0FacesTheSameWay) {
  const Avatar one = tiny(), zero = tiny({.version = 0});
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    EXPECT_EQ(one.humanoid.present[joint], zero.humanoid.present[joint]);
    EXPECT_NEAR(glm::distance(one.humanoid.rest[joint], zero.humanoid.rest[joint]), 0, 1e-5)
        << name(joint);
  }
}

TEST(Vrm, Vrm0ColoursAreSrgb) {
  const Avatar avatar = tiny({.version = 0});
  EXPECT_NEAR(avatar.materials[0].lit.x, 0.2140f, 1e-3);  // 0.5 in sRGB
  EXPECT_FALSE(avatar.materials[0].unlit);
  EXPECT_TRUE(tiny({.version = 0, .unlit = true}).materials[0].unlit);
}

TEST(Vrm, MtoonTerminatorsMeanTheSameInBothVersions) {
  // ShadeShift 0 and ShadeToony 0.9: lit from N·L = 0 to 0.1.
  const CelMaterial m = tiny({.version = 0}).materials[0];
  EXPECT_NEAR(-m.shading_shift - (1 - m.shading_toony), 0.0f, 1e-5);
  EXPECT_NEAR(-m.shading_shift + (1 - m.shading_toony), 0.1f, 1e-5);
}

TEST(Vrm, OptionalBonesHaveFallbacks) {
  const Avatar avatar = tiny({.without = {"neck", "chest", "leftEye", "rightEye"}});
  const Humanoid& h = avatar.humanoid;
  EXPECT_FALSE(h.present[neck]);
  EXPECT_GT(h.rest[neck].y, h.rest[left_upper_arm].y);
  EXPECT_LT(h.rest[neck].y, h.rest[head].y);
  EXPECT_GT(h.rest[left_eye].x, 0.01f);
  EXPECT_NEAR(h.rest[left_eye].x, -h.rest[right_eye].x, 1e-5);
  EXPECT_GT(h.rest[left_eye].z, h.rest[head].z);
  EXPECT_GT(h.rest[left_toes].z, h.rest[left_foot].z + 0.03f);
}

TEST(Vrm, RestMatricesLeaveVerticesWhereTheyAre) {
  const Avatar avatar = tiny();
  const auto world = pose_matrices(avatar, posed(avatar.humanoid, BodyPose()));
  const auto rest = rest_matrices(avatar);
  // The T-pose moves only as a whole: its joints' mean goes to the axis.
  const auto moved = [&](BodyJoint joint) {
    const auto node = std::size_t(avatar.joint_node[joint]);
    return glm::vec3(world[node][3]) - glm::vec3(rest[node][3]);
  };
  for (const BodyJoint joint : {head, left_hand, right_foot, right_eye})
    EXPECT_NEAR(glm::distance(moved(joint), moved(hips)), 0, 1e-5) << name(joint);
}

TEST(Vrm, BrokenFilesSayWhatIsWrong) {
  const std::vector<std::uint8_t> good = tiny_vrm();
  const auto error = [](std::vector<std::uint8_t> bytes) {
    return error_of([&] { read_vrm(bytes, "bad.vrm"); });
  };
  EXPECT_EQ(error(good), "");
  EXPECT_THAT(error({}), HasSubstr("bad.vrm: is no VRM file"));
  EXPECT_THAT(error({'P', 'K', 3, 4}), HasSubstr("is no VRM file"));
  EXPECT_THAT(error({good.begin(), good.begin() + long(good.size()) / 2}),
              HasSubstr("is cut short"));
  std::vector<std::uint8_t> garbled = good;
  for (std::size_t i = 20; i < 120; ++i) garbled[i] = 0xff;
  EXPECT_THAT(error(garbled), HasSubstr("bad.vrm: cannot be read as glTF"));
  EXPECT_THAT(error(tiny_vrm({.without = {"head"}})),
              HasSubstr("the humanoid bone \"head\" is missing"));
  EXPECT_THAT(error(tiny_vrm({.version = 0, .without = {"leftFoot"}})), HasSubstr("\"leftFoot\""));
}

TEST(Vrm, WrongReferencesAreFound) {
  EXPECT_THAT(error_of_json([](auto& j) { j["extensions"].erase("VRMC_vrm"); }),
              HasSubstr("no extension VRMC_vrm or VRM"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]["hips"]["node"] = 999;
              }),
              HasSubstr("\"hips\" names a node that is not there"));
  EXPECT_THAT(error_of_json([](auto& j) { j["accessors"][0]["count"] = 100000; }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) { j["bufferViews"][0]["byteOffset"] = 900000; }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["nodes"][0]["children"] = {1, 1};
              }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) { j["nodes"][4]["children"].push_back(0); }),
              HasSubstr("bad.vrm"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["skins"][0]["joints"] = {0, 1};
              }),
              HasSubstr("joint that the skin lacks"));
  EXPECT_THAT(error_of_json([](auto& j) { j["meshes"] = nlohmann::json::array(); }),
              HasSubstr("bad.vrm"));
}

/// What error_of_json() says of a figure whose buffer is changed as well.
std::string error_of_glb(const std::function<void(TinyGlb&)>& change) {
  TinyGlb glb = tiny_glb();
  change(glb);
  return error_of([&] { read_vrm(pack(glb), "bad.vrm"); });
}

std::size_t offset_of(const TinyGlb& glb, int accessor) {
  const auto& view = glb.json["accessors"][accessor]["bufferView"];
  return glb.json["bufferViews"][view.get<std::size_t>()]["byteOffset"];
}

int attribute(const TinyGlb& glb, const char* name) {
  return glb.json["meshes"][0]["primitives"][0]["attributes"][name];
}

void set_floats(TinyGlb& glb, int accessor, std::size_t first, std::vector<float> values) {
  std::memcpy(&glb.binary[offset_of(glb, accessor) + 4 * first], values.data(), 4 * values.size());
}

void add_texture(TinyGlb& glb, std::span<const std::uint8_t> image) {
  glb.json["images"] = {{{"bufferView", add_view(glb, image)}, {"mimeType", "image/png"}}};
  glb.json["textures"] = {{{"source", 0}}};
  glb.json["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = {{"index", 0}};
}

TEST(Vrm, NumbersThatAreNoneAreMendedOrNamed) {
  const float nan = std::nanf("");
  // Real files have NaN weights; the other weights decide.
  TinyGlb glb = tiny_glb();
  set_floats(glb, attribute(glb, "WEIGHTS_0"), 1, {nan, nan, nan});
  const Avatar avatar = read_vrm(pack(glb), "nan.vrm");
  EXPECT_EQ(avatar.surfaces[0].vertices[0].weights, glm::vec4(1, 0, 0, 0));
  EXPECT_THAT(error_of_glb([&](TinyGlb& g) { set_floats(g, attribute(g, "POSITION"), 4, {nan}); }),
              HasSubstr("bad.vrm: POSITION has a vertex that is nowhere"));
  EXPECT_THAT(error_of_glb([&](TinyGlb& g) {
                set_floats(g, g.json["skins"][0]["inverseBindMatrices"], 3, {nan});
              }),
              HasSubstr("bad.vrm: inverseBindMatrices has NaN"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["nodes"][3]["translation"] = {0, 1e30, 0};
              }),
              HasSubstr("node \"neck\" is at no place"));
  // A part that is scaled to nothing, and a rotation of length 0, are harmless.
  EXPECT_EQ(error_of_json([](auto& j) {
              j["nodes"][5]["scale"] = {0, 0, 0};
              j["nodes"][6]["rotation"] = {0, 0, 0, 0};
            }),
            "");
}

TEST(Vrm, CountsThatNoFileHoldsAreRefused) {
  EXPECT_THAT(error_of_json([](auto& j) { j["accessors"][0]["count"] = 4000000000u; }),
              HasSubstr("has more elements than its buffer has bytes"));
  EXPECT_THAT(error_of_json([](auto& j) {
                j["accessors"][0].erase("bufferView");
                j["accessors"][0]["count"] = 4000000000u;
              }),
              HasSubstr("bad.vrm"));
  std::string deep(100'000, '[');
  deep.append(100'000, ']');
  TinyGlb glb = tiny_glb();
  glb.json["extras"] = "HERE";
  std::vector<std::uint8_t> file = pack(glb);
  const std::string text(file.begin(), file.end());
  const std::size_t at = text.find("\"HERE\"");
  deep.append((4 - (text.size() + deep.size() - 6) % 4) % 4, ' ');
  std::string nested = text;
  nested.replace(at, 6, deep);
  const auto grown = std::uint32_t(nested.size() - text.size());
  for (const int place : {8, 12}) {
    std::uint32_t length = 0;
    std::memcpy(&length, &nested[place], 4);
    length += grown;
    std::memcpy(&nested[place], &length, 4);
  }
  file.assign(nested.begin(), nested.end());
  EXPECT_THAT(error_of([&] { read_vrm(file, "deep.vrm"); }),
              HasSubstr("deep.vrm: its JSON is nested too deeply"));
}

TEST(Vrm, OtherFilesAreNotOpened) {
  EXPECT_THAT(error_of_json([](auto& j) { j["buffers"][0]["uri"] = "../../etc/passwd"; }),
              HasSubstr("bad.vrm: cannot be read as glTF"));
}

TEST(Vrm, TexturesArePngOrJpegOfASize) {
  TinyGlb glb = tiny_glb();
  Image image = white_image(2, 1);
  image.pixels = {255, 0, 0, 0, 0, 255};
  add_texture(glb, encode_png(image));
  const Avatar avatar = read_vrm(pack(glb), "a.vrm");
  ASSERT_EQ(avatar.images.size(), 1u);
  EXPECT_EQ(avatar.images[0].pixels, (std::vector<std::uint8_t>{255, 0, 0, 255, 0, 0, 255, 255}));

  const auto error_with = [](std::vector<std::uint8_t> bytes) {
    return error_of_glb([&](TinyGlb& g) { add_texture(g, bytes); });
  };
  EXPECT_THAT(error_with({'n', 'o', 'n', 'e'}),
              HasSubstr("bad.vrm, image 0 of material body: is no readable PNG or JPEG"));
  std::vector<std::uint8_t> png = encode_png(image);
  const auto with_width = [&](std::uint32_t width) {
    for (int i = 0; i < 4; ++i) png[16 + i] = std::uint8_t(width >> (24 - 8 * i));
    return png;
  };
  EXPECT_THAT(error_with(with_width(16384)), HasSubstr("is 16384 × 1 pixels"));
  EXPECT_THAT(error_with(with_width(0)), HasSubstr("is no readable PNG or JPEG"));
  // What no material uses is not looked at.
  EXPECT_EQ(error_of_glb([&](TinyGlb& g) {
              add_texture(g, png);
              g.json["materials"][0]["pbrMetallicRoughness"].erase("baseColorTexture");
            }),
            "");
}

TEST(Vrm, SparseAccessorsReplaceElements) {
  TinyGlb glb = tiny_glb();
  const int position = attribute(glb, "POSITION");
  const auto before = read_vrm(pack(glb), "a.vrm").surfaces[0].vertices;
  const int indices = add_view(glb, std::vector<std::uint16_t>{1, 5});
  const int values = add_view(glb, std::vector<float>{0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f});
  glb.json["accessors"][position]["sparse"] = {
      {"count", 2},
      {"indices", {{"bufferView", indices}, {"componentType", 5123}}},
      {"values", {{"bufferView", values}}}};
  const auto after = read_vrm(pack(glb), "a.vrm").surfaces[0].vertices;
  EXPECT_EQ(after[0].position, before[0].position);
  EXPECT_EQ(after[1].position, glm::vec3(0.1f, 0.2f, 0.3f));
  EXPECT_EQ(after[5].position, glm::vec3(0.4f, 0.5f, 0.6f));
  glb.json["accessors"][position]["sparse"]["count"] = 9999;
  EXPECT_THAT(error_of([&] { read_vrm(pack(glb), "bad.vrm"); }),
              HasSubstr("reaches beyond the end of its buffer"));
  glb.json["accessors"][position]["sparse"]["count"] = 2;
  glb.json["accessors"][position]["count"] = 3;
  EXPECT_THAT(error_of([&] { read_vrm(pack(glb), "bad.vrm"); }), HasSubstr("bad.vrm"));
}

TEST(Vrm, RecolouringTurnsColoursAndKeepsSkinAndGreys) {
  const auto colours = [](int variant) {
    TinyGlb glb = tiny_glb();
    Image image = white_image(4, 1);
    // Pink hair, blue jacket, pale skin, grey.
    image.pixels = {240, 120, 170, 40, 80, 200, 250, 222, 205, 90, 90, 90};
    add_texture(glb, encode_png(image));
    Avatar avatar = read_vrm(pack(glb), "a.vrm");
    recolour(avatar, variant);
    return avatar.images[0].pixels;
  };
  const auto same = [&](const auto& a, const auto& b, int pixel) {
    return std::equal(&a[4 * pixel], &a[4 * pixel + 4], &b[4 * pixel]);
  };
  const auto own = colours(0), one = colours(1), two = colours(2);
  EXPECT_EQ(own[0], 240);
  EXPECT_EQ(one, colours(1)) << "deterministic";
  for (const auto& variant : {one, two}) {
    EXPECT_FALSE(same(own, variant, 0));
    EXPECT_FALSE(same(own, variant, 1));
    EXPECT_TRUE(same(own, variant, 2)) << "skin stays";
    EXPECT_TRUE(same(own, variant, 3)) << "grey stays";
  }
  EXPECT_NE(one, two);
}

TEST(Vrm, SmallPicturesHaveFewerTrianglesOfTheSameShape) {
  const Avatar avatar = own_look(0);
  const auto triangles = [](const Avatar& a) {
    std::size_t count = 0;
    for (const Surface& s : a.surfaces) count += s.indices.size() / 3;
    return count;
  };
  const Avatar small = for_resolution(avatar, 128), large = for_resolution(avatar, 1024);
  EXPECT_LT(triangles(small), triangles(avatar) / 2);
  EXPECT_GT(triangles(large), triangles(small));
  Renderer renderer(128);
  const PosedBody body = posed(avatar.humanoid, own_clip("wave")->at(0.5f));
  renderer.show(avatar);
  const Image all = renderer.draw(body, Camera{0.5f});
  renderer.show(small);
  const Image few = renderer.draw(body, Camera{0.5f});
  double sum = 0;
  for (std::size_t i = 0; i < all.pixels.size(); ++i)
    sum += std::abs(int(all.pixels[i]) - int(few.pixels[i]));
  EXPECT_LT(sum / double(all.pixels.size()), 1.0) << "mean difference, of 255";
}

TEST(Vrm, DamageAnywhereIsAnErrorOrHarmless) {
  const std::vector<std::uint8_t> good = tiny_vrm();
  std::uint32_t state = 1;
  const auto random = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::uint8_t> bytes = good;
    for (int i = 0; i < 4; ++i) bytes[20 + random() % (bytes.size() - 20)] = std::uint8_t(random());
    try {
      const Avatar avatar = read_vrm(bytes, "damaged.vrm");
      pose_matrices(avatar, posed(avatar.humanoid, BodyPose()));
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("damaged.vrm"));
    }
  }
}

TEST(Vrm, HullsOfBoxesStayClosed) {
  const Avatar avatar = tiny({.only_box = "head"});
  std::vector<SurfaceVertex> corners;  // the head's joint is the skin's fifth
  for (const SurfaceVertex& v : avatar.surfaces[0].vertices)
    if (v.joints[0] == 4) corners.push_back(v);
  ASSERT_EQ(corners.size(), 24u);
  for (const SurfaceVertex& a : corners) {
    EXPECT_NEAR(glm::length(a.hull_normal), 1, 1e-4);
    EXPECT_GT(glm::dot(a.hull_normal, a.normal), 0.3f);
    for (const SurfaceVertex& b : corners)
      EXPECT_TRUE(a.position != b.position || a.hull_normal == b.hull_normal);
  }
}

TEST(Vrm, MaterialsCanBeHidden) {
  TemporaryFolder folder;
  FigureChoice choice;
  choice.look = 0;
  choice.hide = "no such material";
  EXPECT_THAT(error_of([&] { load(choice); }), HasSubstr("has no material \"no such material\""));
}

TEST(Vrm, ReadsTheProjectsOwnLooks) {
  const Avatar avatar = own_look(0);
  EXPECT_GT(avatar.surfaces.size(), 5u);
  const Humanoid& own = avatar.humanoid;
  EXPECT_NEAR(own.height, default_humanoid().height, 0.05f);
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    EXPECT_LT(glm::distance(own.rest[joint], default_humanoid().rest[joint]), 0.03f)
        << name(joint) << ": the default proportions are those of the project's characters";
  }
}

// Avatars by others, which are not in the repository.
TEST(Vrm, ReadsAvatarsByOthers) {
  const char* shared = std::getenv("PSGAN_SHARED_DATA");
  if (!shared) GTEST_SKIP() << "PSGAN_SHARED_DATA is not set";
  for (const auto& file : files_in(std::filesystem::path(shared) / "avatars", {".vrm"})) {
    const Avatar avatar = read_vrm(file);
    const Humanoid& h = avatar.humanoid;
    EXPECT_GT(h.rest[left_hand].x, 0.2f) << file << ": her left is +X";
    EXPECT_GT(h.rest[left_toes].z, h.rest[left_foot].z) << file << ": she faces +Z";
    EXPECT_GT(h.height, h.rest[head].y) << file;
  }
}

}  // namespace
}  // namespace psgan::data
