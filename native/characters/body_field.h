// The body as a signed distance field; with ease added, the shape of its clothes.
#pragma once

#include "characters/field.h"
#include "characters/mesher.h"

namespace psgan::characters {

enum class Build { girl, boy, woman };

/// What a garment adds to the body's radii, metres.
struct Ease {
  float neck = 0, shoulder = 0, chest = 0, waist = 0, hips = 0;
  float upper_arm = 0, forearm = 0, wrist = 0;
  float thigh = 0, knee = 0, ankle = 0, foot = 0;
  float drape = 0;  ///< Cloth spans concavities: widens every fillet by this.

  /// The same everywhere: tights, undershirts.
  static Ease all(float metres);
};

/// The body in T-pose without the head, fingers included; the neck ends inside the head.
Field body_field(Build build, const Ease& ease = {});

/// The same with the left leg only.
Field left_leg_field(Build build, const Ease& ease = {});

inline constexpr Box body_box{{-0.66f, -0.03f, -0.24f}, {0.66f, 1.29f, 0.24f}};

}  // namespace psgan::characters
