#include "view/widgets.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <utility>

#include "editor/texts.h"

namespace psgan::web {
namespace {

constexpr float icon_size = 18;
constexpr float gap = 8;       // between a button's icon and its text
constexpr float padding = 14;  // left and right inside a button
constexpr float pi = std::numbers::pi_v<float>;

}  // namespace

// Rings that hardly overlap, the inner ones darker. Filled rectangles one above the other would
// look the same, and paint what the card covers six times; where no graphics card is, paint is most
// of what a frame costs.
void draw_shadow(ImDrawList* list, const Rect& rect, float rounding) {
  constexpr int steps = 6;
  constexpr float step = 2.5f, down = 5;
  float light = 1;
  for (int i = steps; i >= 1; --i) {
    light *= 1 - 0.012f;
    const float outer = static_cast<float>(i) * step, inner = i > 1 ? outer - step : -down - 1;
    const float middle = (outer + inner) / 2;
    list->AddRect(ImVec2(rect.min.x - middle, rect.min.y - middle + down),
                  ImVec2(rect.max.x + middle, rect.max.y + middle + down),
                  faded(colour::shadow, 1 - light), rounding + middle, 0, outer - inner);
  }
}

void Widgets::begin_frame() {
  touch_areas.clear();
  places.clear();
  controls.clear();
  group.clear();
  in_sheet = false;
}

void Widgets::end_frame() {
  // What is not there any more cannot be pressed later.
  pressed_.clear();
  moved_.id.clear();
  reached.clear();
}

bool Widgets::note(Control control) {
  const bool pressed = !pressed_.empty() && pressed_ == control.id && control.enabled;
  places[control.id] = control.place;
  control.group = group;
  control.in_sheet = in_sheet;
  if (in_sheet) {
    control.place.min.y += scrolled;
    control.place.max.y += scrolled;
  }
  controls.push_back(std::move(control));
  return pressed;
}

std::optional<float> Widgets::moved_to(const std::string& id) {
  if (moved_.id != id) return std::nullopt;
  moved_.id.clear();
  return moved_.value;
}

Rect Widgets::seen(const Rect& area) {
  const ImDrawList* list = ImGui::GetWindowDrawList();
  return area.intersection({list->GetClipRectMin(), list->GetClipRectMax()});
}

void Widgets::text(ImVec2 at, const char* text, ImFont* font, ImU32 colour) const {
  // On whole pixels of the screen, or letters blur.
  const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
  at = ImVec2(std::round(at.x * ratio) / ratio, std::round(at.y * ratio) / ratio);
  ImGui::GetWindowDrawList()->AddText(font, line_height(font), at, colour, tr(text));
}

float Widgets::line_height(ImFont* font) const {
  return font->FontSize * ImGui::GetIO().FontGlobalScale;
}

float Widgets::text_width(const char* text, ImFont* font) const {
  return font->CalcTextSizeA(line_height(font), 1e9f, 0, tr(text)).x;
}

float Widgets::paragraph(ImVec2 at, float width, const std::string& text, ImFont* font,
                         ImU32 colour) const {
  const float size = line_height(font);
  const char* words = tr(text.c_str());
  ImGui::GetWindowDrawList()->AddText(font, size, at, colour, words, nullptr, width);
  return font->CalcTextSizeA(size, 1e9f, width, words).y;
}

float Widgets::button_width(const char* text, Icon icon) const {
  float width = 2 * padding;
  if (*text) width += text_width(text, fonts.bold);
  if (icon != Icon::none) width += icon_size + (*text ? gap : 0);
  return std::max(width, control_height);
}

bool Widgets::button(const char* id, ImVec2 at, float width, const char* label, Icon icon,
                     Look look, bool enabled, const char* spoken) {
  if (width <= 0) width = button_width(label, icon);
  const ImVec2 end(at.x + width, at.y + control_height);
  ImGui::SetCursorScreenPos(at);
  bool clicked = ImGui::InvisibleButton(id, ImVec2(width, control_height)) && enabled;
  const bool is_switch = look == Look::chosen || look == Look::unchosen;
  clicked |= note({.id = id,
                   .name = tr(*spoken ? spoken : label),
                   .group = {},
                   .role = is_switch ? ControlRole::toggle : ControlRole::button,
                   .enabled = enabled,
                   .chosen = look == Look::chosen,
                   .value_text = {},
                   .place = {at, end}});
  const bool hovered = ImGui::IsItemHovered() && enabled;
  const bool held = ImGui::IsItemActive() && enabled;
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

  ImU32 fill = held ? colour::press : hovered ? colour::hover : colour::control;
  ImU32 ink = colour::ink;
  if (look == Look::accent) {
    fill = hovered ? colour::accent_hover : colour::accent;
    ink = colour::white;
  } else if (look == Look::chosen) {
    fill = colour::accent_soft;
    ink = colour::accent;
  } else if (look == Look::quiet && !hovered) {
    fill = rgb(0xFFFFFF, 0.f);
  }
  if (!enabled) ink = faded(ink, 0.35f);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, end, fill, radius);
  if (look == Look::chosen) list->AddRect(at, end, faded(colour::accent, 0.35f), radius, 0, 1.2f);

