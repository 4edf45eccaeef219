#include "view/colour_widgets.h"

#include <algorithm>
#include <cmath>

namespace psgan::web {
namespace {

TraitColour full_hue(float hue) {
  TraitColour c{};
  ImGui::ColorConvertHSVtoRGB(hue, 1, 1, c[0], c[1], c[2]);
  return c;
}

/// Above the middle towards white, below it towards black.
TraitColour colour_at(float x, float y) {
  TraitColour c = full_hue(std::min(x, 0.9999f));
  for (float& channel : c) {
    channel = y < 0.5f ? 1 + (channel - 1) * 2 * y : channel * 2 * (1 - y);
  }
  return c;
}

/// Where in the field the colour lies, or comes nearest to lying.
ImVec2 place_of(const TraitColour& c) {
  float hue = 0, saturation = 0, value = 0;
  ImGui::ColorConvertRGBtoHSV(c[0], c[1], c[2], hue, saturation, value);
  const float white = value * (1 - saturation);
  return ImVec2(hue, value - white > 1 - value ? (1 - white) / 2 : 1 - value / 2);
}

}  // namespace

ImU32 packed(const TraitColour& c) {
  return ImGui::ColorConvertFloat4ToU32(ImVec4(c[0], c[1], c[2], 1));
}

bool swatch(const std::string& id, ImVec2 at, const TraitColour& c, bool chosen,
            const std::string& name, Widgets& widgets) {
  ImGui::SetCursorScreenPos(at);
  bool clicked = ImGui::InvisibleButton(id.c_str(), ImVec2(swatch_size, swatch_size));
  clicked |= widgets.note({.id = id,
                           .name = name,
                           .group = {},
                           .role = ControlRole::toggle,
                           .chosen = chosen,
                           .value_text = {},
                           .place = {at, ImVec2(at.x + swatch_size, at.y + swatch_size)}});
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 centre(at.x + swatch_size / 2, at.y + swatch_size / 2);
  const float round = swatch_size / 2 - 3;
  list->AddCircleFilled(centre, round, packed(c));
  list->AddCircle(centre, round, colour::press, 0, 1);
  if (chosen || hovered) {
    list->AddCircle(centre, round + 2, chosen ? colour::accent : colour::press, 0, 2);
  }
  return clicked;
}

bool colour_field(const std::string& id, const Rect& field, TraitColour& c, const std::string& name,
                  Widgets& widgets) {
  ImGui::SetCursorScreenPos(field.min);
  ImGui::InvisibleButton(id.c_str(), ImVec2(field.width(), field.height()));
  widgets.touch_areas.push_back(Widgets::seen(field));
  const ImVec2 now = place_of(c);
  widgets.note({.id = id,
                .name = name,
                .group = {},
                .role = ControlRole::slider,
                .value = now.x,
                .least = 0,
                .most = 1,
                .value_text = std::to_string(std::lround(now.x * 360)) + "°",
                .place = field});
  const bool held = ImGui::IsItemActive();
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* list = ImGui::GetWindowDrawList();
  constexpr int hues = 12;
  const float middle = (field.min.y + field.max.y) / 2, step = field.width() / hues;
  for (int i = 0; i < hues; ++i) {
    const float left = field.min.x + static_cast<float>(i) * step;
    const ImU32 from = packed(full_hue(static_cast<float>(i) / hues)),
                to = packed(full_hue(static_cast<float>(i + 1) / hues));
    const ImU32 white = packed({1, 1, 1}), black = packed({0, 0, 0});
    list->AddRectFilledMultiColor(ImVec2(left, field.min.y), ImVec2(left + step, middle), white,
                                  white, to, from);
    list->AddRectFilledMultiColor(ImVec2(left, middle), ImVec2(left + step, field.max.y), from, to,
                                  black, black);
  }
  const TraitColour before = c;
  if (held) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    c = colour_at(std::clamp((mouse.x - field.min.x) / field.width(), 0.f, 1.f),
                  std::clamp((mouse.y - field.min.y) / field.height(), 0.f, 1.f));
  }
  if (const auto hue = widgets.moved_to(id)) c = colour_at(std::clamp(*hue, 0.f, 1.f), now.y);
  const ImVec2 place = place_of(c);
  const ImVec2 at(field.min.x + place.x * field.width(), field.min.y + place.y * field.height());
  list->AddCircle(at, 7, colour::white, 0, 3);
  list->AddCircle(at, 8.5f, colour::tip, 0, 1.2f);
  return c != before;
}

}  // namespace psgan::web
