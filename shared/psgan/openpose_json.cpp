#include "psgan/openpose_json.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "psgan/json.h"

namespace psgan {
namespace {

std::string beginning(const Json& json) { return json.dump(-1, ' ', true).substr(0, 40); }

/// A number, also in quotation marks; nothing where it is null or empty.
std::optional<float> number_of(const Json& value, const std::string& where) {
  if (value.is_null()) return std::nullopt;
  double number = NAN;
  if (value.is_number()) number = value.get<double>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty()) return std::nullopt;
    char* end = nullptr;
    const double parsed = std::strtod(text.c_str(), &end);
    if (end == text.c_str() + text.size()) number = parsed;
  }
  // What no picture has would overflow later.
  if (!(std::abs(number) < 1e9))
    throw Error(where + " has " + beginning(value) + " where a number should be");
  return static_cast<float>(number);
}

/// A point of its x, y and confidence; without one, (0, 0) is a missing point.
FoundPoint point_of(const Json& x, const Json& y, const Json* confidence,
                    const std::string& where) {
  const auto number_x = number_of(x, where), number_y = number_of(y, where);
  if (!number_x || !number_y) return {};
  FoundPoint point{*number_x, *number_y, true};
  if (confidence)
    point.present = number_of(*confidence, where).value_or(0) > 0;
  else
    point.present = point.x != 0 || point.y != 0;
  return point;
}

/// One point that is a list or an object of its own.
FoundPoint point_of(const Json& value, bool in_space, const std::string& where) {
  if (value.is_null() || (value.is_array() && value.empty())) return {};
  const Json* confidence = nullptr;
  if (value.is_object() && value.contains("x") && value.contains("y")) {
    for (const char* key : {"score", "confidence", "visibility"})
      if (!confidence && value.contains(key)) confidence = &value[key];
    return point_of(value["x"], value["y"], confidence, where);
  }
  if (!value.is_array() || value.size() < 2)
    throw Error(where + " has " + beginning(value) + " where a point should be");
  const std::size_t last = in_space ? 3 : 2;
  if (value.size() > last) confidence = &value[last];
  return point_of(value[0], value[1], confidence, where);
}

FoundBody body_of_points(const Json& list, bool in_space, const std::string& where) {
  FoundBody body;
  for (const Json& point : list) body.push_back(point_of(point, in_space, where));
  if (!known_point_count(body.size()))
    throw Error(where + " has " + std::to_string(body.size()) + " points; known are bodies of " +
                known_point_counts());
  return body;
}

FoundBody body_of_numbers(const Json& list, bool in_space, const std::string& where) {
  for (const std::size_t each :
       in_space ? std::vector<std::size_t>{4, 3} : std::vector<std::size_t>{3, 2}) {
    if (list.size() % each != 0 || !known_point_count(list.size() / each)) continue;
    FoundBody body;
    for (std::size_t i = 0; i < list.size(); i += each)
      body.push_back(
          point_of(list[i], list[i + 1], each > 2 ? &list[i + each - 1] : nullptr, where));
    return body;
  }
  throw Error(where + " has " + std::to_string(list.size()) +
              " numbers, x, y and how sure for each point; known are bodies of " +
              known_point_counts() + " points");
}

/// A body's points; none where there is null or an empty list.
FoundBody body_of(const Json& list, bool in_space, const std::string& where) {
  if (list.is_null()) return {};
  if (!list.is_array()) throw Error(where + " should be a list of numbers");
  if (list.empty()) return {};
  const bool points = std::any_of(list.begin(), list.end(),
                                  [](const Json& v) { return v.is_array() || v.is_object(); });
  return points ? body_of_points(list, in_space, where) : body_of_numbers(list, in_space, where);
}

/// mmpose writes how sure the points are beside them.
void take_scores(FoundBody& body, const Json& person, const std::string& where) {
  const auto scores = person.find("keypoint_scores");
  if (scores == person.end() || !scores->is_array() || scores->size() != body.size()) return;
  for (std::size_t i = 0; i < body.size(); ++i)
    if (number_of((*scores)[i], where).value_or(0) <= 0) body[i].present = false;
}

