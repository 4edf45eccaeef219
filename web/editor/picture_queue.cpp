#include "editor/picture_queue.h"

#include <algorithm>

namespace psgan::web {

void PictureQueue::stage_changed(int slots, bool pose, bool character) {
  stale_.resize(slots, true);
  if (pose) std::fill(stale_.begin(), stale_.end(), true);
  if (character) {
    stale_[0] = true;
    restart_tiles(Tiles::poses);
  }
  restart_tiles(Tiles::neighbours);
  restart_tiles(Tiles::options);
}

void PictureQueue::pose_changed(const std::vector<bool>& same) {
  stale_.resize(same.size(), true);
  for (std::size_t slot = 0; slot < same.size(); ++slot) {
    if (same[slot]) stale_[slot] = true;
  }
  restart_tiles(Tiles::neighbours);
  restart_tiles(Tiles::options);
}

bool PictureQueue::stage_is_taken() const {
  return std::none_of(stale_.begin(), stale_.end(), [](bool stale) { return stale; });
}

bool PictureQueue::waits(const TileCounts& counts) const {
  if (!stage_is_taken()) return true;
  for (int kind = 0; kind < tile_kinds; ++kind) {
    if (wanted_[kind] && next_tile_[kind] < counts[kind]) return true;
  }
  return false;
}

std::optional<PictureQueue::Task> PictureQueue::take(const TileCounts& counts, const Pose& pose) {
  const int slots = static_cast<int>(stale_.size());
  for (int i = 0; i < slots; ++i) {
    const int slot = (next_slot_ + i) % slots;
    if (!stale_[slot]) continue;
    stale_[slot] = false;
    next_slot_ = slot + 1;
    requested_slot_ = slot;
    if (slot == 0) requested_pose_ = pose;
    return Task{.number = ++requests_, .slot = slot};
  }
  for (int kind = 0; kind < tile_kinds; ++kind) {
    if (!wanted_[kind] || next_tile_[kind] >= counts[kind]) continue;
    return Task{.kind = static_cast<Tiles>(kind), .tile = next_tile_[kind]++};
  }
  return std::nullopt;
}

int PictureQueue::arrived(int number, double milliseconds) {
  last_milliseconds_ = milliseconds;
  ++pictures_;
  if (requested_slot_ == 0 && number == requests_) pictured_pose_ = requested_pose_;
  return requested_slot_;
}

}  // namespace psgan::web
