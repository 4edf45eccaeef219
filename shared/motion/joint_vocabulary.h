// What the words in a joint's name say. Internal to find_joints().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace psgan {

enum class Side { none, left, right };

/// A part of a limb as files name it. Some words mean one joint in one program and its neighbour in
/// another: shoulder, arm, leg, hip and foot.
enum class LimbWord {
  collar,
  shoulder,
  arm,
  upper_arm,
  lower_arm,
  hand,
  hip,
  leg,
  upper_leg,
  lower_leg,
  ankle,
  foot,
  toes,
};

struct NameWords {
  Side side = Side::none;
  /// Without side, what all names share, blanks and case: "upperarm". Empty if nothing is left.
  std::string part;
  /// The same with one word less at the front each, longest first: names may begin with words that
  /// only some share.
  std::vector<std::string> tails;
  /// A joint beside the skeleton: for twisting, inverse kinematics, hair and the like.
  bool helper = false;
};

/// The words of each name of a skeleton; names that are empty have none.
std::vector<NameWords> words_of(const std::vector<std::string>& names);

/// What a part says about a limb; numbers at its end do not count.
std::optional<LimbWord> limb_word(std::string_view part);

}  // namespace psgan
