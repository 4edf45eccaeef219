#include "psgan/traits.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>

#include "psgan/few_digits.h"
#include "psgan/json.h"

namespace psgan {
namespace {

constexpr std::array<std::string_view, 3> kind_names = {"choice", "colour", "amount"};

std::string in_quotes(std::string_view text) {
  std::string quoted(1, '"');
  quoted.append(text).push_back('"');
  return quoted;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& n : names) list += (list.empty() ? "" : ", ") + n;
  return list;
}

bool fits_links(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && fits(name.front()) && fits(name.back()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return fits(c) || c == '-'; });
}

void check_names(const std::vector<std::string>& names, const std::string& where) {
  std::set<std::string> seen;
  for (const std::string& n : names) {
    if (!fits_links(n))
      throw Error(where + ": " + in_quotes(n) +
                  " should be lower-case letters, digits and '-' between them");
    if (!seen.insert(n).second) throw Error(where + ": " + in_quotes(n) + " comes twice");
  }
}

int find_option(const Trait& trait, std::string_view option) {
  const auto found = std::find(trait.options.begin(), trait.options.end(), option);
  return found == trait.options.end() ? -1 : static_cast<int>(found - trait.options.begin());
}

int option_or_throw(const Trait& trait, std::string_view option, const std::string& where) {
  const int found = find_option(trait, option);
  if (found < 0)
    throw Error(where + ": the trait " + in_quotes(trait.name) + " has no option " +
                in_quotes(option) + " (it has: " + listed(trait.options) + ")");
  return found;
}

bool within_unit(float v) { return v >= 0 && v <= 1; }

int width(const Trait& trait) {
  switch (trait.kind) {
    case TraitKind::choice:
      return static_cast<int>(trait.options.size());
    case TraitKind::colour:
      return 3;
    case TraitKind::amount:
      break;
  }
  return 1;
}

/// The trait as messages tell it from another of the same name.
std::string description(const Trait& trait) {
  std::string text = trait.kind == TraitKind::amount ? "an " : "a ";
  text += kind_names[static_cast<std::size_t>(trait.kind)];
  if (trait.kind == TraitKind::choice) text += " among " + listed(trait.options);
  if (!trait.shown_by.empty())
    text += ", shown with " + trait.shown_by + " " + listed(trait.shown_with);
  return text;
}

/// The trait whose name stands in `json`, as far as its fields are of the right types.
Trait trait_from_json(const Json& json, const std::string& where) {
  Trait trait;
  trait.name = field<std::string>(json, "name", where);
  const std::string here = where + ", " + in_quotes(trait.name);
  const auto kind = field<std::string>(json, "kind", here);
  const auto found = std::find(kind_names.begin(), kind_names.end(), kind);
  if (found == kind_names.end())
    throw Error(here + ": the field \"kind\" should be choice, colour or amount, found " +
                in_quotes(kind));
  trait.kind = static_cast<TraitKind>(found - kind_names.begin());
  if (trait.kind == TraitKind::choice)
    trait.options = field<std::vector<std::string>>(json, "options", here);
  if (!json.contains("shown")) return trait;
  const Json& shown = json["shown"];
  if (!shown.is_object() || shown.size() != 1)
    throw Error(here + ": the field \"shown\" should be one choice and its options, found " +
                shown.dump().substr(0, 80));
  trait.shown_by = shown.begin().key();
  trait.shown_with = field<std::vector<std::string>>(shown, trait.shown_by.c_str(), here);
  return trait;
}

}  // namespace

TraitSchema look_as_only_trait(int count) {
  Trait look{"look", TraitKind::choice};
  for (int i = 0; i < count; ++i) look.options.push_back(std::to_string(i));
  return {look};
}

int find_trait(const TraitSchema& schema, std::string_view name) {
  const auto found = std::find_if(schema.begin(), schema.end(),
                                  [&](const Trait& trait) { return trait.name == name; });
  return found == schema.end() ? -1 : static_cast<int>(found - schema.begin());
}

bool shows(const TraitSchema& schema, const TraitValues& values, int trait) {
  const Trait& t = schema[static_cast<std::size_t>(trait)];
  if (t.shown_by.empty()) return true;
  const auto by = static_cast<std::size_t>(find_trait(schema, t.shown_by));
  const std::string& option = schema[by].options[static_cast<std::size_t>(values[by].option)];
  return std::find(t.shown_with.begin(), t.shown_with.end(), option) != t.shown_with.end() &&
         shows(schema, values, static_cast<int>(by));
}

