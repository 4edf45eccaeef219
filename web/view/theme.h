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

/// Set by apply_theme(), light or dark.
namespace colour {
inline ImU32 page;     // the ground of everything
inline ImU32 surface;  // cards
inline ImU32 line;     // hairlines
inline ImU32 control;  // buttons at rest
inline ImU32 hover;
inline ImU32 press;
inline ImU32 ink;
inline ImU32 soft_ink;
inline ImU32 accent;  // rose: what one does
inline ImU32 accent_hover;
inline ImU32 accent_soft;
inline ImU32 problem;
inline ImU32 problem_soft;
inline ImU32 good;
inline ImU32 good_soft;
// The pictures' ground, which is white; in the dark it is dimmed with the pictures.
inline ImU32 paper;
// What stands on the accent, and around the skeleton's points.
inline constexpr ImU32 white = rgb(0xFFFFFF);
inline constexpr ImU32 shadow = rgb(0x1D1438);
// Small letters on the paper.
inline constexpr ImU32 quiet_on_paper = rgb(0x6A6184);
// Behind tips.
inline constexpr ImU32 tip = rgb(0x2A2440, 0.92f);
}  // namespace colour

/// Of a keypoint, or of the bone that ends there.
ImU32 tint_of(Keypoint keypoint);

inline constexpr float radius = 12;       // of buttons
inline constexpr float card_radius = 22;  // of stage and cards

struct Fonts {
  ImFont* body = nullptr;
  ImFont* bold = nullptr;
  ImFont* small = nullptr;
  ImFont* title = nullptr;
};

/// Our colours and Dear ImGui's style in them.
void apply_theme(bool dark);

/// The bytes of a typeface's two weights.
struct Face {
  std::vector<unsigned char> medium, bold;
};

/// Builds the fonts for a screen of so many pixels per CSS pixel. `own`, empty for English, has the
/// characters of the visitor's language (dictionary_characters()). Both must outlive the context.
Fonts build_fonts(const Face& latin, const Face& own, float pixel_ratio);

}  // namespace psgan::web