  const float words = *label ? text_width(label, fonts.bold) : 0;
  const float contents = words + (icon != Icon::none ? icon_size + (*label ? gap : 0) : 0);
  float x = at.x + (width - contents) / 2;
  const float middle = at.y + control_height / 2;
  if (icon != Icon::none) {
    draw_icon(list, icon, ImVec2(x + icon_size / 2, middle), icon_size, ink);
    x += icon_size + gap;
  }
  if (*label) text(ImVec2(x, middle - line_height(fonts.bold) / 2), label, fonts.bold, ink);
  return clicked;
}

bool Widgets::icon_button(const char* id, ImVec2 at, Icon icon, const char* text, bool enabled) {
  const bool clicked = button(id, at, control_height, "", icon, Look::plain, enabled, text);
  tip({at, ImVec2(at.x + control_height, at.y + control_height)}, text);
  return clicked;
}

int Widgets::choices(const char* id, ImVec2 at, float width,
                     std::initializer_list<const char*> titles, int chosen) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, ImVec2(at.x + width, at.y + control_height), colour::control, radius);
  const float each = width / static_cast<float>(titles.size());
  int clicked = -1, number = 0;
  for (const char* title : titles) {
    std::string name = std::string(id) + " " + title;
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return std::tolower(c); });
    const Rect box{ImVec2(at.x + each * static_cast<float>(number), at.y),
                   ImVec2(at.x + each * static_cast<float>(number + 1), at.y + control_height)};
    const bool on = number == chosen;
    ImGui::SetCursorScreenPos(box.min);
    if (ImGui::InvisibleButton(name.c_str(), ImVec2(each, control_height))) clicked = number;
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (note({.id = name,
              .name = tr(title),
              .group = {},
              .role = ControlRole::tab,
              .chosen = on,
              .value_text = {},
              .place = box})) {
      clicked = number;
    }
    if (on) {
      const ImVec2 min(box.min.x + 3, box.min.y + 3), max(box.max.x - 3, box.max.y - 3);
      list->AddRectFilled(min, max, colour::surface, radius - 3);
      list->AddRect(min, max, colour::line, radius - 3, 0, 1);
    }
    const float words = text_width(title, fonts.bold);
    text(ImVec2((box.min.x + box.max.x - words) / 2,
                at.y + (control_height - line_height(fonts.bold)) / 2),
         title, fonts.bold,
         on        ? colour::accent
         : hovered ? colour::ink
                   : colour::soft_ink);
    ++number;
  }
  return clicked;
}

float Widgets::chip_width(const char* text) const { return text_width(text, fonts.small) + 22; }

