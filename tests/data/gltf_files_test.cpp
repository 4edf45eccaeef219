// VRM files as other programs write them: the parts of glTF that decide what is seen, damage that
// does not matter, and what cannot be read.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "../temporary_folder.h"
#include "compressed_vrm.h"
#include "data/avatars/avatar.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

using enum BodyJoint;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::json;

Avatar read(const TinyGlb& glb) { return read_vrm(pack(glb), "some.vrm"); }

std::string error_of_json(const std::function<void(Json&)>& change) {
  TinyGlb glb = tiny_glb();
  change(glb.json);
  return error_of([&] { read(glb); });
}

/// A box on a node of its own, which the scene shows; the node's number.
int add_extra(TinyGlb& glb) {
  const int mesh = add_box(glb, {-0.3f, 1, 0.2f}, {0.3f, 1.3f, 0.3f});
  Json& nodes = glb.json["nodes"];
  nodes.push_back({{"name", "extra"}, {"mesh", mesh}});
  glb.json["scenes"][0]["nodes"].push_back(nodes.size() - 1);
  return int(nodes.size()) - 1;
}

TEST(GltfFiles, WhatOnlyTheWearerSeesIsNotDrawn) {
  for (const int version : {0, 1}) {
    TinyGlb glb = tiny_glb({.version = version});
    const int node = add_extra(glb);
    const int mesh = glb.json["nodes"][node]["mesh"];
    EXPECT_EQ(read(glb).surfaces.size(), 3u);
    Json& vrm = glb.json["extensions"][version == 0 ? "VRM" : "VRMC_vrm"];
    const auto annotate = [&](const char* flag) {
      Json annotation{{"node", node}, {"type", flag}};
      if (version == 0) annotation = Json{{"mesh", mesh}, {"firstPersonFlag", flag}};
      vrm["firstPerson"]["meshAnnotations"] = Json::array({annotation});
    };
    annotate(version == 0 ? "FirstPersonOnly" : "firstPersonOnly");
    EXPECT_EQ(read(glb).surfaces.size(), 2u);
    annotate(version == 0 ? "ThirdPersonOnly" : "thirdPersonOnly");
    EXPECT_EQ(read(glb).surfaces.size(), 3u);
  }
}

TEST(GltfFiles, OnlyTheSceneIsDrawn) {
  TinyGlb glb = tiny_glb();
  const int node = add_extra(glb);
  Json& scenes = glb.json["scenes"];
  scenes.push_back(scenes[0]);
  scenes[0]["nodes"].erase(scenes[0]["nodes"].size() - 1);
  EXPECT_EQ(read(glb).surfaces.size(), 2u);
  glb.json["scene"] = 1;
  EXPECT_EQ(read(glb).surfaces.size(), 3u);
  scenes[1]["nodes"] = {node};
  EXPECT_EQ(read(glb).surfaces.size(), 1u) << "bones need not be in the scene";
  glb.json.erase("scenes");
  EXPECT_EQ(read(glb).surfaces.size(), 3u) << "without scenes everything is shown";
}

TEST(GltfFiles, MorphTargetsAreAsTheyAreByDefault) {
  TinyGlb glb = tiny_glb();
  const glm::vec3 before = read(glb).surfaces[0].vertices[7].position;
  Json& mesh = glb.json["meshes"][0];
  for (Json& primitive : mesh["primitives"]) {
    const std::size_t count =
        glb.json["accessors"][primitive["attributes"]["POSITION"].get<int>()]["count"];
    std::vector<float> offsets;
    for (std::size_t i = 0; i < count; ++i)
      offsets.insert(offsets.end(), {0.1f, 0.3f, float(i) * 0.001f});
    const int view = add_view(glb, offsets);
    glb.json["accessors"].push_back({{"bufferView", view},
                                     {"componentType", 5126},
                                     {"count", count},
                                     {"type", "VEC3"},
                                     {"min", {-2, -2, -2}},
                                     {"max", {2, 2, 2}}});
    const Json target{{"POSITION", glb.json["accessors"].size() - 1}};
    primitive["targets"] = {target, target};
  }
  const auto moved = [&] { return read(glb).surfaces[0].vertices[7].position - before; };
  EXPECT_EQ(moved(), glm::vec3(0)) << "no weights are weights of 0";
  mesh["weights"] = {0, 0.5};
  EXPECT_LT(glm::distance(moved(), {0.05f, 0.15f, 0.0035f}), 1e-5f);
  mesh["weights"] = {1, 0.5};
  EXPECT_LT(glm::distance(moved(), {0.15f, 0.45f, 0.0105f}), 1e-5f) << "they add up";
  Json& node = glb.json["nodes"].back();
  node["weights"] = {0.25, 0};
  EXPECT_LT(glm::distance(moved(), {0.025f, 0.075f, 0.00175f}), 1e-5f) << "the node's go before";
}

using Triangles = std::multiset<std::array<std::uint32_t, 3>>;

