#include "data/avatars/figures.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "common/program.h"
#include "data/avatars/recolour.h"
#include "psgan/error.h"

namespace psgan::data {
namespace {

/// Takes the parts with a material of that name away.
void hide_material(Avatar& avatar, const std::string& material) {
  const auto is_it = [&](const Surface& surface) {
    return avatar.materials[surface.material].name == material;
  };
  if (std::erase_if(avatar.surfaces, is_it) == 0) {
    std::string names;
    for (const CelMaterial& m : avatar.materials) names += (names.empty() ? "" : ", ") + m.name;
    throw Error(avatar.name + ": has no material \"" + material + "\" (it has: " + names + ")");
  }
  if (avatar.surfaces.empty()) throw Error(avatar.name + ": nothing is left to draw");
}

}  // namespace

void add_figure_options(CLI::App& command, FigureChoice& choice) {
  CLI::Option* look =
      command.add_option("--look", choice.look, "One of the project's own characters, from 0")
          ->check(CLI::NonNegativeNumber);
  command.add_option("--vrm", choice.vrm, "A VRM file instead")->excludes(look);
  command.add_option("--variant", choice.variant, "A colour variant of it, from 1")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--hide", choice.hide, "Leave out what has the material of this name");
}

void print_warnings(const Avatar& avatar) {
  for (const std::string& warning : avatar.warnings)
    std::fprintf(stderr, "psgan-data: %s\n", warning.c_str());
}

Avatar load(const FigureChoice& choice) {
  Avatar avatar = choice.vrm.empty() ? own_look(choice.look) : read_vrm(choice.vrm);
  print_warnings(avatar);
  recolour(avatar, choice.variant);
  if (!choice.hide.empty()) hide_material(avatar, choice.hide);
  return avatar;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const std::vector<std::string>& extensions,
                                            Folders folders) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  const auto collect = [&](auto entries) {
    for (const auto& entry : entries) {
      const auto is_its = [&](const std::string& e) { return has_extension(entry.path(), e); };
      if (std::any_of(extensions.begin(), extensions.end(), is_its)) files.push_back(entry.path());
    }
  };
  if (folders == Folders::this_one) {
    collect(std::filesystem::directory_iterator(folder, error));
  } else {
    collect(std::filesystem::recursive_directory_iterator(folder, error));
  }
  if (error)
    throw Error(folder.string() + ": cannot be read as a folder (" + error.message() + ")");
  if (files.empty()) {
    std::string names;
    for (const std::string& e : extensions) names += (names.empty() ? "" : ", ") + e;
    throw Error(folder.string() + ": has no " + names + " files");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace psgan::data
