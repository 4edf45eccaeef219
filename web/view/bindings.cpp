// The editor as the page's script sees it. The script asks after every frame what is to be done
// (a model to load, a picture to compute, a link to copy); nothing here calls out to it.
#include <emscripten/bind.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "editor/texts.h"
#include "motion/clip.h"
#include "psgan/error.h"
#include "psgan/latent.h"
#include "view/app.h"
#include "view/model_bindings.h"
#include "view/running_app.h"
#include "view/saving_bindings.h"

namespace psgan::web {

std::unique_ptr<App> app;

namespace {

using emscripten::val;

/// Empty if all is well, otherwise why the editor cannot start.
std::string start(const std::string& canvas, const val& medium_font, const val& bold_font,
                  double random_seed) {
  try {
    app = std::make_unique<App>(canvas, Face{bytes_of(medium_font), bytes_of(bold_font)},
                                static_cast<std::uint64_t>(random_seed));
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

/// Another language: a dictionary from English texts (see texts.h) and a face with its
/// characters; "{}" and empty arrays are English.
void set_language(const std::string& dictionary_json, const val& medium_font,
                  const val& bold_font) {
  try {
    app->set_language(dictionary_json, Face{bytes_of(medium_font), bytes_of(bold_font)});
  } catch (const Error& error) {
    app->editor.say("language", error.what());
  }
}

/// A text of the script's own in the visitor's language.
std::string translated(const std::string& english) { return tr(english.c_str()); }

void resize(float width, float height, float pixel_ratio, float visible_height) {
  app->resize(width, height, pixel_ratio, visible_height);
}

bool frame(double seconds) { return app->frame(seconds); }

PointerKind pointer_kind(const std::string& kind) {
  return kind == "down"     ? PointerKind::down
         : kind == "up"     ? PointerKind::up
         : kind == "cancel" ? PointerKind::cancel
         : kind == "leave"  ? PointerKind::leave
                            : PointerKind::move;
}

void pointer(const std::string& kind, float x, float y, bool touch, double seconds, bool shift) {
  app->input.push({pointer_kind(kind), x, y, touch, seconds, shift});
}

/// Fingers beyond the first, each with a number of its own: "down", "move", "up" or "cancel".
void finger(const std::string& kind, int id, float x, float y) {
  app->finger(pointer_kind(kind), id, x, y);
}

bool key(const std::string& name, bool shift, bool control) {
  return app->key(name, shift, control);
}

bool wheel(float x, float y, float by) { return app->wheel(x, y, by); }

/// What a finger here does: "now", "press", "stage" or "" (see App::Grip).
std::string grip(float x, float y) {
  constexpr const char* names[] = {"", "stage", "press", "now"};
  return names[static_cast<int>(app->grip(x, y))];
}

/// How far the page has scrolled the panel, CSS pixels.
void scroll(float offset) { app->scroll(offset); }

/// Whether this device has fingers to point with, before the first one does.
void expect_touch(bool touch) { app->input.expect_touch(touch); }

// ---- The controls for the keyboard ------------------------------------------------------------

/// All controls as a JSON list (see view/controls.h), or empty if they are as they were last time.
std::string changed_controls() {
  static std::vector<Control> last;
  const std::vector<Control>& controls = app->widgets().controls;
  if (controls == last) return "";
  last = controls;
  constexpr const char* roles[] = {"button", "toggle", "tab", "slider"};
  nlohmann::json list = nlohmann::json::array();
  for (const Control& c : controls) {
    nlohmann::json one = {
        {"id", c.id},
        {"name", c.name},
        {"group", c.group},
        {"role", roles[static_cast<int>(c.role)]},
        {"enabled", c.enabled},
        {"chosen", c.chosen},
        {"sheet", c.in_sheet},
        {"place", {c.place.min.x, c.place.min.y, c.place.width(), c.place.height()}}};
    if (c.role == ControlRole::slider) {
      one["value"] = c.value;
      one["least"] = c.least;
      one["most"] = c.most;
      one["valueText"] = c.value_text;
    }
    list.push_back(std::move(one));
  }
  return list.dump();
}

/// The keyboard came to a control, pressed it, or moved a slider.
void reach(const std::string& id) { app->widgets().reached = id; }
void press(const std::string& id) { app->press(id); }
void move_slider(const std::string& id, float value) { app->move_slider(id, value); }

// -----------------------------------------------------------------------------------------------

/// What the page around the canvas needs to know after a frame.
val page_state() {
  val state = val::object();
  const Rect& seed = app->seed_field();
  state.set("height", app->wanted_height());
  state.set("cursor", std::string(app->cursor()));
  const PageWishes wishes = app->take_wishes();
  state.set("share", wishes.share);
  state.set("openFile", wishes.open_file);
  state.set("openPhoto", wishes.open_photo);
  state.set("watch", wishes.watch);
  state.set("saveOpenPose", wishes.save_openpose);
  state.set("takePose", wishes.take_pose);
  state.set("copyLook", wishes.copy_look);
  state.set("reload", wishes.reload);
  const Rect& stage = app->stage_place();
  state.set("stageRight", stage.max.x);
  state.set("stageBottom", stage.max.y);
  state.set("stageWidth", stage.width());
  state.set("changeTheme", wishes.change_theme);
  state.set("favouritesChanged", wishes.favourites_changed);
  state.set("leafOpened", wishes.leaf_opened);
  state.set("sheetTop", app->sheet_top());
  state.set("spoken", app->spoken());
  state.set("timesSpoken", app->times_spoken());
  state.set("playing", app->editor.playing());
  state.set("closeUp", app->stage().close_up);
  state.set("detail", std::string(name(app->editor.models().detail())));
  state.set("drawing", app->editor.models().state() == ModelState::ready);
  state.set("newcomer", app->editor.newcomer);
  const ModelCard* card = app->editor.model();
  state.set("resolution", card ? card->spec.resolution : 0);
  state.set("looks", card ? card->spec.looks : 0);
  state.set("colours", app->editor.has_parts());
  const auto& messages = app->editor.messages();
  state.set("message", messages.empty() ? std::string() : messages.back().text);
  state.set("seed", std::to_string(app->editor.changing_seed()));
  state.set("seedX", seed.min.x);
  state.set("seedY", seed.min.y);
  state.set("seedWidth", seed.width());
  state.set("seedHeight", seed.height());
  return state;
}

/// A number that is being typed. False if the text is no seed: a whole number from 0 to 2^64 − 1.
bool set_seed(const std::string& text) {
  if (text.empty() || text.size() > 20 ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  try {
    app->editor.type_seed(std::stoull(text));
    return true;
  } catch (const std::out_of_range&) {
    return false;
  }
}

void end_typing() { app->editor.end_typing(); }

void open_link(const std::string& fragment) { app->editor.open_link(fragment); }
std::string link() { return app->editor.link(); }

void set_close_up(bool wanted) { app->stage().close_up = wanted; }

// ---- Files, theme, favourites -----------------------------------------------------------------

void open_bvh(const std::string& bytes, const std::string& name) {
  app->editor.open_bvh(bytes, name);
}
void open_openpose(const std::string& json, const std::string& name) {
  app->editor.open_openpose(json, name);
}
/// The landmarks of a person, whose pose she takes; see Editor::follow().
bool follow(const std::string& landmarks, bool mirror) {
  return app->editor.follow(landmarks, mirror);
}
void watch(bool on) { app->editor.watch(on); }
bool watching() { return app->editor.watching(); }

/// A picture to pose after, RGBA; a width of 0 takes it away.
void show_reference(const val& rgba, int width, int height) {
  try {
    if (width == 0) return app->stage().reference.remove();
    app->stage().reference.set(bytes_of(rgba), width, height);
  } catch (const Error& error) {
    app->editor.say("file", error.what());
  }
}

void set_dark(bool dark) { app->set_dark(dark); }

void set_sparing(bool sparing) { app->set_sparing(sparing); }

/// Paints all of the canvas in the next frame; for tests of what is painted otherwise.
void repaint() { app->repaint(); }
std::string favourites() { return app->editor.favourites_text(); }
void set_favourites(const std::string& text) { app->editor.set_favourites(text); }

/// The stage alone; `play`: the link's motion, if there is one.
void embed(bool play) {
  app->embed();
  if (play) app->editor.play_for_ever();
}

/// A first visit: the stage says what to do until it was done.
void welcome() { app->editor.newcomer = true; }

void say(const std::string& topic, const std::string& text, bool problem, bool retry) {
  app->editor.say(topic, text, problem, retry);
}

void unsay(const std::string& topic) { app->editor.unsay(topic); }

/// For tests and the curious: the state, with places on the canvas in CSS pixels.
std::string state_json() {
  auto state = nlohmann::json::parse(app->editor.to_json());
  for (int i = 0; i < keypoint_count; ++i) {
    const ImVec2 at = app->keypoint_place(static_cast<Keypoint>(i));
    state["pose"][i]["screenX"] = at.x;
    state["pose"][i]["screenY"] = at.y;
  }
  const auto drawn = [](const Portraits& tiles) {
    int count = 0;
    for (int i = 0; i < tiles.count(); ++i) count += tiles.has(i);
    return count;
  };
  state["portraits"] = drawn(app->tiles[static_cast<int>(Tiles::characters)]);
  state["posePictures"] = drawn(app->tiles[static_cast<int>(Tiles::poses)]);
  state["neighbourPictures"] = drawn(app->tiles[static_cast<int>(Tiles::neighbours)]);
  state["dark"] = app->dark();
  const Rect& box = app->stage().picked_place();
  state["pickedBox"] = {box.min.x, box.min.y, box.width(), box.height()};
  state["zoom"] = app->stage().zoomed();
  const Rect& close_up = app->stage().close_up_place();
  state["closeUp"] = {close_up.min.x, close_up.min.y, close_up.width(), close_up.height()};
  state["reference"] = app->stage().reference.there();
  state["untranslated"] = untranslated();
  state["link"] = app->editor.link();
  state["inputWaits"] = app->input.pending();
  const Rect& stage = app->stage_place();
  state["stage"] = {stage.min.x, stage.min.y, stage.width(), stage.height()};
  for (const auto& [id, place] : app->widgets().places) {
    state["controls"][id] = {place.min.x, place.min.y, place.width(), place.height()};
  }
  state["sheetTop"] = app->sheet_top();
  for (const Control& control : app->widgets().controls) {
    if (control.in_sheet) state["inSheet"].push_back(control.id);
  }
  return state.dump();
}

}  // namespace

EMSCRIPTEN_BINDINGS(kisekae) {
  bind_models();
  bind_saving();
  emscripten::function("start", &start);
  emscripten::function("setLanguage", &set_language);
  emscripten::function("translated", &translated);
  emscripten::function("resize", &resize);
  emscripten::function("frame", &frame);
  emscripten::function("pointer", &pointer);
  emscripten::function("finger", &finger);
  emscripten::function("key", &key);
  emscripten::function("wheel", &wheel);
  emscripten::function("grip", &grip);
  emscripten::function("scroll", &scroll);
  emscripten::function("expectTouch", &expect_touch);
  emscripten::function("changedControls", &changed_controls);
  emscripten::function("reach", &reach);
  emscripten::function("press", &press);
  emscripten::function("moveSlider", &move_slider);
  emscripten::function("pageState", &page_state);
  emscripten::function("setSeed", &set_seed);
  emscripten::function("endTyping", &end_typing);
  emscripten::function("openLink", &open_link);
  emscripten::function("link", &link);
  emscripten::function("setCloseUp", &set_close_up);
  emscripten::function("openBvh", &open_bvh);
  emscripten::function("openOpenPose", &open_openpose);
  emscripten::function("follow", &follow);
  emscripten::function("watch", &watch);
  emscripten::function("watching", &watching);
  emscripten::function("showReference", &show_reference);
  emscripten::function("setDark", &set_dark);
  emscripten::function("setSparing", &set_sparing);
  emscripten::function("repaint", &repaint);
  emscripten::function("favourites", &favourites);
  emscripten::function("setFavourites", &set_favourites);
  emscripten::function("embed", &embed);
  emscripten::function("welcome", &welcome);
  emscripten::function("say", &say);
  emscripten::function("unsay", &unsay);
  emscripten::function("stateJson", &state_json);
}

}  // namespace psgan::web
