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
constexpr float least_panel = 360, most_panel = 460;
constexpr float least_stage = 240, most_stage = 960;

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
  widgets_.touch_areas.clear();
  widgets_.places.clear();
  widgets_.touch = input.touch();
  const bool wide = width_ >= narrow;
  ImDrawList* list = ImGui::GetWindowDrawList();
  widgets_.control_height = wide ? 36 : 42;
  if (wide) {
    // A phone on its side has little height: everything a little closer.
    const bool low = visible_height_ < 480;
    const float margin = low ? 10 : 18, padding = low ? 12 : 22;
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
    const float card_x = x + side + margin;
    const Rect card{ImVec2(card_x, margin), ImVec2(card_x + panel + 2 * padding, height_ - margin)};
    draw_shadow(list, card, card_radius);
    list->AddRectFilled(card.min, card.max, colour::surface, card_radius);
    list->AddRect(card.min, card.max, colour::line, card_radius, 0, 1);
    const float used = panel_.draw(ImVec2(card.min.x + padding, card.min.y + padding), panel, false,
                                   dark_, editor, tiles, widgets_);
    wanted_height_ = std::max(used + 2 * padding, side + Timeline::height) + 2 * margin;
  } else {
    const float margin = 12;
    const float side = width_ - 2 * margin;
    stage_rect_ = {ImVec2(margin, margin), ImVec2(margin + side, margin + side)};
    float top = stage_rect_.max.y;
    timeline_.draw({ImVec2(margin + 4, top), ImVec2(margin + side - 4, top + Timeline::height)},
                   editor, widgets_);
    damage_.end_area(list);
    top += Timeline::height + 4;
    const float used =
        panel_.draw(ImVec2(margin + 4, top), side - 8, true, dark_, editor, tiles, widgets_);
    wanted_height_ = top + used + 20;
  }
  damage_.end_area(list);
  stage_.draw(stage_rect_, editor, pictures, widgets_, input);
  // Another part's pictures do not stand for this one's.
  if (std::exchange(options_of_, editor.shown_trait()) != editor.shown_trait()) {
    tiles[static_cast<int>(Tiles::options)].clear();
  }
}

bool App::frame(double seconds) {
  const double passed = last_seconds_ < 0 ? 1.0 / 60 : std::max(seconds - last_seconds_, 1e-4);
  last_seconds_ = seconds;
  editor.advance(passed);

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
  ImGui::End();
  pointing_ = ImGui::GetMouseCursor() == ImGuiMouseCursor_Hand;
  ImGui::Render();
  paint();

  const bool good_news = std::any_of(editor.messages().begin(), editor.messages().end(),
                                     [](const Message& m) { return !m.problem; });
  return editor.playing() || stage_.animating() || input.pending() || good_news;
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

void App::finger(PointerKind kind, int id, float x, float y) {
  stage_.finger(kind, id, ImVec2(x, y), editor);
}

void App::set_dark(bool dark) {
  dark_ = dark;
  apply_theme(dark);
  repaint();
}

bool App::grabs(float x, float y) const {
  if (stage_.grabs(ImVec2(x, y), editor)) return true;
  return std::any_of(widgets_.touch_areas.begin(), widgets_.touch_areas.end(),
                     [&](const Rect& area) { return area.contains(ImVec2(x, y)); });
}

ImVec2 App::keypoint_place(Keypoint keypoint) const {
  return stage_.screen(editor.pose()[keypoint]);
}

}  // namespace psgan::web
