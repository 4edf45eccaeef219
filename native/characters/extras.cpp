// Accessories: bows, ties, scarves, tails; hats and the like are in headwear.cpp.
#include "characters/extras.h"

#include <cmath>
#include <glm/gtc/matrix_transform.hpp>

#include "characters/hair.h"
#include "characters/mesher.h"
#include "characters/rig.h"
#include "characters/skin_weights.h"
#include "characters/skirt.h"
#include "characters/sweep.h"

namespace psgan::characters {

void add_fixed(std::vector<Part>& parts, const std::string& name, const Colour& colour, Mesh mesh,
               Joint joint) {
  skin(mesh, joint);
  parts.push_back({plain(name, colour), std::move(mesh)});
}

glm::mat4 frame(const glm::vec3& place, const glm::vec3& outward, float roll_degrees) {
  const auto z = glm::normalize(outward);
  const auto x = glm::normalize(glm::cross(glm::vec3(0, 1, 0.001f), z));
  const auto y = glm::cross(z, x);
  glm::mat4 m(1);
  m[0] = glm::vec4(x, 0), m[1] = glm::vec4(y, 0), m[2] = glm::vec4(z, 0),
  m[3] = glm::vec4(place, 1);
  return glm::rotate(m, glm::radians(roll_degrees), glm::vec3(0, 0, 1));
}

Mesh petal(std::vector<glm::vec3> path, float width, float thickness, float root, float belly,
           float tip, const glm::vec3& centre) {
  Strand s;
  s.path = std::move(path);
  s.width = width, s.thickness = thickness;
  s.root = root, s.belly = belly, s.tip = tip;
  s.centre = centre;
  s.upright = false;
  return sweep(s);
}

Mesh bow(float size, float ends) {
  Mesh mesh;
  const glm::vec3 behind{0, 0, -10};
  for (const float s : {-1.0f, 1.0f}) {
    mesh.append(petal(
        {{0, 0, 0}, {s * size * 0.5f, size * 0.14f, size * 0.10f}, {s * size, size * 0.20f, 0}},
        size * 0.86f, size * 0.34f, 0.24f, 0.78f, 0.72f, behind));
    if (ends > 0)
      mesh.append(petal(
          {{0, 0, -0.002f}, {s * size * 0.30f, -ends * 0.5f, 0.004f}, {s * size * 0.52f, -ends, 0}},
          size * 0.36f, size * 0.12f, 0.5f, 0.85f, 0.75f, behind));
  }
  Mesh knot = surface_of(
      [size](const glm::vec3& p) {
        return ellipsoid(p, {0, 0, size * 0.08f}, glm::vec3(0.19f, 0.21f, 0.20f) * size);
      },
      {glm::vec3(-0.4f * size), glm::vec3(0.4f * size)}, size * 0.1f);
  mesh.append(knot);
  return mesh;
}

namespace {

void scarf(std::vector<Part>& parts, const Extra& extra) {
  std::vector<glm::vec3> ring;
  for (int i = 0; i <= 14; ++i) {
    const float a = 6.2831853f * float(i) / 14;
    ring.emplace_back(0.064f * std::sin(a), 1.168f - 0.010f * std::cos(a),
                      -0.012f + 0.062f * std::cos(a));
  }
  Mesh mesh = tube(
      ring, [](float t) { return 0.0265f + 0.003f * std::sin(t * 37.7f); }, 28, 10, true);
  const glm::vec3 behind{0, 1.0f, -10};
  mesh.append(petal({{0.030f, 1.165f, 0.062f},
                     {0.050f, 1.095f, 0.094f},
                     {0.052f, 0.985f, 0.104f},
                     {0.050f, 0.895f, 0.090f}},
                    0.064f, 0.020f, 0.7f, 0.8f, 0.9f, behind));
  skin(mesh, [](const glm::vec3& p) {
    Pull pull;
    const float neck = 0.5f * smoothstep(1.12f, 1.18f, p.y);
    pull.add(Joint::neck, neck);
    pull.add(Joint::chest, 1 - neck);
    return pull;
  });
  parts.push_back({plain("scarf", extra.colour), std::move(mesh)});
  Mesh end =
      petal({{0.0515f, 0.925f, 0.0945f}, {0.0505f, 0.905f, 0.0925f}, {0.050f, 0.888f, 0.090f}},
            0.066f, 0.023f, 1.0f, 0.5f, 0.95f, behind);
  add_fixed(parts, "scarf end", extra.second, std::move(end), Joint::chest);
}

void tail(std::vector<Part>& parts, const Extra& extra) {
  const std::vector<glm::vec3> path{{0, 0.845f, -0.075f},
                                    {0.02f, 0.76f, -0.17f},
                                    {0.07f, 0.75f, -0.29f},
                                    {0.12f, 0.86f, -0.35f},
                                    {0.14f, 0.97f, -0.34f}};
  const auto radius = [](float t) {
    return 0.016f + 0.040f * std::sin(std::min(1.0f, t * 1.02f) * 3.0f) * (0.35f + 0.65f * t);
  };
  Mesh mesh = tube(path, radius, 22, 12);
  Mesh end = cut(mesh, [](const glm::vec3& p) { return p.y - 0.915f - 0.1f * p.z; });
  mesh = cut(mesh, [](const glm::vec3& p) { return 0.915f + 0.1f * p.z - p.y + 0.0f; });
  add_fixed(parts, "tail", extra.colour, std::move(mesh), Joint::hips);
  if (!end.indices.empty()) add_fixed(parts, "tail tip", extra.second, std::move(end), Joint::hips);
}

}  // namespace

void add_extra(Character& character, const Extra& extra) {
  std::vector<Part>& parts = character.parts;
  const auto on_head = [&](const std::string& name, Mesh mesh, const glm::mat4& place) {
    transform(mesh, place);
    add_fixed(parts, name, extra.colour, std::move(mesh), Joint::head);
  };
  switch (extra.kind) {
    case ExtraKind::chest_bow: {
      Mesh mesh = bow(0.058f, 0.072f);
      transform(mesh, frame({0, 1.036f, 0.098f}, {0, 0.10f, 1}));
      add_fixed(parts, "chest bow", extra.colour, std::move(mesh), Joint::chest);
      break;
    }
    case ExtraKind::neck_tie: {
      Mesh mesh = petal(
          {{0, 1.128f, 0.044f}, {0, 1.07f, 0.086f}, {0, 1.005f, 0.1005f}, {0, 0.955f, 0.090f}},
          0.034f, 0.012f, 0.62f, 0.80f, 0.12f, {0, 1.05f, -10});
      mesh.append(surface_of(
          [](const glm::vec3& p) {
            return ellipsoid(p, {0, 1.127f, 0.046f}, {0.0145f, 0.013f, 0.011f});
          },
          {{-0.03f, 1.10f, 0.02f}, {0.03f, 1.16f, 0.07f}}, 0.005f));
      skin(mesh, Joint::chest);
      parts.push_back({plain("tie", extra.colour), std::move(mesh)});
      break;
    }
    case ExtraKind::hair_bow:
      on_head("hair bow", bow(0.098f, 0.130f), frame(on_skull(180, 34, 0.042f), {0, 0.25f, -1}));
      break;
    case ExtraKind::side_bow:
      on_head("side bow", bow(0.062f, 0.052f),
              frame(on_skull(66, 38, 0.036f), {0.85f, 0.35f, 0.45f}, 12));
      break;
    case ExtraKind::cat_ears:
      animal_ears(parts, extra, false);
      break;
    case ExtraKind::fox_ears:
      animal_ears(parts, extra, true);
      break;
    case ExtraKind::witch_hat:
    case ExtraKind::straw_hat:
    case ExtraKind::beret:
    case ExtraKind::cap:
      hat(parts, extra);
      break;
    case ExtraKind::glasses:
      glasses(parts, extra);
      break;
    case ExtraKind::headphones:
      headphones(parts, extra);
      break;
    case ExtraKind::scarf:
      scarf(parts, extra);
      break;
    case ExtraKind::cape: {
      Cape cape;
      cape.colour = extra.colour;
      cape.lining = extra.second;
      for (auto& part : cape_parts(cape, character.chains)) parts.push_back(std::move(part));
      break;
    }
    case ExtraKind::maid_band:
      maid_band(parts, extra);
      break;
    case ExtraKind::flower: {
      Mesh petals, heart;
      for (int i = 0; i < 5; ++i) {
        const float a = 1.2566371f * float(i);
        const glm::vec3 out{std::sin(a), std::cos(a), 0};
        petals.append(petal({out * 0.006f, out * 0.024f + glm::vec3(0, 0, 0.006f), out * 0.042f},
                            0.040f, 0.010f, 0.5f, 0.62f, 0.5f, {0, 0, -5}));
      }
      heart = surface_of(
          [](const glm::vec3& p) {
            return ellipsoid(p, {0, 0, 0.008f}, {0.0125f, 0.0125f, 0.009f});
          },
          {glm::vec3(-0.02f), glm::vec3(0.02f)}, 0.005f);
      const auto place = frame(on_skull(58, 30, 0.034f), {0.8f, 0.3f, 0.55f});
      transform(heart, place);
      on_head("flower", std::move(petals), place);
      add_fixed(parts, "flower heart", extra.second, std::move(heart), Joint::head);
      break;
    }
    case ExtraKind::horns: {
      Mesh mesh;
      for (const float s : {-1.0f, 1.0f}) {
        const auto root = on_skull(s * 58, 44, -0.004f);
        mesh.append(tube(
            {root, root + glm::vec3(s * 0.034f, 0.030f, 0.004f),
             root + glm::vec3(s * 0.044f, 0.078f, -0.006f),
             root + glm::vec3(s * 0.022f, 0.112f, -0.016f)},
            [](float t) { return 0.0185f * (1 - t) + 0.0015f + 0.0012f * std::sin(t * 40); }, 18,
            10));
      }
      add_fixed(parts, "horns", extra.colour, std::move(mesh), Joint::head);
      break;
    }
    case ExtraKind::tail:
      tail(parts, extra);
      break;
    case ExtraKind::satchel:
    case ExtraKind::backpack:
      bag(parts, extra);
      break;
    case ExtraKind::wings:
      wings(parts, extra);
      break;
    case ExtraKind::crown:
      crown(parts, extra);
      break;
    case ExtraKind::halo:
      halo(parts, extra);
      break;
    case ExtraKind::rabbit_ears:
      rabbit_ears(parts, extra);
      break;
    case ExtraKind::hair_clip: {
      Mesh mesh;
      for (const float turn : {-32.0f, 32.0f}) {
        Mesh bar = petal({{-0.027f, 0, 0}, {0, 0, 0.004f}, {0.027f, 0, 0}}, 0.0125f, 0.009f, 0.8f,
                         0.5f, 0.8f, {0, 0, -5});
        transform(bar, frame(on_skull(40, 27, 0.0315f), {0.62f, 0.32f, 0.72f}, turn));
        mesh.append(bar);
      }
      add_fixed(parts, "hair clip", extra.colour, std::move(mesh), Joint::head);
      break;
    }
  }
}

}  // namespace psgan::characters