/// The body of an object or list that is a person; none of one that was not looked for.
FoundBody person_of(const Json& person, const std::string& where) {
  if (person.is_null()) return {};
  if (person.is_array()) return body_of(person, false, where);
  if (!person.is_object()) throw Error(where + " should be an object, found " + beginning(person));
  for (const char* key :
       {"pose_keypoints_2d", "pose_keypoints", "keypoints", "pose_keypoints_3d"}) {
    const auto found = person.find(key);
    if (found == person.end()) continue;
    const bool in_space = std::string_view(key) == "pose_keypoints_3d";
    FoundBody body = body_of(*found, in_space, where + ": \"" + key + "\"");
    if (body.empty()) continue;
    take_scores(body, person, where);
    return body;
  }
  std::string keys;
  for (const auto& [key, value] : person.items()) {
    if (key.find("keypoints") != std::string::npos || key == "person_id") return {};
    keys += (keys.empty() ? "" : ", ") + key;
  }
  if (!keys.empty())
    throw Error(where + ": neither \"pose_keypoints_2d\" nor \"keypoints\" is there, but " +
                keys.substr(0, 80));
  return {};
}

void add_person(FoundFrame& frame, const Json& person, const std::string& where) {
  const std::string who = where + ", person " + std::to_string(frame.people.size());
  FoundBody body = person_of(person, who);
  if (!body.empty()) frame.people.push_back({who, std::move(body)});
}

/// A side of the canvas, or 0.
int side_of(const Json& object, std::initializer_list<const char*> keys, const std::string& where) {
  for (const char* key : keys) {
    if (!object.contains(key)) continue;
    const auto pixels = number_of(object[key], where + ": \"" + key + "\"");
    if (!pixels || *pixels == 0) continue;
    if (*pixels < 1 || *pixels > 1 << 20)
      throw Error(where + ": \"" + key + "\" is " + beginning(object[key]) +
                  ", which no picture has");
    return int(std::lround(*pixels));
  }
  return 0;
}

void take_canvas(FoundFrame& frame, const Json& object, const std::string& where) {
  const int width = side_of(object, {"canvas_width", "width", "image_width"}, where);
  const int height = side_of(object, {"canvas_height", "height", "image_height"}, where);
  if (width > 0 && height > 0) frame.width = width, frame.height = height;
}

/// Lists of lists of points are several bodies.
bool holds_bodies(const Json& list) {
  const auto first = [](const Json& v) -> const Json* {
    if (!v.is_array()) return nullptr;
    const auto found = std::find_if(v.begin(), v.end(), [](const Json& e) { return !e.is_null(); });
    return found == v.end() ? nullptr : &*found;
  };
  const Json* body = first(list);
  const Json* point = body ? first(*body) : nullptr;
  return point && point->is_array();
}

/// An object, or a list, that holds all people of a frame.
bool is_frame(const Json& json) {
  if (json.is_array()) return holds_bodies(json);
  for (const char* key : {"people", "instances", "animals"})
    if (json.contains(key)) return true;
  return json.contains("keypoints") && holds_bodies(json["keypoints"]);
}

FoundFrame frame_of(const Json& json, const std::string& where) {
  FoundFrame frame;
  if (json.is_null()) return frame;
  if (json.is_array()) {
    for (const Json& body : json) add_person(frame, body, where);
    return frame;
  }
  if (json.contains("animals"))
    throw Error(where + ": these are points of animals (AP-10K), not of people");
  take_canvas(frame, json, where);
  if (json.contains("skeleton") && json["skeleton"].is_string())
    frame.skeleton = json["skeleton"].get<std::string>();
  for (const char* key : {"people", "instances"}) {
    if (!json.contains(key)) continue;
    const Json& list = json[key];
    if (list.is_null()) return frame;
    if (!list.is_array())
      throw Error(where + ": \"" + key + "\" should be a list, found " + beginning(list));
    for (const Json& person : list) add_person(frame, person, where);
    return frame;
  }
  if (json.contains("keypoints") && holds_bodies(json["keypoints"]))
    for (const Json& body : json["keypoints"]) add_person(frame, body, where);
  else
    add_person(frame, json, where);
  return frame;
}

