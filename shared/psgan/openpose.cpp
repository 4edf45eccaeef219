#include "psgan/openpose.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "psgan/json.h"
#include "psgan/openpose_json.h"
#include "psgan/openpose_layouts.h"

namespace psgan {
namespace {

using enum Keypoint;

/// The layout that a format is written in.
const BodyLayout& layout_of(OpenPoseFormat format) {
  const std::string_view name = format == OpenPoseFormat::body_25 ? "BODY_25" : "COCO-18";
  return *std::find_if(body_layouts().begin(), body_layouts().end(),
                       [&](const BodyLayout& layout) { return layout.name == name; });
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

PosePoint seen(const FoundPoint& p) {
  return p.present ? PosePoint{p.x, p.y, true} : PosePoint{0, 0, false};
}

/// A body whose points are in pixels.
std::pair<Pose, Ears> person_of(const FoundBody& body, const BodyLayout& layout) {
  const auto parts = by_part(body, layout);
  Pose pose;
  for (int i = 0; i < keypoint_count; ++i) pose.points[i] = seen(parts[i]);
  if (!pose[left_toe].visible) pose[left_toe] = seen(parts[left_small_toe_part]);
  if (!pose[right_toe].visible) pose[right_toe] = seen(parts[right_small_toe_part]);
  complete(pose);
  return {pose, {seen(parts[left_ear_part]), seen(parts[right_ear_part])}};
}

/// What coordinates are counted in.
enum class Unit {
  pixels,
  shares,        ///< Of the picture, 0 to 1.
  signed_shares  ///< −1 to 1.
};

template <typename Visit>
void each_point(std::vector<FoundFrame>& frames, const Visit& visit) {
  for (FoundFrame& frame : frames)
    for (FoundPerson& person : frame.people)
      for (FoundPoint& point : person.body) visit(point);
}

Unit unit_of(std::vector<FoundFrame>& frames) {
  float highest = 0;
  int present = 0, negative = 0;
  each_point(frames, [&](const FoundPoint& p) {
    highest = std::max({highest, p.x, p.y});
    if (!p.present || (p.x == -1 && p.y == -1)) return;
    ++present;
    negative += std::min(p.x, p.y) < -0.05f;
  });
  // No person is two pixels large.
  if (present == 0 || highest > 2) return Unit::pixels;
  // A share just outside the picture is a missing point; the middle of −1 to 1 is the picture's.
  return 4 * negative > present ? Unit::signed_shares : Unit::shares;
}

/// Missing points by what their coordinates say, and shares of 0 to 1 of the others.
void settle(FoundPoint& p, Unit unit) {
  if (unit == Unit::signed_shares) {
    if (p.x == -1 && p.y == -1) p.present = false;
    p.x = 0.5f * (p.x + 1), p.y = 0.5f * (p.y + 1);
  } else if (p.x < 0 || p.y < 0 || (p.x == 0 && p.y == 0)) {
    p.present = false;
  }
}

OpenPoseFile file_of(FoundFrame& frame, Unit unit, int width, int height,
                     const std::map<std::size_t, const BodyLayout*>& layouts) {
  const bool canvas = frame.width > 0 && frame.height > 0, picture = width > 0 && height > 0;
  OpenPoseFile file;
  file.own_figure = frame.skeleton == skeleton_name;
  file.width = picture ? width : frame.width;
  file.height = picture ? height : frame.height;
  float scale_x = 1, scale_y = 1;
  if (unit != Unit::pixels) {
    if (file.width == 0 && !frame.people.empty()) file.width = file.height = 1;
    scale_x = float(file.width), scale_y = float(file.height);
  } else if (canvas && picture) {
    scale_x = float(width) / float(frame.width), scale_y = float(height) / float(frame.height);
  }
  for (FoundPerson& person : frame.people) {
    for (FoundPoint& p : person.body) p.x *= scale_x, p.y *= scale_y;
    const BodyLayout& layout = *layouts.at(person.body.size());
    if (file.people.empty()) {
      const bool has_pelvis = std::count(layout.parts.begin(), layout.parts.end(), index(pelvis));
      file.format = has_pelvis ? OpenPoseFormat::body_25 : OpenPoseFormat::coco_18;
    }
    const auto [pose, ears] = person_of(person.body, layout);
    file.people.push_back(pose);
    file.ears.push_back(ears);
  }
  return file;
}

}  // namespace

std::vector<OpenPoseFile> read_openpose_frames(const std::string& text, const std::string& where,
                                               int width, int height) {
  std::vector<FoundFrame> frames = frames_of_json(text, where);
  const Unit unit = unit_of(frames);
  each_point(frames, [&](FoundPoint& p) { settle(p, unit); });
  std::map<std::size_t, std::vector<const FoundBody*>> bodies;
  for (const FoundFrame& frame : frames)
    for (const FoundPerson& person : frame.people)
      bodies[person.body.size()].push_back(&person.body);
  std::map<std::size_t, const BodyLayout*> layouts;
  for (const auto& [points, alike] : bodies) layouts[points] = &layout_of(alike);
  std::vector<OpenPoseFile> files;
  for (FoundFrame& frame : frames) files.push_back(file_of(frame, unit, width, height, layouts));
  return files;
}

OpenPoseFile read_openpose(const std::string& text, const std::string& where, int width,
                           int height) {
  std::vector<OpenPoseFile> frames = read_openpose_frames(text, where, width, height);
  const auto first = std::find_if(frames.begin(), frames.end(),
                                  [](const OpenPoseFile& frame) { return !frame.people.empty(); });
  return first == frames.end() ? frames.front() : *first;
}

std::string to_json(const OpenPoseFile& file) {
  Json people = Json::array();
  for (const Pose& pose : file.people) {
    Json numbers = Json::array();
    for (const BodyPart part : layout_of(file.format).parts) {
      const PosePoint p = part < keypoint_count ? pose.points[part] : PosePoint{0, 0, false};
      numbers.push_back(p.visible ? p.x : 0);
      numbers.push_back(p.visible ? p.y : 0);
      numbers.push_back(p.visible ? 1 : 0);
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
  if (file.own_figure) json["skeleton"] = skeleton_name;
  return json.dump();
}

OpenPoseFile openpose_file(std::span<const Pose> poses, int size, OpenPoseFormat format) {
  OpenPoseFile file{format, size, size, {poses.begin(), poses.end()}, {}, true};
  file.ears.resize(poses.size());
  for (Pose& pose : file.people)
    for (PosePoint& p : pose.points) p = {p.x * float(size), p.y * float(size), p.visible};
  return file;
}

namespace {

/// The rectangle around visible points.
struct Extent {
  float left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  int points = 0;

  void add(const Pose& pose) {
    for (const PosePoint& p : pose.points) {
      if (!p.visible) continue;
      left = std::min(left, p.x), right = std::max(right, p.x);
      top = std::min(top, p.y), bottom = std::max(bottom, p.y);
      ++points;
    }
  }
};

}  // namespace

std::optional<std::size_t> largest_person(std::span<const Pose> people) {
  std::optional<std::size_t> largest;
  float most = -1;
  for (std::size_t i = 0; i < people.size(); ++i) {
    Extent extent;
    extent.add(people[i]);
    const float area = (extent.right - extent.left) * (extent.bottom - extent.top);
    if (extent.points < 2 || area <= most) continue;
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

std::vector<Pose> in_square(const OpenPoseFile& file) {
  std::vector<Pose> poses;
  const bool sized = file.width > 0 && file.height > 0;
  Extent extent;
  for (const Pose& pose : file.people) extent.add(pose);
  // About as large as the networks' own figures are in their pictures.
  constexpr float share = 0.8f;
  const float longer = std::max({extent.right - extent.left, extent.bottom - extent.top, 1e-6f});
  for (const Pose& pixels : file.people) {
    poses.push_back(pixels);
    if (sized) {
      poses.back() = letterboxed(pixels, file.width, file.height);
      continue;
    }
    for (PosePoint& p : poses.back().points) {
      if (!p.visible) continue;
      p.x = 0.5f + share * (p.x - 0.5f * (extent.left + extent.right)) / longer;
      p.y = 0.5f + share * (p.y - 0.5f * (extent.top + extent.bottom)) / longer;
    }
  }
  return poses;
}

int visible_points(const Pose& pose) {
  return int(std::count_if(pose.points.begin(), pose.points.end(),
                           [](const PosePoint& p) { return p.visible; }));
}

}  // namespace psgan
