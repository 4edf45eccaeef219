// The back of the hair: short, bob, long, tails, braids, buns.
#include <cmath>

#include "characters/hair_styles.h"
#include "characters/hair_tools.h"
#include "characters/rig.h"
#include "characters/sweep.h"

namespace psgan {
namespace {

void short_cut(HairPieces& pieces, Dice& dice) {
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
}

void bob(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
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
}

void long_hair(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
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
}

void ponytail(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
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
}

void twin_tails(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
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
    band(pieces, spine.back(), {0, -1, 0}, 0.012f, 0.008f);
    lock(pieces,
         {spine.back(), spine.back() - glm::vec3(0, 0.025f, 0),
          spine.back() - glm::vec3(side * 0.004f, 0.055f, 0)},
         {0.032f, 0.026f, 0.5f, 0.4f, 0.0f, 6, 8});
  }
}

void side_tail(HairPieces& pieces, const Hair& hair, Dice& dice) {
  const float length = hair.length;
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
  }
}

}  // namespace psgan
