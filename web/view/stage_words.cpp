// Stage: what it says in words: hints, loading, status, messages.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "editor/texts.h"
#include "view/stage.h"

namespace psgan::web {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

}  // namespace

void Stage::draw_turning(const Editor& editor, const Widgets& widgets) const {
  const bool over = over_ground_ || over_companion_ > 0;
  if (!over || editor.newcomer || editor.playing()) return;
  const bool turning = turned_from_ && moved_;
  const std::string text =
      over_companion_ > 0 ? tr("Press to pose her, drag to move her")
      : turning ? tr("Turn {}\xc2\xb0", {std::to_string(std::lround(editor.yaw() * 180 / pi))})
                : tr("Drag the paper to turn her");
  const float width = widgets.text_width(text.c_str(), widgets.fonts.small) + 18;
  const ImVec2 at((rect_.min.x + rect_.max.x - width) / 2, rect_.max.y - 36);
  ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 26),
                                            faded(colour::tip, turning ? 0.92f : 0.55f), 13);
  widgets.text(ImVec2(at.x + 9, at.y + 5), text.c_str(), widgets.fonts.small, colour::white);
}

void Stage::draw_welcome(const Editor& editor, const Widgets& widgets, bool touch) const {
  const bool loading = editor.models().state() == ModelState::loading;
  if (!editor.newcomer || editor.playing() || loading || !editor.messages().empty()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const Keypoint hand : {Keypoint::left_wrist, Keypoint::right_wrist}) {
    const ImVec2 at = screen(editor.pose()[hand]);
    list->AddCircle(at, 15 * fineness(), faded(tint_of(hand), 0.9f), 0, 2.2f);
    list->AddCircle(at, 21 * fineness(), faded(tint_of(hand), 0.35f), 0, 2.2f);
  }
  const char* text =
      touch ? "Hold a hand and pull it, or press Dance" : "Drag a hand, or press Dance";
  // Beside the eye; on a small phone in two lines.
  const ImFont* font = widgets.fonts.bold;
  const float size = widgets.line_height(widgets.fonts.bold);
  const float most = rect_.width() - 28 - widgets.control_height - 8 - 32;
  const ImVec2 words = font->CalcTextSizeA(size, 1e9f, most, tr(text));
  const float right = rect_.max.x - 14 - widgets.control_height - 8;
  const float middle = (rect_.min.x + rect_.max.x) / 2;
  const float left = std::min(middle - words.x / 2 - 16, right - words.x - 32);
  const ImVec2 at(left, rect_.min.y + 14);
  list->AddRectFilled(at, ImVec2(at.x + words.x + 32, at.y + words.y + 16), colour::tip, 18);
  widgets.paragraph(ImVec2(at.x + 16, at.y + 8), most, text, widgets.fonts.bold, colour::white);
}

void Stage::draw_loading(const Editor& editor, const Widgets& widgets) {
  if (editor.models().state() != ModelState::loading) return;
  const float width = std::min(300.f, rect_.width() - 48), height = 62;
  const ImVec2 at(rect_.min.x + (rect_.width() - width) / 2, rect_.max.y - height - 52);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect card{at, ImVec2(at.x + width, at.y + height)};
  draw_shadow(list, card, 16);
  list->AddRectFilled(card.min, card.max, colour::surface, 16);
  widgets.text(ImVec2(at.x + 18, at.y + 13), editor.models().load_text().c_str(),
               widgets.fonts.small, colour::soft_ink);
  const float left = at.x + 18, right = at.x + width - 18, y = at.y + 42;
  list->AddRectFilled(ImVec2(left, y - 3), ImVec2(right, y + 3), colour::control, 3);
  float from = left, to = left + (right - left) * editor.models().load_progress();
  if (editor.models().load_progress() < 0) {
    const auto phase = static_cast<float>(std::fmod(ImGui::GetTime() * 0.7, 1.3)) - 0.3f;
    from = left + (right - left) * std::max(phase, 0.f);
    to = left + (right - left) * std::min(phase + 0.3f, 1.f);
    animating_ = true;
  }
  if (to > from + 1) list->AddRectFilled(ImVec2(from, y - 3), ImVec2(to, y + 3), colour::accent, 3);
}

void Stage::draw_status(const Editor& editor, const Widgets& widgets) const {
  if (reference.there()) return;  // Its controls are there.
  std::string text = editor.models().provider();
  if (editor.models().coming() && editor.models().detail() != Detail::automatic) {
    text = editor.models().load_text();
  } else if (editor.models().state() == ModelState::loading) {
    return;
  } else if (editor.models().state() != ModelState::ready) {
    text = tr("Skeleton only");
  } else if (editor.queue().pictures() > 0) {
    char cost[48];
    std::snprintf(cost, sizeof cost, "%d\xc2\xb2 \xc2\xb7 %.*f ms", editor.model()->spec.resolution,
                  editor.queue().last_milliseconds() < 10 ? 1 : 0,
                  editor.queue().last_milliseconds());
    // Beside her feet there is little room on a phone.
    text += (rect_.width() < 480 ? "\n" : " \xc2\xb7 ") + std::string(cost);
  }
  // For the curious, in a corner; the paper is light in the dark, too.
  const auto lines = static_cast<float>(1 + std::count(text.begin(), text.end(), '\n'));
  const float height = lines * widgets.line_height(widgets.fonts.small);
  widgets.text(ImVec2(rect_.min.x + 18, rect_.max.y - 14 - height), text.c_str(),
               widgets.fonts.small, faded(colour::quiet_on_paper, 0.75f));
}

void Stage::draw_messages(Editor& editor, Widgets& widgets) const {
  float y = rect_.min.y + 14;
  std::string closed, retried;
  for (const Message& message : editor.messages()) {
    const float x = rect_.min.x + 14, width = rect_.width() - 28 - 52;
    const float words = width - 18 - 44;
    const float text_height = widgets.fonts.body
                                  ->CalcTextSizeA(widgets.line_height(widgets.fonts.body), 1e9f,
                                                  words, message.text.c_str())
                                  .y;
    const float button = message.retry ? widgets.control_height + 10 : 0;
    const Rect card{ImVec2(x, y), ImVec2(x + width, y + std::max(text_height + 24 + button, 44.f))};
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_shadow(list, card, 14);
    list->AddRectFilled(card.min, card.max,
                        message.problem ? colour::problem_soft : colour::good_soft, 14);
    widgets.paragraph(ImVec2(x + 18, y + 12), words, message.text, widgets.fonts.body,
                      message.problem ? colour::problem : colour::good);
    if (message.retry &&
        widgets.button(("try again " + message.topic).c_str(), ImVec2(x + 18, card.max.y - button),
                       0, "Try again", Icon::loop)) {
      retried = message.topic;
    }
    const Rect corner{ImVec2(card.max.x - 40, y + 4), ImVec2(card.max.x - 4, y + 40)};
    const std::string id = "close " + message.topic;
    ImGui::SetCursorScreenPos(corner.min);
    if (ImGui::InvisibleButton(id.c_str(), ImVec2(36, 36))) closed = message.topic;
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (widgets.note({.id = id,
                      .name = tr("Close the message"),
                      .group = {},
                      .value_text = {},
                      .place = corner})) {
      closed = message.topic;
    }
    draw_icon(list, Icon::cross, ImVec2(corner.min.x + 18, corner.min.y + 18), 16,
              faded(colour::ink, hovered ? 0.9f : 0.5f));
    y = card.max.y + 10;
  }
  if (!closed.empty()) editor.unsay(closed);
  if (!retried.empty()) editor.retry(retried);
}

}  // namespace psgan::web
