#include "data/pictures/pose_histogram.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace psgan::data {
namespace {

constexpr float turn = 6.2831853f;
constexpr glm::vec3 ink{0.25f, 0.27f, 0.32f}, grid{0.86f, 0.87f, 0.9f};
constexpr glm::vec3 left_colour{0.16f, 0.42f, 0.85f}, right_colour{0.86f, 0.22f, 0.27f};

/// One picture of every pose.
std::vector<const DatasetImage*> one_of_each(const DatasetIndex& index) {
  std::set<int> known;
  std::vector<const DatasetImage*> list;
  for (const DatasetImage& image : index.images)
    if (known.insert(image.pose_number).second) list.push_back(&image);
  return list;
}

void circle(Image& image, glm::vec2 centre, float radius, glm::vec3 colour) {
  constexpr int corners = 96;
  const auto at = [&](int i) {
    const float angle = turn * float(i) / corners;
    return centre + radius * glm::vec2(std::sin(angle), std::cos(angle));
  };
  for (int i = 0; i < corners; ++i) draw_line(image, at(i), at(i + 1), 1, colour);
}

/// How many poses are seen from which side, as sectors around the figure: the front is below.
void draw_yaws(Image& image, const std::vector<const DatasetImage*>& poses, glm::vec2 centre,
               float radius) {
  constexpr int sectors = 36;
  std::array<int, sectors> training{}, test{};
  for (const DatasetImage* pose : poses) {
    const float share = pose->camera_yaw / turn - std::floor(pose->camera_yaw / turn);
    ++(pose->test ? test : training)[std::min(int(share * sectors), sectors - 1)];
  }
  int most = 1;
  for (int i = 0; i < sectors; ++i) most = std::max(most, training[i] + test[i]);
  const auto at = [&](int sector, float within, float r) {
    const float angle = turn * (float(sector) + within) / sectors;
    return centre + r * glm::vec2(std::sin(angle), std::cos(angle));
  };
  const float inner = 0.25f * radius;
  for (int i = 0; i < sectors; ++i) {
    const auto reach = [&](int count) {
      return inner + (radius - inner) * float(count) / float(most);
    };
    for (float within = 0.08f; within <= 0.92f; within += 0.02f) {
      draw_line(image, at(i, within, inner), at(i, within, reach(training[i])), 1.2f, left_colour);
      if (test[i] > 0)
        draw_line(image, at(i, within, reach(training[i])),
                  at(i, within, reach(training[i] + test[i])), 1.2f, right_colour);
    }
  }
  circle(image, centre, inner, ink);
  circle(image, centre, radius, grid);
  // Where the front is.
  draw_line(image, centre + glm::vec2(0, 0.4f * inner), centre + glm::vec2(0, 0.95f * inner), 3,
            ink);
}

/// Where the ends of a limb are from its root.
struct LimbPlot {
  Keypoint root, end;
  float reach;  ///< What the outer ring stands for, in shares of the picture.
};

/// A small figure that tells which limb is meant.
void draw_key(Image& image, const LimbPlot& limb, glm::vec2 corner, float size) {
  const Pose figure = standing_pose();
  const auto at = [&](Keypoint k) {
    return corner + size * glm::vec2(figure[k].x - 0.5f, figure[k].y);
  };
  for (const Bone& bone : bones) draw_line(image, at(bone.from), at(bone.to), 1.5f, grid * 0.9f);
  for (const auto& [root, end] :
       {std::pair{limb.root, limb.end}, std::pair{mirrored(limb.root), mirrored(limb.end)}}) {
    draw_line(image, at(root), at(end), 3, ink);
    draw_line(image, at(end), at(end), 6, root == limb.root ? left_colour : right_colour);
  }
}

void draw_limb(Image& image, const std::vector<const DatasetImage*>& poses, const LimbPlot& limb,
               glm::vec2 centre, float radius) {
  for (const float share : {0.5f, 1.f}) circle(image, centre, share * radius, grid);
  draw_line(image, centre - glm::vec2(radius, 0), centre + glm::vec2(radius, 0), 1, grid);
  draw_line(image, centre - glm::vec2(0, radius), centre + glm::vec2(0, radius), 1, grid);
  const auto plot = [&](Keypoint root, Keypoint end, glm::vec3 colour) {
    for (const DatasetImage* pose : poses) {
      const PosePoint &a = pose->pose[root], &b = pose->pose[end];
      if (!a.visible || !b.visible) continue;
      const glm::vec2 p = centre + radius / limb.reach * glm::vec2(b.x - a.x, b.y - a.y);
      draw_line(image, p, p, 2.5f, colour);
    }
  };
  plot(limb.root, limb.end, left_colour);
  plot(mirrored(limb.root), mirrored(limb.end), right_colour);
  draw_line(image, centre, centre, 5, ink);
}

}  // namespace

Image pose_histogram(const DatasetIndex& index, int width) {
  const std::vector<const DatasetImage*> poses = one_of_each(index);
  Image image = white_image(width, width / 2);
  const float unit = float(width) / 4;
  draw_yaws(image, poses, {unit, unit}, 0.85f * unit);
  constexpr std::array limbs{LimbPlot{Keypoint::left_shoulder, Keypoint::left_elbow, 0.14f},
                             LimbPlot{Keypoint::left_shoulder, Keypoint::left_wrist, 0.26f},
                             LimbPlot{Keypoint::left_hip, Keypoint::left_knee, 0.24f},
                             LimbPlot{Keypoint::left_hip, Keypoint::left_ankle, 0.44f}};
  for (int i = 0; i < 4; ++i) {
    const glm::vec2 cell((2.f + float(i % 2)) * unit, float(i / 2) * unit);
    draw_limb(image, poses, limbs[i], cell + glm::vec2(0.55f, 0.5f) * unit, 0.42f * unit);
    draw_key(image, limbs[i], cell + glm::vec2(0.1f, 0.02f) * unit, 0.3f * unit);
  }
  return image;
}

}  // namespace psgan::data