bool Widgets::chip(const std::string& id, ImVec2 at, float width, const char* words,
                   std::optional<bool> is_chosen, bool enabled) {
  if (width <= 0) width = chip_width(words);
  const ImVec2 end(at.x + width, at.y + chip_height);
  const bool chosen = is_chosen.value_or(false);
  ImGui::SetCursorScreenPos(at);
  bool clicked = ImGui::InvisibleButton(id.c_str(), ImVec2(width, chip_height)) && enabled;
  clicked |= note({.id = id,
                   .name = tr(words),
                   .group = {},
                   .role = is_chosen ? ControlRole::toggle : ControlRole::button,
                   .enabled = enabled,
                   .chosen = chosen,
                   .value_text = {},
                   .place = {at, end}});
  const bool hovered = ImGui::IsItemHovered() && enabled;
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rounding = chip_height / 2;
  list->AddRectFilled(at, end,
                      chosen    ? colour::accent_soft
                      : hovered ? colour::hover
                                : colour::control,
                      rounding);
  if (chosen) list->AddRect(at, end, faded(colour::accent, 0.5f), rounding, 0, 1.2f);
  const ImU32 ink = chosen ? colour::accent : colour::ink;
  text(ImVec2(at.x + (width - text_width(words, fonts.small)) / 2,
              at.y + (chip_height - line_height(fonts.small)) / 2),
       words, fonts.small, enabled ? ink : faded(ink, 0.35f));
  return clicked;
}

bool Widgets::tile(const char* id, const Rect& rect, bool chosen, const char* title) {
  ImGui::SetCursorScreenPos(rect.min);
  bool clicked = ImGui::InvisibleButton(id, ImVec2(rect.width(), rect.height())) && !pulling;
  clicked |= note({.id = id,
                   .name = tr(title),
                   .group = {},
                   .role = ControlRole::toggle,
                   .chosen = chosen,
                   .value_text = {},
                   .place = rect});
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(rect.min, rect.max,
                      chosen    ? colour::accent_soft
                      : hovered ? colour::hover
                                : colour::control,
                      radius);
  if (chosen) list->AddRect(rect.min, rect.max, colour::accent, radius, 0, 1.6f);
  tip(rect, title);
  return clicked;
}

void Widgets::tip(const Rect& item, const char* words) const {
  if (touch || !ImGui::IsItemHovered() || ImGui::IsItemActive()) return;
  const float width = text_width(words, fonts.small) + 18;
  const float most = ImGui::GetIO().DisplaySize.x - 8 - width;
  const ImVec2 at(std::min((item.min.x + item.max.x - width) / 2, most), item.max.y + 6);
  ImDrawList* list = ImGui::GetForegroundDrawList();
  list->AddRectFilled(at, ImVec2(at.x + width, at.y + 26), colour::tip, 13);
  list->AddText(fonts.small, line_height(fonts.small), ImVec2(at.x + 9, at.y + 5), colour::white,
                tr(words));
}

