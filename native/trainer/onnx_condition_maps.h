// Condition maps drawn inside the ONNX graph, so that a frame sends 60 numbers and not 39 maps.
#pragma once

#include <string>

#include "psgan/pose_maps.h"
#include "trainer/onnx_writer.h"

namespace psgan {

/// Draws maps like shared/psgan/pose_maps, from one input, at any resolution.
class OnnxConditionMaps {
 public:
  /// `keypoints` names a value [N,20,3].
  OnnxConditionMaps(OnnxGraph& graph, const std::string& keypoints, PoseEncoding encoding);

  /// The name of the map [N,C,r,r].
  std::string draw(int resolution);

 private:
  std::string draw_points(int resolution);
  std::string draw_gaussians(int resolution);
  std::string draw_limbs(int resolution);
  void prepare_limbs();
  /// Numbers along x [1,1,1,r] or along y [1,1,r,1].
  std::string along(bool x, const std::vector<float>& values);
  /// The pixels' centres times `scale`.
  std::string centres(int resolution, bool along_x, float scale);

  OnnxGraph& graph_;
  PoseEncoding encoding_;
  std::string x_, y_, visible_;  // [N,20,1,1]
  // Each bone's own coordinates, as affine functions of the pixel's: u along it from its start, v
  // across it. Stacked [N,38,1,1]: first all u's, then all v's.
  std::string bone_by_x_, bone_by_y_, bone_offset_;
  std::string bone_length_;  // [N,19,1,1]
};

}  // namespace psgan
