// The editor on its canvas: the graphics context, the layout, and one frame after another.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "editor/editor.h"
#include "imgui.h"
#include "psgan/skeleton.h"
#include "view/announcements.h"
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

  /// How far the page has scrolled the panel, CSS pixels: the canvas stays in the window, and the
  /// panel moves in it.
  void scroll(float offset) { scroll_ = offset; }

  /// Another language: its dictionary (see texts.h) and a face with its characters, both empty
  /// for English. Throws Error if the dictionary is damaged.
  void set_language(const std::string& dictionary_json, Face own);

  /// Draws a frame; `seconds` is the page's clock. True if the next frame will differ by itself.
  bool frame(double seconds);

  /// Paints all of the canvas in the next frame, and not only what differs from the last one.
  void repaint() { damage_.forget(); }

  /// A key by the browser's name for it; true if it meant something.
  bool key(const std::string& key, bool shift, bool control);
  /// The keyboard pressed a control, or moved a slider, by its id.
  void press(const std::string& id);
  void move_slider(const std::string& id, float value);
  /// What keys have changed, in words, and how often there was something to say.
  const std::string& spoken() const { return spoken_; }
  int times_spoken() const { return times_spoken_; }

  /// A wheel turned, with Control held, or two fingers on a touch pad: closer (positive) or
  /// farther. True if something is there that can be looked at closer.
  bool wheel(float x, float y, float by);

  /// Fingers beyond the first.
  void finger(PointerKind kind, int id, float x, float y);
  void set_dark(bool dark);
  bool dark() const { return dark_; }
  /// The processor plays the graphics card: paint takes from the time of the model.
  void set_sparing(bool sparing) { stage_.sparing = sparing; }
  Stage& stage() { return stage_; }
  /// The stage alone, as a frame of another page shows it: nothing in it answers to a pointer.
  void embed();
  /// A picture of her as the page begins, RGBA, until a model draws her or she is changed.
  void show_first_sight(std::span<const std::uint8_t> rgba, int side);
  /// What a finger here does.
  enum class Grip {
    none,
    stage,  ///< It scrolls the page, or turns her; two of them look closer.
    press,  ///< Held for a moment it takes hold of a point; otherwise it scrolls.
    now     ///< It drags something of the editor at once and must not scroll the page.
  };
  Grip grip(float x, float y) const;

  /// The height that the contents take at the present width, CSS pixels; the canvas may be lower.
  float wanted_height() const { return wanted_height_; }
  /// Below this the sheet with the panel scrolls; above it, nothing does.
  float sheet_top() const { return sheet_top_; }
  const Rect& seed_field() const { return panel_.seed_field(); }
  PageWishes take_wishes();
  const char* cursor() const { return cursor_; }  ///< As style sheets call it.
  ImVec2 keypoint_place(Keypoint keypoint) const;
  const Rect& stage_place() const { return stage_rect_; }
  Widgets& widgets() { return widgets_; }

 private:
  void lay_out();
  void lay_out_beside(ImDrawList* list);
  void lay_out_below(ImDrawList* list);
  void lay_out_embedded();
  void paint();
  void rebuild_fonts();
  /// What changes within the next frames is told.
  void attend();
  void tell_changes();

  int context_ = 0;
  Face latin_, own_;
  Widgets widgets_;
  Stage stage_;
  Panel panel_;
  Timeline timeline_;
  Damage damage_;
  bool dark_ = false;
  float width_ = 0, height_ = 0, pixel_ratio_ = 0, visible_height_ = 0;
  float wanted_height_ = 0, scroll_ = 0, sheet_top_ = 0;
  Rect stage_rect_{};
  double last_seconds_ = -1;
  int options_of_ = -1;  ///< Whose pictures the tiles of options hold.
  const char* cursor_ = "default";
  bool first_sight_ = false;
  bool embedded_ = false;
  std::optional<Spoken> before_;  ///< While a key's effect is awaited.
  int frames_to_tell_ = 0;
  std::string spoken_;
  int times_spoken_ = 0;
};

}  // namespace psgan::web
