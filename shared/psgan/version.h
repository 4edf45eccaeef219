// The project's version, set in one place: project(VERSION) in CMakeLists.txt.
#pragma once

#include <string_view>

namespace psgan {

/// "0.2.0": what --version prints and what snapshots, model cards and the page name.
std::string_view version();

}  // namespace psgan
