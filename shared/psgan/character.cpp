#include "psgan/character.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "psgan/enum_names.h"
#include "psgan/latent.h"
#include "psgan/look_mixing.h"

namespace psgan {
namespace {

constexpr EnumNames<Part, 3> part_names{{"everything", "figure", "colours"}};

/// A number of 64 bits that stands for a character, to find her neighbours by.
std::uint64_t fingerprint(const Character& c) {
  std::array<std::uint32_t, 2> state{0x6e656967, 0x68626f72};
  const auto mix_in = [&](std::uint64_t v) {
    const auto words =
        philox({static_cast<std::uint32_t>(v), static_cast<std::uint32_t>(v >> 32), 0, 0}, state);
    state = {words[0], words[1]};
  };
  mix_in(c.seed);
  for (const WalkStep& step : c.walk) {
    mix_in(step.seed);
    mix_in(static_cast<std::uint64_t>(std::lround(step.share * 1000)));
  }
  return std::uint64_t{state[1]} << 32 | state[0];
}

/// With the look that is kept and as much of the rest as `variety` says.
std::vector<float> kept(std::vector<float> z, const Character& c, const GeneratorSpec& spec) {
  const auto largest = look_of(z, spec);
  if (!largest) return z;
  int look = *largest;
  if (c.look && *c.look >= 0 && *c.look < spec.looks) {
    look = *c.look;
    std::swap(z[*largest], z[look]);
  }
  for (int i = 0; i < spec.latent_size; ++i)
    if (i != look) z[i] *= c.variety;
  return z;
}

/// The latent at a share t of the way from a to b.
std::vector<float> between(const std::vector<float>& a, const std::vector<float>& b, float t,
                           const Character& c, const GeneratorSpec& spec) {
  return c.even ? mixed(a, b, t, spec.looks) : slerp(a, b, t);
}

/// What follows seed and walk; `part` is whose latent z is. A mixture comes last: look and variety
/// go by which number is the largest, and half way two are.
std::vector<float> finished(const std::vector<float>& z, const Character& c,
                            const GeneratorSpec& spec, Part part) {
  const bool is_mixed = c.part == Part::everything || c.part == part;
  if (!c.seed2 || !is_mixed) return kept(z, c, spec);
  const std::vector<float> second = latent_from_seed(*c.seed2, spec.latent_size);
  if (!c.even) return kept(slerp(z, second, c.mix), c, spec);
  return mixed(kept(z, c, spec), kept(second, c, spec), c.mix, spec.looks);
}

std::vector<float> walked(const Character& c, const GeneratorSpec& spec) {
  const auto of = [&](std::uint64_t seed) { return latent_from_seed(seed, spec.latent_size); };
  std::vector<float> z = of(c.seed);
  for (const WalkStep& step : c.walk) z = between(z, of(step.seed), step.share, c, spec);
  return z;
}

}  // namespace

std::string_view name(Part part) { return part_names[part]; }

std::optional<Part> part_named(std::string_view wanted) { return part_names.find(wanted); }

std::vector<float> latent_of(const Character& c, const GeneratorSpec& spec) {
  return finished(walked(c, spec), c, spec, Part::figure);
}

std::vector<float> colours_of(const Character& c, const GeneratorSpec& spec) {
  return finished(c.colours ? latent_from_seed(*c.colours, spec.latent_size) : walked(c, spec), c,
                  spec, Part::colours);
}

Character without_parts(Character character) {
  character.part = Part::everything;
  character.colours.reset();
  return character;
}

std::vector<int> numbers_left_to_right(int in_row) {
  std::vector<int> numbers(in_row);
  std::iota(numbers.begin(), numbers.end(), 1);
  numbers.insert(numbers.begin() + (in_row + 1) / 2, 0);
  return numbers;
}

std::vector<Character> left_to_right(const Character& character,
                                     const std::vector<Character>& row) {
  std::vector<Character> all;
  for (const int number : numbers_left_to_right(static_cast<int>(row.size()))) {
    all.push_back(number == 0 ? character : row[number - 1]);
  }
  return all;
}

Character with_seed(const Character& c, std::uint64_t seed) {
  Character next;
  next.seed = seed;
  next.look = c.look;
  next.variety = c.variety;
  next.part = c.part;
  if (c.part == Part::figure) next.colours = c.colours.value_or(c.seed);
  if (c.part == Part::colours) {
    next.seed = c.seed;
    next.walk = c.walk;
    next.colours = seed;
  }
  return next;
}

int largest_look(std::span<const float> latent, int looks) {
  return static_cast<int>(std::max_element(latent.begin(), latent.begin() + looks) -
                          latent.begin());
}

std::optional<int> look_of(const std::vector<float>& latent, const GeneratorSpec& spec) {
  if (spec.looks <= 0) return std::nullopt;
  return largest_look(latent, spec.looks);
}

Character as_walk(const Character& character) {
  Character result;
  result.seed = character.seed;
  result.walk = character.walk;
  result.part = character.part;
  result.colours = character.colours;
  result.parts = character.parts;
  result.even = character.even;
  if (character.seed2 && character.part == Part::colours) {
    if (character.mix >= 0.5f) result.colours = character.seed2;
  } else if (character.seed2 && character.mix > 0) {
    if (character.part == Part::figure) result.colours = character.colours.value_or(character.seed);
    result.walk.push_back({*character.seed2, character.mix});
  }
  while (result.walk.size() > Character::most_steps) {
    result.seed = result.walk.front().seed;
    result.walk.erase(result.walk.begin());
  }
  return result;
}

std::vector<Character> neighbours(const Character& character, float share) {
  const Character base = as_walk(character);
  const std::uint64_t key = fingerprint(base);
  const std::array<std::uint32_t, 2> halves{static_cast<std::uint32_t>(key),
                                            static_cast<std::uint32_t>(key >> 32)};
  std::vector<Character> all;
  for (std::uint32_t i = 0; i < 9; ++i) {
    if (i == 4) {
      all.push_back(character);
      continue;
    }
    // Below a million, as random seeds are: short in a link.
    const std::uint64_t seed = philox({i, 0, 0, 0}, halves)[0] % 1'000'000;
    Character next = base;
    if (base.part == Part::colours) {
      next.colours = seed;
    } else {
      if (base.part == Part::figure) next.colours = base.colours.value_or(base.seed);
      next.walk.push_back({seed, share});
      next = as_walk(next);
    }
    next.look = character.look;
    next.variety = character.variety;
    all.push_back(std::move(next));
  }
  return all;
}

}  // namespace psgan
