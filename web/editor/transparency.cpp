#include "editor/transparency.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "psgan/error.h"
#include "psgan/skeleton.h"

namespace psgan::web {
namespace {

constexpr std::uint8_t white = 255;
// What networks mean by white and what enlarging makes of it; the ground hangs together by these.
constexpr std::uint8_t nearly_white = 244;
// How much lighter a pixel of an edge may be than the one before it, of all channels.
constexpr int ripple = 30;
// In parts of a figure's square.
constexpr float bone_radius = 0.012f, head_radius = 0.06f;
constexpr float hand = 0.4f;           // of a forearm, beyond the wrist
constexpr float least_hole = 0.0002f;  // of the picture; smaller white is a light on her
// A mixture with less than this darkness below white is not taken for one of a darker colour still.
constexpr float least_contrast = 40;

enum State : std::uint8_t { unknown, ground, kept };

class Cutter {
 public:
  Cutter(std::span<const std::uint8_t> rgba, int width, int height)
      : width_(width),
        height_(height),
        rgba_(rgba.begin(), rgba.end()),
        state_(static_cast<std::size_t>(width) * height, unknown) {}

  void keep_near(float x0, float y0, float x1, float y1, float radius);
  void find_ground();
  std::vector<std::uint8_t> cut(float edge);

 private:
  std::size_t at(int x, int y) const { return static_cast<std::size_t>(y) * width_ + x; }
  const std::uint8_t* colour(std::size_t pixel) const { return &rgba_[4 * pixel]; }
  bool is_light(std::size_t pixel) const {
    const std::uint8_t* c = colour(pixel);
    return c[0] >= nearly_white && c[1] >= nearly_white && c[2] >= nearly_white;
  }
  /// How far below white, of all channels.
  int darkness(std::size_t pixel) const {
    const std::uint8_t* c = colour(pixel);
    return 3 * white - c[0] - c[1] - c[2];
  }
  /// Calls `see` with the neighbours above, below and beside.
  template <typename See>
  void beside(std::size_t pixel, See see) const {
    const auto x = static_cast<int>(pixel % width_), y = static_cast<int>(pixel / width_);
    if (x > 0) see(pixel - 1);
    if (x + 1 < width_) see(pixel + 1);
    if (y > 0) see(pixel - width_);
    if (y + 1 < height_) see(pixel + width_);
  }
  /// The light pixels that hang together with one that is not known yet.
  std::vector<std::size_t> light_area(std::size_t from);
  /// Alpha and colour of a mixture of white and the colour of a pixel, or of black.
  void mix(std::size_t pixel, std::optional<std::size_t> darkest);

