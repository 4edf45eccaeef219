// psgan generate with a snapshot of PG2: pictures' characters in other poses.
#pragma once

#include <filesystem>
#include <vector>

#include "psgan/pose.h"
#include "trainer/commands/opened_generator.h"
#include "trainer/commands/source_pictures.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// Writes a grid with a row for each source: the source, and its character in every pose, under the
/// poses' skeletons if asked for. Returns the number of sources. Throws Error like read_sources().
int generate_from_source(const Snapshot& snapshot, const GeneratorFlags& generator,
                         const SourceFlags& flags, const std::vector<Pose>& poses, bool skeletons,
                         const std::filesystem::path& out);

}  // namespace psgan::trainer
