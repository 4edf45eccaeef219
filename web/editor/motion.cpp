// Editor: the motion, its key frames, and motion and poses from files.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numbers>

#include "editor/editor.h"
#include "editor/texts.h"
#include "motion/bvh.h"
#include "motion/people.h"
#include "motion/retarget.h"
#include "psgan/error.h"
#include "psgan/openpose.h"

namespace psgan::web {
namespace {

// Pixels of the picture that OpenPose's file speaks of.
constexpr int openpose_size = 512;

constexpr float degree = std::numbers::pi_v<float> / 180;

}  // namespace

void Editor::change_motion(const std::function<void(KeyedMotion&)>& change) {
  KeyedMotion next = motion();
  change(next);
  scene_.keys = std::make_shared<const KeyedMotion>(std::move(next));
}

const KeyedMotion& Editor::motion() const {
  if (scene_.keys) return *scene_.keys;
  // Only clips that are looked at are made into key frames.
  static std::map<int, KeyedMotion> made;
  const auto [at, is_new] = made.try_emplace(scene_.clip);
  if (is_new) at->second = keyed(clips()[scene_.clip]);
  return at->second;
}

std::string Editor::motion_title() const {
  return tr(own_motion() ? "Own motion" : clips()[scene_.clip].title().c_str());
}

void Editor::find_key() {
  key_.reset();
  const auto& keys = motion().keys;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (std::abs(keys[k].time - clip_time_) < 0.5 * KeyedMotion::tick) key_ = static_cast<int>(k);
  }
}

Figure Editor::moment(double seconds) const {
  const auto time = static_cast<float>(seconds);
  return own_motion() ? turned(figure_at(motion(), time), scene_.turn)
                      : figure_of(clips()[scene_.clip].at(time), scene_.turn);
}

void Editor::show_moment() {
  scene_.figure = moment(clip_time_);
  on_motion_ = true;
  key_.reset();
  if (!playing_) find_key();
  preset_.reset();
  pose_ = project(scene_.figure);
  bool dressed_anew = false;
  if (!playing_) {
    const Character now = dressed(scene_.character, clip_time_);
    dressed_anew = now.parts != shown_outfit_;
    shown_outfit_ = now.parts;
  }
  changed(true, dressed_anew);
}

void Editor::choose_clip(int number) {
  begin_edit();
  scene_.clip = number;
  scene_.keys.reset();
  clip_time_ = 0;
  people_.clear();
  playing_ = true;
  show_moment();
}

void Editor::dance() {
  newcomer = false;
  const int first = first_dance(), count = static_cast<int>(clips().size());
  const bool dancing = !own_motion() && scene_.clip >= first;
  choose_clip(dancing && scene_.clip + 1 < count ? scene_.clip + 1 : first);
}

void Editor::play(bool on) {
  if (on == playing_) return;
  if (on) begin_edit();
  if (on && !motion().loop && clip_time_ >= motion().duration) clip_time_ = 0;
  playing_ = on;
  show_moment();
}

void Editor::play_for_ever() {
  if (!own_motion() && !on_motion_) return;
  play(true);
  again_and_again_ = true;
}

void Editor::seek(double seconds) {
  begin_edit("seek");
  clip_time_ = std::clamp(seconds, 0.0, static_cast<double>(motion().duration));
  show_moment();
}

std::optional<float> Editor::most_turn() const {
  if (!model() || !model()->yaw_range || *model()->yaw_range >= 180) return std::nullopt;
  return *model()->yaw_range * degree;
}

float Editor::within_range(float yaw) {
  const auto most = most_turn();
  if (!most) return std::remainder(yaw, 2 * std::numbers::pi_v<float>);
  // Of a hair beyond the edge nobody needs to hear.
  if (std::abs(yaw) > *most + 0.5f * degree) {
    say("turn",
        tr("This model has seen her from the front to {}° either way; she turns no farther.",
           {std::to_string(std::lround(*most / degree))}),
        false);
  }
  return std::clamp(yaw, -*most, *most);
}

void Editor::stay_in_range() {
  const float yaw = within_range(scene_.turn), by = yaw - scene_.turn;
  if (std::abs(by) < 1e-6f) return;
  scene_.turn = yaw;
  if (on_motion_) return show_moment();
  scene_.figure = turned(scene_.figure, by, scene_.figure[Keypoint::pelvis]);
  pose_ = project(scene_.figure);
  changed(true, false);
}

void Editor::turn(float yaw) {
  remember("turn");
  yaw = within_range(yaw);
  const float by = yaw - scene_.turn;
  scene_.turn = yaw;
  if (on_motion_) return show_moment();
  show_figure(turned(scene_.figure, by, scene_.figure[Keypoint::pelvis]));
}

void Editor::new_motion() {
  begin_edit();
  KeyedMotion fresh;
  fresh.put({0, Ease::soft, turned(scene_.figure, -scene_.turn)});
  scene_.keys = std::make_shared<const KeyedMotion>(std::move(fresh));
  clip_time_ = 0;
  show_moment();
}

