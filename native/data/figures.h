// Where avatars come from: the project's own looks, or VRM files.
#pragma once

#include <filesystem>
#include <vector>

#include "data/avatar.h"

namespace psgan {

/// The .vrm files of a folder in the order of their names. Throws Error if there are none.
std::vector<std::filesystem::path> vrm_files(const std::filesystem::path& folder);

/// Takes the parts with a material of that name away. Throws Error if there is none, or if nothing
/// would be left.
void hide_material(Avatar& avatar, const std::string& material);

}  // namespace psgan
