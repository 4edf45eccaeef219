#include "psgan/openpose.h"

#include <algorithm>
#include <cmath>

#include "psgan/json.h"

namespace psgan {
namespace {

using enum Keypoint;

/// Which of ours each of OpenPose's points is; nothing for ears, heels and small toes.
using Order = std::vector<std::optional<Keypoint>>;

constexpr int body_25_left_small_toe = 20, body_25_right_small_toe = 23;

const Order& order_of(OpenPoseFormat format) {
  static const Order body_25{
      nose,        neck,        right_shoulder,
      right_elbow, right_wrist, left_shoulder,
      left_elbow,  left_wrist,  pelvis,
      right_hip,   right_knee,  right_ankle,
      left_hip,    left_knee,   left_ankle,
      right_eye,   left_eye,    {},
      {},          left_toe,    {},
      {},          right_toe,   {},
      {},
  };
  static const Order coco_18{
      nose,       neck,       right_shoulder, right_elbow, right_wrist, left_shoulder,
      left_elbow, left_wrist, right_hip,      right_knee,  right_ankle, left_hip,
      left_knee,  left_ankle, right_eye,      left_eye,    {},          {},
  };
  return format == OpenPoseFormat::body_25 ? body_25 : coco_18;
}

PosePoint between(const PosePoint& a, const PosePoint& b, float t) {
  return {std::lerp(a.x, b.x, t), std::lerp(a.y, b.y, t), a.visible && b.visible};
}

/// The rules of OpenPoseFile::people.
void complete(Pose& pose) {
  const auto fill = [&](Keypoint k, const PosePoint& p) {
    if (!pose[k].visible && p.visible) pose[k] = p;
  };
  fill(neck, between(pose[left_shoulder], pose[right_shoulder], 0.5f));
  fill(pelvis, between(pose[left_hip], pose[right_hip], 0.5f));
  fill(chest, between(pose[pelvis], pose[neck], 0.6f));
  for (const auto& [knee, ankle, toe] :
       {std::tuple{left_knee, left_ankle, left_toe}, {right_knee, right_ankle, right_toe}})
    fill(toe, between(pose[knee], pose[ankle], 1.2f));
}

/// A person's numbers: whole triples of numbers, or Error.
std::vector<float> numbers_of(const Json& person, const std::string& where) {
  if (!person.is_object())
    throw Error(where + " should be an object, found " + person.dump().substr(0, 40));
  auto found = person.find("pose_keypoints_2d");
  if (found == person.end()) found = person.find("pose_keypoints");
  if (found == person.end())
    throw Error(where + ": neither \"pose_keypoints_2d\" nor \"pose_keypoints\" is there");
  if (!found->is_array())
    throw Error(where + ": \"" + found.key() + "\" should be a list of numbers");
  std::vector<float> numbers;
  for (const Json& value : *found) {
    const float number = value.is_number() ? value.get<float>() : NAN;
    if (!std::isfinite(number))
      throw Error(where + ": \"" + found.key() + "\" has " + value.dump().substr(0, 40) +
                  " where a number should be");
    numbers.push_back(number);
  }
  return numbers;
}

OpenPoseFormat format_of(std::size_t numbers, const std::string& where) {
  for (const auto format : {OpenPoseFormat::body_25, OpenPoseFormat::coco_18})
    if (numbers == 3 * order_of(format).size()) return format;
  throw Error(where + " has " + std::to_string(numbers) +
              " numbers, but BODY_25 has 75 (25 × x, y, confidence) and COCO-18 has 54");
}

PosePoint point_of(const std::vector<float>& numbers, int i) {
  const float x = numbers[3 * i], y = numbers[3 * i + 1], confidence = numbers[3 * i + 2];
  const bool missing = x < 0 || y < 0 || (x == 0 && y == 0) || !(confidence > 0);
  return missing ? PosePoint{0, 0, false} : PosePoint{x, y, true};
}

Pose pose_of(const std::vector<float>& numbers, OpenPoseFormat format) {
  const Order& order = order_of(format);
  Pose pose;
  pose.points.fill({0, 0, false});
  for (std::size_t i = 0; i < order.size(); ++i)
    if (order[i]) pose[*order[i]] = point_of(numbers, int(i));
  if (format == OpenPoseFormat::body_25) {
    if (!pose[left_toe].visible) pose[left_toe] = point_of(numbers, body_25_left_small_toe);
    if (!pose[right_toe].visible) pose[right_toe] = point_of(numbers, body_25_right_small_toe);
  }
  complete(pose);
  return pose;
}

/// A canvas size of the file, or 0.
int canvas(const Json& json, const char* key, const std::string& where) {
  if (!json.contains(key)) return 0;
  const int pixels = field<int>(json, key, where);
  if (pixels < 1 || pixels > 1 << 20)
    throw Error(where + ": \"" + key + "\" is " + std::to_string(pixels) +
                ", which no picture has");
  return pixels;
}

Json read_object(const std::string& text, const std::string& where) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) throw Error(where + ": this is not valid JSON");
  if (json.is_array() && !json.empty()) {
    Json first = std::move(json[0]);
    json = std::move(first);
  }
  if (!json.is_object() || !json.contains("people"))
    throw Error(where + ": has no list \"people\", as OpenPose writes it");
  if (!json["people"].is_array()) throw Error(where + ": \"people\" should be a list");
  return json;
}

}  // namespace

