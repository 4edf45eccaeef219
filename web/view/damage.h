// What of the canvas differs from the last frame. Only that is painted anew: while she dances, the
// panel beside her stays as it is. Where no graphics card is, paint is most of what a frame costs,
// and the time for it is taken from the model.
#pragma once

#include <vector>

#include "imgui.h"
#include "view/widgets.h"

namespace psgan::web {

/// To be called where a texture that may be in use gets other contents: they are not seen in what
/// is drawn with it.
void texture_changed(unsigned texture);

class Damage {
 public:
  /// What was drawn into the window's list since this frame's last call is held against the last
  /// frame by itself, and painted or not by itself.
  void end_area(ImDrawList* list);

  /// The next frame is painted whole.
  void forget() { last_.clear(); }

  /// Where this frame differs from the last one, in units of the display; of no width if nowhere.
  /// What is drawn elsewhere is taken out of the data. Ends the frame.
  Rect narrow(ImDrawData& data);

 private:
  struct Command {
    ImVec4 clip;
    ImTextureID texture;
    int first, count;  ///< Of the area's indices.

    bool operator==(const Command& other) const;
  };
  struct Area {
    std::vector<ImDrawVert> vertices;
    std::vector<int> indices;  ///< Of its vertices.
    std::vector<Command> commands;
  };
  struct End {
    const ImDrawList* list;
    int vertices, indices;
  };

  std::vector<Area> areas_of(const ImDrawData& data) const;
  static Area area_of(const ImDrawList& list, const End& begin, const End& end);
  static void add_bounds(const Area& area, const Command& command, Rect& sum);
  static void add_differences(const Area& before, const Area& now, Rect& sum);

  std::vector<End> ends_;
  std::vector<Area> last_;
};

}  // namespace psgan::web
