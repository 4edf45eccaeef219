#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/evaluation/dpg2_subject.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/evaluation/pg2_subject.h"
#include "trainer/evaluation/trait_measures.h"
#include "trainer/machine/device.h"
#include "trainer/onnx/model_folder.h"
#include "trainer/training/dpg2_snapshot.h"
#include "trainer/training/pg2_snapshot.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;

struct EvaluateFlags {
  fs::path snapshot, data, detector, classifier, out;
  EvaluationOptions options;
  std::string device = "cpu";
  bool coarse = false;
};

/// What is evaluated: the networks of one of the methods.
struct Networks {
  std::shared_ptr<Generator> psgan;
  std::optional<Pg2Generator> pg2;
  std::optional<Dpg2Networks> dpg2;
};

Networks open_networks(const Snapshot& snapshot, const EvaluateFlags& flags) {
  const std::string where = flags.snapshot.string();
  const Method method = snapshot.options.method;
  if (method == Method::pg2) return {{}, load_pg2_generator(snapshot, where), {}};
  if (flags.coarse) {
    throw UsageError(std::string("--coarse means nothing to a snapshot of --method ") +
                     name(method));
  }
  if (method == Method::dpg2) return {{}, {}, load_dpg2_networks(snapshot, where)};
  return {load_generator(snapshot, where), {}, {}};
}

/// `networks` must outlive the subject.
std::unique_ptr<Subject> subject_of(const Networks& networks, const Snapshot& snapshot,
                                    const EvaluateFlags& flags, const TrainingData& data,
                                    torch::Device device) {
  const std::string where = flags.data.string();
  if (networks.pg2) {
    return std::make_unique<Pg2Subject>(*networks.pg2,
                                        flags.coarse ? Pg2Picture::coarse : Pg2Picture::refined,
                                        data, where, device);
  }
  if (networks.dpg2) {
    return std::make_unique<Dpg2Subject>(*networks.dpg2, has_mappings(snapshot), data, where,
                                         device);
  }
  networks.psgan->to(device);
  return std::make_unique<GeneratorSubject>(*networks.psgan, growth_of(snapshot), data, device);
}

/// Beside the snapshot: RUN/evaluation-000300.
fs::path default_folder(const fs::path& snapshot) {
  std::string name = snapshot.stem().string();
  if (name.starts_with("snapshot-")) name = name.substr(9);
  return snapshot.parent_path() / ("evaluation-" + name);
}

void check(const EvaluationOptions& options) {
  for (const auto& [flag, value] :
       {std::pair{"--images", options.images}, {"--pose-images", options.pose_images}}) {
    if (value < 2) throw UsageError(std::string(flag) + ": expected 2 or more");
  }
  for (const auto& [flag, value] : {std::pair{"--characters", options.characters},
                                    {"--poses", options.poses},
                                    {"--batch", options.batch}}) {
    if (value < 2) throw UsageError(std::string(flag) + ": expected 2 or more");
  }
}

