#include "texture_head/cells.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>

#include "common/program.h"
#include "psgan/error.h"
#include "texture_oracle/coordinates.h"

namespace psgan::texture_head {

using torch::Tensor;

Parts::Parts(const DatasetIndex& index, const std::string& where) {
  if (index.parts.empty()) {
    throw Error(where + ": has no coordinates (psgan-data render --coordinates makes them)");
  }
  std::map<std::string, int> numbers;
  for (const auto& parts : index.parts) {
    for (const auto& part : parts) numbers.emplace(part.name, 0);
  }
  for (auto& [name, number] : numbers) {
    number = static_cast<int>(names_.size());
    names_.push_back(name);
  }
  for (const auto& parts : index.parts) {
    std::vector<int>& of = of_look_.emplace_back();
    for (const auto& part : parts) of.push_back(numbers.at(part.name));
  }
}

int Parts::of(int look, int part) const {
  return of_look_.at(static_cast<std::size_t>(look)).at(static_cast<std::size_t>(part - 1));
}

bool Parts::together(int a, int b) const {
  return std::any_of(of_look_.begin(), of_look_.end(), [&](const std::vector<int>& parts) {
    return std::find(parts.begin(), parts.end(), a) != parts.end() &&
           std::find(parts.begin(), parts.end(), b) != parts.end();
  });
}

std::vector<int> Parts::layers(const std::vector<float>& heights) const {
  std::vector<int> frequent(names_.size()), layers(names_.size(), -1);
  std::vector<int> looks(names_.size());
  for (const auto& parts : of_look_) {
    for (const int part : parts) ++looks[static_cast<std::size_t>(part)];
  }
  std::iota(frequent.begin(), frequent.end(), 0);
  std::stable_sort(frequent.begin(), frequent.end(), [&](int a, int b) {
    return looks[static_cast<std::size_t>(a)] > looks[static_cast<std::size_t>(b)];
  });
  std::vector<std::vector<int>> parts_of;
  for (const int part : frequent) {
    int best = -1;
    float nearest = 0.12f;
    for (std::size_t layer = 0; layer < parts_of.size(); ++layer) {
      const std::vector<int>& others = parts_of[layer];
      if (std::any_of(others.begin(), others.end(),
                      [&](int other) { return together(part, other); })) {
        continue;
      }
      float distance = 0;
      for (const int other : others) {
        distance += std::abs(heights[static_cast<std::size_t>(part)] -
                             heights[static_cast<std::size_t>(other)]) /
                    static_cast<float>(others.size());
      }
      if (distance < nearest) {
        nearest = distance;
        best = static_cast<int>(layer);
      }
    }
    if (best < 0) {
      best = static_cast<int>(parts_of.size());
      parts_of.emplace_back();
    }
    parts_of[static_cast<std::size_t>(best)].push_back(part);
    layers[static_cast<std::size_t>(part)] = best;
  }
  return layers;
}

CellSet::CellSet(const ZipStoreReader& zip, const DatasetIndex& index, const Parts& parts,
                 int cells, const std::filesystem::path& kept)
    : cells_(cells) {
  if (!load(kept)) {
    read_coordinates(zip, index, parts);
    save(kept);
  }
  sort_into_layers(parts);
}

std::string CellSet::description(const Parts& parts) const {
  std::string text;
  for (int layer = 0; 2 * layer < charts_; ++layer) {
    text += "layer " + std::to_string(layer) + ":";
    for (int part = 0; part < parts.count(); ++part) {
      if (layers_[static_cast<std::size_t>(part)] == layer) text += " " + parts.name(part) + ",";
    }
    text += "\n";
  }
  return text;
}

void CellSet::read_coordinates(const ZipStoreReader& zip, const DatasetIndex& index,
                               const Parts& parts) {
  Progress progress("coordinates", "pictures", index.images.size());
  std::uint64_t done = 0;
  for (const DatasetImage& image : index.images) {
    const auto field =
        texture_oracle::reduced(texture_oracle::read_coordinates(zip, image.name), cells_);
    auto& entries = entries_.emplace_back();
    auto& lit = lit_.emplace_back();
    for (std::size_t i = 0; i < field.cells.size(); ++i) {
      const auto& cell = field.cells[i];
      if (cell.charts.empty()) continue;
      lit.push_back({static_cast<std::uint16_t>(i), cell.light, cell.crease});
      for (const auto& cover : cell.charts) {
        const int chart = 2 * parts.of(image.look, texture_oracle::part_of(cover.chart)) +
                          (cover.chart % 2 == 1 ? 0 : 1);
        entries.push_back({static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(chart),
                           cover.share, cover.u, cover.v});
      }
    }
    progress.update(++done);
  }
}

void CellSet::sort_into_layers(const Parts& parts) {
  const auto count = static_cast<std::size_t>(2 * parts.count());
  struct Box {
    float u0 = 2, v0 = 2, u1 = -1, v1 = -1;
  };
  std::vector<Box> boxes(count);
  std::vector<double> heights(count), weights(count);
  for (const auto& entries : entries_) {
    for (const Entry& entry : entries) {
      heights[entry.chart / 2] += entry.share * static_cast<float>(entry.cell / cells_);
      weights[entry.chart / 2] += entry.share;
      if (entry.share < 0.3f) continue;
      Box& box = boxes[entry.chart];
      box.u0 = std::min(box.u0, entry.u);
      box.v0 = std::min(box.v0, entry.v);
      box.u1 = std::max(box.u1, entry.u);
      box.v1 = std::max(box.v1, entry.v);
    }
  }
  std::vector<float> mean(static_cast<std::size_t>(parts.count()));
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean[i] = static_cast<float>(heights[i] / std::max(1e-6, weights[i]) / cells_);
  }
  layers_ = parts.layers(mean);
  charts_ = 2 * (1 + *std::max_element(layers_.begin(), layers_.end()));
  // A margin, as charts go on a little beyond what is seen.
  const auto within = [](float at, float low, float high) {
    const float extent = std::max(0.02f, high - low);
    return (at - low + 0.03f * extent) / (1.06f * extent);
  };
  for (auto& entries : entries_) {
    for (Entry& entry : entries) {
      const Box& box = boxes[entry.chart];
      entry.u = std::clamp(within(entry.u, box.u0, box.u1), -0.1f, 1.1f);
      entry.v = std::clamp(within(entry.v, box.v0, box.v1), -0.1f, 1.1f);
      entry.chart = static_cast<std::uint16_t>(2 * layers_[entry.chart / 2] + entry.chart % 2);
    }
  }
}

