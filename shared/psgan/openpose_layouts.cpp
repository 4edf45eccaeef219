#include "psgan/openpose_layouts.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace psgan {
namespace {

/// The bones by which layouts are told apart.
constexpr std::pair<Keypoint, Keypoint> limbs[] = {
    {Keypoint::left_shoulder, Keypoint::left_elbow},
    {Keypoint::right_shoulder, Keypoint::right_elbow},
    {Keypoint::left_elbow, Keypoint::left_wrist},
    {Keypoint::right_elbow, Keypoint::right_wrist},
    {Keypoint::left_hip, Keypoint::left_knee},
    {Keypoint::right_hip, Keypoint::right_knee},
    {Keypoint::left_knee, Keypoint::left_ankle},
    {Keypoint::right_knee, Keypoint::right_ankle},
    {Keypoint::nose, Keypoint::left_eye},
    {Keypoint::nose, Keypoint::right_eye},
    {Keypoint::left_shoulder, Keypoint::right_shoulder},
    {Keypoint::left_hip, Keypoint::right_hip},
};

/// Letters for the parts, so that a layout is a line: capitals are her right side.
BodyPart part_of(char letter) {
  using enum Keypoint;
  constexpr std::pair<char, Keypoint> letters[] = {
      {'n', nose},       {'k', neck},        {'c', chest},         {'p', pelvis},
      {'y', left_eye},   {'Y', right_eye},   {'s', left_shoulder}, {'S', right_shoulder},
      {'e', left_elbow}, {'E', right_elbow}, {'w', left_wrist},    {'W', right_wrist},
      {'h', left_hip},   {'H', right_hip},   {'g', left_knee},     {'G', right_knee},
      {'a', left_ankle}, {'A', right_ankle}, {'t', left_toe},      {'T', right_toe},
  };
  for (const auto& [known, keypoint] : letters)
    if (known == letter) return BodyPart(index(keypoint));
  switch (letter) {
    case 'r':
      return left_ear_part;
    case 'R':
      return right_ear_part;
    case 'm':
      return left_small_toe_part;
    case 'M':
      return right_small_toe_part;
    default:
      return no_part;
  }
}

/// A body of `points` points, of which the letters say the first ones.
BodyLayout layout(std::string_view name, std::string_view letters, std::size_t points = 0) {
  BodyLayout result{name, {}};
  for (const char letter : letters) result.parts.push_back(part_of(letter));
  result.parts.resize(std::max(points, letters.size()), no_part);
  return result;
}

/// The mean length of the limbs, and of how many.
std::pair<double, int> limb_length(std::span<const FoundBody* const> bodies,
                                   const BodyLayout& layout) {
  double sum = 0;
  int count = 0;
  for (const FoundBody* body : bodies) {
    const auto parts = by_part(*body, layout);
    for (const auto& [from, to] : limbs) {
      const FoundPoint &a = parts[index(from)], &b = parts[index(to)];
      if (!a.present || !b.present) continue;
      sum += std::hypot(double(a.x) - b.x, double(a.y) - b.y);
      ++count;
    }
  }
  return {count ? sum / count : 0, count};
}

}  // namespace

std::span<const BodyLayout> body_layouts() {
  // Big toe, small toe and heel of each foot follow the body in whole bodies; small letters are her
  // left side.
  static const std::vector<BodyLayout> all{
      layout("MPI", "-kSEWsewHGAhga-"),
      layout("COCO", "nyYrRsSeEwWhHgGaA"),
      layout("Human3.6M", "pHGAhga-kn-sewSEW"),
      layout("COCO-18", "nkSEWsewHGAhgaYyRr"),
      layout("BODY_19", "nkSEWsewpHGAhgaYyRr"),
      layout("COCO with feet", "nyYrRsSeEwWhHgGaAtm-TM-"),
      layout("BODY_25", "nkSEWsewpHGAhgaYyRrtm-TM-"),
      layout("BODY_25B", "nyYrRsSeEwWhHgGaA--tm-TM-"),
      layout("Halpe", "nyYrRsSeEwWhHgGaA-kptTmM--"),
      layout("MediaPipe", "n-y--Y-rR--sSeEwW------hHgGaA--tT"),
      layout("COCO-WholeBody", "nyYrRsSeEwWhHgGaAtm-TM-", 133),
      layout("DWPose", "nkSEWsewHGAhgaYyRrtm-TM-", 134),
      layout("BODY_135", "nyYrRsSeEwWhHgGaA--tm-TM-", 135),
      layout("Halpe whole body", "nyYrRsSeEwWhHgGaA-kptTmM--", 136),
  };
  return all;
}

bool known_point_count(std::size_t points) {
  const auto all = body_layouts();
  return std::any_of(all.begin(), all.end(),
                     [&](const BodyLayout& known) { return known.parts.size() == points; });
}

std::string known_point_counts() {
  std::string text;
  std::size_t before = 0;
  for (const BodyLayout& known : body_layouts()) {
    if (known.parts.size() == before) {
      text.pop_back();
      text += ", " + std::string(known.name) + ")";
    } else {
      text += (text.empty() ? "" : ", ") + std::to_string(known.parts.size()) + " (" +
              std::string(known.name) + ")";
    }
    before = known.parts.size();
  }
  return text;
}

const BodyLayout& layout_of(std::span<const FoundBody* const> bodies) {
  const std::size_t points = bodies.front()->size();
  const BodyLayout* best = nullptr;
  std::pair<double, int> shortest;
  for (const BodyLayout& known : body_layouts()) {
    if (known.parts.size() != points) continue;
    const auto length = limb_length(bodies, known);
    // A few limbs say little, and the usual layout is the likely one.
    if (best && (length.second < 6 || shortest.second < 6 || length.first >= 0.7 * shortest.first))
      continue;
    best = &known;
    shortest = length;
  }
  return *best;
}

std::array<FoundPoint, body_part_count> by_part(const FoundBody& body, const BodyLayout& layout) {
  std::array<FoundPoint, body_part_count> parts{};
  for (std::size_t i = 0; i < layout.parts.size(); ++i)
    if (layout.parts[i] != no_part) parts[layout.parts[i]] = body[i];
  return parts;
}

}  // namespace psgan
