#include "trainer/drawing/poses_and_seeds.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>
#include <numbers>
#include <optional>
#include <sstream>
#include <utility>

#include "common/program.h"
#include "psgan/dataset.h"
#include "psgan/json.h"
#include "psgan/openpose.h"
#include "psgan/share_link.h"
#include "psgan/zip_store.h"
#include "trainer/drawing/sample_grid.h"
#ifdef PSGAN_HAS_MOTION
#include "motion/bvh.h"
#include "motion/clip.h"
#include "motion/figure.h"
#include "motion/keyframes.h"
#include "motion/motion_code.h"
#include "motion/people.h"
#include "motion/pose_selection.h"
#include "motion/retarget.h"
#endif

namespace psgan::trainer {

std::vector<std::uint64_t> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  const auto number = [&](std::string_view part) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (part.empty() || error != std::errc() || end != part.data() + part.size()) {
      throw UsageError("--seeds: \"" + text + "\" should be like 1-8 or 3,17,40-42");
    }
    return value;
  };
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto dash = part.find('-');
    const std::uint64_t first = number(part.substr(0, dash));
    const std::uint64_t last = dash == std::string::npos ? first : number(part.substr(dash + 1));
    if (last < first || last - first > 999 || seeds.size() > 999) {
      throw UsageError("--seeds: \"" + part + "\" should go upwards, and be at most 1000 seeds");
    }
    for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
  }
  if (seeds.empty()) throw UsageError("--seeds: which seeds?");
  return seeds;
}

std::vector<Pose> read_poses(const std::filesystem::path& path, int count) {
  const std::string where = path.string();
  std::vector<Pose> poses;
  if (has_extension(path, ".zip")) {
    const DatasetIndex index = read_dataset_index(ZipStoreReader(path), where);
    for (const std::int64_t i : spread_indices(index, count)) poses.push_back(index.images[i].pose);
  } else {
    const Json json = parse_json_object(read_text_file(path), where);
    const auto rows = field<std::vector<std::vector<std::array<float, 3>>>>(json, "poses", where);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string pose_where = where + ", pose " + std::to_string(i);
      if (rows[i].size() != keypoint_count) {
        throw Error(pose_where + ": expected " + std::to_string(keypoint_count) +
                    " keypoints, found " + std::to_string(rows[i].size()));
      }
      Pose pose;
      for (int k = 0; k < keypoint_count; ++k) {
        pose.points[k] = {rows[i][k][0], rows[i][k][1], rows[i][k][2] > 0};
      }
      check(pose, pose_where.c_str());
      poses.push_back(pose);
    }
  }
  if (poses.empty()) throw Error(where + ": there is no pose in it");
  return poses;
}

namespace {

/// A frame's people in the square, as they are drawn.
std::vector<Pose> drawn_people(const OpenPoseFile& frame, bool as_in_file) {
  if (as_in_file) return in_square(frame);
#ifdef PSGAN_HAS_MOTION
  std::vector<Pose> poses;
  for (const Figure& figure : figures_of(frame, Proportions::own)) poses.push_back(project(figure));
  return poses;
#else
  throw Error(
      "--motion: this program was built without glm, and takes people's keypoints only "
      "--as-in-file");
#endif
}

/// Follows one person from frame to frame.
class FollowedPerson {
 public:
  explicit FollowedPerson(bool as_in_file) : as_in_file_(as_in_file) {}

  /// The pose in the next frame; the last one where nobody is seen, as often as needed.
  void add(const OpenPoseFile& frame) {
    const auto who = poses_.empty() ? largest_person(frame.people) : nearest(frame.people);
    if (who) {
      middle_ = middle_of(frame.people[*who]);
      poses_.push_back(drawn_people(frame, as_in_file_).at(*who));
    } else {
      keep();
    }
  }
  void keep() {
    if (!poses_.empty()) poses_.push_back(poses_.back());
  }
  std::vector<Pose> poses() && { return std::move(poses_); }

 private:
  struct Place {
    float x = 0, y = 0;
  };
  static Place middle_of(const Pose& pose) {
    Place middle;
    const auto points = static_cast<float>(visible_points(pose));
    for (const PosePoint& p : pose.points) {
      if (p.visible) middle = {middle.x + p.x / points, middle.y + p.y / points};
    }
    return middle;
  }
  std::optional<std::size_t> nearest(const std::vector<Pose>& people) const {
    std::optional<std::size_t> found;
    float least = INFINITY;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (visible_points(people[i]) < 2) continue;
      const Place place = middle_of(people[i]);
      const float far = std::hypot(place.x - middle_.x, place.y - middle_.y);
      if (far < least) least = far, found = i;
    }
    return found;
  }

  bool as_in_file_;
  Place middle_;
  std::vector<Pose> poses_;
};

/// The poses of people in keypoint files, one after the other.
std::vector<Pose> people_poses(const MotionChoice& choice, LeftOut& left_out) {
  FollowedPerson person(choice.as_in_file);
  const auto read = [&](const std::filesystem::path& file) {
    for (const OpenPoseFile& frame : read_openpose_frames(read_text_file(file), file.string())) {
      person.add(frame);
    }
  };
  const std::filesystem::path path = choice.motion;
  if (std::filesystem::is_directory(path)) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (has_extension(entry.path(), ".json")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      if (!left_out.reads([&] { read(file); })) person.keep();
    }
  } else {
    read(path);
  }
  std::vector<Pose> poses = std::move(person).poses();
  if (poses.empty()) throw Error(choice.motion + ": there is nobody in it");
  return poses;
}

