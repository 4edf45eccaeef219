#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "common/program.h"
#include "trainer/commands/judge_flags.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/machine/device.h"
#include "trainer/onnx/model_folder.h"
#include "trainer/projection/encoder_training.h"

namespace psgan::trainer {
namespace {

struct EncoderFlags : JudgeFlags {
  std::filesystem::path snapshot;
  double share = 0.25;
};

EncodedGenerator open_generator_to_encode(const EncoderFlags& flags, const TrainingData& data) {
  EncodedGenerator opened;
  if (flags.snapshot.empty()) return opened;
  const std::string where = flags.snapshot.string();
  const Snapshot snapshot = read_snapshot(flags.snapshot);
  opened.generator = load_generator(snapshot, where);
  opened.growth = growth_of(snapshot);
  opened.share = flags.share;
  check_encodes(data.index().traits.schema, flags.data.string(), opened.generator->latents(),
                where);
  opened.generator->to(device_named(flags.options.device));
  return opened;
}

Json told(const EncoderFlags& flags, const PictureEncoder& encoder, const EncoderMeasures& measures,
          std::int64_t tests) {
  Json each = Json::object();
  std::size_t choice = 0;
  for (const Trait& trait : encoder->schema()) {
    if (trait.kind != TraitKind::choice) continue;
    const double share = measures.each[choice++];
    each[trait.name] = share;
    std::printf("%-16s %5.1f %%\n", trait.name.c_str(), 100 * share);
  }
  return {{"data", flags.data.filename().string()},
          {"snapshot", flags.snapshot.filename().string()},
          {"kimg", flags.options.kimg},
          {"test_images", tests},
          {"choices", measures.choices},
          {"each", each},
          {"colours", measures.colours},
          {"redraw_l1", measures.redraw},
          {"true_redraw_l1", measures.true_redraw}};
}

void run_train_encoder(const EncoderFlags& flags) {
  const int resolution = flags.options.resolution;
  const TrainingData data = TrainingData::load(flags.data, resolution);
  expect_traits(data, flags, "to find");
  const torch::Tensor tests = judged_images(data, flags, "an encoder");
  const EncodedGenerator generator = open_generator_to_encode(flags, data);
  const torch::Device device = device_named(flags.options.device);
  PictureEncoder encoder = train_encoder(data, generator, flags.options);
  const EncoderMeasures measures = measure_encoder(encoder, data, generator, tests, device);
  encoder->to(torch::kCPU);
  const Json about = told(flags, encoder, measures, tests.size(0));
  write_encoder(flags.out, encoder, about);
  std::printf("%s: on %lld test images %.1f %% of all choices, colours %.1f of 255 beside theirs\n",
              flags.out.string().c_str(), static_cast<long long>(tests.size(0)),
              100 * measures.choices, measures.colours);
  if (!generator.generator) return;
  std::printf("redraw_l1 %.2f of 255, of the true traits %.2f: %.2f times that\n", measures.redraw,
              measures.true_redraw, measures.redraw / measures.true_redraw);
}

}  // namespace

void add_train_encoder_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train-encoder", "Train the encoder that finds a given character's traits in one pass");
  const auto flags = std::make_shared<EncoderFlags>();
  flags->out = "encoder.pt";
  flags->options.resolution = 128;
  add_judge_flags(*command, *flags, "32, 64, 128 or 256");
  command->add_option("--snapshot", flags->snapshot,
                      "Snapshot of psgan train with the same traits: pictures that it draws are "
                      "learned from, too, and the found traits redrawn");
  command->add_option("--drawn", flags->share, "Share of each minibatch that it draws")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->footer(
      "It learns from the images that are not for tests, and says how well it does on those. For\n"
      "characters that it never saw, the set's test images should be of such: psgan-data render\n"
      "--holdout.\n"
      "Examples:\n"
      "  psgan train-encoder --data parts.zip --snapshot models/next/compact.pt --out encoder.pt\n"
      "  psgan export-encoder encoder.pt --model models/wardrobe\n"
      "  psgan project --snapshot models/next/compact.pt --encoder encoder.pt her.png \\\n"
      "    --pose her.json");
  command->callback([flags] { with_torch_errors([&] { run_train_encoder(*flags); }); });
}

}  // namespace psgan::trainer
