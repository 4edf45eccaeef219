// Editor: the models, and the pictures they compute.
#include <algorithm>
#include <utility>

#include "editor/editor.h"
#include "editor/texts.h"
#include "psgan/error.h"

namespace psgan::web {

namespace {

constexpr std::size_t few = 3, many = 12;  // Pictures that tell how fast a model draws.
/// So much above the limit the full one steps back: a little is no reason to change again.
constexpr double far_too_slow = 1.5 * smooth;

}  // namespace

const ModelCard* Editor::card_of(const std::string& name) const {
  for (const ModelCard& card : models_) {
    if (card.name == name) return &card;
  }
  return nullptr;
}

const ModelCard* Editor::model() const { return card_of(model_); }

const ModelFamily* Editor::family() const {
  for (const ModelFamily& family : families_) {
    if (family.name == family_) return &family;
  }
  return nullptr;
}

const std::string& Editor::title(const ModelFamily& family) const {
  const ModelCard* card = card_of(family.light);
  return card ? card->title : family.name;
}

std::vector<std::string> Editor::read_index(const std::string& index_json) {
  try {
    families_ = model_families(index_json);
  } catch (const Error& error) {
    say("index", error.what());
  }
  return model_names(families_);
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

/// Families of models that are there.
void Editor::complete_families() {
  for (ModelFamily& family : families_) {
    if (!card_of(family.light)) family.light = std::exchange(family.full, "");
    const ModelCard *light = card_of(family.light), *full = card_of(family.full);
    if (!full) family.full.clear();
    if (light && full &&
        (light->spec.latent_size != full->spec.latent_size ||
         light->spec.looks != full->spec.looks)) {
      say("card " + full->name, tr("The models \"{}\" and \"{}\" do not draw the same characters.",
                                   {light->name, full->name}));
      family.full.clear();
    }
  }
  std::erase_if(families_, [&](const ModelFamily& family) { return !card_of(family.light); });
  for (const ModelCard& card : models_) {
    if (std::none_of(families_.begin(), families_.end(),
                     [&](const ModelFamily& family) { return family.has(card.name); })) {
      families_.push_back({card.name, card.name, ""});
    }
  }
}

void Editor::models_complete() {
  models_complete_ = true;
  complete_families();
  if (families_.empty()) {
    say("models", "There is no model to draw with, so only the skeleton moves.");
    return;
  }
  choose_model(linked_model_.empty() ? families_.front().name : linked_model_);
}

void Editor::choose_model(const std::string& name) {
  if (!models_complete_) {
    linked_model_ = name;
    return;
  }
  const auto found = std::find_if(families_.begin(), families_.end(),
                                  [&](const ModelFamily& family) { return family.has(name); });
  if (found == families_.end()) {
    if (families_.empty()) return;
    say("link model", tr("The model \"{}\" of this link is not here; \"{}\" takes its place.",
                         {name, title(families_.front())}));
    if (family_.empty()) choose_model(families_.front().name);
    return;
  }
  if (family_ == found->name && model_state_ != ModelState::failed) return;
  family_ = found->name;
  full_refused_ = false;
  const bool full = detail_ == Detail::full && !found->full.empty();
  load_first(full ? found->full : found->light);
}

void Editor::set_detail(Detail detail) {
  detail_ = detail;
  full_refused_ = false;
  took_.clear();
  const ModelFamily* family = this->family();
  if (!family || family->full.empty() || detail == Detail::automatic) return;
  const std::string& wanted = detail == Detail::full ? family->full : family->light;
  if (model_state_ == ModelState::ready) {
    if (wanted != (model_coming() ? coming_ : model_)) load_beside(wanted, 0);
  } else if (wanted != model_ || model_state_ == ModelState::failed) {
    load_first(wanted);
  }
}

void Editor::load_first(const std::string& name) {
  model_ = name;
  coming_.clear();
  ++wishes_;
  const ModelCard& card = *model();
  model_state_ = ModelState::loading;
  load_text_ = tr("Loading {}", {tr(card.title.c_str())});
  load_progress_ = -1;
  unsay("model");
  if (!character_chosen_ && !card.characters.empty()) {
    scene_.character.seed = card.characters.front().seed;
    visited_[visited_at_] = scene_.character;
  }
  changed(true, true);
  if (!engine_failure_.empty()) model_failed("", std::exchange(engine_failure_, ""));
}

void Editor::load_beside(const std::string& name, double limit) {
  coming_ = name;
  coming_limit_ = limit;
  ++wishes_;
  load_text_ = tr("Loading {}", {tr(card_of(name)->title.c_str())});
}

ModelWish Editor::model_wish() const {
  if (model_coming()) return {wishes_, card_of(coming_), true, coming_limit_};
  return {wishes_, model(), false, 0};
}

void Editor::model_loading(const std::string& text, float progress) {
  load_text_ = text;
  load_progress_ = progress;
}

void Editor::model_ready(const std::string& name, const std::string& provider) {
  const bool changes = model_coming() && name == coming_;
  if (!changes && (model_coming() || name != model_)) return;
  provider_ = provider;
  // A graphics card was lost, and the same model goes on without it.
  if (!changes && model_state_ == ModelState::ready) return;
  if (changes) {
    model_ = std::exchange(coming_, "");
    if (detail_ != Detail::automatic) {
      const std::string side = std::to_string(model()->spec.resolution);
      const bool full = model_ == family()->full;
      say("detail",
          tr(full ? "The full model draws now, with {} × {} pixels."
                  : "The light model draws now, with {} × {} pixels.",
             {side, side}),
          false);
    }
  }
  model_state_ = ModelState::ready;
  took_.clear();
  next_tile_.fill(0);
  changed(true, true);
  unsay("model");
}

void Editor::model_failed(const std::string& name, const std::string& sentence) {
  if (model_coming() && name == coming_) {
    coming_.clear();
    full_refused_ = true;
    if (detail_ == Detail::automatic) return;
    detail_ = Detail::automatic;
    say("model", sentence);
    return;
  }
  // A sentence about no model is about the engine.
  if (!name.empty() && name != model_) return;
  if (name.empty() && model_.empty()) engine_failure_ = sentence;
  model_state_ = ModelState::failed;
  coming_.clear();
  say("model", tr("{} The skeleton still moves.", {sentence}));
}

void Editor::model_too_slow(const std::string& name) {
  if (name != coming_) return;
  coming_.clear();
  full_refused_ = true;
}

void Editor::picture_took(double milliseconds) {
  took_.push_back(milliseconds);
  if (took_.size() > many) took_.pop_front();
  const ModelFamily* family = this->family();
  if (detail_ != Detail::automatic || model_state_ != ModelState::ready || model_coming() ||
      !family || family->full.empty()) {
    return;
  }
  const double usual = median({took_.begin(), took_.end()});
  const ModelCard &light = *card_of(family->light), &full = *card_of(family->full);
  if (model_ == family->light) {
    const bool fast = usual * cost(full.spec) / cost(light.spec) <= smooth;
    if (!full_refused_ && !sparing_ && took_.size() >= few && fast)
      load_beside(family->full, smooth);
  } else if (took_.size() >= many && usual > far_too_slow) {
    full_refused_ = true;
    load_beside(family->light, 0);
  }
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
  const Character who = drawable(character);
  request.latent = latent_of(who, model()->spec);
  if (has_parts()) request.colours = colours_of(who, model()->spec);
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
