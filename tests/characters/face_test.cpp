// The painted face: eyes where the eye joints are, each choice visible.
#include "characters/face.h"

#include <cairo/cairo.h>
#include <gtest/gtest.h>

#include <cstring>

#include "characters/rig.h"

namespace psgan::characters {
namespace {

/// A decoded texture to look colours up in.
class Picture {
 public:
  explicit Picture(const std::vector<std::uint8_t>& png) {
    struct Source {
      const std::vector<std::uint8_t>& bytes;
      std::size_t at = 0;
    } source{png};
    surface_ = cairo_image_surface_create_from_png_stream(
        [](void* from, unsigned char* to, unsigned length) {
          auto& s = *static_cast<Source*>(from);
          if (s.at + length > s.bytes.size()) return CAIRO_STATUS_READ_ERROR;
          std::memcpy(to, s.bytes.data() + s.at, length);
          s.at += length;
          return CAIRO_STATUS_SUCCESS;
        },
        &source);
  }
  ~Picture() { cairo_surface_destroy(surface_); }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  bool good() const { return cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS; }
  Colour at(const glm::vec2& uv) const {
    const int x = int(uv.x * float(cairo_image_surface_get_width(surface_)));
    const int y = int(uv.y * float(cairo_image_surface_get_height(surface_)));
    const auto* p = cairo_image_surface_get_data(surface_) +
                    y * cairo_image_surface_get_stride(surface_) + x * 4;
    return Colour(p[2], p[1], p[0]) / 255.0f;
  }

 private:
  cairo_surface_t* surface_;
};

TEST(Face, FringeShadesTheForehead) {
  const Colour skin = rgb(0xffe6d6);
  Face face;
  const auto forehead = face_uv({0, 1.42f, 0.1f}), nose = face_uv({0.02f, 1.29f, 0.1f});
  const Picture bare(paint_face(face, skin));
  face.shadow = 1.36f;
  const Picture shaded(paint_face(face, skin));
  EXPECT_LT(glm::length(bare.at(forehead) - skin), 0.02f);
  EXPECT_GT(glm::length(shaded.at(forehead) - skin), 0.1f);
  EXPECT_EQ(shaded.at(nose), bare.at(nose));
}

TEST(Face, EyesArePaintedAtTheEyeJoints) {
  const Colour skin = rgb(0xffe6d6);
  for (const auto shape : {EyeShape::round, EyeShape::gentle, EyeShape::sharp, EyeShape::sleepy}) {
    Face face;
    face.shape = shape;
    const Picture picture(paint_face(face, skin));
    ASSERT_TRUE(picture.good());
    for (const float side : {-1.0f, 1.0f}) {
      const auto pupil = picture.at(face_uv({side * eye_centre.x, eye_centre.y, eye_centre.z}));
      EXPECT_LT(glm::dot(pupil, Colour(1.0f / 3)), 0.4f) << "the pupil is dark";
    }
    const auto forehead = picture.at(face_uv({0, 1.42f, 0.1f}));
    EXPECT_LT(glm::distance(forehead, skin), 0.02f);
  }
}

TEST(Face, IrisHasTheChosenColour) {
  Face red, blue;
  red.eyes = rgb(0xe02020);
  blue.eyes = rgb(0x2040e0);
  const glm::vec3 low_in_the_iris{eye_centre.x + 0.012f, eye_centre.y - 0.008f, 0.1f};
  const auto a = Picture(paint_face(red, rgb(0xffe6d6))).at(face_uv(low_in_the_iris));
  const auto b = Picture(paint_face(blue, rgb(0xffe6d6))).at(face_uv(low_in_the_iris));
  EXPECT_GT(a.x, a.z + 0.2f);
  EXPECT_GT(b.z, b.x + 0.2f);
}

TEST(Face, MouthsDiffer) {
  std::vector<std::vector<std::uint8_t>> seen;
  for (const auto mouth : {Mouth::smile, Mouth::open, Mouth::cat, Mouth::calm, Mouth::small_o}) {
    Face face;
    face.mouth = mouth;
    auto png = paint_face(face, rgb(0xffe6d6));
    for (const auto& other : seen) EXPECT_NE(png, other);
    seen.push_back(std::move(png));
  }
}

}  // namespace
}  // namespace psgan::characters
