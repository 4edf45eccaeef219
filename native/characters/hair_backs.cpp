// The back of the hair: short, bob, long, tails, braids, buns.
#include <cmath>
#include <numbers>

#include "characters/hair_styles.h"
#include "characters/hair_tools.h"
#include "characters/rig.h"
#include "characters/sweep.h"

namespace psgan::characters {
namespace {

/// Where a chain's bones lie along a path.
Path points_on(const Path& path, std::initializer_list<float> shares) {
  Path points;
  for (const float t : shares) points.push_back(on_curve(path, t));
  return points;
}

void short_cut(HairPieces& pieces, Dice& dice) {
  // Clumps from the nape up to the whorl, each row over the last one's roots, its tips standing off
  // a little; then what covers the cap's edge behind.
  struct Row {
    float from, to, first, lift, shift, width;
    int count;
  };
  constexpr std::array<Row, 3> rows{{{40, -38, 90, 0.030f, 0.5f, 0.080f, 6},
                                     {62, -6, 80, 0.040f, 0, 0.086f, 7},
                                     {84, 30, 78, 0.042f, 0.5f, 0.084f, 6}}};
  for (const auto& row : rows)
    for (int i = 0; i < row.count; ++i) {
      const float gap = (360 - 2 * row.first) / float(row.count - 1);
      const float az = row.first + gap * (float(i) + row.shift);
      if (az > 361 - row.first) continue;
      const float end = row.to + dice.uniform(-5, 5), turn = dice.uniform(-9, 9);
      lock(pieces,
           {on_skull(az, row.from, 0.012f),
            on_skull(az + 0.4f * turn, glm::mix(row.from, end, 0.55f), 0.026f),
            on_skull(az + turn, end, row.lift)},
           {row.width, 0.030f, 0.55f, 0.45f, 0.0f, 6, 6});
    }
  for (int i = 0; i < 8; ++i) {
    const float az = 106 + (254 - 106) * float(i) / 7;
    lock(pieces,
         {on_skull(az, 10, 0.014f), beside(az, 1.305f, 0.014f),
          beside(az + dice.uniform(-6, 6), i % 2 ? 1.240f : 1.222f, -0.034f)},
         {0.062f, 0.026f, 0.6f, 0.4f, 0.0f, 6, 6});
  }
  // Before the ears.
  for (const float side : {-1.0f, 1.0f})
    for (const float az : {66.0f, 82.0f})
      lock(pieces,
           {on_skull(side * (az - 8), 50, 0.016f), on_skull(side * az, 14, 0.026f),
            on_skull(side * (az + 4), az < 70 ? -26.0f : -20.0f, 0.012f)},
           {0.056f, 0.022f, 0.6f, 0.4f, 0.0f, 6, 6});
}

void bob(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  const int count = 11;
  for (int i = 0; i < count; ++i) {
    const float az = 80 + (280 - 80) * float(i) / float(count - 1);
    // Every other lock lies deeper and ends higher, so that each is seen.
    const float deep = i % 2 ? 0.010f : 0.0f;
    const float end = 1.200f - 0.05f * (length - 1) + 2.2f * deep + dice.uniform(-0.004f, 0.004f);
    lock(pieces,
         {on_skull(az, 72, 0.014f), on_skull(az, 34, 0.030f - deep),
          beside(az, 1.36f, 0.038f - deep), beside(az, 1.27f, 0.042f - deep),
          beside(az + (i % 4 < 2 ? 4.0f : -4.0f), end, 0.004f)},
         {0.080f, 0.030f, 0.45f, 0.66f, 0.16f, 9, 6});
  }
}

void medium(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const int count = 11;
  for (int i = 0; i < count; ++i) {
    const float az = 80 + (280 - 80) * float(i) / float(count - 1);
    const bool under = i % 2;
    const float deep = under ? 0.012f : 0.0f;
    const float end = 1.125f - 0.08f * (hair.length - 1) + (under ? 0.022f : 0.0f) +
                      dice.uniform(-0.008f, 0.008f);
    // In at the neck, out again over the shoulders.
    lock(pieces,
         {on_skull(az, 72, 0.014f), on_skull(az, 34, 0.031f - deep),
          beside(az, 1.35f, 0.036f - deep), beside(az, 1.255f, 0.020f - deep),
          beside(az, 1.175f, 0.018f - deep),
          beside(az + (under ? 5.0f : -4.0f), end, under ? 0.040f : 0.060f)},
         {0.078f, 0.030f, 0.45f, 0.6f, 0.0f, 10, 6});
  }
}

void long_hair(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  const bool wavy = hair.back == Back::long_wavy;
  const int count = 11;
  const float end = 1.20f - 0.40f * length;
  for (int i = 0; i < count; ++i) {
    const float az = 86 + (274 - 86) * float(i) / float(count - 1);
    const float a = glm::radians(az);
    const float spread = wavy ? 1.30f : 1.10f;
    const float edge = std::abs(std::sin(a));
    const bool under = i % 2;
    const float deep = under ? 0.019f : 0.0f;
    const float bottom =
        end + 0.085f * edge * edge + (under ? 0.05f : 0.0f) + dice.uniform(-0.012f, 0.012f);
    Path path{on_skull(az, 72, 0.014f), on_skull(az, 34, 0.031f - deep),
              beside(az, 1.35f, 0.034f - deep)};
    const int steps = wavy ? 7 : 4;
    for (int k = 1; k <= steps; ++k) {
      const float t = float(k) / float(steps), y = glm::mix(1.35f, bottom, t);
      const float wave = wavy ? 0.020f * std::sin(t * 13.0f + float(i) * 0.12f) : 0.0f;
      // Falls behind the shoulders, never through them.
      const float back = deep - 0.106f - 0.056f * (1 - edge) - 0.02f * std::sin(t * 3.0f);
      const auto round = beside(az, y, 0.026f - deep);
      const float z = glm::mix(round.z, back, smoothstep(0.0f, 0.45f, t));
      path.push_back(
          {std::sin(a) * (0.136f * glm::mix(1.0f, spread, t)) + wave, y, z + 0.5f * wave});
    }
    if (under)
      pieces.lock_chains.push_back({.name = "long hair",
                                    .points = wavy ? points_on(path, {0.28f, 0.52f, 0.76f, 1.0f})
                                                   : points_on(path, {0.42f, 0.62f, 0.81f, 1.0f})});
    lock(pieces, path,
         {wavy ? 0.088f : 0.078f, 0.032f, 0.38f, wavy ? 0.72f : 0.80f, 0.02f, wavy ? 15 : 10, 6});
  }
}

/// A tail and the chain that it hangs on.
void hang(HairPieces& pieces, const std::string& name, const Path& spine, float spread, int count,
          float width, Dice& dice, float wave) {
  tail(pieces, spine, spread, count, width, dice, wave);
  pieces.tail_chains.push_back(
      {.name = name, .points = points_on(spine, {0.12f, 0.42f, 0.64f, 0.82f, 1.0f})});
}

void ponytail(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  const glm::vec3 at = on_skull(180, 38, 0.012f);
  comb_to(pieces, at, 62, 298, 13);
  const float end = 1.42f - 0.50f * length;
  hang(pieces, "ponytail",
       {at,
        at + glm::vec3(0, 0.026f, -0.040f),
        at + glm::vec3(0, 0.008f, -0.088f),
        at + glm::vec3(0, -0.085f, -0.118f),
        {0.0f, glm::mix(at.y, end, 0.62f), at.z - 0.105f},
        {0.0f, end, at.z - 0.045f}},
       0.030f, 5, 0.078f, dice, 0.012f);
  band(pieces, at + glm::vec3(0, 0.006f, -0.012f), {0, 0.5f, -1}, 0.025f, 0.0105f);
}

void twin_tails(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  for (const float side : {-1.0f, 1.0f}) {
    const auto at = on_skull(side * 112, 27, 0.012f);
    comb_to(pieces, at, side * 60, side * 178, 8);
    const float end = 1.40f - 0.56f * length;
    hang(pieces, side > 0 ? "left tail" : "right tail",
         {at,
          at + glm::vec3(side * 0.036f, 0.024f, -0.010f),
          at + glm::vec3(side * 0.078f, 0.000f, -0.022f),
          at + glm::vec3(side * 0.110f, -0.105f, -0.042f),
          {side * 0.238f, glm::mix(at.y, end, 0.58f), -0.100f},
          {side * 0.205f, end, -0.080f}},
         0.028f, 5, 0.070f, dice, 0.016f);
    band(pieces, at + glm::vec3(side * 0.014f, 0.010f, -0.004f), {side, 0.5f, -0.2f}, 0.026f,
         0.0115f);
  }
}

void twin_braids(HairPieces& pieces, const Hair& hair) {
  const float length = hair.length;
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
    pieces.tail_chains.push_back({.name = side > 0 ? "left braid" : "right braid",
                                  .points = points_on(spine, {0.05f, 0.4f, 0.7f, 1.0f}),
                                  .radius = 0.024f});
    band(pieces, spine.back(), {0, -1, 0}, 0.012f, 0.008f);
    Strand brush;
    brush.path = {spine.back(), spine.back() - glm::vec3(0, 0.025f, 0),
                  spine.back() - glm::vec3(side * 0.004f, 0.055f, 0)};
    brush.width = 0.032f, brush.thickness = 0.026f, brush.root = 0.5f;
    brush.segments = 6;
    pieces.tails.append(sweep(brush));
  }
}

void side_tail(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
  const glm::vec3 at = on_skull(118, 12, 0.012f);
  comb_to(pieces, at, 64, 296, 10);
  const float end = 1.36f - 0.42f * length;
  hang(pieces, "side tail",
       {at,
        at + glm::vec3(0.048f, 0.020f, -0.010f),
        at + glm::vec3(0.068f, -0.075f, -0.004f),
        {0.172f, glm::mix(at.y, end, 0.6f), -0.075f},
        {0.140f, end, -0.070f}},
       0.028f, 5, 0.072f, dice, 0.012f);
  band(pieces, at + glm::vec3(0.012f, 0.005f, -0.006f), {1, 0.3f, -0.4f}, 0.024f, 0.010f);
}

void drills(HairPieces& pieces, const Hair& hair) {
  const float length = hair.length;
  for (const float side : {-1.0f, 1.0f}) {
    const auto at = on_skull(side * 108, 22, 0.014f);
    comb_to(pieces, at, side * 60, side * 178, 8);
    const float end = 1.36f - 0.46f * length;
    const Path spine{at,
                     at + glm::vec3(side * 0.034f, 0.006f, -0.006f),
                     at + glm::vec3(side * 0.052f, -0.070f, -0.006f),
                     {side * 0.200f, glm::mix(at.y, end, 0.6f), -0.055f},
                     {side * 0.188f, end, -0.045f}};
    // Two strands that wind round the spine in opposite places, narrowing towards the end.
    for (const float phase : {0.0f, std::numbers::pi_v<float>}) {
      Path path;
      constexpr int steps = 26;
      for (int k = 0; k <= steps; ++k) {
        const float t = float(k) / steps, a = phase + side * t * 25.0f;
        const float r = 0.030f * (0.35f + 0.65f * std::sin(3.0f * std::pow(t, 0.7f) + 0.14f));
        path.push_back(on_curve(spine, t) + glm::vec3(std::cos(a) * r, 0, std::sin(a) * r));
      }
      pieces.tails.append(tube(
          path,
          [](float t) { return 0.004f + 0.023f * std::sin(3.0f * std::pow(t, 0.7f) + 0.14f); }, 44,
          6));
    }
    pieces.tail_chains.push_back({.name = side > 0 ? "left curl" : "right curl",
                                  .points = points_on(spine, {0.15f, 0.5f, 0.75f, 1.0f}),
                                  .radius = 0.03f});
    band(pieces, at + glm::vec3(side * 0.010f, 0.004f, -0.002f), {side, 0.3f, -0.1f}, 0.024f,
         0.0105f);
  }
}

void buns(HairPieces& pieces, const Hair& hair) {
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
        return middle + (u * std::cos(b) + w * std::sin(b)) * (radius * r) + axis * (radius * up);
      };
      Strand s;
      s.path = {turn(a, -0.75f, 0.62f), turn(a + 0.5f, -0.1f, 0.86f), turn(a + 1.0f, 0.52f, 0.62f),
                turn(a + 1.6f, 0.80f, 0.08f)};
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
}

}  // namespace

void add_back(HairPieces& pieces, const Hair& hair, Dice& dice) {
  switch (hair.back) {
    case Back::short_cut:
      return short_cut(pieces, dice);
    case Back::bob:
      return bob(pieces, hair, dice);
    case Back::long_straight:
    case Back::long_wavy:
      return long_hair(pieces, hair, dice);
    case Back::ponytail:
      return ponytail(pieces, hair, dice);
    case Back::twin_tails:
      return twin_tails(pieces, hair, dice);
    case Back::twin_braids:
      return twin_braids(pieces, hair);
    case Back::side_tail:
      return side_tail(pieces, hair, dice);
    case Back::bun:
    case Back::twin_buns:
      return buns(pieces, hair);
    case Back::medium:
      return medium(pieces, hair, dice);
    case Back::drills:
      return drills(pieces, hair);
  }
}

}  // namespace psgan::characters
