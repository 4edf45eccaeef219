#include "editor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "limbs.h"
#include "psgan/error.h"
#include "psgan/latent.h"
#include "psgan/share_link.h"

namespace psgan::web {
namespace {

constexpr std::size_t most_undo = 100;
constexpr double good_news_seconds = 3.5;
// Seeds up to here are easy to read, say and type.
constexpr std::uint64_t random_seeds = 1'000'000;

int clip_named(const std::string& name) {
  for (std::size_t i = 0; i < own_clips().size(); ++i) {
    if (own_clips()[i].name() == name) return static_cast<int>(i);
  }
  return 0;
}

}  // namespace

Editor::Editor(std::uint64_t random_seed)
    : presets_(still_poses()), random_state_(random_seed), clip_(clip_named("walk")) {
  reset();
  history_.clear();
}

void Editor::set_seed(std::uint64_t seed) {
  seed_ = seed;
  seed_chosen_ = true;
  changed_ = true;
}

void Editor::random_seed() {
  const std::uint64_t before = seed_;
  do {
    const auto words =
        philox({static_cast<std::uint32_t>(random_state_++), 0, 0, 0}, {0x6b697365, 0x6b6165});
    set_seed(words[0] % random_seeds);
  } while (seed_ == before);
}

void Editor::set_pose(const Pose& pose) {
  if (pose == pose_) return;
  pose_ = pose;
  changed_ = true;
}

void Editor::begin_edit() {
  playing_ = false;
  if (!history_.empty() && history_.back() == pose_) return;
  history_.push_back(pose_);
  if (history_.size() > most_undo) history_.erase(history_.begin());
}

void Editor::drag(Keypoint keypoint, float x, float y) {
  const Pose pose =
      proportions ? pulled(pose_, keypoint, x, y, presets_.front().pose)
                  : moved(pose_, keypoint, false, x - pose_[keypoint].x, y - pose_[keypoint].y);
  if (!(pose == pose_)) preset_.reset();
  set_pose(pose);
}

void Editor::toggle_visible(Keypoint keypoint) {
  begin_edit();
  Pose pose = pose_;
  PosePoint& p = pose[keypoint];
  p.visible = !p.visible;
  p.x = std::clamp(p.x, 0.f, 1.f);
  p.y = std::clamp(p.y, 0.f, 1.f);
  preset_.reset();
  set_pose(pose);
}

void Editor::mirror() {
  begin_edit();
  set_pose(mirrored(pose_));
  if (selected) selected = mirrored(*selected);
  preset_.reset();
}

void Editor::reset() {
  yaw_ = 0;
  choose_preset(0);
}

void Editor::undo() {
  playing_ = false;
  if (history_.empty()) return;
  set_pose(history_.back());
  history_.pop_back();
  preset_.reset();
}

void Editor::choose_preset(int number) {
  begin_edit();
  set_pose(presets_.at(number).pose);
  preset_ = number;
}

void Editor::choose_clip(int number) {
  clip_ = number;
  clip_time_ = 0;
  play(true);
}

void Editor::play(bool on) {
  if (on && !playing_) begin_edit();
  playing_ = on;
  if (on) show_moment();
}

void Editor::seek(double seconds) {
  begin_edit();
  clip_time_ = std::clamp(seconds, 0.0, static_cast<double>(clips()[clip_].duration()));
  show_moment();
}

void Editor::turn(float yaw) {
  yaw_ = yaw;
  if (!playing_) begin_edit();
  show_moment();
}

void Editor::show_moment() {
  preset_.reset();
  // The figure turns to her left when the camera walks round to her right.
  set_pose(pose_at(clips()[clip_], static_cast<float>(clip_time_), -yaw_));
}

void Editor::advance(double seconds) {
  for (Message& message : messages_) message.age += seconds;
  std::erase_if(messages_,
                [](const Message& m) { return !m.problem && m.age > good_news_seconds; });
  if (!playing_) return;
  // A tab that slept goes on where it stopped.
  clip_time_ = std::fmod(clip_time_ + std::min(seconds, 0.25),
                         static_cast<double>(clips()[clip_].duration()));
  show_moment();
}

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
    say("link model", "The model \"" + name + "\" of this link is not here; \"" +
                          models_.front().title + "\" takes its place.");
    if (model_.empty()) choose_model(models_.front().name);
    return;
  }
  if (model_ == name && model_state_ != ModelState::failed) return;
  model_ = name;
  model_state_ = ModelState::loading;
  load_text_ = "Loading " + found->title;
  load_progress_ = -1;
  unsay("model");
  if (!seed_chosen_ && !found->characters.empty()) seed_ = found->characters.front().seed;
  changed_ = true;
}

