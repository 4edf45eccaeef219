// Command lines of the experiments' programs.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "psgan/error.h"

namespace psgan::texture_oracle {

/// False after --help, which is printed. Throws UsageError if the arguments are wrong.
inline bool parsed(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::Success& success) {
    app.exit(success);
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(std::string(error.what()) + "\nRun with --help for the options.");
  }
}

}  // namespace psgan::texture_oracle
