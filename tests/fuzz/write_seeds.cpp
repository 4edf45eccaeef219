// Writes what the fuzz targets begin with: DIR/vrm, DIR/bvh, DIR/openpose, DIR/share_link.
#include <cstdio>

#include "../data/tiny_vrm.h"
#include "common/program.h"
#include "psgan/openpose.h"
#include "psgan/share_link.h"

namespace psgan {
namespace {

void write_seeds(const std::filesystem::path& folder) {
  const auto write = [&](const char* name, const auto& content) {
    std::filesystem::create_directories((folder / name).parent_path());
    write_file(folder / name, content);
  };
  write("vrm/one", data::tiny_vrm());
  write("vrm/zero", data::tiny_vrm({.version = 0, .without = {"neck", "chest"}}));
  write("bvh/tiny", read_text_file(std::filesystem::path(TEST_MOTION) / "tiny.bvh"));
  const std::vector<Pose> people{standing_pose(), mirrored(standing_pose())};
  write("openpose/body_25", to_json(openpose_file(people, 512, OpenPoseFormat::body_25)));
  write("openpose/coco_18", to_json(openpose_file(people, 1, OpenPoseFormat::coco_18)));
  SharedState state;
  state.model = "starter";
  state.seed = 42;
  state.seed2 = 7;
  state.mix = 0.5f;
  state.pose = standing_pose();
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
