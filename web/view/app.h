// The editor on its canvas: the graphics context, the layout, and one frame after another.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "editor/editor.h"
#include "imgui.h"
#include "psgan/skeleton.h"
#include "view/damage.h"
#include "view/input.h"
#include "view/panel.h"
#include "view/picture.h"
#include "view/portraits.h"
#include "view/stage.h"
#include "view/timeline.h"
#include "view/widgets.h"

namespace psgan::web {

class App {
 public:
  /// `canvas` is a CSS selector. Throws Error in a browser without WebGL2.
  App(const std::string& canvas, Face latin, std::uint64_t random_seed);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  Editor editor;
  Input input;
  Pictures pictures;
  TilePictures tiles;

  /// The canvas in CSS pixels, how much of its height a window shows at once, and how many of the
  /// screen's pixels one has.
  void resize(float width, float height, float pixel_ratio, float visible_height);

  /// Another language: its dictionary (see texts.h) and a face with its characters, both empty
  /// for English. Throws Error if the dictionary is damaged.
  void set_language(const std::string& dictionary_json, Face own);

  /// Draws a frame; `seconds` is the page's clock. True if the next frame will differ by itself.
  bool frame(double seconds);

  /// Paints all of the canvas in the next frame, and not only what differs from the last one.
  void repaint() { damage_.forget(); }

  /// A key by the browser's name for it; true if it meant something.
  bool key(const std::string& key, bool shift, bool control);

  /// Fingers beyond the first.
  void finger(PointerKind kind, int id, float x, float y);
  void set_dark(bool dark);
  bool dark() const { return dark_; }
  /// The processor plays the graphics card: paint takes from the time of the model.
  void set_sparing(bool sparing) { stage_.sparing = sparing; }
  Stage& stage() { return stage_; }
  /// A finger here drags something of the editor and must not scroll the page.
  bool grabs(float x, float y) const;

  /// The height that the contents take at the present width, CSS pixels.
  float wanted_height() const { return wanted_height_; }
  const Rect& seed_field() const { return panel_.seed_field(); }
  PageWishes take_wishes() { return panel_.take_wishes(); }
  bool pointing() const { return pointing_; }  ///< The cursor should be a hand.
  ImVec2 keypoint_place(Keypoint keypoint) const;
  const Rect& stage_place() const { return stage_rect_; }
  const std::map<std::string, Rect>& control_places() const { return widgets_.places; }

 private:
  void lay_out();
  void paint();
  void rebuild_fonts();

  int context_ = 0;
  Face latin_, own_;
  Widgets widgets_;
  Stage stage_;
  Panel panel_;
  Timeline timeline_;
  Damage damage_;
  bool dark_ = false;
  bool tab_leaves_ = false;  ///< Tab goes on to the page instead of to a point.
  float width_ = 0, height_ = 0, pixel_ratio_ = 0, visible_height_ = 0;
  float wanted_height_ = 0;
  Rect stage_rect_{};
  double last_seconds_ = -1;
  bool pointing_ = false;
  int options_of_ = -1;  ///< Whose pictures the tiles of options hold.
};

}  // namespace psgan::web
