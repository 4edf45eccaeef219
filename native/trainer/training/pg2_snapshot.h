// The networks in a snapshot of PG2.
#pragma once

#include <string>

#include "trainer/networks/pg2_networks.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// G1 and G2 of a snapshot, on the CPU. Throws Error naming `where`, also if the snapshot is of
/// another method.
Pg2Generator load_pg2_generator(const Snapshot& snapshot, const std::string& where);

/// Throws Error naming `where` if the weights of a PG2 snapshot do not fit its options.
void check_pg2_weights(const Snapshot& snapshot, const std::string& where);

}  // namespace psgan::trainer
