// What the commands have in common that train a network to look at images: train-detector,
// train-classifier, train-encoder.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>

#include "trainer/commands/commands.h"
#include "trainer/evaluation/judging.h"

namespace psgan::trainer {

struct JudgeFlags {
  std::filesystem::path data, out;
  JudgeOptions options;
};

/// --data, --out, --resolution and how it is trained. The flags must outlive the command;
/// `resolutions` says which there are, "32, 64 or 128".
void add_judge_flags(CLI::App& command, JudgeFlags& flags, const std::string& resolutions);

/// The set's test images, on which it is tried. Throws Error naming the set unless there are some,
/// and others to learn from; `who` opens what is expected: "a detector".
torch::Tensor judged_images(const TrainingData& data, const JudgeFlags& flags,
                            const std::string& who);

/// Throws Error if the set has no traits, which `purpose` needs: "to classify".
void expect_traits(const TrainingData& data, const JudgeFlags& flags, const std::string& purpose);

}  // namespace psgan::trainer
