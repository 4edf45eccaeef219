#include "trainer/drawing/poses_and_seeds.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "common/program.h"
#include "psgan/dataset.h"
#include "psgan/json.h"
#include "psgan/zip_store.h"
#include "trainer/drawing/sample_grid.h"
#ifdef PSGAN_HAS_MOTION
#include "motion/bvh.h"
#include "motion/clip.h"
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
  if (path.extension() == ".zip") {
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

#ifdef PSGAN_HAS_MOTION
/// The clip, and whether its heading is to be taken out.
std::pair<Clip, bool> clip_of(const std::string& motion) {
  if (std::filesystem::path(motion).extension() == ".bvh") {
    return {retarget(read_bvh(read_text_file(motion), motion), "motion"), true};
  }
  if (const Clip* clip = own_clip(motion)) return {*clip, false};
  std::string names;
  for (const Clip& clip : own_clips()) names += (names.empty() ? "" : ", ") + clip.name();
  throw Error("--motion is \"" + motion + "\", expected a .bvh or .json file or one of " + names);
}
#endif

}  // namespace

std::vector<Pose> motion_poses(const std::string& motion, double fps, double seconds,
                               float camera_yaw) {
  if (std::filesystem::path(motion).extension() == ".json") {
    std::vector<Pose> poses = read_poses(motion, 0);
    const auto wanted = static_cast<std::size_t>(std::ceil(seconds * fps));
    if (seconds > 0 && poses.size() > wanted) poses.resize(wanted);
    return poses;
  }
#ifdef PSGAN_HAS_MOTION
  const auto [clip, turn] = clip_of(motion);
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
