#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <sstream>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/machine/processes.h"
#include "trainer/training/time_plan.h"
#include "trainer/training/training_loop.h"

namespace psgan::trainer {
namespace {

struct TrainFlags {
  std::string cfg = "fast";
  std::filesystem::path outdir = "runs";
  std::string resume;
  bool dry_run = false;
  double data_gb = 0;
  Json changes = Json::object();  // what was given, by the names of options.json
};

/// A flag that changes one field of the options, and only if it is given.
template <typename T>
void add_change(CLI::App& command, TrainFlags& flags, const char* flag, const char* key,
                const char* help) {
  command.add_option_function<T>(
      flag, [&flags, key](const T& value) { flags.changes[key] = value; }, help);
}

void add_flags(CLI::App& command, TrainFlags& flags) {
  const auto text = [&](const char* flag, const char* key, const char* help) {
    add_change<std::string>(command, flags, flag, key, help);
  };
  const auto whole = [&](const char* flag, const char* key, const char* help) {
    add_change<int>(command, flags, flag, key, help);
  };
  const auto number = [&](const char* flag, const char* key, const char* help) {
    add_change<double>(command, flags, flag, key, help);
  };
  text("--data", "data", "Data set: a zip of psgan-data render");
  command.add_option("--outdir", flags.outdir, "Where runs' folders are made")
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--cfg",
          [&](const std::string& cfg) {
            flags.cfg = cfg;
            flags.changes["cfg"] = cfg;
          },
          "Preset: fast, paper-avatar or paper-deepfashion")
      ->default_str("fast");
  command.add_option(
      "--resume", flags.resume,
      "Go on: \"latest\" (newest snapshot in --outdir) or a snapshot's path, also of "
      "psgan compact");
  command.add_flag("--dry-run", flags.dry_run,
                   "Print the options, the schedule, and what it takes here, then stop");

  whole("--resolution", "resolution",
        "Of the generator's images: 4 to 1024, a power of two; a resumed run may ask for more");
  whole("--sum-from", "sum_from",
        "Above this resolution each adds to the enlarged picture of the one below (fast: 16); 0: "
        "the newest draws all");
  whole("--maps-from-below", "maps_from_below",
        "From this resolution on each takes the condition map of half its size, enlarged "
        "(fast: 256); 0: none does");
  whole("--start-resolution", "start_resolution", "Where growing starts");
  whole("--fmap-base", "fmap_base",
        "Feature maps are min(base / 2^stage, max); a resumed run may ask for more");
  whole("--fmap-max", "fmap_max", "See --fmap-base");
  whole("--latent", "latent_size",
        "Numbers in the latent (default: 512; with anchors as many as the looks need)");
  text("--encoding", "encoding", "Condition maps: point, gaussian, limb or none");
  command.add_flag_function(
      "--no-pose", [&](std::int64_t) { flags.changes["encoding"] = "none"; },
      "Progressive GAN, the baseline without poses (paper presets)");
  command
      .add_option_function<std::string>(
          "--size",
          [&](const std::string& size) {
            // What --fmap-base and --fmap-max say stands.
            flags.changes.emplace("fmap_base", size == "full" ? 4096 : 2048);
            flags.changes.emplace("fmap_max", size == "full" ? 256 : 128);
          },
          "Feature maps: full (4096/256, 7 million parameters at 512²) or light (2048/128)")
      ->check(CLI::IsMember({"full", "light"}));
  text("--loss", "loss",
       "relativistic (with R1 and R2; fast's), logistic (with R1) or wgan-gp (the papers')");

  number("--kimg", "kimg", "Thousands of real images to show in all; 0: as the preset says");
  text("--fade-kimg", "fade_kimg", "Thousands of images of each fade-in, as 20 or 8:5,32:20");
  text("--stable-kimg", "stable_kimg", "Thousands of images of each stable part, likewise");
  text("--batch", "batch",
       "Minibatch, as 16 or 16,256:12 (12 from 256² on); fast: 16, on the CPU 4");
  text("--lr", "lr", "Adam's learning rate, as 0.001 or 0.001,128:0.0008");
  number(
      "--lr-decay", "lr_decay",
      "Over this last share of all images (0 to 1) the learning rate falls to a tenth: edges and "
      "grounds become calm");
  text("--r1-gamma", "r1_gamma", "R1's strength, as 4 or 4,64:1 (not for wgan-gp)");
  text("--r2-gamma", "r2_gamma", "R2's strength, likewise");
  whole("--r1-every", "r1_every", "Steps between two penalties of R1 and R2");
  number("--ema-kimg", "ema_kimg", "Half-life of the average of G's weights");
  number("--anchors", "anchors",
         "Share of G's batch (0 to 1) that redraws the real images, each look from its own region "
         "of the latents");
  number("--anchor-weight", "anchor_weight", "Weight of the anchors' L1");
  number("--anchor-limbs", "anchor_limbs",
         "How much more it counts on limbs than elsewhere (0: alike; 4: five times)");
  text("--anchor-steps", "anchor_steps",
       "Further steps of G after each of D and G, by the anchors' L1 alone, as 4 or 0,256:4: a "
       "third of a step's cost each");
  number("--feature-weight", "feature_weight",
         "Weight of feature matching: the anchors' distance to the real images as the "
         "discriminator sees it");
  number("--anchor-fade-kimg", "anchor_fade_kimg",
         "The anchors' weight falls to 0 until then; 0: it stays");
  command.add_flag_function(
      "--mirror", [&](std::int64_t) { flags.changes["mirror"] = true; },
      "Mirror half of the images and poses");

