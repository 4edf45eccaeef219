// What the visitor makes: everything that undo brings back and a link carries.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "motion/figure.h"
#include "motion/keyframes.h"
#include "psgan/character.h"

namespace psgan::web {

/// One who stands beside her.
struct Companion {
  Character character;
  std::optional<Figure> figure;  ///< Her own pose; nothing: she does the same.
  std::optional<float> across;   ///< Where she was put, see Scene.

  friend bool operator==(const Companion&, const Companion&) = default;
};

struct Scene {
  Character character;
  std::vector<Companion> row;
  /// Where on the stage she was put, in parts of its width from the left; nothing: in the middle,
  /// and the row to either side.
  std::optional<float> across;

  Figure figure;   ///< As seen, turned already.
  float turn = 0;  ///< Radians to her left that the motion is turned by.

  /// The motion: one of own_clips() as it is, or key frames of the visitor's own.
  int clip = 0;
  std::shared_ptr<const KeyedMotion> keys;  ///< Null: the clip.

  friend bool operator==(const Scene&, const Scene&) = default;
};

/// Undo and redo without limit, by states as a whole.
template <typename State>
class History {
 public:
  /// Remembers a state before it is edited.
  void remember(const State& state) {
    if (past_.empty() || !(past_.back() == state)) past_.push_back(state);
    future_.clear();
  }
  bool can_undo(const State& now) const {
    return past_.size() > 1 || (!past_.empty() && !(past_.back() == now));
  }
  bool can_redo() const { return !future_.empty(); }

  /// Brings back the state before the last edit; false if there is none.
  bool undo(State& now) {
    if (!can_undo(now)) return false;
    if (past_.back() == now) past_.pop_back();  // An edit that changed nothing.
    future_.push_back(now);
    now = past_.back();
    past_.pop_back();
    return true;
  }
  bool redo(State& now) {
    if (future_.empty()) return false;
    past_.push_back(now);
    now = future_.back();
    future_.pop_back();
    return true;
  }
  void clear() {
    past_.clear();
    future_.clear();
  }

 private:
  std::vector<State> past_, future_;
};

}  // namespace psgan::web
