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

constexpr std::array<std::string_view, 2> places_names = {"texture", "rest"};

PartsOfLooks read_parts(const Json& json, int looks, const std::string& where) {
  PartsOfLooks parts;
  const auto found = json.find("parts");
  if (found == json.end()) return parts;
  if (!found->is_array() || static_cast<int>(found->size()) < looks) {
    throw Error(where + ": \"parts\" should be a list for each of " + std::to_string(looks) +
                " looks, found " + found->dump().substr(0, 80));
  }
  for (const Json& list : *found) {
    parts.emplace_back();
    for (const Json& part : list) {
      const auto names = [&](int i) { return part == Json{part[0], places_names[i]}; };
      if (!part.is_array() || part.size() != 2 || !part[0].is_string() || !(names(0) || names(1))) {
        throw Error(where +
                    ": a part in \"parts\" should be a name and \"texture\" or \"rest\", found " +
                    part.dump().substr(0, 80));
      }
      parts.back().push_back(
          {part[0].get<std::string>(), names(0) ? Places::texture : Places::rest});
    }
  }
  return parts;
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

/// A look's number.
int label(const Json& value, const std::string& image_name, const std::string& where) {
  constexpr std::int64_t most = 1'000'000;
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0 ||
      value.get<std::int64_t>() > most) {
    throw Error(where + ": the label of " + image_name +
                " should be a whole number from 0 on, found " + value.dump().substr(0, 80));
  }
  return value.get<int>();
}

const std::string& row_name(const Json& row, std::size_t width, const char* key,
                            const std::string& where) {
  if (!row.is_array() || row.size() != width || !row[0].is_string()) {
    throw Error(where + ": a row of \"" + key + "\" should be an image's name and " +
                std::to_string(width - 1) + " more, found " + row.dump().substr(0, 80));
  }
  return row[0].get_ref<const std::string&>();
}

/// "traits" and "looks", if the file has them.
LookTraits read_traits(const Json& json, int looks, const std::string& where) {
  LookTraits traits;
  if (!json.contains("traits")) {
    if (json.contains("looks")) throw Error(where + ": \"looks\" is given, but not \"traits\"");
    return traits;
  }
  traits.schema = trait_schema_from_json(json["traits"], where);
  if (traits.schema.empty()) throw Error(where + ": the list \"traits\" is empty");
  for (const Json& values : table(json, "looks", where))
    traits.looks.push_back(trait_values_from_json(
        traits.schema, values, where + ", look " + std::to_string(traits.looks.size())));
  if (json.contains("sampler"))
    traits.sampler = trait_sampler_from_json(traits.schema, json["sampler"], where + ", sampler");
  if (static_cast<int>(traits.looks.size()) < looks)
    throw Error(where + ": images show " + std::to_string(looks) +
                " looks, but \"looks\" has the " + "traits of only " +
                std::to_string(traits.looks.size()));
  return traits;
}

}  // namespace

LookTraits traits_of(const DatasetIndex& index) {
  if (!index.traits.schema.empty()) return index.traits;
  LookTraits traits;
  traits.schema = look_as_only_trait(index.looks());
  for (int look = 0; look < index.looks(); ++look) traits.looks.push_back({{.option = look}});
  return traits;
}

int DatasetIndex::looks() const {
  int count = 0;
  for (const DatasetImage& image : images) count = std::max(count, image.look + 1);
  return count;
}

std::string coordinates_entry(const std::string& image_name) { return "coordinates/" + image_name; }

void hide_unseen_face(Pose& pose, const Visibilities& visibility) {
  constexpr std::array face = {Keypoint::nose, Keypoint::left_eye, Keypoint::right_eye};
  const auto seen = [&](Keypoint k) { return visibility[index(k)] == Visibility::seen; };
  if (std::any_of(face.begin(), face.end(), seen)) return;
  for (const Keypoint k : face) pose[k].visible = false;
}

void write_dataset_json(int resolution, bool has_splits, const LookTraits& traits,
                        const EachImage& each, const std::function<void(std::string_view)>& out,
                        const PartsOfLooks& parts) {
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
  if (!traits.schema.empty()) {
    out(",\n\"traits\":" + to_json(traits.schema).dump() + ",\n\"looks\":[");
    for (std::size_t i = 0; i < traits.looks.size(); ++i)
      out((i == 0 ? "" : ",\n") + to_json(traits.schema, traits.looks[i]).dump());
    out("]");
    if (traits.sampler) out(",\n\"sampler\":" + to_json(*traits.sampler).dump());
  }
  if (!parts.empty()) {
    Json lists = Json::array();
    for (const std::vector<DatasetPart>& look : parts) {
      lists.push_back(Json::array());
      for (const DatasetPart& part : look)
        lists.back().push_back({part.name, places_names[static_cast<int>(part.places)]});
    }
    out(",\n\"parts\":" + lists.dump());
  }
  out("}\n");
}

std::string to_json(const DatasetIndex& index) {
  std::string text;
  const auto is_test = [](const DatasetImage& image) { return image.test; };
  write_dataset_json(
      index.resolution, std::any_of(index.images.begin(), index.images.end(), is_test),
      index.traits,
      [&](const auto& visit) { std::for_each(index.images.begin(), index.images.end(), visit); },
      [&](std::string_view piece) { text += piece; }, index.parts);
  return text;
}

DatasetIndex dataset_index_from_json(const std::string& text, const std::string& where) {
  const Json json = parse_json_object(text, where);
  if (!json.contains("skeleton") && !json.contains("keypoints")) fail_without_keypoints(where);
  check_skeleton(field<std::string>(json, "skeleton", where), where);
  DatasetIndex index;
  index.resolution = field<int>(json, "resolution", where);
  stage_of(index.resolution);

  std::unordered_map<std::string, std::size_t> place;
  for (const Json& row : table(json, "labels", where)) {
    DatasetImage image;
    image.name = row_name(row, 2, "labels", where);
    image.look = label(row[1], image.name, where);
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
  index.traits = read_traits(json, index.looks(), where);
  index.parts = read_parts(json, index.looks(), where);
  return index;
}

bool has_keypoints(const std::string& text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return json.is_object() && json.contains("keypoints");
}

void fail_without_keypoints(const std::string& where) {
  throw Error(where +
              ": these are images without keypoints: make a set with psgan-data import-openpose "
              "(pictures with OpenPose's keypoint files) or psgan-data render (avatars); "
              "psgan train --no-pose takes images alone");
}

DatasetIndex index_without_keypoints(const std::vector<std::string>& names, int resolution,
                                     const std::string& text, const std::string& where) {
  DatasetIndex index;
  index.resolution = resolution;
  stage_of(resolution);
  std::unordered_map<std::string, std::size_t> place;
  for (const std::string& image_name : names) {
    if (!image_name.ends_with(".png")) continue;
    place.emplace(image_name, index.images.size());
    DatasetImage& image = index.images.emplace_back();
    image.name = image_name;
    image.pose.points.fill({0, 0, false});
    image.visibility.fill(Visibility::outside);
  }
  if (index.images.empty()) throw Error(where + ": there is no PNG image in it");
  if (text.empty()) return index;
  const Json json = parse_json_object(text, where);
  if (!json.contains("labels") || json["labels"].is_null()) return index;
  for (const Json& row : table(json, "labels", where)) {
    const std::string& image_name = row_name(row, 2, "labels", where);
    if (const auto found = place.find(image_name); found != place.end()) {
      index.images[found->second].look = label(row[1], image_name, where);
    }
  }
  return index;
}

}  // namespace psgan
