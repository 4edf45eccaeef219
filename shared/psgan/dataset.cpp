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

constexpr std::array<std::string_view, 3> visibility_names = {"outside", "hidden", "seen"};

/// `levels`: v tells hidden from seen.
void read_points(const Json& points, bool levels, const std::string& where, DatasetImage& image) {
  if (!points.is_array() || points.size() != keypoint_count) {
    throw Error(where + ": expected " + std::to_string(keypoint_count) + " keypoints, found " +
                (points.is_array() ? std::to_string(points.size()) : points.dump()));
  }
  for (int i = 0; i < keypoint_count; ++i) {
    const Json& point = points[i];
    const auto number = [](const Json& value) { return value.is_number(); };
    if (!point.is_array() || point.size() != 3 ||
        !std::all_of(point.begin(), point.end(), number)) {
      throw Error(where + ": keypoint " + std::string(name(static_cast<Keypoint>(i))) +
                  " should be three numbers, found " + point.dump());
    }
    const float v = point[2].get<float>();
    image.pose.points[i] = {point[0].get<float>(), point[1].get<float>(), v > 0};
    image.visibility[i] = !(v > 0)          ? Visibility::outside
                          : levels && v < 2 ? Visibility::hidden
                                            : Visibility::seen;
  }
  check(image.pose, where.c_str());
  hide_unseen_face(image.pose, image.visibility);
}

/// True if the file says that v has its three values.
bool has_levels(const Json& json, const std::string& where) {
  const auto found = json.find("visibility");
  if (found == json.end()) return false;
  if (*found != Json(visibility_names)) {
    throw Error(where + ": \"visibility\" should be " + Json(visibility_names).dump() + ", found " +
                found->dump().substr(0, 80));
  }
  return true;
}

/// v of a point: one that networks may not use is outside, unless it is of a hidden face.
int level(const DatasetImage& image, int i) {
  const Visibility v = image.visibility[i];
  if (v == Visibility::seen && !image.pose.points[i].visible) return 0;
  return static_cast<int>(v);
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

void hide_unseen_face(Pose& pose, const Visibilities& visibility) {
  constexpr std::array face = {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye};
  const auto seen = [&](Keypoint k) { return visibility[index(k)] == Visibility::seen; };
  if (std::any_of(face.begin(), face.end(), seen)) return;
  for (const Keypoint k : face) pose[k].visible = false;
}

void write_dataset_json(int resolution, bool has_splits, const EachImage& each,
                        const std::function<void(std::string_view)>& out) {
  const auto rows = [&](const char* key, const std::function<Json(const DatasetImage&)>& row) {
    out(",\n\"" + std::string(key) + "\":[");
    bool first = true;
    each([&](const DatasetImage& image) {
      out((first ? "" : ",\n") + row(image).dump());
      first = false;
    });
    out("]");
  };
  out("{\"skeleton\":\"" + std::string(skeleton_name) + "\",\"resolution\":" +
      std::to_string(resolution) + ",\"visibility\":" + Json(visibility_names).dump());
  rows("labels", [](const DatasetImage& image) { return Json{image.name, image.look}; });
  rows("keypoints", [](const DatasetImage& image) {
    Json points = Json::array();
    for (int i = 0; i < keypoint_count; ++i) {
      const PosePoint& point = image.pose.points[i];
      points.push_back({rounded(point.x), rounded(point.y), level(image, i)});
    }
    return Json{image.name, points};
  });
  rows("poses", [](const DatasetImage& image) {
    return Json{image.name, image.pose_number, rounded(image.camera_yaw)};
  });
  if (has_splits) {
    rows("splits", [](const DatasetImage& image) {
      return Json{image.name, image.test ? "test" : "train"};
    });
  }
  out("}\n");
}

std::string to_json(const DatasetIndex& index) {
  std::string text;
  const auto is_test = [](const DatasetImage& image) { return image.test; };
  write_dataset_json(
      index.resolution, std::any_of(index.images.begin(), index.images.end(), is_test),
      [&](const auto& visit) { std::for_each(index.images.begin(), index.images.end(), visit); },
      [&](std::string_view piece) { text += piece; });
  return text;
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

  const bool levels = has_levels(json, where);
  std::vector<bool> posed(index.images.size());
  for (const Json& row : table(json, "keypoints", where)) {
    const std::string& image_name = row_name(row, 2, "keypoints", where);
    const auto found = place.find(image_name);
    if (found == place.end()) {
      throw Error(where + ": keypoints are given for " + image_name + ", which has no label");
    }
    read_points(row[1], levels, where + ", " + image_name, index.images[found->second]);
    posed[found->second] = true;
  }
  for (std::size_t i = 0; i < posed.size(); ++i) {
    if (!posed[i]) throw Error(where + ": " + index.images[i].name + " has no keypoints");
  }

  // Pictures from elsewhere need not say which pose and camera they show, nor what is kept back.
  const Json none = Json::array();
  for (const Json& row : json.contains("poses") ? table(json, "poses", where) : none) {
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
  for (const Json& row : json.contains("splits") ? table(json, "splits", where) : none) {
    const auto found = place.find(row_name(row, 2, "splits", where));
    if (found == place.end() || (row[1] != "train" && row[1] != "test")) {
      throw Error(
          where +
          ": a row of \"splits\" should be a known image and \"train\" or \"test\", found " +
          row.dump());
    }
    index.images[found->second].test = row[1] == "test";
  }
  return index;
}

}  // namespace psgan
