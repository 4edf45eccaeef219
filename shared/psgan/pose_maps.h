// Condition maps: a pose drawn as an image with a channel for each keypoint (paper, section 3.2).
// This is the reference that the trainer's and the ONNX graph's own drawing are tested against.
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
  /// exp(−d²/2σ²), d the distance to the pixel's centre in units of the image: drawn at each
  /// resolution, sub-pixel, so that motion is smooth. 20 channels.
  gaussian,
  /// The Gaussians, then for each bone the same of the distance to its line. 39 channels.
  limb,
  /// No map at all: Progressive GAN, which knows no poses. 0 channels.
  none,
};

/// "point", "gaussian", "limb", "none".
std::string_view name(PoseEncoding encoding);
std::optional<PoseEncoding> pose_encoding_named(std::string_view name);

/// Channels of a condition map.
int channels(PoseEncoding encoding);

/// The Gaussians' σ in units of the image: a pixel of that resolution, and never less than 0.02.
float gaussian_sigma(int resolution);

/// Values below this are 0: subnormal numbers halve the speed of a network on a CPU.
inline constexpr float gaussian_floor = 1e-5f;

/// Draws one condition map into out [C,resolution,resolution], C = channels(encoding).
/// An invisible point gives an empty channel (all −1 for point, all 0 otherwise), and so does a
/// bone with an invisible end. Throws Error if out has another size.
void draw_condition_map(const Pose& pose, PoseEncoding encoding, int resolution,
                        std::span<float> out);

}  // namespace psgan
