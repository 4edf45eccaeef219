#include "view/damage.h"

#include <algorithm>
#include <cfloat>
#include <cstring>
#include <set>

namespace psgan::web {
namespace {

std::set<unsigned> changed_textures;

const Rect nothing{ImVec2(FLT_MAX, FLT_MAX), ImVec2(-FLT_MAX, -FLT_MAX)};

bool is_empty(const Rect& rect) { return rect.max.x <= rect.min.x || rect.max.y <= rect.min.y; }

Rect common(const Rect& a, const Rect& b) {
  return {ImVec2(std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)),
          ImVec2(std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y))};
}

void add(const Rect& rect, Rect& sum) {
  if (is_empty(rect)) return;
  sum.min = ImVec2(std::min(sum.min.x, rect.min.x), std::min(sum.min.y, rect.min.y));
  sum.max = ImVec2(std::max(sum.max.x, rect.max.x), std::max(sum.max.y, rect.max.y));
}

Rect grown(const Rect& rect, float by) {
  return {ImVec2(rect.min.x - by, rect.min.y - by), ImVec2(rect.max.x + by, rect.max.y + by)};
}

Rect rect_of(const ImVec4& clip) { return {ImVec2(clip.x, clip.y), ImVec2(clip.z, clip.w)}; }

void add_point(const ImVec2& point, Rect& box) {
  box.min = ImVec2(std::min(box.min.x, point.x), std::min(box.min.y, point.y));
  box.max = ImVec2(std::max(box.max.x, point.x), std::max(box.max.y, point.y));
}

bool same(const ImDrawVert& a, const ImDrawVert& b) { return !std::memcmp(&a, &b, sizeof a); }

bool has_changed(ImTextureID texture) {
  return changed_textures.contains(
      static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(texture)));
}

/// Leaves the triangles that touch this rectangle; the others' indices make room for theirs.
void leave_out_all_outside(const Rect& rect, ImDrawData& data) {
  int lists = 0;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    ImDrawList& list = *data.CmdLists[n];
    int kept = 0;
    for (ImDrawCmd& command : list.CmdBuffer) {
      const int first = kept;
      const ImDrawIdx* corners = list.IdxBuffer.Data + command.IdxOffset;
      for (const ImDrawIdx* end = corners + command.ElemCount; corners != end; corners += 3) {
        Rect box = nothing;
        for (int c = 0; c < 3; ++c) {
          add_point(list.VtxBuffer[static_cast<int>(command.VtxOffset) + corners[c]].pos, box);
        }
        if (is_empty(common(box, rect))) continue;
        std::copy_n(corners, 3, list.IdxBuffer.Data + kept);
        kept += 3;
      }
      command.IdxOffset = first;
      command.ElemCount = kept - first;
      // Dear ImGui's renderer passes over what is clipped away.
      if (command.ElemCount == 0) command.ClipRect = ImVec4(0, 0, 0, 0);
    }
    list.IdxBuffer.resize(kept);
    // Of a list without indices Dear ImGui's renderer uploads 0 bytes, which WebGL 2 takes for all
    // of the memory.
    if (kept > 0) data.CmdLists[lists++] = &list;
  }
  data.CmdListsCount = lists;
}

}  // namespace

void texture_changed(unsigned texture) { changed_textures.insert(texture); }

bool Damage::Command::operator==(const Command& other) const {
  return !std::memcmp(&clip, &other.clip, sizeof clip) && texture == other.texture &&
         first == other.first && count == other.count;
}

void Damage::end_area(ImDrawList* list) {
  // A command of its own, so that it can be left out.
  list->AddDrawCmd();
  ends_.push_back({list, list->VtxBuffer.Size, list->IdxBuffer.Size});
}

Damage::Area Damage::area_of(const ImDrawList& list, const End& begin, const End& end) {
  Area area;
  const ImDrawVert* vertices = list.VtxBuffer.Data;
  area.vertices.assign(vertices + begin.vertices, vertices + end.vertices);
  area.indices.reserve(end.indices - begin.indices);
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const int offset = static_cast<int>(command.IdxOffset);
    const int first = std::max(offset, begin.indices);
    const int last = std::min(offset + static_cast<int>(command.ElemCount), end.indices);
    if (first >= last) continue;
    area.commands.push_back({command.ClipRect, command.GetTexID(),
                             static_cast<int>(area.indices.size()), last - first});
    for (int i = first; i < last; ++i) {
      area.indices.push_back(static_cast<int>(command.VtxOffset) + list.IdxBuffer[i] -
                             begin.vertices);
    }
  }
  return area;
}

void Damage::add_bounds(const Area& area, const Command& command, Rect& sum) {
  Rect box = nothing;
  for (int i = 0; i < command.count; ++i) {
    add_point(area.vertices[area.indices[command.first + i]].pos, box);
  }
  add(common(box, rect_of(command.clip)), sum);
}

void Damage::add_differences(const Area& before, const Area& now, Rect& sum) {
  const bool alike = before.commands == now.commands && before.indices == now.indices &&
                     before.vertices.size() == now.vertices.size();
  if (!alike) {
    for (const Area* area : {&before, &now}) {
      for (const Command& command : area->commands) add_bounds(*area, command, sum);
    }
    return;
  }
  for (const Command& command : now.commands) {
    if (has_changed(command.texture)) add_bounds(now, command, sum);
    for (int i = command.first; i < command.first + command.count; i += 3) {
      const int* corners = &now.indices[i];
      if (std::all_of(corners, corners + 3, [&](int corner) {
            return same(before.vertices[corner], now.vertices[corner]);
          })) {
        continue;
      }
      Rect box = nothing;
      for (int c = 0; c < 3; ++c) {
        add_point(before.vertices[corners[c]].pos, box);
        add_point(now.vertices[corners[c]].pos, box);
      }
      add(common(box, rect_of(command.clip)), sum);
    }
  }
}

std::vector<Damage::Area> Damage::areas_of(const ImDrawData& data) const {
  std::vector<Area> areas;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    End begin{&list, 0, 0};
    const auto take_until = [&](const End& end) {
      areas.push_back(area_of(list, begin, end));
      begin = end;
    };
    for (const End& end : ends_) {
      if (end.list == &list) take_until(end);
    }
    take_until({&list, list.VtxBuffer.Size, list.IdxBuffer.Size});
  }
  return areas;
}

Rect Damage::narrow(ImDrawData& data) {
  std::vector<Area> now = areas_of(data);
  ends_.clear();
  Rect changed = nothing;
  if (last_.empty()) {
    changed = {ImVec2(0, 0), data.DisplaySize};
  } else {
    const Area none;
    for (std::size_t i = 0; i < std::max(last_.size(), now.size()); ++i) {
      add_differences(i < last_.size() ? last_[i] : none, i < now.size() ? now[i] : none, changed);
    }
  }
  last_ = std::move(now);
  changed_textures.clear();
  if (is_empty(changed)) return {};

  // A pixel on each side, as places are rounded, and what may touch the last one is drawn.
  const float pixel = 1 / data.FramebufferScale.x;
  changed = grown(changed, pixel);
  leave_out_all_outside(grown(changed, pixel), data);
  return changed;
}

}  // namespace psgan::web
