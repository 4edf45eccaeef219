// Panel: what she wears, part by part.
#include <algorithm>

#include "editor/texts.h"
#include "editor/wardrobe_rows.h"
#include "view/colour_widgets.h"
#include "view/panel.h"

namespace psgan::web {

using panel::gap;
using panel::section_gap;

namespace {

constexpr std::size_t most_swatches = 16;

}  // namespace

void Panel::options(int trait, Editor& editor, const TilePictures& tiles, Widgets& widgets) {
  const Trait& shown = editor.wardrobe()->schema[trait];
  const InGroup group(widgets, title_of(shown.name).c_str());
  const TraitValues worn = editor.worn();
  ImDrawList* list = ImGui::GetWindowDrawList();
  grid(static_cast<int>(shown.options.size()), 6, 1.5f, 108, [&](int i, const Rect& box) {
    const std::string id = "option " + std::to_string(i);
    const std::string title = title_of(shown.options[i]);
    if (widgets.tile(id.c_str(), box, worn[trait].option == i, title.c_str())) {
      editor.wear(trait, {.option = i});
    }
    tiles[static_cast<int>(Tiles::options)].draw(list, i, ImVec2(box.min.x + 3, box.min.y + 3),
                                                 ImVec2(box.max.x - 3, box.max.y - 3), radius - 3);
  });
}

void Panel::colours(int trait, Editor& editor, Widgets& widgets) {
  const LatentSpace& space = *editor.wardrobe();
  const Trait& shown = space.schema[trait];
  TraitColour worn = editor.worn()[trait].colour;
  widgets.text(ImVec2(x_, y_), title_of(shown.name).c_str(), widgets.fonts.body, colour::soft_ink);
  y_ += widgets.line_height(widgets.fonts.body) + gap / 2;
  float x = x_;
  const InGroup group(widgets, title_of(shown.name).c_str());
  const auto offered = colours_offered(space.sampler, shown.name, most_swatches);
  for (std::size_t i = 0; i < offered.size(); ++i) {
    if (x + swatch_size > x_ + width_) {
      x = x_;
      y_ += swatch_size + 2;
    }
    const std::string id = shown.name + " " + std::to_string(i);
    const bool same = to_text(shown, {.colour = worn}) == to_text(shown, {.colour = offered[i]});
    if (swatch(id, ImVec2(x, y_), offered[i], same, '#' + to_text(shown, {.colour = offered[i]}),
               widgets)) {
      editor.wear(trait, {.colour = offered[i]});
    }
    x += swatch_size + 2;
  }
  y_ += swatch_size + gap / 2;
  constexpr float height = 56;
  if (colour_field(shown.name + " field", {ImVec2(x_, y_), ImVec2(x_ + width_, y_ + height)}, worn,
                   tr(title_of(shown.name).c_str()), widgets)) {
    editor.wear(trait, {.colour = worn}, /*passing=*/true);
  }
  y_ += height + gap;
}

void Panel::wardrobe(Editor& editor, const TilePictures& tiles, Widgets& widgets) {
  const LatentSpace& space = *editor.wardrobe();
  const std::vector<WardrobeRow> rows = wardrobe_rows(space.schema);
  y_ += section_gap - gap;
  heading("Wardrobe", widgets);
  if (editor.dress_keys && editor.key()) {
    y_ += widgets.paragraph(ImVec2(x_, y_), width_,
                            tr("What you choose here she wears from this key on."),
                            widgets.fonts.small, colour::soft_ink) +
          gap;
  }

  std::vector<std::string> titles;
  int open = -1;
  for (const WardrobeRow& row : rows) {
    if (row.name == open_row_) open = static_cast<int>(titles.size());
    titles.push_back(title_of(row.name));
  }
  chips("wardrobe", titles, open, widgets, [&](int i) {
    open_row_ = i == open ? "" : rows[i].name;
    open = i == open ? -1 : i;
  });
  editor.show_options_of(open < 0 ? -1 : rows[open].choice);
  if (open < 0) return;

  const WardrobeRow& row = rows[open];
  std::vector<int> all = row.others;
  if (row.choice >= 0) all.insert(all.begin(), row.choice);
  const bool kept = std::all_of(all.begin(), all.end(), [&](int t) { return editor.locked(t); });
  const char* keep = kept ? "Kept" : "Keep this";
  if (widgets.button("lock", ImVec2(x_, y_), 0, keep, Icon::lock,
                     kept ? Look::chosen : Look::plain)) {
    for (const int trait : all) editor.lock(trait, !kept);
  }
  y_ += widgets.control_height + gap;
  if (row.choice >= 0) options(row.choice, editor, tiles, widgets);
  for (const int trait : row.others) {
    const TraitValues worn = editor.worn();
    if (!shows(space.schema, worn, trait)) continue;
    const Trait& shown = space.schema[trait];
    if (shown.kind == TraitKind::colour) {
      colours(trait, editor, widgets);
      continue;
    }
    float amount = worn[trait].amount;
    const std::string title = title_of(shown.name);
    if (labelled_slider(shown.name.c_str(), title.c_str(), tr(title.c_str()), amount, 0, 1,
                        widgets)) {
      editor.wear(trait, {.amount = amount}, /*passing=*/true);
    }
  }
}

}  // namespace psgan::web
