// Numbers out of glTF's buffers. Internal to the VRM reader.
#pragma once

#include <tiny_gltf.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "psgan/error.h"

namespace psgan {

/// Reads accessors with every index and range checked: files come from anywhere.
class Accessors {
 public:
  Accessors(const tinygltf::Model& model, const std::string& where)
      : model_(model), where_(where) {}

  [[noreturn]] void fail(const char* what, const std::string& why) const {
    throw Error(where_ + ": " + what + " " + why);
  }

  template <typename List>
  const auto& at(const List& list, int i, const char* what) const {
    if (i < 0 || std::size_t(i) >= list.size()) fail(what, "refers to something that is not there");
    return list[i];
  }

  /// Element i's component c as a number, normalised if the accessor says so.
  template <typename Store>
  std::size_t read(int index, int components, const char* what, Store store) const {
    const tinygltf::Accessor& a = at(model_.accessors, index, what);
    if (a.sparse.isSparse) fail(what, "is sparse, which is not supported");
    const int have = tinygltf::GetNumComponentsInType(a.type);
    const int size = tinygltf::GetComponentSizeInBytes(a.componentType);
    if (have != components || size <= 0) fail(what, "has another number of components");
    const tinygltf::BufferView& view = at(model_.bufferViews, a.bufferView, what);
    const tinygltf::Buffer& buffer = at(model_.buffers, view.buffer, what);
    const int stride = a.ByteStride(view);
    const std::size_t start = view.byteOffset + a.byteOffset;
    const std::size_t element = std::size_t(have) * size;
    if (stride <= 0 || start > buffer.data.size() || view.byteOffset > start ||
        (a.count > 0 && (a.count - 1 > (buffer.data.size() - start) / stride ||
                         (a.count - 1) * stride + element > buffer.data.size() - start)))
      fail(what, "reaches beyond the end of its buffer");
    for (std::size_t i = 0; i < a.count; ++i) {
      const unsigned char* p = buffer.data.data() + start + i * stride;
      for (int c = 0; c < have; ++c) store(i, c, value(a, p + std::size_t(c) * size, what));
    }
    return a.count;
  }

  std::size_t count(int index, const char* what) const {
    return at(model_.accessors, index, what).count;
  }

 private:
  template <typename T>
  static double as(const unsigned char* p) {
    T v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }

  double value(const tinygltf::Accessor& a, const unsigned char* p, const char* what) const {
    const double unit = a.normalized ? 1 : 0;
    switch (a.componentType) {
      case TINYGLTF_COMPONENT_TYPE_FLOAT:
        return as<float>(p);
      case TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT:
        return as<std::uint32_t>(p);
      case TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT:
        return as<std::uint16_t>(p) / (unit ? 65535.0 : 1);
      case TINYGLTF_COMPONENT_TYPE_UNSIGNED_BYTE:
        return *p / (unit ? 255.0 : 1);
      case TINYGLTF_COMPONENT_TYPE_SHORT:
        return as<std::int16_t>(p) / (unit ? 32767.0 : 1);
      case TINYGLTF_COMPONENT_TYPE_BYTE:
        return as<std::int8_t>(p) / (unit ? 127.0 : 1);
      default:
        fail(what, "has a component type that glTF does not know");
    }
  }

  const tinygltf::Model& model_;
  const std::string& where_;
};

}  // namespace psgan
