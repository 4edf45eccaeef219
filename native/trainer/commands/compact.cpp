#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/training/snapshot.h"

namespace psgan::trainer {
namespace {

struct CompactFlags {
  std::filesystem::path snapshot, out;
  double split_mib = 0;
};

void run_compact(const CompactFlags& flags) {
  if (flags.split_mib < 0) throw UsageError("--split-mib: expected more than 0");
  const Snapshot small = compacted(read_snapshot(flags.snapshot), flags.snapshot.string());
  const auto part_bytes = static_cast<std::uint64_t>(flags.split_mib * (1 << 20));
  write_snapshot(flags.out, small, part_bytes);
  std::cout << flags.out.string() << ": " << (small.archive.size() >> 10) << " KiB, kimg "
            << small.progress.images / 1000 << "\n";
}

}  // namespace

void add_compact_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "compact", "Make a snapshot small enough to carry away, for training to go on elsewhere");
  const auto flags = std::make_shared<CompactFlags>();
  command->add_option("--snapshot", flags->snapshot, "Snapshot of psgan train")->required();
  command->add_option("--out", flags->out, "Where the compact snapshot goes")->required();
  command->add_option("--split-mib", flags->split_mib,
                      "In parts OUT.001, OUT.002 … of at most so many MiB, read together as OUT");
  command->footer(
      "The average of G's weights and D's are kept in half precision, the optimizers' state not: "
      "a\n"
      "twelfth of the size or so. Training goes on from it with fresh optimizers, in a new run's "
      "folder;\n"
      "generate, export and evaluate read it like any snapshot.\n"
      "Examples:\n"
      "  psgan compact --snapshot runs/00000-fast-avatar-512/snapshot-000300.pt \\\n"
      "    --out small.pt --split-mib 16\n"
      "  psgan train --resume small.pt --data avatar.zip --kimg 600");
  command->callback([flags] { with_torch_errors([&] { run_compact(*flags); }); });
}

}  // namespace psgan::trainer