void Editor::add_key() {
  begin_edit();
  int key = 0;
  change_motion([&](KeyedMotion& m) {
    const Ease ease = m.keys[key_.value_or(0)].ease;
    Keyframe made{static_cast<float>(clip_time_), ease, turned(scene_.figure, -scene_.turn)};
    if (key_) made.parts = m.keys[*key_].parts;
    key = m.put(std::move(made));
  });
  clip_time_ = motion().keys[key].time;
  show_moment();
}

void Editor::remove_key() {
  if (!key_ || motion().keys.size() < 2) return;
  begin_edit();
  change_motion([&](KeyedMotion& m) { m.remove(*key_); });
  show_moment();
}

void Editor::move_key(int key, float time) {
  begin_edit("move key");
  change_motion([&](KeyedMotion& m) { clip_time_ = m.keys[m.move(key, time)].time; });
  show_moment();
}

void Editor::step_key(int by) {
  const auto& keys = motion().keys;
  const int count = static_cast<int>(keys.size());
  int at = 0;  // Keys before the present time.
  while (at < count && keys[at].time < clip_time_ - 0.5 * KeyedMotion::tick) ++at;
  const bool on_key = at < count && keys[at].time < clip_time_ + 0.5 * KeyedMotion::tick;
  const int next = by < 0 ? at - 1 : on_key ? at + 1 : at;
  seek(keys[(next + count) % count].time);
}

void Editor::copy_key() {
  copied_ = {{0, Ease::flow, turned(scene_.figure, -scene_.turn)}};
  if (key_) copied_->ease = motion().keys[*key_].ease;
}

void Editor::paste_key() {
  if (!copied_) return;
  begin_edit();
  Keyframe key = *copied_;
  key.time = static_cast<float>(clip_time_);
  change_motion([&](KeyedMotion& m) {
    if (key_) key.parts = m.keys[*key_].parts;  // A pose was copied, no clothes.
    clip_time_ = m.keys[m.put(key)].time;
  });
  show_moment();
}

void Editor::set_ease(Ease ease) {
  if (!key_) return;
  begin_edit();
  change_motion([&](KeyedMotion& m) { m.keys[*key_].ease = ease; });
  show_moment();
}

void Editor::set_loop(bool loop) {
  remember();
  change_motion([&](KeyedMotion& m) { m.loop = loop; });
}

void Editor::set_duration(float seconds) {
  remember("length");
  const double share = clip_time_ / motion().duration;
  change_motion([&](KeyedMotion& m) { m.stretch(seconds); });
  clip_time_ = to_tick(static_cast<float>(share * motion().duration));
  if (on_motion_) show_moment();
}

// ---- Files ------------------------------------------------------------------------------------

void Editor::open_bvh(const std::string& bytes, const std::string& name) {
  unsay("file");
  try {
    std::vector<std::string> notes;
    const Clip clip = retarget(read_bvh(bytes, name), name, {}, &notes);
    begin_edit();
    scene_.keys = std::make_shared<const KeyedMotion>(keyed(clip));
    clip_time_ = 0;
    people_.clear();
    playing_ = true;
    // It plays until somebody stops it, for who drops a file may look up only when it has ended.
    again_and_again_ = just_opened_ = true;
    show_moment();
    if (clip.duration() > KeyedMotion::longest)
      notes.push_back(tr("{} is longer than {} seconds; the beginning is used.",
                         {name, std::to_string(static_cast<int>(KeyedMotion::longest))}));
    std::string text;
    for (const std::string& note : notes) text += (text.empty() ? "" : "\n") + note;
    if (!text.empty()) return say("file", text);
    char seconds[16];
    std::snprintf(seconds, sizeof seconds, "%.1f", static_cast<double>(motion().duration));
    say("file", tr("“{}” plays: {} s of motion.", {name, seconds}), false);
  } catch (const Error& error) {
    say("file", error.what());
  }
}

void Editor::open_openpose(const std::string& json, const std::string& name) {
  unsay("file");
  try {
    OpenPoseFile file = read_openpose(json, name);
    const auto largest = largest_person(file.people);
    if (!largest) {
      say("file", tr("There is nobody in {}.", {name}));
      return;
    }
    opened_ = {std::move(file), name, 0};
    choose_person(static_cast<int>(*largest));
    if (people_.size() < 2) return;
    ++asked_for_person_;
    say("file",
        tr("There are {} people in “{}”: choose one under “Pose”.",
           {std::to_string(people_.size()), name}),
        false);
  } catch (const Error& error) {
    say("file", error.what());
  }
}

void Editor::choose_person(int number) {
  opened_.person = number;
  const OpenPoseFile& file = opened_.file;
  std::vector<Figure> people =
      figures_of(file, as_in_file_ ? Proportions::of_file : Proportions::own);
  choose_figure(people.at(number));
  people_ = std::move(people);
  if (as_in_file_ && 2 * visible_points(pose_) < visible_points(file.people[number])) {
    say("file", tr("Most points of {} lie outside its picture.", {opened_.name}));
  }
}

void Editor::set_as_in_file(bool on) {
  unsay("file");
  as_in_file_ = on;
  if (!people_.empty()) choose_person(opened_.person);
}

std::string Editor::to_openpose(std::span<const Pose> poses) {
  return psgan::to_json(openpose_file(poses, openpose_size, OpenPoseFormat::body_25));
}

}  // namespace psgan::web
