// Frames of a motion in one picture, as games read them.
#pragma once

#include <string>

namespace psgan::web {

/// Frames of one size in a grid, row by row from the upper left.
struct SheetLayout {
  int columns = 1, rows = 1;
  int width = 0, height = 0;  ///< Of the whole picture, pixels.
};

/// The grid for so many frames of frame_width × frame_height pixels whose picture is nearest to a
/// square; of equally near ones that with fewer empty places. There must be at least one frame.
SheetLayout sheet_layout(int frames, int frame_width, int frame_height);

/// The rectangles as JSON: the "frames" object of TexturePacker and Aseprite, with frames called
/// "NAME 0", "NAME 1" …, each `milliseconds` long, and one tag NAME over all of them. `image` is
/// the picture's file name.
std::string sheet_json(const std::string& name, const std::string& image, int frames,
                       int frame_width, int frame_height, double milliseconds);

}  // namespace psgan::web
