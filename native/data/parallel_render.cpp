#include "data/parallel_render.h"

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <future>
#include <map>
#include <memory>
#include <mutex>

#include "data/image.h"
#include "data/level_of_detail.h"
#include "data/renderer.h"
#include "data/threads.h"
#include "data/visibility.h"

namespace psgan {
namespace {

/// What threads share of an avatar.
struct Figure {
  Figure(Avatar a, int resolution)
      : thickness(a), avatar(for_resolution(std::move(a), resolution)) {}
  LimbThickness thickness;
  Avatar avatar;
};

/// Avatars in their order; the one after the last that was asked for is being made.
class Figures {
 public:
  Figures(const RenderPlan& plan, const std::function<Avatar(int)>& load)
      : plan_(plan), load_(load) {}

  std::shared_ptr<const Figure> get(int look) {
    std::shared_future<std::shared_ptr<const Figure>> figure;
    {
      const std::scoped_lock guard(lock_);
      begin(look);
      if (look + 1 < plan_.looks) begin(look + 1);
      // Threads are never a whole look apart for long; who is behind holds a figure of its own.
      while (made_.begin()->first + 1 < look) made_.erase(made_.begin());
      figure = made_.at(look);
    }
    return figure.get();
  }

 private:
  void begin(int look) {
    if (made_.count(look) != 0) return;
    made_[look] = std::async(std::launch::async, [this, look] {
                    return std::make_shared<const Figure>(load_(look), plan_.resolution);
                  }).share();
  }

  const RenderPlan& plan_;
  const std::function<Avatar(int)>& load_;
  std::mutex lock_;
  std::map<int, std::shared_future<std::shared_ptr<const Figure>>> made_;
};

/// Processor seconds of the calling thread.
double thread_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

bool touches_edge(const Image& image) {
  const auto coloured = [&](int x, int y) {
    const std::uint8_t* p = &image.pixels[(std::size_t(y) * image.width + x) * 3];
    return p[0] + p[1] + p[2] < 3 * 250;
  };
  for (int i = 0; i < image.width; ++i)
    if (coloured(i, 0) || coloured(i, image.height - 1) || coloured(0, i) ||
        coloured(image.width - 1, i))
      return true;
  return false;
}

/// One thread's work: the next number, until there is none.
class Worker {
 public:
  Worker(const RenderPlan& plan, Figures& figures, std::atomic<std::size_t>& next,
         const std::function<void(RenderedImage)>& take)
      : plan_(plan), figures_(figures), next_(next), take_(take), renderer_(plan.resolution) {}

  RenderCost run() {
    for (;;) {
      const std::size_t number = next_++;
      if (number >= plan_.images()) break;
      show(int(number / plan_.poses.size()));
      draw(number);
    }
    finish();
    return cost_;
  }

 private:
  void show(int look) {
    if (look == look_) return;
    finish();
    figure_ = figures_.get(look);
    const double begin = thread_seconds();
    renderer_.show(figure_->avatar);
    cost_.drawing += thread_seconds() - begin;
    look_ = look;
  }

  /// Begins a picture and ends the one before.
  void draw(std::size_t number) {
    const double begin = thread_seconds();
    const SelectedPose& selected = plan_.poses[number % plan_.poses.size()];
    const Camera camera{selected.camera_yaw};
    const PosedBody body = posed(figure_->avatar.humanoid, selected.pose);
    std::optional<Drawing> before = renderer_.draw_ahead(body, camera);
    cost_.drawing += thread_seconds() - begin;
    if (before) encode(std::move(*before));
    under_way_ = {number, body, camera};
  }

  void finish() {
    const double begin = thread_seconds();
    std::optional<Drawing> last = renderer_.finish();
    cost_.drawing += thread_seconds() - begin;
    if (last) encode(std::move(*last));
  }

  void encode(Drawing drawing) {
    const double begin = thread_seconds();
    const auto& [number, body, camera] = under_way_;
    const Humanoid& humanoid = figure_->avatar.humanoid;
    RenderedImage image{
        number, encode_png(drawing.image, plan_.png_level), {}, touches_edge(drawing.image)};
    const std::size_t pose = number % plan_.poses.size();
    image.entry = {"",
                   look_,
                   int(pose),
                   camera.yaw,
                   project(humanoid, body, camera),
                   {},
                   plan_.poses[pose].test};
    image.entry.visibility = figure_->thickness.seen(humanoid, body, camera, drawing.depth);
    cost_.encoding += thread_seconds() - begin;
    take_(std::move(image));
  }

  struct UnderWay {
    std::size_t number = 0;
    PosedBody body;
    Camera camera;
  };

  const RenderPlan& plan_;
  Figures& figures_;
  std::atomic<std::size_t>& next_;
  const std::function<void(RenderedImage)>& take_;
  Renderer renderer_;
  std::shared_ptr<const Figure> figure_;
  int look_ = -1;
  UnderWay under_way_;
  RenderCost cost_;
};

}  // namespace

RenderCost render_parallel(const RenderPlan& plan, const std::function<Avatar(int look)>& load,
                           const std::function<void(RenderedImage)>& take) {
  Figures figures(plan, load);
  std::atomic<std::size_t> next = plan.first;
  std::mutex lock;  // of the sums, and of making contexts, which drivers do one by one
  RenderCost cost;
  const auto work = [&] {
    std::unique_ptr<Worker> worker;
    {
      const std::scoped_lock guard(lock);
      worker = std::make_unique<Worker>(plan, figures, next, take);
    }
    const RenderCost own = worker->run();
    const std::scoped_lock guard(lock);
    cost.drawing += own.drawing;
    cost.encoding += own.encoding;
    worker.reset();
  };
  // After an error the others end with the pictures that they have.
  run_on_threads(plan.threads, work, [&] { next = plan.images(); });
  return cost;
}

void draw_on_own_threads() { ::setenv("LP_NUM_THREADS", "0", /*overwrite=*/0); }

}  // namespace psgan
