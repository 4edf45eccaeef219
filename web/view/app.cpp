#include "view/app.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "backends/imgui_impl_opengl3.h"
#include "editor/texts.h"
#include "psgan/error.h"
#include "view/painted_part.h"

namespace psgan::web {
namespace {

constexpr float narrow = 760;  // CSS pixels; below, the panel goes under the stage
// Unless the window is as low as a phone's that lies on its side.
constexpr float low = 480, narrow_when_low = 560;
constexpr float least_panel = 360, most_panel = 460;
constexpr float least_stage = 240, most_stage = 960;

const char* cursor_name(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_Hand:
      return "pointer";
    case ImGuiMouseCursor_ResizeEW:
      return "ew-resize";
    case ImGuiMouseCursor_ResizeAll:
      return "move";
    default:
      return "default";
  }
}

}  // namespace

App::App(const std::string& canvas, Face latin, std::uint64_t random_seed)
    : editor(random_seed), latin_(std::move(latin)) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.antialias = false;  // Dear ImGui smooths its own edges.
  // The page draws only when something changed, and screenshots come in between.
  attributes.preserveDrawingBuffer = true;
  context_ = static_cast<int>(emscripten_webgl_create_context(canvas.c_str(), &attributes));
  if (context_ <= 0) {
    throw Error("This browser offers no WebGL 2, which the editor draws with.");
  }
  emscripten_webgl_make_context_current(context_);

  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  apply_theme(dark_);
  ImGui_ImplOpenGL3_Init("#version 300 es");
}

App::~App() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void App::resize(float width, float height, float pixel_ratio, float visible_height) {
  visible_height_ = visible_height;
  width_ = width;
  height_ = height;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(width, height);
  io.DisplayFramebufferScale = ImVec2(pixel_ratio, pixel_ratio);
  repaint();  // A canvas of another size is empty.
  if (pixel_ratio == pixel_ratio_) return;
  pixel_ratio_ = pixel_ratio;
  rebuild_fonts();
}

void App::set_language(const std::string& dictionary_json, Face own) {
  set_dictionary(dictionary_json);
  own_ = std::move(own);
  if (pixel_ratio_ > 0) rebuild_fonts();
}

void App::rebuild_fonts() {
  const bool again = widgets_.fonts.body != nullptr;
  if (again) ImGui_ImplOpenGL3_DestroyFontsTexture();
  widgets_.fonts = build_fonts(latin_, own_, pixel_ratio_);
  if (again) ImGui_ImplOpenGL3_CreateFontsTexture();
  repaint();
}

void App::lay_out() {
  widgets_.begin_frame();
  widgets_.touch = input.touch();
  widgets_.scrolled = scroll_;
  const bool beside = width_ >= (visible_height_ < low ? narrow_when_low : narrow);
  ImDrawList* list = ImGui::GetWindowDrawList();
  widgets_.control_height = beside ? 36 : 42;
  if (embedded_) {
    lay_out_embedded();
  } else if (beside) {
    lay_out_beside(list);
  } else {
    lay_out_below(list);
  }
  damage_.end_area(list);
  widgets_.in_sheet = false;
  stage_.draw(stage_rect_, editor, pictures, widgets_, input);
  // Another part's pictures do not stand for this one's.
  if (std::exchange(options_of_, editor.shown_trait()) != editor.shown_trait()) {
    tiles[static_cast<int>(Tiles::options)].clear();
  }
  widgets_.end_frame();
}

void App::lay_out_beside(ImDrawList* list) {
  // A phone on its side has little height: everything a little closer.
  const float margin = visible_height_ < low ? 10 : 18, padding = visible_height_ < low ? 12 : 22;
  const float between = 3 * margin + 2 * padding;
  const float room = width_ - between - std::min(least_panel, width_ * 0.36f);
  // All of the character and the time line fit into the window, also where the panel is longer.
  const float tall = visible_height_ - 2 * margin - Timeline::height;
  const float side = std::min(room, std::clamp(tall, least_stage, most_stage));
  const float panel = std::min(width_ - between - side, most_panel);
  const float x = margin + (width_ - between - side - panel) / 2;
  stage_rect_ = {ImVec2(x, margin), ImVec2(x + side, margin + side)};
  timeline_.draw(
      {ImVec2(x + 4, margin + side), ImVec2(x + side - 4, margin + side + Timeline::height)},
      editor, widgets_);
  damage_.end_area(list);
  sheet_top_ = 0;
  widgets_.in_sheet = true;
  const float card_x = x + side + margin;
  const float bottom = std::max(wanted_height_, height_) - margin - scroll_;
  const Rect card{ImVec2(card_x, margin - scroll_), ImVec2(card_x + panel + 2 * padding, bottom)};
  draw_shadow(list, card, card_radius);
  list->AddRectFilled(card.min, card.max, colour::surface, card_radius);
  list->AddRect(card.min, card.max, colour::line, card_radius, 0, 1);
  const float left = card.min.x + padding;
  float y = card.min.y + padding;
  y += panel_.draw_toolbar(ImVec2(left, y), panel, dark_, editor, widgets_);
  y += panel_.draw_tabs(ImVec2(left, y), panel, false, widgets_) + 6;
  y += panel_.draw_leaf(ImVec2(left, y), panel, false, editor, tiles, widgets_);
  const float used = y - card.min.y + padding;
  wanted_height_ = std::max(used, side + Timeline::height) + 2 * margin;
}

