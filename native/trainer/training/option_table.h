// All options of a training run in one table: a row says where the value is, its key in
// options.json and snapshots, its flag, its help, its range, and whether a resumed run may change
// it. Flags, JSON, checks and help go over the rows.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/json.h"
#include "trainer/training/options.h"

namespace psgan::trainer {

/// What a flag is given as on the command line.
enum class FlagKind { none, text, whole, number, seed, toggle };

struct OptionRow {
  std::string_view key;
  std::string_view flag;  ///< Empty: set by the program itself, or by a flag of several rows.
  std::string_view help;
  FlagKind kind = FlagKind::none;
  std::function<Json(const TrainingOptions&)> write;
  /// `value` into the options. Throws Error naming `where` and the key.
  std::function<void(TrainingOptions&, const Json& value, const std::string& where)> read;
  /// Throws Error naming `where`, the key, what was found and what was expected.
  std::function<void(const TrainingOptions&, const std::string& where)> check;
  /// Whether a resumed run may change the value of options.json so; none: it may be anything.
  using Change = bool (*)(const Json& before, const Json& after, const Json& all_before);
  Change may_become = nullptr;
  /// The only methods to which it means something; none: it does to all.
  std::vector<Method> only{};
};

/// Those of `only`: "pg2 or dpg2".
std::string names_of_methods(const OptionRow& row);

std::span<const OptionRow> option_table();

}  // namespace psgan::trainer
