#include "characters/head.h"

#include "characters/face.h"
#include "characters/mesher.h"
#include "characters/skin_weights.h"

namespace psgan::characters {

Field head_field(Ears ears) {
  return [ears](const glm::vec3& p) {
    const glm::vec3 q{std::abs(p.x), p.y, p.z};
    float d = ellipsoid(p, skull_centre, skull_radii);
    // The face: a broad flat front for the eyes, then the jaw's taper to a small chin.
    d = smooth_union(d, ellipsoid(p, {0, 1.324f, 0.012f}, {0.1085f, 0.071f, 0.0985f}), 0.03f);
    d = smooth_union(d, capsule(p, {0, 1.300f, 0.022f}, {0, 1.2275f, 0.058f}, 0.081f, 0.0225f),
                     0.03f);
    d = smooth_union(d, ellipsoid(q, {0.050f, 1.283f, 0.034f}, {0.041f, 0.032f, 0.052f}), 0.035f);
    d = smooth_union(d, ellipsoid(p, {0, 1.250f, 0.050f}, {0.042f, 0.034f, 0.0455f}), 0.03f);
    // A small nose, and the dent between nose and forehead that profiles need.
    d = smooth_union(d, ellipsoid(p, {0, 1.2765f, 0.1075f}, {0.005f, 0.0085f, 0.0085f}), 0.016f);
    d = -smooth_union(-d, ellipsoid(p, {0, 1.322f, 0.1615f}, {0.10f, 0.030f, 0.0495f}), 0.012f);
    if (ears == Ears::human)
      d = smooth_union(d, ellipsoid(q, {0.119f, 1.308f, -0.012f}, {0.0105f, 0.0295f, 0.0185f}),
                       0.012f);
    else if (ears == Ears::pointed)
      d = smooth_union(
          d,
          smooth_union(
              capsule(q, {0.114f, 1.302f, -0.008f}, {0.140f, 1.318f, -0.024f}, 0.013f, 0.011f),
              capsule(q, {0.140f, 1.318f, -0.024f}, {0.186f, 1.350f, -0.056f}, 0.011f, 0.002f),
              0.008f),
          0.012f);
    return d;
  };
}

Mesh head_mesh(Ears ears) {
  const Box box{{-0.204f, 1.18f, -0.16f}, {0.204f, 1.52f, 0.14f}};
  Mesh mesh = surface_of(head_field(ears), box, 0.0112f);
  // What the hair covers is left out.
  mesh = cut(mesh, [](const glm::vec3& p) {
    return std::max({p.z + 0.025f, 1.36f - p.y - 0.5f * (p.z + 0.10f), std::abs(p.x) - 0.122f}) -
           1.2f * std::max(0.0f, p.y - 1.455f);
  });
  const glm::vec3 middle{0, 1.335f, -0.02f};
  for (auto& v : mesh.vertices) {
    v.uv = face_uv(v.position);
    const auto round = glm::normalize((v.position - middle) * glm::vec3(1, 0.8f, 1));
    // Only the front is made rounder; ears and jaw keep their own shape.
    const float front = 0.72f * smoothstep(0.0f, 0.05f, v.position.z);
    v.normal = glm::normalize(glm::mix(v.normal, round, front));
  }
  skin(mesh, Joint::head);
  return mesh;
}

void enlarge_head(Mesh& mesh) {
  for (auto& v : mesh.vertices) v.position = head_enlarged(v.position);
}

glm::vec3 head_enlarged(const glm::vec3& place) {
  return glm::mix(place, enlarged(place), smoothstep(1.06f, 1.24f, place.y));
}

}  // namespace psgan::characters