/// Each triangle from its lowest corner on, so that its side counts but not where it begins.
Triangles triangles_of(const Surface& surface) {
  Triangles result;
  for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
    std::array<std::uint32_t, 3> t{surface.indices[i], surface.indices[i + 1],
                                   surface.indices[i + 2]};
    std::rotate(t.begin(), std::min_element(t.begin(), t.end()), t.end());
    result.insert(t);
  }
  return result;
}

/// Gives the first primitive other indices.
void set_indices(TinyGlb& glb, int mode, const std::vector<std::uint16_t>& indices) {
  Json& primitive = glb.json["meshes"][0]["primitives"][0];
  primitive["mode"] = mode;
  Json& accessor = glb.json["accessors"][primitive["indices"].get<int>()];
  accessor["bufferView"] = add_view(glb, indices);
  accessor["count"] = indices.size();
}

TEST(GltfFiles, StripsAndFansAreTriangles) {
  TinyGlb glb = tiny_glb();
  const Triangles quads = triangles_of(read(glb).surfaces[0]);
  // The same boxes: two triangles a face (0 1 2, 0 2 3 or the other way round), joined by
  // triangles without an area.
  std::vector<std::uint16_t> strip;
  const std::vector<std::uint32_t> list = read(glb).surfaces[0].indices;
  for (std::size_t i = 0; i + 5 < list.size(); i += 6) {
    const auto at = [&](int k) { return std::uint16_t(list[i + std::size_t(k)]); };
    if (!strip.empty()) strip.insert(strip.end(), {strip.back(), at(1)});
    strip.insert(strip.end(), {at(1), at(2), at(0), at(5)});
  }
  set_indices(glb, 5, strip);
  EXPECT_EQ(triangles_of(read(glb).surfaces[0]), quads);
  set_indices(glb, 6, {0, 1, 2, 3});
  EXPECT_EQ(triangles_of(read(glb).surfaces[0]), (Triangles{{0, 1, 2}, {0, 2, 3}}));
  set_indices(glb, 4, {0, 1, 2, 0, 2});
  EXPECT_EQ(triangles_of(read(glb).surfaces[0]), (Triangles{{0, 1, 2}})) << "the last is cut off";
  set_indices(glb, 1, {0, 1, 2, 3});
  EXPECT_EQ(read(glb).surfaces.size(), 1u) << "lines have no area";
}

