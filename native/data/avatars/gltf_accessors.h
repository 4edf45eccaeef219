// Accessors of glTF buffers. Internal to the readers of VRM and of animations.
#pragma once

#include <tiny_gltf.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "psgan/error.h"

namespace psgan::data {

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

  /// Element i's component c as a number, normalised if the accessor says so. What no buffer gives
  /// is 0; a sparse accessor's own elements come after those that they replace.
  template <typename Store>
  std::size_t read(int index, int components, const char* what, Store store) const {
    const tinygltf::Accessor& a = at(model_.accessors, index, what);
    const int have = tinygltf::GetNumComponentsInType(a.type);
    const int size = tinygltf::GetComponentSizeInBytes(a.componentType);
    if (have != components || size <= 0) fail(what, "has another number of components");
    const std::size_t elements = count(index, what), element = std::size_t(have) * size;
    const auto take = [&](std::size_t i, const unsigned char* p) {
      for (int c = 0; c < have; ++c)
        store(i, c, value(a.componentType, a.normalized, p + std::size_t(c) * size, what));
    };
    if (a.bufferView >= 0) {
      const int stride = a.ByteStride(at(model_.bufferViews, a.bufferView, what));
      const unsigned char* p =
          block(a.bufferView, a.byteOffset, elements, std::max(stride, 0), element, what);
      for (std::size_t i = 0; i < elements; ++i) take(i, p + i * stride);
    } else {
      for (std::size_t i = 0; i < elements; ++i)
        for (int c = 0; c < have; ++c) store(i, c, 0);
    }
    if (a.sparse.isSparse) read_sparse(a, elements, element, what, take);
    return elements;
  }

  /// How many elements an accessor has; never more than its buffers can hold.
  std::size_t count(int index, const char* what) const {
    const tinygltf::Accessor& a = at(model_.accessors, index, what);
    std::size_t most = most_without_buffer;
    if (a.bufferView >= 0) {
      const auto& view = at(model_.bufferViews, a.bufferView, what);
      most = at(model_.buffers, view.buffer, what).data.size();
    }
    if (a.count > most) fail(what, "has more elements than its buffer has bytes");
    return a.count;
  }

  /// The bytes of a whole buffer view.
  std::span<const unsigned char> view(int index, const char* what) const {
    const std::size_t length = at(model_.bufferViews, index, what).byteLength;
    return {block(index, 0, length, 1, 1, what), length};
  }

 private:
  template <typename T>
  static double as(const unsigned char* p) {
    T v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }

  /// Elements, `stride` bytes apart, all of them within their buffer.
  const unsigned char* block(int view_index, std::size_t offset, std::size_t elements,
                             std::size_t stride, std::size_t element, const char* what) const {
    const tinygltf::BufferView& view = at(model_.bufferViews, view_index, what);
    const std::vector<unsigned char>& data = at(model_.buffers, view.buffer, what).data;
    const auto beyond = [&] { fail(what, "reaches beyond the end of its buffer"); };
    if (stride == 0 || view.byteOffset > data.size() || offset > data.size() - view.byteOffset)
      beyond();
    const std::size_t room = data.size() - view.byteOffset - offset;
    if (elements > 0 && (elements - 1 > room / stride || element > room ||
                         (elements - 1) * stride > room - element))
      beyond();
    return data.data() + view.byteOffset + offset;
  }

  template <typename Take>
  void read_sparse(const tinygltf::Accessor& a, std::size_t elements, std::size_t element,
                   const char* what, Take take) const {
    const auto& sparse = a.sparse;
    const int size = tinygltf::GetComponentSizeInBytes(sparse.indices.componentType);
    if (sparse.count < 0 || size <= 0 || sparse.indices.byteOffset < 0 ||
        sparse.values.byteOffset < 0)
      fail(what, "has a sparse part that cannot be read");
    const auto replaced = std::size_t(sparse.count);
    const unsigned char* indices = block(sparse.indices.bufferView, sparse.indices.byteOffset,
                                         replaced, std::size_t(size), std::size_t(size), what);
    const unsigned char* values =
        block(sparse.values.bufferView, sparse.values.byteOffset, replaced, element, element, what);
    for (std::size_t i = 0; i < replaced; ++i) {
      const double index = value(sparse.indices.componentType, false, indices + i * size, what);
      if (!(index >= 0 && index < double(elements)))
        fail(what, "has a sparse part that names an element that is not there");
      take(std::size_t(index), values + i * element);
    }
  }

  double value(int component_type, bool normalized, const unsigned char* p,
               const char* what) const {
    const double unit = normalized ? 1 : 0;
    switch (component_type) {
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

  static constexpr std::size_t most_without_buffer = 1'000'000;

  const tinygltf::Model& model_;
  std::string where_;
};

}  // namespace psgan::data
