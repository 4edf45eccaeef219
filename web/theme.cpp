#include "theme.h"

#include <string_view>

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

Fonts build_fonts(std::span<const unsigned char> medium, std::span<const unsigned char> bold,
                  float pixel_ratio) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 2;
  config.OversampleV = 1;
  // Sizes are from ascent to descent, a quarter more than what a style sheet calls them.
  // Latin, and the dashes, quotation marks and the ellipsis of sentences.
  static const ImWchar ranges[] = {0x20, 0xFF, 0x2010, 0x2026, 0};
  const auto add = [&](std::span<const unsigned char> face, float size) {
    // Dear ImGui asks for a mutable pointer, and does not write when it does not own the bytes.
    return io.Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(face.data()),
                                          static_cast<int>(face.size()), size * pixel_ratio,
                                          &config, ranges);
  };
  Fonts fonts;
  fonts.body = add(medium, 19);
  fonts.bold = add(bold, 18.5f);
  fonts.small = add(bold, 16);
  fonts.title = add(bold, 23);
  io.FontGlobalScale = 1 / pixel_ratio;
  return fonts;
}

}  // namespace psgan::web