void check(const TraitSchema& schema, const std::string& where) {
  std::vector<std::string> names;
  for (const Trait& trait : schema) names.push_back(trait.name);
  check_names(names, where + ", names of traits");
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const Trait& trait = schema[i];
    const std::string here = where + ", trait " + in_quotes(trait.name);
    if (trait.kind == TraitKind::choice && trait.options.empty())
      throw Error(here + ": a choice needs options, found none");
    check_names(trait.options, here + ", options");
    if (trait.shown_by.empty()) continue;
    const int by = find_trait(schema, trait.shown_by);
    if (by < 0 || by >= static_cast<int>(i) || schema[by].kind != TraitKind::choice)
      throw Error(here + ": it is shown with " + in_quotes(trait.shown_by) +
                  ", which is no choice that stands before it");
    for (const std::string& option : trait.shown_with) option_or_throw(schema[by], option, here);
  }
}

void check(const TraitSchema& schema, const TraitValues& values, const std::string& where) {
  if (values.size() != schema.size())
    throw Error(where + ": expected values of " + std::to_string(schema.size()) +
                " traits, found " + std::to_string(values.size()));
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const Trait& trait = schema[i];
    const TraitValue& value = values[i];
    const std::string here = where + ": the trait " + in_quotes(trait.name);
    switch (trait.kind) {
      case TraitKind::choice:
        if (value.option < 0 || value.option >= static_cast<int>(trait.options.size()))
          throw Error(here + " has " + std::to_string(trait.options.size()) +
                      " options, found number " + std::to_string(value.option));
        break;
      case TraitKind::colour:
        if (!std::all_of(value.colour.begin(), value.colour.end(), within_unit))
          throw Error(here + " should be a colour of three numbers from 0 to 1, found " +
                      std::to_string(value.colour[0]) + ", " + std::to_string(value.colour[1]) +
                      ", " + std::to_string(value.colour[2]));
        break;
      case TraitKind::amount:
        if (!within_unit(value.amount))
          throw Error(here + " should be a number from 0 to 1, found " +
                      std::to_string(value.amount));
        break;
    }
  }
}

void check_same(const TraitSchema& found, const std::string& where, const TraitSchema& expected,
                const std::string& expected_where) {
  for (const Trait& trait : expected) {
    const int at = find_trait(found, trait.name);
    if (at < 0)
      throw Error(where + ": its looks lack the trait " + in_quotes(trait.name) + ", which " +
                  expected_where + " has");
    if (found[at] != trait)
      throw Error(where + ": the trait " + in_quotes(trait.name) + " is " + description(found[at]) +
                  "; in " + expected_where + " it is " + description(trait));
  }
  for (const Trait& trait : found)
    if (find_trait(expected, trait.name) < 0)
      throw Error(where + ": its looks have the trait " + in_quotes(trait.name) + ", which " +
                  expected_where + " does not have");
  if (found != expected)
    throw Error(where + ": its traits stand in another order than those of " + expected_where);
}

std::vector<TraitPlace> encoded_places(const TraitSchema& schema) {
  std::vector<TraitPlace> places(schema.size());
  int next = 0;
  for (const bool choices : {true, false})
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if ((schema[i].kind == TraitKind::choice) != choices) continue;
      places[i] = {next, width(schema[i])};
      next += places[i].count;
    }
  return places;
}

int encoded_size(const TraitSchema& schema) {
  int size = 0;
  for (const Trait& trait : schema) size += width(trait);
  return size;
}

std::vector<float> encode(const TraitSchema& schema, const TraitValues& values) {
  std::vector<float> numbers(static_cast<std::size_t>(encoded_size(schema)));
  const auto places = encoded_places(schema);
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (!shows(schema, values, static_cast<int>(i))) continue;
    float* out = &numbers[static_cast<std::size_t>(places[i].first)];
    switch (schema[i].kind) {
      case TraitKind::choice:
        out[values[i].option] = 1;
        break;
      case TraitKind::colour:
        for (int c = 0; c < 3; ++c) out[c] = 2 * values[i].colour[c] - 1;
        break;
      case TraitKind::amount:
        out[0] = 2 * values[i].amount - 1;
        break;
    }
  }
  return numbers;
}

TraitValues decode(const TraitSchema& schema, std::span<const float> numbers) {
  if (numbers.size() != static_cast<std::size_t>(encoded_size(schema)))
    throw Error("The traits have " + std::to_string(encoded_size(schema)) + " numbers, found " +
                std::to_string(numbers.size()) + ".");
  TraitValues values(schema.size());
  const auto places = encoded_places(schema);
  const auto unit = [](float v) { return std::clamp((v + 1) / 2, 0.0f, 1.0f); };
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const auto own = numbers.subspan(static_cast<std::size_t>(places[i].first),
                                     static_cast<std::size_t>(places[i].count));
    switch (schema[i].kind) {
      case TraitKind::choice:
        values[i].option = static_cast<int>(std::max_element(own.begin(), own.end()) - own.begin());
        break;
      case TraitKind::colour:
        for (int c = 0; c < 3; ++c) values[i].colour[c] = unit(own[c]);
        break;
      case TraitKind::amount:
        values[i].amount = unit(own[0]);
        break;
    }
  }
  return values;
}

