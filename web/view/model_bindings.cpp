#include "view/model_bindings.h"

#include <emscripten/bind.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "psgan/error.h"
#include "view/app.h"
#include "view/running_app.h"

namespace psgan::web {
namespace {

using emscripten::val;

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

}  // namespace

void bind_models() {
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
  emscripten::function("takeRequest", &take_request);
  emscripten::function("showPicture", &show_picture);
  emscripten::function("beginPicture", &begin_picture);
  emscripten::function("showPortrait", &show_portrait);
  emscripten::function("clearPictures", &clear_pictures);
  emscripten::function("showFirstSight", &show_first_sight);
  emscripten::function("encoder", &encoder);
  emscripten::function("encoderInputs", &encoder_inputs);
  emscripten::function("takeLook", &take_look);
}

}  // namespace psgan::web
