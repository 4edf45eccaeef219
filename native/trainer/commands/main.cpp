// psgan: trains PSGAN, draws with what was trained, and exports it for the page.

#include <dlfcn.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <limits>
#include <string_view>

#include "common/program.h"
#include "psgan/error.h"
#include "psgan/version.h"
#include "trainer/commands/commands.h"

namespace {

/// Sets an environment variable unless the user has. Says whether it did.
bool set_by_default(const char* name, const char* value) {
  if (std::getenv(name) != nullptr) return false;
  return setenv(name, value, 1) == 0;
}

/// OpenBLAS computes as for a processor of 2004 where it is older than the processor and does not
/// know it. Says for which it should then; none if it does well, or another BLAS is linked.
const char* better_blas_core() {
#if defined(__x86_64__)
  using CoreName = const char* (*)();
  const auto core_name = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  if (core_name == nullptr || std::string_view(core_name()) != "Prescott") return nullptr;
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2")) return "Haswell";
#endif
  return nullptr;
}

/// What libraries read before main, so that the program starts itself once more with it: OpenMP's
/// threads spin while they wait, which slows training on the CPU up to six times as soon as
/// anything else runs; and OpenBLAS's processor.
void start_again_with_settings(char** arguments) {
  bool changed = set_by_default("OMP_WAIT_POLICY", "passive");
  if (const char* core = better_blas_core()) changed |= set_by_default("OPENBLAS_CORETYPE", core);
  if (!changed) return;
  // By its path, so that the process keeps its name.
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) execv(program.c_str(), arguments);
}

/// Every step asks for the same memory as the one before. Without this, the C library gives large
/// pieces of it back each time, and the system zeroes them before it lends them again: up to a
/// tenth of a step.
void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest there is
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

void run(int argc, char** argv) {
  CLI::App program(
      "Trains PSGAN, a pose-conditional progressive GAN of full-body anime characters, PG2, which "
      "draws a picture's character in another pose, and DPG2, which also samples characters and "
      "poses.");
  program.set_version_flag("--version", "psgan " + std::string(psgan::version()),
                           "Print the version and exit");
  program.require_subcommand(1);
  program.footer(
      "A data set comes from psgan-data render. From it to the page:\n"
      "  psgan train --data avatar.zip --cfg fast --resolution 64 --kimg 300\n"
      "  psgan generate --snapshot runs/00000-fast-avatar-64/snapshot-000300.pt --out grid.png\n"
      "  psgan export --snapshot runs/00000-fast-avatar-64/snapshot-000300.pt --out "
      "models/starter --fp16\n"
      "Exit status: 0 done, 1 an error in the data or on the way, 2 a wrong command line.");
  psgan::trainer::add_train_command(program);
  psgan::trainer::add_generate_command(program);
  psgan::trainer::add_animate_command(program);
  psgan::trainer::add_evaluate_command(program);
  psgan::trainer::add_train_detector_command(program);
  psgan::trainer::add_train_classifier_command(program);
  psgan::trainer::add_train_encoder_command(program);
  psgan::trainer::add_project_command(program);
  psgan::trainer::add_compare_command(program);
  psgan::trainer::add_compact_command(program);
  psgan::trainer::add_export_command(program);
  psgan::trainer::add_export_encoder_command(program);
  psgan::trainer::add_bench_command(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    program.exit(success);
  } catch (const CLI::ParseError& error) {
    throw psgan::UsageError(std::string(error.what()) + "\nRun with --help for the options.");
  }
}

}  // namespace

int main(int argc, char** argv) {
  start_again_with_settings(argv);
  keep_freed_memory();
  return psgan::run_program("psgan", [&] { run(argc, argv); });
}