/// People one after the other, each with the picture it is on.
std::vector<FoundFrame> frames_of_people(const Json& list, const std::string& where) {
  std::vector<FoundFrame> frames;
  Json picture;
  for (const Json& person : list) {
    const Json id = person.is_object() ? person.value("image_id", Json()) : Json();
    if (frames.empty() || id != picture) frames.emplace_back();
    picture = id;
    add_person(frames.back(), person, where);
  }
  return frames;
}

/// COCO's annotations; sizes stand apart from them.
std::vector<FoundFrame> frames_of_coco(const Json& json, const std::string& where) {
  const Json& list = json["annotations"];
  if (!list.is_array()) throw Error(where + ": \"annotations\" should be a list");
  std::vector<FoundFrame> frames = frames_of_people(list, where);
  const auto images = json.find("images");
  if (frames.size() == 1 && images != json.end() && images->is_array() && images->size() == 1 &&
      (*images)[0].is_object())
    take_canvas(frames[0], (*images)[0], where);
  return frames;
}

std::vector<FoundFrame> frames_of_list(const Json& list, const std::string& where) {
  const auto first =
      std::find_if(list.begin(), list.end(), [](const Json& v) { return !v.is_null(); });
  if (first == list.end() || (!first->is_object() && !first->is_array()))
    throw Error(where + ": has no list \"people\", as OpenPose writes it");
  if (first->is_array() && !is_frame(*first)) {
    if (holds_bodies(list)) return {frame_of(list, where)};
    if (!first->empty() && (*first)[0].is_object()) return frames_of_list(*first, where);
    FoundFrame frame;
    add_person(frame, list, where);
    return {frame};
  }
  if (!is_frame(*first)) return frames_of_people(list, where);
  std::vector<FoundFrame> frames;
  for (const Json& frame : list) {
    const std::string name =
        list.size() == 1 ? where : where + ", frame " + std::to_string(frames.size());
    if (!frame.is_null() && !frame.is_object() && !frame.is_array())
      throw Error(name + " should be an object, found " + beginning(frame));
    frames.push_back(frame_of(frame, name));
  }
  return frames;
}

/// Python writes NaN, which JSON does not know.
std::string without_nan(const std::string& text) {
  std::string result;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\' && i + 1 < text.size()) {
      result += text[i++];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      std::size_t length = 0;
      for (const std::string_view word : {"NaN", "-Infinity", "Infinity"})
        if (length == 0 && text.compare(i, word.size(), word) == 0) length = word.size();
      if (length > 0) {
        result += "null";
        i += length - 1;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

}  // namespace

std::vector<FoundFrame> frames_of_json(const std::string& text, const std::string& where) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) json = Json::parse(without_nan(text), nullptr, false);
  if (json.is_discarded()) throw Error(where + ": this is not valid JSON");
  if (json.is_array()) return frames_of_list(json, where);
  if (json.is_object() && json.contains("instance_info") && json["instance_info"].is_array() &&
      !json["instance_info"].empty())
    return frames_of_list(json["instance_info"], where);
  if (json.is_object() && json.contains("annotations")) {
    std::vector<FoundFrame> frames = frames_of_coco(json, where);
    if (frames.empty()) frames.emplace_back();
    return frames;
  }
  const bool known = json.is_object() && (is_frame(json) || json.contains("keypoints") ||
                                          json.contains("pose_keypoints_2d"));
  if (!known) throw Error(where + ": has no list \"people\", as OpenPose writes it");
  return {frame_of(json, where)};
}

}  // namespace psgan
