#include "editor/models.h"

#include <algorithm>
#include <utility>

#include "editor/model_inputs.h"
#include "editor/texts.h"
#include "psgan/enum_names.h"
#include "psgan/error.h"

namespace psgan::web {
namespace {

constexpr EnumNames<ModelState, 4> states{{"none", "loading", "ready", "failed"}};

constexpr std::size_t few = 3, many = 12;  // Pictures that tell how fast a model draws.
/// So much above the limit the full one steps back: a little is no reason to change again.
constexpr double far_too_slow = 1.5 * smooth;

}  // namespace

std::string_view name(ModelState state) { return states[state]; }

Models::Models(Messages& messages, Events events)
    : messages_(messages), events_(std::move(events)) {}

const ModelCard* Models::card_of(const std::string& name) const {
  for (const ModelCard& card : cards_) {
    if (card.name == name) return &card;
  }
  return nullptr;
}

const ModelFamily* Models::family() const {
  for (const ModelFamily& family : families_) {
    if (family.name == family_) return &family;
  }
  return nullptr;
}

const std::string& Models::title(const ModelFamily& family) const {
  const ModelCard* card = card_of(family.light);
  return card ? card->title : family.name;
}

std::vector<std::string> Models::read_index(const std::string& index_json) {
  try {
    families_ = model_families(index_json);
  } catch (const Error& error) {
    messages_.say("index", error.what());
  }
  return model_names(families_);
}

void Models::add(const std::string& name, const std::string& card_json) {
  const std::string where = "models/" + name + "/card.json";
  try {
    ModelCard card = model_card_from_json(card_json, where);
    if (card.name != name) {
      throw Error(where + ": name is \"" + card.name + "\", but its folder is \"" + name + "\"");
    }
    if (const ModelTensor* input = unknown_input(card)) {
      throw Error(tr("The model \"{}\" takes an input \"{}\" that this page does not know.",
                     {name, input->name}));
    }
    cards_.push_back(std::move(card));
  } catch (const Error& error) {
    messages_.say("card " + name, error.what());
  }
}

/// Families of models that are there.
void Models::complete_families() {
  for (ModelFamily& family : families_) {
    if (!card_of(family.light)) family.light = std::exchange(family.full, "");
    const ModelCard *light = card_of(family.light), *full = card_of(family.full);
    if (!full) family.full.clear();
    if (light && full &&
        (light->spec.latent_size != full->spec.latent_size ||
         light->spec.looks != full->spec.looks || !(light->latents == full->latents))) {
      messages_.say("card " + full->name,
                    tr("The models \"{}\" and \"{}\" do not draw the same characters.",
                       {light->name, full->name}));
      family.full.clear();
    }
  }
  std::erase_if(families_, [&](const ModelFamily& family) { return !card_of(family.light); });
  for (const ModelCard& card : cards_) {
    if (std::none_of(families_.begin(), families_.end(),
                     [&](const ModelFamily& family) { return family.has(card.name); })) {
      families_.push_back({card.name, card.name, ""});
    }
  }
}

void Models::complete() {
  complete_ = true;
  complete_families();
  if (families_.empty()) {
    // What was said already is why.
    if (!messages_.all().empty()) return;
    messages_.say("models", tr("There is no model to draw with, so only the skeleton moves."), true,
                  true);
    return;
  }
  choose(linked_.empty() ? families_.front().name : linked_);
}

void Models::choose(const std::string& name) {
  if (!complete_) {
    linked_ = name;
    return;
  }
  const auto found = std::find_if(families_.begin(), families_.end(),
                                  [&](const ModelFamily& family) { return family.has(name); });
  if (found == families_.end()) {
    if (families_.empty()) return;
    messages_.say("link model",
                  tr("The model \"{}\" of this link is not here; \"{}\" takes its place.",
                     {name, title(families_.front())}));
    if (family_.empty()) choose(families_.front().name);
    return;
  }
  if (family_ == found->name && state_ != ModelState::failed) return;
  family_ = found->name;
  full_refused_ = false;
  const bool full = detail_ == Detail::full && !found->full.empty();
  load_first(full ? found->full : found->light);
}

void Models::set_detail(Detail detail) {
  detail_ = detail;
  full_refused_ = false;
  took_.clear();
  const ModelFamily* family = this->family();
  if (!family || family->full.empty() || detail == Detail::automatic) return;
  const std::string& wanted = detail == Detail::full ? family->full : family->light;
  if (state_ == ModelState::ready) {
    if (wanted != (coming_.empty() ? present_ : coming_)) load_beside(wanted, 0);
  } else if (wanted != present_ || state_ == ModelState::failed) {
    load_first(wanted);
  }
}

void Models::retry() {
  messages_.unsay("model");
  if (state_ == ModelState::failed && present()) {
    load_first(present_);
  } else if (card_of(failed_beside_)) {
    set_detail(failed_beside_ == family()->full ? Detail::full : Detail::light);
  }
}

void Models::load_first(const std::string& name) {
  present_ = name;
  coming_.clear();
  ++wishes_;
  const ModelCard& card = *present();
  state_ = ModelState::loading;
  load_text_ = tr("Loading {}", {tr(card.title.c_str())});
  load_progress_ = -1;
  messages_.unsay("model");
  events_.chosen(card);
  if (!engine_failure_.empty()) failed("", std::exchange(engine_failure_, ""));
}

void Models::load_beside(const std::string& name, double limit) {
  coming_ = name;
  coming_limit_ = limit;
  ++wishes_;
  load_text_ = tr("Loading {}", {tr(card_of(name)->title.c_str())});
}

ModelWish Models::wish() const {
  if (!coming_.empty()) return {wishes_, card_of(coming_), true, coming_limit_};
  return {wishes_, present(), false, 0};
}

void Models::loading(const std::string& text, float progress) {
  load_text_ = text;
  load_progress_ = progress;
}

void Models::ready(const std::string& name, const std::string& provider) {
  const bool changes = !coming_.empty() && name == coming_;
  if (!changes && (!coming_.empty() || name != present_)) return;
  provider_ = provider;
  // A graphics card was lost, and the same model goes on without it.
  if (!changes && state_ == ModelState::ready) return;
  if (changes) {
    present_ = std::exchange(coming_, "");
    if (detail_ != Detail::automatic) {
      const std::string side = std::to_string(present()->spec.resolution);
      const bool full = present_ == family()->full;
      messages_.say("detail",
                    tr(full ? "The full model draws now, with {} × {} pixels."
                            : "The light model draws now, with {} × {} pixels.",
                       {side, side}),
                    false);
    }
  }
  state_ = ModelState::ready;
  took_.clear();
  events_.ready();
  messages_.unsay("model");
}

void Models::failed(const std::string& name, const std::string& sentence) {
  if (!coming_.empty() && name == coming_) {
    coming_.clear();
    full_refused_ = true;
    if (detail_ == Detail::automatic) return;
    detail_ = Detail::automatic;
    failed_beside_ = name;
    messages_.say("model", sentence, true, true);
    return;
  }
  // A sentence about no model is about the engine.
  if (!name.empty() && name != present_) return;
  if (name.empty() && present_.empty()) engine_failure_ = sentence;
  state_ = ModelState::failed;
  coming_.clear();
  messages_.say("model", tr("{} The skeleton still moves.", {sentence}), true, true);
}

void Models::too_slow(const std::string& name) {
  if (name != coming_) return;
  coming_.clear();
  full_refused_ = true;
}

void Models::picture_took(double milliseconds) {
  took_.push_back(milliseconds);
  if (took_.size() > many) took_.pop_front();
  const ModelFamily* family = this->family();
  if (detail_ != Detail::automatic || state_ != ModelState::ready || !coming_.empty() || !family ||
      family->full.empty()) {
    return;
  }
  const double usual = median({took_.begin(), took_.end()});
  const ModelCard &light = *card_of(family->light), &full = *card_of(family->full);
  if (present_ == family->light) {
    const bool fast = usual * cost(full.spec) / cost(light.spec) <= smooth;
    if (!full_refused_ && !sparing_ && took_.size() >= few && fast)
      load_beside(family->full, smooth);
  } else if (took_.size() >= many && usual > far_too_slow) {
    full_refused_ = true;
    load_beside(family->light, 0);
  }
}

}  // namespace psgan::web