  int width_, height_;
  std::vector<std::uint8_t> rgba_;
  std::vector<State> state_;
  std::vector<bool> near_bones_;
};

void Cutter::keep_near(float x0, float y0, float x1, float y1, float radius) {
  if (near_bones_.empty()) near_bones_.resize(state_.size());
  const float dx = x1 - x0, dy = y1 - y0, length = dx * dx + dy * dy;
  const auto pixel = [](float v, int most) {
    return std::clamp(static_cast<int>(std::floor(v)), 0, most - 1);
  };
  for (int y = pixel(std::min(y0, y1) - radius, height_);
       y <= pixel(std::max(y0, y1) + radius, height_); ++y) {
    for (int x = pixel(std::min(x0, x1) - radius, width_);
         x <= pixel(std::max(x0, x1) + radius, width_); ++x) {
      const float px = static_cast<float>(x) + 0.5f - x0, py = static_cast<float>(y) + 0.5f - y0;
      const float t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.f, 1.f) : 0.f;
      if (std::hypot(px - t * dx, py - t * dy) <= radius) near_bones_[at(x, y)] = true;
    }
  }
}

std::vector<std::size_t> Cutter::light_area(std::size_t from) {
  std::vector<std::size_t> area = {from};
  state_[from] = kept;
  for (std::size_t i = 0; i < area.size(); ++i) {
    beside(area[i], [&](std::size_t next) {
      if (state_[next] != unknown || !is_light(next)) return;
      state_[next] = kept;
      area.push_back(next);
    });
  }
  return area;
}

void Cutter::find_ground() {
  const auto on_edge = [&](std::size_t pixel) {
    const auto x = static_cast<int>(pixel % width_), y = static_cast<int>(pixel / width_);
    return x == 0 || y == 0 || x + 1 == width_ || y + 1 == height_;
  };
  const auto least = static_cast<std::size_t>(least_hole * static_cast<float>(state_.size()));
  for (std::size_t pixel = 0; pixel < state_.size(); ++pixel) {
    if (state_[pixel] != unknown || !is_light(pixel)) continue;
    const std::vector<std::size_t> area = light_area(pixel);
    const bool outside = std::any_of(area.begin(), area.end(), on_edge);
    const bool hole =
        area.size() > least && !near_bones_.empty() &&
        std::none_of(area.begin(), area.end(), [&](std::size_t p) { return near_bones_[p]; });
    if (!outside && !hole) continue;
    for (const std::size_t p : area) state_[p] = ground;
  }
}

void Cutter::mix(std::size_t pixel, std::optional<std::size_t> darkest) {
  std::uint8_t* c = &rgba_[4 * pixel];
  constexpr std::uint8_t black[] = {0, 0, 0};
  const std::uint8_t* d = darkest ? colour(*darkest) : black;
  float along = 0, length = 0, least = 0;
  for (int i = 0; i < 3; ++i) {
    const auto below = static_cast<float>(white - c[i]), full = static_cast<float>(white - d[i]);
    along += below * full;
    length += full * full;
    // No colour is darker than black.
    least = std::max(least, below / white);
  }
  length = std::max(length, std::sqrt(length) * least_contrast);
  const float alpha = darkest ? std::clamp(along / length, least, 1.f) : least;
  const auto steps = static_cast<float>(std::ceil(alpha * white));
  if (steps == 0) {
    std::fill_n(c, 4, std::uint8_t{0});
    return;
  }
  for (int i = 0; i < 3; ++i) {
    const auto below = static_cast<float>(white - c[i]);
    c[i] = static_cast<std::uint8_t>(std::clamp(white - below * white / steps + 0.5f, 0.f, 255.f));
  }
  c[3] = static_cast<std::uint8_t>(steps);
}

std::vector<std::uint8_t> Cutter::cut(float edge) {
  // Pixel by pixel away from the ground, as long as it does not get lighter.
  std::vector<std::vector<std::size_t>> layers(1);
  for (std::size_t pixel = 0; pixel < state_.size(); ++pixel) {
    if (state_[pixel] == ground) layers[0].push_back(pixel);
  }
  std::vector<int> layer_of(state_.size(), -1);
  for (const std::size_t pixel : layers[0]) layer_of[pixel] = 0;
  const int most = std::max(1, static_cast<int>(std::ceil(edge)));
  for (int layer = 1; layer <= most; ++layer) {
    std::vector<std::size_t> next;
    for (const std::size_t pixel : layers.back()) {
      beside(pixel, [&](std::size_t other) {
        if (layer_of[other] >= 0 || darkness(other) + ripple <= darkness(pixel)) return;
        layer_of[other] = layer;
        next.push_back(other);
      });
    }
    layers.push_back(std::move(next));
  }
  // And back, with the darkest pixel that each leads to.
  std::vector<std::size_t> darkest(state_.size());
  for (auto layer = layers.rbegin(); layer + 1 != layers.rend(); ++layer) {
    for (const std::size_t pixel : *layer) {
      darkest[pixel] = pixel;
      beside(pixel, [&](std::size_t other) {
        if (layer_of[other] != layer_of[pixel] + 1) return;
        if (darkness(darkest[other]) > darkness(darkest[pixel])) darkest[pixel] = darkest[other];
      });
    }
  }
  // The nearest to the ground come first, so that colours are read before they are changed.
  for (std::size_t layer = 1; layer < layers.size(); ++layer) {
    for (const std::size_t pixel : layers[layer]) mix(pixel, darkest[pixel]);
  }
  for (const std::size_t pixel : layers[0]) mix(pixel, std::nullopt);
  return std::move(rgba_);
}

void keep_figure(Cutter& cutter, const FigureSquare& figure) {
  const auto x = [&](const PosePoint& p) { return figure.left + p.x * figure.side; };
  const auto y = [&](const PosePoint& p) { return figure.top + p.y * figure.side; };
  const auto keep = [&](const PosePoint& a, const PosePoint& b, float radius) {
    cutter.keep_near(x(a), y(a), x(b), y(b), radius * figure.side);
  };
  const Pose& pose = figure.pose;
  for (const Bone& bone : bones) keep(pose[bone.from], pose[bone.to], bone_radius);
  for (const auto& [elbow, wrist] : {std::pair{Keypoint::left_elbow, Keypoint::left_wrist},
                                     std::pair{Keypoint::right_elbow, Keypoint::right_wrist}}) {
    PosePoint end = pose[wrist];
    end.x += hand * (end.x - pose[elbow].x);
    end.y += hand * (end.y - pose[elbow].y);
    keep(pose[wrist], end, 2 * bone_radius);
  }
  keep(pose[Keypoint::nose], pose[Keypoint::neck], head_radius);
}

}  // namespace

std::vector<std::uint8_t> without_ground(std::span<const std::uint8_t> rgba, int width, int height,
                                         float edge, std::span<const FigureSquare> figures) {
  if (width < 1 || height < 1 || rgba.size() != static_cast<std::size_t>(width) * height * 4) {
    throw Error("A picture of " + std::to_string(rgba.size()) + " bytes is not " +
                std::to_string(width) + " × " + std::to_string(height) + " pixels of RGBA.");
  }
  Cutter cutter(rgba, width, height);
  for (const FigureSquare& figure : figures) keep_figure(cutter, figure);
  cutter.find_ground();
  return cutter.cut(edge);
}

}  // namespace psgan::web
