#include "trainer/networks/windows.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace psgan::trainer {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// The part of x [N,C,h,w] of image i, where x lies in `from`, that is `part`.
Tensor slice(const Tensor& x, std::size_t i, const Regions& from, const Regions& part) {
  return x.select(0, static_cast<std::int64_t>(i))
      .narrow(1, part.top[i] - from.top[i], part.height)
      .narrow(2, part.left[i] - from.left[i], part.width);
}

Tensor crop(const Tensor& x, const Regions& from, const Regions& wanted) {
  const Tensor out = torch::empty({x.size(0), x.size(1), wanted.height, wanted.width}, x.options(),
                                  torch::MemoryFormat::ChannelsLast);
  for (std::size_t i = 0; i < wanted.left.size(); ++i) {
    out.select(0, static_cast<std::int64_t>(i)).copy_(slice(x, i, from, wanted));
  }
  return out;
}

/// The inverse: zeros around x.
Tensor surround(const Tensor& x, const Regions& of_x, const Regions& wanted) {
  const Tensor out = torch::empty({x.size(0), x.size(1), wanted.height, wanted.width}, x.options(),
                                  torch::MemoryFormat::ChannelsLast)
                         .zero_();
  for (std::size_t i = 0; i < of_x.left.size(); ++i) {
    slice(out, i, wanted, of_x).copy_(x.select(0, static_cast<std::int64_t>(i)));
  }
  return out;
}

Tensor surrounded(const Tensor& x, const Regions& of_x, const Regions& wanted);

// The gradient of each of the two is the other. The regions are what the context has for numbers
// that are no tensors.
struct Crop : torch::autograd::Function<Crop> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Regions& from,
                        const Regions& wanted) {
    remember(context, from, wanted);
    return crop(x, from, wanted);
  }
  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    return {surrounded(gradients[0], recall(context, "wanted"), recall(context, "from")), {}, {}};
  }

  static void remember(AutogradContext* context, const Regions& from, const Regions& wanted) {
    const auto save = [&](const std::string& name, const Regions& regions) {
      std::vector<std::int64_t> numbers = {regions.resolution, regions.width, regions.height};
      numbers.insert(numbers.end(), regions.left.begin(), regions.left.end());
      numbers.insert(numbers.end(), regions.top.begin(), regions.top.end());
      context->saved_data[name] = numbers;
    };
    save("from", from);
    save("wanted", wanted);
  }
  static Regions recall(AutogradContext* context, const std::string& name) {
    const std::vector<std::int64_t> saved = context->saved_data[name].toIntVector();
    std::vector<int> numbers(saved.begin(), saved.end());
    const auto images = static_cast<std::ptrdiff_t>(numbers.size() - 3) / 2;
    return {numbers[0],
            numbers[1],
            numbers[2],
            {numbers.begin() + 3, numbers.begin() + 3 + images},
            {numbers.begin() + 3 + images, numbers.end()}};
  }
};

struct Surround : torch::autograd::Function<Surround> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Regions& of_x,
                        const Regions& wanted) {
    Crop::remember(context, of_x, wanted);
    return surround(x, of_x, wanted);
  }
  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    return {cropped(gradients[0], Crop::recall(context, "wanted"), Crop::recall(context, "from")),
            {},
            {}};
  }
};

Tensor surrounded(const Tensor& x, const Regions& of_x, const Regions& wanted) {
  return of_x == wanted ? x : Surround::apply(x, of_x, wanted);
}

}  // namespace

Regions Regions::whole(int resolution, std::size_t images) {
  return {resolution, resolution, resolution, std::vector<int>(images), std::vector<int>(images)};
}

PixelGrid Regions::grid(std::size_t image) const {
  return {resolution, left[image], top[image], width, height};
}

Regions Regions::doubled() const {
  Regions twice = *this;
  for (int* number : {&twice.resolution, &twice.width, &twice.height}) *number *= 2;
  for (std::vector<int>* places : {&twice.left, &twice.top}) {
    for (int& place : *places) place *= 2;
  }
  return twice;
}

Tensor cropped(const Tensor& x, const Regions& from, const Regions& wanted) {
  return from == wanted ? x : Crop::apply(x, from, wanted);
}

Tensor pasted(const Tensor& x, const Regions& regions, const Tensor& ground) {
  const Regions whole = Regions::whole(regions.resolution, regions.left.size());
  if (regions == whole) return x;
  const Tensor around = 1 - surround(torch::ones_like(x.narrow(1, 0, 1)), regions, whole);
  return surrounded(x, regions, whole) + ground * around;
}

Windows::Windows(const Tensor& boxes, int resolution) : resolution_(resolution) {
  const auto box = boxes.accessor<std::int64_t, 2>();
  const auto even = [](std::int64_t length) { return static_cast<int>(length + 1) / 2 * 2; };
  for (std::int64_t i = 0; i < boxes.size(0); ++i) {
    width_ = std::max(width_, even(box[i][2] - box[i][0]));
    height_ = std::max(height_, even(box[i][3] - box[i][1]));
  }
  // A box in the middle of its window, as far as the picture allows.
  const auto place = [](std::int64_t begin, std::int64_t end, int length) {
    return std::clamp(static_cast<int>(begin + end - length) / 2, 0, cells - length);
  };
  for (std::int64_t i = 0; i < boxes.size(0); ++i) {
    left_.push_back(place(box[i][0], box[i][2], width_));
    top_.push_back(place(box[i][1], box[i][3], height_));
  }
}

double Windows::share() const {
  return static_cast<double>(width_ * height_) / static_cast<double>(cells * cells);
}

Regions Windows::at(int resolution) const {
  const int cell = resolution / cells;
  Regions regions{resolution, width_ * cell, height_ * cell, left_, top_};
  for (int& x : regions.left) x *= cell;
  for (int& y : regions.top) y *= cell;
  return regions;
}

Regions Windows::kept(int resolution) const {
  if (resolution < whole_up_to) return Regions::whole(resolution, left_.size());
  Regions regions = at(resolution);
  if (resolution == resolution_) return regions;
  // A resolution's two convolutions, the first of them on features of half the resolution, take
  // three pixels off 2·halo: two leave one for the last resolution, which needs none, and three
  // leave three.
  const int halo = resolution == resolution_ / 2 ? 2 : 3;
  const auto widen = [&](int& length, std::vector<int>& places) {
    length = std::min(length + 2 * halo, resolution);
    for (int& place : places) place = std::clamp(place - halo, 0, resolution - length);
  };
  widen(regions.width, regions.left);
  widen(regions.height, regions.top);
  return regions;
}

Regions Windows::grown(int resolution) const {
  return resolution == 4 ? Regions::whole(4, left_.size()) : kept(resolution / 2).doubled();
}

}  // namespace psgan::trainer
