#include "trainer/onnx/onnx_condition_maps.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace psgan::trainer {
namespace {

/// 1/(σ√2): in these units a Gaussian is exp(−d²).
float gaussian_scale(int resolution) {
  return static_cast<float>(1 / (std::sqrt(2.0) * gaussian_sigma(resolution)));
}

}  // namespace

OnnxConditionMaps::OnnxConditionMaps(OnnxGraph& graph, const std::string& keypoints,
                                     PoseEncoding encoding)
    : graph_(graph), encoding_(encoding) {
  const auto columns = graph_.nodes("Split", {keypoints, graph_.integers({1, 1, 1})}, 3,
                                    {{"axis", std::int64_t{2}}});
  const std::string last = graph_.integers({3});
  x_ = graph_.node("Unsqueeze", {columns[0], last});
  y_ = graph_.node("Unsqueeze", {columns[1], last});
  const std::string seen = graph_.node("Greater", {columns[2], graph_.number(0)});
  visible_ = graph_.node("Unsqueeze", {graph_.float32(seen), last});
  const auto groups = channel_groups(encoding);
  if (std::ranges::any_of(groups, [](const auto& g) { return g.kind == MapKind::line; })) {
    prepare_lines();
  }
}

std::string OnnxConditionMaps::draw(int resolution) {
  std::vector<std::string> groups;
  for (const ChannelGroup& group : channel_groups(encoding_)) {
    groups.push_back(draw(group.kind, resolution));
  }
  if (groups.size() == 1) return groups[0];
  return graph_.node("Concat", groups, {{"axis", std::int64_t{1}}});
}

std::string OnnxConditionMaps::draw(MapKind kind, int resolution) {
  std::string& drawn = drawn_[{kind, resolution}];
  if (!drawn.empty()) return drawn;
  switch (kind) {
    case MapKind::pixel:
      drawn = draw_pixels(resolution);
      break;
    case MapKind::bell:
      drawn = draw_bells(resolution);
      break;
    case MapKind::line:
      drawn = lines_at(resolution);
      break;
  }
  return drawn = graph_.working(drawn);
}

std::string OnnxConditionMaps::along(bool x, const std::vector<float>& values) {
  const auto size = static_cast<std::int64_t>(values.size());
  const std::int64_t shape[] = {1, 1, x ? 1 : size, x ? size : 1};
  return graph_.constant(shape, values);
}

std::string OnnxConditionMaps::centres(const PixelGrid& grid, bool along_x, float scale) {
  std::vector<float> values;
  for (int i = 0; i < (along_x ? grid.width : grid.height); ++i) {
    values.push_back((along_x ? grid.centre_x(i) : grid.centre_y(i)) * scale);
  }
  return along(along_x, values);
}

// A pixel is hit where its number is the point's: 1 − |difference| of two whole numbers, and
// nothing below 0.
std::string OnnxConditionMaps::draw_pixels(int resolution) {
  const float size = static_cast<float>(resolution);
  const auto hits = [&](const std::string& place, bool along_x) {
    const std::string floor =
        graph_.node("Floor", {graph_.node("Mul", {place, graph_.number(size)})});
    const std::string pixel =
        graph_.node("Clip", {floor, graph_.number(0), graph_.number(size - 1)});
    std::vector<float> numbers;
    for (int i = 0; i < resolution; ++i) numbers.push_back(static_cast<float>(i));
    const std::string all = along(along_x, numbers);
    const std::string distance = graph_.node("Abs", {graph_.node("Sub", {all, pixel})});
    return graph_.node("Relu", {graph_.node("Sub", {graph_.number(1), distance})});
  };
  const std::string twice =
      graph_.node("Mul", {graph_.node("Mul", {visible_, graph_.number(2)}), hits(x_, true)});
  const std::string hit = graph_.node("Mul", {twice, hits(y_, false)});
  return graph_.node("Sub", {hit, graph_.number(1)});
}

// exp(−dx²)·exp(−dy²): a row times a column.
std::string OnnxConditionMaps::draw_bells(int resolution) {
  const float scale = gaussian_scale(resolution);
  const std::string factor = graph_.number(scale);
  const std::string row =
      graph_.node("Mul", {bell(x_, centres(resolution, true, scale), factor), visible_});
  const std::string column = bell(y_, centres(resolution, false, scale), factor);
  const std::string map = graph_.node("Mul", {row, column});
  return graph_.node("ThresholdedRelu", {map}, {{"alpha", gaussian_floor}});
}

std::string OnnxConditionMaps::bell(const std::string& place, const std::string& centres,
                                    const std::string& factor) {
  const std::string d = graph_.node("Sub", {centres, graph_.node("Mul", {place, factor})});
  return graph_.node("Exp", {graph_.node("Neg", {graph_.node("Mul", {d, d})})});
}

OnnxConditionMaps::Bells OnnxConditionMaps::bells(int resolution) {
  if (!bells_.contains(resolution)) bells_[resolution] = bells_at(resolution);
  return bells_[resolution];
}

