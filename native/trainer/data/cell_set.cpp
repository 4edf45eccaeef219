#include "trainer/data/cell_set.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "common/program.h"
#include "psgan/error.h"
#include "trainer/data/coordinates.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

using PartsOfLooks = std::vector<std::vector<int>>;

std::uint16_t packed(float value, float low, float high) {
  return static_cast<std::uint16_t>(
      std::lround(std::clamp((value - low) / (high - low), 0.f, 1.f) * 65535));
}
float unpacked(std::uint16_t value, float low, float high) {
  return low + static_cast<float>(value) * (high - low) / 65535;
}
constexpr float lowest_place = -0.5f, highest_place = 1.5f;

/// The parts of a set by name, without layers.
TextureParts named_parts(const DatasetIndex& index) {
  std::map<std::string, TexturePart> parts;
  for (const auto& look : index.parts) {
    for (const auto& part : look) parts[part.name].name = part.name;
  }
  TextureParts list;
  for (auto& [name, part] : parts) list.push_back(part);
  return list;
}

PartsOfLooks parts_of_looks(const DatasetIndex& index, const TextureParts& parts,
                            const std::string& where) {
  PartsOfLooks of_looks;
  for (const auto& look : index.parts) {
    std::vector<int>& numbers = of_looks.emplace_back();
    for (const auto& part : look) {
      numbers.push_back(find_part(parts, part.name));
      if (numbers.back() >= 0) continue;
      throw Error(where + ": its looks have a part \"" + part.name +
                  "\", which the run that goes on has never seen");
    }
  }
  return of_looks;
}

bool has(const std::vector<int>& parts, int part) {
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

/// Gives parts that are never worn together, and are seen at about the same height (0 to 1), one
/// layer; those that most looks wear choose first.
void choose_layers(TextureParts& parts, const PartsOfLooks& of_looks,
                   const std::vector<float>& heights) {
  const auto height = [&](int part) { return heights[static_cast<std::size_t>(part)]; };
  std::vector<int> looks(parts.size()), frequent(parts.size());
  for (const auto& look : of_looks) {
    for (const int part : look) ++looks[static_cast<std::size_t>(part)];
  }
  std::iota(frequent.begin(), frequent.end(), 0);
  std::stable_sort(frequent.begin(), frequent.end(), [&](int a, int b) {
    return looks[static_cast<std::size_t>(a)] > looks[static_cast<std::size_t>(b)];
  });
  const auto together = [&](int a, int b) {
    return std::any_of(of_looks.begin(), of_looks.end(),
                       [&](const std::vector<int>& look) { return has(look, a) && has(look, b); });
  };
  constexpr float farthest = 0.12f;
  PartsOfLooks layers;
  for (const int part : frequent) {
    std::size_t best = layers.size();
    float nearest = farthest;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      const std::vector<int>& others = layers[layer];
      if (std::any_of(others.begin(), others.end(),
                      [&](int other) { return together(part, other); })) {
        continue;
      }
      float distance = 0;
      for (const int other : others) {
        distance += std::abs(height(part) - height(other)) / static_cast<float>(others.size());
      }
      if (distance < nearest) {
        nearest = distance;
        best = layer;
      }
    }
    if (best == layers.size()) layers.emplace_back();
    layers[best].push_back(part);
    parts[static_cast<std::size_t>(part)].layer = static_cast<int>(best);
  }
}

Tensor worn_parts(const TextureParts& parts, const PartsOfLooks& of_looks) {
  const auto layer = [&](std::size_t part) { return parts[part].layer; };
  Tensor worn =
      torch::zeros({static_cast<std::int64_t>(of_looks.size()), layers_of(parts)}, torch::kInt64);
  for (std::size_t part = parts.size(); part-- > 0;) {
    worn.select(1, layer(part)).fill_(static_cast<std::int64_t>(part));
  }
  for (std::size_t look = 0; look < of_looks.size(); ++look) {
    for (const int part : of_looks[look]) {
      worn[static_cast<std::int64_t>(look)][layer(static_cast<std::size_t>(part))] = part;
    }
  }
  return worn;
}

}  // namespace

void check_coordinates(const DatasetIndex& index, const std::string& where) {
  if (!index.parts.empty()) return;
  throw Error(where +
              ": has no coordinates (psgan-data render --coordinates makes them), which --method "
              "texture learns from");
}

CellSet::CellSet(const ZipStoreReader& zip, const DatasetIndex& index, const std::string& where,
                 int cells, const TextureParts& parts)
    : cells_(cells), parts_(parts.empty() ? named_parts(index) : parts) {
  check_coordinates(index, where);
  const PartsOfLooks of_looks = parts_of_looks(index, parts_, where);
  read(zip, index, of_looks);
  if (parts.empty()) lay_out_parts(of_looks);
  worn_ = worn_parts(parts_, of_looks);
}

void CellSet::read(const ZipStoreReader& zip, const DatasetIndex& index,
                   const PartsOfLooks& of_looks) {
  Progress progress("coordinates", "pictures", index.images.size());
  std::uint64_t done = 0;
  for (const DatasetImage& image : index.images) {
    const coordinates::Field field =
        coordinates::reduced(read_coordinates(zip, image.name), cells_);
    auto& entries = entries_.emplace_back();
    auto& lit = lit_.emplace_back();
    for (std::size_t i = 0; i < field.cells.size(); ++i) {
      const coordinates::Cell& cell = field.cells[i];
      if (cell.charts.empty()) continue;
      const auto number = static_cast<std::uint16_t>(i);
      const auto byte = [](float value) {
        return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.f, 1.f) * 255));
      };
      lit.push_back({number, byte(cell.light), byte(cell.crease)});
      for (const coordinates::Cover& cover : cell.charts) {
        const int part = of_looks.at(static_cast<std::size_t>(image.look))
                             .at(static_cast<std::size_t>(coordinates::part_of(cover.chart) - 1));
        entries.push_back({number,
                           static_cast<std::uint16_t>(2 * part + (cover.chart % 2 == 1 ? 0 : 1)),
                           packed(cover.share, 0, 1), packed(cover.u, lowest_place, highest_place),
                           packed(cover.v, lowest_place, highest_place)});
      }
    }
    entries.shrink_to_fit();
    lit.shrink_to_fit();
    progress.update(++done);
  }
}

