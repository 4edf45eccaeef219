// A figure of boxes as a VRM file, made by the tests so that they depend on nobody's modelling.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace psgan::data {

struct TinyVrm {
  int version = 1;                     ///< VRM 1.0, or 0 for VRM 0.x, which faces −Z.
  std::vector<std::string> without{};  ///< Humanoid bones to leave out, by VRM's names.
  std::string only_box{};              ///< Draw the box of this bone alone; empty: all.
  std::vector<std::string> boxes{};    ///< The mesh has the boxes of these bones alone; empty: all.
  float head_size = 1;                 ///< Of the head's box.
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

/// Appends bytes as a buffer view; its number.
int add_view(TinyGlb& glb, std::span<const std::uint8_t> bytes);

template <typename T>
int add_view(TinyGlb& glb, const std::vector<T>& values) {
  return add_view(glb, std::span(reinterpret_cast<const std::uint8_t*>(values.data()),
                                 values.size() * sizeof(T)));
}

/// Appends a mesh, a box that hangs on no bone; its number.
int add_box(TinyGlb& glb, std::array<float, 3> low, std::array<float, 3> high);

inline std::vector<std::uint8_t> tiny_vrm(const TinyVrm& figure = {}) {
  return pack(tiny_glb(figure));
}

}  // namespace psgan::data
