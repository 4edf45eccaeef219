#include "editor/editor.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "editor/limbs.h"
#include "motion/landmarks.h"
#include "psgan/character_traits.h"
#include "psgan/error.h"
#include "psgan/latent.h"

namespace psgan::web {
namespace {

// Seeds up to here are easy to read, say and type.
constexpr std::uint64_t random_seeds = 1'000'000;
constexpr float neighbour_share = 0.3f;

}  // namespace

Editor::Editor(std::uint64_t random_seed)
    : presets_(still_poses()),
      random_state_(random_seed),
      visited_{Character{}},
      models_(messages_, {.chosen = [this](const ModelCard& card) { model_chosen(card); },
                          .ready =
                              [this] {
                                queue_.restart_tiles();
                                changed(true, true);
                              }}) {
  scene_.clip = own_clip_number("walk").value_or(0);
  scene_.figure = presets_.front().figure;
  pose_ = project(scene_.figure);
  preset_ = 0;
}

// ---- Who she is -------------------------------------------------------------------------------

void Editor::changed(bool pose, bool character) {
  queue_.stage_changed(1 + static_cast<int>(scene_.row.size()), pose, character);
}

void Editor::model_chosen(const ModelCard& card) {
  shown_trait_ = -1;
  check_parts();
  stay_in_range();
  if (!character_chosen_ && !card.characters.empty()) {
    scene_.character.seed = card.characters.front().seed;
    visited_[visited_at_] = scene_.character;
  }
  changed(true, true);
}

void Editor::remember_visit() {
  if (visited_[visited_at_] == scene_.character) return;
  // What came after is another way that was not taken.
  visited_.resize(visited_at_ + 1);
  visited_.push_back(scene_.character);
  ++visited_at_;
}

void Editor::set_character(const Character& character, bool passing) {
  character_chosen_ = true;
  if (!passing) {
    if (!(character == scene_.character)) {
      remember_visit();  // What a slider left.
      remember();
    }
  }
  scene_.character = character;
  if (!passing) remember_visit();
  changed(false, true);
}

Character Editor::drawable(const Character& character) const {
  return has_parts() ? character : without_parts(character);
}

std::uint64_t Editor::changing_seed() const {
  const Character who = drawable(scene_.character);
  return who.part == Part::colours ? who.colours.value_or(who.seed) : who.seed;
}

Character Editor::numbered(std::uint64_t seed) const {
  const Character who = drawable(scene_.character);
  const LatentSpace* space = wardrobe();
  return space ? with_seed(who, seed, *space, locked_) : with_seed(who, seed);
}

void Editor::set_seed(std::uint64_t seed) { set_character(numbered(seed)); }

void Editor::change_part(Part part) {
  Character next = scene_.character;
  next.part = part;
  set_character(next);
}

std::uint64_t Editor::random_number() {
  const auto words =
      philox({static_cast<std::uint32_t>(random_state_++), 0, 0, 0}, {0x6b697365, 0x6b6165});
  return words[0] % random_seeds;
}

void Editor::back() {
  remember_visit();
  if (!can_go_back()) return;
  remember();
  scene_.character = visited_[--visited_at_];
  changed(false, true);
}

void Editor::forward() {
  if (!can_go_forward()) return;
  remember();
  scene_.character = visited_[++visited_at_];
  changed(false, true);
}

void Editor::mix_with_another() {
  Character next = scene_.character;
  next.seed2 = random_number();
  next.even = next.even || next.walk.empty();
  if (next.mix == 0) next.mix = 0.5f;
  set_character(next);
}

void Editor::slide(float Character::*number, float value, const char* kind) {
  Character next = scene_.character;
  next.*number = std::clamp(value, 0.f, 1.f);
  remember(kind);
  set_character(next, true);
}

void Editor::set_mix(float share) { slide(&Character::mix, share, "mix"); }

void Editor::set_variety(float variety) { slide(&Character::variety, variety, "variety"); }

void Editor::end_mix() {
  Character next = scene_.character;
  next.seed2.reset();
  next.mix = 0;
  set_character(next);
}

void Editor::keep_look(bool on) {
  Character next = scene_.character;
  next.look.reset();
  if (on && model()) next.look = look_of(latent_of(scene_.character, model()->spec), model()->spec);
  set_character(next);
}

std::vector<Character> Editor::neighbours() const {
  const Character who = drawable(scene_.character);
  const LatentSpace* space = wardrobe();
  return space ? psgan::neighbours(who, *space) : psgan::neighbours(who, neighbour_share);
}

// ---- The pose ---------------------------------------------------------------------------------

void Editor::remember(const char* kind) {
  if (*kind && edit_kind_ == kind) return;
  edit_kind_ = kind;
  history_.remember(scene_);
}

void Editor::begin_edit(const char* kind) {
  playing_ = false;
  again_and_again_ = false;
  watching_ = false;
  remember(kind);
}

void Editor::show_figure(const Figure& figure) {
  scene_.figure = figure;
  on_motion_ = false;
  if (key_) {
    const int key = *key_;
    change_motion([&](KeyedMotion& m) { m.keys[key].figure = turned(figure, -scene_.turn); });
    on_motion_ = true;
  }
  const Pose pose = project(figure);
  if (pose == pose_) return;
  pose_ = pose;
  preset_.reset();
  std::vector<bool> same = {true};
  for (const Companion& companion : scene_.row) same.push_back(!companion.figure);
  queue_.pose_changed(same);
}

void Editor::drag(Keypoint keypoint, float x, float y) {
  newcomer = false;
  show_figure(proportions ? pulled(scene_.figure, keypoint, x, y)
                          : placed(scene_.figure, keypoint, x, y));
}

void Editor::toggle_visible(Keypoint keypoint) {
  begin_edit();
  Figure figure = scene_.figure;
  figure.sight[index(keypoint)] = pose_[keypoint].visible ? Sight::hidden : Sight::automatic;
  if (!pose_[keypoint].visible && !project(figure)[keypoint].visible) {
    figure.sight[index(keypoint)] = Sight::shown;
  }
  show_figure(figure);
}

void Editor::mirror() {
  begin_edit();
  scene_.turn = -scene_.turn;
  show_figure(mirrored(scene_.figure));
  if (selected) selected = mirrored(*selected);
}

void Editor::reset() {
  scene_.turn = 0;
  choose_preset(0);
}

void Editor::scene_came_back() {
  playing_ = false;
  watching_ = false;
  pose_ = project(scene_.figure);
  clip_time_ = std::min(clip_time_, static_cast<double>(motion().duration));
  on_motion_ = false;
  find_key();
  // The key is edited only if it is what is seen.
  if (key_ && !(turned(motion().keys[*key_].figure, scene_.turn) == scene_.figure)) key_.reset();
  preset_.reset();
  remember_visit();
  stay_in_range();
  changed(true, true);
}

void Editor::undo() {
  playing_ = false;
  if (history_.undo(scene_)) scene_came_back();
}

void Editor::redo() {
  if (history_.redo(scene_)) scene_came_back();
}

void Editor::choose_figure(const Figure& figure) {
  begin_edit();
  people_.clear();
  show_figure(figure);
}

bool Editor::follow(const std::string& landmarks, bool mirror) {
  try {
    const Figure& now = scene_.figure;
    const auto seen =
        figure_of(read_landmarks(landmarks, "landmarks"), mirror ? mirrored(now) : now);
    if (!seen) return false;
    newcomer = false;
    const Figure figure = mirror ? mirrored(*seen) : *seen;
    if (watching_) {
      show_figure(figure);
    } else {
      choose_figure(figure);
    }
    return true;
  } catch (const Error& error) {
    say("reader", error.what());
    return false;
  }
}

void Editor::watch(bool on) {
  if (on) begin_edit();
  watching_ = on;
}

void Editor::choose_preset(int number) {
  choose_figure(presets_.at(number).figure);
  preset_ = number;
}

// ---- Favourites -------------------------------------------------------------------------------

void Editor::add_favourite() {
  favourites_.push_back({scene_.figure, encode_figure(scene_.figure)});
}

void Editor::remove_favourite(int number) { favourites_.erase(favourites_.begin() + number); }

std::string Editor::favourites_text() const {
  nlohmann::json codes = nlohmann::json::array();
  for (const Favourite& f : favourites_) codes.push_back(f.code);
  return codes.dump();
}

void Editor::set_favourites(const std::string& text) {
  favourites_.clear();
  const auto codes = nlohmann::json::parse(text, nullptr, false);
  if (!codes.is_array()) return;
  for (const auto& code : codes) {
    if (!code.is_string()) continue;
    if (const auto figure = decode_figure(code.get<std::string>())) {
      favourites_.push_back({*figure, code.get<std::string>()});
    }
  }
}

// ---- Messages, state --------------------------------------------------------------------------

void Editor::advance(double seconds) {
  // Nothing is drawn while nothing changes, so the time since the last frame may be long.
  messages_.age(std::min(seconds, 0.25));
  if (!playing_) return;
  const double length = motion().duration;
  // A tab that slept goes on where it stopped, and what a file took to be read is no part of it.
  if (!std::exchange(just_opened_, false)) clip_time_ += std::min(seconds, 0.25) * speed;
  if (clip_time_ >= length) {
    const bool again = motion().loop || again_and_again_;
    clip_time_ = again ? std::fmod(clip_time_, length) : length;
    playing_ = again;
  }
  show_moment();
}

void Editor::retry(const std::string& topic) {
  unsay(topic);
  if (topic == "model") return models_.retry();
  reload_wish_ = true;
}

std::string Editor::to_json() const {
  using nlohmann::json;
  const auto or_null = [](const auto& value) { return value ? json(*value) : json(nullptr); };
  json points = json::array();
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pose_.points[i];
    points.push_back({{"name", name(static_cast<Keypoint>(i))},
                      {"x", p.x},
                      {"y", p.y},
                      {"depth", scene_.figure.points[i].z},
                      {"visible", p.visible}});
  }
  json messages = json::array();
  for (const Message& m : messages_.all()) messages.push_back(m.text);
  json companions = json::array();
  for (int i = 1; i <= static_cast<int>(scene_.row.size()); ++i) {
    companions.push_back({{"seed", std::to_string(scene_.row[i - 1].character.seed)},
                          {"ownPose", has_own_pose(i)},
                          {"across", place_of(i).middle}});
  }
  json keys = json::array();
  json key_parts = json::array();
  for (const Keyframe& k : motion().keys) {
    keys.push_back(k.time);
    key_parts.push_back(k.parts);
  }
  const auto name_of = [](const auto* named) { return named ? named->name : std::string(); };
  const Character& who = scene_.character;
  return json{{"seed", std::to_string(seed())},
              {"across", place_of(0).middle},
              {"seed2", who.seed2 ? json(std::to_string(*who.seed2)) : json(nullptr)},
              {"mix", who.mix},
              {"colours", who.colours ? json(std::to_string(*who.colours)) : json(nullptr)},
              {"part", name(who.part)},
              {"look", or_null(who.look)},
              {"variety", who.variety},
              {"parts", who.parts},
              {"worn", wardrobe() ? psgan::to_json(wardrobe()->schema, worn()) : json(nullptr)},
              {"locked", locked_},
              {"steps", who.walk.size()},
              {"row", scene_.row.size()},
              {"companions", companions},
              {"family", name_of(models_.family())},
              {"model", name_of(model())},
              {"modelComing", name_of(models_.coming())},
              {"detail", name(models_.detail())},
              {"modelState", name(models_.state())},
              {"provider", models_.provider()},
              {"milliseconds", queue_.last_milliseconds()},
              {"pictures", queue_.pictures()},
              {"upToDate",
               queue_.stage_is_taken() && queue_.pictures() > 0 && queue_.pictured_pose() == pose_},
              {"pose", points},
              {"selected", selected ? json(name(*selected)) : json(nullptr)},
              {"skeleton", show_skeleton},
              {"newcomer", newcomer},
              {"proportions", proportions},
              {"playing", playing_},
              {"watching", watching_},
              {"clip", scene_.clip},
              {"ownMotion", own_motion()},
              {"duration", motion().duration},
              {"loop", motion().loop},
              {"speed", speed},
              {"keys", keys},
              {"keyParts", key_parts},
              {"key", or_null(key_)},
              {"clipTime", clip_time_},
              {"yaw", scene_.turn},
              {"presets", presets_.size()},
              {"favourites", favourites_.size()},
              {"people", people_.size()},
              {"asInFile", as_in_file_},
              {"clips", clips().size()},
              {"preset", or_null(preset_)},
              {"canUndo", can_undo()},
              {"canRedo", can_redo()},
              {"messages", messages}}
      .dump();
}

}  // namespace psgan::web
