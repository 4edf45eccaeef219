// What key frames change of what she wears.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "motion/keyframes.h"
#include "psgan/traits.h"

namespace psgan {

/// The key that decides about a trait at a time (seconds): the last one until then that names it.
/// Nothing before the first of them, also in a loop: then it is her own.
std::optional<int> key_that_dresses(const KeyedMotion& motion, float seconds,
                                    const std::string& trait);

/// What the keys dress her in at a time (seconds), values by traits' names as links write both. A
/// choice is that of key_that_dresses(). A colour or an amount moves from there to the next key
/// that names it, in a loop also over its end, evenly or gently as the key's ease says, and jumps
/// with Ease::hold. Values that are none of their trait do not move; traits that the schema does
/// not have are left out.
std::map<std::string, std::string> outfit_at(const KeyedMotion& motion, float seconds,
                                             const TraitSchema& schema);

}  // namespace psgan