// She stays in sight while the sheet below her scrolls.
void App::lay_out_below(ImDrawList* list) {
  const float margin = 12, inner = width_ - 2 * (margin + 4);
  const float side =
      std::min(width_ - 2 * margin, std::max(visible_height_ / 2, least_stage / 1.2f));
  const float x = (width_ - side) / 2;
  stage_rect_ = {ImVec2(x, margin), ImVec2(x + side, margin + side)};
  float top = stage_rect_.max.y;
  const ImVec2 left(margin + 4, top);
  timeline_.draw({left, ImVec2(left.x + inner, top + Timeline::height)}, editor, widgets_);
  damage_.end_area(list);
  top += Timeline::height;
  const Rect sheet{ImVec2(0, top), ImVec2(width_, std::max(wanted_height_ - scroll_, height_))};
  list->AddRectFilled(sheet.min, sheet.max, colour::surface, card_radius,
                      ImDrawFlags_RoundCornersTop);
  list->AddRect(ImVec2(-2, top), ImVec2(width_ + 2, sheet.max.y + 2), colour::line, card_radius,
                ImDrawFlags_RoundCornersTop, 1);
  top += 10 + panel_.draw_tabs(ImVec2(left.x, top + 10), inner, true, widgets_);
  sheet_top_ = top;
  widgets_.in_sheet = true;
  ImGui::PushClipRect(ImVec2(0, top), ImVec2(width_, std::max(height_, top)), true);
  float y = top - scroll_;
  y += panel_.draw_toolbar(ImVec2(left.x, y), inner, dark_, editor, widgets_) + 4;
  y += panel_.draw_leaf(ImVec2(left.x, y), inner, true, editor, tiles, widgets_);
  ImGui::PopClipRect();
  if (scroll_ > 0) list->AddLine(ImVec2(0, top), ImVec2(width_, top), colour::line, 1);
  wanted_height_ = y + scroll_ + 20;
}

void App::lay_out_embedded() {
  const float side = std::min(width_, height_);
  const ImVec2 at((width_ - side) / 2, (height_ - side) / 2);
  stage_rect_ = {at, ImVec2(at.x + side, at.y + side)};
  sheet_top_ = 0;
  wanted_height_ = height_;
}

void App::embed() {
  embedded_ = true;
  stage_.bare = true;
  editor.show_skeleton = false;
  editor.queue().want_tiles(Tiles::characters, false);
}

void App::show_first_sight(std::span<const std::uint8_t> rgba, int side) {
  pictures[0].upload(rgba, side);
  first_sight_ = true;
}

bool App::frame(double seconds) {
  const double passed = last_seconds_ < 0 ? 1.0 / 60 : std::max(seconds - last_seconds_, 1e-4);
  last_seconds_ = seconds;
  editor.advance(passed);

  if (first_sight_ && editor.queue().pictures() > 0) first_sight_ = false;
  const bool other = editor.can_undo() || editor.playing() ||
                     editor.models().state() == ModelState::failed ||
                     (editor.models().known() && !editor.model());
  if (first_sight_ && other) {
    first_sight_ = false;
    pictures[0].clear();
  }

  ImGui::GetIO().DeltaTime = static_cast<float>(std::min(passed, 0.1));
  input.feed();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("editor", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBringToFrontOnFocus);
  lay_out();
  if (const auto number = editor.turn_taken()) pictures[0].swap(pictures.at(*number));
  ImGui::End();
  cursor_ = cursor_name(ImGui::GetMouseCursor());
  ImGui::Render();
  paint();
  tell_changes();

  return editor.playing() || stage_.animating() || panel_.animating() || input.pending() ||
         editor.messages_pass() || before_;
}

void App::paint() {
  const Rect changed = damage_.narrow(*ImGui::GetDrawData());
  if (changed.width() <= 0) return;
  const int width = static_cast<int>(width_ * pixel_ratio_);
  const int height = static_cast<int>(height_ * pixel_ratio_);
  const auto pixel = [&](float place, int most) {
    return std::clamp(static_cast<int>(place), 0, most);
  };
  const int left = pixel(std::floor(changed.min.x * pixel_ratio_), width);
  const int right = pixel(std::ceil(changed.max.x * pixel_ratio_), width);
  const int top = pixel(std::floor(changed.min.y * pixel_ratio_), height);
  const int bottom = pixel(std::ceil(changed.max.y * pixel_ratio_), height);
  painted_part = {left, height - bottom, right - left, bottom - top};
  glViewport(0, 0, width, height);
  glEnable(GL_SCISSOR_TEST);
  glScissor(left, height - bottom, right - left, bottom - top);
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(colour::page);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_SCISSOR_TEST);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool App::wheel(float x, float y, float by) {
  if (timeline_.wheel(ImVec2(x, y), by)) return true;
  if (!stage_.contains(ImVec2(x, y))) return false;
  stage_.zoom(std::exp2(by), ImVec2(x, y));
  return true;
}

void App::finger(PointerKind kind, int id, float x, float y) {
  stage_.finger(kind, id, ImVec2(x, y), editor);
}

void App::set_dark(bool dark) {
  dark_ = dark;
  apply_theme(dark);
  repaint();
}

PageWishes App::take_wishes() {
  PageWishes wishes = panel_.take_wishes();
  wishes.take_pose = stage_.reference.take_pose_wish();
  wishes.copy_look = stage_.reference.copy_look_wish();
  wishes.reload = editor.take_reload_wish();
  return wishes;
}

App::Grip App::grip(float x, float y) const {
  const ImVec2 at(x, y);
  if (stage_.grabs_chosen(at, editor)) return Grip::now;
  if (stage_.grabs(at, editor)) return Grip::press;
  const bool dragged = std::any_of(widgets_.touch_areas.begin(), widgets_.touch_areas.end(),
                                   [&](const Rect& area) { return area.contains(at); });
  if (dragged) return Grip::now;
  return stage_.contains(at) ? Grip::stage : Grip::none;
}

ImVec2 App::keypoint_place(Keypoint keypoint) const {
  return stage_.screen(editor.pose()[keypoint]);
}

}  // namespace psgan::web
