// Skirts, trousers, stockings and shoes.
#include <cmath>

#include "characters/outfit.h"
#include "characters/rig.h"
#include "characters/skirt.h"
#include "characters/tailoring.h"

namespace psgan::characters {
namespace {

/// What lies between two heights on the legs and the trunk, never on the arms.
Region between(float low, float high) {
  return [=](const glm::vec3& p) {
    return std::min({p.y - low, high - p.y, 0.22f - std::abs(p.x)});
  };
}

void rectangle(const Canvas& canvas, const Colour& colour, float x0, float y0, float x1, float y1) {
  canvas.colour(colour);
  cairo_rectangle(canvas.pen(), x0, y0, x1 - x0, y1 - y0);
  cairo_fill(canvas.pen());
}

void add_shoes(Worn& worn, const Outfit& outfit) {
  const Colour main = outfit.shoes_colour;
  const Colour sole = darker(main, 0.45f);
  const auto shoe = [&](const std::string& name, float top, const Ease& ease, Print print,
                        Region region = {}) {
    if (!region) region = between(-0.05f, top);
    worn.layers.push_back({name, main, ease, region, std::move(print), 0.0125f});
  };
  Ease low = Ease::all(0);
  low.foot = 0.006f;
  low.ankle = 0.005f;
  low.knee = 0.005f;
  // Cut lower over the instep than at the heel.
  const auto slipper = [](float heel, float instep) {
    return [=](const glm::vec3& p) {
      return heel + (instep - heel) * smoothstep(-0.03f, 0.055f, p.z) - p.y;
    };
  };
  switch (outfit.shoes) {
    case Shoes::loafers:
      shoe(
          "loafers", 0, low, [=](const Canvas& c, bool) { stripe(c, sole, -0.05f, 0.013f); },
          slipper(0.062f, 0.046f));
      break;
    case Shoes::mary_janes:
      shoe(
          "shoes", 0, low, [=](const Canvas& c, bool) { stripe(c, sole, -0.05f, 0.012f); },
          slipper(0.056f, 0.040f));
      {
        Ease strap = low;
        strap.ankle = 0.007f;
        worn.layers.push_back({"straps", main, strap, between(0.066f, 0.080f), {}, 0.0125f});
      }
      break;
    case Shoes::sneakers:
      low.foot = 0.010f;
      low.ankle = 0.009f;
      shoe("sneakers", 0.085f, low, [=](const Canvas& c, bool back) {
        stripe(c, Colour(0.97f), -0.05f, 0.021f);
        stripe(c, sole, -0.05f, 0.005f);
        if (!back) {
          for (const float side : {-1.0f, 1.0f}) {
            rectangle(c, Colour(0.97f), side * leg_x - 0.012f, 0.046f, side * leg_x + 0.012f,
                      0.052f);
            rectangle(c, Colour(0.97f), side * leg_x - 0.012f, 0.058f, side * leg_x + 0.012f,
                      0.064f);
          }
        }
      });
      break;
    case Shoes::ankle_boots:
      low.foot = 0.009f;
      low.ankle = 0.013f;
      shoe("boots", 0.135f, low, [=](const Canvas& c, bool) {
        stripe(c, sole, -0.05f, 0.017f);
        stripe(c, lighter(main, 0.25f), 0.122f, 0.2f);
      });
      break;
    case Shoes::long_boots:
      low.foot = 0.008f;
      low.ankle = 0.011f;
      low.knee = 0.011f;
      shoe("long boots", 0.365f, low, [=](const Canvas& c, bool) {
        stripe(c, sole, -0.05f, 0.017f);
        stripe(c, lighter(main, 0.30f), 0.343f, 0.4f);
      });
      break;
    case Shoes::sandals:
      low.foot = 0.004f;
      worn.layers.push_back({"sandal soles", main, low, slipper(0.020f, 0.020f), {}, 0.0125f});
      worn.layers.push_back({"sandal straps",
                             darker(main, 0.2f),
                             low,
                             [](const glm::vec3& p) {
                               const float toes = 0.009f - std::abs(p.z - 0.052f);
                               const float ankle = 0.010f - std::abs(p.y - 0.078f);
                               return p.y < 0.055f ? toes : ankle;
                             },
                             {},
                             0.0115f});
      break;
  }
}

/// An overall's bib and straps, over the top.
void add_bib(Worn& worn, const Colour& main, const Colour& trim) {
  worn.over.push_back(
      {"bib", main, fitted(0.021f, 0.026f),
       [](const glm::vec3& p) {
         const float bib = std::min({p.y - 0.86f, 1.055f - p.y, 0.074f - std::abs(p.x)});
         const float straps = std::min({p.y - 0.86f, 0.013f - std::abs(std::abs(p.x) - 0.058f)});
         const float waist = std::min(p.y - 0.86f, 0.935f - p.y);
         return std::min(std::max({p.z > -0.01f ? bib : -1.0f, straps, waist}),
                         0.15f - std::abs(p.x));
       },
       [=](const Canvas& c, bool back) {
         if (back) return;
         buttons(c, trim, 0.058f, 1.040f, 1.040f, 1, 0.009f);
         buttons(c, trim, -0.058f, 1.040f, 1.040f, 1, 0.009f);
         line(c, darker(main, 0.3f), 0.003f,
              {{-0.036f, 1.01f},
               {-0.036f, 0.965f},
               {0.036f, 0.965f},
               {0.036f, 1.01f},
               {-0.036f, 1.01f}});
       }});
}

}  // namespace

void stripe(const Canvas& canvas, const Colour& colour, float low, float high) {
  rectangle(canvas, colour, -1, low, 1, high);
}

void add_legs_and_shoes(Worn& worn, const Outfit& outfit) {
  const Colour main = outfit.legs_colour;
  Ease thin = Ease::all(0.0028f);
  const auto stocking = [&](const std::string& name, float top, Print print) {
    worn.layers.push_back({name, main, thin, between(-0.05f, top), std::move(print)});
  };
  switch (outfit.legs) {
    case Legs::bare:
      break;
    case Legs::socks:
      stocking("socks", 0.155f,
               [=](const Canvas& c, bool) { stripe(c, lighter(main, 0.35f), 0.142f, 0.2f); });
      break;
    case Legs::knee_socks:
      stocking("knee socks", 0.385f,
               [=](const Canvas& c, bool) { stripe(c, lighter(main, 0.25f), 0.368f, 0.4f); });
      break;
    case Legs::thigh_highs:
      stocking("thigh-highs", 0.585f,
               [=](const Canvas& c, bool) { stripe(c, lighter(main, 0.18f), 0.562f, 0.6f); });
      break;
    case Legs::striped_thigh_highs:
      stocking("striped thigh-highs", 0.585f, [=](const Canvas& c, bool) {
        for (int i = 0; i < 8; ++i)
          stripe(c, Colour(0.97f, 0.96f, 0.98f), 0.05f + 0.07f * float(i),
                 0.085f + 0.07f * float(i));
      });
      break;
    case Legs::tights:
      stocking("tights", 0.90f, {});
      break;
  }
  add_shoes(worn, outfit);
}

void add_bottom(Worn& worn, const Outfit& outfit, Build build) {
  const Colour main = outfit.bottom_colour, trim = outfit.bottom_trim;
  // Nobody ever sees what a skirt covers here, and a kick would bring it through.
  const auto hide = [&](float low, float high) {
    worn.layers.push_back(
        {.name = "hidden", .ease = {}, .region = between(low, high), .only_hides = true});
  };
  // Under every skirt there are short, dark shorts; where it lies close there is nothing.
  const auto underwear = [&] {
    Ease ease = Ease::all(0.004f);
    worn.layers.push_back(
        {"under-shorts", darker(main, 0.55f), ease, between(0.695f, 0.915f), {}, 0.02f});
    hide(0.785f, 0.93f);
  };
  // Over what is tucked into them, or out from under what is not.
  const float top_hem = hem_of(outfit.top);
  const auto add = [&](Skirt skirt, float ease = 0) {
    if (top_hem > 0) {
      skirt.waist = top_hem + 0.022f;
      skirt.ease = 0.003f;
    }
    const Ease below = Ease::all(top_hem > 0 ? 0.004f : 0.012f + ease);
    auto parts = skirt_parts(skirt, body_field(build, below));
    for (auto& part : parts) worn.parts.push_back(std::move(part));
  };
  const auto hem_lines = [trim](const Canvas& c, std::initializer_list<glm::vec2> bands) {
    for (const auto& b : bands) {
      c.colour(trim);
      cairo_rectangle(c.pen(), 0, b.x, 1, b.y - b.x);
      cairo_fill(c.pen());
    }
  };
  switch (outfit.bottom) {
    case Bottom::pleated_skirt: {
      underwear();
      Skirt s;
      s.name = "pleated skirt";
      s.colour = main;
      s.waist = 0.925f, s.hem = 0.655f, s.flare = 0.060f, s.pleats = 20, s.fold = 0.016f;
      s.print = [=](const Canvas& c) { hem_lines(c, {{0.10f, 0.17f}, {0.93f, 1.0f}}); };
      add(s);
      break;
    }
    case Bottom::flared_skirt: {
      underwear();
      Skirt s;
      s.name = "flared skirt";
      s.colour = main;
      s.waist = 0.925f, s.hem = 0.60f, s.flare = 0.115f, s.fold = 0.030f;
      s.print = [=](const Canvas& c) { hem_lines(c, {{0.0f, 0.09f}}); };
      add(s);
      break;
    }
    case Bottom::long_skirt: {
      underwear();
      hide(0.31f, 0.75f);  // it lies close to thighs and knees
      Skirt s;
      s.name = "long skirt";
      s.colour = main;
      s.waist = 0.925f, s.hem = 0.26f, s.flare = 0.105f, s.fold = 0.034f;
      s.print = [=](const Canvas& c) {
        hem_lines(c, {{0.05f, 0.075f}, {0.10f, 0.11f}, {0.965f, 1.0f}});
      };
      add(s);
      break;
    }
    case Bottom::narrow_skirt: {
      // A kimono's lower part: straight, with one edge over the other.
      hide(0.50f, 0.93f);
      Skirt s;
      s.name = "kimono skirt";
      s.colour = main;
      s.waist = 0.94f, s.hem = 0.105f, s.flare = 0.016f, s.fold = 0.004f;
      s.print = [=](const Canvas& c) {
        cairo_t* pen = c.pen();
        // Flowers, larger and denser towards the hem; then the overlap's edge on her right.
        const auto flower = [&](float x, float y, float size) {
          // Unrolled, the cloth is about 0.75 m round and 0.83 m high.
          for (int petal = 0; petal < 5; ++petal) {
            const float a = 1.2566f * float(petal) + 40 * x;
            c.colour(trim);
            ellipse_path(
                pen, {x + size * 0.8f * std::cos(a) / 0.75f, y + size * 0.8f * std::sin(a) / 0.83f},
                {size * 0.62f / 0.75f, size * 0.62f / 0.83f});
            cairo_fill(pen);
          }
          c.colour(rgb(0xffe58a));
          ellipse_path(pen, {x, y}, {size * 0.42f / 0.75f, size * 0.42f / 0.83f});
          cairo_fill(pen);
        };
        for (int i = 0; i < 12; ++i)
          flower((float(i) + 0.5f) / 12, 0.075f + 0.05f * float(i % 2), 0.021f);
        for (int i = 0; i < 8; ++i)
          flower((float(i) + 0.3f) / 8, 0.24f + 0.09f * float(i % 2), 0.017f);
        for (int i = 0; i < 5; ++i)
          flower((float(i) + 0.6f) / 5, 0.47f + 0.12f * float(i % 2), 0.014f);
        c.colour(lighter(trim, 0.1f));
        polygon_path(pen, {{0.955f, 0.0f}, {0.97f, 0.0f}, {0.995f, 1.0f}, {0.985f, 1.0f}});
        cairo_fill(pen);
      };
      add(s, 0.004f);
      break;
    }
    case Bottom::hakama: {
      underwear();
      hide(0.31f, 0.75f);  // it lies close to thighs and knees
      Skirt s;
      s.name = "hakama";
      s.colour = main;
      s.waist = 0.965f, s.hem = 0.15f, s.flare = 0.085f, s.pleats = 14, s.fold = 0.020f;
      s.print = [=](const Canvas& c) { hem_lines(c, {{0.955f, 1.0f}}); };
      add(s, 0.004f);
      break;
    }
    case Bottom::tiered_skirt: {
      // Three flounces, each over the next one's top.
      underwear();
      for (const int tier : {2, 1, 0}) {
        Skirt s;
        s.name = "flounce";
        s.colour = tier == 1 ? lighter(main, 0.28f) : main;
        s.waist = 0.925f, s.hem = 0.80f - 0.085f * float(tier);
        s.flare = 0.118f - 0.012f * float(tier), s.fold = 0.034f, s.waves = 13;
        s.shaped_to = 0.60f;
        s.print = [=](const Canvas& c) { hem_lines(c, {{0.0f, 0.026f / (s.waist - s.hem)}}); };
        add(s);
      }
      break;
    }
    case Bottom::tight_skirt: {
      hide(0.66f, 0.90f);
      Skirt s;
      s.name = "tight skirt";
      s.colour = main;
      s.waist = 0.925f, s.hem = 0.60f, s.flare = 0.0f, s.fold = 0.002f;
      s.print = [=](const Canvas& c) { hem_lines(c, {{0.0f, 0.04f}, {0.94f, 1.0f}}); };
      add(s);
      break;
    }
    case Bottom::overalls:
    case Bottom::leggings: {
      const bool bib = outfit.bottom == Bottom::overalls;
      Ease ease = Ease::all(bib ? 0.013f : 0.004f);
      if (bib) ease.thigh = 0.017f, ease.knee = 0.022f, ease.ankle = 0.022f;
      ease.foot = 0;
      const float low = bib ? 0.115f : 0.150f;
      worn.layers.push_back({bib ? "overalls" : "leggings", main, ease, between(low, 0.925f),
                             [=](const Canvas& c, bool) {
                               if (bib) {
                                 stripe(c, lighter(main, 0.35f), low, low + 0.035f);
                                 return;
                               }
                               for (const float side : {-1.0f, 1.0f})
                                 rectangle(c, trim, side * 0.093f, 0.1f, side * 0.112f, 0.93f);
                             },
                             0.0155f, true});
      if (bib) add_bib(worn, main, trim);
      break;
    }
    case Bottom::shorts: {
      Ease ease = Ease::all(0.010f);
      ease.thigh = 0.021f, ease.knee = 0.055f, ease.drape = 0.01f;
      worn.layers.push_back({"shorts", main, ease, between(0.625f, 0.925f),
                             [=](const Canvas& c, bool) {
                               stripe(c, trim, 0.625f, 0.641f);
                               stripe(c, darker(main, 0.3f), 0.900f, 0.93f);
                               c.colour(darker(main, 0.35f));
                               cairo_rectangle(c.pen(), -0.0015, 0.74, 0.003, 0.17);
                               cairo_fill(c.pen());
                             },
                             0.0155f, true});
      break;
    }
    case Bottom::trousers: {
      Ease ease = Ease::all(0.009f);
      ease.thigh = 0.012f, ease.knee = 0.017f, ease.ankle = 0.024f, ease.foot = 0,
      ease.drape = 0.008f;
      worn.layers.push_back({"trousers", main, ease, between(0.075f, 0.925f),
                             [=](const Canvas& c, bool back) {
                               stripe(c, trim, 0.895f, 0.93f);
                               c.colour(darker(main, 0.3f));
                               for (const float side : {-1.0f, 1.0f}) {
                                 if (back) continue;
                                 cairo_rectangle(c.pen(), side * leg_x - 0.001, 0.07, 0.002, 0.62);
                                 cairo_fill(c.pen());
                               }
                             },
                             0.0155f, true});
      break;
    }
  }
}

}  // namespace psgan::characters
