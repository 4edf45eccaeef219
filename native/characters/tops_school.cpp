// School uniforms: sailor blouse, vest, blazer, stand-up collar.
#include <algorithm>
#include <cmath>

#include "characters/mesher.h"
#include "characters/rig.h"
#include "characters/skirt.h"
#include "characters/tops.h"

namespace psgan::characters {

void wear_sailor(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const auto shape = shirt(0.895f, 0.232f, 1.2f);
  Ease ease = fitted(0.009f);
  ease.upper_arm = 0.015f;
  worn.layers.push_back(
      {"sailor shirt", main, ease,
       [=](const glm::vec3& p) { return std::min(shape(p), v_neck(p, 1.062f, 1.9f, 1.150f)); },
       [=](const Canvas& c, bool) {
         cuffs(c, trim, 0.207f, 0.26f);
         cuffs(c, main, 0.214f, 0.219f);
       }});
  Ease over = fitted(0.0135f);
  worn.layers.push_back(
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
}

void wear_blouse_vest(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.009f);
  ease.upper_arm = 0.012f, ease.forearm = 0.012f;
  const auto shape = shirt(0.895f, 0.462f, 1.158f);
  worn.layers.push_back(
      {"blouse", Colour(0.98f, 0.97f, 0.99f), ease, shape, [=](const Canvas& c, bool back) {
         cuffs(c, Colour(0.86f, 0.87f, 0.93f), 0.437f, 0.441f);
         if (!back) line(c, Colour(0.80f, 0.80f, 0.88f), 0.002f, {{0, 0.9f}, {0, 1.2f}});
         box(c, Colour(0.88f, 0.88f, 0.94f), -0.06f, 1.139f, 0.06f, 1.142f);
       }});
  Ease vest = fitted(0.0145f, 0.02f);
  worn.layers.push_back({"vest", main, vest,
                         [=](const glm::vec3& p) {
                           return std::min({p.y - hem, armhole(p, 0.118f),
                                            v_neck(p, 1.035f, 2.1f, 1.145f),
                                            collar_line(p, 1.16f)});
                         },
                         [=](const Canvas& c, bool back) {
                           stripe(c, trim, 0.868f, 0.886f);
                           if (!back)
                             for (const float s : {-1.0f, 1.0f})
                               line(c, trim, 0.011f, {{0, 1.033f}, {s * 0.07f, 1.18f}});
                         }});
}

void wear_blazer(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const Colour seam = darker(main, 0.30f);
  const float hem = hem_of(outfit.top);
  Ease shirt_ease = fitted(0.008f);
  worn.layers.push_back({"shirt", Colour(0.98f, 0.98f, 1.0f), shirt_ease,
                         shirt(0.895f, 0.468f, 1.160f), [=](const Canvas& c, bool) {
                           box(c, Colour(0.86f, 0.87f, 0.93f), -0.06f, 1.140f, 0.06f, 1.143f);
                         }});
  Ease ease = fitted(0.0155f, 0.02f);
  ease.upper_arm = 0.014f, ease.forearm = 0.014f, ease.wrist = 0.011f, ease.hips = 0.018f;
  const auto shape = shirt(hem, 0.452f, 1.162f);
  worn.layers.push_back(
      {"blazer", main, ease,
       [=](const glm::vec3& p) {
         const float gap = p.z > 0 ? std::abs(p.x) - 0.55f * std::max(0.0f, 0.845f - p.y) : 1.0f;
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
}

void wear_gakuran(Worn& worn, const Outfit& outfit, Build) {
  const Colour main = outfit.top_colour;
  const Colour trim = outfit.top_trim;
  const Colour seam = darker(main, 0.30f);
  const float hem = hem_of(outfit.top);
  Ease ease = fitted(0.013f, 0.02f);
  ease.neck = 0.008f, ease.upper_arm = 0.014f, ease.forearm = 0.015f, ease.wrist = 0.011f,
  ease.hips = 0.015f;
  worn.layers.push_back(
      {"school jacket", main, ease, shirt(hem, 0.462f, 1.184f), [=](const Canvas& c, bool back) {
         cuffs(c, trim, 0.440f, 0.444f);
         neck_band(c, trim, 1.178f);
         if (back) return;
         line(c, seam, 0.0025f, {{0.012f, 0.80f}, {0.012f, 1.2f}});
         buttons(c, rgb(0xf2cf63), 0, 1.120f, 0.850f, 5, 0.0085f);
         box(c, seam, 0.038f, 1.045f, 0.072f, 1.048f);
       }});
}

}  // namespace psgan::characters