CellMaps CellSet::maps(const Tensor& indices) const {
  const std::int64_t count = indices.size(0);
  CellMaps maps;
  maps.shares = torch::zeros({count, cells_, cells_, charts_ + 1});
  maps.shares.select(3, 0).fill_(1);
  maps.places = torch::zeros({count, cells_, cells_, charts_, 2});
  maps.known = torch::zeros({count, cells_, cells_, charts_});
  maps.more = torch::zeros({count, cells_, cells_, 2});
  maps.more.select(3, 0).fill_(1);
  const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
  for (std::int64_t n = 0; n < count; ++n) {
    const auto image = static_cast<std::size_t>(indices[n].item<std::int64_t>());
    float* shares = maps.shares.data_ptr<float>() + n * area * (charts_ + 1);
    float* places = maps.places.data_ptr<float>() + n * area * charts_ * 2;
    float* known = maps.known.data_ptr<float>() + n * area * charts_;
    float* more = maps.more.data_ptr<float>() + n * area * 2;
    for (const Entry& entry : entries_[image]) {
      const std::int64_t cell = entry.cell, k = entry.chart;
      shares[cell * (charts_ + 1) + 1 + k] += entry.share;
      shares[cell * (charts_ + 1)] -= entry.share;
      places[(cell * charts_ + k) * 2] = entry.u;
      places[(cell * charts_ + k) * 2 + 1] = entry.v;
      known[cell * charts_ + k] = 1;
    }
    for (const Lit& lit : lit_[image]) {
      more[2 * lit.cell] = lit.light;
      more[2 * lit.cell + 1] = lit.crease;
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

bool CellSet::load(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  const auto number = [&] {
    std::uint64_t value = 0;
    file.read(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  };
  const auto list = [&](auto& values) {
    values.resize(number());
    file.read(reinterpret_cast<char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof values[0]));
  };
  entries_.resize(number());
  lit_.resize(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    list(entries_[i]);
    list(lit_[i]);
  }
  if (!file) throw Error(path.string() + ": cut off");
  return true;
}

void CellSet::save(const std::filesystem::path& path) const {
  std::vector<std::uint8_t> file;
  const auto bytes = [&](const void* first, std::size_t count) {
    const auto* from = static_cast<const std::uint8_t*>(first);
    file.insert(file.end(), from, from + count);
  };
  const auto number = [&](std::uint64_t value) { bytes(&value, sizeof value); };
  const auto list = [&](const auto& values) {
    number(values.size());
    bytes(values.data(), values.size() * sizeof values[0]);
  };
  number(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    list(entries_[i]);
    list(lit_[i]);
  }
  write_file(path, file);
}

}  // namespace psgan::texture_head
