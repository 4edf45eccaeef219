#include "data/figures.h"

#include <algorithm>

#include "psgan/error.h"

namespace psgan {

std::vector<std::filesystem::path> vrm_files(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".vrm") files.push_back(entry.path());
  if (error)
    throw Error(folder.string() + ": cannot be read as a folder (" + error.message() + ")");
  if (files.empty()) throw Error(folder.string() + ": has no .vrm files");
  std::sort(files.begin(), files.end());
  return files;
}

void hide_material(Avatar& avatar, const std::string& material) {
  const auto is_it = [&](const Surface& mesh) {
    return avatar.materials[mesh.material].name == material;
  };
  if (std::erase_if(avatar.meshes, is_it) == 0) {
    std::string names;
    for (const CelMaterial& m : avatar.materials) names += (names.empty() ? "" : ", ") + m.name;
    throw Error(avatar.name + ": has no material \"" + material + "\" (it has: " + names + ")");
  }
  if (avatar.meshes.empty()) throw Error(avatar.name + ": nothing is left to draw");
}

}  // namespace psgan
