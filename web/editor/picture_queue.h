// The pictures that are to be drawn. The newest wish alone counts, for her and the row in turn;
// while there is none, tiles of the kinds asked for come one by one.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "psgan/pose.h"

namespace psgan::web {

/// Small pictures that are drawn while there is nothing else to draw.
enum class Tiles {
  characters,  ///< Those that the model's card names, standing.
  poses,       ///< The character in the library's poses.
  neighbours,  ///< The characters around her, in her pose.
  options,     ///< She herself with each option of the shown trait, in her pose.
};
inline constexpr int tile_kinds = 4;
inline constexpr int most_tiles = 100;

/// How many tiles there are of each kind.
using TileCounts = std::array<int, tile_kinds>;

class PictureQueue {
 public:
  struct Task {
    int number = 0;                  ///< Counts pictures on the stage; 0 for tiles.
    int slot = 0;                    ///< On the stage: 0 is hers, others are the row's.
    Tiles kind = Tiles::characters;  ///< If it is a tile.
    int tile = -1;                   ///< −1: on the stage.
  };

  /// What stands on the stage changed: `slots` pictures, all if the pose did, else hers if she did.
  void stage_changed(int slots, bool pose, bool character);
  /// Her pose did, and with it the pictures of those who do the same; by slot.
  void pose_changed(const std::vector<bool>& same);
  void restart_tiles() { next_tile_.fill(0); }
  void restart_tiles(Tiles kind) { next_tile_[static_cast<int>(kind)] = 0; }
  void want_tiles(Tiles kind, bool wanted) { wanted_[static_cast<int>(kind)] = wanted; }

  bool waits(const TileCounts& counts) const;
  /// Takes what is next out of the queue; `pose` is the stage's.
  std::optional<Task> take(const TileCounts& counts, const Pose& pose);
  /// A picture of the stage is there, drawn in so many milliseconds. Returns its slot.
  int arrived(int number, double milliseconds);

  int pictures() const { return pictures_; }  ///< That have arrived.
  double last_milliseconds() const { return last_milliseconds_; }
  /// The pose that her shown picture was computed for.
  const Pose& pictured_pose() const { return pictured_pose_; }
  /// Whether nothing of the stage waits.
  bool stage_is_taken() const;

 private:
  std::vector<bool> stale_ = {true};  ///< Of the pictures on the stage: hers, then the row's.
  int next_slot_ = 0;                 ///< Whose turn it is.
  int requested_slot_ = 0;
  std::array<int, tile_kinds> next_tile_{};
  std::array<bool, tile_kinds> wanted_{true};
  int requests_ = 0;
  int pictures_ = 0;
  Pose requested_pose_, pictured_pose_;
  double last_milliseconds_ = 0;
};

}  // namespace psgan::web
