#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/onnx/encoder_export.h"

namespace psgan::trainer {
namespace {

struct ExportEncoderFlags {
  std::filesystem::path encoder, model;
};

void run_export_encoder(const ExportEncoderFlags& flags) {
  const PictureEncoder encoder = read_encoder(flags.encoder).first;
  const ModelCard card = add_encoder(flags.model, encoder, flags.encoder.string());
  std::cout << (flags.model / card.encoder->onnx).string() << ": " << card.encoder->bytes
            << " bytes, sha256 " << card.encoder->sha256 << "\n";
}

}  // namespace

void add_export_encoder_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "export-encoder", "Write an encoder as ONNX beside a model, for the page");
  const auto flags = std::make_shared<ExportEncoderFlags>();
  command->add_option("encoder", flags->encoder, "Encoder of psgan train-encoder")->required();
  command
      ->add_option("--model", flags->model,
                   "Folder of psgan export with the same traits: encoder.onnx is written there and "
                   "named in card.json")
      ->required();
  command->footer(
      "To be run again when the model has been exported again.\n"
      "Example:\n"
      "  psgan export-encoder encoder.pt --model models/wardrobe");
  command->callback([flags] { with_torch_errors([&] { run_export_encoder(*flags); }); });
}

}  // namespace psgan::trainer
