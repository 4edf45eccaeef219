// Small pictures of a model's named characters, side by side in one texture.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace psgan::web {

class Portraits {
 public:
  Portraits() = default;
  ~Portraits() { clear(); }
  Portraits(const Portraits&) = delete;
  Portraits& operator=(const Portraits&) = delete;

  /// Puts RGBA, side × side pixels, in the place of character `number` of `count`. Throws Error on
  /// another number of bytes.
  void set(int number, int count, std::span<const std::uint8_t> rgba, int side);
  void clear();

  bool has(int number) const { return number < static_cast<int>(there_.size()) && there_[number]; }
  unsigned texture() const { return texture_; }
  /// Where a portrait lies in the texture, from 0 to 1 across it.
  float left(int number) const { return static_cast<float>(number) / static_cast<float>(count()); }
  int count() const { return static_cast<int>(there_.size()); }

 private:
  std::vector<bool> there_;
  unsigned texture_ = 0;
};

}  // namespace psgan::web