OnnxConditionMaps::Bells OnnxConditionMaps::bells_at(int resolution) {
  const float scale = gaussian_scale(resolution);
  constexpr float beside = 1e3f;  // exp(−1e6) is 0
  std::vector<float> values;
  for (const int shift : {-1, 0, 1}) {
    for (int i = shift; i < resolution + shift; ++i) {
      const bool inside = i >= 0 && i < resolution;
      values.push_back(inside ? PixelGrid(resolution).centre_x(i) * scale : beside);
    }
  }
  const std::int64_t shape[] = {1, 1, 3, resolution};
  const std::string places = graph_.constant(shape, values), factor = graph_.number(scale);
  // Without the floor the far ends would be subnormal numbers, with which processors are slow.
  const auto floored = [&](const std::string& bells) {
    return graph_.working(graph_.node("ThresholdedRelu", {bells}, {{"alpha", gaussian_floor}}));
  };
  const std::string rows = floored(graph_.node("Mul", {bell(y_, places, factor), visible_}));
  const std::string flat =
      graph_.node("Reshape", {rows, graph_.integers({0, 1, 3 * keypoint_count, resolution})});
  return {graph_.node("Transpose", {flat}, {{"perm", std::vector<std::int64_t>{0, 1, 3, 2}}}),
          floored(bell(x_, places, factor))};
}

void OnnxConditionMaps::prepare_lines() {
  std::vector<std::int64_t> starts, ends;
  for (const Bone& bone : bones) {
    starts.push_back(index(bone.from));
    ends.push_back(index(bone.to));
  }
  const std::string start = graph_.integers(starts), end = graph_.integers(ends);
  const auto at = [&](const std::string& value, const std::string& which) {
    return graph_.node("Gather", {value, which}, {{"axis", std::int64_t{1}}});
  };
  const auto op = [&](const char* operation, const std::string& a, const std::string& b) {
    return graph_.node(operation, {a, b});
  };
  const std::string from_x = at(x_, start), from_y = at(y_, start);
  // A bone of length 0 needs some direction: this makes it point right, and moves no other bone's
  // line by more than 1e-6 of the image.
  const std::string along_x = op("Add", op("Sub", at(x_, end), from_x), graph_.number(1e-6f));
  const std::string along_y = op("Sub", at(y_, end), from_y);
  const std::string length2 = op("Add", op("Mul", along_x, along_x), op("Mul", along_y, along_y));
  bone_length_ = graph_.node("Sqrt", {length2});
  const std::string direction_x = op("Div", along_x, bone_length_);
  const std::string direction_y = op("Div", along_y, bone_length_);
  const std::string u0 = op("Add", op("Mul", from_x, direction_x), op("Mul", from_y, direction_y));
  const std::string v0 = op("Sub", op("Mul", from_y, direction_x), op("Mul", from_x, direction_y));
  const std::string seen = op("Mul", at(visible_, start), at(visible_, end));
  const std::string unseen = op("Sub", graph_.number(1), seen);
  // A bone that is not seen is moved far out of the picture, across its line.
  const std::string away = op("Mul", unseen, graph_.number(1e3f));
  along_bone_ = {direction_x, direction_y, graph_.node("Neg", {u0})};
  across_bone_ = {graph_.node("Neg", {direction_y}), direction_x,
                  graph_.node("Neg", {op("Add", v0, away)})};
}

// In units in which a Gaussian is exp(−d²).
std::string OnnxConditionMaps::at_pixels(const Affine& coordinate, int resolution) {
  const float scale = gaussian_scale(resolution);
  const auto op = [&](const char* operation, const std::string& a, const std::string& b) {
    return graph_.node(operation, {a, b});
  };
  const std::string row = op("Mul", coordinate.by_x, centres(resolution, true, scale));
  const std::string column =
      op("Add", op("Mul", coordinate.by_y, centres(resolution, false, scale)),
         op("Mul", coordinate.offset, graph_.number(scale)));
  return op("Add", row, column);
}

std::string OnnxConditionMaps::lines_at(int resolution) {
  const auto op = [&](const char* operation, const std::string& a, const std::string& b) {
    return graph_.node(operation, {a, b});
  };
  const std::string u = at_pixels(along_bone_, resolution), v = at_pixels(across_bone_, resolution);
  // Beyond the ends, u − min(max(u, 0), length) is how far; between them it is 0.
  const std::string length = op("Mul", bone_length_, graph_.number(gaussian_scale(resolution)));
  const std::string beyond = op("Sub", u, op("Min", graph_.node("Relu", {u}), length));
  const std::string squared = op("Add", op("Mul", beyond, beyond), op("Mul", v, v));
  // What the floor takes away need not be drawn: far from a limb exp would give subnormal numbers,
  // with which processors are slow.
  const float least = std::log(gaussian_floor) - 1;
  const std::string near =
      graph_.node("Clip", {graph_.node("Neg", {squared}), graph_.number(least), graph_.number(0)});
  const std::string map = graph_.node("Exp", {near});
  return graph_.node("ThresholdedRelu", {map}, {{"alpha", gaussian_floor}});
}

}  // namespace psgan::trainer
