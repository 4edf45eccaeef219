#include "trainer/training/snapshot.h"

#include "trainer/networks/architectures.h"
#include "trainer/networks/widening.h"
#include "trainer/training/dpg2_snapshot.h"
#include "trainer/training/pg2_snapshot.h"

namespace psgan::trainer {
namespace {

constexpr const char* kind = "snapshot";

bool has_discriminator(const Snapshot& snapshot) {
  return snapshot.options.method == Method::psgan;
}

}  // namespace

void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot,
                    std::uint64_t part_bytes) {
  const TrainingProgress& progress = snapshot.progress;
  write_archive_file(path, kind,
                     {{{"options", to_json(snapshot.options)},
                       {"progress",
                        {{"images", progress.images},
                         {"steps", progress.steps},
                         {"seconds", progress.seconds},
                         {"rollbacks", progress.rollbacks}}},
                       {"looks", snapshot.looks},
                       {"latents", to_json(snapshot.latents)},
                       {"compact", snapshot.compact}},
                      snapshot.archive},
                     part_bytes);
}

Snapshot read_snapshot(const std::filesystem::path& path) {
  const std::string where = path.string();
  ArchiveFile file = read_archive_file(path, kind);
  Snapshot snapshot;
  const auto options = field<Json>(file.header, "options", where);
  // What an older version did not write is as it was then, not as the preset is now.
  snapshot.options = with_changes(TrainingOptions(), with_former_dpg2_settings(options), where);
  const auto progress = field<Json>(file.header, "progress", where);
  snapshot.progress = {field<std::uint64_t>(progress, "images", where),
                       field<std::uint64_t>(progress, "steps", where),
                       field<double>(progress, "seconds", where)};
  // Not yet in the first snapshots there were.
  const auto optional = [&](const Json& object, const char* key, auto& value) {
    using Value = std::remove_reference_t<decltype(value)>;
    if (object.contains(key)) value = field<Value>(object, key, where);
  };
  optional(progress, "rollbacks", snapshot.progress.rollbacks);
  optional(file.header, "looks", snapshot.looks);
  optional(file.header, "compact", snapshot.compact);
  snapshot.latents = file.header.contains("latents")
                         ? latent_space_from_json(file.header["latents"], where)
                         : LatentSpace{.size = snapshot.options.spec.latent_size};
  snapshot.archive = std::move(file.archive);
  return snapshot;
}

void check_method(const Snapshot& snapshot, Method expected, const std::string& where) {
  if (snapshot.options.method == expected) return;
  throw Error(where + ": this is a snapshot of psgan train --method " +
              name(snapshot.options.method) + ", expected one of --method " + name(expected));
}

void check_weights(const Snapshot& snapshot, const std::string& where) {
  if (snapshot.options.method == Method::pg2) return check_pg2_weights(snapshot, where);
  if (snapshot.options.method == Method::dpg2) return check_dpg2_weights(snapshot, where);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  if (has_discriminator(snapshot)) {
    Discriminator discriminator(snapshot.options.spec);
    read_module(archive, "D", discriminator, where);
  }
  const auto generator = make_generator(snapshot.options.spec);
  read_module(archive, "G_ema", *generator, where);
  if (!snapshot.compact) read_module(archive, "G", *generator, where);
}

Snapshot compacted(const Snapshot& snapshot, const std::string& where) {
  const auto generator = load_generator(snapshot, where);
  torch::serialize::OutputArchive archive;
  const auto write = [&](const char* name, torch::nn::Module& module) {
    module.to(torch::kFloat16);
    write_part(archive, name, module);
  };
  write("G_ema", *generator);
  if (has_discriminator(snapshot)) {
    torch::serialize::InputArchive from = open_archive(snapshot.archive);
    Discriminator discriminator(snapshot.options.spec);
    read_module(from, "D", discriminator, where);
    write("D", discriminator);
  }
  Snapshot small = snapshot;
  small.compact = true;
  small.archive = close_archive(archive);
  return small;
}

Snapshot grown(const Snapshot& snapshot, const GeneratorSpec& spec, const std::string& where) {
  Snapshot large = snapshot;
  large.options.spec = spec;
  torch::serialize::InputArchive from = open_archive(snapshot.archive);
  torch::serialize::OutputArchive archive;
  // One seed for G and its average: their fresh layers and the copies' shares are to be the same.
  const auto grow = [&](const char* part, const auto& make) {
    torch::manual_seed(snapshot.options.seed);
    const auto known = make(snapshot.options.spec), all = make(large.options.spec);
    read_module(from, part, *known, where);
    copy_widened(*known, *all, where);
    write_part(archive, part, *all);
  };
  if (!snapshot.compact) {
    grow("G", make_generator);
    archive.write("optimizer_resolution", torch::tensor(0));
  }
  grow("G_ema", make_generator);
  if (has_discriminator(snapshot))
    grow("D", [](const GeneratorSpec& which) { return std::make_shared<Discriminator>(which); });
  large.archive = close_archive(archive);
  return large;
}

std::shared_ptr<Generator> load_generator(const Snapshot& snapshot, const std::string& where) {
  if (snapshot.options.method != Method::texture) check_method(snapshot, Method::psgan, where);
  auto generator = make_generator(snapshot.options.spec);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "G_ema", *generator, where);
  generator->set_latents(snapshot.latents);
  generator->eval();
  return generator;
}

std::shared_ptr<Discriminator> load_discriminator(const Snapshot& snapshot,
                                                  const std::string& where) {
  check_method(snapshot, Method::psgan, where);
  auto discriminator = std::make_shared<Discriminator>(snapshot.options.spec);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "D", *discriminator, where);
  discriminator->eval();
  return discriminator;
}

}  // namespace psgan::trainer
