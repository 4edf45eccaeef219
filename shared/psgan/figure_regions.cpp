#include "psgan/figure_regions.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "psgan/error.h"

namespace psgan {
namespace {

struct Vec {
  float x = 0, y = 0;
  Vec operator+(Vec b) const { return {x + b.x, y + b.y}; }
  Vec operator-(Vec b) const { return {x - b.x, y - b.y}; }
  Vec operator*(float factor) const { return {x * factor, y * factor}; }
  float length() const { return std::hypot(x, y); }
};

Vec of(const PosePoint& point) { return {point.x, point.y}; }

/// To the left of it as one looks along it with y down: what is right in the picture if it points
/// down.
Vec across(Vec down) { return {down.y, -down.x}; }

/// One of length 1; `otherwise` if it is too short to have a direction.
Vec unit(Vec v, Vec otherwise) {
  const float length = v.length();
  return length > 1e-4F ? v * (1 / length) : otherwise;
}

constexpr Vec straight_down{0, 1};

/// A pose as far as it is visible, and how large the figure is beside the standing one.
class Figure {
 public:
  explicit Figure(const Pose& pose) : pose_(pose) {
    const Pose standing = standing_pose();
    std::vector<float> sizes;
    for (const Bone& bone : bones) {
      if (!sees({bone.from, bone.to})) continue;
      const float wanted = (of(standing[bone.to]) - of(standing[bone.from])).length();
      if (wanted > 0.02F) sizes.push_back((at(bone.to) - at(bone.from)).length() / wanted);
    }
    if (sizes.empty()) return;
    const auto three_quarters = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 3 / 4);
    std::nth_element(sizes.begin(), three_quarters, sizes.end());
    size_ = std::max(0.05F, *three_quarters);
  }

  bool sees(std::initializer_list<Keypoint> keypoints) const {
    return std::all_of(keypoints.begin(), keypoints.end(),
                       [&](Keypoint keypoint) { return pose_[keypoint].visible; });
  }
  Vec at(Keypoint keypoint) const { return of(pose_[keypoint]); }
  /// Where the middle of a pair lies.
  Vec between(Keypoint a, Keypoint b) const { return (at(a) + at(b)) * 0.5F; }
  float size() const { return size_; }
  /// From the neck to the pelvis, of length 1.
  Vec spine() const {
    if (!sees({Keypoint::neck, Keypoint::pelvis})) return straight_down;
    return unit(at(Keypoint::pelvis) - at(Keypoint::neck), straight_down);
  }

  /// A rectangle around `centre` whose sides follow `down`, half of them `width` and `height` of a
  /// standing figure's picture.
  FigureRegion around(Vec centre, Vec down, float width, float height) const {
    const Vec right = across(down) * (width * size_), below = down * (height * size_);
    return {centre.x, centre.y, right.x, right.y, below.x, below.y, true};
  }
  /// One along a bone or several, `before` and `after` their ends, of half the width `width`.
  FigureRegion along(Vec from, Vec to, float width, float before, float after) const {
    const Vec down = unit(to - from, straight_down);
    const Vec first = from - down * (before * size_), last = to + down * (after * size_);
    // Foreshortened limbs keep a length that shows something.
    const float half = std::max((last - first).length() / 2, width * size_);
    return around((first + last) * 0.5F, down, width, half / size_);
  }

  /// Around all visible keypoints and the head, upright and square.
  FigureRegion whole(const FigureRegion& head) const {
    float left = 1, top = 1, right = 0, bottom = 0;
    bool any = false;
    for (const PosePoint& point : pose_.points) {
      if (!point.visible) continue;
      any = true;
      left = std::min(left, point.x);
      right = std::max(right, point.x);
      top = std::min(top, point.y);
      bottom = std::max(bottom, point.y);
    }
    if (!any) return {};
    if (head.seen) {
      left = std::min(left, head.x);
      right = std::max(right, head.x);
      top = std::min(top, head.y);
      bottom = std::max(bottom, head.y);
    }
    constexpr float margin = 0.15F;
    const float half = std::max(right - left, bottom - top) / 2 + margin * size_;
    return {(left + right) / 2, (top + bottom) / 2, half, 0, 0, half, true};
  }

