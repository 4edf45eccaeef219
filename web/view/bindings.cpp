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

/// The models in models/index.json as a JSON list of their folders; empty with a message if it is
/// damaged.
std::string read_index(const std::string& index_json) {
  return nlohmann::json(app->editor.models().read_index(index_json)).dump();
}

void add_model(const std::string& name, const std::string& card_json) {
  app->editor.models().add(name, card_json);
}
void models_complete() { app->editor.models().complete(); }

/// The name of the model that pictures are asked of, or empty.
std::string model() {
  const ModelCard* card = app->editor.model();
  return card ? card->name : "";
}

/// The shape of one picture's array, N = 1 before it.
val dims_of(const ModelTensor& tensor) {
  std::vector<int> dims = {1};
  dims.insert(dims.end(), tensor.shape.begin(), tensor.shape.end());
  return val::array(dims);
}

/// The model to load and what the engine needs to know of it, or null while there is none.
val model_wish() {
  const ModelWish wish = app->editor.models().wish();
  const ModelCard* card = wish.card;
  if (!card) return val::null();
  val result = val::object();
  result.set("number", wish.number);
  result.set("beside", wish.beside);
  result.set("limit", wish.limit);
  result.set("name", card->name);
  result.set("title", card->title);
  result.set("onnx", card->onnx);
  result.set("sha256", card->sha256);
  result.set("bytes", static_cast<double>(card->bytes));
  result.set("workingTypeAt", val::array(std::vector<double>(card->working_type_at.begin(),
                                                             card->working_type_at.end())));
  val inputs = val::object();
  for (const ModelTensor& input : card->inputs) inputs.set(input.name, dims_of(input));
  result.set("inputs", inputs);
  result.set("output", card->output.name);
  result.set("outputDims", dims_of(card->output));
  result.set("resolution", card->spec.resolution);
  return result;
}

void model_loading(const std::string& text, float progress) {
  app->editor.models().loading(text, progress);
}
void model_ready(const std::string& name, const std::string& provider) {
  app->editor.models().ready(name, provider);
}
void model_failed(const std::string& name, const std::string& sentence) {
  app->editor.models().failed(name, sentence);
}
void model_too_slow(const std::string& name) { app->editor.models().too_slow(name); }
void picture_took(double milliseconds) { app->editor.models().picture_took(milliseconds); }

void set_close_up(bool wanted) { app->stage().close_up = wanted; }

/// "auto", "light" or "full"; `sparing`: every byte costs the visitor.
void set_detail(const std::string& name, bool sparing) {
  app->editor.models().set_sparing(sparing);
  app->editor.models().set_detail(detail_named(name));
}

/// The picture to compute next, or null.
val take_request() {
  if (!app->editor.wants_picture()) return val::null();
  const Request request = app->editor.take_request();
  val result = val::object();
  result.set("number", request.number);
  result.set("portrait", request.portrait);
  result.set("inputs", copied(request.inputs));
  return result;
}

void show_picture(int number, const val& rgba, int side, double milliseconds) {
  try {
    const int whose = app->editor.queue().arrived(number, milliseconds);
    app->pictures.at(whose).upload(bytes_of(rgba), side);
  } catch (const Error& error) {
    app->editor.say("picture", error.what());
  }
}

/// As show_picture(), for a picture that never was in memory: leaves its texture bound, and the
/// script fills it at once.
void begin_picture(int number, int side, double milliseconds) {
  try {
    const int whose = app->editor.queue().arrived(number, milliseconds);
    app->pictures.at(whose).bind(side);
  } catch (const Error& error) {
    app->editor.say("picture", error.what());
  }
}

/// A small picture; `number` is the request's `portrait`.
void show_portrait(int number, const val& rgba, int side) {
  const auto kind = static_cast<Tiles>(number / most_tiles);
  try {
    app->tiles.at(number / most_tiles)
        .set(number % most_tiles, app->editor.tile_counts()[static_cast<int>(kind)], bytes_of(rgba),
             side);
  } catch (const Error& error) {
    app->editor.say("picture", error.what());
  }
}

/// What she looks like as the page begins, RGBA, until a model draws her.
void show_first_sight(const val& rgba, int side) {
  try {
    app->show_first_sight(bytes_of(rgba), side);
  } catch (const Error& error) {
    app->editor.say("picture", error.what());
  }
}

/// Before another model draws.
void clear_pictures() {
  for (Picture& picture : app->pictures) picture.clear();
  for (Portraits& portraits : app->tiles) portraits.clear();
}

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

/// The present model's encoder, or null: its file, and the side of the picture that it is given.
val encoder() {
  if (!app->editor.can_copy_look()) return val::null();
  const ModelCard& card = *app->editor.model();
  val result = val::object();
  result.set("model", card.name);
  result.set("title", card.title);
  result.set("onnx", card.encoder->onnx);
  result.set("sha256", card.encoder->sha256);
  result.set("bytes", static_cast<double>(card.encoder->bytes));
  result.set("side", card.encoder->resolution);
  return result;
}

/// What the encoder takes for a picture, RGBA, in the present pose: arrays and their shapes by
/// name. It lasts until the next call.
val encoder_inputs(const val& rgba) {
  static EncoderInputs inputs;
  val result = val::object();
  try {
    inputs = app->editor.encoder_inputs(bytes_of(rgba));
  } catch (const Error& error) {
    app->editor.say("look", error.what());
    return val::null();
  }
  const auto add = [&](const char* name, const std::vector<float>& values,
                       const std::vector<int>& dims) {
    val input = val::object();
    input.set("values", val(emscripten::typed_memory_view(values.size(), values.data())));
    input.set("dims", val::array(dims));
    result.set(name, input);
  };
  add("regions", inputs.regions, inputs.region_dims);
  add("keypoints", inputs.keypoints, {1, keypoint_count, 3});
  return result;
}

/// The encoder's answer: she becomes that character.
void take_look(const val& numbers) {
  app->editor.take_look(emscripten::convertJSArrayToNumberVector<float>(numbers));
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
  emscripten::function("readIndex", &read_index);
  emscripten::function("addModel", &add_model);
  emscripten::function("modelsComplete", &models_complete);
  emscripten::function("model", &model);
  emscripten::function("modelWish", &model_wish);
  emscripten::function("modelLoading", &model_loading);
  emscripten::function("modelReady", &model_ready);
  emscripten::function("modelFailed", &model_failed);
  emscripten::function("modelTooSlow", &model_too_slow);
  emscripten::function("pictureTook", &picture_took);
  emscripten::function("setDetail", &set_detail);
  emscripten::function("setCloseUp", &set_close_up);
  emscripten::function("takeRequest", &take_request);
  emscripten::function("showPicture", &show_picture);
  emscripten::function("beginPicture", &begin_picture);
  emscripten::function("showPortrait", &show_portrait);
  emscripten::function("clearPictures", &clear_pictures);
  emscripten::function("showFirstSight", &show_first_sight);
  emscripten::function("openBvh", &open_bvh);
  emscripten::function("openOpenPose", &open_openpose);
  emscripten::function("follow", &follow);
  emscripten::function("watch", &watch);
  emscripten::function("watching", &watching);
  emscripten::function("showReference", &show_reference);
  emscripten::function("encoder", &encoder);
  emscripten::function("encoderInputs", &encoder_inputs);
  emscripten::function("takeLook", &take_look);
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
