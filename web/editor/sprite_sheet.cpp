#include "editor/sprite_sheet.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "psgan/version.h"

namespace psgan::web {

SheetLayout sheet_layout(int frames, int frame_width, int frame_height) {
  SheetLayout best;
  auto least = std::tuple(1e9, 0);
  for (int columns = 1; columns <= frames; ++columns) {
    const int rows = (frames + columns - 1) / columns;
    const int width = columns * frame_width, height = rows * frame_height;
    const double ratio = static_cast<double>(std::max(width, height)) / std::min(width, height);
    const auto here = std::tuple(ratio, columns * rows - frames);
    if (here >= least) continue;
    least = here;
    best = {columns, rows, width, height};
  }
  return best;
}

std::string sheet_json(const std::string& name, const std::string& image, int frames,
                       int frame_width, int frame_height, double milliseconds) {
  // In the frames' order, which alphabetical keys would not keep.
  using nlohmann::ordered_json;
  const SheetLayout layout = sheet_layout(frames, frame_width, frame_height);
  const auto size = [](int width, int height) { return ordered_json{{"w", width}, {"h", height}}; };
  const auto rectangle = [](int x, int y, int width, int height) {
    return ordered_json{{"x", x}, {"y", y}, {"w", width}, {"h", height}};
  };
  ordered_json all = ordered_json::object();
  for (int i = 0; i < frames; ++i) {
    all[name + ' ' + std::to_string(i)] = {
        {"frame", rectangle(i % layout.columns * frame_width, i / layout.columns * frame_height,
                            frame_width, frame_height)},
        {"rotated", false},
        {"trimmed", false},
        {"spriteSourceSize", rectangle(0, 0, frame_width, frame_height)},
        {"sourceSize", size(frame_width, frame_height)},
        {"duration", std::max(1l, std::lround(milliseconds))}};
  }
  const ordered_json tag = {
      {"name", name}, {"from", 0}, {"to", frames - 1}, {"direction", "forward"}};
  return ordered_json{{"frames", all},
                      {"meta",
                       {{"app", "Kisekae"},
                        {"version", version()},
                        {"image", image},
                        {"format", "RGBA8888"},
                        {"size", size(layout.width, layout.height)},
                        {"scale", "1"},
                        {"frameTags", ordered_json::array({tag})}}}}
      .dump(1);
}

}  // namespace psgan::web
