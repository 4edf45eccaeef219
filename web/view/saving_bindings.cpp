#include "view/saving_bindings.h"

#include <emscripten/bind.h>

#include <algorithm>
#include <string>
#include <vector>

#include "editor/resample.h"
#include "editor/sprite_sheet.h"
#include "editor/transparency.h"
#include "psgan/error.h"
#include "view/running_app.h"

namespace psgan::web {
namespace {

using emscripten::val;

/// What `make` gives; null, with a message, if the picture is damaged.
template <typename Make>
val picture_or_null(Make make) {
  try {
    return copied(make());
  } catch (const Error& error) {
    app->editor.say("picture", error.what());
    return val::null();
  }
}

/// A picture enlarged as on the stage, RGBA of pixels² for a file.
val enlarged(const val& rgba, int side, int pixels) {
  static Picture for_files;
  return picture_or_null([&] {
    for_files.upload(bytes_of(rgba), side);
    return for_files.enlarged(pixels);
  });
}

/// A picture of side² at another size, RGBA of pixels²; see resample.h.
val resampled_square(const val& rgba, int side, int pixels) {
  return picture_or_null([&] { return resampled(bytes_of(rgba), side, side, pixels, pixels); });
}

/// A picture of the characters with a transparent ground (see transparency.h), at a moment of the
/// motion as in frame_requests(). `squares`: { lefts, top, side, edge } in its pixels.
val without_white(const val& rgba, int width, int height, double seconds, const val& squares) {
  return picture_or_null([&] {
    const auto lefts = emscripten::convertJSArrayToNumberVector<float>(squares["lefts"]);
    const std::vector<Pose> poses = app->editor.frame_poses(seconds);
    std::vector<FigureSquare> figures;
    for (std::size_t i = 0; i < std::min(lefts.size(), poses.size()); ++i) {
      figures.push_back(
          {poses[i], lefts[i], squares["top"].as<float>(), squares["side"].as<float>()});
    }
    return without_ground(bytes_of(rgba), width, height, squares["edge"].as<float>(), figures);
  });
}

/// { columns, rows, width, height } of a sprite sheet.
val sheet(int frames, int frame_width, int frame_height) {
  const SheetLayout layout = sheet_layout(frames, frame_width, frame_height);
  val result = val::object();
  result.set("columns", layout.columns);
  result.set("rows", layout.rows);
  result.set("width", layout.width);
  result.set("height", layout.height);
  return result;
}

/// The inputs of the pictures of a moment of the motion, or of what stands on the stage (negative
/// seconds), left to right: what to compute for a file. Empty without a model.
val frame_requests(double seconds) {
  val requests = val::array();
  for (const InputValues& wanted : app->editor.frame_inputs(seconds)) {
    requests.call<void>("push", copied(wanted));
  }
  return requests;
}

/// Where the pictures of frame_requests() lie on a canvas, in parts of a picture's side.
val frame_layout() {
  const Editor::FileLayout layout = app->editor.file_layout();
  val result = val::object();
  result.set("width", layout.width);
  result.set("height", layout.height);
  result.set("lefts", val::array(layout.lefts));
  result.set("top", layout.top);
  return result;
}

/// How long the motion is, as fast as it plays.
double motion_seconds() { return app->editor.motion().duration / app->editor.speed; }

/// As the pose lies in a file and in the clipboard.
std::string openpose() { return app->editor.to_openpose(); }
/// Of all on the stage, left to right.
std::string openposes() { return Editor::to_openpose(app->editor.poses_left_to_right()); }

/// For the clipboard, and back; see Editor.
std::string copied_pose() { return app->editor.copied_pose(); }
void paste_pose(const std::string& text) { app->editor.paste_pose(text); }

}  // namespace

void bind_saving() {
  emscripten::function("enlarged", &enlarged);
  emscripten::function("resampled", &resampled_square);
  emscripten::function("withoutGround", &without_white);
  emscripten::function("sheetLayout", &sheet);
  emscripten::function("sheetJson", &sheet_json);
  emscripten::function("frameRequests", &frame_requests);
  emscripten::function("frameLayout", &frame_layout);
  emscripten::function("motionSeconds", &motion_seconds);
  emscripten::function("openPose", &openpose);
  emscripten::function("openPoses", &openposes);
  emscripten::function("copiedPose", &copied_pose);
  emscripten::function("pastePose", &paste_pose);
}

}  // namespace psgan::web
