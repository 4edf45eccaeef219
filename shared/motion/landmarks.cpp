#include "motion/landmarks.h"

#include <algorithm>
#include <cmath>

#include "motion/fitting.h"
#include "psgan/json.h"

namespace psgan {
namespace {

using enum Keypoint;

/// The rotation of which x points to her left, as nearly as y allows, and y up.
glm::mat3 frame(glm::vec3 left, glm::vec3 up) {
  const glm::vec3 y = glm::normalize(up);
  const glm::vec3 across = left - glm::dot(left, y) * y;
  const glm::vec3 x = direction({}, across, {1, 0, 0});
  return {x, y, glm::cross(x, y)};
}

struct Limb {
  Keypoint from, to;
  Landmark seen_from, seen_to;
};
constexpr Limb limbs[] = {
    {left_shoulder, left_elbow, Landmark::left_shoulder, Landmark::left_elbow},
    {left_elbow, left_wrist, Landmark::left_elbow, Landmark::left_wrist},
    {right_shoulder, right_elbow, Landmark::right_shoulder, Landmark::right_elbow},
    {right_elbow, right_wrist, Landmark::right_elbow, Landmark::right_wrist},
    {left_hip, left_knee, Landmark::left_hip, Landmark::left_knee},
    {left_knee, left_ankle, Landmark::left_knee, Landmark::left_ankle},
    {left_ankle, left_toe, Landmark::left_ankle, Landmark::left_foot_index},
    {right_hip, right_knee, Landmark::right_hip, Landmark::right_knee},
    {right_knee, right_ankle, Landmark::right_knee, Landmark::right_ankle},
    {right_ankle, right_toe, Landmark::right_ankle, Landmark::right_foot_index},
};

}  // namespace

Landmarks read_landmarks(const std::string& text, const std::string& where) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_array() || json.size() != landmark_count)
    throw Error(where + ": expected a list of " + std::to_string(landmark_count) + " landmarks");
  Landmarks person;
  for (int i = 0; i < landmark_count; ++i) {
    const Json& row = json[i];
    const bool four =
        row.is_array() && row.size() == 4 && std::all_of(row.begin(), row.end(), [](const Json& v) {
          return v.is_number() && std::isfinite(v.get<float>());
        });
    if (!four)
      throw Error(where + ", landmark " + std::to_string(i) + ": expected four numbers, found " +
                  row.dump().substr(0, 40));
    person.places[i] = {row[0].get<float>(), -row[1].get<float>(), -row[2].get<float>()};
    person.seen[i] = row[3].get<float>();
  }
  return person;
}

std::optional<Figure> figure_of(const Landmarks& person, const Figure& before) {
  using enum Landmark;
  const auto sees = [&](Landmark a, Landmark b) { return person.sees(a) && person.sees(b); };
  const auto middle = [&](Landmark a, Landmark b) { return 0.5f * (person[a] + person[b]); };
  if (!sees(Landmark::left_shoulder, Landmark::right_shoulder)) return std::nullopt;

  // The trunk: up through its middle, across by the hips below and the shoulders above.
  SeenPerson seen;
  const bool hips = sees(Landmark::left_hip, Landmark::right_hip);
  const glm::vec3 up =
      hips ? direction(middle(Landmark::left_hip, Landmark::right_hip),
                       middle(Landmark::left_shoulder, Landmark::right_shoulder), {0, 1, 0})
           : direction(before[pelvis], before[neck], {0, 1, 0});
  const glm::vec3 hip_line =
      hips ? direction(person[Landmark::right_hip], person[Landmark::left_hip], {1, 0, 0})
           : direction(before[Keypoint::right_hip], before[Keypoint::left_hip], {1, 0, 0});
  const glm::vec3 shoulder_line =
      direction(person[Landmark::right_shoulder], person[Landmark::left_shoulder], {1, 0, 0});
  seen.hips = frame(hip_line, up);
  seen.chest = frame(shoulder_line, up);

  const glm::vec3 face_up = direction(middle(mouth_left, mouth_right),
                                      middle(Landmark::left_eye, Landmark::right_eye), {0, 1, 0});
  const glm::vec3 ears = direction(person[right_ear], person[left_ear], {1, 0, 0});
  seen.head = person.sees(Landmark::nose) ? frame(ears, face_up) : seen.chest;

  for (const Limb& limb : limbs) {
    if (!sees(limb.seen_from, limb.seen_to)) continue;
    const glm::vec3 as_before = direction(before[limb.from], before[limb.to], {0, -1, 0});
    seen[limb.to] = direction(person[limb.seen_from], person[limb.seen_to], as_before);
  }
  return fitted(seen, before);
}

}  // namespace psgan
