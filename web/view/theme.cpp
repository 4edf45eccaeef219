#include "view/theme.h"

#include "editor/texts.h"
#include "psgan/side_colours.h"

namespace psgan::web {

ImU32 tint_of(Keypoint keypoint) { return rgb(side_colour(keypoint)); }

void apply_theme(bool dark) {
  struct Row {
    ImU32& colour;
    unsigned light, dark;
  };
  for (const Row& row :
       {Row{colour::page, 0xF7F4FB, 0x17131F}, Row{colour::surface, 0xFFFFFF, 0x221C2E},
        Row{colour::line, 0xE6DFF0, 0x393049}, Row{colour::control, 0xF0EBF7, 0x2F2740},
        Row{colour::hover, 0xE7DFF3, 0x3B3150}, Row{colour::press, 0xDBD0EC, 0x4A3E63},
        Row{colour::ink, 0x2A2440, 0xF3EEFA}, Row{colour::soft_ink, 0x6A6184, 0xB3A9CC},
        Row{colour::accent, 0xD6336C, 0xE8467F}, Row{colour::accent_hover, 0xBF2A5F, 0xF2588D},
        Row{colour::accent_soft, 0xFCE4EE, 0x4A2038}, Row{colour::problem, 0x8A3B12, 0xFFC9A3},
        Row{colour::problem_soft, 0xFFF1E0, 0x4B2C18}, Row{colour::good, 0x1F6F54, 0x9EE5C8},
        Row{colour::good_soft, 0xE2F6EE, 0x1B3D31}, Row{colour::paper, 0xFFFFFF, 0xE4DEED}}) {
    row.colour = rgb(dark ? row.dark : row.light);
  }
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = ImVec2(0, 0);
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.FrameRounding = radius;
  style.FrameBorderSize = 0;
  style.ItemSpacing = ImVec2(8, 8);
  style.GrabRounding = radius;
  style.AntiAliasedLinesUseTex = true;
  style.CircleTessellationMaxError = 0.12f;
  style.CurveTessellationTol = 0.6f;
  const auto set = [&](ImGuiCol which, ImU32 value) {
    style.Colors[which] = ImGui::ColorConvertU32ToFloat4(value);
  };
  set(ImGuiCol_WindowBg, colour::page);
  set(ImGuiCol_Text, colour::ink);
  set(ImGuiCol_Button, colour::control);
  set(ImGuiCol_ButtonHovered, colour::hover);
  set(ImGuiCol_ButtonActive, colour::press);
}

Fonts build_fonts(const Face& latin, const Face& own, float pixel_ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 2;
  config.OversampleV = 1;
  // Sizes are from ascent to descent, a quarter more than what a style sheet calls them.
  // Latin, and the dashes, quotation marks and the ellipsis of sentences.
  static const ImWchar ranges[] = {0x20, 0xFF, 0x2010, 0x2026, 0};
  // Noto's lines are taller than Quicksand's for letters of the same size.
  constexpr float own_scale = 1.16f;
  ImFontConfig merged = config;
  merged.MergeMode = true;
  merged.OversampleH = 1;  // These strokes are many, and the texture is for phones too.
  static std::vector<ImWchar> own_ranges;  // Dear ImGui keeps the pointer.
  own_ranges.clear();
  for (const unsigned short character : dictionary_characters()) {
    own_ranges.insert(own_ranges.end(), {character, character});
  }
  own_ranges.push_back(0);
  const auto from = [&](const std::vector<unsigned char>& face, float size, const ImFontConfig& how,
                        const ImWchar* which) {
    // Dear ImGui asks for a mutable pointer, and does not write when it does not own the bytes.
    return io.Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(face.data()),
                                          static_cast<int>(face.size()), size * pixel_ratio, &how,
                                          which);
  };
  const auto add = [&](std::vector<unsigned char> Face::*weight, float size) {
    ImFont* font = from(latin.*weight, size, config, ranges);
    if (!(own.*weight).empty() && own_ranges.size() > 1) {
      from(own.*weight, size * own_scale, merged, own_ranges.data());
    }
    return font;
  };
  Fonts fonts;
  fonts.body = add(&Face::medium, 19);
  fonts.bold = add(&Face::bold, 18.5f);
  fonts.small = add(&Face::bold, 16);
  fonts.title = add(&Face::bold, 23);
  io.FontGlobalScale = 1 / pixel_ratio;
  return fonts;
}

}  // namespace psgan::web
