// Writes the page's model folder: ONNX file, card, preview and start.
#pragma once

#include <filesystem>

#include "psgan/model_card.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Writes card.onnx, card.json, card.preview and card.start into the folder. Of `card`, name,
/// title, licence and training are taken (and characters, if there are any); the rest is set and
/// returned. `titles` names the first characters. `resolution` is that of the pictures, 0 for the
/// snapshot's own; only a texture generator can paint another one.
ModelCard write_model(const std::filesystem::path& folder, const Snapshot& snapshot,
                      const std::string& where, ModelCard card,
                      const std::vector<std::string>& titles, bool half_weights,
                      int resolution = 0);

/// The growth of a snapshot's networks.
Growth growth_of(const Snapshot& snapshot);

/// Seeds of typical characters: with latents grouped by look, the most typical of each look;
/// otherwise the first ones.
std::vector<NamedSeed> characters_of(const Snapshot& snapshot);

}  // namespace psgan::trainer
