// Coordinates beside pictures, against rays cast through the posed mesh.
#include <gmock/gmock.h>

#include <cmath>

#include "../temporary_folder.h"
#include "data/avatars/avatar_parts.h"
#include "data/rendering/renderer.h"
#include "motion/clip.h"
#include "tiny_vrm.h"

namespace psgan::data {
namespace {

constexpr int size = 96;

/// What a ray through a pixel's centre meets first.
struct Hit {
  int part = 0;
  glm::vec3 rest{0};  ///< There, in the mesh as it was modelled.
  float rest_normal_z = 0;
  glm::vec2 uv{0};
  bool near_edge = false;  ///< So near that a driver may see the next triangle or none.
};

/// The posed mesh on the screen: x and y in pixels, z depth, w as in clip space.
class Rays {
 public:
  Rays(const Avatar& avatar, const PosedBody& body, const Camera& camera) : avatar_(avatar) {
    const glm::mat4 matrix = view_projection(camera, avatar.humanoid.height);
    const std::vector<glm::mat4> world = pose_matrices(avatar, body);
    for (const Surface& surface : avatar.surfaces) {
      screen_.emplace_back();
      for (const glm::vec3& p : skinned_positions(avatar, surface, world)) {
        const glm::vec4 clip = matrix * glm::vec4(p, 1);
        screen_.back().push_back({(0.5f + 0.5f * clip.x / clip.w) * size,
                                  (0.5f - 0.5f * clip.y / clip.w) * size, clip.z / clip.w, clip.w});
      }
    }
  }

  Hit at(int x, int y) const {
    const glm::vec2 ray(x + 0.5f, y + 0.5f);
    Hit hit;
    float nearest = 1e9f;
    for (std::size_t s = 0; s < screen_.size(); ++s) {
      const Surface& surface = avatar_.surfaces[s];
      for (std::size_t i = 0; i < surface.indices.size(); i += 3) {
        const std::uint32_t* c = &surface.indices[i];
        const glm::vec4 &p = screen_[s][c[0]], &q = screen_[s][c[1]], &r = screen_[s][c[2]];
        const auto area = [](glm::vec2 a, glm::vec2 b, glm::vec2 d) {
          return (b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x);
        };
        const float all = area(p, q, r);
        if (std::abs(all) < 1e-3f) continue;
        glm::vec3 share(area(ray, q, r) / all, area(p, ray, r) / all, area(p, q, ray) / all);
        const float least = std::min({share.x, share.y, share.z}) * std::sqrt(std::abs(all));
        if (least < -0.05f) continue;
        const float away = 1 / (share.x / p.w + share.y / q.w + share.z / r.w);
        if (least < 0.05f) hit.near_edge = true;
        if (least < 0) continue;
        // Boxes overlap, and their faces may lie in one plane.
        if (std::abs(away - nearest) < 0.002f) hit.near_edge = true;
        if (away > nearest) continue;
        nearest = away;
        share = share / glm::vec3(p.w, q.w, r.w);
        share /= share.x + share.y + share.z;
        const auto mean = [&](auto of) {
          return share.x * of(surface.vertices[c[0]]) + share.y * of(surface.vertices[c[1]]) +
                 share.z * of(surface.vertices[c[2]]);
        };
        hit.part = surface.material + 1;
        hit.rest = mean([](const SurfaceVertex& v) { return v.position; });
        hit.rest_normal_z = mean([](const SurfaceVertex& v) { return v.normal.z; });
        hit.uv = mean([](const SurfaceVertex& v) { return v.uv; });
      }
    }
    return hit;
  }