void Editor::model_loading(const std::string& text, float progress) {
  load_text_ = text;
  load_progress_ = progress;
}

void Editor::model_ready(const std::string& provider) {
  model_state_ = ModelState::ready;
  provider_ = provider;
  changed_ = true;
  next_portrait_ = 0;
  unsay("model");
}

void Editor::model_failed(const std::string& sentence) {
  model_state_ = ModelState::failed;
  say("model", sentence + " The skeleton still moves.");
}

bool Editor::wants_picture() const {
  if (model_state_ != ModelState::ready || !model()) return false;
  return changed_ || next_portrait_ < static_cast<int>(model()->characters.size());
}

Request Editor::take_request() {
  Request request;
  const bool portrait = !changed_;
  if (portrait) {
    request.portrait = next_portrait_++;
  } else {
    changed_ = false;
    request.number = ++requests_;
    requested_pose_ = pose_;
  }
  const std::uint64_t seed = portrait ? model()->characters[request.portrait].seed : seed_;
  request.latent = latent_from_seed(seed, model()->spec.latent_size);
  const auto numbers = to_numbers(portrait ? presets_.front().pose : pose_);
  request.keypoints.assign(numbers.begin(), numbers.end());
  return request;
}

void Editor::picture_arrived(int number, double milliseconds) {
  last_milliseconds_ = milliseconds;
  ++pictures_;
  if (number == requests_) pictured_pose_ = requested_pose_;
}

void Editor::say(const std::string& topic, const std::string& text, bool problem) {
  unsay(topic);
  messages_.push_back({topic, text, problem, 0});
}

void Editor::unsay(const std::string& topic) {
  std::erase_if(messages_, [&](const Message& m) { return m.topic == topic; });
}

void Editor::open_link(const std::string& fragment) {
  if (fragment.empty() || fragment == "#") return;
  const ParsedLink parsed = parse_fragment(fragment);
  unsay("link");
  if (!parsed.problems.empty()) {
    std::string text;
    for (const std::string& problem : parsed.problems) text += (text.empty() ? "" : " ") + problem;
    say("link", text);
  }
  if (parsed.state.seed) set_seed(*parsed.state.seed);
  if (parsed.state.pose) {
    begin_edit();
    set_pose(*parsed.state.pose);
    preset_.reset();
  }
  if (parsed.state.model) choose_model(*parsed.state.model);
}

std::string Editor::link() const {
  SharedState state;
  if (!model_.empty()) {
    state.model = model_;
  } else if (!linked_model_.empty()) {
    state.model = linked_model_;
  }
  state.seed = seed_;
  state.pose = pose_;
  return to_fragment(state);
}

std::string Editor::to_json() const {
  nlohmann::json points = nlohmann::json::array();
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose_.points[i];
    points.push_back(
        {{"name", name(static_cast<Keypoint>(i))}, {"x", p.x}, {"y", p.y}, {"visible", p.visible}});
  }
  nlohmann::json messages = nlohmann::json::array();
  for (const Message& m : messages_) messages.push_back(m.text);
  static constexpr const char* states[] = {"none", "loading", "ready", "failed"};
  return nlohmann::json{
      {"seed", std::to_string(seed_)},
      {"model", model_},
      {"modelState", states[static_cast<int>(model_state_)]},
      {"provider", provider_},
      {"milliseconds", last_milliseconds_},
      {"pictures", pictures_},
      {"upToDate", !changed_ && pictures_ > 0 && pictured_pose_ == pose_},
      {"pose", points},
      {"selected", selected ? nlohmann::json(name(*selected)) : nlohmann::json(nullptr)},
      {"skeleton", show_skeleton},
      {"proportions", proportions},
      {"playing", playing_},
      {"clip", clip_},
      {"clipTime", clip_time_},
      {"yaw", yaw_},
      {"presets", presets_.size()},
      {"clips", clips().size()},
      {"preset", preset_ ? nlohmann::json(*preset_) : nlohmann::json(nullptr)},
      {"messages", messages}}
      .dump();
}

}  // namespace psgan::web
