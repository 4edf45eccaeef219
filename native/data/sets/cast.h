// Whom a data set shows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "characters/looks.h"
#include "common/left_out.h"
#include "data/avatars/avatar.h"
#include "psgan/dataset.h"

namespace psgan::data {

struct CastChoice {
  std::optional<int>
      looks{};         ///< How many of the project's own looks; 8, or none beside `combined`,
  int first_look = 0;  ///< from which number on,
  int combined = 0;    ///< and how many combinations behind them.
  int changes = 0;     ///< Further looks behind each, which differ from it in a single trait.
  std::filesystem::path avatars{};  ///< A folder of VRM files instead.
  int recolour = 0;                 ///< Colour variants besides each avatar itself.
};

/// Where the avatars come from: the project's looks or a folder, one at a time. Files are all read
/// once before, so that a broken one is left out now and not after an hour.
class Cast {
 public:
  Cast(const CastChoice& choice, LeftOut& left_out);

  int size() const;

  /// The avatar with this place in the cast, from 0.
  Avatar load(int place) const;

  /// Of what the looks are made; empty for files, and for colour variants, whose colours no traits
  /// tell.
  LookTraits traits() const;

  /// What tells one cast from another, in one line.
  std::string description() const;

 private:
  /// One of the project's own.
  struct OwnLook {
    int number = 0;
    int change = 0;  ///< From 1; 0: as it is.
  };
  static characters::Look look_of(const OwnLook& own);

  std::vector<OwnLook> looks_;  ///< The project's own, or
  std::vector<std::filesystem::path> files_;
  std::vector<std::uint32_t> checksums_;
  int variants_;
};

}  // namespace psgan::data
