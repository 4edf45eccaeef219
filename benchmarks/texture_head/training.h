// Trains a texture head: cells towards the renderer's coordinates, textures and colours towards the
// pictures, painted from true cells.
#pragma once

#include <cstdint>
#include <string>

#include "texture_head/cells.h"
#include "texture_head/networks.h"
#include "trainer/data/training_data.h"

namespace psgan::texture_head {

struct Options {
  std::string data, held, load, start, out = "texture-head";
  int resolution = 256, cells = 64, texels = 48;
  double minutes = 10, lr = 0.004, sharpness = 1;
  std::uint64_t seed = 1;
  bool bf16 = false;
  int images = 160;
};

/// For options.minutes; afterwards the head has the moving average of its weights.
void train(TextureHead& head, const trainer::TrainingData& data, const CellSet& cells,
           const Options& options);

/// Rows of real test pictures, of what is painted of true cells, and of the head's own.
void write_sheet(TextureHead& head, const trainer::TrainingData& data, const CellSet& cells,
                 const Options& options, const std::string& name);

}  // namespace psgan::texture_head
