#include <CLI/CLI.hpp>
#include <bit>
#include <iostream>
#include <memory>
#include <sstream>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/machine/bf16_speed.h"
#include "trainer/machine/device.h"
#include "trainer/machine/processes.h"
#include "trainer/training/latent_choice.h"
#include "trainer/training/methods.h"
#include "trainer/training/option_table.h"
#include "trainer/training/time_plan.h"
#include "trainer/training/training_loop.h"

namespace psgan::trainer {
namespace {

struct TrainFlags {
  std::string cfg;  // empty: not given
  std::filesystem::path outdir = "runs";
  std::string resume;
  bool dry_run = false;
  double data_gb = 0;
  Json changes = Json::object();  // what was given, by the names of options.json
};

/// The flags that change one option each, as the table has them.
void add_option_flags(CLI::App& command, TrainFlags& flags) {
  for (const OptionRow& row : option_table()) {
    const std::string flag(row.flag), help(row.help), key(row.key);
    const std::string group =
        row.only.empty() ? "Options" : "Options of --method " + names_of_methods(row);
    const auto add = [&]<typename T>(T) {
      command
          .add_option_function<T>(
              flag, [&flags, key](const T& value) { flags.changes[key] = value; }, help)
          ->group(group);
    };
    switch (row.kind) {
      case FlagKind::none:
        break;
      case FlagKind::text:
        add(std::string());
        break;
      case FlagKind::whole:
        add(int());
        break;
      case FlagKind::number:
        add(double());
        break;
      case FlagKind::seed:
        add(std::uint64_t());
        break;
      case FlagKind::toggle:
        command
            .add_flag_function(
                flag, [&flags, key](std::int64_t) { flags.changes[key] = true; }, help)
            ->group(group);
        break;
    }
  }
}

void add_flags(CLI::App& command, TrainFlags& flags) {
  command.add_option("--outdir", flags.outdir, "Where runs' folders are made")
      ->capture_default_str();
  command.add_option_function<std::string>(
      "--cfg",
      [&](const std::string& cfg) {
        flags.cfg = cfg;
        flags.changes["cfg"] = cfg;
      },
      "Preset: fast, paper-avatar (psgan alone) or paper-deepfashion (default: fast; with "
      "--no-pose paper-avatar)");
  command.add_option(
      "--resume", flags.resume,
      "Go on: \"latest\" (newest snapshot in --outdir) or a snapshot's path, also of "
      "psgan compact");
  command.add_flag("--dry-run", flags.dry_run,
                   "Print the options, the schedule, and what it takes here, then stop");
  command.add_flag_function(
      "--no-pose", [&](std::int64_t) { flags.changes["encoding"] = "none"; },
      "Progressive GAN, the baseline without poses (paper presets); --data may be a zip of images "
      "alone");
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
  command.add_option("--data-gb", flags.data_gb,
                     "Memory for the data set's images; higher resolutions that do not fit are "
                     "decoded as they are needed; 0: three quarters of what is free");
  add_option_flags(command, flags);
}

Keypoints keypoints_for(const TrainingOptions& options) {
  return options.spec.encoding == PoseEncoding::none ? Keypoints::not_needed : Keypoints::needed;
}

/// What is in the data set, if it is there.
std::optional<DatasetIndex> peek(const TrainingOptions& options) {
  if (!std::filesystem::exists(options.data)) return std::nullopt;
  return read_dataset_index(ZipStoreReader(options.data), options.data, keypoints_for(options));
}

/// A new run's options: those that are not given suit the data set, if it is there.
TrainingOptions options_of_new_run(const TrainFlags& flags) {
  Json changes = flags.changes;
  // Only the paper's networks draw without poses.
  const bool poseless = changes.value("encoding", "") == "none";
  const std::string cfg = !flags.cfg.empty() ? flags.cfg : poseless ? "paper-avatar" : "fast";
  TrainingOptions options = new_run(cfg, changes, "command line");
  if (const auto index = peek(options)) {
    if (!changes.contains("resolution") && index->resolution < options.spec.resolution) {
      changes["resolution"] = std::bit_floor(static_cast<unsigned>(index->resolution));
      options = new_run(cfg, changes, "command line");
    }
    if (options.method == Method::psgan || options.method == Method::texture)
      choose_latents(options, changes.contains("latent_size"), *index);
  }
  options.fit = options.minutes > 0 && options.method == Method::psgan;
  return options;
}

void print_plan(const TrainingOptions& options, const CostTable& costs) {
  std::cout << to_json(options).dump(2) << "\n\n";
  if (options.method == Method::pg2) {
    std::cout << "G1 alone for " << options.stage1_kimg << " kimg, then G2 and D for "
              << options.kimg - options.stage1_kimg << " kimg\n";
  } else if (options.method == Method::dpg2) {
    std::cout << "appearance and pose for " << options.stage1_kimg
              << " kimg, then the mapping functions for " << options.kimg - options.stage1_kimg
              << " kimg\n";
  } else {
    std::cout << plan_text(options, make_schedule(options), costs);
  }
  std::cout << "images of the data set: ";
  if (const auto index = peek(options)) {
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

void warn_of_slow_bf16(const TrainingOptions& options) {
  if (options.precision != Precision::bf16 || options.device != "cpu") return;
  const std::string warning = bf16_warning(bf16_speed());
  if (!warning.empty()) std::cerr << "psgan: --precision bf16: " << warning << "\n";
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
    check_meant_for(from->snapshot.options.method, flags.changes);
    options = with_changes(from->snapshot.options, flags.changes, "command line");
    check_weights(from->snapshot, where);
    grows = !(options.spec == from->snapshot.options.spec);
    if (grows) from->snapshot = grown(from->snapshot, options.spec, where);
  } else {
    options = options_of_new_run(flags);
  }
  for (const char* key : {"kimg", "fade_kimg", "stable_kimg"}) {
    if (flags.changes.contains(key)) options.fit = false;
  }
  if (options.fit) options.kimg = 0;
  if (options.data.empty()) throw UsageError("--data is missing: which data set?");
  const ProcessPlace place = place_from_environment();
  if (options.device == "cuda") options.device += ":" + std::to_string(place.local_rank);
  const torch::Device device = device_named(options.device);
  warn_of_slow_bf16(options);
  CostTable costs;
  const bool measured = options.fit || (flags.dry_run && options.method == Method::psgan);
  if (measured) costs = measure_costs(share_of_batch(options, place.count));
  if (options.fit && !from) fit_to_minutes(options, costs);
  if (flags.dry_run) return print_plan(options, costs);

  check_data_set(options.data, from.has_value());
  if (place.count > 1 && options.on_nan == OnNan::rollback) {
    throw UsageError("--on-nan rollback is for a run of one process, this one has " +
                     std::to_string(place.count));
  }

  if (const auto index = peek(options)) check_learnable(options, *index);
  const ProcessGroup group(place, device);
  TrainingData data =
      TrainingData::load(options.data, options.spec.resolution,
                         flags.data_gb > 0 ? static_cast<std::uint64_t>(flags.data_gb * 1e9)
                                           : TrainingData::free_memory(),
                         keypoints_for(options));
  data.move_to(device, reserve_for_training);
  const auto trainer = make_method(options, data);
  if (from) trainer->restore(from->snapshot, where);

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
  for (const std::string& remark : trainer->remarks()) folder.log(remark);
  from.reset();  // its weights are in use now, and it is as large as they are
  std::optional<TimePlan> plan;
  if (options.fit) plan.emplace(options, as_first_process_says(costs));
  train(*trainer, folder, std::move(plan));
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
      "skeletons and real images; of pg2 a pair a row: source, skeleton, G1, G2, target; of dpg2\n"
      "source, its reconstruction, skeleton, the source in that pose, target, then samples) and\n"
      "snapshot-000010.pt. Ctrl-C stops with a snapshot; killed at any moment, the run goes on\n"
      "with --resume latest, which passes over damaged snapshots.\n"
      "Examples:\n"
      "  psgan train --data avatar.zip --cfg fast --resolution 64 --kimg 300\n"
      "  psgan train --data photographs.zip --anchors 0    (looks that are not told apart)\n"
      "  psgan train --data avatar.zip --cfg paper-avatar --resolution 64 --fmap-base 1024 \\\n"
      "    --fmap-max 64 --kimg 300 --snap-kimg 10 --seed 7\n"
      "  psgan train --resume latest --minutes 60\n"
      "  psgan train --resume small.pt --data avatar256.zip --resolution 256 \\\n"
      "    --stable-kimg 7,32:9,64:13,128:25,256:40    (what was shown so far counts)\n"
      "  psgan train --data avatar.zip --cfg paper-avatar --dry-run\n"
      "  psgan train --method pg2 --data avatar.zip --resolution 64 --kimg 40\n"
      "  psgan train --method dpg2 --data avatar.zip --resolution 64 --kimg 40 --stage1-kimg 25\n"
      "  psgan train --method pg2 --data photographs.zip --cfg paper-deepfashion --device cuda");
  command->callback([flags] { with_torch_errors([&] { run_train(*flags); }); });
}

}  // namespace psgan::trainer