  number("--tick-kimg", "tick_kimg", "Thousands of images between two lines of the log");
  number("--snap-kimg", "snap_kimg", "Thousands of images between two snapshots");
  whole("--keep", "keep", "Snapshots that are kept");
  text("--on-nan", "on_nan",
       "When a loss or a weight is no number any more: stop, or rollback to the last snapshot with "
       "half the learning rate and other random numbers, at most three times a run (default stop)");
  number("--minutes", "minutes",
         "A new run without --kimg or --fade-kimg, --stable-kimg: the phases fit into this "
         "time. Else stop with a snapshot after it; 0: no limit");
  add_change<std::uint64_t>(command, flags, "--seed", "seed", "Of everything random");
  text("--device", "device", "cpu or cuda");
  text("--precision", "precision", "fp32, bf16 or auto: bf16 on CUDA, fp32 on the CPU");
  command.add_option("--data-gb", flags.data_gb,
                     "Memory for the data set's images; higher resolutions that do not fit are "
                     "decoded as they are needed; 0: three quarters of what is free");
}

/// What is in the data set, if it is there.
std::optional<DatasetIndex> peek(const std::string& data) {
  if (!std::filesystem::exists(data)) return std::nullopt;
  return read_dataset_index(ZipStoreReader(data), data);
}

/// A latent with a number for each look and some to spare, as small as a power of two can be: what
/// is more only has to be learned to be passed over.
int latent_size_for(int looks) {
  int size = 16;
  while (size < looks) size *= 2;
  return size;
}

void print_plan(const TrainingOptions& options, const CostTable& costs) {
  std::cout << to_json(options).dump(2) << "\n\n"
            << plan_text(options, make_schedule(options), costs) << "images of the data set: ";
  if (const auto index = peek(options.data)) {
    const auto bytes = TrainingData::bytes_of_levels(index->images.size(), options.spec.resolution);
    std::cout << static_cast<double>(bytes) / 1e6 << " MB in memory, of "
              << static_cast<double>(TrainingData::free_memory()) / 1e6 << " that may be taken\n";
  } else {
    std::cout << options.data << " is not there yet\n";
  }
}

/// Phases that use up the minutes.
void fit_to_minutes(TrainingOptions& options, const CostTable& costs) {
  const PhaseLengths lengths = fit_phases(options, make_schedule(options), options.start_resolution,
                                          options.minutes * 60, costs);
  options.fade_kimg = lengths.fade_kimg;
  options.stable_kimg = lengths.stable_kimg;
}

/// Where a run goes on from, if it does.
std::optional<FoundSnapshot> snapshot_to_resume(const TrainFlags& flags) {
  if (flags.resume.empty()) return std::nullopt;
  if (flags.resume == "latest") return RunFolder::latest_snapshot(flags.outdir);
  return FoundSnapshot{flags.resume, read_snapshot(flags.resume), {}};
}

void check_device(const std::string& device) {
  if (device == "cpu") return;
  if (device != "cuda" && !device.starts_with("cuda:")) {
    throw UsageError("--device is \"" + device + "\", expected cpu or cuda");
  }
  if (!torch::cuda::is_available()) {
    throw Error("--device cuda: this program's LibTorch finds no CUDA device");
  }
}

void check_data_set(const std::string& path, bool resumed) {
  if (std::filesystem::exists(path)) return;
  throw Error(path + ": there is no such data set" +
              (resumed ? "; the run was trained on it, and --data tells where it is now" : ""));
}

// What networks and their gradients may take of a GPU's memory before the data set does.
constexpr std::int64_t reserve_for_training = std::int64_t{24} << 30;

/// For measuring what one of several processes has to do: batches as small as its share.
TrainingOptions share_of_batch(TrainingOptions options, int processes) {
  if (processes == 1) return options;
  std::ostringstream text;
  for (int r = 4; r <= options.spec.resolution; r *= 2) {
    if (r > 4) text << ',' << r << ':';
    text << std::max(static_cast<int>(options.batch.at(r)) / processes, 1);
  }
  options.batch = PerResolution(text.str(), "batch");
  return options;
}

/// All processes must plan with the same numbers, and an image takes each of them as long as all.
CostTable as_first_process_says(CostTable costs) {
  for (auto& [resolution, cost] : costs) {
    cost.seconds_per_image = from_first_process(cost.seconds_per_image) / process_count();
  }
  return costs;
}

void run_train(const TrainFlags& flags) {
  auto from = snapshot_to_resume(flags);
  const std::string where = from ? from->path.string() : "";
  TrainingOptions options;
  bool grows = false;
  if (from) {
    check_resumable(from->snapshot.options, flags.changes, where);
    options = with_changes(from->snapshot.options, flags.changes, "command line");
    check_weights(from->snapshot, where);
    grows = !(options.spec == from->snapshot.options.spec);
    if (grows) from->snapshot = grown(from->snapshot, options.spec, where);
  } else {
    options = new_run(flags.cfg, flags.changes, "command line");
    options.fit = options.minutes > 0;
    if (options.anchors > 0 && !flags.changes.contains("latent_size")) {
      if (const auto index = peek(options.data)) {
        options.spec.latent_size = latent_size_for(index->looks());
      }
    }
  }
  for (const char* key : {"kimg", "fade_kimg", "stable_kimg"}) {
    if (flags.changes.contains(key)) options.fit = false;
  }
  if (options.fit) options.kimg = 0;
  if (options.data.empty()) throw UsageError("--data is missing: which data set?");
  const ProcessPlace place = place_from_environment();
  if (options.device == "cuda") options.device += ":" + std::to_string(place.local_rank);
  check_device(options.device);
  CostTable costs;
  if (options.fit || flags.dry_run) costs = measure_costs(share_of_batch(options, place.count));
  if (options.fit && !from) fit_to_minutes(options, costs);
  if (flags.dry_run) return print_plan(options, costs);

  check_data_set(options.data, from.has_value());
  if (place.count > 1 && options.on_nan == "rollback") {
    throw UsageError("--on-nan rollback is for a run of one process, this one has " +
                     std::to_string(place.count));
  }

  const ProcessGroup group(place, torch::Device(options.device));
  TrainingData data =
      TrainingData::load(options.data, options.spec.resolution,
                         flags.data_gb > 0 ? static_cast<std::uint64_t>(flags.data_gb * 1e9)
                                           : TrainingData::free_memory());
  data.move_to(torch::Device(options.device), reserve_for_training);
  Trainer trainer(options, data);
  if (from) trainer.restore(from->snapshot, where);

  const RunFolder folder = process_rank() > 0 ? RunFolder::silent()
                           : from && !grows
                               ? RunFolder::of_snapshot(from->path, flags.outdir, options)
                               : RunFolder::create(flags.outdir, options);
  folder.write_options(options);
  if (from && !folder.is_silent()) {
    for (const std::string& reason : from->passed_over) folder.log("passing over " + reason);
    folder.forget_stats_after(from->snapshot.progress.images);
  }
  folder.log((from ? "going on from " + from->path.filename().string() : "training") + " in " +
             folder.path().string() + ": " + std::to_string(data.size()) + " images of " +
             std::to_string(data.looks()) + " looks");
  from.reset();  // its weights are in use now, and it is as large as they are
  std::optional<TimePlan> plan;
  if (options.fit) plan.emplace(options, as_first_process_says(costs));
  train(trainer, data, folder, std::move(plan));
}

}  // namespace

