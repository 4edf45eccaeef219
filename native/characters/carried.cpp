// What is carried on the back and at the side: bags, wings.
#include <cmath>

#include "characters/extras.h"
#include "characters/mesher.h"
#include "characters/skin_weights.h"
#include "characters/sweep.h"

namespace psgan::characters {
namespace {

/// A box with rounded edges, negative inside.
float rounded_box(const glm::vec3& p, const glm::vec3& centre, const glm::vec3& half, float round) {
  const auto d = glm::abs(p - centre) - half + round;
  return glm::length(glm::max(d, 0.0f)) + std::min(std::max({d.x, d.y, d.z}), 0.0f) - round;
}

/// A strap that follows the trunk.
void add_strap(std::vector<Part>& parts, const Colour& colour, const std::vector<glm::vec3>& path) {
  Mesh mesh = tube(
      path, [](float) { return 0.0085f; }, 5 * static_cast<int>(path.size() - 1), 6);
  skin(mesh, body_pull);
  parts.push_back({plain("strap", colour), std::move(mesh)});
}

}  // namespace

void bag(std::vector<Part>& parts, const Extra& extra) {
  const bool on_back = extra.kind == ExtraKind::backpack;
  const glm::vec3 centre =
      on_back ? glm::vec3(0, 1.00f, -0.150f) : glm::vec3(0.152f, 0.79f, -0.010f);
  const glm::vec3 half =
      on_back ? glm::vec3(0.088f, 0.112f, 0.052f) : glm::vec3(0.034f, 0.066f, 0.078f);
  const Field body = [=](const glm::vec3& p) { return rounded_box(p, centre, half, 0.024f); };
  // The flap lies over the upper part, on the side that shows.
  const glm::vec3 out = on_back ? glm::vec3(0, 0, -0.007f) : glm::vec3(0.007f, 0, 0);
  const Field flap = [=](const glm::vec3& p) {
    return std::max(
        rounded_box(p, centre + out, half + 0.004f, 0.026f),
        centre.y + 0.012f - 0.35f * half.y * (on_back ? 1 - std::abs(p.x) * 8 : 0.6f) - p.y);
  };
  const Box box{centre - half - 0.03f, centre + half + 0.03f};
  const Joint joint = on_back ? Joint::chest : Joint::hips;
  add_fixed(parts, "bag", extra.colour, surface_of(body, box, 0.016f), joint);
  add_fixed(parts, "bag flap", on_back ? extra.second : darker(extra.colour, 0.22f),
            surface_of(flap, box, 0.014f), joint);
  const Colour leather = darker(extra.colour, 0.3f);
  if (on_back) {
    for (const float s : {-1.0f, 1.0f})
      add_strap(parts, leather,
                {{s * 0.055f, 1.10f, -0.115f},
                 {s * 0.070f, 1.172f, -0.030f},
                 {s * 0.076f, 1.130f, 0.058f},
                 {s * 0.084f, 1.030f, 0.083f},
                 {s * 0.098f, 0.950f, 0.030f},
                 {s * 0.060f, 0.92f, -0.110f}});
    return;
  }
  // Over her right shoulder.
  add_strap(parts, leather,
            {{0.140f, 0.845f, 0.030f},
             {0.085f, 0.930f, 0.085f},
             {0.0f, 1.035f, 0.108f},
             {-0.062f, 1.125f, 0.062f},
             {-0.076f, 1.172f, -0.012f},
             {-0.050f, 1.115f, -0.094f},
             {0.02f, 1.0f, -0.104f},
             {0.105f, 0.895f, -0.085f},
             {0.145f, 0.845f, -0.045f}});
}

void wings(std::vector<Part>& parts, const Extra& extra) {
  Mesh large, small;
  for (const float s : {-1.0f, 1.0f}) {
    const glm::vec3 root{s * 0.03f, 1.06f, -0.105f};
    const glm::vec3 behind{s * 0.1f, 1.0f, 5};
    // Feathers like a hand's fingers, the upper ones longest.
    for (int i = 0; i < 4; ++i) {
      const float a = glm::radians(38.0f - 31.0f * float(i));
      const float length = 0.27f - 0.042f * float(i);
      const glm::vec3 way{s * std::cos(a), std::sin(a), -0.32f};
      const glm::vec3 tip = root + way * length + glm::vec3(0, -0.05f, 0);
      (i % 2 ? small : large)
          .append(petal(
              {root, root + way * (0.45f * length) + glm::vec3(0, 0.02f, -0.004f * float(i)), tip},
              0.085f, 0.016f, 0.35f, 0.5f, 0.12f, behind));
    }
  }
  add_fixed(parts, "wings", extra.colour, std::move(large), Joint::chest);
  add_fixed(parts, "lower wings", extra.second, std::move(small), Joint::chest);
}

}  // namespace psgan::characters