TEST(GltfFiles, OptionalBonesThatNameNothingAreLeftOut) {
  for (const int version : {0, 1})
    for (const int nowhere : {-1, 999}) {
      TinyGlb glb = tiny_glb({.version = version});
      if (version == 0) {
        for (Json& bone : glb.json["extensions"]["VRM"]["humanoid"]["humanBones"])
          if (bone["bone"] == "leftEye") bone["node"] = nowhere;
      } else {
        glb.json["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]["leftEye"]["node"] = nowhere;
      }
      const Avatar avatar = read(glb);
      EXPECT_THAT(avatar.warnings,
                  ElementsAre(HasSubstr("humanoid bone \"leftEye\" names a node that is not")));
      const Avatar without = read(tiny_glb({.version = version, .without = {"leftEye"}}));
      EXPECT_EQ(avatar.humanoid.rest, without.humanoid.rest);
      EXPECT_EQ(avatar.humanoid.height, without.humanoid.height);
    }
}

TEST(GltfFiles, DamageThatIsNotSeenDoesNotMatter) {
  TinyGlb glb = tiny_glb();
  Json& j = glb.json;
  j["extensions"]["VRMC_vrm"]["meta"] = {{"name", 5}, {"thumbnailImage", 99}};
  j["extensions"]["VRMC_vrm"]["expressions"] = {{"preset", {{"happy", {{"morphTargetBinds", 3}}}}}};
  j["extensions"]["ACME_unheard_of"] = {1, 2, 3};
  j["extensionsUsed"].push_back("ACME_unheard_of");
  j["images"] = {{{"bufferView", 999}, {"mimeType", "image/png"}}, 7, {{"name", "nothing"}}};
  j["animations"] = {{{"channels", "none"}}, 5};
  j["cameras"] = {{{"type", 3}}};
  const Avatar avatar = read(glb);
  EXPECT_EQ(avatar.surfaces.size(), 2u);
  EXPECT_EQ(avatar.name, "some");
  // The image that a material uses is another matter.
  j["textures"] = {{{"source", 0}}};
  j["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = {{"index", 0}};
  EXPECT_THAT(error_of([&] { read(glb); }), HasSubstr("some.vrm, image 0 of material body"));
}

TEST(GltfFiles, LettersThatAreNoUtf8DoNotMatter) {
  TinyGlb glb = tiny_glb();
  glb.json["extensions"]["VRMC_vrm"]["meta"]["name"] = "ABCDEF é";
  std::vector<std::uint8_t> file = pack(glb);
  const std::string_view marker = "ABCDEF";
  const auto at = std::search(file.begin(), file.end(), marker.begin(), marker.end());
  ASSERT_NE(at, file.end());
  const std::array<std::uint8_t, 4> no_utf8{0x83, 0x6e, 0xed, 0xa0};
  std::copy(no_utf8.begin(), no_utf8.end(), at);
  EXPECT_EQ(read_vrm(file, "sjis.vrm").name, "?n??EF é");
}

TEST(GltfFiles, RequiredExtensionsThatAreUnknownAreNamed) {
  const auto required = [](const char* extension) {
    return error_of_json([&](Json& j) {
      j["extensionsUsed"].push_back(extension);
      j["extensionsRequired"] = {extension};
    });
  };
  EXPECT_THAT(required("KHR_draco_mesh_compression"),
              HasSubstr("some.vrm: needs the glTF extension KHR_draco_mesh_compression (meshes "
                        "that Draco compressed), which is not supported"));
  EXPECT_THAT(required("KHR_texture_basisu"), HasSubstr("KHR_texture_basisu (KTX2 textures)"));
  EXPECT_THAT(required("ACME_unheard_of"), HasSubstr("extension ACME_unheard_of, which"));
  for (const char* known : {"VRMC_vrm", "KHR_materials_unlit", "KHR_mesh_quantization",
                            "KHR_texture_transform", "EXT_meshopt_compression"})
    EXPECT_EQ(required(known), "") << known;
}

TEST(GltfFiles, WhatIsOnlyInAnUnknownExtensionIsNamed) {
  // Draco leaves the accessors without numbers, whether the file says that it requires it or not.
  const auto compress = [](Json& j) {
    Json& primitive = j["meshes"][0]["primitives"][0];
    primitive["extensions"]["KHR_draco_mesh_compression"] = {{"bufferView", 0}};
    return &j["accessors"][primitive["attributes"]["POSITION"].get<int>()];
  };
  EXPECT_THAT(error_of_json([&](Json& j) { compress(j)->erase("bufferView"); }),
              HasSubstr("KHR_draco_mesh_compression"));
  EXPECT_EQ(error_of_json([&](Json& j) { compress(j); }), "") << "the plain mesh is there, too";
  EXPECT_THAT(error_of_json([](Json& j) {
                j["textures"] = {{{"extensions", {{"EXT_texture_webp", {{"source", 0}}}}}}};
              }),
              HasSubstr("EXT_texture_webp (WebP textures)"));
  EXPECT_EQ(
      error_of_json([](Json& j) {
        j["textures"] = {{{"source", 0}, {"extensions", {{"EXT_texture_webp", {{"source", 1}}}}}}};
      }),
      "");
}

TEST(GltfFiles, BuffersThatMeshoptimizerCompressedAreRead) {
  const Avatar plain = read(tiny_glb()), compressed = read(compressed_glb());
  ASSERT_EQ(compressed.surfaces.size(), plain.surfaces.size());
  for (std::size_t s = 0; s < plain.surfaces.size(); ++s) {
    const Surface &a = plain.surfaces[s], &b = compressed.surfaces[s];
    EXPECT_EQ(triangles_of(a), triangles_of(b));
    ASSERT_EQ(a.vertices.size(), b.vertices.size());
    for (std::size_t v = 0; v < a.vertices.size(); ++v) {
      EXPECT_EQ(a.vertices[v].position, b.vertices[v].position);
      EXPECT_EQ(a.vertices[v].weights, b.vertices[v].weights);
    }
  }
}

TEST(GltfFiles, DamageInCompressedBuffersIsNamed) {
  const auto error = [](const std::function<void(TinyGlb&, Json&)>& change) {
    TinyGlb glb = compressed_glb();
    for (Json& view : glb.json["bufferViews"])
      if (view.contains("extensions")) {
        change(glb, view["extensions"]["EXT_meshopt_compression"]);
        break;
      }
    return error_of([&] { read(glb); });
  };
  EXPECT_EQ(error([](TinyGlb&, Json&) {}), "");
  EXPECT_THAT(error([](TinyGlb&, Json& c) { c["buffer"] = 7; }), HasSubstr("names a buffer"));
  EXPECT_THAT(error([](TinyGlb&, Json& c) { c["byteLength"] = 1e9; }),
              HasSubstr("reaches beyond the end"));
  EXPECT_THAT(error([](TinyGlb&, Json& c) { c["byteLength"] = 40; }),
              HasSubstr("cannot be decompressed"));
  EXPECT_THAT(error([](TinyGlb& g, Json& c) { g.binary[c["byteOffset"].get<std::size_t>()] = 7; }),
              HasSubstr("some.vrm: buffer view"));
  const std::vector<std::pair<const char*, Json>> wrong{
      {"count", 3'000'000'000u}, {"count", -1},      {"byteStride", 3},
      {"byteStride", 0},         {"mode", "POINTS"}, {"filter", "OCTAHEDRAL"}};
  for (const auto& [key, value] : wrong)
    EXPECT_THAT(error([&, key = key, value = value](TinyGlb&, Json& c) { c[key] = value; }),
                HasSubstr("that the format does not"))
        << key << " " << value;
}

}  // namespace
}  // namespace psgan::data
