// Panel: who she is.
#include <algorithm>
#include <cmath>
#include <optional>

#include "editor/texts.h"
#include "view/panel.h"

namespace psgan::web {

namespace {

// Of a named character; of any other, the number.
std::string name_of(std::uint64_t seed, const ModelCard* model) {
  if (model) {
    for (const NamedSeed& named : model->characters) {
      if (named.seed == seed) return tr(named.title.c_str());
    }
  }
  return std::to_string(seed);
}

}  // namespace

using panel::gap;
using panel::section_gap;

void Panel::seeds(Editor& editor, Widgets& widgets) {
  const float side = widgets.control_height;
  const float random = widgets.button_width("Random", Icon::dice);
  const float field = width_ - 2 * side - random - 3 * gap;
  float x = x_;
  if (widgets.button("previous", ImVec2(x, y_), side, "", Icon::previous, Look::plain,
                     editor.changing_seed() > 0, "Previous character")) {
    editor.previous_seed();
  }
  x += side + gap;
  seed_field_ = {ImVec2(x, y_), ImVec2(x + field, y_ + side)};
  x += field + gap;
  if (widgets.button("next", ImVec2(x, y_), side, "", Icon::next, Look::plain, true,
                     "Next character")) {
    editor.next_seed();
  }
  x += side + gap;
  if (widgets.button("random", ImVec2(x, y_), random, "Random", Icon::dice)) {
    editor.random_seed();
  }
  y_ += side + gap;

  // Where one has been, and what to hold on to.
  x = x_;
  const auto small = [&](const char* id, const char* text, std::optional<bool> chosen,
                         bool enabled) {
    const float width = widgets.chip_width(text);
    if (x > x_ && x + width > x_ + width_) {
      x = x_;
      y_ += Widgets::chip_height + gap;
    }
    const bool clicked = widgets.chip(id, ImVec2(x, y_), width, text, chosen, enabled);
    x += width + gap;
    return clicked;
  };
  if (small("back", "Back", std::nullopt, editor.can_go_back())) editor.back();
  if (small("forward", "Forward", std::nullopt, editor.can_go_forward())) editor.forward();
  const bool looks = editor.model() && editor.model()->spec.looks > 0;
  const bool kept = editor.character().look.has_value();
  // Parts to keep say it better.
  if (looks && (kept || !editor.has_parts())) {
    if (small("keep look", kept ? "Outfit kept" : "Keep outfit", kept, true)) {
      editor.keep_look(!kept);
    }
  }
  if (small("neighbours", "Neighbours", show_neighbours_, editor.model() != nullptr)) {
    show_neighbours_ = !show_neighbours_;
  }
  y_ += Widgets::chip_height + gap;
}

void Panel::mixing(Editor& editor, Widgets& widgets) {
  const Character& who = editor.character();
  if (!who.seed2) {
    const float width = widgets.button_width("Mix with another", Icon::row);
    if (widgets.button("mix on", ImVec2(x_, y_), std::min(width, width_), "Mix with another",
                       Icon::row)) {
      editor.mix_with_another();
    }
    y_ += widgets.control_height + gap;
  } else {
    float mix = who.mix;
    const std::string label = tr("Mix {} %", {std::to_string(std::lround(mix * 100))});
    if (labelled_slider("mix", "Mix", label, mix, 0, 1, widgets)) {
      editor.set_mix(mix);
    }
    float x = x_;
    if (widgets.chip("mix another", ImVec2(x, y_), 0, "Another one", std::nullopt)) {
      editor.mix_with_another();
    }
    x += widgets.chip_width("Another one") + gap;
    if (widgets.chip("mix off", ImVec2(x, y_), 0, "End mixing", std::nullopt)) editor.end_mix();
    y_ += Widgets::chip_height + gap;
  }
  if (editor.has_parts()) parts(editor, widgets);
  // One sees nothing of it, but who came with a link that has it may want to be rid of it.
  if (editor.model() && editor.model()->spec.looks > 0 && who.variety < 1) {
    float variety = who.variety;
    const std::string label = tr("Variety {} %", {std::to_string(std::lround(variety * 100))});
    if (labelled_slider("variety", "Variety", label, variety, 0, 1, widgets)) {
      editor.set_variety(variety);
    }
  }
}

void Panel::parts(Editor& editor, Widgets& widgets) {
  y_ += gap / 2;
  widgets.text(ImVec2(x_, y_), "What changes", widgets.fonts.body, colour::soft_ink);
  y_ += widgets.line_height(widgets.fonts.body) + gap / 2;
  const std::vector<std::string> titles = {"Everything", "Figure", "Colours"};
  const InGroup group(widgets, "What changes");
  chips("part", titles, static_cast<int>(editor.character().part), widgets,
        [&](int i) { editor.change_part(static_cast<Part>(i)); });
}

void Panel::row(Editor& editor, Widgets& widgets) {
  const bool room = static_cast<int>(editor.row().size()) < Editor::most_in_row;
  const float width = widgets.button_width("Add a friend", Icon::plus);
  if (widgets.button("add to row", ImVec2(x_, y_), width, "Add a friend", Icon::plus, Look::plain,
                     room)) {
    editor.add_to_row();
  }
  if (editor.moved_apart() &&
      widgets.button("line up", ImVec2(x_ + width + gap, y_), 0, "Line up", Icon::row)) {
    editor.line_up();
  }
  y_ += widgets.control_height + gap;
  for (int i = 1; i <= static_cast<int>(editor.row().size()); ++i) {
    if (companion(i, editor, widgets)) break;  // They are others now.
  }
}

bool Panel::companion(int number, Editor& editor, Widgets& widgets) {
  const InGroup group(widgets, "Friends");
  const std::string n = std::to_string(number - 1);
  const std::string whose = name_of(editor.row()[number - 1].character.seed, editor.model());
  bool changes = false;
  const float own = widgets.button_width("Own pose", Icon::spine);
  const float pose = width_ - own - widgets.control_height - 2 * gap;
  const std::string label = tr("Pose {}", {whose});
  if (widgets.button(("pose friend " + n).c_str(), ImVec2(x_, y_), pose, label.c_str())) {
    editor.take_turns(number);
    changes = true;
  }
  float x = x_ + pose + gap;
  const bool has = !changes && editor.has_own_pose(number);
  if (widgets.button(("own pose " + n).c_str(), ImVec2(x, y_), own, "Own pose", Icon::spine,
                     has ? Look::chosen : Look::unchosen)) {
    editor.keep_own_pose(number, !has);
    changes = true;
  }
  x += own + gap;
  if (widgets.icon_button(("leave row " + n).c_str(), ImVec2(x, y_), Icon::cross,
                          "Send her away")) {
    editor.leave_row(number);
    changes = true;
  }
  y_ += widgets.control_height + gap / 2;
  float middle = changes ? 0.5f : editor.place_of(number).middle;
  const float height = widgets.control_height;
  if (!changes && widgets.slider(("place " + n).c_str(), ImVec2(x_, y_), width_, middle, 0, 1,
                                 "Place", std::to_string(std::lround(middle * 100)) + " %")) {
    editor.put(number, middle);
  }
  y_ += height + gap / 2;
  return changes;
}

void Panel::draw_character(Editor& editor, const TilePictures& tiles, Widgets& widgets) {
  seeds(editor, widgets);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto inner = [](const Rect& box, float by) {
    return Rect{ImVec2(box.min.x + by, box.min.y + by), ImVec2(box.max.x - by, box.max.y - by)};
  };
  if (show_neighbours_ && editor.model()) {
    const auto around = editor.neighbours();
    const InGroup group(widgets, "Neighbours");
    grid(9, 3, 0.8f, 120, [&](int i, const Rect& box) {
      const std::string name = "neighbour " + std::to_string(i);
      const bool here = i == 4;
      if (widgets.tile(name.c_str(), box, here, here ? "Here" : "Walk there") && !here) {
        editor.set_character(around[i]);
      }
      const Rect picture = inner(box, 3);
      tiles[static_cast<int>(Tiles::neighbours)].draw(list, i, picture.min, picture.max,
                                                      radius - 3);
    });
    y_ += gap;
  }
  const ModelCard* model = editor.model();
  if (model && !model->characters.empty()) {
    const int count = static_cast<int>(model->characters.size());
    const InGroup group(widgets, "Characters");
    grid(count, count == 7 || count == 8 ? 4 : 6, 1.5f, 108, [&](int i, const Rect& box) {
      const NamedSeed& named = model->characters[i];
      const std::string name = "characters " + std::to_string(i);
      if (widgets.tile(name.c_str(), box, named.seed == editor.changing_seed(),
                       named.title.c_str())) {
        editor.set_seed(named.seed);
      }
      const Rect picture = inner(box, 3);
      tiles[static_cast<int>(Tiles::characters)].draw(list, i, picture.min, picture.max,
                                                      radius - 3);
    });
    y_ += gap;
  }
  if (editor.wardrobe()) wardrobe(editor, tiles, widgets);
  mixing(editor, widgets);
  row(editor, widgets);
  models(editor, widgets);
}

void Panel::models(Editor& editor, Widgets& widgets) {
  const auto& families = editor.models().families();
  const ModelFamily* family = editor.models().family();
  const bool two = family && !family->full.empty();
  if (families.size() < 2 && !two) return;
  y_ += section_gap - gap;
  heading("Model", widgets);
  if (families.size() > 1) {
    std::vector<std::string> titles;
    int chosen = -1;
    for (const ModelFamily& each : families) {
      if (&each == family) chosen = static_cast<int>(titles.size());
      titles.push_back(editor.models().title(each));
    }
    const InGroup group(widgets, "Model");
    chips("models", titles, chosen, widgets,
          [&](int i) { editor.models().choose(families[i].name); });
  }
  if (two) {
    const std::vector<std::string> titles = {"Automatic", "Light model", "Full model"};
    const InGroup group(widgets, "Detail");
    chips("detail", titles, static_cast<int>(editor.models().detail()), widgets,
          [&](int i) { editor.models().set_detail(static_cast<Detail>(i)); });
  }
}

}  // namespace psgan::web
