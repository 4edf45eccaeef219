// Which top, and the everyday ones: hoodie, T-shirt, sweater and so on.
#include "characters/tops.h"

#include <algorithm>
#include <cmath>

#include "characters/mesher.h"
#include "characters/rig.h"
#include "characters/skirt.h"

namespace psgan::characters {
namespace {

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
    const float bag = ellipsoid(p, {0, 1.112f, -0.098f}, {0.088f, 0.066f, 0.040f});
    const float point = capsule(p, {0, 1.10f, -0.105f}, {0, 1.045f, -0.100f}, 0.042f, 0.014f);
    return smooth_union(ring, smooth_union(bag, point, 0.03f), 0.035f);
  };
  add_part(worn, plain("hood", colour),
           surface_of(hood, {{-0.13f, 1.00f, -0.18f}, {0.13f, 1.24f, 0.10f}}, 0.0125f));
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
  switch (outfit.top) {
    case Top::sailor:
      return wear_sailor(worn, outfit, build);
    case Top::blouse_vest:
      return wear_blouse_vest(worn, outfit, build);
    case Top::hoodie:
      return wear_hoodie(worn, outfit, build);
    case Top::t_shirt:
      return wear_t_shirt(worn, outfit, build);
    case Top::blazer:
      return wear_blazer(worn, outfit, build);
    case Top::maid:
      return wear_maid(worn, outfit, build);
    case Top::kimono:
      return wear_kimono(worn, outfit, build);
    case Top::sleeveless:
      return wear_sleeveless(worn, outfit, build);
    case Top::sweater:
      return wear_sweater(worn, outfit, build);
    case Top::track_jacket:
      return wear_track_jacket(worn, outfit, build);
    case Top::tunic:
      return wear_tunic(worn, outfit, build);
    case Top::gakuran:
      return wear_gakuran(worn, outfit, build);
    case Top::long_coat:
      return wear_long_coat(worn, outfit, build);
  }
}

void wear_hoodie(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const Colour seam = darker(main, 0.30f);
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.017f, 0.035f);
  ease.chest = 0.017f, ease.waist = 0.022f, ease.hips = 0.017f, ease.shoulder = 0.011f;
  ease.upper_arm = 0.017f, ease.forearm = 0.023f, ease.wrist = 0.014f;
  worn.layers.push_back(
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
           box(c, lighter(trim, 0.75f), s * 0.027f - 0.0045f, 1.020f, s * 0.027f + 0.0045f, 1.040f);
         }
       }});
  add_hood(worn, main);
}

void wear_t_shirt(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.011f, 0.022f);
  ease.upper_arm = 0.018f, ease.waist = 0.016f, ease.forearm = 0.04f;
  const auto shape = shirt(hem, 0.205f, 1.2f);
  worn.layers.push_back(
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
}

void wear_sleeveless(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  Ease ease = fitted(0.0085f, 0.02f);
  worn.layers.push_back({"dress top", main, ease,
                         [=](const glm::vec3& p) {
                           const float straps =
                               std::max(1.085f - p.y, 0.016f - std::abs(std::abs(p.x) - 0.060f));
                           return std::min({p.y - 0.895f, armhole(p, 0.106f), straps, 1.17f - p.y});
                         },
                         [=](const Canvas& c, bool back) {
                           if (!back) line(c, trim, 0.010f, {{-0.12f, 1.080f}, {0.12f, 1.080f}});
                           stripe(c, trim, 0.89f, 0.912f);
                         }});
}

void wear_sweater(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.015f, 0.03f);
  ease.neck = 0.012f, ease.waist = 0.023f, ease.upper_arm = 0.014f, ease.forearm = 0.018f,
  ease.wrist = 0.010f;
  worn.layers.push_back(
      {"sweater", main, ease, shirt(hem, 0.472f, 1.186f), [=](const Canvas& c, bool) {
         cuffs(c, trim, 0.448f, 0.5f);
         stripe(c, trim, 0.83f, 0.860f);
         neck_band(c, trim, 1.150f);
         // A knitted band across the chest.
         box(c, trim, -0.13f, 1.010f, 0.13f, 1.018f);
         box(c, trim, -0.13f, 1.050f, 0.13f, 1.058f);
         for (int i = -5; i < 5; ++i) {
           const float x = 0.024f * float(i);
           fill(
               c, trim,
               {{x, 1.034f}, {x + 0.0085f, 1.0455f}, {x + 0.017f, 1.034f}, {x + 0.0085f, 1.0225f}});
         }
       }});
}

void wear_track_jacket(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.014f, 0.026f);
  ease.neck = 0.010f, ease.waist = 0.020f, ease.upper_arm = 0.014f, ease.forearm = 0.016f,
  ease.wrist = 0.010f;
  worn.layers.push_back(
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
}

void wear_tunic(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  Ease ease = fitted(0.011f, 0.018f);
  ease.upper_arm = 0.013f, ease.forearm = 0.013f;
  const auto shape = shirt(0.895f, 0.455f, 1.162f);
  worn.layers.push_back(
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
  worn.layers.push_back({"belt", trim, belt,
                         [](const glm::vec3& p) {
                           return std::min({p.y - 0.908f, 0.948f - p.y, 0.16f - std::abs(p.x)});
                         },
                         [=](const Canvas& c, bool back) {
                           if (back) return;
                           box(c, rgb(0xf2cf63), -0.019f, 0.910f, 0.019f, 0.946f);
                           box(c, trim, -0.011f, 0.918f, 0.011f, 0.938f);
                         }});
}

void wear_long_coat(Worn& worn, const Outfit& outfit, Build build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const Colour seam = darker(main, 0.30f);
  Ease ease = fitted(0.016f, 0.022f);
  ease.upper_arm = 0.016f, ease.forearm = 0.018f, ease.wrist = 0.016f;
  worn.layers.push_back(
      {"shirt", Colour(0.98f, 0.97f, 0.95f), fitted(0.008f), shirt(0.895f, 0.44f, 1.165f), {}});
  const auto shape = shirt(0.895f, 0.460f, 1.166f);
  worn.layers.push_back(
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
  worn.layers.push_back({"coat belt", darker(trim, 0.35f), fitted(0.023f, 0.03f),
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
}

}  // namespace psgan::characters
