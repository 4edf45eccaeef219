// Writes the first COUNT characters into a folder, for checks by other programs.
#include <cstdlib>
#include <iostream>

#include "characters/wardrobe.h"
#include "common/program.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: write_vrm FOLDER COUNT\n";
    return 2;
  }
  return psgan::run_program("write_vrm", [&] {
    for (int i = 0; i < std::atoi(argv[2]); ++i)
      psgan::write_file(std::filesystem::path(argv[1]) / ("look" + std::to_string(i) + ".vrm"),
                        psgan::characters::character_vrm(i));
  });
}
