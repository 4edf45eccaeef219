// Condition maps: a pose rasterised into an image with a channel for each keypoint (paper, section
// 3.2). The reference for the implementations in the trainer and in the ONNX graph.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "psgan/pose.h"

namespace psgan {

enum class PoseEncoding {
  /// The paper's: 1 in the keypoint's pixel, −1 elsewhere. Lower resolutions are the full map's
  /// 2×2 max pooling, which is the pixel that holds the point there. 20 channels.
  point,
  /// exp(−d²/2σ²), d the distance to the pixel's centre in units of the image: computed at each
  /// resolution with sub-pixel accuracy, so that motion is smooth. 20 channels.
  gaussian,
  /// The Gaussians, then for each bone the same function of the distance to its line segment. 39
  /// channels.
  limb,
  /// No map: Progressive GAN without a condition. 0 channels.
  none,
};

/// "point", "gaussian", "limb", "none".
std::string_view name(PoseEncoding encoding);
std::optional<PoseEncoding> pose_encoding_named(std::string_view name);

/// How the channels of a group are drawn.
enum class MapKind {
  pixel,  ///< A keypoint each: 1 in its pixel, −1 elsewhere.
  bell,   ///< A keypoint each: a Gaussian around it.
  line,   ///< A bone each: the same Gaussian of the distance to its line.
};

/// Channels of a condition map that are drawn alike: one for each keypoint or for each bone.
struct ChannelGroup {
  MapKind kind;
  int first;  ///< The group's first channel in the map.
  int count;
};

/// The channels of a condition map, group by group; the reference below, the trainer's loops and
/// tensor operations, and the nodes of the ONNX graph each draw groups.
std::span<const ChannelGroup> channel_groups(PoseEncoding encoding);

/// Channels of a condition map.
int channels(PoseEncoding encoding);

/// About how many of the channels are not at their ground value in a pixel of the figure.
int active_channels(PoseEncoding encoding);

/// Where a map's pixels lie: `width` × `height` of them, from (left, top) on, of an image that
/// would have resolution × resolution.
struct PixelGrid {
  int resolution = 0, left = 0, top = 0, width = 0, height = 0;

  /// The whole image.
  PixelGrid(int all)  // NOLINT(google-explicit-constructor): a resolution is its own grid
      : resolution(all), width(all), height(all) {}
  PixelGrid(int all, int from_left, int from_top, int columns, int rows)
      : resolution(all), left(from_left), top(from_top), width(columns), height(rows) {}

  /// The centre of column or row i, counted from the grid's own first one, in units of the image.
  float centre_x(int i) const { return (static_cast<float>(left + i) + 0.5f) / size(); }
  float centre_y(int i) const { return (static_cast<float>(top + i) + 0.5f) / size(); }
  std::size_t pixels() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }

 private:
  float size() const { return static_cast<float>(resolution); }
};

/// The Gaussians' σ in units of the image: one pixel of that resolution, at least 0.02.
float gaussian_sigma(int resolution);

/// Values below this are set to 0: subnormal numbers halve the speed of a network on a CPU.
inline constexpr float gaussian_floor = 1e-5f;

/// Draws one condition map into out [C,height,width] of the grid, C = channels(encoding).
/// An invisible point gives an empty channel (all −1 for pixels, all 0 otherwise), and so does a
/// bone with an invisible end. Throws Error if out has another size.
void draw_condition_map(const Pose& pose, PoseEncoding encoding, const PixelGrid& grid,
                        std::span<float> out);

}  // namespace psgan
