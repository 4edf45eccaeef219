#include "data/avatars/recolour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "psgan/latent.h"

namespace psgan::data {
namespace {

constexpr int hue_bins = 72;

/// Hue in turns (0 to 1), saturation and value of sRGB.
struct Hsv {
  float hue, saturation, value;
};

Hsv to_hsv(glm::vec3 c) {
  const float high = std::max({c.r, c.g, c.b}), low = std::min({c.r, c.g, c.b});
  const float range = high - low;
  if (range <= 0) return {0, 0, high};
  float hue = 0;
  if (high == c.r)
    hue = (c.g - c.b) / range;
  else if (high == c.g)
    hue = 2 + (c.b - c.r) / range;
  else
    hue = 4 + (c.r - c.g) / range;
  return {hue / 6 - std::floor(hue / 6), range / high, high};
}

glm::vec3 from_hsv(const Hsv& c) {
  const auto channel = [&](float n) {
    const float k = std::fmod(n + 6 * c.hue, 6.f);
    return c.value * (1 - c.saturation * std::clamp(std::min(k, 4 - k), 0.f, 1.f));
  };
  return {channel(5), channel(3), channel(1)};
}

float to_srgb(float v) {
  return v <= 0.0031308f ? 12.92f * v : 1.055f * std::pow(v, 1 / 2.4f) - 0.055f;
}
float to_linear(float v) {
  return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
}

/// How much of a colour's hue may change: nothing of greys and of skin, all of strong colours.
float changeable(const Hsv& c) {
  const auto ramp = [](float v, float low, float high) {
    return std::clamp((v - low) / (high - low), 0.f, 1.f);
  };
  const float colourful = ramp(c.saturation, 0.10f, 0.22f) * ramp(c.value, 0.06f, 0.16f);
  // Skin from pale to dark, its painted shade and blush: reds to yellows, never vivid.
  const float warm = c.hue > 0.5f ? c.hue - 1 : c.hue;
  const float reddish = ramp(warm, -0.06f, -0.03f) * (1 - ramp(warm, 0.115f, 0.135f));
  const float pale = (1 - ramp(c.saturation, 0.58f, 0.66f)) * ramp(c.value, 0.42f, 0.55f);
  return colourful * (1 - reddish * pale);
}

/// Groups of like hue: where one ends and the next begins, and how far each one turns.
class HueGroups {
 public:
  explicit HueGroups(const Avatar& avatar) {
    for (const CelMaterial& m : avatar.materials) count_material(avatar, m);
    smooth();
    find_groups();
  }

  /// Gives each group a hue of its own, variant by variant.
  void turn(int number) {
    for (std::size_t g = 0; g < turns_.size(); ++g) {
      const auto random = philox({std::uint32_t(g), std::uint32_t(number), 2, 0}, {0, 0});
      // Never by less than a sixth of the circle, or the variant would look like the first.
      turns_[g] = 1 / 6.f + 4 / 6.f * float(random[0]) / 4294967296.f;
    }
  }

  glm::vec3 changed(glm::vec3 srgb) const {
    Hsv c = to_hsv(srgb);
    const float share = changeable(c);
    if (share <= 0 || turns_.empty()) return srgb;
    const float green_before = greenness(c.hue);
    c.hue += turns_[group_[bin_of(c.hue)]];
    c.hue -= std::floor(c.hue);
    // As strong as it was, green would glare where yellow or pink did not.
    const float glare = std::max(0.f, greenness(c.hue) - green_before);
    c.saturation *= 1 - 0.35f * glare;
    c.value *= 1 - 0.15f * glare;
    return glm::mix(srgb, from_hsv(c), share);
  }

 private:
  static int bin_of(float hue) { return std::min(int(hue * hue_bins), hue_bins - 1); }

  /// 1 at green, 0 at yellow and at cyan's blue side.
  static float greenness(float hue) { return std::max(0.f, 1 - std::abs(hue - 0.35f) / 0.19f); }