std::string to_text(const Trait& trait, const TraitValue& value) {
  char text[32];
  switch (trait.kind) {
    case TraitKind::choice:
      return trait.options[static_cast<std::size_t>(value.option)];
    case TraitKind::colour: {
      unsigned hex = 0;
      for (const float v : value.colour)
        hex = hex << 8 | static_cast<unsigned>(std::lround(v * 255));
      std::snprintf(text, sizeof text, "%06x", hex);
      return text;
    }
    case TraitKind::amount:
      break;
  }
  return std::to_string(std::lround(value.amount * 1000));
}

TraitValue value_from_text(const Trait& trait, std::string_view text) {
  TraitValue value;
  unsigned number = 0;
  const auto read = [&](int base) {
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number, base);
    return error == std::errc() && stopped == end;
  };
  const auto refuse = [&](const std::string& expected) {
    return Error("The trait " + in_quotes(trait.name) + " should be " + expected + ", found " +
                 in_quotes(text.substr(0, 40)) + ".");
  };
  switch (trait.kind) {
    case TraitKind::choice:
      value.option = find_option(trait, text);
      if (value.option < 0) throw refuse("one of " + listed(trait.options));
      break;
    case TraitKind::colour:
      if (text.size() != 6 || !read(16)) throw refuse("a colour of six hexadecimal digits");
      for (int c = 0; c < 3; ++c)
        value.colour[c] = static_cast<float>(number >> (16 - 8 * c) & 255) / 255;
      break;
    case TraitKind::amount:
      if (!read(10) || number > 1000) throw refuse("a whole number from 0 to 1000");
      value.amount = static_cast<float>(number) / 1000;
      break;
  }
  return value;
}

Json to_json(const TraitSchema& schema) {
  Json list = Json::array();
  for (const Trait& trait : schema) {
    Json entry{{"name", trait.name}, {"kind", kind_names[static_cast<std::size_t>(trait.kind)]}};
    if (trait.kind == TraitKind::choice) entry["options"] = trait.options;
    if (!trait.shown_by.empty()) entry["shown"] = {{trait.shown_by, trait.shown_with}};
    list.push_back(std::move(entry));
  }
  return list;
}

Json to_json(const TraitSchema& schema, const TraitValues& values) {
  Json object = Json::object();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const Trait& trait = schema[i];
    const TraitValue& value = values[i];
    switch (trait.kind) {
      case TraitKind::choice:
        object[trait.name] = trait.options[static_cast<std::size_t>(value.option)];
        break;
      case TraitKind::colour:
        for (const float v : value.colour) object[trait.name].push_back(few_digits(v));
        break;
      case TraitKind::amount:
        object[trait.name] = few_digits(value.amount);
        break;
    }
  }
  return object;
}

TraitSchema trait_schema_from_json(const Json& json, const std::string& where) {
  if (!json.is_array())
    throw Error(where + ": the traits should be a list, found " + json.dump().substr(0, 80));
  TraitSchema schema;
  for (const Json& entry : json)
    schema.push_back(trait_from_json(entry, where + ", trait " + std::to_string(schema.size())));
  check(schema, where);
  return schema;
}

TraitValues trait_values_from_json(const TraitSchema& schema, const Json& json,
                                   const std::string& where) {
  if (!json.is_object())
    throw Error(where + ": the values of its traits should be an object, found " +
                json.dump().substr(0, 80));
  TraitValues values(schema.size());
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const Trait& trait = schema[i];
    const auto found = json.find(trait.name);
    if (found == json.end())
      throw Error(where + ": the trait " + in_quotes(trait.name) + " is missing");
    const auto refuse = [&](const char* expected) {
      return Error(where + ": the trait " + in_quotes(trait.name) + " should be " + expected +
                   ", found " + found->dump().substr(0, 80));
    };
    switch (trait.kind) {
      case TraitKind::choice:
        if (!found->is_string()) throw refuse("one of its options' names");
        values[i].option = option_or_throw(trait, found->get_ref<const std::string&>(), where);
        break;
      case TraitKind::colour:
        if (!found->is_array() || found->size() != 3 ||
            !std::all_of(found->begin(), found->end(), [](const Json& v) { return v.is_number(); }))
          throw refuse("a colour of three numbers from 0 to 1");
        for (std::size_t c = 0; c < 3; ++c) values[i].colour[c] = (*found)[c].get<float>();
        break;
      case TraitKind::amount:
        if (!found->is_number()) throw refuse("a number from 0 to 1");
        values[i].amount = found->get<float>();
        break;
    }
  }
  for (const auto& [name, value] : json.items())
    if (find_trait(schema, name) < 0)
      throw Error(where + ": there is no trait " + in_quotes(name) + " in the schema");
  check(schema, values, where);
  return values;
}

}  // namespace psgan
