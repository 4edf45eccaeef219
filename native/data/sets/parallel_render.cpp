#include "data/sets/parallel_render.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <optional>
#include <type_traits>

#include "data/avatars/level_of_detail.h"
#include "data/pictures/image.h"
#include "data/rendering/renderer.h"
#include "data/rendering/visibility.h"
#include "data/sets/worker_processes.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

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

/// The number of the next picture that nobody draws yet, seen by all processes.
class SharedNumber {
 public:
  explicit SharedNumber(std::size_t first) {
    void* memory =
        ::mmap(nullptr, sizeof(Number), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw Error("no memory to share with other processes");
    next_ = new (memory) Number(first);
  }
  ~SharedNumber() { ::munmap(next_, sizeof(Number)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;

  /// Takes so many numbers, of which this is the first.
  std::size_t take(std::size_t count) { return next_->fetch_add(count); }

 private:
  using Number = std::atomic<std::size_t>;
  static_assert(Number::is_always_lock_free);
  Number* next_;
};

/// What one process says to the other: pictures, and its cost at the end.
enum class Message : Tag { picture, cost };

/// A picture's message, with the bytes of its PNG and of its coordinates behind it.
struct PictureHead {
  std::size_t number, png_bytes;
  int look, pose_number;
  float camera_yaw;
  Pose pose;
  Visibilities visibility;
  bool test, cut;
};
static_assert(std::is_trivially_copyable_v<PictureHead>);

void send_picture(const Send& send, const RenderedImage& image) {
  const DatasetImage& entry = image.entry;
  const PictureHead head{image.number,      image.png.size(), entry.look,
                         entry.pose_number, entry.camera_yaw, entry.pose,
                         entry.visibility,  entry.test,       image.cut};
  std::vector<std::uint8_t> bytes(sizeof head);
  std::memcpy(bytes.data(), &head, sizeof head);
  bytes.insert(bytes.end(), image.png.begin(), image.png.end());
  bytes.insert(bytes.end(), image.coordinates.begin(), image.coordinates.end());
  send(Tag(Message::picture), bytes);
}

RenderedImage picture(Bytes bytes) {
  PictureHead head;
  std::memcpy(&head, bytes.data(), sizeof head);
  const Bytes png = bytes.subspan(sizeof head, head.png_bytes);
  const Bytes coordinates = bytes.subspan(sizeof head + head.png_bytes);
  return {head.number,
          {png.begin(), png.end()},
          {coordinates.begin(), coordinates.end()},
          {"", head.look, head.pose_number, head.camera_yaw, head.pose, head.visibility, head.test},
          head.cut};
}

/// How many pictures a process takes at once: whole looks as far as that keeps all busy to the
/// end, for an avatar takes a process as long to load as dozens of pictures to draw.
std::size_t portion(const RenderPlan& plan) {
  const std::size_t share = (plan.images() - plan.first) / (4 * std::size_t(plan.processes));
  return std::clamp<std::size_t>(share, 8, std::clamp<std::size_t>(plan.per_look(), 8, 600));
}

/// One process's work: the next pictures, until there are none.
class Worker {
 public:
  Worker(const RenderPlan& plan, const std::function<Avatar(int)>& load, const Send& send)
      : plan_(plan), load_(load), send_(send), renderer_(plan.resolution, plan.coordinates) {}

  RenderCost run(SharedNumber& next) {
    const std::size_t count = portion(plan_);
    for (std::size_t first; (first = next.take(count)) < plan_.images();) {
      for (std::size_t i = first; i < std::min(first + count, plan_.images()); ++i) {
        show(int(i / plan_.per_look()));
        draw(i);
      }
    }
    finish();
    return cost_;
  }

 private:
  void show(int look) {
    if (look == look_) return;
    finish();
    Avatar avatar = load_(look);
    thickness_.emplace(avatar);
    const double begin = thread_seconds();
    renderer_.show(for_resolution(std::move(avatar), plan_.resolution));
    cost_.drawing += thread_seconds() - begin;
    look_ = look;
  }

  /// Begins a picture and ends the one before.
  void draw(std::size_t number) {
    const double begin = thread_seconds();
    const Shot& shot = plan_.shots[number];
    const Camera camera{shot.camera_yaw};
    const PosedBody body =
        posed(renderer_.shown().humanoid, plan_.poses[std::size_t(shot.pose)].pose);
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
    const Humanoid& humanoid = renderer_.shown().humanoid;
    RenderedImage image{
        number, encode_png(drawing.image, plan_.png_level), {}, {}, touches_edge(drawing.image)};
    if (drawing.coordinates) image.coordinates = encode_png(*drawing.coordinates, plan_.png_level);
    const int pose = plan_.shots[number].pose;
    image.entry = {"",
                   look_,
                   pose,
                   camera.yaw,
                   project(humanoid, body, camera),
                   {},
                   plan_.poses[std::size_t(pose)].test};
    image.entry.visibility = thickness_->seen(humanoid, body, camera, drawing.depth);
    cost_.encoding += thread_seconds() - begin;
    send_picture(send_, image);
  }

  struct UnderWay {
    std::size_t number = 0;
    PosedBody body;
    Camera camera;
  };

  const RenderPlan& plan_;
  const std::function<Avatar(int)>& load_;
  const Send& send_;
  Renderer renderer_;
  std::optional<LimbThickness> thickness_;
  int look_ = -1;
  UnderWay under_way_;
  RenderCost cost_;
};

/// Makes Mesa's software driver draw on the thread that asks instead of on threads of its own.
void draw_on_own_thread() { ::setenv("LP_NUM_THREADS", "0", /*overwrite=*/0); }

}  // namespace

RenderCost render_parallel(const RenderPlan& plan, const std::function<Avatar(int look)>& load,
                           const std::function<void(RenderedImage)>& take) {
  SharedNumber next(plan.first);
  RenderCost sum;
  const auto work = [&](const Send& send) {
    draw_on_own_thread();
    const RenderCost cost = Worker(plan, load, send).run(next);
    send(Tag(Message::cost), {reinterpret_cast<const std::uint8_t*>(&cost), sizeof cost});
  };
  run_in_processes(plan.processes, work, [&](Tag tag, Bytes bytes) {
    if (Message(tag) == Message::picture) return take(picture(bytes));
    RenderCost cost;
    std::memcpy(&cost, bytes.data(), sizeof cost);
    sum.drawing += cost.drawing;
    sum.encoding += cost.encoding;
  });
  return sum;
}

std::string opengl_driver() {
  std::string name;
  const auto ask = [](const Send& send) {
    draw_on_own_thread();
    const std::string driver = Renderer(4).driver();
    send(0, {reinterpret_cast<const std::uint8_t*>(driver.data()), driver.size()});
  };
  run_in_processes(1, ask, [&](Tag, Bytes bytes) { name.assign(bytes.begin(), bytes.end()); });
  return name;
}

}  // namespace psgan::data
