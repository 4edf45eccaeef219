// What characters are made of: named traits, each a choice among options, a colour or an amount.
//
// A schema is the list of traits; a character's values are one for each of them, in its order. As
// JSON, a schema is a list, and values are an object:
//
//   [{"name": "hair", "kind": "choice", "options": ["bob", "ponytail"]},
//    {"name": "hair-colour", "kind": "colour"},
//    {"name": "hair-tie-colour", "kind": "colour", "shown": {"hair": ["ponytail"]}},
//    {"name": "hair-length", "kind": "amount"}]
//
//   {"hair": "bob", "hair-colour": [0.9, 0.5, 0.6], "hair-tie-colour": [1, 1, 1],
//    "hair-length": 0.5}
//
// "shown" says of a trait that it can be seen only while an earlier choice has one of those
// options; what its value is does not matter otherwise.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace psgan {

enum class TraitKind : std::uint8_t { choice, colour, amount };

struct Trait {
  std::string name;  ///< Lower-case letters, digits and '-', as in links: part.hair=bob.
  TraitKind kind = TraitKind::choice;
  std::vector<std::string> options{};     ///< Of a choice, written like names.
  std::string shown_by{};                 ///< The choice that decides whether it shows, or empty.
  std::vector<std::string> shown_with{};  ///< Its options with which it does.

  bool operator==(const Trait&) const = default;
};

using TraitSchema = std::vector<Trait>;

/// sRGB, each channel 0 to 1.
using TraitColour = std::array<float, 3>;

/// Of the three, the one of the trait's kind counts; the others stay as they are here.
struct TraitValue {
  int option = 0;  ///< From 0.
  TraitColour colour{};
  float amount = 0;  ///< 0 to 1.

  bool operator==(const TraitValue&) const = default;
};

using TraitValues = std::vector<TraitValue>;

/// The special case of looks of which nothing else is known: one trait "look", a choice among 0 to
/// count − 1.
TraitSchema look_as_only_trait(int count);

/// The index of the trait with this name, or −1.
int find_trait(const TraitSchema& schema, std::string_view name);

/// True if the trait's value can be seen in a picture of a character with these values.
bool shows(const TraitSchema& schema, const TraitValues& values, int trait);

/// Throw Error naming `where`, the trait and what is wrong: names that links cannot hold or that
/// come twice, a choice without options, a condition on what is no earlier choice; values of
/// another number, options that do not exist, colours and amounts outside [0,1].
void check(const TraitSchema& schema, const std::string& where);
void check(const TraitSchema& schema, const TraitValues& values, const std::string& where);

/// Throws Error saying in which trait `found`, the schema of `where`, differs from `expected`, the
/// one of `expected_where`.
void check_same(const TraitSchema& found, const std::string& where, const TraitSchema& expected,
                const std::string& expected_where);

/// Where a trait's numbers stand among the encoded ones.
struct TraitPlace {
  int first = 0, count = 0;
};

/// The places of all traits in encode()'s numbers, in the schema's order.
std::vector<TraitPlace> encoded_places(const TraitSchema& schema);
int encoded_size(const TraitSchema& schema);

/// What a generator is conditioned on: numbers [encoded_size]. First the choices in the schema's
/// order, each as many numbers as it has options, 1 for the chosen one and 0 for the others; then
/// colours (three numbers) and amounts (one) in the schema's order, v in [0,1] as 2v − 1. Traits
/// that do not show are 0 throughout.
std::vector<float> encode(const TraitSchema& schema, const TraitValues& values);

/// Values of any numbers [encoded_size]: of each choice the option with the largest number (the
/// first of equal ones), colours and amounts kept within [0,1].
TraitValues decode(const TraitSchema& schema, std::span<const float> numbers);

/// A value as in links: an option's name, a colour as rrggbb, an amount in 1/1000.
std::string to_text(const Trait& trait, const TraitValue& value);
/// Throws Error naming the trait, the text and what was expected.
TraitValue value_from_text(const Trait& trait, std::string_view text);

nlohmann::json to_json(const TraitSchema& schema);
nlohmann::json to_json(const TraitSchema& schema, const TraitValues& values);

/// Throw Error naming `where`, the trait and the field that is missing, unknown or wrong.
TraitSchema trait_schema_from_json(const nlohmann::json& json, const std::string& where);
TraitValues trait_values_from_json(const TraitSchema& schema, const nlohmann::json& json,
                                   const std::string& where);

}  // namespace psgan
