// Costumes: maid's dress, kimono.
#include <algorithm>
#include <cmath>

#include "characters/mesher.h"
#include "characters/rig.h"
#include "characters/skirt.h"
#include "characters/tops.h"

namespace psgan::characters {
namespace {

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

void wear_maid(Worn& worn, const Outfit& outfit, Build build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  Ease ease = fitted(0.009f);
  ease.shoulder = 0.013f, ease.upper_arm = 0.026f;
  worn.layers.push_back(
      {"maid dress", main, ease, shirt(0.895f, 0.196f, 1.158f), [=](const Canvas& c, bool) {
         neck_band(c, trim, 1.132f);
         cuffs(c, trim, 0.178f, 0.3f);
       }});
  Ease over = fitted(0.0135f);
  worn.layers.push_back(
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
}

void wear_kimono(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  Ease ease = fitted(0.013f, 0.02f);
  ease.upper_arm = 0.016f;
  worn.layers.push_back(
      {"kimono", main, ease,
       [=](const glm::vec3& p) {
         return std::min({p.y - 0.905f, 0.20f - std::abs(p.x), v_neck(p, 1.085f, 2.3f, 1.148f)});
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
}

}  // namespace psgan::characters
