// A figure of boxes as a VRM file, made by the tests so that they depend on nobody's modelling.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace psgan::data {

struct TinyVrm {
  int version = 1;                                 ///< VRM 1.0, or 0 for VRM 0.x, which faces −Z.
  std::vector<std::string> without{};              ///< Humanoid bones to leave out, by VRM's names.
  std::string only_box{};                          ///< Draw the box of this bone alone; empty: all.
  std::vector<float> colour{0.9f, 0.2f, 0.2f, 1};  ///< Linear; left limbs are blue instead.
  bool unlit = false;
};

/// The glTF's JSON and its binary chunk.
struct TinyGlb {
  nlohmann::json json;
  std::vector<std::uint8_t> binary;
};

TinyGlb tiny_glb(const TinyVrm& figure = {});

std::vector<std::uint8_t> pack(const TinyGlb& glb);

inline std::vector<std::uint8_t> tiny_vrm(const TinyVrm& figure = {}) {
  return pack(tiny_glb(figure));
}

}  // namespace psgan::data