bool Widgets::slider(const char* id, ImVec2 at, float width, float& value, float least, float most,
                     const char* name, const std::string& value_text, bool centre) {
  constexpr float knob = 9;
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton(id, ImVec2(width, control_height));
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
  if (hovered || held) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Rect place_of_all{at, ImVec2(at.x + width, at.y + control_height)};
  touch_areas.push_back(seen(place_of_all));
  note({.id = id,
        .name = tr(name),
        .group = {},
        .role = ControlRole::slider,
        .value = value,
        .least = least,
        .most = most,
        .value_text = value_text,
        .place = place_of_all});

  const float left = at.x + knob, right = at.x + width - knob, y = at.y + control_height / 2;
  const float before = value;
  if (held) {
    const float share = std::clamp((ImGui::GetIO().MousePos.x - left) / (right - left), 0.f, 1.f);
    value = least + share * (most - least);
  }
  const auto keyed = moved_to(id);
  if (keyed) value = std::clamp(*keyed, least, most);
  const auto place = [&](float v) {
    return left + std::clamp((v - least) / (most - least), 0.f, 1.f) * (right - left);
  };
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x = place(value), from = centre ? place((least + most) / 2) : left;
  list->AddRectFilled(ImVec2(left - 3, y - 3), ImVec2(right + 3, y + 3), colour::hover, 3);
  list->AddRectFilled(ImVec2(std::min(from, x), y - 3), ImVec2(std::max(from, x), y + 3),
                      faded(colour::accent, 0.75f), 3);
  list->AddCircleFilled(ImVec2(x, y + 1), knob + 1, faded(colour::shadow, 0.12f));
  list->AddCircleFilled(ImVec2(x, y), knob, colour::white);
  list->AddCircle(ImVec2(x, y), knob, hovered || held ? colour::accent : colour::press, 0, 1.6f);
  return (held || keyed) && value != before;
}

