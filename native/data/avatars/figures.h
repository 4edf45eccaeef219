// Where avatars come from: the project's own looks, or VRM files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "characters/looks.h"
#include "data/avatars/avatar.h"

namespace CLI {
class App;
}

namespace psgan::data {

/// One avatar, as a command line names it.
struct FigureChoice {
  int look = 0;  ///< If `vrm` is empty: one of the project's own, from 0.
  std::filesystem::path vrm;
  int variant = 0;   ///< Its colours; 0 are its own.
  std::string hide;  ///< A material whose parts are left out, or empty.
};

/// --look, --vrm, --variant, --hide.
void add_figure_options(CLI::App& command, FigureChoice& choice);

/// Says on standard error what was left out of a file.
Avatar load(const FigureChoice& choice);

/// Prints an avatar's warnings on standard error.
void print_warnings(const Avatar& avatar);

/// The project's own character of that number, from 0.
Avatar own_look(int number);
/// Any look that the project's wardrobe can make.
Avatar own_look(const characters::Look& look);

/// The files of a folder with one of these extensions (".vrm"; upper or lower case), in the order
/// of their names, and if asked for of those below it. Throws Error if there are none.
enum class Folders { this_one, all_below };
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const std::vector<std::string>& extensions,
                                            Folders folders = Folders::this_one);

}  // namespace psgan::data
