// Where a minibatch is computed in training: in a window around each figure instead of on the whole
// picture, of which two thirds are white ground. The generator computes from 32² on with as much
// around the window as its convolutions reach, so that inside it nothing differs from the whole
// picture; the discriminator sees the window and, from 32² down, white ground around it.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "psgan/pose_maps.h"

namespace psgan::trainer {

/// A rectangle in each image of a minibatch, all of one size, in pixels of a resolution.
struct Regions {
  int resolution = 0, width = 0, height = 0;
  std::vector<int> left, top;  ///< [image]

  /// The whole of so many images.
  static Regions whole(int resolution, std::size_t images);

  /// That of one image.
  PixelGrid grid(std::size_t image) const;
  /// The same part of the picture at twice the resolution.
  Regions doubled() const;

  friend bool operator==(const Regions&, const Regions&) = default;
};

/// What lies in `wanted` of x [N,C,h,w], which lies in `from`: [N,C,wanted.height,wanted.width],
/// channels-last. `wanted` must lie in `from`. Can be differentiated twice.
torch::Tensor cropped(const torch::Tensor& x, const Regions& from, const Regions& wanted);

/// The whole picture [N,C,r,r] that has x in these regions and `ground` (which broadcasts to
/// [N,C,r,r]) around them. Can be differentiated twice.
torch::Tensor pasted(const torch::Tensor& x, const Regions& regions, const torch::Tensor& ground);

/// The windows of a minibatch.
class Windows {
 public:
  /// Boxes and windows lie on a grid of so many cells along each side of a picture.
  static constexpr int cells = 16;
  /// The lowest resolution of images that are computed in windows.
  static constexpr int lowest = 64;
  /// Up to this resolution the discriminator's features, and what the generator begins with, are
  /// the whole picture's.
  static constexpr int whole_up_to = 32;

  /// `boxes` [N,4] int64 on the CPU: left, top, right and bottom of each figure in cells. All
  /// windows get the largest box's width and height, rounded up to even numbers of cells, so that
  /// there are not too many different sizes. `resolution` is the images', at least `lowest`.
  Windows(const torch::Tensor& boxes, int resolution);

  int resolution() const { return resolution_; }
  /// Of the picture's area, 0 to 1.
  double share() const;
  /// Whether the windows leave nothing out.
  bool all() const { return width_ == cells && height_ == cells; }

  /// The windows in pixels of a resolution from `whole_up_to` on.
  Regions at(int resolution) const;
  /// What the generator keeps of its features of a resolution: the window and what the layers above
  /// see around it, as far as the picture goes; below `whole_up_to` the whole.
  Regions kept(int resolution) const;
  /// What it makes of the kept features of half the resolution, of which it keeps kept().
  Regions grown(int resolution) const;

 private:
  int resolution_, width_ = 0, height_ = 0;
  std::vector<int> left_, top_;
};

}  // namespace psgan::trainer
