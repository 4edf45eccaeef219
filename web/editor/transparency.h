// The white ground of pictures made transparent.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "psgan/pose.h"

namespace psgan::web {

/// Where a figure is in a picture: the square that its pose refers to, pixels.
struct FigureSquare {
  Pose pose;
  float left = 0, top = 0, side = 1;
};

/// The picture with a transparent ground: RGBA [height][width], not premultiplied. Ground is what
/// is nearly white and hangs together with the picture's edge, and such areas that figures enclose,
/// between an arm and the body, say: away from every bone and from heads; what of it is not white
/// becomes a shade of black. From the ground inwards, as far as it does not get lighter again and
/// at most `edge` pixels, pixels are a mixture of white and the darkest colour that they lead to,
/// of which alpha and colour are taken; laid on white, the picture is what it was, to a step of a
/// byte. Throws Error on another number of bytes.
std::vector<std::uint8_t> without_ground(std::span<const std::uint8_t> rgba, int width, int height,
                                         float edge, std::span<const FigureSquare> figures);

}  // namespace psgan::web
