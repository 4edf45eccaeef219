// Shirts, jackets, dresses' upper parts.
#include <cmath>

#include "characters/mesher.h"
#include "characters/outfit.h"
#include "characters/rig.h"
#include "characters/skin_weights.h"
#include "characters/skirt.h"
#include "characters/sweep.h"

namespace psgan {
namespace {

/// Positive below a height on the neck; shoulders are never cut, however high cloth makes them.
float collar_line(const glm::vec3& p, float height) {
  return std::max(height - p.y, glm::length(glm::vec2(p.x, p.z)) - 0.082f);
}

/// Trunk above `hem`, sleeves as far as `sleeve`, up to `neck` all round.
Region shirt(float hem, float sleeve, float neck) {
  return [=](const glm::vec3& p) {
    return std::min({p.y - hem, sleeve - std::abs(p.x), collar_line(p, neck)});
  };
}

/// Positive below a V that opens upward from its point, in front; `slope` is rise over run.
float below_v(const glm::vec3& p, float point, float slope) {
  return (point + slope * std::abs(p.x) - p.y) / std::sqrt(1 + slope * slope);
}

/// A neckline: a V in front, straight behind.
float v_neck(const glm::vec3& p, float point, float slope, float behind) {
  const float front = smoothstep(-0.03f, 0.015f, p.z);
  return glm::mix(collar_line(p, behind), below_v(p, point, slope), front);
}

/// A sleeveless armhole: beyond x there is an arm, but only above the armpit.
float armhole(const glm::vec3& p, float x) { return std::max(x - std::abs(p.x), 1.048f - p.y); }

void box(const Canvas& c, const Colour& colour, float x0, float y0, float x1, float y1) {
  c.colour(colour);
  cairo_rectangle(c.pen(), x0, y0, x1 - x0, y1 - y0);
  cairo_fill(c.pen());
}

void cuffs(const Canvas& c, const Colour& colour, float from, float to) {
  box(c, colour, from, 0.9f, to, 1.3f);
  box(c, colour, -to, 0.9f, -from, 1.3f);
}

/// A band round the neck; never on the shoulders or the sleeves, which reach as high.
void neck_band(const Canvas& c, const Colour& colour, float low) {
  box(c, colour, -0.062f, low, 0.062f, 1.3f);
}

void buttons(const Canvas& c, const Colour& colour, float x, float top, float bottom, int count,
             float radius = 0.0065f) {
  for (int i = 0; i < count; ++i) {
    const float y = glm::mix(top, bottom, count == 1 ? 0.0f : float(i) / float(count - 1));
    c.colour(line_of(colour));
    ellipse_path(c.pen(), {x, y}, glm::vec2(radius + 0.0016f));
    cairo_fill(c.pen());
    c.colour(colour);
    ellipse_path(c.pen(), {x, y}, glm::vec2(radius));
    cairo_fill(c.pen());
  }
}

void line(const Canvas& c, const Colour& colour, float width,
          const std::vector<glm::vec2>& points) {
  c.colour(colour);
  cairo_set_line_width(c.pen(), width);
  cairo_new_path(c.pen());
  for (const auto& p : points) cairo_line_to(c.pen(), p.x, p.y);
  cairo_stroke(c.pen());
}

void fill(const Canvas& c, const Colour& colour, const std::vector<glm::vec2>& points) {
  polygon_path(c.pen(), points);
  c.colour(colour);
  cairo_fill(c.pen());
}

Ease fitted(float metres, float drape = 0.012f) {
  Ease e = Ease::all(metres);
  e.neck = std::min(metres, 0.005f);  // collars lie close
  e.drape = drape;
  return e;
}

/// The opening of what is worn open or buttoned low: lapels around a V.
void lapels(const Canvas& c, const Colour& colour, const Colour& edge, float point) {
  for (const float s : {-1.0f, 1.0f}) {
    const std::vector<glm::vec2> shape{{s * 0.002f, point},  {s * 0.036f, 1.175f},
                                       {s * 0.062f, 1.16f},  {s * 0.067f, 1.105f},
                                       {s * 0.052f, 1.093f}, {s * 0.059f, 1.078f}};
    fill(c, colour, shape);
    auto outline = shape;
    outline.push_back(shape.front());
    line(c, edge, 0.002f, outline);
  }
}

void add_part(Worn& worn, Material material, Mesh mesh) {
  skin(mesh, body_pull);
  worn.parts.push_back({std::move(material), std::move(mesh)});
}

/// A hood that lies on the back, and its ring around the neck.
void add_hood(Worn& worn, const Colour& colour) {
  const Field hood = [](const glm::vec3& p) {
    // A ring that leans forward and down.
    const glm::vec3 q = p - glm::vec3(0, 1.148f, -0.010f);
    const float tilt = 0.42f;
    const glm::vec3 r{q.x, q.y * std::cos(tilt) + q.z * std::sin(tilt),
                      q.z * std::cos(tilt) - q.y * std::sin(tilt)};
    const float flat = std::sqrt(r.x * r.x * 0.88f + r.z * r.z) - 0.060f;
    const float ring = std::sqrt(flat * flat + r.y * r.y) - 0.0185f;
    const float bag = ellipsoid(p, {0, 1.108f, -0.090f}, {0.075f, 0.058f, 0.031f});
    return smooth_union(ring, bag, 0.035f);
  };
  add_part(worn, plain("hood", colour),
           surface_of(hood, {{-0.13f, 1.02f, -0.15f}, {0.13f, 1.24f, 0.10f}}, 0.0115f));
}

/// A kimono's hanging sleeve: a flat bag below the forearm.
void add_wide_sleeves(Worn& worn, const Colour& colour, const Colour& trim, float drop) {
  const Field bag = [drop](const glm::vec3& p) {
    const glm::vec3 q{std::abs(p.x), p.y, p.z};
    const float top = shoulder_y + 0.030f, bottom = shoulder_y - drop;
    const glm::vec3 middle{0.345f, (top + bottom) / 2, -0.007f};
    const glm::vec3 half{0.115f, (top - bottom) / 2, 0.032f};
    const float thin = 0.55f + 0.45f * smoothstep(bottom, top, p.y);
    const glm::vec3 d = glm::abs(q - middle) - half * glm::vec3(1, 1, thin) + 0.02f;
    const float box =
        glm::length(glm::max(d, 0.0f)) + std::min(std::max({d.x, d.y, d.z}), 0.0f) - 0.02f;
    return smooth_union(
        box, capsule(q, {0.10f, shoulder_y, -0.008f}, {0.3f, shoulder_y, -0.008f}, 0.05f, 0.04f),
        0.03f);
  };
  Mesh mesh = surface_of(bag, {{-0.50f, 0.75f, -0.08f}, {0.50f, 1.19f, 0.08f}}, 0.0185f);
  mesh = cut(mesh, [](const glm::vec3& p) { return std::abs(p.x) - 0.10f; });
  Mesh edge = cut(mesh, [](const glm::vec3& p) { return std::abs(p.x) - 0.432f; });
  mesh = cut(mesh, [](const glm::vec3& p) { return 0.432f - std::abs(p.x); });
  add_part(worn, plain("wide sleeves", colour), std::move(mesh));
  add_part(worn, plain("sleeve edges", trim), std::move(edge));
}

void add_sash(Worn& worn, const Colour& colour, const Colour& cord, float low, float high) {
  Ease ease = fitted(0.024f, 0.03f);
  worn.layers.push_back({"sash", colour, ease,
                         [=](const glm::vec3& p) {
                           return std::min({p.y - low, high - p.y, 0.16f - std::abs(p.x)});
                         },
                         [=](const Canvas& c, bool) {
                           const float middle = (low + high) / 2;
                           stripe(c, cord, middle - 0.008f, middle + 0.008f);
                         }});
}

}  // namespace

float hem_of(Top top) {
  switch (top) {
    case Top::blouse_vest:
      return 0.868f;
    case Top::t_shirt:
      return 0.842f;
    case Top::sweater:
      return 0.836f;
    case Top::track_jacket:
      return 0.818f;
    case Top::blazer:
      return 0.812f;
    case Top::gakuran:
      return 0.805f;
    case Top::hoodie:
      return 0.792f;
    case Top::sailor:
    case Top::maid:
    case Top::kimono:
    case Top::sleeveless:
    case Top::tunic:
    case Top::long_coat:
      break;
  }
  return 0;
}

void add_top(Worn& worn, const Outfit& outfit, Build build) {
  const Colour main = outfit.top_colour, trim = outfit.top_trim;
  const Colour seam = darker(main, 0.30f);
  const float hem = hem_of(outfit.top);
  auto& layers = worn.layers;
  switch (outfit.top) {
    case Top::sailor: {
      const auto shape = shirt(0.895f, 0.232f, 1.2f);
      Ease ease = fitted(0.009f);
      ease.upper_arm = 0.015f;
      layers.push_back(
          {"sailor shirt", main, ease,
           [=](const glm::vec3& p) { return std::min(shape(p), v_neck(p, 1.062f, 1.9f, 1.150f)); },
           [=](const Canvas& c, bool) {
             cuffs(c, trim, 0.207f, 0.26f);
             cuffs(c, main, 0.214f, 0.219f);
           }});
      Ease over = fitted(0.0135f);
      layers.push_back(
          {"sailor collar", trim, over,
           [=](const glm::vec3& p) {
             const float front = smoothstep(-0.025f, 0.01f, p.z);
             const float outer = glm::mix(std::min(p.y - 1.030f, 0.098f - std::abs(p.x)),
                                          -below_v(p, 1.018f, 1.12f), front);
             return std::min({outer, v_neck(p, 1.055f, 1.9f, 1.152f), 0.116f - std::abs(p.x)});
           },
           [=](const Canvas& c, bool back) {
             const auto white = Colour(0.98f);
             if (back) {
               line(c, white, 0.0055f,
                    {{-0.088f, 1.2f}, {-0.088f, 1.041f}, {0.088f, 1.041f}, {0.088f, 1.2f}});
             } else {
               for (const float s : {-1.0f, 1.0f})
                 line(c, white, 0.0055f, {{0, 1.034f}, {s * 0.12f, 1.168f}});
             }
           }});
      break;
    }
    case Top::blouse_vest: {
      Ease ease = fitted(0.009f);
      ease.upper_arm = 0.012f, ease.forearm = 0.012f;
      const auto shape = shirt(0.895f, 0.462f, 1.158f);
      layers.push_back(
          {"blouse", Colour(0.98f, 0.97f, 0.99f), ease, shape, [=](const Canvas& c, bool back) {
             cuffs(c, Colour(0.86f, 0.87f, 0.93f), 0.437f, 0.441f);
             if (!back) line(c, Colour(0.80f, 0.80f, 0.88f), 0.002f, {{0, 0.9f}, {0, 1.2f}});
             box(c, Colour(0.88f, 0.88f, 0.94f), -0.06f, 1.139f, 0.06f, 1.142f);
           }});
      Ease vest = fitted(0.0145f, 0.02f);
      layers.push_back({"vest", main, vest,
                        [=](const glm::vec3& p) {
                          return std::min({p.y - hem, armhole(p, 0.118f),
                                           v_neck(p, 1.035f, 2.1f, 1.145f), collar_line(p, 1.16f)});
                        },
                        [=](const Canvas& c, bool back) {
                          stripe(c, trim, 0.868f, 0.886f);
                          if (!back)
                            for (const float s : {-1.0f, 1.0f})
                              line(c, trim, 0.011f, {{0, 1.033f}, {s * 0.07f, 1.18f}});
                        }});
      break;
    }
    case Top::hoodie: {
      Ease ease = fitted(0.017f, 0.035f);
      ease.chest = 0.019f, ease.waist = 0.030f, ease.hips = 0.021f, ease.shoulder = 0.011f;
      ease.upper_arm = 0.017f, ease.forearm = 0.023f, ease.wrist = 0.014f;
      layers.push_back(
          {"hoodie", main, ease, shirt(hem, 0.466f, 1.165f), [=](const Canvas& c, bool back) {
             cuffs(c, trim, 0.440f, 0.5f);
             stripe(c, trim, 0.79f, 0.820f);
             if (back) return;
             line(c, seam, 0.0035f,
                  {{-0.078f, 0.826f},
                   {-0.078f, 0.858f},
                   {-0.048f, 0.915f},
                   {0.048f, 0.915f},
                   {0.078f, 0.858f},
                   {0.078f, 0.826f}});
             for (const float s : {-1.0f, 1.0f}) {
               line(c, lighter(trim, 0.75f), 0.0055f, {{s * 0.024f, 1.13f}, {s * 0.027f, 1.035f}});
               box(c, lighter(trim, 0.75f), s * 0.027f - 0.0045f, 1.020f, s * 0.027f + 0.0045f,
                   1.040f);
             }
           }});
      add_hood(worn, main);
      break;
    }
    case Top::t_shirt: {
      Ease ease = fitted(0.011f, 0.022f);
      ease.upper_arm = 0.018f, ease.waist = 0.016f, ease.forearm = 0.04f;
      const auto shape = shirt(hem, 0.205f, 1.2f);
      layers.push_back(
          {"T-shirt", main, ease,
           [=](const glm::vec3& p) {
             const float scoop =
                 std::min(collar_line(p, 1.152f),
                          glm::length(glm::vec3(p.x, p.y - 1.175f, (p.z - 0.01f) * 0.8f)) - 0.052f);
             return std::min(shape(p), scoop);
           },
           [=](const Canvas& c, bool back) {
             cuffs(c, trim, 0.190f, 0.3f);
             if (back) return;
             // A five-pointed star on the chest.
             std::vector<glm::vec2> star;
             for (int i = 0; i < 10; ++i) {
               const float a = 1.5708f + 0.62832f * float(i), r = i % 2 ? 0.0175f : 0.043f;
               star.emplace_back(r * std::cos(a), 1.012f + r * std::sin(a));
             }
             fill(c, trim, star);
           }});
      break;
    }
    case Top::blazer: {
      Ease shirt_ease = fitted(0.008f);
      layers.push_back({"shirt", Colour(0.98f, 0.98f, 1.0f), shirt_ease,
                        shirt(0.895f, 0.468f, 1.160f), [=](const Canvas& c, bool) {
                          box(c, Colour(0.86f, 0.87f, 0.93f), -0.06f, 1.140f, 0.06f, 1.143f);
                        }});
      Ease ease = fitted(0.0155f, 0.02f);
      ease.upper_arm = 0.014f, ease.forearm = 0.014f, ease.wrist = 0.011f, ease.hips = 0.018f;
      const auto shape = shirt(hem, 0.452f, 1.162f);
      layers.push_back({"blazer", main, ease,
                        [=](const glm::vec3& p) {
                          const float gap =
                              p.z > 0 ? std::abs(p.x) - 0.55f * std::max(0.0f, 0.845f - p.y) : 1.0f;
                          return std::min({shape(p), v_neck(p, 1.000f, 4.4f, 1.150f), gap});
                        },
                        [=](const Canvas& c, bool back) {
                          cuffs(c, trim, 0.430f, 0.437f);
                          if (back) return;
                          lapels(c, lighter(main, 0.10f), seam, 0.995f);
                          line(c, seam, 0.0025f, {{0, 0.81f}, {0, 0.998f}});
                          buttons(c, rgb(0xf2cf63), 0.016f, 0.965f, 0.905f, 2, 0.0078f);
                          buttons(c, rgb(0xf2cf63), -0.016f, 0.965f, 0.905f, 2, 0.0078f);
                          for (const float s : {-1.0f, 1.0f})
                            box(c, seam, s * 0.064f - 0.024f, 0.868f, s * 0.064f + 0.024f, 0.8715f);
                          box(c, trim, 0.052f, 1.035f, 0.078f, 1.062f);
                        }});
      break;
    }
    case Top::maid: {
      Ease ease = fitted(0.009f);
      ease.shoulder = 0.013f, ease.upper_arm = 0.026f;
      layers.push_back(
          {"maid dress", main, ease, shirt(0.895f, 0.196f, 1.158f), [=](const Canvas& c, bool) {
             neck_band(c, trim, 1.132f);
             cuffs(c, trim, 0.178f, 0.3f);
           }});
      Ease over = fitted(0.0135f);
      layers.push_back(
          {"apron bib", trim, over,
           [=](const glm::vec3& p) {
             const float x = std::abs(p.x);
             const float bib = p.z > 0 ? std::min(0.058f - x, 1.085f - p.y) : -0.1f;
             const float straps = 0.0125f - std::abs(x - 0.060f - 0.05f * (p.y - 1.08f));
             return std::min({std::max(bib, straps), p.y - 0.90f, 1.20f - p.y});
           },
           [=](const Canvas& c, bool back) {
             if (back) return;
             line(c, shade_of(trim), 0.003f,
                  {{-0.046f, 0.9f}, {-0.046f, 1.073f}, {0.046f, 1.073f}, {0.046f, 0.9f}});
           }});
      Skirt apron;
      apron.name = "apron";
      apron.colour = trim;
      apron.waist = 0.925f, apron.hem = 0.668f, apron.shaped_to = 0.60f, apron.flare = 0.115f;
      apron.ease = 0.014f, apron.fold = 0.030f;
      apron.from = -62, apron.to = 62;
      apron.print = [=](const Canvas& c) {
        c.colour(shade_of(trim));
        cairo_set_line_width(c.pen(), 0.014);
        cairo_move_to(c.pen(), 0.06, 1.0);
        cairo_line_to(c.pen(), 0.06, 0.09);
        cairo_line_to(c.pen(), 0.94, 0.09);
        cairo_line_to(c.pen(), 0.94, 1.0);
        cairo_stroke(c.pen());
      };
      for (auto& part : skirt_parts(apron, body_field(build, Ease::all(0.012f))))
        worn.parts.push_back(std::move(part));
      break;
    }
    case Top::kimono: {
      Ease ease = fitted(0.013f, 0.02f);
      ease.upper_arm = 0.016f;
      layers.push_back({"kimono", main, ease,
                        [=](const glm::vec3& p) {
                          return std::min({p.y - 0.905f, 0.20f - std::abs(p.x),
                                           v_neck(p, 1.085f, 2.3f, 1.148f)});
                        },
                        [=](const Canvas& c, bool back) {
                          if (back) {
                            neck_band(c, trim, 1.130f);
                            return;
                          }
                          // Her left side lies over her right.
                          line(c, trim, 0.019f, {{-0.045f, 1.18f}, {0.012f, 1.045f}});
                          line(c, trim, 0.019f, {{0.048f, 1.19f}, {-0.052f, 0.955f}});
                          line(c, Colour(0.99f), 0.005f, {{0.040f, 1.19f}, {-0.004f, 1.086f}});
                          line(c, Colour(0.99f), 0.005f, {{-0.038f, 1.18f}, {-0.002f, 1.092f}});
                        }});
      add_wide_sleeves(worn, main, trim, 0.215f);
      add_sash(worn, outfit.sash, darker(outfit.sash, 0.35f), 0.895f, 0.995f);
      break;
    }
    case Top::sleeveless: {
      Ease ease = fitted(0.0085f, 0.02f);
      layers.push_back({"dress top", main, ease,
                        [=](const glm::vec3& p) {
                          const float straps =
                              std::max(1.085f - p.y, 0.016f - std::abs(std::abs(p.x) - 0.060f));
                          return std::min({p.y - 0.895f, armhole(p, 0.106f), straps, 1.17f - p.y});
                        },
                        [=](const Canvas& c, bool back) {
                          if (!back) line(c, trim, 0.010f, {{-0.12f, 1.080f}, {0.12f, 1.080f}});
                          stripe(c, trim, 0.89f, 0.912f);
                        }});
      break;
    }
    case Top::sweater: {
      Ease ease = fitted(0.015f, 0.03f);
      ease.neck = 0.012f, ease.waist = 0.023f, ease.upper_arm = 0.014f, ease.forearm = 0.018f,
      ease.wrist = 0.010f;
      layers.push_back(
          {"sweater", main, ease, shirt(hem, 0.472f, 1.186f), [=](const Canvas& c, bool) {
             cuffs(c, trim, 0.448f, 0.5f);
             stripe(c, trim, 0.83f, 0.860f);
             neck_band(c, trim, 1.150f);
             // A knitted band across the chest.
             box(c, trim, -0.13f, 1.010f, 0.13f, 1.018f);
             box(c, trim, -0.13f, 1.050f, 0.13f, 1.058f);
             for (int i = -5; i < 5; ++i) {
               const float x = 0.024f * float(i);
               fill(c, trim,
                    {{x, 1.034f},
                     {x + 0.0085f, 1.0455f},
                     {x + 0.017f, 1.034f},
                     {x + 0.0085f, 1.0225f}});
             }
           }});
      break;
    }
    case Top::track_jacket: {
      Ease ease = fitted(0.014f, 0.026f);
      ease.neck = 0.010f, ease.waist = 0.020f, ease.upper_arm = 0.014f, ease.forearm = 0.016f,
      ease.wrist = 0.010f;
      layers.push_back(
          {"track jacket", main, ease, shirt(hem, 0.466f, 1.180f), [=](const Canvas& c, bool back) {
             // Stripes along the sleeves' upper side are seen from both sides.
             for (const float y : {1.128f, 1.142f})
               for (const float s : {-1.0f, 1.0f})
                 line(c, trim, 0.0065f, {{s * 0.075f, y + 0.006f}, {s * 0.47f, y - 0.002f}});
             cuffs(c, trim, 0.448f, 0.5f);
             stripe(c, trim, 0.81f, 0.836f);
             neck_band(c, trim, 1.160f);
             if (!back) {
               line(c, Colour(0.96f), 0.005f, {{0, 0.80f}, {0, 1.2f}});
               box(c, Colour(0.96f), 0.040f, 1.045f, 0.072f, 1.056f);
             }
           }});
      break;
    }
    case Top::tunic: {
      Ease ease = fitted(0.011f, 0.018f);
      ease.upper_arm = 0.013f, ease.forearm = 0.013f;
      const auto shape = shirt(0.895f, 0.455f, 1.162f);
      layers.push_back(
          {"tunic", main, ease,
           [=](const glm::vec3& p) { return std::min(shape(p), v_neck(p, 1.085f, 2.4f, 1.152f)); },
           [=](const Canvas& c, bool back) {
             cuffs(c, trim, 0.375f, 0.5f);
             cuffs(c, lighter(trim, 0.35f), 0.375f, 0.382f);
             if (!back)
               for (const float s : {-1.0f, 1.0f})
                 line(c, trim, 0.013f, {{0, 1.076f}, {s * 0.06f, 1.2f}});
             if (!back) line(c, trim, 0.006f, {{0, 1.07f}, {0, 0.93f}});
           }});
      Ease belt = fitted(0.021f, 0.03f);
      layers.push_back({"belt", trim, belt,
                        [](const glm::vec3& p) {
                          return std::min({p.y - 0.908f, 0.948f - p.y, 0.16f - std::abs(p.x)});
                        },
                        [=](const Canvas& c, bool back) {
                          if (back) return;
                          box(c, rgb(0xf2cf63), -0.019f, 0.910f, 0.019f, 0.946f);
                          box(c, trim, -0.011f, 0.918f, 0.011f, 0.938f);
                        }});
      break;
    }
    case Top::gakuran: {
      Ease ease = fitted(0.013f, 0.02f);
      ease.neck = 0.008f, ease.upper_arm = 0.014f, ease.forearm = 0.015f, ease.wrist = 0.011f,
      ease.hips = 0.015f;
      layers.push_back({"school jacket", main, ease, shirt(hem, 0.462f, 1.184f),
                        [=](const Canvas& c, bool back) {
                          cuffs(c, trim, 0.440f, 0.444f);
                          neck_band(c, trim, 1.178f);
                          if (back) return;
                          line(c, seam, 0.0025f, {{0.012f, 0.80f}, {0.012f, 1.2f}});
                          buttons(c, rgb(0xf2cf63), 0, 1.120f, 0.850f, 5, 0.0085f);
                          box(c, seam, 0.038f, 1.045f, 0.072f, 1.048f);
                        }});
      break;
    }
    case Top::long_coat: {
      Ease ease = fitted(0.016f, 0.022f);
      ease.upper_arm = 0.016f, ease.forearm = 0.018f, ease.wrist = 0.016f;
      layers.push_back(
          {"shirt", Colour(0.98f, 0.97f, 0.95f), fitted(0.008f), shirt(0.895f, 0.44f, 1.165f), {}});
      const auto shape = shirt(0.895f, 0.460f, 1.166f);
      layers.push_back(
          {"coat", main, ease,
           [=](const glm::vec3& p) { return std::min(shape(p), v_neck(p, 1.040f, 3.0f, 1.150f)); },
           [=](const Canvas& c, bool back) {
             cuffs(c, trim, 0.415f, 0.5f);
             if (back) return;
             lapels(c, trim, seam, 1.035f);
             line(c, seam, 0.0025f, {{0, 0.88f}, {0, 1.035f}});
             buttons(c, rgb(0xf2cf63), 0.030f, 1.000f, 0.945f, 2, 0.0075f);
             buttons(c, rgb(0xf2cf63), -0.030f, 1.000f, 0.945f, 2, 0.0075f);
           }});
      layers.push_back({"coat belt", darker(trim, 0.35f), fitted(0.023f, 0.03f),
                        [](const glm::vec3& p) {
                          return std::min({p.y - 0.905f, 0.937f - p.y, 0.16f - std::abs(p.x)});
                        },
                        [=](const Canvas& c, bool back) {
                          if (!back) box(c, rgb(0xf2cf63), -0.016f, 0.909f, 0.016f, 0.933f);
                        }});
      Skirt tails;
      tails.name = "coat tails";
      tails.colour = main;
      tails.waist = 0.925f, tails.hem = 0.42f, tails.flare = 0.10f, tails.ease = 0.016f,
      tails.fold = 0.020f;
      tails.from = 14, tails.to = 346;
      tails.print = [=](const Canvas& c) {
        c.colour(trim);
        cairo_rectangle(c.pen(), 0, 0, 0.03, 1);
        cairo_rectangle(c.pen(), 0.97, 0, 0.03, 1);
        cairo_rectangle(c.pen(), 0, 0, 1, 0.05);
        cairo_fill(c.pen());
      };
      for (auto& part : skirt_parts(tails, body_field(build, Ease::all(0.014f))))
        worn.parts.push_back(std::move(part));
      break;
    }
  }
}

}  // namespace psgan
