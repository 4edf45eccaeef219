#include "trainer/training/pg2_snapshot.h"

namespace psgan::trainer {

Pg2Generator load_pg2_generator(const Snapshot& snapshot, const std::string& where) {
  check_method(snapshot, Method::pg2, where);
  Pg2Generator generator(snapshot.options.spec.resolution, snapshot.options.width);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "G1", *generator.g1, where);
  read_module(archive, "G2", *generator.g2, where);
  return generator;
}

void check_pg2_weights(const Snapshot& snapshot, const std::string& where) {
  load_pg2_generator(snapshot, where);
  PairDiscriminator discriminator =
      make_pair_discriminator(snapshot.options.spec.resolution, snapshot.options.width);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "D", *discriminator, where);
}

}  // namespace psgan::trainer
