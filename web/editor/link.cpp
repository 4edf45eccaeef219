// Editor: links, and figures as links write them.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "editor/editor.h"
#include "editor/texts.h"
#include "motion/motion_code.h"
#include "psgan/share_link.h"

namespace psgan::web {
namespace {

constexpr float degree = std::numbers::pi_v<float> / 180;

Depths depths_of(const Figure& figure) {
  Depths depths;
  for (int i = 0; i < keypoint_count; ++i) depths[i] = figure.points[i].z;
  return depths;
}

bool alike(const Pose& a, const Pose& b) {
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint &p = a.points[i], &q = b.points[i];
    if (p.visible != q.visible) return false;
    if (p.visible && std::hypot(p.x - q.x, p.y - q.y) > 0.006f) return false;
  }
  return true;
}

Figure figure_of_link(const Pose& pose, const std::optional<Depths>& depths) {
  return depths ? lifted(pose, *depths) : lifted(pose);
}

std::vector<Companion> companions_of(const SharedState& state) {
  std::vector<Companion> companions;
  for (const Character& character : state.row) {
    if (static_cast<int>(companions.size()) == Editor::most_in_row) break;
    Companion companion{character, {}, {}};
    const auto found = state.on_stage.find(static_cast<int>(companions.size()) + 1);
    if (found != state.on_stage.end()) {
      const OnStage& stance = found->second;
      companion.across = stance.across;
      if (stance.pose) companion.figure = figure_of_link(*stance.pose, stance.depths);
    }
    companions.push_back(std::move(companion));
  }
  return companions;
}

}  // namespace

std::string encode_figure(const Figure& figure) {
  return encode_pose(project(figure)) + encode_depths(depths_of(figure));
}

std::optional<Figure> decode_figure(std::string_view text) {
  const std::size_t pose_length = encode_pose(Pose{}).size();
  const auto pose = decode_pose(text.substr(0, pose_length));
  if (!pose) return std::nullopt;
  const auto depths = decode_depths(text.substr(pose_length));
  if (!depths) return std::nullopt;
  return lifted(*pose, *depths);
}

void Editor::open_link(const std::string& fragment) {
  if (fragment.empty() || fragment == "#") return;
  const ParsedLink parsed = parse_fragment(fragment);
  const SharedState& state = parsed.state;
  std::vector<std::string> problems = parsed.problems;
  unsay("link");

  if (state.seed) {
    set_character(character_of(state));
  } else if (!state.parts.empty()) {
    Character next = scene_.character;
    next.parts = state.parts;
    set_character(next);
  }
  if (state.seed || state.pose || state.clip || state.keys) begin_edit();
  if (!state.row.empty()) scene_.row = companions_of(state);
  if (const auto her = state.on_stage.find(0); her != state.on_stage.end()) {
    scene_.across = her->second.across;
  }

  bool moves = false;
  if (state.keys) {
    if (const auto decoded = decode_motion(*state.keys, state.key_parts)) {
      scene_.keys = std::make_shared<const KeyedMotion>(decoded->motion);
      moves = true;
      if (decoded->lost > 0) {
        problems.push_back(tr("{} key frames of the link's motion could not be read.",
                              {std::to_string(decoded->lost)}));
      }
    } else {
      problems.emplace_back(tr("The link's motion could not be read."));
    }
  } else if (state.clip) {
    if (const auto clip = own_clip_number(*state.clip)) {
      scene_.clip = *clip;
      scene_.keys.reset();
      moves = true;
    } else {
      problems.push_back(tr("The link's motion \"{}\" is not here.", {*state.clip}));
    }
  }
  if (state.turn) scene_.turn = static_cast<float>(*state.turn) * degree;
  if (state.speed) speed = *state.speed;
  key_.reset();
  if (moves) {
    again_and_again_ = false;
    clip_time_ = std::min(state.time.value_or(0) / 1000.0, double{motion().duration});
    playing_ = state.play;
    show_moment();
  }
  // A pose that is the motion's moment stays one, so that it goes on from there.
  if (state.pose && !playing_ && !(moves && alike(*state.pose, pose_))) {
    key_.reset();
    show_figure(figure_of_link(*state.pose, state.depths));
    preset_.reset();
  }
  stay_in_range();
  changed(true, true);

  std::string text;
  for (const std::string& problem : problems) text += (text.empty() ? "" : " ") + problem;
  if (!text.empty()) say("link", text);
  if (state.model) models_.choose(*state.model);
  check_parts();
}

std::string Editor::link() const {
  SharedState state;
  if (!models_.link_name().empty()) state.model = models_.link_name();
  const Character& who = scene_.character;
  state.seed = who.seed;
  state.walk = who.walk;
  state.seed2 = who.seed2;
  if (who.seed2) state.mix = who.mix;
  // One for all of them: a row from an old link goes on as that link meant it.
  state.even = who.even && std::all_of(scene_.row.begin(), scene_.row.end(),
                                       [](const Companion& c) { return c.character.even; });
  state.colours = who.colours;
  if (who.part != Part::everything) state.part = who.part;
  state.look = who.look;
  if (who.variety < 1) state.variety = who.variety;
  state.parts = who.parts;
  if (moved_apart() && scene_.across) state.on_stage[0].across = scene_.across;
  for (const Companion& companion : scene_.row) {
    state.row.push_back(companion.character);
    if (!companion.figure && !companion.across) continue;
    OnStage& stance = state.on_stage[static_cast<int>(state.row.size())];
    stance.across = companion.across;
    if (!companion.figure) continue;
    stance.pose = project(*companion.figure);
    stance.depths = depths_of(*companion.figure);
  }
  state.pose = pose_;
  state.depths = depths_of(scene_.figure);
  if (const auto turn = static_cast<int>(std::lround(scene_.turn / degree))) state.turn = turn;
  if (speed != 1) state.speed = speed;
  if (own_motion()) {
    state.keys = encode_motion(motion());
    state.key_parts = key_parts_of(motion());
  } else if (playing_ || on_motion_) {
    state.clip = clips()[scene_.clip].name();
  }
  if ((state.keys || state.clip) && clip_time_ > 0) {
    state.time = static_cast<int>(std::lround(clip_time_ * 1000));
  }
  state.play = playing_;
  return to_fragment(state);
}

}  // namespace psgan::web
