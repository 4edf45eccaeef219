// What the renderer's coordinates say, reduced to a grid of cells: what a texture head is to learn.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "psgan/dataset.h"
#include "psgan/zip_store.h"
#include "texture_head/painter.h"

namespace psgan::texture_head {

/// The parts that the looks of a set have, by their names.
class Parts {
 public:
  /// Of sets with coordinates. Throws Error if it has none.
  Parts(const DatasetIndex& index, const std::string& where);

  int count() const { return static_cast<int>(names_.size()); }
  const std::string& name(int part) const { return names_[static_cast<std::size_t>(part)]; }
  /// A look's part, numbered from 1.
  int of(int look, int part) const;
  /// For each part the layer that it lies in: no two parts of a look share one, and those that lie
  /// at about the same height do. `heights` [parts].
  std::vector<int> layers(const std::vector<float>& heights) const;

 private:
  /// Whether some look has both.
  bool together(int a, int b) const;

  std::vector<std::string> names_;
  std::vector<std::vector<int>> of_look_;
};

/// A chart in a cell.
struct Entry {
  std::uint16_t cell = 0, chart = 0;
  float share = 0, u = 0, v = 0;
};

/// What is not the ground.
struct Lit {
  std::uint16_t cell = 0;
  float light = 1, crease = 0;
};

/// Of each image of a set.
class CellSet {
 public:
  /// Reads the coordinates of these images, or the file `kept` if it is there, else writes it.
  CellSet(const ZipStoreReader& zip, const DatasetIndex& index, const Parts& parts, int cells,
          const std::filesystem::path& kept);

  /// Two for each layer of parts: those places whose u is below 1/2, and the others.
  int charts() const { return charts_; }
  /// Which parts lie where, for a person.
  std::string description(const Parts& parts) const;

  /// Of these images [N]; `more` is light and crease.
  CellMaps maps(const torch::Tensor& indices) const;

  /// The same of 2×2 cells each: means, those of places by shares.
  static CellMaps halved(const CellMaps& maps);

 private:
  void read_coordinates(const ZipStoreReader& zip, const DatasetIndex& index, const Parts& parts);
  bool load(const std::filesystem::path& path);
  void save(const std::filesystem::path& path) const;
  /// Numbers charts by layers, and places from 0 to 1 in the box around each part's.
  void sort_into_layers(const Parts& parts);

  int cells_, charts_ = 0;
  std::vector<int> layers_;                  // by part
  std::vector<std::vector<Entry>> entries_;  // by image
  std::vector<std::vector<Lit>> lit_;
};

}  // namespace psgan::texture_head
