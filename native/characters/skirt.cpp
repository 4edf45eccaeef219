#include "characters/skirt.h"

#include <cmath>

#include "characters/body_field.h"
#include "characters/rig.h"
#include "characters/skin_weights.h"

namespace psgan::characters {
namespace {

/// A sheet of rows × columns places, seen from outside with columns to the right, rows down.
struct Sheet {
  int rows, columns;
  std::vector<glm::vec3> places;
  bool closed;  ///< The last column is the first one again.

  const glm::vec3& at(int r, int c) const { return places[std::size_t(r * columns + c)]; }
};

/// Outside, inside and the hem between them as two meshes, unskinned.
void make_cloth(const Sheet& sheet, float thickness, Mesh& outside, Mesh& inside) {
  for (int r = 0; r < sheet.rows; ++r)
    for (int c = 0; c < sheet.columns; ++c) {
      Vertex v;
      v.position = sheet.at(r, c);
      v.uv = {float(c) / float(sheet.columns - 1), float(r) / float(sheet.rows - 1)};
      outside.vertices.push_back(v);
    }
  for (int r = 0; r + 1 < sheet.rows; ++r)
    for (int c = 0; c + 1 < sheet.columns; ++c) {
      const auto id = [&](int row, int column) {
        return std::uint32_t(row * sheet.columns + column);
      };
      const auto a = id(r, c), b = id(r + 1, c), d = id(r + 1, c + 1), e = id(r, c + 1);
      for (const auto i : {a, b, d, a, d, e}) outside.indices.push_back(i);
    }
  smooth_normals(outside);
  inside = outside;
  for (std::size_t i = 0; i + 2 < inside.indices.size(); i += 3)
    std::swap(inside.indices[i + 1], inside.indices[i + 2]);
  for (auto& v : inside.vertices) {
    v.position -= v.normal * thickness;
    v.normal = -v.normal;
  }
  // The hem: down from the outside's last row to the inside's; its normals lean out so that an
  // outline follows it.
  const auto strip = [&](auto outer_id, int count, bool turned) {
    const auto first = std::uint32_t(outside.vertices.size());
    for (int k = 0; k < count; ++k) {
      Vertex v = outside.vertices[outer_id(k)];
      const auto n = v.normal;
      auto lean = v.position - outside
                                   .vertices[outer_id(k) >= std::uint32_t(sheet.columns)
                                                 ? outer_id(k) - std::uint32_t(sheet.columns)
                                                 : outer_id(k)]
                                   .position;
      lean = glm::length(lean) > 1e-6f ? glm::normalize(lean) : glm::vec3(0, -1, 0);
      v.normal = glm::normalize(n + lean * 0.8f);
      outside.vertices.push_back(v);
      v.position -= n * thickness;
      outside.vertices.push_back(v);
    }
    for (int k = 0; k + 1 < count; ++k) {
      const auto a = first + std::uint32_t(2 * k), b = a + 2;
      if (turned)
        for (const auto i : {a, b, b + 1, a, b + 1, a + 1}) outside.indices.push_back(i);
      else
        for (const auto i : {a, b + 1, b, a, a + 1, b + 1}) outside.indices.push_back(i);
    }
  };
  strip([&](int k) { return std::uint32_t((sheet.rows - 1) * sheet.columns + k); }, sheet.columns,
        false);
  if (!sheet.closed) {
    strip([&](int k) { return std::uint32_t(k * sheet.columns); }, sheet.rows, false);
    strip([&](int k) { return std::uint32_t(k * sheet.columns + sheet.columns - 1); }, sheet.rows,
          true);
  }
}

std::vector<Part> finish(const std::string& name, const Colour& colour, const Colour& lining,
                         const std::function<void(const Canvas&)>& print, Mesh outside,
                         Mesh inside) {
  Material out = plain(name, colour);
  if (print) {
    const Canvas canvas(1024, 256, {0, 0}, {1, 1}, colour);
    print(canvas);
    out.texture = canvas.png();
    const float light = glm::dot(colour, Colour(0.3f, 0.59f, 0.11f));
    out.colour = Colour(1);
    out.shade = glm::mix(Colour(0.66f, 0.60f, 0.74f), Colour(0.80f, 0.77f, 0.88f), light);
  }
  Material in = plain(name + " inside", lining);
  in.outline = 0;
  std::vector<Part> parts;
  parts.push_back({std::move(out), std::move(outside)});
  parts.push_back({std::move(in), std::move(inside)});
  return parts;
}

/// How far out from the axis the field's surface lies, going inward from afar.
float reach(const Field& field, const glm::vec3& axis, const glm::vec3& direction) {
  float low = 0, high = 0.30f;
  while (high > 0.02f && field(axis + direction * high) > 0) high -= 0.006f;
  low = high;
  high += 0.006f;
  for (int i = 0; i < 6; ++i) {
    const float middle = (low + high) / 2;
    (field(axis + direction * middle) > 0 ? high : low) = middle;
  }
  return high;
}

}  // namespace

std::vector<Part> skirt_parts(const Skirt& skirt, const Field& worn_over) {
  const bool closed = skirt.to - skirt.from >= 359.5f;
  const float turn = (skirt.to - skirt.from) / 360;
  const int per_fold = 4;
  const int columns =
      1 +
      static_cast<int>(std::round(turn * float(skirt.pleats > 0 ? skirt.pleats * per_fold : 56)));
  const int rows = 5 + static_cast<int>((skirt.waist - skirt.hem) / 0.042f);
  Sheet sheet{rows, columns, {}, closed};
  std::vector<float> widest(std::size_t(columns), 0.0f);
  for (int r = 0; r < rows; ++r) {
    const float y = glm::mix(skirt.waist, skirt.hem, float(r) / float(rows - 1));
    const float t =
        (skirt.waist - y) / (skirt.waist - (skirt.shaped_to > 0 ? skirt.shaped_to : skirt.hem));
    for (int c = 0; c < columns; ++c) {
      const float u = float(closed ? c % (columns - 1) : c) / float(columns - 1);
      const float angle = glm::radians(skirt.from + (skirt.to - skirt.from) * u);
      const glm::vec3 direction{std::sin(angle), 0, std::cos(angle)};
      const glm::vec3 axis{0, y, -0.004f};
      float& wide = widest[std::size_t(c)];
      // It falls from the widest place above; legs further down do not push it out.
      if (y > 0.735f || r == 0) {
        const float here = reach(worn_over, axis, direction) + skirt.ease;
        wide = std::max(wide - 0.002f, here);
      }
      // Rounder towards the hem, where it hangs free.
      const float round = glm::mix(wide, 0.108f + skirt.ease, 0.55f * t);
      float radius = std::max(wide * (1 - 0.1f * t), round) + skirt.flare * std::pow(t, 0.85f);
      const float fold = skirt.fold * std::min(1.0f, t * 1.6f);
      if (skirt.pleats > 0) {
        constexpr std::array<float, 4> knife{0.0f, 0.45f, 1.0f, 0.25f};
        radius += fold * (knife[std::size_t(c % per_fold)] - 0.4f);
      } else {
        radius += fold * 0.5f * std::sin(angle * float(skirt.waves)) * t;
      }
      sheet.places.push_back(axis + direction * radius);
    }
  }
  Mesh outside, inside;
  make_cloth(sheet, 0.004f, outside, inside);
  // Also a skirt that begins below the waist bends where the body does.
  const auto pull = [&](const glm::vec3& p) {
    return skirt_pull(p, std::max(skirt.waist, 0.925f));
  };
  skin(outside, pull);
  skin(inside, pull);
  const auto print = [&skirt, columns, per_fold](const Canvas& canvas) {
    if (skirt.print) skirt.print(canvas);
    cairo_t* pen = canvas.pen();
    // Folds are drawn as well as modelled: light alone loses them in small pictures.
    if (skirt.pleats > 0) {
      canvas.colour(darker(skirt.colour, 0.55f), 0.42f);
      for (int c = 0; c + 1 < columns; c += per_fold) {
        const float x = (float(c) + 3.1f) / float(columns - 1), w = 0.55f / float(columns - 1);
        polygon_path(
            pen,
            {{x - 0.12f * w, 0.96f}, {x + 0.12f * w, 0.96f}, {x + w, 0.0f}, {x - 0.3f * w, 0.0f}});
        cairo_fill(pen);
      }
    }
    canvas.colour(line_of(skirt.colour), 0.9f);
    cairo_rectangle(pen, 0, 0, 1, 0.0022 / (skirt.waist - skirt.hem));
    cairo_fill(pen);
  };
  return finish(skirt.name, skirt.colour, shade_of(shade_of(skirt.colour)), print,
                std::move(outside), std::move(inside));
}

std::vector<Part> cape_parts(const Cape& cape, std::vector<SpringChain>& chains) {
  constexpr int rows = 16, columns = 25;
  const Field worn_under = body_field(Build::boy, Ease::all(0.034f));
  Sheet sheet{rows, columns, {}, false};
  for (int r = 0; r < rows; ++r) {
    const float t = float(r) / float(rows - 1);
    for (int c = 0; c < columns; ++c) {
      // Columns go to the right as seen from behind.
      const float u = float(c) / float(columns - 1);
      const float side = 2 * u - 1;
      const float angle = glm::radians(180 + side * glm::mix(94.0f, 84.0f, t));
      const float shoulder = smoothstep(0.0f, 0.22f, t);
      const float rx = glm::mix(0.062f, glm::mix(0.156f, cape.width, t), shoulder);
      const float rz = glm::mix(0.052f, glm::mix(0.100f, 0.235f, t), shoulder);
      const float drop = glm::mix(0.0f, 0.055f, shoulder) * std::abs(std::sin(angle));
      const float wave = 0.014f * t * std::cos(side * 14);
      const float y = glm::mix(cape.top + 0.022f, cape.hem, t) - drop * (1 - t);
      glm::vec3 p{std::sin(angle) * (rx + wave), y,
                  -0.014f + std::cos(angle) * (rz + wave) - 0.03f * t};
      // Over the shoulders and whatever is worn on them.
      for (int step = 0; step < 3 && worn_under(p) < 0; ++step)
        p -= gradient(worn_under, p) * worn_under(p);
      sheet.places.push_back(p);
    }
  }
  Mesh outside, inside;
  make_cloth(sheet, 0.005f, outside, inside);
  const auto first = std::ptrdiff_t(chains.size());
  for (const int c : {4, 8, 12, 16, 20}) {
    SpringChain chain{.name = "cape",
                      .parent = Joint::chest,
                      .stiffness = 0.8f,
                      .gravity = 0.5f,
                      .radius = 0.03f};
    for (const int r : {4, 7, 11, rows - 1}) chain.points.push_back(sheet.at(r, c));
    add_chain(chains, std::move(chain));
  }
  const std::vector<SpringChain> own(chains.begin() + first, chains.end());
  const auto pull = [&own](const glm::vec3& p) {
    // Shoulders lift it as far as it lies on them.
    Pull result;
    const float on_shoulder =
        0.45f * smoothstep(0.06f, 0.13f, std::abs(p.x)) * smoothstep(0.97f, 1.08f, p.y);
    result.add(p.x > 0 ? Joint::left_shoulder : Joint::right_shoulder, on_shoulder);
    result.add(chain_pull(own, p, 1), 1 - on_shoulder);
    return result;
  };
  skin(outside, pull);
  skin(inside, pull);
  return finish("cape", cape.colour, cape.lining, cape.print, std::move(outside),
                std::move(inside));
}

}  // namespace psgan::characters