 private:
  const Avatar& avatar_;
  std::vector<std::vector<glm::vec4>> screen_;
};

const std::uint16_t* at(const CoordinateMap& map, int x, int y) {
  return &map.values[(std::size_t(y) * map.size + x) * 4];
}

Drawing draw(Renderer& renderer, const PosedBody& body, const Camera& camera) {
  EXPECT_FALSE(renderer.draw_ahead(body, camera).has_value());
  return *renderer.finish();
}

/// Compares all pixels that are no outline and not at an edge; `place` says where a hit is in its
/// part. Returns how many there were.
template <typename Place>
int compare(const Avatar& avatar, const char* clip, float yaw, Place place) {
  Renderer renderer(size, /*coordinates=*/true);
  renderer.show(avatar);
  const PosedBody body = posed(avatar.humanoid, own_clip(clip)->at(0.7f));
  const CoordinateMap map = *draw(renderer, body, Camera{yaw}).coordinates;
  const Rays rays(avatar, body, Camera{yaw});
  int compared = 0;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      const std::uint16_t* found = at(map, x, y);
      const Hit hit = rays.at(x, y);
      if (hit.near_edge || found[3] == 0) continue;
      EXPECT_EQ(found[0], hit.part) << clip << " at " << x << ", " << y;
      if (hit.part == 0 || found[0] != hit.part) continue;
      const glm::vec2 expected = place(hit);
      EXPECT_NEAR(found[1] / 65535.f, expected.x, 5e-4f) << clip << " at " << x << ", " << y;
      EXPECT_NEAR(found[2] / 65535.f, expected.y, 5e-4f) << clip << " at " << x << ", " << y;
      ++compared;
    }
  return compared;
}

TEST(Coordinates, PlacesWithoutTextureAreThoseOfTheRestPose) {
  const Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  const float height = avatar.humanoid.height;
  for (const char* clip : {"kick", "wave"})
    for (const float yaw : {0.4f, 2.9f}) {
      int front = 0, back = 0;
      const int compared = compare(avatar, clip, yaw, [&](const Hit& hit) {
        const glm::vec2 on_map(0.5f + hit.rest.x / (1.5f * height),
                               (1.4f * height - hit.rest.y) / (1.5f * height));
        const bool is_back = hit.rest_normal_z < -0.5f;
        (is_back ? back : front) += 1;
        return glm::vec2(0.5f * on_map.x + (is_back ? 0.5f : 0.f), on_map.y);
      });
      EXPECT_GT(compared, 400) << clip;
      EXPECT_GT(yaw > 1 ? back : front, 200) << clip;
    }
}

TEST(Coordinates, PlacesWithTextureAreItsCoordinates) {
  Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  avatar.images.push_back({1, 1, 4, {255, 255, 255, 255}});
  for (CelMaterial& m : avatar.materials) {
    m.lit_texture = m.shade_texture = 0;
    m.uv_transform = {0.1f, 0, 0.5f, 1};
  }
  // Over the edge of the texture on the figure's right side, where it repeats.
  for (Surface& surface : avatar.surfaces)
    for (SurfaceVertex& v : surface.vertices)
      v.uv = {0.9f * v.position.x - 0.2f * v.position.z, 0.1f + 0.5f * v.position.y};
  EXPECT_EQ(parts_of(avatar)[0], (DatasetPart{"body", Places::texture}));
  int wrapped = 0;
  const int compared = compare(avatar, "kick", 0.4f, [&](const Hit& hit) {
    glm::vec2 uv(0.1f + 0.5f * hit.uv.x, hit.uv.y);
    wrapped += uv.x < 0;
    return uv - glm::vec2(glm::lessThan(uv, glm::vec2(0))) * glm::floor(uv);
  });
  EXPECT_GT(compared, 400);
  EXPECT_GT(wrapped, 5);
}

TEST(Coordinates, LightGivesThePictureItsColours) {
  // Linear red of 0.9 in the light and 0.36 in the shade.
  const Avatar avatar = read_vrm(tiny_vrm({.only_box = "chest"}), "tiny.vrm");
  Renderer renderer(512, true);
  renderer.show(avatar);
  const Drawing drawing = draw(renderer, posed(avatar.humanoid, BodyPose()), Camera{0.3f});
  const CoordinateMap& map = *drawing.coordinates;
  int lit = 0, shaded = 0, lines = 0, ground = 0;
  for (int y = 2; y < 510; ++y)
    for (int x = 2; x < 510; ++x) {
      bool even = true;
      for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
          even &= at(map, x, y)[0] == at(map, x + dx, y + dy)[0] &&
                  at(map, x, y)[3] == at(map, x + dx, y + dy)[3];
      lines += at(map, x, y)[3] == 0;
      if (!even) continue;
      const std::uint8_t* colour = &drawing.image.pixels[(std::size_t(y) * 512 + x) * 3];
      if (at(map, x, y)[0] == 0) {
        EXPECT_EQ(int(colour[0]) + colour[1] + colour[2], 3 * 255);
        ++ground;
      } else if (at(map, x, y)[3] > 0) {
        const float share = float(at(map, x, y)[3] - 1) / 65534;
        const float linear = glm::mix(0.36f, 0.9f, share);
        EXPECT_NEAR(colour[0], 255 * (1.055f * std::pow(linear, 1 / 2.4f) - 0.055f), 2);
        (share > 0.5f ? lit : shaded) += 1;
      }
    }
  EXPECT_GT(lit, 500);
  EXPECT_GT(shaded, 50);
  EXPECT_GT(lines, 100);
  EXPECT_GT(ground, 200000);
}

TEST(Coordinates, ChangeNothingOfThePicture) {
  const Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  const PosedBody body = posed(avatar.humanoid, own_clip("kick")->at(0.7f));
  std::vector<Drawing> drawn;
  for (const bool coordinates : {false, true}) {
    Renderer renderer(64, coordinates);
    renderer.show(avatar);
    for (const float yaw : {0.4f, 2.f}) drawn.push_back(draw(renderer, body, Camera{yaw}));
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(drawn[i].image.pixels, drawn[i + 2].image.pixels);
    EXPECT_EQ(drawn[i].depth.values, drawn[i + 2].depth.values);
    EXPECT_FALSE(drawn[i].coordinates.has_value());
    EXPECT_TRUE(drawn[i + 2].coordinates.has_value());
  }
}

TEST(Coordinates, OfACutOutOrBlendedSurfaceBelongToWhatIsSeen) {
  // A figure that is a third there is not seen as its own part; two thirds are.
  for (const float alpha : {0.33f, 0.67f}) {
    Avatar avatar = read_vrm(tiny_vrm({.colour = {0.9f, 0.2f, 0.2f, alpha}}), "tiny.vrm");
    avatar.materials[0].alpha = Alpha::blend;
    avatar.materials[0].outline = false;
    Renderer renderer(64, true);
    renderer.show(avatar);
    const CoordinateMap map =
        *draw(renderer, posed(avatar.humanoid, BodyPose()), Camera{}).coordinates;
    int seen = 0;
    for (std::size_t i = 0; i < map.values.size(); i += 4) seen += map.values[i] == 1;
    if (alpha < 0.5f)
      EXPECT_EQ(seen, 0);
    else
      EXPECT_GT(seen, 100);
  }
}

TEST(Coordinates, ComeBackFromPng) {
  CoordinateMap map{7, {}};
  for (int i = 0; i < 7 * 7 * 4; ++i) map.values.push_back(std::uint16_t(i * 2777));
  const auto bytes = encode_png(map);
  EXPECT_EQ(decode_coordinates(bytes, "x").values, map.values);
  EXPECT_THAT(error_of([&] { decode_coordinates(encode_png(white_image(7, 7)), "plain.png"); }),
              ::testing::HasSubstr("plain.png: is no square PNG with four channels of 16 bits"));
  EXPECT_THAT(error_of([&] { decode_coordinates(std::span(bytes).first(60), "half.png"); }),
              ::testing::HasSubstr("half.png"));
}

TEST(Coordinates, APartWhoseMeshHasNoTextureCoordinatesIsNamed) {
  Avatar avatar = read_vrm(tiny_vrm(), "tiny.vrm");
  avatar.images.push_back({1, 1, 4, {255, 255, 255, 255}});
  avatar.materials[1].lit_texture = 0;
  EXPECT_THAT(parts_without_texture_coordinates(avatar), ::testing::ElementsAre("left"));
  EXPECT_EQ(parts_of(avatar)[1], (DatasetPart{"left", Places::rest}));
  avatar.surfaces[1].vertices[3].uv = {0.5f, 0.5f};
  EXPECT_TRUE(parts_without_texture_coordinates(avatar).empty());
}

}  // namespace
}  // namespace psgan::data
