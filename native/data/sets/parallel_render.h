// Draws and encodes a data set's pictures on every core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/avatars/avatar.h"
#include "motion/pose_selection.h"
#include "psgan/dataset.h"

namespace psgan::data {

/// The pictures of `looks` avatars, look by look, as many of each.
struct RenderPlan {
  int looks = 0;
  std::vector<SelectedPose> poses;
  std::vector<Shot> shots;  ///< Each picture's, of the poses.
  int resolution = 128;
  int png_level = 4;
  bool coordinates = false;  ///< Each picture comes with its coordinates.
  int processes = 1;
  std::size_t first = 0;  ///< The number to begin with.

  std::size_t images() const { return shots.size(); }
  std::size_t per_look() const { return shots.size() / std::size_t(looks); }
};

/// A finished picture. They come in order from each process, whole portions of them ahead of the
/// others.
struct RenderedImage {
  std::size_t number;
  std::vector<std::uint8_t> png;
  std::vector<std::uint8_t> coordinates;  ///< A PNG, or empty.
  DatasetImage entry;                     ///< Without its name.
  bool cut;                               ///< The figure reaches the picture's edge.
};

/// Seconds of processor time, over all processes.
struct RenderCost {
  double drawing = 0, encoding = 0;
};

/// Each process has an OpenGL context of its own and does all of a picture: on a processor, drawing
/// and encoding keep every core busy; on a GPU, the processes encode while it draws. `load` is
/// called there for each look of which a process draws pictures, `take` here. What any of the
/// functions throws ends the work and is thrown here. Before the first OpenGL context and thread of
/// this process (worker_processes.h).
RenderCost render_parallel(const RenderPlan& plan, const std::function<Avatar(int look)>& load,
                           const std::function<void(RenderedImage)>& take);

/// The name of the driver that draws then, found out in a process of its own.
std::string opengl_driver();

}  // namespace psgan::data
