// The networks in a snapshot of DPG2.
#pragma once

#include <string>

#include "psgan/json.h"
#include "trainer/networks/dpg2_networks.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {

/// The networks of a snapshot that draw, on the CPU. Throws Error naming `where`, also if the
/// snapshot is of another method.
Dpg2Networks load_dpg2_networks(const Snapshot& snapshot, const std::string& where);

/// Whether the mapping functions of a DPG2 snapshot have begun to be trained: before that they make
/// nothing from noise.
bool has_mappings(const Snapshot& snapshot);

/// Throws Error naming `where` if the weights of a DPG2 snapshot do not fit its options.
void check_dpg2_weights(const Snapshot& snapshot, const std::string& where);

/// The discriminator of pictures that goes with networks of this width.
DcganDiscriminator make_picture_discriminator(int resolution, int width);

/// A snapshot's options, with what was no option of DPG2 when it was written as it was then.
Json with_former_dpg2_settings(Json options);

}  // namespace psgan::trainer
