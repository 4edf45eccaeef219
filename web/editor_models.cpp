// Editor: the models, and the pictures they compute.
#include <algorithm>

#include "editor.h"
#include "psgan/error.h"
#include "texts.h"

namespace psgan::web {

const ModelCard* Editor::model() const {
  for (const ModelCard& card : models_) {
    if (card.name == model_) return &card;
  }
  return nullptr;
}

void Editor::add_model(const std::string& name, const std::string& card_json) {
  const std::string where = "models/" + name + "/card.json";
  try {
    ModelCard card = model_card_from_json(card_json, where);
    if (card.name != name) {
      throw Error(where + ": name is \"" + card.name + "\", but its folder is \"" + name + "\"");
    }
    models_.push_back(std::move(card));
  } catch (const Error& error) {
    say("card " + name, error.what());
  }
}

void Editor::models_complete() {
  models_complete_ = true;
  if (models_.empty()) {
    say("models", "There is no model to draw with, so only the skeleton moves.");
    return;
  }
  choose_model(linked_model_.empty() ? models_.front().name : linked_model_);
}

void Editor::choose_model(const std::string& name) {
  if (!models_complete_) {
    linked_model_ = name;
    return;
  }
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const ModelCard& card) { return card.name == name; });
  if (found == models_.end()) {
    if (models_.empty()) return;
    say("link model", tr("The model \"{}\" of this link is not here; \"{}\" takes its place.",
                         {name, models_.front().title}));
    if (model_.empty()) choose_model(models_.front().name);
    return;
  }
  if (model_ == name && model_state_ != ModelState::failed) return;
  model_ = name;
  model_state_ = ModelState::loading;
  load_text_ = tr("Loading {}", {tr(found->title.c_str())});
  load_progress_ = -1;
  unsay("model");
  if (!character_chosen_ && !found->characters.empty()) {
    scene_.character.seed = found->characters.front().seed;
    visited_[visited_at_] = scene_.character;
  }
  changed(true, true);
}

void Editor::model_loading(const std::string& text, float progress) {
  load_text_ = text;
  load_progress_ = progress;
}

void Editor::model_ready(const std::string& provider) {
  model_state_ = ModelState::ready;
  provider_ = provider;
  next_tile_.fill(0);
  changed(true, true);
  unsay("model");
}

void Editor::model_failed(const std::string& sentence) {
  model_state_ = ModelState::failed;
  say("model", tr("{} The skeleton still moves.", {sentence}));
}

int Editor::tile_count(Tiles kind) const {
  if (kind == Tiles::neighbours) return 9;
  if (kind == Tiles::poses) return static_cast<int>(presets_.size());
  return model() ? static_cast<int>(model()->characters.size()) : 0;
}

bool Editor::wants_picture() const {
  if (model_state_ != ModelState::ready || !model()) return false;
  if (std::any_of(stale_.begin(), stale_.end(), [](bool stale) { return stale; })) return true;
  for (int kind = 0; kind < tile_kinds; ++kind) {
    if (wanted_[kind] && next_tile_[kind] < tile_count(static_cast<Tiles>(kind))) return true;
  }
  return false;
}

Request Editor::request_of(const Character& character, const Pose& pose) const {
  Request request;
  request.latent = latent_of(character, model()->spec);
  const auto numbers = to_numbers(pose);
  request.keypoints.assign(numbers.begin(), numbers.end());
  return request;
}

Request Editor::take_request() {
  const int slots = static_cast<int>(stale_.size());
  for (int i = 0; i < slots; ++i) {
    const int slot = (next_slot_ + i) % slots;
    if (!stale_[slot]) continue;
    stale_[slot] = false;
    next_slot_ = slot + 1;
    requested_slot_ = slot;
    if (slot == 0) requested_pose_ = pose_;
    Request request = request_of(slot == 0 ? scene_.character : scene_.row[slot - 1], pose_);
    request.number = ++requests_;
    return request;
  }
  for (int kind = 0; kind < tile_kinds; ++kind) {
    const auto which = static_cast<Tiles>(kind);
    if (!wanted_[kind] || next_tile_[kind] >= tile_count(which)) continue;
    const int tile = next_tile_[kind]++;
    Character character = scene_.character;
    if (which == Tiles::neighbours) character = neighbours()[tile];
    if (which == Tiles::characters) {
      character = {};
      character.seed = model()->characters[tile].seed;
    }
    Request request = request_of(character, which == Tiles::neighbours ? pose_
                                            : which == Tiles::poses    ? presets_[tile].pose
                                                                       : presets_.front().pose);
    request.portrait = kind * most_tiles + tile;
    return request;
  }
  return {};
}

std::vector<Request> Editor::frame_requests(double seconds) const {
  std::vector<Request> requests;
  if (!model()) return requests;
  const Pose pose = seconds < 0 ? pose_ : project(moment(seconds * speed));
  for (const Character& other : scene_.row) requests.push_back(request_of(other, pose));
  // She stands in the middle, as on the stage.
  const auto middle = static_cast<std::ptrdiff_t>((requests.size() + 1) / 2);
  requests.insert(requests.begin() + middle, request_of(scene_.character, pose));
  return requests;
}

int Editor::picture_arrived(int number, double milliseconds) {
  last_milliseconds_ = milliseconds;
  ++pictures_;
  if (requested_slot_ == 0 && number == requests_) pictured_pose_ = requested_pose_;
  return requested_slot_;
}

}  // namespace psgan::web
