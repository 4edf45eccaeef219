// Colour variants of an avatar.
#pragma once

#include "data/avatars/avatar.h"

namespace psgan::data {

/// Variant `number` of an avatar, the same every time; 0 is the avatar itself. Its colours fall
/// into groups of like hue (hair, jacket, skirt ...), found in the textures and colours of all
/// materials; each group turns to a hue of its own, its light and shade kept. Greys, black and
/// white stay, and so does skin: hues from red to yellow of skin's saturation and lightness.
void recolour(Avatar& avatar, int number);

}  // namespace psgan::data
