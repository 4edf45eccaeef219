// Panel: how she stands.
#include <algorithm>
#include <cctype>

#include "editor/limbs.h"
#include "editor/texts.h"
#include "view/panel.h"

namespace psgan::web {
namespace {

// A small skeleton in a box, for the presets.
void draw_thumbnail(ImDrawList* list, const Rect& box, const Pose& pose) {
  // In the middle of the box, wherever in the picture the figure stands; all of one size.
  float left = 1, right = 0, top = 1, bottom = 0;
  for (const PosePoint& p : pose.points) {
    if (!p.visible) continue;
    left = std::min(left, p.x), right = std::max(right, p.x);
    top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  const float tallest = 0.82f;
  const float scale = std::min(box.width() / std::max(right - left, 0.05f), box.height() / tallest);
  const ImVec2 centre((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2);
  const auto at = [&](const PosePoint& p) {
    return ImVec2(centre.x + (p.x - (left + right) / 2) * scale,
                  centre.y + (p.y - (top + bottom) / 2 + 0.03f) * scale);
  };
  for (const Bone& bone : bones) {
    const PosePoint &a = pose[bone.from], &b = pose[bone.to];
    if (!a.visible || !b.visible) continue;
    list->AddLine(at(a), at(b), tint_of(bone.to), 2.2f);
    list->AddCircleFilled(at(b), 1.1f, tint_of(bone.to));
  }
  const PosePoint& nose = pose[Keypoint::nose];
  const PosePoint& neck = pose[Keypoint::neck];
  const PosePoint& head = nose.visible ? nose : neck;
  if (head.visible) {
    const float lift = nose.visible ? 0.01f : 0.06f;
    list->AddCircleFilled(at({head.x, head.y - lift, true}), 0.055f * scale,
                          tint_of(Keypoint::neck));
  }
}

}  // namespace

using panel::gap;
using panel::section_gap;

void Panel::favourites(Editor& editor, Widgets& widgets) {
  const int count = static_cast<int>(editor.favourites().size());
  const float width = widgets.button_width("Keep this pose", Icon::heart);
  if (widgets.button("favourite", ImVec2(x_, y_), std::min(width, width_), "Keep this pose",
                     Icon::heart)) {
    editor.add_favourite();
    wishes_.favourites_changed = true;
  }
  y_ += widgets.control_height + gap;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const InGroup group(widgets, "Your own poses");
  int gone = -1;
  grid(count, 6, 1.35f, 84, [&](int i, const Rect& box) {
    const std::string name = "favourite " + std::to_string(i);
    // Over its corner, so it comes first.
    const Rect cross{ImVec2(box.max.x - 24, box.min.y), ImVec2(box.max.x, box.min.y + 24)};
    const bool on_cross = cross.contains(ImGui::GetIO().MousePos);
    if (widgets.note({.id = name + " away",
                      .name = tr("Forget"),
                      .group = {},
                      .value_text = {},
                      .place = cross})) {
      gone = i;
    }
    if (widgets.tile(name.c_str(), box, false, on_cross ? "Forget" : "Your own")) {
      if (on_cross) {
        gone = i;
      } else {
        editor.choose_favourite(i);
      }
    }
    draw_thumbnail(list,
                   {ImVec2(box.min.x + 7, box.min.y + 7), ImVec2(box.max.x - 7, box.max.y - 7)},
                   project(editor.favourites()[i].figure));
    draw_icon(list, Icon::cross, ImVec2(cross.min.x + 12, cross.min.y + 12), 11,
              faded(colour::soft_ink, on_cross ? 1.f : 0.6f));
  });
  if (gone >= 0) {
    editor.remove_favourite(gone);
    wishes_.favourites_changed = true;
  }
}

void Panel::presets(Editor& editor, const TilePictures& tiles, Widgets& widgets) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Portraits& pictures = tiles[static_cast<int>(Tiles::poses)];
  const auto preset = [&](int i, const Rect& box) {
    const StillPose& still = editor.presets()[i];
    const std::string name = "preset " + std::to_string(i);
    if (widgets.tile(name.c_str(), box, editor.preset() == i, still.title.c_str())) {
      editor.choose_preset(i);
    }
    if (pictures.has(i)) {
      pictures.draw(list, i, ImVec2(box.min.x + 3, box.min.y + 3),
                    ImVec2(box.max.x - 3, box.max.y - 3), radius - 3);
    } else {
      draw_thumbnail(list,
                     {ImVec2(box.min.x + 7, box.min.y + 7), ImVec2(box.max.x - 7, box.max.y - 7)},
                     still.pose);
    }
  };
  {
    const InGroup group(widgets, "Poses");
    const int count = static_cast<int>(editor.presets().size());
    if (strips_) {
      strip(count, 1.45f, 92, widgets, preset);
    } else {
      grid(count, 6, 1.45f, 92, preset);
    }
  }
}

void Panel::draw_pose(Editor& editor, const TilePictures& tiles, Widgets& widgets) {
  // On a phone the first thing below her.
  if (strips_) {
    presets(editor, tiles, widgets);
    y_ += 4;
  }
  if (editor.people().size() > 1) {
    heading("Which one of the file?", widgets);
    const InGroup group(widgets, "Which one of the file?");
    grid(static_cast<int>(editor.people().size()), 6, 1.35f, 84, [&](int i, const Rect& box) {
      const std::string name = "person " + std::to_string(i);
      const Pose shown = project(editor.people()[i]);
      if (widgets.tile(name.c_str(), box, shown == editor.pose(), "Take this one")) {
        editor.choose_person(i);
      }
      draw_thumbnail(ImGui::GetWindowDrawList(),
                     {ImVec2(box.min.x + 7, box.min.y + 7), ImVec2(box.max.x - 7, box.max.y - 7)},
                     shown);
    });
    y_ += gap;
  }
  const float half = (width_ - gap) / 2;
  if (!editor.people().empty()) {
    const bool as_in_file = editor.as_in_file();
    if (widgets.button("own proportions", ImVec2(x_, y_), half, "Her proportions", Icon::none,
                       as_in_file ? Look::unchosen : Look::chosen)) {
      editor.set_as_in_file(false);
    }
    if (widgets.button("as in file", ImVec2(x_ + half + gap, y_), half, "As in the file",
                       Icon::none, as_in_file ? Look::chosen : Look::unchosen)) {
      editor.set_as_in_file(true);
    }
    y_ += widgets.control_height + gap;
  }
  if (widgets.button("mirror", ImVec2(x_, y_), half, "Mirror", Icon::mirror)) editor.mirror();
  if (widgets.button("reset", ImVec2(x_ + half + gap, y_), half, "Stand upright", Icon::reset)) {
    editor.reset();
  }
  y_ += widgets.control_height + gap;
  if (widgets.button("photo", ImVec2(x_, y_), half, "From a photo", Icon::folder)) {
    wishes_.open_photo = true;
  }
  const bool on = editor.watching();
  if (widgets.button("watch", ImVec2(x_ + half + gap, y_), half, on ? "Stop" : "Webcam",
                     Icon::camera, on ? Look::chosen : Look::unchosen)) {
    wishes_.watch = true;
  }
  y_ += widgets.control_height + gap + 4;

  if (!strips_) presets(editor, tiles, widgets);
  y_ += section_gap - gap;
  favourites(editor, widgets);
  y_ += section_gap - gap;
  points(editor, widgets);
}

void Panel::points(Editor& editor, Widgets& widgets) {
  const float half = (width_ - gap) / 2;
  if (widgets.button("proportions", ImVec2(x_, y_), half, "Keep lengths", Icon::lock,
                     editor.proportions ? Look::chosen : Look::unchosen)) {
    editor.proportions = true;
  }
  if (widgets.button("free", ImVec2(x_ + half + gap, y_), half, "Free points", Icon::none,
                     editor.proportions ? Look::unchosen : Look::chosen)) {
    editor.proportions = false;
  }
  y_ += widgets.control_height + gap;

  if (widgets.button("copy left", ImVec2(x_, y_), half, "Left as right")) {
    editor.choose_figure(with_side_copied(editor.figure(), false));
  }
  if (widgets.button("copy right", ImVec2(x_ + half + gap, y_), half, "Right as left")) {
    editor.choose_figure(with_side_copied(editor.figure(), true));
  }
  y_ += widgets.control_height + gap;

  if (widgets.button("several points", ImVec2(x_, y_), half, "Several points", Icon::none,
                     editor.picking ? Look::chosen : Look::unchosen)) {
    editor.picking = !editor.picking;
    if (!editor.picking) editor.pick({});
  }
  if (widgets.button("all points", ImVec2(x_ + half + gap, y_), half, "All points")) {
    editor.pick(PickedPoints().set());
  }
  y_ += widgets.control_height + gap;

  const float line = (widgets.control_height - widgets.line_height(widgets.fonts.body)) / 2;
  if (editor.picked().any()) {
    const std::string count = std::to_string(editor.picked().count());
    const std::string text = tr("{} points: drag them, or a corner of their box.", {count});
    y_ += std::max(widgets.paragraph(ImVec2(x_, y_ + line), width_, text, widgets.fonts.body,
                                     colour::soft_ink) -
                       widgets.line_height(widgets.fonts.body),
                   0.f);
  } else if (editor.picking) {
    widgets.text(ImVec2(x_, y_ + line), "Press points, or draw a box around them.",
                 widgets.fonts.body, colour::soft_ink);
  } else if (!editor.selected) {
    widgets.text(ImVec2(x_, y_ + line), "Choose a point to hide or show it.", widgets.fonts.body,
                 colour::soft_ink);
  } else {
    const Keypoint keypoint = *editor.selected;
    std::string text(name(keypoint));
    std::replace(text.begin(), text.end(), '_', ' ');
    text[0] = static_cast<char>(std::toupper(text[0]));
    widgets.text(ImVec2(x_, y_ + line), text.c_str(), widgets.fonts.bold, tint_of(keypoint));
    const bool visible = editor.pose()[keypoint].visible;
    if (widgets.button("hide", ImVec2(x_ + half + gap, y_), half, visible ? "Hide" : "Show",
                       visible ? Icon::no_eye : Icon::eye)) {
      editor.toggle_visible(keypoint);
    }
  }
  y_ += widgets.control_height + gap;
  // Files: a pose in, a pose out.
  if (widgets.button("open file", ImVec2(x_, y_), half, "Open a file", Icon::folder)) {
    wishes_.open_file = true;
  }
  if (widgets.button("save openpose", ImVec2(x_ + half + gap, y_), half, "Save as JSON",
                     Icon::none)) {
    wishes_.save_openpose = true;
  }
  y_ += widgets.control_height + gap;
}

}  // namespace psgan::web