/// Whether a JSON file has the poses that read_poses() reads.
bool has_own_poses(const std::filesystem::path& path) {
  const Json json = Json::parse(read_text_file(path), nullptr, /*allow_exceptions=*/false);
  return json.is_object() && json.contains("poses");
}

std::vector<Pose> first_frames(std::vector<Pose> poses, double fps, double seconds) {
  const auto wanted = static_cast<std::size_t>(std::ceil(seconds * fps));
  if (seconds > 0 && poses.size() > wanted) poses.resize(wanted);
  return poses;
}

#ifdef PSGAN_HAS_MOTION
/// The clip, and whether its heading is to be taken out.
std::pair<Clip, bool> clip_of(const MotionChoice& choice) {
  const std::string& motion = choice.motion;
  if (has_extension(motion, ".bvh")) {
    RetargetOptions options;
    if (choice.up != "auto") options.up = choice.up == "z" ? UpAxis::z : UpAxis::y;
    options.file_heading = choice.facing == "file";
    std::vector<std::string> notes;
    const Clip clip = retarget(read_bvh(read_text_file(motion), motion), "motion", options, &notes);
    for (const std::string& note : notes) std::cerr << "psgan: " << note << "\n";
    return {clip, !options.file_heading};
  }
  if (const Clip* clip = own_clip(motion)) return {*clip, false};
  std::string names;
  for (const Clip& clip : own_clips()) names += (names.empty() ? "" : ", ") + clip.name();
  throw Error("--motion is \"" + motion + "\", expected a .bvh or .json file, a folder of " +
              ".json files, or one of " + names);
}
#endif

#ifdef PSGAN_HAS_MOTION
/// The moment of the link's motion that it begins at; nothing if it has none that can be read.
std::optional<Figure> moment_of(const SharedState& state, std::vector<std::string>& problems) {
  const auto seconds = static_cast<float>(state.time.value_or(0)) / 1000;
  const float turn = static_cast<float>(state.turn.value_or(0)) * std::numbers::pi_v<float> / 180;
  if (state.keys) {
    if (const auto decoded = decode_motion(*state.keys)) {
      if (decoded->lost > 0) problems.emplace_back("some key frames of its motion are lost");
      const KeyedMotion& motion = decoded->motion;
      return turned(figure_at(motion, std::min(seconds, motion.duration)), turn);
    }
    problems.emplace_back("its motion cannot be read");
  } else if (state.clip) {
    if (const Clip* clip = own_clip(*state.clip)) return figure_of(clip->at(seconds), turn);
    problems.push_back("there is no motion \"" + *state.clip + "\"");
  }
  return std::nullopt;
}

/// The pose of one who has her own.
Pose own_pose(const OnStage& stance) {
  return project(stance.depths ? lifted(*stance.pose, *stance.depths) : lifted(*stance.pose));
}

Pose pose_of(const SharedState& state, std::vector<std::string>& problems) {
  if (state.play || !state.pose) {
    if (const auto figure = moment_of(state, problems)) return project(*figure);
  }
  return state.pose ? own_pose({state.pose, state.depths, {}}) : standing_pose();
}
#else
Pose own_pose(const OnStage& stance) { return *stance.pose; }

Pose pose_of(const SharedState& state, std::vector<std::string>& problems) {
  if (!state.pose && (state.keys || state.clip)) {
    problems.emplace_back("this program was built without glm and does not show its motion");
  }
  return state.pose.value_or(standing_pose());
}
#endif

}  // namespace

LinkedScene read_link(const std::string& link) {
  const auto hash = link.find('#');
  ParsedLink parsed = parse_fragment(hash == std::string::npos ? link : link.substr(hash));
  if (!parsed.state.seed) {
    throw UsageError(
        "--link: there is no character in it; expected a link like '#v=1&seed=42&p=…'");
  }
  LinkedScene scene;
  scene.problems = std::move(parsed.problems);
  scene.characters = left_to_right(character_of(parsed.state), parsed.state.row);
  const Pose pose = pose_of(parsed.state, scene.problems);
  const std::vector<int> numbers = numbers_left_to_right(static_cast<int>(parsed.state.row.size()));
  for (const int number : numbers) {
    const auto stance = parsed.state.on_stage.find(number);
    const bool own = number > 0 && stance != parsed.state.on_stage.end() && stance->second.pose;
    scene.poses.push_back(own ? own_pose(stance->second) : pose);
  }
  return scene;
}

Pose first_pose_of_page() {
#ifdef PSGAN_HAS_MOTION
  return still_poses().front().pose;
#else
  return standing_pose();
#endif
}

std::vector<Pose> motion_poses(const MotionChoice& choice, double fps, double seconds,
                               float camera_yaw, LeftOut& left_out) {
  const std::string& motion = choice.motion;
  const bool json = has_extension(motion, ".json");
  if (json && has_own_poses(motion)) return first_frames(read_poses(motion, 0), fps, seconds);
  if (json || std::filesystem::is_directory(motion)) {
    return first_frames(people_poses(choice, left_out), fps, seconds);
  }
#ifdef PSGAN_HAS_MOTION
  const auto [clip, turn] = clip_of(choice);
  const double duration = seconds > 0 ? seconds : clip.duration();
  std::vector<Pose> poses;
  for (int frame = 0; frame == 0 || frame / fps < duration - 1e-6; ++frame) {
    BodyPose body = clip.at(static_cast<float>(frame / fps));
    if (turn) body = facing_forward(body);
    const Humanoid& figure = default_humanoid();
    poses.push_back(project(figure, posed(figure, body), Camera{camera_yaw}));
  }
  return poses;
#else
  (void)camera_yaw;
  throw Error("--motion " + motion +
              ": this program was built without glm, and knows no motion but JSON files of poses");
#endif
}

}  // namespace psgan::trainer
