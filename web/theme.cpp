#include "theme.h"

#include <string_view>

#include "texts.h"

namespace psgan::web {

ImU32 side_colour(Keypoint keypoint) {
  if (mirrored(keypoint) == keypoint) return colour::middle;
  return name(keypoint).substr(0, 4) == "left" ? colour::left : colour::right;
}

void apply_theme() {
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
