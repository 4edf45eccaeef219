// Hats, ears, glasses, headphones.
#include <cmath>
#include <glm/gtc/matrix_transform.hpp>
#include <numbers>

#include "characters/extras.h"
#include "characters/hair.h"
#include "characters/mesher.h"
#include "characters/rig.h"
#include "characters/skin_weights.h"
#include "characters/skirt.h"
#include "characters/sweep.h"

namespace psgan::characters {

void animal_ears(std::vector<Part>& parts, const Extra& extra, bool fox) {
  Mesh outer, inner;
  const float height = fox ? 0.115f : 0.085f;
  for (const float s : {-1.0f, 1.0f}) {
    const auto root = on_skull(s * 62, 58, -0.012f);
    const auto up = glm::normalize(glm::vec3(s * (fox ? 0.30f : 0.42f), 1, -0.05f));
    const glm::vec3 behind = root + glm::vec3(-s * 0.05f, 0, -0.5f);
    outer.append(petal({root, root + up * height * 0.45f, root + up * height}, 0.088f, 0.036f,
                       0.92f, 0.14f, 0.03f, behind));
    const auto front = root + glm::vec3(0, 0.004f, 0.0115f);
    inner.append(petal(
        {front, front + up * height * 0.42f, front + up * height * 0.83f - glm::vec3(0, 0, 0.007f)},
        0.056f, 0.018f, 0.9f, 0.14f, 0.03f, behind));
  }
  add_fixed(parts, "ears", extra.colour, std::move(outer), Joint::head);
  add_fixed(parts, "inner ears", extra.second, std::move(inner), Joint::head);
}

void rabbit_ears(std::vector<Part>& parts, const Extra& extra) {
  Mesh outer, inner;
  for (const float s : {-1.0f, 1.0f}) {
    const auto root = on_skull(s * 40, 72, -0.006f);
    // One of them is bent.
    const auto up = glm::normalize(glm::vec3(s * 0.22f, 1, -0.08f));
    const auto tip =
        s > 0 ? root + up * 0.17f + glm::vec3(0.075f, -0.045f, 0.02f) : root + up * 0.22f;
    const glm::vec3 behind = root + glm::vec3(0, 0, -5);
    outer.append(petal({root, root + up * 0.08f, root + up * 0.155f, tip}, 0.062f, 0.024f, 0.6f,
                       0.5f, 0.25f, behind));
    const glm::vec3 front{0, 0, 0.010f};
    inner.append(petal({root + up * 0.02f + front, root + up * 0.085f + front,
                        root + up * 0.15f + front, glm::mix(root + up * 0.15f, tip, 0.75f) + front},
                       0.034f, 0.012f, 0.6f, 0.5f, 0.2f, behind));
  }
  add_fixed(parts, "ears", extra.colour, std::move(outer), Joint::head);
  add_fixed(parts, "inner ears", extra.second, std::move(inner), Joint::head);
}

void crown(std::vector<Part>& parts, const Extra& extra) {
  Mesh mesh, stones;
  std::vector<glm::vec3> ring;
  const auto at = [](float degrees, float r, float y) {
    const float a = glm::radians(degrees);
    return glm::vec3(std::sin(a) * r, 1.492f + y, -0.012f + std::cos(a) * r);
  };
  for (int i = 0; i <= 16; ++i) ring.push_back(at(22.5f * float(i), 0.074f, 0));
  mesh.append(tube(
      ring, [](float) { return 0.0075f; }, 24, 6, true));
  for (int i = 0; i < 8; ++i) {
    const float a = 45.0f * float(i);
    const float height = i % 2 ? 0.038f : 0.058f;
    mesh.append(petal({at(a, 0.074f, 0), at(a, 0.080f, 0.5f * height), at(a, 0.086f, height)},
                      0.042f, 0.010f, 0.9f, 0.1f, 0.1f, {0, 1.49f, -0.012f}));
    if (i % 2 == 0)
      stones.append(surface_of(
          [&](const glm::vec3& p) {
            return glm::distance(p, at(a, 0.087f, height + 0.006f)) - 0.011f;
          },
          {at(a, 0.087f, height) - 0.02f, at(a, 0.087f, height) + 0.025f}, 0.007f));
  }
  add_fixed(parts, "crown", extra.colour, std::move(mesh), Joint::head);
  add_fixed(parts, "crown stones", extra.second, std::move(stones), Joint::head);
}

void halo(std::vector<Part>& parts, const Extra& extra) {
  std::vector<glm::vec3> ring;
  for (int i = 0; i <= 20; ++i) {
    const float a = 6.2831853f * float(i) / 20;
    ring.emplace_back(0.105f * std::sin(a), 1.585f - 0.025f * std::cos(a),
                      -0.03f + 0.105f * std::cos(a));
  }
  add_fixed(parts, "halo", extra.colour,
            tube(
                ring, [](float) { return 0.011f; }, 30, 8, true),
            Joint::head);
}

void hat(std::vector<Part>& parts, const Extra& extra) {
  Mesh body, ribbon;
  glm::mat4 place = glm::translate(glm::mat4(1), {0, 1.452f, -0.022f});
  switch (extra.kind) {
    case ExtraKind::witch_hat: {
      body = lathe({{0, 0.300f},
                    {0.014f, 0.285f},
                    {0.038f, 0.205f},
                    {0.078f, 0.105f},
                    {0.116f, 0.035f},
                    {0.137f, 0.000f},
                    {0.190f, -0.010f},
                    {0.262f, -0.026f},
                    {0.264f, -0.033f},
                    {0.190f, -0.019f},
                    {0.132f, -0.012f},
                    {0, -0.010f}},
                   34);
      // The point leans back and to one side.
      for (auto& v : body.vertices) {
        const float up = std::max(0.0f, v.position.y - 0.07f);
        v.position += glm::vec3(1.1f * up * up, -0.5f * up * up, -1.5f * up * up);
        v.position.y += 0.16f * v.position.x * v.position.x - 0.05f * v.position.z * v.position.z;
      }
      smooth_normals(body);
      ribbon = lathe({{0.117f, 0.042f}, {0.128f, 0.038f}, {0.146f, 0.002f}, {0.134f, 0.0f}}, 34);
      place = glm::rotate(place, glm::radians(-9.0f), {1, 0, 0});
      break;
    }
    case ExtraKind::straw_hat:
      body = lathe({{0, 0.098f},
                    {0.05f, 0.097f},
                    {0.096f, 0.084f},
                    {0.124f, 0.055f},
                    {0.136f, 0.0f},
                    {0.180f, -0.010f},
                    {0.252f, -0.030f},
                    {0.254f, -0.038f},
                    {0.180f, -0.020f},
                    {0.130f, -0.010f},
                    {0, -0.008f}},
                   34);
      ribbon = lathe({{0.129f, 0.040f}, {0.139f, 0.036f}, {0.147f, 0.000f}, {0.134f, 0.0f}}, 34);
      place = glm::rotate(place, glm::radians(-13.0f), {1, 0, 0});
      break;
    case ExtraKind::beret:
      body = lathe({{0, 0.084f},
                    {0.006f, 0.082f},
                    {0.008f, 0.066f},
                    {0.07f, 0.060f},
                    {0.125f, 0.046f},
                    {0.160f, 0.020f},
                    {0.162f, 0.002f},
                    {0.140f, -0.014f},
                    {0.128f, -0.020f},
                    {0, -0.012f}},
                   36);
      place = glm::translate(place, {0.012f, 0.020f, -0.012f});
      place = glm::rotate(place, glm::radians(-14.0f), {1, 0, 0});
      place = glm::rotate(place, glm::radians(-12.0f), {0, 0, 1});
      break;
    default: {  // A cap with a brim.
      body = lathe({{0, 0.088f},
                    {0.05f, 0.083f},
                    {0.098f, 0.064f},
                    {0.128f, 0.030f},
                    {0.139f, -0.012f},
                    {0.130f, -0.014f},
                    {0, -0.008f}},
                   36);
      ribbon = surface_of(
          [](const glm::vec3& p) {
            const float flat =
                ellipsoid(p, {0, -0.006f - 0.6f * p.x * p.x, 0.115f}, {0.098f, 0.0125f, 0.115f});
            return flat;
          },
          {{-0.12f, -0.05f, -0.02f}, {0.12f, 0.03f, 0.25f}}, 0.0095f);
      place = glm::rotate(place, glm::radians(-4.0f), {1, 0, 0});
      break;
    }
  }
  place = glm::scale(place, glm::vec3(1.07f));  // over the hair
  transform(body, place);
  transform(ribbon, place);
  add_fixed(parts, "hat", extra.colour, std::move(body), Joint::head);
  if (!ribbon.indices.empty())
    add_fixed(parts, "hat band", extra.second, std::move(ribbon), Joint::head);
}

void glasses(std::vector<Part>& parts, const Extra& extra) {
  Mesh mesh;
  for (const float s : {-1.0f, 1.0f}) {
    std::vector<glm::vec3> ring;
    for (int i = 0; i <= 20; ++i) {
      const float a = 6.2831853f * float(i) / 20;
      const float x = eye_centre.x * s + 0.0445f * std::cos(a), y = 1.307f + 0.0385f * std::sin(a);
      ring.emplace_back(x, y, 0.134f - 1.9f * x * x);
    }
    mesh.append(tube(
        ring, [](float) { return 0.0026f; }, 28, 6, true));
    mesh.append(tube(
        {{s * 0.0965f, 1.315f, 0.117f}, {s * 0.122f, 1.320f, 0.06f}, {s * 0.130f, 1.318f, -0.01f}},
        [](float) { return 0.0024f; }, 8, 6));
  }
  mesh.append(tube(
      {{-0.009f, 1.307f, 0.1338f}, {0, 1.311f, 0.1355f}, {0.009f, 1.307f, 0.1338f}},
      [](float) { return 0.0026f; }, 4, 6));
  add_fixed(parts, "glasses", extra.colour, std::move(mesh), Joint::head);
  parts.back().material.outline = 0;
}

void headphones(std::vector<Part>& parts, const Extra& extra) {
  std::vector<glm::vec3> arc;
  for (int i = 0; i <= 16; ++i) {
    const float a = std::numbers::pi_v<float> * float(i) / 16;
    arc.emplace_back(0.158f * std::cos(a), 1.340f + 0.212f * std::sin(a), -0.005f);
  }
  add_fixed(parts, "headphone band", extra.second,
            tube(
                arc, [](float) { return 0.0115f; }, 24, 8),
            Joint::head);
  Mesh cups, pads;
  for (const float s : {-1.0f, 1.0f}) {
    Mesh cup = lathe({{0, 0.030f},
                      {0.030f, 0.029f},
                      {0.044f, 0.020f},
                      {0.048f, 0.004f},
                      {0.044f, -0.006f},
                      {0, -0.006f}},
                     24);
    Mesh pad = lathe(
        {{0, 0.036f}, {0.014f, 0.0355f}, {0.024f, 0.0325f}, {0.024f, 0.025f}, {0, 0.024f}}, 20);
    auto m = glm::translate(glm::mat4(1), {s * 0.150f, 1.330f, -0.004f});
    m = glm::rotate(m, glm::radians(-90.0f * s), {0, 0, 1});
    transform(cup, m);
    transform(pad, m);
    cups.append(cup);
    pads.append(pad);
  }
  add_fixed(parts, "headphone cups", extra.colour, std::move(cups), Joint::head);
  add_fixed(parts, "headphone caps", extra.second, std::move(pads), Joint::head);
}

void maid_band(std::vector<Part>& parts, const Extra& extra) {
  Mesh frill;
  for (int i = -6; i <= 6; ++i) {
    const float a = glm::radians(float(i) * 11.5f);
    const glm::vec3 out{std::sin(a), std::cos(a), 0};
    const auto root = skull_centre + glm::vec3(0, 0, 0.012f) + out * glm::vec3(0.138f, 0.147f, 0);
    frill.append(petal({root, root + out * 0.020f, root + out * 0.040f + glm::vec3(0, 0, 0.004f)},
                       0.039f, 0.013f, 0.6f, 0.75f, 0.55f, root + glm::vec3(0, 0, -5)));
  }
  add_fixed(parts, "frill", extra.colour, std::move(frill), Joint::head);
  std::vector<glm::vec3> arc;
  for (int i = 0; i <= 16; ++i) {
    const float a = glm::radians(-82 + 164.0f * float(i) / 16);
    arc.push_back(skull_centre + glm::vec3(std::sin(a) * 0.142f, std::cos(a) * 0.149f, 0.012f));
  }
  add_fixed(parts, "hair band", extra.second,
            tube(
                arc, [](float) { return 0.0085f; }, 24, 7),
            Joint::head);
}

}  // namespace psgan::characters