  void count(glm::vec3 srgb, float weight) {
    const Hsv c = to_hsv(srgb);
    bins_[bin_of(c.hue)] += weight * changeable(c);
  }

  void count_material(const Avatar& avatar, const CelMaterial& m) {
    const glm::vec3 lit(to_srgb(m.lit.r), to_srgb(m.lit.g), to_srgb(m.lit.b));
    if (m.lit_texture < 0) return count(lit, 4096);
    const Image& image = avatar.images[m.lit_texture];
    // A few thousand pixels tell as much as all.
    const std::size_t pixels = image.pixels.size() / 4,
                      step = std::max<std::size_t>(1, pixels / 4096);
    for (std::size_t i = 0; i < pixels; i += step) {
      const std::uint8_t* p = &image.pixels[4 * i];
      if (p[3] > 127) count(lit * glm::vec3(p[0], p[1], p[2]) / 255.f, 1);
    }
  }

  void smooth() {
    for (int round = 0; round < 3; ++round) {
      const auto before = bins_;
      for (int i = 0; i < hue_bins; ++i)
        bins_[i] = 0.25f * before[(i + hue_bins - 1) % hue_bins] + 0.5f * before[i] +
                   0.25f * before[(i + 1) % hue_bins];
    }
  }

  /// Every peak of the histogram is a group, up to the valleys on both sides.
  void find_groups() {
    const auto at = [&](int i) { return bins_[(i + hue_bins) % hue_bins]; };
    int valley = -1;
    for (int i = 0; i < hue_bins && valley < 0; ++i)
      if (at(i) <= at(i - 1) && at(i) <= at(i + 1)) valley = i;
    group_.fill(0);
    turns_.assign(1, 0);
    bool rising = true;
    for (int k = 1; k < hue_bins; ++k) {
      const int i = (valley + k) % hue_bins;
      if (at(i) < at(i - 1)) rising = false;
      if (at(i) > at(i - 1) && !rising) {
        rising = true;
        turns_.push_back(0);
      }
      group_[i] = int(turns_.size()) - 1;
    }
  }

  std::array<float, hue_bins> bins_{};
  std::array<int, hue_bins> group_{};
  std::vector<float> turns_;
};

}  // namespace

void recolour(Avatar& avatar, int number) {
  if (number == 0) return;
  HueGroups groups(avatar);
  groups.turn(number);
  for (Image& image : avatar.images) {
    std::map<std::uint32_t, std::array<std::uint8_t, 3>> known;  // drawn textures have few colours
    for (std::size_t i = 0; i + 3 < image.pixels.size(); i += 4) {
      std::uint8_t* p = &image.pixels[i];
      const auto [entry, is_new] = known.try_emplace(p[0] | p[1] << 8 | p[2] << 16);
      if (is_new) {
        const glm::vec3 c = groups.changed(glm::vec3(p[0], p[1], p[2]) / 255.f);
        for (int k = 0; k < 3; ++k) entry->second[k] = std::uint8_t(std::lround(255 * c[k]));
      }
      std::copy(entry->second.begin(), entry->second.end(), p);
    }
  }
  // A colour beside a texture tints it, and white ones do nothing: they turn as well.
  const auto change = [&](glm::vec3 linear) {
    glm::vec3 srgb, result;
    for (int k = 0; k < 3; ++k) srgb[k] = to_srgb(std::clamp(linear[k], 0.f, 1.f));
    srgb = groups.changed(srgb);
    for (int k = 0; k < 3; ++k) result[k] = to_linear(srgb[k]);
    return result;
  };
  for (CelMaterial& m : avatar.materials) {
    m.lit = glm::vec4(change(m.lit), m.lit.a);
    m.shade = change(m.shade);
    m.emission = change(m.emission);
    if (m.outline_color) m.outline_color = change(*m.outline_color);
  }
}

}  // namespace psgan::data
