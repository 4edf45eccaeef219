// An independent, minimal reader of binary glTF for the tests: it trusts nothing that the writer
// says without looking.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace psgan::characters {

struct Glb {
  nlohmann::json json;
  std::vector<std::uint8_t> binary;

  explicit Glb(const std::vector<std::uint8_t>& bytes) {
    const auto word = [&](std::size_t at) {
      std::uint32_t value = 0;
      if (at + 4 > bytes.size()) throw std::runtime_error("cut short");
      std::memcpy(&value, bytes.data() + at, 4);
      return value;
    };
    if (word(0) != 0x46546C67 || word(4) != 2 || word(8) != bytes.size())
      throw std::runtime_error("no glTF 2 header of this length");
    const std::size_t text = word(12);
    if (word(16) != 0x4E4F534A) throw std::runtime_error("first chunk is not JSON");
    json = nlohmann::json::parse(bytes.begin() + 20, bytes.begin() + 20 + long(text));
    const std::size_t second = 20 + text;
    if (word(second + 4) != 0x004E4942) throw std::runtime_error("second chunk is not binary");
    if (second + 8 + word(second) != bytes.size()) throw std::runtime_error("chunks do not add up");
    binary.assign(bytes.begin() + long(second) + 8, bytes.end());
  }

  /// An accessor's numbers, all components in a row.
  std::vector<double> numbers(int accessor) const {
    const auto& a = json.at("accessors").at(std::size_t(accessor));
    const auto& view = json.at("bufferViews").at(a.at("bufferView").get<std::size_t>());
    const std::string type = a.at("type");
    const std::size_t components = type == "SCALAR" ? 1
                                   : type == "VEC2" ? 2
                                   : type == "VEC3" ? 3
                                   : type == "VEC4" ? 4
                                                    : 16;
    const std::size_t count = a.at("count").get<std::size_t>() * components;
    const std::size_t begin = view.at("byteOffset").get<std::size_t>();
    const int kind = a.at("componentType");
    const std::size_t size = kind == 5121 ? 1 : kind == 5123 ? 2 : 4;
    if (count * size > view.at("byteLength").get<std::size_t>() ||
        begin + count * size > binary.size())
      throw std::runtime_error("accessor reaches beyond its view");
    std::vector<double> result;
    for (std::size_t i = 0; i < count; ++i) {
      const auto* at = binary.data() + begin + i * size;
      if (kind == 5126) {
        float v;
        std::memcpy(&v, at, 4);
        result.push_back(v);
      } else {
        std::uint32_t v = 0;
        std::memcpy(&v, at, size);
        result.push_back(v);
      }
    }
    return result;
  }

  const nlohmann::json& primitives() const { return json.at("meshes").at(0).at("primitives"); }
};

}  // namespace psgan::characters
