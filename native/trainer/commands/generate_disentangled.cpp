#include "trainer/commands/generate_disentangled.h"

#include <iostream>
#include <sstream>

#include "common/program.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/machine/device.h"
#include "trainer/networks/latents.h"
#include "trainer/training/dpg2_snapshot.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Of the only source, whose keypoints [1,20,3] are in that file.
void check_regions(const Tensor& keypoints, const std::string& where) {
  const Tensor seen = find_body_regions(keypoints).seen[0];
  std::string missing;
  for (int region = 0; region < body_region_count; ++region) {
    if (seen[region].item<float>() > 0) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(body_region_name(region));
  }
  if (missing.empty()) return;
  if (seen.sum().item<float>() == 0) {
    throw Error(where +
                ": no keypoint is visible, expected some of the body's regions, from which the "
                "appearance is encoded");
  }
  std::cerr << "warning: " << where << ": no keypoint is visible of: " << missing
            << "; nothing of these is encoded\n";
}

}  // namespace

DisentangledDrawing::DisentangledDrawing(const Snapshot& snapshot, const GeneratorFlags& generator)
    : snapshot_(snapshot),
      where_(generator.snapshot.string()),
      device_(device_named(generator.device)),
      networks_(load_dpg2_networks(snapshot, where_)) {
  networks_.to(device_);
}

Tensor DisentangledDrawing::latents(const std::vector<std::uint64_t>& seeds) const {
  if (!has_mappings(snapshot_)) {
    std::ostringstream text;
    text << where_ << ": its run is in the first stage, of " << snapshot_.options.stage1_kimg
         << " kimg, and draws nothing from noise yet; --source or --looks draw the characters of "
            "pictures";
    throw Error(text.str());
  }
  return latents_from_seeds(seeds, snapshot_.latents).to(device_);
}

Tensor DisentangledDrawing::sampled_poses(int count) {
  return networks_.sampled_poses(latents(seeds_from(1, count)));
}

Tensor DisentangledDrawing::characters(const std::vector<std::uint64_t>& seeds,
                                       const Tensor& poses) {
  const torch::NoGradGuard no_grad;
  return networks_.draw_grid(networks_.sampled_codes(latents(seeds)), poses.to(device_));
}

Tensor DisentangledDrawing::sources(const SourceFlags& flags, const Tensor& poses, bool skeletons) {
  const torch::NoGradGuard no_grad;
  const SourcePictures sources = read_sources(flags, snapshot_);
  if (!sources.keypoints.defined()) {
    throw Error(flags.source.string() +
                ": expected --source-pose, a file of this character's keypoints, which tell where "
                "the body's regions are");
  }
  if (!flags.pose.empty()) check_regions(sources.keypoints, flags.pose.string());
  const Tensor pictures = sources.pictures.to(device_), keypoints = poses.to(device_);
  const Tensor codes = networks_.encoder->forward(pictures, sources.keypoints.to(device_));
  const Tensor heads = skeletons ? draw_skeletons(keypoints, networks_.resolution) : Tensor();
  return beside_sources(pictures, networks_.draw_grid(codes, keypoints), heads);
}

}  // namespace psgan::trainer
