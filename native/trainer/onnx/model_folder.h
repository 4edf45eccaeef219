// What `psgan export` makes for the page: ONNX file, card and preview.
#pragma once

#include <filesystem>

#include "psgan/model_card.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Writes card.onnx, card.json and card.preview into the folder. Of `card`, name, title, licence
/// and training are taken (and characters, if there are any); the rest is filled in and returned.
/// The first characters get the names in `titles`.
ModelCard write_model(const std::filesystem::path& folder, const Snapshot& snapshot,
                      const std::string& where, ModelCard card,
                      const std::vector<std::string>& titles, bool half_weights);

/// How far a snapshot's networks have grown.
Growth growth_of(const Snapshot& snapshot);

/// Seeds whose characters are plainest: with latents grouped by look, the clearest of each look;
/// else the first ones.
std::vector<NamedSeed> characters_of(const Snapshot& snapshot);

}  // namespace psgan::trainer
