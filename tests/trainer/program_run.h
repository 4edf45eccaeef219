// Runs psgan itself, as a user would.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "common/program.h"
#include "temporary_folder.h"

namespace psgan::trainer {

class ProgramRun {
 public:
  explicit ProgramRun(const TemporaryFolder& folder) : said_(folder / "said") {}

  /// The exit status. `before` goes before the program's name, as in "ulimit -f 9;".
  int operator()(const std::string& arguments, const std::string& before = {}) {
    const std::string command =
        before + " '" PSGAN_PROGRAM "' " + arguments + " >'" + said_.string() + "' 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  /// What it said, errors too.
  std::string said() const { return read_text_file(said_); }

 private:
  std::filesystem::path said_;
};

}  // namespace psgan::trainer