OpenPoseFile read_openpose(const std::string& text, const std::string& where, int width,
                           int height) {
  const Json json = read_object(text, where);
  OpenPoseFile file;
  file.width = width > 0 ? width : canvas(json, "canvas_width", where);
  file.height = height > 0 ? height : canvas(json, "canvas_height", where);
  float highest = 0;
  for (const Json& person : json["people"]) {
    const std::string who = where + ", person " + std::to_string(file.people.size());
    std::vector<float> numbers = numbers_of(person, who);
    const OpenPoseFormat format = format_of(numbers.size(), who);
    if (!file.people.empty() && format != file.format)
      throw Error(who + " has another number of points than those before");
    file.format = format;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (i % 3 != 2) highest = std::max(highest, numbers[i]);
    file.people.push_back(pose_of(numbers, format));
  }
  // No person is two pixels large: such numbers are shares of the picture.
  if (file.people.empty() || highest > 2) return file;
  if (file.width == 0 || file.height == 0) file.width = file.height = 1;
  for (Pose& pose : file.people)
    for (PosePoint& p : pose.points) {
      p.x *= float(file.width);
      p.y *= float(file.height);
    }
  return file;
}

std::string to_json(const OpenPoseFile& file) {
  Json people = Json::array();
  for (const Pose& pose : file.people) {
    Json numbers = Json::array();
    for (const std::optional<Keypoint>& k : order_of(file.format)) {
      const bool seen = k && pose[*k].visible;
      numbers.push_back(seen ? pose[*k].x : 0);
      numbers.push_back(seen ? pose[*k].y : 0);
      numbers.push_back(seen ? 1 : 0);
    }
    Json person{{"person_id", {-1}}, {"pose_keypoints_2d", numbers}};
    for (const char* part : {"face", "hand_left", "hand_right"})
      person[std::string(part) + "_keypoints_2d"] = Json::array();
    people.push_back(person);
  }
  Json json{{"version", 1.3}, {"people", people}};
  if (file.width > 0 && file.height > 0) {
    json["canvas_width"] = file.width;
    json["canvas_height"] = file.height;
  }
  return json.dump();
}

OpenPoseFile openpose_file(std::span<const Pose> poses, int size, OpenPoseFormat format) {
  OpenPoseFile file{format, size, size, {poses.begin(), poses.end()}};
  for (Pose& pose : file.people)
    for (PosePoint& p : pose.points) p = {p.x * float(size), p.y * float(size), p.visible};
  return file;
}

std::optional<std::size_t> largest_person(std::span<const Pose> people) {
  std::optional<std::size_t> largest;
  float most = -1;
  for (std::size_t i = 0; i < people.size(); ++i) {
    float left = 0, right = 0, top = 0, bottom = 0;
    int points = 0;
    for (const PosePoint& p : people[i].points) {
      if (!p.visible) continue;
      left = points ? std::min(left, p.x) : p.x;
      right = points ? std::max(right, p.x) : p.x;
      top = points ? std::min(top, p.y) : p.y;
      bottom = points ? std::max(bottom, p.y) : p.y;
      ++points;
    }
    const float area = (right - left) * (bottom - top);
    if (points < 2 || area <= most) continue;
    most = area;
    largest = i;
  }
  return largest;
}

Pose letterboxed(const Pose& pixels, int width, int height) {
  const float size = float(std::max(width, height));
  const float left = 0.5f * (size - float(width)), top = 0.5f * (size - float(height));
  Pose pose;
  for (int i = 0; i < keypoint_count; ++i) {
    const PosePoint& p = pixels.points[i];
    const float x = (p.x + left) / size, y = (p.y + top) / size;
    const bool inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    pose.points[i] = {x, y, p.visible && inside};
  }
  return pose;
}

}  // namespace psgan
