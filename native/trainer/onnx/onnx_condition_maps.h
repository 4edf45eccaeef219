// Condition maps drawn inside the ONNX graph, so that a frame sends 60 numbers and not 39 maps.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "psgan/pose_maps.h"
#include "trainer/onnx/onnx_writer.h"

namespace psgan::trainer {

/// Draws maps like shared/psgan/pose_maps, from one input, at any resolution.
class OnnxConditionMaps {
 public:
  /// `keypoints` names a value [N,20,3].
  OnnxConditionMaps(OnnxGraph& graph, const std::string& keypoints, PoseEncoding encoding);

  PoseEncoding encoding() const { return encoding_; }
  /// The name of the map [N,C,r,r].
  std::string draw(int resolution);
  /// Of one group of its channels [N,count,r,r], drawn once.
  std::string draw(MapKind kind, int resolution);

  /// The Gaussians, each a row times a column, for 3×3 convolutions that never draw them: along y
  /// [N,1,r,20·3] and along x [N,20,3,r], at each pixel and its two neighbours. What lies beside
  /// the image is 0, as a convolution pads it.
  struct Bells {
    std::string along_y, along_x;
  };
  Bells bells(int resolution);

 private:
  std::string lines_at(int resolution);
  Bells bells_at(int resolution);
  std::string draw_pixels(int resolution);
  std::string draw_bells(int resolution);
  void prepare_lines();
  /// exp(−d²) of the distances d between `centres` and a coordinate of the keypoints times
  /// `factor`.
  std::string bell(const std::string& place, const std::string& centres, const std::string& factor);
  /// Numbers along x [1,1,1,r] or along y [1,1,r,1].
  std::string along(bool x, const std::vector<float>& values);
  /// The pixels' centres times `scale`.
  std::string centres(const PixelGrid& grid, bool along_x, float scale);

  OnnxGraph& graph_;
  PoseEncoding encoding_;
  std::string x_, y_, visible_;  // [N,20,1,1]
  // A bone's own coordinate as an affine function of the pixel's, all [N,19,1,1].
  struct Affine {
    std::string by_x, by_y, offset;
  };
  std::string at_pixels(const Affine& coordinate, int resolution);
  Affine along_bone_, across_bone_;  // from the bone's start; from its line
  std::string bone_length_;          // [N,19,1,1]
  std::map<std::pair<MapKind, int>, std::string> drawn_;
  std::map<int, Bells> bells_;
};

}  // namespace psgan::trainer