 private:
  const Pose& pose_;
  float size_ = 1;
};

/// Down the face: from the eyes to the neck, held by the spine where the head is foreshortened.
Vec down_the_face(const Figure& figure) {
  constexpr float standing_face = 0.063F;
  const Vec face = (figure.at(Keypoint::neck) - figure.at(Keypoint::nose)) *
                   (1 / (standing_face * figure.size()));
  return unit(face + figure.spine() * 0.5F, straight_down);
}

/// From behind there is no face, but the head lies on the spine.
void add_head(const Figure& figure, FigureRegions& regions) {
  if (!figure.sees({Keypoint::neck})) return;
  const bool face = figure.sees({Keypoint::nose});
  const bool eyes = figure.sees({Keypoint::left_eye, Keypoint::right_eye});
  const Vec down = face ? down_the_face(figure) : figure.spine();
  const Vec middle = eyes   ? figure.between(Keypoint::left_eye, Keypoint::right_eye)
                     : face ? figure.at(Keypoint::nose) - down * (0.026F * figure.size())
                            : figure.at(Keypoint::neck) - down * (0.089F * figure.size());
  regions[0] = figure.around(middle, down, 0.12F, 0.12F);
  regions[1] = figure.around(middle + down * (0.03F * figure.size()), down, 0.22F, 0.22F);
}

void add_trunk(const Figure& figure, FigureRegions& regions) {
  if (!figure.sees({Keypoint::neck, Keypoint::pelvis})) return;
  const Vec pelvis = figure.at(Keypoint::pelvis);
  regions[2] = figure.along(figure.at(Keypoint::neck), pelvis, 0.12F, 0.02F, 0.04F);
  const bool knees = figure.sees({Keypoint::left_knee, Keypoint::right_knee});
  const Vec below = knees ? figure.between(Keypoint::left_knee, Keypoint::right_knee)
                          : pelvis + figure.spine() * (0.185F * figure.size());
  regions[3] = figure.along(pelvis, below, 0.15F, 0.05F, 0.05F);
}

/// Of one side, left first.
void add_limbs(const Figure& figure, bool left, FigureRegions& regions) {
  const auto own = [left](Keypoint keypoint) { return left ? keypoint : mirrored(keypoint); };
  const int side = left ? 0 : 1;
  const Keypoint shoulder = own(Keypoint::left_shoulder), wrist = own(Keypoint::left_wrist);
  const Keypoint hip = own(Keypoint::left_hip), knee = own(Keypoint::left_knee);
  const Keypoint ankle = own(Keypoint::left_ankle);
  if (figure.sees({shoulder, wrist})) {
    regions[4 + side] = figure.along(figure.at(shoulder), figure.at(wrist), 0.06F, 0.03F, 0.04F);
  }
  if (figure.sees({hip, ankle})) {
    regions[6 + side] = figure.along(figure.at(hip), figure.at(ankle), 0.07F, 0.0F, 0.03F);
  }
  if (figure.sees({knee, ankle})) {
    const Vec down = unit(figure.at(ankle) - figure.at(knee), straight_down);
    const Vec middle = figure.at(ankle) + down * (0.01F * figure.size());
    regions[8 + side] = figure.around(middle, down, 0.07F, 0.07F);
  }
}

/// What a place of a picture shows, 0 to 255, x and y in pixels from the first one's centre.
void add_colour(std::span<const std::uint8_t> rgb, int side, float x, float y,
                std::array<float, 3>& sum) {
  const float left = std::floor(x), top = std::floor(y);
  const float to_right = x - left, to_bottom = y - top;
  for (int corner = 0; corner < 4; ++corner) {
    const bool second = (corner & 1) != 0, lower = corner >= 2;
    const float weight = (second ? to_right : 1 - to_right) * (lower ? to_bottom : 1 - to_bottom);
    const float column = left + (second ? 1.F : 0.F), row = top + (lower ? 1.F : 0.F);
    const auto last = static_cast<float>(side - 1);
    if (column < 0 || row < 0 || column > last || row > last) {
      for (float& channel : sum) channel += weight * 255;
      continue;
    }
    const std::size_t pixel = static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
                              static_cast<std::size_t>(column);
    for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * rgb[3 * pixel + c];
  }
}

}  // namespace

FigureRegions figure_regions(const Pose& pose) {
  const Figure figure(pose);
  FigureRegions regions;
  add_head(figure, regions);
  add_trunk(figure, regions);
  add_limbs(figure, true, regions);
  add_limbs(figure, false, regions);
  regions[figure_region_count - 1] = figure.whole(regions[0]);
  return regions;
}

std::vector<float> cut_out(std::span<const std::uint8_t> rgb, int side,
                           const FigureRegions& regions, int size) {
  const auto pixels = static_cast<std::size_t>(std::max(side, 0));
  if (side < 1 || size < 1 || rgb.size() != 3 * pixels * pixels) {
    throw Error("a picture of " + std::to_string(side) + "² pixels has " +
                std::to_string(3 * pixels * pixels) + " bytes, found " +
                std::to_string(rgb.size()));
  }
  const auto area = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  std::vector<float> numbers(regions.size() * 3 * area, 1.F);
  const auto fine = static_cast<float>(2 * size);  // places along a side
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const FigureRegion& region = regions[r];
    if (!region.seen) continue;
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        std::array<float, 3> sum{};
        for (int place = 0; place < 4; ++place) {
          const int right = place % 2, below = place / 2;
          const float u = (2 * static_cast<float>(2 * column + right) + 1) / fine - 1;
          const float v = (2 * static_cast<float>(2 * row + below) + 1) / fine - 1;
          const float x = region.x + u * region.right_x + v * region.down_x;
          const float y = region.y + u * region.right_y + v * region.down_y;
          const auto scale = static_cast<float>(side);
          add_colour(rgb, side, x * scale - 0.5F, y * scale - 0.5F, sum);
        }
        const std::size_t at = static_cast<std::size_t>(row) * static_cast<std::size_t>(size) +
                               static_cast<std::size_t>(column);
        for (std::size_t c = 0; c < 3; ++c) {
          numbers[(3 * r + c) * area + at] = sum[c] / 4 / 127.5F - 1;
        }
      }
    }
  }
  return numbers;
}

}  // namespace psgan
