#include "trainer/training/dpg2_snapshot.h"

namespace psgan::trainer {

Dpg2Networks load_dpg2_networks(const Snapshot& snapshot, const std::string& where) {
  check_method(snapshot, Method::dpg2, where);
  Dpg2Networks networks(snapshot.options.spec.resolution, snapshot.options.width);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  for (const auto& [name, network] : networks.parts()) {
    read_module(archive, name, *network, where);
  }
  return networks;
}

bool has_mappings(const Snapshot& snapshot) {
  return static_cast<double>(snapshot.progress.images) > snapshot.options.stage1_kimg * 1000;
}

void check_dpg2_weights(const Snapshot& snapshot, const std::string& where) {
  const TrainingOptions& options = snapshot.options;
  load_dpg2_networks(snapshot, where);
  DcganDiscriminator pictures = make_picture_discriminator(options.spec.resolution, options.width);
  CodeCritic appearances(appearance_code_size, options.width), poses(pose_code_size, options.width);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "D", *pictures, where);
  read_module(archive, "CA", *appearances, where);
  read_module(archive, "CP", *poses, where);
}

DcganDiscriminator make_picture_discriminator(int resolution, int width) {
  return DcganDiscriminator(3, resolution, dcgan_width(width));
}

Json with_former_dpg2_settings(Json options) {
  if (options.value("method", "") != "dpg2" || options.contains("judged_from")) return options;
  const bool fast = options.value("cfg", "") == "fast";
  options["judged_from"] = fast ? 2.0 / 3 : 0;
  options["figure_weight"] = fast ? 4 : 0;
  if (options.contains("mapping_lr")) options["critic_lr"] = options["mapping_lr"];
  return options;
}

}  // namespace psgan::trainer