void add_train_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand("train", "Train a generator and a discriminator");
  const auto flags = std::make_shared<TrainFlags>();
  add_flags(*command, *flags);
  command->footer(
      "A run makes a folder in --outdir: options.json, log.txt (a line a tick),\n"
      "training_stats.jsonl, TensorBoard's events, fakes000010.png (fixed seeds × fixed poses "
      "under\n"
      "skeletons and real images) and snapshot-000010.pt. Ctrl-C stops with a snapshot; killed at\n"
      "any moment, the run goes on with --resume latest, which passes over damaged snapshots.\n"
      "Examples:\n"
      "  psgan train --data avatar.zip --cfg fast --resolution 64 --kimg 300\n"
      "  psgan train --data photographs.zip --anchors 0    (looks that are not told apart)\n"
      "  psgan train --data avatar.zip --cfg paper-avatar --resolution 64 --fmap-base 1024 \\\n"
      "    --fmap-max 64 --kimg 300 --snap-kimg 10 --seed 7\n"
      "  psgan train --resume latest --minutes 60\n"
      "  psgan train --resume small.pt --data avatar256.zip --resolution 256 \\\n"
      "    --stable-kimg 7,32:9,64:13,128:25,256:40    (what was shown so far counts)\n"
      "  psgan train --data avatar.zip --cfg paper-avatar --dry-run");
  command->callback([flags] { with_torch_errors([&] { run_train(*flags); }); });
}

}  // namespace psgan::trainer
