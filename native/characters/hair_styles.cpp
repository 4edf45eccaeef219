// Fringes and side locks.
#include "characters/hair_styles.h"

#include <cmath>

#include "characters/hair_tools.h"
#include "characters/rig.h"

namespace psgan::characters {
namespace {

/// One lock of a fringe: where it leaves the parting, where it ends (azimuth and elevation on the
/// skull in degrees), how broad it is and how broad it ends (a share).
struct FringeLock {
  float root, azimuth, elevation, width, tip;
};

void comb(HairPieces& pieces, const std::vector<FringeLock>& locks, float lift = 0.022f) {
  // Every other lock lies a little higher, so that each keeps its own edge.
  float step = 0;
  for (const auto& l : locks) {
    const float up = lift + step;
    lock(
        pieces,
        {on_skull(l.root, 77, 0.014f), on_skull(glm::mix(l.root, l.azimuth, 0.5f), 54, up + 0.006f),
         on_skull(glm::mix(l.root, l.azimuth, 0.88f), 25, up + 0.006f),
         on_skull(l.azimuth, l.elevation, up - 0.007f)},
        {l.width, 0.020f, 0.55f, 0.58f, l.tip, 7, 6});
    step = step > 0 ? 0.0f : 0.006f;
  }
}

}  // namespace

void add_fringe(HairPieces& pieces, const Hair& hair, Dice& dice) {
  switch (hair.fringe) {
    case Fringe::straight:
      comb(pieces, {{-30, -55, -13, 0.050f, 0.55f},
                    {-20, -37, -9.5f, 0.058f, 0.72f},
                    {-10, -18, -8.5f, 0.060f, 0.72f},
                    {0, 1, -9.5f, 0.056f, 0.66f},
                    {10, 20, -8.5f, 0.060f, 0.72f},
                    {20, 38, -9.5f, 0.058f, 0.72f},
                    {30, 55, -13, 0.050f, 0.55f}});
      break;
    case Fringe::parted:
      comb(pieces, {{-4, -17, 9, 0.052f, 0.05f},
                    {-9, -38, -5, 0.066f, 0.04f},
                    {-15, -60, -18, 0.060f, 0.02f},
                    {4, 17, 9, 0.052f, 0.05f},
                    {9, 38, -5, 0.066f, 0.04f},
                    {15, 60, -18, 0.060f, 0.02f}});
      break;
    case Fringe::swept:
      comb(pieces, {{24, -60, -19, 0.058f, 0.02f},
                    {25, -41, -12, 0.066f, 0.02f},
                    {27, -19, -8, 0.064f, 0.02f},
                    {29, 4, -3, 0.056f, 0.02f},
                    {34, 38, -4, 0.052f, 0.02f},
                    {40, 58, -17, 0.056f, 0.02f}});
      break;
    case Fringe::messy:
      comb(pieces, {{-26, -59, -18, 0.056f, 0.0f},
                    {-16, -38, -6, 0.062f, 0.0f},
                    {-7, -14 + dice.uniform(-2, 2), -13, 0.062f, 0.0f},
                    {2, 9, -3, 0.050f, 0.0f},
                    {12, 31, -10, 0.064f, 0.0f},
                    {25, 56, -17, 0.058f, 0.0f}});
      break;
    case Fringe::open:
      for (const float side : {-1.0f, 1.0f}) {
        for (int i = 0; i < 3; ++i)
          lock(pieces,
               {on_skull(side * 4, 76 - 5 * float(i), 0.012f),
                on_skull(side * (24 + 9 * float(i)), 56, 0.030f),
                on_skull(side * (46 + 8 * float(i)), 27, 0.030f),
                on_skull(side * (60 + 9 * float(i)), -5 - 9 * float(i), 0.016f)},
               {0.052f, 0.020f, 0.5f, 0.5f, 0.04f, 7, 6});
      }
      break;
    case Fringe::one_eye:
      // A heavy wave over her right eye, the other side combed back.
      comb(pieces,
           {{22, -58, -24, 0.064f, 0.03f},
            {24, -40, -26, 0.074f, 0.03f},
            {26, -18, -11, 0.066f, 0.02f},
            {28, 3, 3, 0.052f, 0.02f},
            {34, 44, 0, 0.052f, 0.02f},
            {40, 62, -15, 0.054f, 0.02f}},
           0.025f);
      break;
    case Fringe::spiky:
      comb(pieces,
           {{-34, -62, -12, 0.054f, 0.0f},
            {-22, -34, 1, 0.058f, 0.0f},
            {-10, -22, -7, 0.046f, 0.0f},
            {2, -2, 3, 0.056f, 0.0f},
            {14, 22, -5, 0.052f, 0.0f},
            {24, 42, 2, 0.054f, 0.0f},
            {34, 62, -12, 0.054f, 0.0f}},
           0.030f);
      break;
  }
  if (hair.ahoge)
    lock(pieces,
         {{0.0f, 1.500f, 0.0f},
          {0.012f, 1.552f, 0.006f},
          {0.050f, 1.580f, 0.024f},
          {0.082f, 1.552f, 0.040f}},
         {0.026f, 0.014f, 0.5f, 0.35f, 0.0f, 8, 5});
}

float fringe_end(Fringe fringe) {
  switch (fringe) {
    case Fringe::open:
      return 1.425f;
    case Fringe::parted:
      return 1.392f;
    case Fringe::spiky:
      return 1.372f;
    case Fringe::straight:
    case Fringe::swept:
    case Fringe::messy:
    case Fringe::one_eye:
      break;
  }
  return 1.364f;
}

void add_sides(HairPieces& pieces, const Hair& hair, Dice& dice) {
  if (hair.sides == Sides::none) return;
  const bool to_chest = hair.sides == Sides::chest;
  const float end = to_chest ? 1.040f : 1.196f;
  for (const float side : {-1.0f, 1.0f}) {
    const float jitter = dice.uniform(-0.006f, 0.006f);
    for (int i = 0; i < 2; ++i) {
      const float az = 66 + 15 * float(i);
      const float bottom = end + (i == 0 ? 0.0f : (to_chest ? 0.05f : 0.026f)) + jitter;
      Path path{
          on_skull(side * 38, 66, 0.014f), on_skull(side * (az - 6), 34, 0.027f),
          flip(beside(az, 1.335f, 0.018f), side),
          flip(beside(az - 5, glm::mix(1.335f, bottom, 0.55f), to_chest ? 0.008f : 0.013f), side)};
      path.push_back(flip(beside(az - 11, bottom, to_chest ? -0.014f : -0.012f), side));
      if (to_chest) {
        // In front of the shoulders, lying on the chest.
        path[3] = flip({0.104f + 0.012f * float(i), 1.19f, 0.046f - 0.012f * float(i)}, side);
        path[4] = flip({0.082f + 0.014f * float(i), bottom, 0.094f - 0.008f * float(i)}, side);
      }
      if (to_chest && i == 0)
        pieces.lock_chains.push_back(
            {.name = side > 0 ? "left lock" : "right lock",
             .points = {glm::mix(path[2], path[3], 0.3f), path[3], path[4]},
             .radius = 0.014f});
      lock(pieces, path, {0.048f, 0.022f, 0.5f, 0.52f, 0.0f, 9, 6});
    }
  }
}

}  // namespace psgan::characters
