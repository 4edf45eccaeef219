// Trainings on networks so small that a step takes milliseconds.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "psgan/json.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

inline TrainingOptions tiny(const char* cfg, const std::filesystem::path& data, Json changes = {}) {
  Json all = {{"data", data.string()}, {"resolution", 16}, {"start_resolution", 4},
              {"fmap_base", 32},       {"fmap_max", 8},    {"latent_size", 8},
              {"batch", "4"},          {"kimg", 0.2},      {"tick_kimg", 0.05},
              {"snap_kimg", 0.1},      {"seed", 5u},       {"r1_every", 3},
              {"precision", "fp32"}};  // the same on every processor
  if (!changes.is_null()) all.update(changes);
  return with_changes(preset(cfg), all, "test");
}

class Training : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { write_toy_dataset(zip, 3, 8, 16); }

  TemporaryFolder folder;
  std::filesystem::path zip = folder / "toy.zip";
};

}  // namespace psgan::trainer
