#include "characters/face.h"

#include <algorithm>

#include "characters/canvas.h"
#include "characters/rig.h"

namespace psgan::characters {
namespace {

using Points = std::vector<glm::vec2>;

/// An eye's own frame: origin in its middle, x towards the temple, y up, in units of its half
/// width.
constexpr float eye_unit = 0.0362f;
constexpr glm::vec2 eye_middle{eye_centre.x, eye_centre.y};

struct EyeOutline {
  Points upper;  ///< Inner corner to outer corner along the lash line.
  Points lower;  ///< Outer corner back to the inner one.
  float iris_height;
  float lid;  ///< How far the lid covers the iris from above.
};

EyeOutline outline_of(EyeShape shape) {
  switch (shape) {
    case EyeShape::gentle:
      return {{{-0.94f, -0.16f},
               {-0.72f, 0.44f},
               {-0.15f, 0.84f},
               {0.45f, 0.76f},
               {0.88f, 0.28f},
               {1.0f, -0.22f}},
              {{0.66f, -0.78f}, {0.05f, -1.02f}, {-0.55f, -0.86f}, {-0.85f, -0.5f}},
              0.98f,
              0.08f};
    case EyeShape::sharp:
      return {{{-0.96f, -0.34f},
               {-0.70f, 0.26f},
               {-0.12f, 0.70f},
               {0.48f, 0.80f},
               {0.92f, 0.60f},
               {1.05f, 0.30f}},
              {{0.84f, -0.42f}, {0.2f, -0.86f}, {-0.45f, -0.82f}, {-0.82f, -0.58f}},
              0.94f,
              0.14f};
    case EyeShape::sleepy:
      return {{{-0.96f, -0.10f},
               {-0.70f, 0.34f},
               {-0.10f, 0.56f},
               {0.50f, 0.48f},
               {0.92f, 0.16f},
               {1.02f, -0.16f}},
              {{0.70f, -0.76f}, {0.05f, -0.98f}, {-0.52f, -0.84f}, {-0.84f, -0.5f}},
              0.94f,
              0.34f};
    case EyeShape::round:
      break;
  }
  return {{{-0.92f, -0.20f},
           {-0.76f, 0.46f},
           {-0.16f, 0.96f},
           {0.46f, 0.92f},
           {0.88f, 0.44f},
           {0.98f, -0.08f}},
          {{0.72f, -0.76f}, {0.08f, -1.04f}, {-0.50f, -0.90f}, {-0.82f, -0.56f}},
          1.04f,
          0.02f};
}

void fill(const Canvas& canvas, const Colour& colour, float alpha = 1) {
  canvas.colour(colour, alpha);
  cairo_fill(canvas.pen());
}

/// A stroke that swells between its ends: the curve, and the same curve back at a distance.
void brush(const Canvas& canvas, const Points& curve, const std::vector<float>& widths) {
  Points loop = curve;
  for (std::size_t i = curve.size(); i-- > 0;) {
    const auto before = curve[i > 0 ? i - 1 : 0], after = curve[std::min(i + 1, curve.size() - 1)];
    const auto along = glm::normalize(after - before);
    loop.push_back(curve[i] + glm::vec2(-along.y, along.x) * widths[i]);
  }
  smooth_path(canvas.pen(), loop, true);
  cairo_fill(canvas.pen());
}

void paint_iris(const Canvas& canvas, const Face& face, const EyeOutline& outline, float mirror) {
  cairo_t* pen = canvas.pen();
  const glm::vec2 middle{-0.04f, -0.06f};
  const glm::vec2 radii{0.70f, outline.iris_height};
  const auto deep = glm::mix(face.eyes * 0.30f, Colour(0.08f, 0.04f, 0.16f), 0.35f);

  ellipse_path(pen, middle, radii);
  fill(canvas, deep);
  // From dark under the lid to luminous below.
  auto* gradient = cairo_pattern_create_linear(0, middle.y + radii.y, 0, middle.y - radii.y);
  const auto stop = [&](double at, const Colour& c) {
    cairo_pattern_add_color_stop_rgb(gradient, at, c.x, c.y, c.z);
  };
  stop(0.0, deep);
  stop(0.30, face.eyes * 0.55f);
  stop(0.60, face.eyes);
  stop(0.95, lighter(face.eyes, 0.45f));
  ellipse_path(pen, middle, radii * glm::vec2(0.87f, 0.90f));
  cairo_set_source(pen, gradient);
  cairo_fill(pen);
  cairo_pattern_destroy(gradient);

  // A bright crescent below, the pupil, then the lights, on the same side in both eyes.
  ellipse_path(pen, middle + glm::vec2(0, -0.52f * radii.y), radii * glm::vec2(0.55f, 0.26f));
  fill(canvas, lighter(face.eyes, 0.62f), 0.75f);
  ellipse_path(pen, middle + glm::vec2(0, 0.02f), radii * glm::vec2(0.40f, 0.46f));
  fill(canvas, deep * 0.8f);
  ellipse_path(pen, middle + glm::vec2(-0.26f * mirror, 0.40f * radii.y), {0.29f, 0.31f});
  fill(canvas, Colour(1));
  ellipse_path(pen, middle + glm::vec2(0.28f * mirror, -0.42f * radii.y), {0.15f, 0.16f});
  fill(canvas, Colour(1), 0.92f);
}

void paint_eye(const Canvas& canvas, const Face& face, const Colour& skin, float mirror) {
  cairo_t* pen = canvas.pen();
  const auto outline = outline_of(face.shape);
  const Colour lash = glm::mix(darker(face.brows, 0.72f), Colour(0.12f, 0.06f, 0.10f), 0.4f);
  cairo_save(pen);
  cairo_translate(pen, mirror * eye_middle.x, eye_middle.y);
  cairo_scale(pen, mirror * eye_unit, eye_unit);

  Points whole = outline.upper;
  whole.insert(whole.end(), outline.lower.begin(), outline.lower.end());
  cairo_save(pen);
  smooth_path(pen, whole, true);
  cairo_clip(pen);
  canvas.colour(rgb(0xfdfaff));
  cairo_paint(pen);
  paint_iris(canvas, face, outline, mirror);
  // The lid's shadow on the eyeball.
  Points shadow = outline.upper;
  for (std::size_t i = outline.upper.size(); i-- > 0;)
    shadow.push_back(outline.upper[i] - glm::vec2(0, 0.26f));
  smooth_path(pen, shadow, true);
  fill(canvas, Colour(0.20f, 0.12f, 0.34f), 0.34f);
  cairo_restore(pen);

  // Upper lashes with a wing, lower lashes outside, the crease above.
  canvas.colour(lash);
  Points upper = outline.upper;
  upper.front() += glm::vec2(-0.05f, -0.03f);
  const auto corner = upper.back();
  upper.push_back(corner + glm::vec2(0.06f, -0.20f));
  brush(canvas, upper, {0.05f, 0.18f, 0.29f, 0.34f, 0.31f, 0.20f, 0.0f});
  const auto wing = outline.upper[4];
  smooth_path(pen,
              {wing + glm::vec2(-0.14f, 0.12f), wing + glm::vec2(0.12f, 0.30f),
               wing + glm::vec2(0.38f, 0.42f), wing + glm::vec2(0.26f, 0.10f), corner},
              true);
  cairo_fill(pen);
  brush(canvas,
        {outline.lower[0] + glm::vec2(0.22f, 0.30f), outline.lower[0], outline.lower[1],
         outline.lower[2]},
        {0.02f, -0.10f, -0.07f, 0.0f});
  Points crease;
  for (std::size_t i = 1; i < 5; ++i) crease.push_back(outline.upper[i] + glm::vec2(0.02f, 0.40f));
  canvas.colour(glm::mix(shade_of(skin), rgb(0x9a5a50), 0.55f));
  brush(canvas, crease, {0.0f, 0.05f, 0.05f, 0.0f});

  // Brow.
  const float tilt = face.brow_tilt * 0.22f;
  canvas.colour(face.brows);
  brush(canvas,
        {{-0.78f, 1.55f - tilt},
         {-0.30f, 1.68f - 0.4f * tilt},
         {0.25f, 1.72f + 0.4f * tilt},
         {0.86f, 1.52f + tilt}},
        {0.12f, 0.20f, 0.17f, 0.0f});
  cairo_restore(pen);
}

void paint_mouth(const Canvas& canvas, const Face& face) {
  cairo_t* pen = canvas.pen();
  constexpr float y = 1.2385f;
  const Colour line = rgb(0x9c4a48), inside = rgb(0xb8454f), tongue = rgb(0xf08a8a);
  cairo_set_line_width(pen, 0.0030);
  canvas.colour(line);
  const auto stroke = [&](const Points& points) {
    smooth_path(pen, points, false);
    cairo_stroke(pen);
  };
  switch (face.mouth) {
    case Mouth::smile:
      stroke({{-0.0145f, y + 0.0022f},
              {-0.006f, y - 0.0026f},
              {0.006f, y - 0.0026f},
              {0.0145f, y + 0.0022f}});
      break;
    case Mouth::calm:
      stroke({{-0.0105f, y - 0.0005f}, {0, y + 0.0004f}, {0.0105f, y - 0.0005f}});
      break;
    case Mouth::cat:
      stroke({{-0.0155f, y + 0.002f}, {-0.0075f, y - 0.0035f}, {0, y + 0.0012f}});
      stroke({{0, y + 0.0012f}, {0.0075f, y - 0.0035f}, {0.0155f, y + 0.002f}});
      break;
    case Mouth::small_o:
      ellipse_path(pen, {0, y - 0.0008f}, {0.0054f, 0.0060f});
      fill(canvas, inside);
      break;
    case Mouth::open: {
      const Points lips{{-0.0165f, y + 0.0042f}, {0, y + 0.0022f}, {0.0165f, y + 0.0042f},
                        {0.0095f, y - 0.0080f},  {0, y - 0.0112f}, {-0.0095f, y - 0.0080f}};
      smooth_path(pen, lips, true);
      fill(canvas, inside);
      cairo_save(pen);
      smooth_path(pen, lips, true);
      cairo_clip(pen);
      ellipse_path(pen, {0, y - 0.0120f}, {0.0085f, 0.0062f});
      fill(canvas, tongue);
      cairo_restore(pen);
      smooth_path(pen, lips, true);
      canvas.colour(line);
      cairo_set_line_width(pen, 0.0015);
      cairo_stroke(pen);
      break;
    }
  }
  if (face.fang) {
    polygon_path(pen, {{0.0055f, y + 0.0012f}, {0.0105f, y + 0.0016f}, {0.0078f, y - 0.0052f}});
    fill(canvas, Colour(1));
  }
}

void paint_blush(const Canvas& canvas) {
  cairo_t* pen = canvas.pen();
  for (const float side : {-1.0f, 1.0f}) {
    cairo_save(pen);
    cairo_translate(pen, side * 0.074f, 1.2665f);
    cairo_scale(pen, 0.026, 0.0155);
    auto* soft = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(soft, 0, 1.0, 0.45, 0.45, 0.50);
    cairo_pattern_add_color_stop_rgba(soft, 0.55, 1.0, 0.47, 0.47, 0.30);
    cairo_pattern_add_color_stop_rgba(soft, 1, 1.0, 0.5, 0.5, 0.0);
    cairo_set_source(pen, soft);
    ellipse_path(pen, {0, 0}, {1, 1});
    cairo_fill(pen);
    cairo_pattern_destroy(soft);
    cairo_restore(pen);
  }
}

/// What a painter puts under a fringe: skin in its shade, with the locks' wavy edge.
void paint_fringe_shadow(const Canvas& canvas, const Face& face, const Colour& skin) {
  Points edge{{-0.16f, face_high.y}, {-0.16f, face.shadow - 0.060f}};
  for (int i = -5; i <= 5; ++i) {
    const float x = 0.021f * float(i);
    edge.emplace_back(x, face.shadow - 2.6f * x * x + (i % 2 ? 0.006f : -0.004f));
  }
  edge.emplace_back(0.16f, face.shadow - 0.060f);
  edge.emplace_back(0.16f, face_high.y);
  smooth_path(canvas.pen(), edge, true);
  fill(canvas, skin * Colour(0.94f, 0.80f, 0.79f), 0.85f);
}

}  // namespace

glm::vec2 face_uv(const glm::vec3& place) {
  const auto uv = (glm::vec2(place) - face_low) / (face_high - face_low);
  return {uv.x, 1 - uv.y};
}

std::vector<std::uint8_t> paint_face(const Face& face, const Colour& skin) {
  const Canvas canvas(1024, 1024, face_low, face_high, skin);
  cairo_t* pen = canvas.pen();
  paint_fringe_shadow(canvas, face, skin);
  paint_blush(canvas);
  if (face.freckles)
    for (const float side : {-1.0f, 1.0f})
      for (const auto& spot : Points{{0.060f, 1.272f},
                                     {0.070f, 1.268f},
                                     {0.080f, 1.273f},
                                     {0.066f, 1.261f},
                                     {0.076f, 1.262f}}) {
        ellipse_path(pen, {side * spot.x, spot.y}, {0.0017f, 0.0015f});
        fill(canvas, rgb(0xc27a58), 0.8f);
      }
  paint_eye(canvas, face, skin, 1);
  paint_eye(canvas, face, skin, -1);
  if (face.beauty_mark) {
    ellipse_path(pen, {0.079f, 1.2755f}, {0.0019f, 0.0019f});
    fill(canvas, rgb(0x5a2d28));
  }
  // The nose: a touch of shade to one side.
  smooth_path(pen, {{-0.0012f, 1.2705f}, {0.0040f, 1.2690f}, {0.0022f, 1.2745f}}, true);
  fill(canvas, glm::mix(shade_of(skin), rgb(0xd0786a), 0.5f));
  paint_mouth(canvas, face);
  return canvas.png();
}

}  // namespace psgan::characters