void run_evaluate(EvaluateFlags flags) {
  check(flags.options);
  const torch::Device device = device_named(flags.device);
  const Snapshot snapshot = read_snapshot(flags.snapshot);
  const Networks networks = open_networks(snapshot, flags);
  std::optional<std::pair<KeypointDetector, Json>> detector;
  if (!flags.detector.empty()) detector = read_detector(flags.detector);
  std::optional<std::pair<TraitClassifier, Json>> classifier;
  if (!flags.classifier.empty()) classifier = read_classifier(flags.classifier);
  if (flags.data.empty()) flags.data = snapshot.options.data;
  if (detector) detector->first->to(device);
  if (classifier) classifier->first->to(device);
  const Growth growth = growth_of(snapshot);
  const bool posed = snapshot.options.method != Method::psgan ||
                     snapshot.options.spec.encoding != PoseEncoding::none;
  const TrainingData data =
      TrainingData::load(flags.data, growth.resolution, TrainingData::free_memory(),
                         posed ? Keypoints::needed : Keypoints::not_needed);
  const auto made = subject_of(networks, snapshot, flags, data, device);
  Subject& subject = *made;

  Evaluation evaluation;
  evaluation.about = {{"snapshot", flags.snapshot.string()},
                      {"method", name(snapshot.options.method)},
                      {"cfg", snapshot.options.cfg},
                      {"kimg", snapshot.progress.images / 1000},
                      {"hours", std::round(snapshot.progress.seconds / 36) / 100},
                      {"resolution", growth.resolution},
                      {"data", flags.data.filename().string()}};
  if (snapshot.options.method == Method::pg2) {
    evaluation.about["picture"] = flags.coarse ? "G1's" : "G2's";
  }
  measure_distribution(subject, flags.options, evaluation);
  if (detector) measure_pose(subject, detector->first, flags.options, evaluation);
  measure_redrawing(subject, flags.options, evaluation);
  if (classifier) measure_traits(subject, classifier->first, flags.options, evaluation);
  measure_separation(subject, flags.options, evaluation);
  measure_cost(subject, flags.options, evaluation);
  show_redrawn(subject, flags.options, evaluation);
  measure_grid(subject, detector ? &detector->first : nullptr, flags.options, evaluation);

  const fs::path folder = flags.out.empty() ? default_folder(flags.snapshot) : flags.out;
  write_evaluation(folder, evaluation);
  std::printf("%-22s %12s %12s\n", "measure", "generated", "real");
  for (const Metric& metric : evaluation.metrics) {
    std::printf("%-22s %12s %12s\n", metric.name.c_str(), number_text(metric, metric.value).c_str(),
                metric.real ? number_text(metric, *metric.real).c_str() : "");
  }
  if (!subject.draws_characters()) {
    std::cout << "no characters by seeds: measured on redrawn looks of the data set\n";
  }
  if (!detector) std::cout << "without --detector: poses are not measured\n";
  std::cout << (folder / "report.html").string() << "\n";
}

}  // namespace

void add_evaluate_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "evaluate", "Measure a snapshot's pictures: likeness to real ones, pose, identity, variety");
  const auto flags = std::make_shared<EvaluateFlags>();
  command->add_option("--snapshot", flags->snapshot, "Snapshot of psgan train")->required();
  command->add_option("--data", flags->data, "Data set to hold it against (default: the run's)");
  command->add_option("--detector", flags->detector,
                      "Keypoint detector of psgan train-detector; without one, poses are not "
                      "measured");
  command->add_option("--classifier", flags->classifier,
                      "Trait classifier of psgan train-classifier; without one, worn parts are not "
                      "read off the images");
  command->add_option("--out", flags->out,
                      "Folder for metrics.jsonl and report.html (default: evaluation-KIMG beside "
                      "the snapshot)");
  command->add_option("--images", flags->options.images, "For SWD and MS-SSIM")
      ->capture_default_str();
  command->add_option("--pose-images", flags->options.pose_images, "For PCK")
      ->capture_default_str();
  command
      ->add_option("--characters", flags->options.characters, "For identity, dress-up and variety")
      ->capture_default_str();
  command->add_option("--poses", flags->options.poses, "Likewise")->capture_default_str();
  command->add_option("--batch", flags->options.batch, "Images at once")->capture_default_str();
  command->add_option("--seed", flags->options.seed, "Of everything random")->capture_default_str();
  command->add_option("--device", flags->device, "cpu or cuda")->capture_default_str();
  command->add_flag("--coarse", flags->coarse,
                    "Of a snapshot of --method pg2: measure G1's pictures, not G2's");
  command->footer(
      "Beside each number stands the same of real pictures: for SWD and MS-SSIM one half of the\n"
      "data set against the other, for poses the detector on real test images, for the rest the\n"
      "real looks in the same poses. Test images are those that the data set marks, else every\n"
      "tenth pose. Where looks of the set differ in a single trait (psgan-data render --changes),\n"
      "separation is measured, too.\n"
      "A snapshot of --method pg2 draws no characters by seeds: looks of the data set are redrawn\n"
      "from another picture of each, a training image if there is one. One of dpg2 redraws them\n"
      "likewise, and draws characters by seeds once its second stage has begun.\n"
      "Examples:\n"
      "  psgan evaluate --snapshot runs/00000-fast-avatar-512/snapshot-000300.pt \\\n"
      "    --detector detector.pt\n"
      "  psgan evaluate --snapshot small.pt --data avatar.zip --images 1000 --out report");
  command->callback([flags] { with_torch_errors([&] { run_evaluate(*flags); }); });
}

}  // namespace psgan::trainer
