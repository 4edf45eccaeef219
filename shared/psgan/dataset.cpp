#include "psgan/dataset.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "psgan/generator_spec.h"
#include "psgan/json.h"

namespace psgan {
namespace {

/// Five digits: a hundredth of a pixel at 1024², and half the bytes.
double rounded(float value) { return std::round(value * 1e5) / 1e5; }

Pose pose_from(const Json& points, const std::string& where) {
  if (!points.is_array() || points.size() != keypoint_count) {
    throw Error(where + ": expected " + std::to_string(keypoint_count) + " keypoints, found " +
                (points.is_array() ? std::to_string(points.size()) : points.dump()));
  }
  Pose pose;
  for (int i = 0; i < keypoint_count; ++i) {
    const Json& point = points[i];
    const auto number = [](const Json& value) { return value.is_number(); };
    if (!point.is_array() || point.size() != 3 ||
        !std::all_of(point.begin(), point.end(), number)) {
      throw Error(where + ": keypoint " + std::string(name(static_cast<Keypoint>(i))) +
                  " should be three numbers, found " + point.dump());
    }
    pose.points[i] = {point[0].get<float>(), point[1].get<float>(), point[2].get<float>() > 0};
  }
  check(pose, where.c_str());
  return pose;
}

/// The rows of one of the tables, each beginning with an image's name.
const Json& table(const Json& json, const char* key, const std::string& where) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array()) {
    throw Error(where + ": the list \"" + key + "\" is missing");
  }
  return *found;
}

const std::string& row_name(const Json& row, std::size_t width, const char* key,
                            const std::string& where) {
  if (!row.is_array() || row.size() != width || !row[0].is_string()) {
    throw Error(where + ": a row of \"" + key + "\" should be an image's name and " +
                std::to_string(width - 1) + " more, found " + row.dump().substr(0, 80));
  }
  return row[0].get_ref<const std::string&>();
}

}  // namespace

int DatasetIndex::looks() const {
  int count = 0;
  for (const DatasetImage& image : images) count = std::max(count, image.look + 1);
  return count;
}

std::string to_json(const DatasetIndex& index) {
  Json labels = Json::array(), keypoints = Json::array(), poses = Json::array();
  for (const DatasetImage& image : index.images) {
    labels.push_back({image.name, image.look});
    Json points = Json::array();
    for (const PosePoint& point : image.pose.points) {
      points.push_back({rounded(point.x), rounded(point.y), point.visible ? 1 : 0});
    }
    keypoints.push_back({image.name, points});
    poses.push_back({image.name, image.pose_number, rounded(image.camera_yaw)});
  }
  return Json{{"skeleton", skeleton_name},
              {"resolution", index.resolution},
              {"labels", labels},
              {"keypoints", keypoints},
              {"poses", poses}}
      .dump();
}

DatasetIndex dataset_index_from_json(const std::string& text, const std::string& where) {
  const Json json = parse_json_object(text, where);
  const auto skeleton = field<std::string>(json, "skeleton", where);
  if (skeleton != skeleton_name) {
    throw Error(where + ": the skeleton is \"" + skeleton + "\", but this program knows only \"" +
                std::string(skeleton_name) + "\"");
  }
  DatasetIndex index;
  index.resolution = field<int>(json, "resolution", where);
  stage_of(index.resolution);

  std::unordered_map<std::string, std::size_t> place;
  for (const Json& row : table(json, "labels", where)) {
    DatasetImage image;
    image.name = row_name(row, 2, "labels", where);
    if (!row[1].is_number_integer() || row[1].get<std::int64_t>() < 0) {
      throw Error(where + ": the label of " + image.name +
                  " should be a whole number from 0 on, found " + row[1].dump());
    }
    image.look = row[1].get<int>();
    if (!place.emplace(image.name, index.images.size()).second) {
      throw Error(where + ": the image " + image.name + " is listed twice");
    }
    index.images.push_back(std::move(image));
  }

  std::vector<bool> posed(index.images.size());
  for (const Json& row : table(json, "keypoints", where)) {
    const std::string& image_name = row_name(row, 2, "keypoints", where);
    const auto found = place.find(image_name);
    if (found == place.end()) {
      throw Error(where + ": keypoints are given for " + image_name + ", which has no label");
    }
    index.images[found->second].pose = pose_from(row[1], where + ", " + image_name);
    posed[found->second] = true;
  }
  for (std::size_t i = 0; i < posed.size(); ++i) {
    if (!posed[i]) throw Error(where + ": " + index.images[i].name + " has no keypoints");
  }

  // Pictures from elsewhere need not say which pose and camera they show.
  if (!json.contains("poses")) return index;
  for (const Json& row : table(json, "poses", where)) {
    const std::string& image_name = row_name(row, 3, "poses", where);
    const auto found = place.find(image_name);
    if (found == place.end() || !row[1].is_number_integer() || !row[2].is_number()) {
      throw Error(where +
                  ": a row of \"poses\" should be a known image, a pose's number and a yaw,"
                  " found " +
                  row.dump());
    }
    index.images[found->second].pose_number = row[1].get<int>();
    index.images[found->second].camera_yaw = row[2].get<float>();
  }
  return index;
}

}  // namespace psgan
