// The names of an enum's values, as files and links write them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace psgan {

/// In the order of the values, which count from 0:
///   constexpr EnumNames<Ease, 2> names{{"soft", "hold"}};
template <typename Enum, std::size_t count>
struct EnumNames {
  std::array<std::string_view, count> names;

  constexpr std::string_view operator[](Enum value) const {
    return names[static_cast<std::size_t>(value)];
  }
  /// The value of that name, or nothing.
  std::optional<Enum> find(std::string_view name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
  }
};

}  // namespace psgan
