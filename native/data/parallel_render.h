// Draws and encodes a data set's pictures on every core.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/avatar.h"
#include "motion/pose_selection.h"
#include "psgan/dataset.h"

namespace psgan {

/// The pictures of `looks` avatars in all poses; look by look, number = look × poses + pose.
struct RenderPlan {
  int looks = 0;
  std::vector<SelectedPose> poses;
  int resolution = 128;
  int png_level = 4;
  int threads = 1;
  std::size_t first = 0;  ///< The number to begin with.

  std::size_t images() const { return std::size_t(looks) * poses.size(); }
};

/// A finished picture. They come from several threads at once and nearly in order.
struct RenderedImage {
  std::size_t number;
  std::vector<std::uint8_t> png;
  DatasetImage entry;  ///< Without its name.
  bool cut;            ///< The figure reaches the picture's edge.
};

/// Seconds of processor time, over all threads.
struct RenderCost {
  double drawing = 0, encoding = 0;
};

/// Each thread has an OpenGL context of its own and does all of a picture: on a processor, drawing
/// and encoding keep every core busy; on a GPU, the threads encode while it draws. `load` is called
/// for one look after the other, the next while one is drawn. What any of the functions throws ends
/// the work and is thrown here.
RenderCost render_parallel(const RenderPlan& plan, const std::function<Avatar(int look)>& load,
                           const std::function<void(RenderedImage)>& take);

/// Makes Mesa's software driver draw on the thread that asks instead of on threads of its own. To
/// be called before the first OpenGL context.
void draw_on_own_threads();

}  // namespace psgan
