#include "characters/hair_styles.h"

#include <cmath>

#include "characters/rig.h"
#include "characters/sweep.h"

namespace psgan {
namespace {

using Path = std::vector<glm::vec3>;

struct Shape {
  float width = 0.04f, thickness = 0.016f;
  float root = 0.7f, belly = 0.45f, tip = 0.0f;
  int segments = 8, sides = 6;
};

void lock(HairPieces& pieces, const Path& path, const Shape& shape) {
  Strand s;
  s.path = path;
  s.width = shape.width;
  s.thickness = shape.thickness;
  s.root = shape.root;
  s.belly = shape.belly;
  s.tip = shape.tip;
  s.segments = shape.segments;
  s.sides = shape.sides;
  s.centre = skull_centre;
  pieces.locks.append(sweep(s));
}

/// A place beside the head or below it: azimuth in degrees, height, distance from the skull's
/// width.
glm::vec3 beside(float azimuth, float y, float out) {
  const float a = glm::radians(azimuth);
  return {std::sin(a) * (skull_radii.x + out), y,
          skull_centre.z + std::cos(a) * (skull_radii.z + out)};
}

glm::vec3 flip(glm::vec3 p, float side) { return {p.x * side, p.y, p.z}; }

void band(HairPieces& pieces, const glm::vec3& at, const glm::vec3& axis, float radius,
          float thick) {
  const auto n = glm::normalize(axis);
  auto u =
      glm::normalize(glm::cross(n, std::abs(n.y) < 0.9f ? glm::vec3(0, 1, 0) : glm::vec3(1, 0, 0)));
  const auto w = glm::cross(n, u);
  Path ring;
  for (int i = 0; i <= 12; ++i) {
    const float a = 6.2831853f * float(i) / 12;
    ring.push_back(at + (u * std::cos(a) + w * std::sin(a)) * radius);
  }
  pieces.ties.append(tube(
      ring, [thick](float) { return thick; }, 16, 6, true));
}

/// A tail: strands from one place, spreading and meeting again at the tip.
void tail(HairPieces& pieces, const Path& spine, float spread, int count, float width, Dice& dice,
          float wave = 0) {
  for (int i = 0; i < count; ++i) {
    const float a = 6.2831853f * float(i) / float(count);
    Path path;
    for (std::size_t k = 0; k < spine.size(); ++k) {
      const float t = float(k) / float(spine.size() - 1);
      const float open = spread * (0.18f + std::sin(3.1416f * std::pow(t, 0.75f)));
      const float sway = wave * std::sin(t * 9.0f + float(i) * 0.6f) * t;
      path.push_back(spine[k] + glm::vec3(std::cos(a) * open + sway,
                                          dice.uniform(-0.012f, 0.006f) * t,
                                          std::sin(a) * open * 0.75f));
    }
    path.back().y += dice.uniform(-0.01f, 0.05f);
    Strand s;
    s.path = path;
    s.width = width;
    s.thickness = width * 0.55f;
    s.root = 0.45f;
    s.belly = 0.38f;
    s.segments = 11;
    s.sides = 6;
    s.centre = on_curve(spine, 0.5f);
    s.upright = true;
    pieces.locks.append(sweep(s));
  }
  Strand core;
  core.path = spine;
  core.width = width * 1.25f;
  core.thickness = width * 1.1f;
  core.root = 0.45f;
  core.belly = 0.3f;
  core.segments = 12;
  core.centre = spine.front() + glm::vec3(0, 0, 0.3f);
  pieces.locks.append(sweep(core));
}

/// Locks combed over the skull from the hairline to where the hair is held.
void comb_to(HairPieces& pieces, const glm::vec3& at, float from_az, float to_az, int count) {
  for (int i = 0; i < count; ++i) {
    const float az = glm::mix(from_az, to_az, count == 1 ? 0.5f : float(i) / float(count - 1));
    const bool behind = std::abs(az) > 95;
    const auto start = behind ? on_skull(az, -50, 0.004f) : on_skull(az, 2, 0.004f);
    const auto middle_direction = glm::normalize((start + at) * 0.5f - skull_centre);
    const auto middle = skull_centre + middle_direction * (skull_radii + (i % 2 ? 0.011f : 0.018f));
    lock(pieces, {start, middle, at}, {0.050f, 0.020f, 0.5f, 0.5f, 0.30f, 6, 6});
  }
}

void braid(HairPieces& pieces, const Path& spine, float width, int links) {
  for (int i = 0; i < links; ++i) {
    const float t0 = float(i) / float(links),
                t1 = std::min(1.0f, (float(i) + 1.55f) / float(links));
    const float size = width * glm::mix(1.0f, 0.62f, t0);
    for (const float side : {-1.0f, 1.0f}) {
      const float shift = side > 0 ? 0.0f : 0.5f / float(links);
      const auto a = on_curve(spine, std::min(1.0f, t0 + shift)),
                 b = on_curve(spine, std::min(1.0f, t1 + shift));
      const glm::vec3 out(side * size * 0.42f, 0, 0);
      Strand s;
      s.path = {a + out * 0.9f, glm::mix(a, b, 0.45f) + out, b - out * 0.15f};
      s.width = size * 0.85f;
      s.thickness = size * 0.8f;
      s.root = 0.4f;
      s.belly = 0.45f;
      s.tip = 0.1f;
      s.segments = 5;
      s.sides = 7;
      s.centre = skull_centre;
      pieces.locks.append(sweep(s));
    }
  }
}

}  // namespace

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

void add_back(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  switch (hair.back) {
    case Back::short_cut: {
      for (int row = 0; row < 4; ++row) {
        const int count = row == 3 ? 7 : 8;
        const float first = row == 3 ? 108.0f : 76.0f;
        for (int i = 0; i < count; ++i) {
          const float shift = row % 2 ? 0.5f : 0.0f;
          const float az = glm::mix(first, 360 - first, (float(i) + shift) / float(count - 1));
          if (az > 292) continue;
          const float from = std::max(72.0f - 24 * float(row), 0.0f), to = 22.0f - 27 * float(row);
          const float end = to + dice.uniform(-4, 4);
          lock(pieces,
               {on_skull(az, from, 0.008f), on_skull(az + 4, glm::mix(from, end, 0.5f), 0.023f),
                on_skull(az + dice.uniform(-5, 5), end, row == 3 ? 0.010f : 0.027f)},
               {0.060f, 0.024f, 0.6f, 0.42f, 0.0f, 6, 6});
        }
      }
      break;
    }
    case Back::bob: {
      const int count = 13;
      for (int i = 0; i < count; ++i) {
        const float az = 82 + (278 - 82) * float(i) / float(count - 1);
        const float end = 1.212f - 0.03f * (length - 1) + dice.uniform(-0.008f, 0.008f);
        // Every other lock lies deeper, so that each is seen.
        const float deep = i % 2 ? 0.008f : 0.0f;
        lock(pieces,
             {on_skull(az, 70, 0.010f), on_skull(az, 34, 0.024f - deep),
              beside(az, 1.36f, 0.030f - deep), beside(az, 1.275f, 0.030f - deep),
              beside(az + dice.uniform(-3, 3), end + deep, -0.004f)},
             {i % 2 ? 0.060f : 0.056f, 0.026f, 0.45f, 0.60f, 0.10f, 9, 6});
      }
      break;
    }
    case Back::long_straight:
    case Back::long_wavy: {
      const bool wavy = hair.back == Back::long_wavy;
      const int count = 13;
      const float end = 1.20f - 0.40f * length;
      for (int i = 0; i < count; ++i) {
        const float az = 86 + (274 - 86) * float(i) / float(count - 1);
        const float a = glm::radians(az);
        const float spread = wavy ? 1.22f : 1.12f;
        const float edge = std::abs(std::sin(a));
        const float deep = i % 2 ? 0.010f : 0.0f;
        const float bottom = end + 0.05f * edge + dice.uniform(-0.025f, 0.025f);
        Path path{on_skull(az, 70, 0.010f), on_skull(az, 34, 0.025f - deep),
                  beside(az, 1.35f, 0.027f - deep)};
        const int steps = wavy ? 7 : 4;
        for (int k = 1; k <= steps; ++k) {
          const float t = float(k) / float(steps), y = glm::mix(1.35f, bottom, t);
          const float wave = wavy ? 0.017f * std::sin(t * 13.0f + float(i) * 0.35f) : 0.0f;
          // Falls behind the shoulders, never through them.
          const float back = deep - 0.102f - 0.052f * (1 - edge) - 0.02f * std::sin(t * 3.0f);
          const auto round = beside(az, y, 0.022f - deep);
          const float z = glm::mix(round.z, back, smoothstep(0.0f, 0.45f, t));
          path.push_back(
              {std::sin(a) * (0.132f * glm::mix(1.0f, spread, t)) + wave, y, z + 0.5f * wave});
        }
        lock(pieces, path,
             {wavy    ? 0.072f
              : i % 2 ? 0.066f
                      : 0.058f,
              0.026f, 0.4f, 0.6f, 0.05f, wavy ? 16 : 10, 6});
      }
      break;
    }
    case Back::ponytail: {
      const glm::vec3 at = on_skull(180, 38, 0.012f);
      comb_to(pieces, at, 62, 298, 13);
      const float end = 1.42f - 0.50f * length;
      tail(pieces,
           {at,
            at + glm::vec3(0, 0.026f, -0.040f),
            at + glm::vec3(0, 0.008f, -0.088f),
            at + glm::vec3(0, -0.085f, -0.118f),
            {0.0f, glm::mix(at.y, end, 0.62f), at.z - 0.105f},
            {0.0f, end, at.z - 0.045f}},
           0.040f, 7, 0.060f, dice, 0.010f);
      band(pieces, at + glm::vec3(0, 0.006f, -0.012f), {0, 0.5f, -1}, 0.025f, 0.0105f);
      break;
    }
    case Back::twin_tails: {
      for (const float side : {-1.0f, 1.0f}) {
        const auto at = on_skull(side * 112, 27, 0.012f);
        comb_to(pieces, at, side * 60, side * 178, 8);
        const float end = 1.40f - 0.56f * length;
        tail(pieces,
             {at,
              at + glm::vec3(side * 0.034f, 0.022f, -0.008f),
              at + glm::vec3(side * 0.068f, 0.006f, -0.016f),
              at + glm::vec3(side * 0.092f, -0.085f, -0.030f),
              {side * 0.222f, glm::mix(at.y, end, 0.55f), -0.095f},
              {side * 0.170f, end, -0.085f}},
             0.034f, 7, 0.052f, dice, 0.014f);
        band(pieces, at + glm::vec3(side * 0.014f, 0.010f, -0.004f), {side, 0.5f, -0.2f}, 0.026f,
             0.0115f);
      }
      break;
    }
    case Back::twin_braids: {
      for (const float side : {-1.0f, 1.0f}) {
        const glm::vec3 at{side * 0.092f, 1.262f, -0.062f};
        comb_to(pieces, at, side * 70, side * 178, 7);
        const float end = 1.26f - 0.30f * length;
        const Path spine{at,
                         {side * 0.118f, 1.205f, -0.040f},
                         {side * 0.118f, 1.15f, 0.048f},
                         {side * 0.096f, glm::mix(1.15f, end, 0.5f), 0.098f},
                         {side * 0.088f, end, 0.092f}};
        braid(pieces, spine, 0.046f, 9);
        band(pieces, spine.back(), {0, -1, 0}, 0.012f, 0.008f);
        lock(pieces,
             {spine.back(), spine.back() - glm::vec3(0, 0.025f, 0),
              spine.back() - glm::vec3(side * 0.004f, 0.055f, 0)},
             {0.032f, 0.026f, 0.5f, 0.4f, 0.0f, 6, 8});
      }
      break;
    }
    case Back::side_tail: {
      const glm::vec3 at = on_skull(118, 12, 0.012f);
      comb_to(pieces, at, 64, 296, 10);
      const float end = 1.36f - 0.42f * length;
      tail(pieces,
           {at,
            at + glm::vec3(0.048f, 0.020f, -0.010f),
            at + glm::vec3(0.068f, -0.075f, -0.004f),
            {0.172f, glm::mix(at.y, end, 0.6f), -0.075f},
            {0.140f, end, -0.070f}},
           0.036f, 6, 0.056f, dice, 0.012f);
      band(pieces, at + glm::vec3(0.012f, 0.005f, -0.006f), {1, 0.3f, -0.4f}, 0.024f, 0.010f);
      break;
    }
    case Back::bun:
    case Back::twin_buns: {
      const bool two = hair.back == Back::twin_buns;
      for (const float side : {-1.0f, 1.0f}) {
        if (!two && side < 0) continue;
        const auto at = two ? on_skull(side * 105, 50, 0.022f) : on_skull(180, 50, 0.030f);
        if (two)
          comb_to(pieces, at, side * 60, side * 178, 7);
        else
          comb_to(pieces, at, 62, 298, 11);
        const float radius = two ? 0.049f : 0.064f;
        const auto axis = glm::normalize(at - skull_centre);
        auto u = glm::normalize(glm::cross(axis, glm::vec3(0, 0, 1)));
        const auto w = glm::cross(axis, u);
        const auto middle = at + axis * (radius * 0.5f);
        // Strands wound round like yarn.
        for (int i = 0; i < 9; ++i) {
          const float a = 6.2831853f * float(i) / 9;
          const auto turn = [&](float b, float up, float r) {
            return middle + (u * std::cos(b) + w * std::sin(b)) * (radius * r) +
                   axis * (radius * up);
          };
          Strand s;
          s.path = {turn(a, -0.75f, 0.62f), turn(a + 0.5f, -0.1f, 0.86f),
                    turn(a + 1.0f, 0.52f, 0.62f), turn(a + 1.6f, 0.80f, 0.08f)};
          s.width = radius * 0.95f;
          s.thickness = radius * 0.62f;
          s.root = 0.6f;
          s.belly = 0.4f;
          s.tip = 0.2f;
          s.segments = 7;
          s.centre = middle;
          s.upright = false;
          pieces.locks.append(sweep(s));
        }
        band(pieces, at + axis * 0.002f, axis, radius * 0.86f, 0.0115f);
      }
      break;
    }
  }
}

}  // namespace psgan
