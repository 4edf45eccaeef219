// How the editor looks: colours, fonts, measures. The page's style sheet has the same colours.
#pragma once

#include <vector>

#include "imgui.h"
#include "psgan/skeleton.h"

namespace psgan::web {

/// 0xRRGGBB and an opacity as Dear ImGui packs colours.
constexpr ImU32 rgb(unsigned hex, float alpha = 1) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, static_cast<int>(alpha * 255));
}

/// The same colour, its opacity multiplied.
constexpr ImU32 faded(ImU32 colour, float alpha) {
  const auto a = static_cast<ImU32>(static_cast<float>(colour >> IM_COL32_A_SHIFT) * alpha);
  return (colour & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

namespace colour {
inline constexpr ImU32 page = rgb(0xF7F4FB);     // the ground of everything
inline constexpr ImU32 surface = rgb(0xFFFFFF);  // stage and cards
inline constexpr ImU32 line = rgb(0xE6DFF0);     // hairlines
inline constexpr ImU32 control = rgb(0xF0EBF7);  // buttons at rest
inline constexpr ImU32 hover = rgb(0xE7DFF3);
inline constexpr ImU32 press = rgb(0xDBD0EC);
inline constexpr ImU32 ink = rgb(0x2A2440);
inline constexpr ImU32 soft_ink = rgb(0x6A6184);
inline constexpr ImU32 accent = rgb(0xD6336C);  // rose: what one does
inline constexpr ImU32 accent_hover = rgb(0xBF2A5F);
inline constexpr ImU32 accent_soft = rgb(0xFCE4EE);
inline constexpr ImU32 problem = rgb(0x8A3B12);
inline constexpr ImU32 problem_soft = rgb(0xFFF1E0);
inline constexpr ImU32 good = rgb(0x1F6F54);
inline constexpr ImU32 good_soft = rgb(0xE2F6EE);
// The character's own left is warm, her right cool, the middle violet.
inline constexpr ImU32 left = rgb(0xF0622D);
inline constexpr ImU32 right = rgb(0x1289C9);
inline constexpr ImU32 middle = rgb(0x7C4DDB);
}  // namespace colour

ImU32 side_colour(Keypoint keypoint);

inline constexpr float radius = 12;       // of buttons
inline constexpr float card_radius = 22;  // of stage and cards

struct Fonts {
  ImFont* body = nullptr;
  ImFont* bold = nullptr;
  ImFont* small = nullptr;
  ImFont* title = nullptr;
};

/// Dear ImGui's style in our colours; once.
void apply_theme();

/// The bytes of a typeface's two weights.
struct Face {
  std::vector<unsigned char> medium, bold;
};

/// Builds the fonts for a screen of so many pixels per CSS pixel. `own`, empty for English, has the
/// characters of the visitor's language (dictionary_characters()). Both must outlive the context.
Fonts build_fonts(const Face& latin, const Face& own, float pixel_ratio);

}  // namespace psgan::web
