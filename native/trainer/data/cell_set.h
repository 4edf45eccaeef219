// What the renderer's coordinates say (psgan-data render --coordinates), reduced to a grid of
// cells: what a texture generator learns from.
#pragma once

#include <torch/torch.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/texture_parts.h"
#include "psgan/zip_store.h"
#include "trainer/networks/texture_painter.h"

namespace psgan::trainer {

/// Throws Error naming `where` if the set has no coordinates.
void check_coordinates(const DatasetIndex& index, const std::string& where);

class CellSet {
 public:
  /// Of all images of a set, in so many cells along each side. `parts` are those of a run that goes
  /// on; if there are none, they are made of the set's: parts that no look wears together share a
  /// layer if they are seen at about the same height. Shows its progress. Throws Error naming
  /// `where` if the set has no coordinates, or a part that `parts` has not.
  CellSet(const ZipStoreReader& zip, const DatasetIndex& index, const std::string& where, int cells,
          const TextureParts& parts);

  const TextureParts& parts() const { return parts_; }
  /// The number of the part that each look wears in each layer, [looks,L] int64; any of the layer's
  /// where it wears none.
  const torch::Tensor& worn() const { return worn_; }

  /// Of these images [N] int64; `more` is light and crease.
  CellMaps maps(const torch::Tensor& indices) const;
  /// The same of 2×2 cells each: means, those of places by shares.
  static CellMaps halved(const CellMaps& maps);

 private:
  /// A chart in a cell, by its part: share and place in 1/65535, the place of −0.5 to 1.5.
  struct Entry {
    std::uint16_t cell = 0, half = 0, share = 0, u = 0, v = 0;
  };
  /// What is not the ground: light and crease in 1/255.
  struct Lit {
    std::uint16_t cell = 0;
    std::uint8_t light = 255, crease = 0;
  };

  /// Into entries_ and lit_; a half is 2 · part + 0 or 1.
  void read(const ZipStoreReader& zip, const DatasetIndex& index,
            const std::vector<std::vector<int>>& part_of_look);
  /// Layers, and boxes around what is seen.
  void lay_out_parts(const std::vector<std::vector<int>>& part_of_look);

  int cells_;
  TextureParts parts_;
  torch::Tensor worn_;
  std::vector<std::vector<Entry>> entries_;  // by image
  std::vector<std::vector<Lit>> lit_;
};

}  // namespace psgan::trainer
