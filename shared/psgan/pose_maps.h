// Condition maps: a pose rasterised into an image with a channel for each keypoint (paper, section
// 3.2). The reference for the implementations in the trainer and in the ONNX graph.
#pragma once

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

/// Channels of a condition map.
int channels(PoseEncoding encoding);

/// The Gaussians' σ in units of the image: one pixel of that resolution, at least 0.02.
float gaussian_sigma(int resolution);

/// Values below this are set to 0: subnormal numbers halve the speed of a network on a CPU.
inline constexpr float gaussian_floor = 1e-5f;

/// Draws one condition map into out [C,resolution,resolution], C = channels(encoding).
/// An invisible point gives an empty channel (all −1 for point, all 0 otherwise), and so does a
/// bone with an invisible end. Throws Error if out has another size.
void draw_condition_map(const Pose& pose, PoseEncoding encoding, int resolution,
                        std::span<float> out);

}  // namespace psgan