void CellSet::lay_out_parts(const PartsOfLooks& of_looks) {
  std::vector<double> heights(parts_.size()), weights(parts_.size());
  constexpr TexturePart::Box nothing = {2, 2, -1, -1};
  for (TexturePart& part : parts_) part.boxes = {nothing, nothing};
  for (const auto& entries : entries_) {
    for (const Entry& entry : entries) {
      const std::size_t part = entry.half / 2u;
      const float share = unpacked(entry.share, 0, 1);
      heights[part] += share * static_cast<float>(entry.cell / cells_);
      weights[part] += share;
      // The places of slivers are guesses.
      if (share < 0.3f) continue;
      const float u = unpacked(entry.u, lowest_place, highest_place),
                  v = unpacked(entry.v, lowest_place, highest_place);
      TexturePart::Box& box = parts_[part].boxes[entry.half % 2u];
      box = {std::min(box[0], u), std::min(box[1], v), std::max(box[2], u), std::max(box[3], v)};
    }
  }
  for (TexturePart& part : parts_) {
    for (TexturePart::Box& box : part.boxes) {
      if (box[0] > box[2]) box = {0, 0, 1, 1};
      // A margin, as charts go on a little beyond what is seen.
      for (std::size_t axis = 0; axis < 2; ++axis) {
        const float extent = std::max(0.02f, box[axis + 2] - box[axis]);
        box[axis] -= 0.03f * extent;
        box[axis + 2] = box[axis] + 1.06f * extent;
      }
    }
  }
  std::vector<float> mean(parts_.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean[i] = static_cast<float>(heights[i] / std::max(1e-6, weights[i]) / cells_);
  }
  choose_layers(parts_, of_looks, mean);
}

CellMaps CellSet::maps(const Tensor& indices) const {
  const std::int64_t count = indices.size(0), charts = charts_of(parts_);
  CellMaps maps;
  maps.shares = torch::zeros({count, cells_, cells_, charts + 1});
  maps.shares.select(3, 0).fill_(1);
  maps.places = torch::zeros({count, cells_, cells_, charts, 2});
  maps.known = torch::zeros({count, cells_, cells_, charts});
  maps.more = torch::zeros({count, cells_, cells_, 2});
  maps.more.select(3, 0).fill_(1);
  const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
  for (std::int64_t n = 0; n < count; ++n) {
    const auto image = static_cast<std::size_t>(indices[n].item<std::int64_t>());
    float* shares = maps.shares.data_ptr<float>() + n * area * (charts + 1);
    float* places = maps.places.data_ptr<float>() + n * area * charts * 2;
    float* known = maps.known.data_ptr<float>() + n * area * charts;
    float* more = maps.more.data_ptr<float>() + n * area * 2;
    for (const Entry& entry : entries_[image]) {
      const TexturePart& part = parts_[entry.half / 2u];
      const TexturePart::Box& box = part.boxes[entry.half % 2u];
      const std::int64_t cell = entry.cell, k = 2 * part.layer + entry.half % 2;
      const float share = unpacked(entry.share, 0, 1);
      shares[cell * (charts + 1) + 1 + k] += share;
      shares[cell * (charts + 1)] -= share;
      const auto within = [&](std::uint16_t at, std::size_t axis) {
        return std::clamp(
            (unpacked(at, lowest_place, highest_place) - box[axis]) / (box[axis + 2] - box[axis]),
            -0.1f, 1.1f);
      };
      places[(cell * charts + k) * 2] = within(entry.u, 0);
      places[(cell * charts + k) * 2 + 1] = within(entry.v, 1);
      known[cell * charts + k] = 1;
    }
    for (const Lit& lit : lit_[image]) {
      more[2 * lit.cell] = static_cast<float>(lit.light) / 255;
      more[2 * lit.cell + 1] = static_cast<float>(lit.crease) / 255;
    }
  }
  return maps;
}

CellMaps CellSet::halved(const CellMaps& maps) {
  const auto mean = [](const Tensor& x) {
    const std::int64_t n = x.size(0), c = x.size(1) / 2;
    return x.view({n, c, 2, c, 2, -1}).mean(torch::IntArrayRef{2, 4});
  };
  const std::int64_t n = maps.known.size(0), c = maps.known.size(1) / 2, k = maps.known.size(3);
  // Of charts that lie nearby alone, the place is the mean of what is known.
  const Tensor weight = (maps.shares.narrow(3, 1, k) + 1e-3) * maps.known;
  const Tensor sum = mean(weight);
  CellMaps half;
  half.shares = mean(maps.shares);
  half.places = mean((maps.places * weight.unsqueeze(4)).flatten(3)).view({n, c, c, k, 2}) /
                sum.clamp_min(1e-9).unsqueeze(4);
  half.known = (sum > 0).to(torch::kFloat32);
  half.more = mean(maps.more);
  return half;
}

}  // namespace psgan::trainer