void draw_icon(ImDrawList* list, Icon icon, ImVec2 c, float size, ImU32 colour) {
  const float s = size / 18;  // The icons are drawn on a grid of 18.
  const auto at = [&](float x, float y) { return ImVec2(c.x + (x - 9) * s, c.y + (y - 9) * s); };
  const auto stroke = [&](std::initializer_list<ImVec2> points, bool closed = false) {
    for (const ImVec2& p : points) list->PathLineTo(p);
    list->PathStroke(colour, closed ? ImDrawFlags_Closed : 0, 1.9f * s);
  };
  switch (icon) {
    case Icon::none:
      break;
    case Icon::previous:
      stroke({at(11, 4), at(6, 9), at(11, 14)});
      break;
    case Icon::next:
      stroke({at(7, 4), at(12, 9), at(7, 14)});
      break;
    case Icon::dice:
      list->AddRect(at(2.5f, 2.5f), at(15.5f, 15.5f), colour, 3.5f * s, 0, 1.8f * s);
      for (const ImVec2& p : {at(6, 6), at(9, 9), at(12, 12)}) {
        list->AddCircleFilled(p, 1.5f * s, colour);
      }
      break;
    case Icon::play:
      list->PathLineTo(at(5.5f, 3.5f));
      list->PathLineTo(at(15, 9));
      list->PathLineTo(at(5.5f, 14.5f));
      list->PathFillConvex(colour);
      break;
    case Icon::pause:
      list->AddRectFilled(at(4.5f, 3.5f), at(7.5f, 14.5f), colour, 1.3f * s);
      list->AddRectFilled(at(10.5f, 3.5f), at(13.5f, 14.5f), colour, 1.3f * s);
      break;
    case Icon::mirror:
      stroke({at(9, 2), at(9, 16)});
      stroke({at(6.5f, 5), at(6.5f, 13), at(1.5f, 13)}, true);
      list->PathLineTo(at(11.5f, 5));
      list->PathLineTo(at(16.5f, 13));
      list->PathLineTo(at(11.5f, 13));
      list->PathFillConvex(colour);
      break;
    case Icon::reset:
      list->PathArcTo(at(9, 9.6f), 5.9f * s, 0.1f * pi, 1.5f * pi, 24);
      list->PathStroke(colour, 0, 1.9f * s);
      list->PathLineTo(at(9, 0.4f));
      list->PathLineTo(at(13.6f, 3.7f));
      list->PathLineTo(at(9, 7));
      list->PathFillConvex(colour);
      break;
    case Icon::undo:
      list->PathArcTo(at(9.5f, 10.2f), 4.7f * s, -0.5f * pi, 0.6f * pi, 16);
      list->PathStroke(colour, 0, 1.9f * s);
      stroke({at(9.5f, 5.5f), at(3.5f, 5.5f)});
      stroke({at(6.5f, 2.3f), at(3.2f, 5.5f), at(6.5f, 8.7f)});
      break;
    case Icon::eye:
    case Icon::no_eye:
      list->PathLineTo(at(1.2f, 9));
      list->PathBezierQuadraticCurveTo(at(9, 0.5f), at(16.8f, 9));
      list->PathBezierQuadraticCurveTo(at(9, 17.5f), at(1.2f, 9));
      list->PathStroke(colour, ImDrawFlags_Closed, 1.7f * s);
      list->AddCircleFilled(at(9, 9), 2.6f * s, colour);
      if (icon == Icon::no_eye) stroke({at(3, 15.5f), at(15, 2.5f)});
      break;
    case Icon::link:
      list->AddRect(at(1.5f, 6), at(9.5f, 12), colour, 3 * s, 0, 1.8f * s);
      list->AddRect(at(8.5f, 6), at(16.5f, 12), colour, 3 * s, 0, 1.8f * s);
      break;
    case Icon::redo:
      list->PathArcTo(at(8.5f, 10.2f), 4.7f * s, 0.4f * pi, 1.5f * pi, 16);
      list->PathStroke(colour, 0, 1.9f * s);
      stroke({at(8.5f, 5.5f), at(14.5f, 5.5f)});
      stroke({at(11.5f, 2.3f), at(14.8f, 5.5f), at(11.5f, 8.7f)});
      break;
    case Icon::plus:
      stroke({at(9, 3.5f), at(9, 14.5f)});
      stroke({at(3.5f, 9), at(14.5f, 9)});
      break;
    case Icon::key:
      stroke({at(7, 3), at(12, 9), at(7, 15), at(2, 9)}, true);
      stroke({at(14, 2.5f), at(14, 7.5f)});
      stroke({at(11.5f, 5), at(16.5f, 5)});
      break;
    case Icon::bin:
      stroke({at(3, 4.8f), at(15, 4.8f)});
      stroke({at(7, 4.6f), at(7, 2.6f), at(11, 2.6f), at(11, 4.6f)});
      stroke({at(4.5f, 5), at(5.3f, 15.3f), at(12.7f, 15.3f), at(13.5f, 5)});
      break;
    case Icon::copy:
      list->AddRect(at(2.5f, 2.5f), at(11, 11), colour, 2.2f * s, 0, 1.8f * s);
      list->AddRect(at(7, 7), at(15.5f, 15.5f), colour, 2.2f * s, 0, 1.8f * s);
      break;
    case Icon::paste:
      list->AddRect(at(3, 3.5f), at(15, 16), colour, 2.2f * s, 0, 1.8f * s);
      list->AddRectFilled(at(6, 1.6f), at(12, 5.4f), colour, 1.5f * s);
      stroke({at(9, 8), at(9, 13)});
      stroke({at(6.5f, 10.5f), at(11.5f, 10.5f)});
      break;
    case Icon::heart:
      list->PathLineTo(at(9, 15.6f));
      list->PathBezierCubicCurveTo(at(-3.5f, 8), at(3.5f, -1.5f), at(9, 5));
      list->PathBezierCubicCurveTo(at(14.5f, -1.5f), at(21.5f, 8), at(9, 15.6f));
      list->PathStroke(colour, ImDrawFlags_Closed, 1.8f * s);
      break;
    case Icon::lock:
      list->AddRectFilled(at(3.5f, 8), at(14.5f, 15.5f), colour, 2 * s);
      list->PathLineTo(at(5.8f, 8));
      list->PathBezierCubicCurveTo(at(5.8f, 0.5f), at(12.2f, 0.5f), at(12.2f, 8));
      list->PathStroke(colour, 0, 1.9f * s);
      break;
    case Icon::loop:
      stroke({at(5, 5), at(13, 5), at(15.5f, 7.5f), at(15.5f, 9)});
      stroke({at(13, 13), at(5, 13), at(2.5f, 10.5f), at(2.5f, 9)});
      stroke({at(7.5f, 2.2f), at(4.7f, 5), at(7.5f, 7.8f)});
      stroke({at(10.5f, 10.2f), at(13.3f, 13), at(10.5f, 15.8f)});
      break;
    case Icon::sun:
      list->AddCircleFilled(at(9, 9), 3.6f * s, colour);
      for (int i = 0; i < 8; ++i) {
        const float a = static_cast<float>(i) * pi / 4, x = std::cos(a), y = std::sin(a);
        stroke({at(9 + 5.6f * x, 9 + 5.6f * y), at(9 + 7.8f * x, 9 + 7.8f * y)});
      }
      break;
    case Icon::moon:
      list->PathArcTo(at(8.6f, 9.4f), 6.2f * s, -0.45f * pi, 1.02f * pi, 24);
      list->PathBezierCubicCurveTo(at(7.5f, 10.5f), at(11.8f, 7), at(9.6f, 3.3f));
      list->PathStroke(colour, ImDrawFlags_Closed, 1.8f * s);
      break;
    case Icon::folder:
      stroke({at(2, 14.5f), at(2, 4), at(7, 4), at(8.8f, 6.2f), at(16, 6.2f), at(16, 14.5f)}, true);
      break;
    case Icon::row:
      for (const float x : {3.4f, 9.f, 14.6f}) {
        list->AddCircleFilled(at(x, 5), 1.9f * s, colour);
        stroke({at(x, 8), at(x, 15)});
      }
      break;
    case Icon::spine:
      list->AddCircleFilled(at(9, 3.2f), 2.3f * s, colour);
      stroke({at(9, 5), at(9, 10.5f)});
      stroke({at(3.5f, 8), at(14.5f, 8)});
      stroke({at(5, 16), at(9, 10.5f), at(13, 16)});
      break;
    case Icon::note:
      list->AddCircleFilled(at(5.4f, 13.6f), 2.7f * s, colour);
      list->AddCircleFilled(at(12.8f, 12), 2.7f * s, colour);
      stroke({at(7.2f, 13.6f), at(7.2f, 4.2f), at(14.6f, 2.6f), at(14.6f, 12)});
      stroke({at(7.2f, 5.4f), at(14.6f, 3.8f)});
      break;
    case Icon::camera:
      list->AddRect(at(1.8f, 5), at(16.2f, 15), colour, 2.6f * s, 0, 1.8f * s);
      stroke({at(6, 5), at(7.2f, 2.6f), at(10.8f, 2.6f), at(12, 5)});
      list->AddCircle(at(9, 10), 2.7f * s, colour, 0, 1.8f * s);
      break;
    case Icon::fold:
      stroke({at(4, 11.5f), at(9, 6.5f), at(14, 11.5f)});
      break;
    case Icon::unfold:
      stroke({at(4, 6.5f), at(9, 11.5f), at(14, 6.5f)});
      break;
    case Icon::portrait:
      list->AddRect(at(2.5f, 2.5f), at(15.5f, 15.5f), colour, 2.5f * s, 0, 1.6f * s);
      list->AddCircle(at(9, 7.4f), 2.4f * s, colour, 0, 1.6f * s);
      stroke({at(4.8f, 14.6f), at(6.2f, 11.8f), at(11.8f, 11.8f), at(13.2f, 14.6f)});
      break;
    case Icon::zoom_in:
    case Icon::zoom_out:
      list->AddCircle(at(7.6f, 7.6f), 5.2f * s, colour, 0, 1.8f * s);
      stroke({at(11.5f, 11.5f), at(16, 16)});
      stroke({at(5.2f, 7.6f), at(10, 7.6f)});
      if (icon == Icon::zoom_in) stroke({at(7.6f, 5.2f), at(7.6f, 10)});
      break;
    case Icon::cross:
      stroke({at(5, 5), at(13, 13)});
      stroke({at(13, 5), at(5, 13)});
      break;
  }
}

}  // namespace psgan::web
