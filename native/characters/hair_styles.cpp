// Fringes and side locks.
#include "characters/hair_styles.h"

#include <cmath>

#include "characters/hair_tools.h"
#include "characters/rig.h"

namespace psgan {

void add_fringe(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const auto strand = [&](float root_az, float az, float end_el, const Shape& shape,
                          float lift = 0.017f) {
    lock(pieces,
         {on_skull(root_az, 78, 0.010f), on_skull(glm::mix(root_az, az, 0.55f), 52, lift + 0.004f),
          on_skull(glm::mix(root_az, az, 0.9f), 24, lift + 0.003f),
          on_skull(az, end_el, lift - 0.006f)},
         shape);
  };
  switch (hair.fringe) {
    case Fringe::straight:
      for (int i = -4; i <= 4; ++i)
        strand(float(i) * 9, float(i) * 13.2f,
               -9.5f - 0.5f * std::abs(float(i)) + (i % 2 ? 1.2f : 0.0f),
               {0.036f, 0.014f, 0.8f, 0.6f, 0.52f});
      break;
    case Fringe::parted:
      for (const float side : {-1.0f, 1.0f})
        for (int i = 0; i < 4; ++i)
          strand(side * (5 + float(i) * 6), side * (19 + float(i) * 14.5f),
                 -4.0f - float(i) * 4.5f + (i == 0 ? 9.0f : 0.0f),
                 {0.042f, 0.016f, 0.6f, 0.5f, 0.06f});
      strand(2, 4, 4, {0.022f, 0.011f, 0.5f, 0.4f});
      break;
    case Fringe::swept: {
      constexpr std::array<float, 7> az{-56, -41, -25, -8, 11, 30, 50};
      for (std::size_t i = 0; i < az.size(); ++i)
        strand(24 + float(i) * 3, az[i], -11.0f + float(i) * 1.3f,
               {0.044f, 0.016f, 0.55f, 0.5f, 0.03f});
      break;
    }
    case Fringe::messy: {
      constexpr std::array<float, 8> az{-58, -43, -29, -13, 2, 17, 34, 52};
      constexpr std::array<float, 8> end{-14, -7, -3, -9, -2, -8, -4, -14};
      for (std::size_t i = 0; i < az.size(); ++i)
        strand(az[i] * 0.45f, az[i] + dice.uniform(-2, 2), end[i],
               {0.041f, 0.017f, 0.6f, 0.45f, 0.0f});
      break;
    }
    case Fringe::open:
      for (const float side : {-1.0f, 1.0f}) {
        for (int i = 0; i < 3; ++i)
          lock(pieces,
               {on_skull(side * 4, 76 - 5 * float(i), 0.010f),
                on_skull(side * (24 + 9 * float(i)), 56, 0.026f),
                on_skull(side * (46 + 8 * float(i)), 27, 0.026f),
                on_skull(side * (60 + 9 * float(i)), -5 - 9 * float(i), 0.014f)},
               {0.046f, 0.017f, 0.5f, 0.5f, 0.04f});
      }
      break;
  }
  if (hair.ahoge)
    lock(pieces,
         {{0.0f, 1.500f, 0.0f},
          {0.012f, 1.548f, 0.006f},
          {0.046f, 1.572f, 0.024f},
          {0.074f, 1.548f, 0.040f}},
         {0.020f, 0.012f, 0.5f, 0.35f, 0.0f, 9, 6});
}

void add_sides(HairPieces& pieces, const Hair& hair, Dice& dice) {
  if (hair.sides == Sides::none) return;
  const bool to_chest = hair.sides == Sides::chest;
  const float end = to_chest ? 1.035f : 1.192f;
  for (const float side : {-1.0f, 1.0f}) {
    const float jitter = dice.uniform(-0.006f, 0.006f);
    for (int i = 0; i < 2; ++i) {
      const float az = 66 + 15 * float(i);
      const float bottom = end + (i == 0 ? 0.0f : (to_chest ? 0.05f : 0.022f)) + jitter;
      Path path{
          on_skull(side * 38, 66, 0.010f), on_skull(side * (az - 6), 34, 0.021f),
          flip(beside(az, 1.335f, 0.012f), side),
          flip(beside(az - 5, glm::mix(1.335f, bottom, 0.55f), to_chest ? 0.004f : 0.006f), side)};
      path.push_back(flip(beside(az - 11, bottom, to_chest ? -0.014f : -0.018f), side));
      if (to_chest) {
        // In front of the shoulders, lying on the chest.
        path[3] = flip({0.102f + 0.012f * float(i), 1.19f, 0.042f - 0.012f * float(i)}, side);
        path[4] = flip({0.082f + 0.014f * float(i), bottom, 0.092f - 0.008f * float(i)}, side);
      }
      lock(pieces, path, {0.040f, 0.019f, 0.5f, 0.5f, 0.0f, 10, 6});
    }
  }
}

}  // namespace psgan
