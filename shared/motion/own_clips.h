// The pieces of own_clips(). Internal.
#pragma once

#include <vector>

#include "motion/clip.h"
#include "motion/stance.h"

namespace psgan {

std::vector<Clip> everyday_clips();  ///< idle, walking, greeting, gestures
std::vector<Clip> ground_clips();    ///< sitting, kneeling, crouching
std::vector<Clip> action_clips();    ///< jumping, kicking, sport
std::vector<Clip> dance_clips();

/// Standing at ease, the weight on her right leg and the left knee loose.
Stance standing();

/// Arm poses that many clips start with. Clips write arms as {raise, forward, twist, bend, palm,
/// wrist} and legs as {forward, out, twist, bend, point, flat}.
namespace arms {
inline constexpr ArmStance relaxed{12, 15, 0, 20, 10, 8};
inline constexpr ArmStance on_hip{44, -12, -68, 98, 0, -25};
inline constexpr ArmStance waving{72, 15, 88, 95, 0, 0};
inline constexpr ArmStance overhead{158, 5, 70, 25, 0, 0};
inline constexpr ArmStance folded{22, 70, -55, 105, 20, 10};
inline constexpr ArmStance guard{30, 60, 0, 125, 20, 0};
}  // namespace arms

}  // namespace psgan
