// Writes what the fuzz targets begin with: a folder for each target, DIR/vrm, DIR/bvh and so on.
#include <cstdio>

#include "../data/compressed_vrm.h"
#include "../data/tiny_vrm.h"
#include "../motion/written_bvh.h"
#include "common/program.h"
#include "motion/motion_code.h"
#include "psgan/dataset.h"
#include "psgan/model_card.h"
#include "psgan/openpose.h"
#include "psgan/share_link.h"
#include "psgan/zip_store.h"

namespace psgan {
namespace {

/// Every part of glTF and VRM that the reader looks at: a mesh for the wearer alone, a morph
/// target, a strip, springs with a collider, a texture, a second scene.
data::TinyGlb everything(int version) {
  data::TinyGlb glb = data::tiny_glb({.version = version});
  nlohmann::json& j = glb.json;
  const int mesh = data::add_box(glb, {-0.3f, 1, 0.2f}, {0.3f, 1.3f, 0.3f});
  nlohmann::json& box = j["meshes"][std::size_t(mesh)];
  box["primitives"][0]["mode"] = 5;
  box["primitives"][0]["targets"] = {
      {{"POSITION", box["primitives"][0]["attributes"]["POSITION"]}}};
  box["weights"] = {0.5};
  nlohmann::json& nodes = j["nodes"];
  const std::size_t node = nodes.size();
  nodes.push_back({{"mesh", mesh}, {"weights", {0.25}}, {"scale", {1, 2, 1}}});
  j["scenes"][0]["nodes"].push_back(node);
  j["scenes"].push_back(j["scenes"][0]);
  j["extensionsRequired"] = {"KHR_texture_transform"};
  j["textures"] = {{{"source", 0}}};
  j["images"] = {{{"bufferView", 0}, {"mimeType", "image/png"}}};
  nlohmann::json& e = j["extensions"];
  if (version == 0) {
    e["VRM"]["firstPerson"]["meshAnnotations"] = {
        {{"mesh", mesh}, {"firstPersonFlag", "FirstPersonOnly"}}};
    e["VRM"]["secondaryAnimation"] = {
        {"boneGroups", {{{"bones", {3, 5}}, {"colliderGroups", {0}}}}},
        {"colliderGroups", {{{"node", 2}, {"colliders", {{{"radius", 0.1}}}}}}}};
  } else {
    e["VRMC_vrm"]["firstPerson"]["meshAnnotations"] = {{{"node", node}, {"type", "auto"}}};
    e["VRMC_springBone"] = {
        {"colliders", {{{"node", 2}, {"shape", {{"sphere", {{"radius", 0.1}}}}}}}},
        {"colliderGroups", {{{"colliders", {0}}}}},
        {"springs",
         {{{"joints", {{{"node", 3}}, {{"node", 4}}, {{"node", 5}}}}, {"colliderGroups", {0}}}}}};
  }
  return glb;
}

/// A node's rotation and place over time: a line, a step and a spline.
void add_animation(data::TinyGlb& glb) {
  const int view = data::add_view(
      glb, std::vector<float>{0, 0.1f, 0, 0, 0, 1, 0, 0, 0.7f, 0.7f, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0});
  nlohmann::json& accessors = glb.json["accessors"];
  const auto accessor = [&](const char* type, int count, int offset) {
    accessors.push_back({{"bufferView", view},
                         {"byteOffset", offset},
                         {"componentType", 5126},
                         {"count", count},
                         {"type", type}});
    return accessors.size() - 1;
  };
  const auto times = accessor("SCALAR", 2, 0), turns = accessor("VEC4", 2, 8);
  const auto places = accessor("VEC3", 2, 40), spline = accessor("VEC3", 6, 8);
  glb.json["animations"] = {
      {{"name", "raise"},
       {"samplers",
        {{{"input", times}, {"output", turns}},
         {{"input", times}, {"output", places}, {"interpolation", "STEP"}},
         {{"input", times}, {"output", spline}, {"interpolation", "CUBICSPLINE"}}}},
       {"channels",
        {{{"sampler", 0}, {"target", {{"node", 1}, {"path", "rotation"}}}},
         {{"sampler", 1}, {"target", {{"node", 0}, {"path", "translation"}}}},
         {{"sampler", 2}, {"target", {{"node", 2}, {"path", "scale"}}}}}}}};
}

/// VRM 1.0 and 0.x with an animation, a VRM animation, and a glTF of nodes with names alone.
std::vector<data::TinyGlb> animated() {
  std::vector<data::TinyGlb> list{data::tiny_glb(), data::tiny_glb({.version = 0}),
                                  data::tiny_glb(), data::tiny_glb()};
  for (data::TinyGlb& glb : list) add_animation(glb);
  const nlohmann::json humanoid = list[0].json["extensions"]["VRMC_vrm"]["humanoid"];
  list[2].json["extensions"] = {{"VRMC_vrm_animation", {{"humanoid", humanoid}}}};
  list[3].json.erase("extensions");
  return list;
}

/// The head of a JPEG or PNG file whose EXIF has an orientation.
std::vector<std::uint8_t> photo(bool jpeg) {
  const std::string tiff{"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", 26};
  const std::string head = jpeg ? std::string(
                                      "\xFF\xD8\xFF\xE0\0\x04JF\xFF\xE1\0\x22"
                                      "Exif\0\0",
                                      18)
                                : std::string(
                                      "\x89PNG\r\n\x1A\n\0\0\0\x1A"
                                      "eXIf",
                                      16);
  const std::string text = head + tiff + std::string(4, '\0');
  return {text.begin(), text.end()};
}

/// Sets with and without splits, traits, coordinates and keypoints.
std::vector<std::string> contents() {
  DatasetIndex index;
  index.resolution = 64;
  for (int i = 0; i < 3; ++i) {
    DatasetImage image;
    image.name = "00000/img0000000" + std::to_string(i) + ".png";
    image.look = i % 2;
    image.pose = standing_pose();
    image.test = i == 2;
    index.images.push_back(image);
  }
  const std::string plain = to_json(index);
  index.traits.schema = {{"hair", TraitKind::choice, {"bob", "long"}},
                         {"hair-colour", TraitKind::colour},
                         {"height", TraitKind::amount}};
  for (int look = 0; look < 2; ++look)
    index.traits.looks.push_back(trait_values_from_json(
        index.traits.schema, {{"hair", "bob"}, {"hair-colour", {0.9, 0.5, 0.6}}, {"height", 0.25}},
        "seed"));
  index.traits.sampler = TraitSampler{.weights = {{"hair", {1, 2}}}};
  index.parts = {{{"skin", Places::texture}, {"bow", Places::rest}}, {{"skin", Places::texture}}};
  return {plain, to_json(index), R"({"labels": [["00000/img00000000.png", 3]]})",
          R"({"labels": null})"};
}

ModelCard card() {
  ModelCard card;
  card.name = card.title = "seed";
  card.inputs = standard_inputs(card.spec, true);
  card.output = standard_output(card.spec);
  card.sha256 = std::string(64, 'a');
  card.bytes = 1000;
  card.working_type_at = {10, 20};
  card.licence = "CC0-1.0";
  card.characters = {{"one", 7}};
  return card;
}

std::vector<std::uint8_t> zip(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "seed.zip.part";
  ZipStoreWriter writer(path);
  writer.add("dataset.json", std::vector<std::uint8_t>{'{', '}'});
  writer.add("00000/img00000000.png", std::vector<std::uint8_t>(40, 7));
  writer.finish();
  std::vector<std::uint8_t> bytes = read_file(path);
  std::filesystem::remove(path);
  return bytes;
}

void write_seeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const auto& content) {
    std::filesystem::create_directories((folder / name).parent_path());
    write_file(folder / name, content);
  };
  write("vrm/one", data::tiny_vrm());
  write("vrm/zero", data::tiny_vrm({.version = 0, .without = {"neck", "chest"}}));
  write("vrm/everything_one", data::pack(everything(1)));
  write("vrm/everything_zero", data::pack(everything(0)));
  write("vrm/compressed", data::pack(data::compressed_glb()));
  write("bvh/tiny", read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"));
  // Other paths through the reader: no rest pose, no names, Z up, end sites for hands and head.
  BvhStyle style;
  write("bvh/plain", written_bvh(*own_clip("walk"), 3));
  style.bones_along_x = true;
  style.positions = BvhStyle::Positions::offsets;
  style.world = glm::angleAxis(1.57079633f, glm::vec3(1, 0, 0));
  write("bvh/bones", written_bvh(*own_clip("wave"), 3, style));
  style.name = [](BodyJoint joint) { return "Bone." + std::to_string(index(joint)); };
  style.without = {BodyJoint::head, BodyJoint::left_hand, BodyJoint::right_hand};
  write("bvh/nameless", written_bvh(*own_clip("walk"), 3, style));
  const std::vector<Pose> people{standing_pose(), mirrored(standing_pose())};
  write("openpose/body_25", to_json(openpose_file(people, 512, OpenPoseFormat::body_25)));
  write("openpose/coco_18", to_json(openpose_file(people, 1, OpenPoseFormat::coco_18)));
  // What other programs write, each its own way.
  write(
      "openpose/alphapose",
      std::string_view(
          R"([{"image_id": "a.jpg", "score": 3.1, "keypoints": [)"
          R"(320, 60, 0.9, 328, 52, 0.9, 312, 52, 0.9, 336, 56, 0.9, 304, 56, 0.9, 360, 110, 0.9, )"
          R"(280, 110, 0.9, 370, 170, 0.9, 270, 170, 0.9, 375, 230, 0.9, 265, 230, 0.9, 345, 240, 0.9, )"
          R"(295, 240, 0.9, 345, 330, 0.9, 295, 330, 0.9, 345, 420, 0.9, 295, 420, 0.9]}])"));
  write(
      "openpose/editor",
      std::string_view(
          R"({"width": 640, "height": "640", "keypoints": [[)"
          R"([320, 100], [320, 180], [260, 180], [250, 280], null, [380, 180], [390, 280], [390, 370], )"
          R"([290, 370], [290, 480], [290, 590], [350, 370], [350, 480], [350, 590], [305, 90], )"
          R"([335, 90], [290, 100], [350, 100]]]})"));
  write(
      "openpose/mmpose",
      std::string_view(
          R"({"instance_info": [{"frame_id": 0, "instances": [)"
          R"({"keypoints": [[320, 60], [328, 52], [312, 52], [336, 56], [304, 56], [360, 110], )"
          R"([280, 110], [370, 170], [270, 170], [375, 230], [265, 230], [345, 240], [295, 240], )"
          R"([345, 330], [295, 330], [345, 420], [295, 420]], "keypoint_scores": [0.9, 0.9, 0.9, 0.9, )"
          R"(0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]}]}]})"));
  write(
      "openpose/frames",
      std::string_view(
          R"([null, {"people": [null, {}], "canvas_width": 0}, )"
          R"({"people": [{"pose_keypoints_2d": [], "pose_keypoints_3d": [0.0, -0.8, 9, 1, 0, -0.5, 9, )"
          R"(1, -0.1, -0.5, 9, 1, -0.2, -0.3, 9, 1, -0.2, 0, 9, 1, 0.1, -0.5, 9, 1, 0.2, -0.3, 9, 1, )"
          R"(0.2, 0, 9, 1, -0.1, 0, 9, 1, -0.1, 0.4, 9, 1, -0.1, 0.8, 9, 1, 0.1, 0, 9, 1, 0.1, 0.4, 9, )"
          R"(1, 0.1, 0.8, 9, 1, NaN, 0, 9, 1, 0.1, -0.9, 9, 1, -0.1, -0.9, 9, 1, 0.1, -0.9, 9, 1]}]}])"));
  write(
      "openpose/coco",
      std::string_view(
          R"({"images": [{"id": 1, "width": 640, "height": 480}], )"
          R"("annotations": [{"image_id": 1, "keypoints": [{"x": 320, "y": 60, "score": 0.9}, )"
          R"([328, 52], [312, 52], [336, 56], [304, 56], [360, 110], [280, 110], [370, 170], )"
          R"([270, 170], [375, 230], [265, 230], [345, 240], [295, 240], [345, 330], [295, 330], )"
          R"([345, 420], ["295", "420"]]}]})"));
  int number = 0;
  for (const data::TinyGlb& glb : animated())
    write(("motion/" + std::to_string(number++)).c_str(), data::pack(glb));
  write("photo/jpeg", photo(true));
  write("photo/png", photo(false));
  for (const std::string& text : contents())
    write(("dataset/" + std::to_string(number++)).c_str(), text);
  write("zip/two", zip(folder));
  write("card/all", to_json(card()));
  SharedState state;
  state.model = "starter";
  state.seed = 42;
  state.seed2 = 7;
  state.mix = 0.5f;
  state.pose = standing_pose();
  KeyedMotion motion;
  motion.put({.time = 0.5f, .figure = figure_at(keyed(*own_clip("wave")), 0)});
  state.keys = encode_motion(motion);
  write("share_link/all", to_fragment(state));
}

}  // namespace
}  // namespace psgan

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_seeds DIR\n");
    return 2;
  }
  return psgan::run_program("write_seeds", [&] { psgan::write_seeds(argv[1]); });
}
