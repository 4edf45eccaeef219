// psgan generate with a snapshot of PG2: pictures' characters in other poses.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "psgan/pose.h"
#include "trainer/commands/opened_generator.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Whom to draw.
struct SourceFlags {
  /// A PNG of one character, or a data set's zip; empty: the data set of the run.
  std::filesystem::path source;
  std::string looks = "0-7";  ///< Of a data set, each by one picture; those that it has.
  bool coarse = false;        ///< G1's pictures instead of G2's.
};

/// --source, --looks and --coarse. `flags` must outlive the command.
void add_source_flags(CLI::App& command, SourceFlags& flags);

/// Writes a grid with a row for each source: the source, and its character in every pose, under the
/// poses' skeletons if asked for. Returns the number of sources. Throws Error naming the file that
/// cannot be read or the picture that is not square with a side of a power of two times the
/// resolution, and what was expected.
int generate_from_source(const Snapshot& snapshot, const GeneratorFlags& generator,
                         const SourceFlags& flags, const std::vector<Pose>& poses, bool skeletons,
                         const std::filesystem::path& out);

}  // namespace psgan::trainer
