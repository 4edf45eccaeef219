#include "psgan/trait_sampler.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "psgan/few_digits.h"
#include "psgan/json.h"
#include "psgan/latent.h"

namespace psgan {
namespace {

/// A random word as a number from 0 to 1.
double share(std::uint32_t word) { return word / 4294967296.0; }

/// The index in whose stretch of the weights' sum the word's place lies. Weights are not all 0.
std::size_t pick(std::span<const float> weights, std::uint32_t word) {
  double sum = 0, upto = 0;
  for (const float w : weights) sum += double{w};
  const double place = share(word) * sum;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    upto += double{weights[i]};
    last = i;
    if (place < upto) break;
  }
  return last;
}

/// Rounded so that the last bits of other machines' arithmetic do not matter.
float rounded(double value, int steps) {
  return static_cast<float>(std::lround(std::clamp(value, 0.0, 1.0) * steps)) /
         static_cast<float>(steps);
}

class Drawing {
 public:
  Drawing(const TraitSchema& schema, const TraitSampler& sampler, std::uint64_t seed)
      : schema_(schema),
        sampler_(sampler),
        key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        values_(schema.size()) {}

  TraitValues run() {
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      if (schema_[i].kind == TraitKind::choice) draw_choice(i);
      if (schema_[i].kind == TraitKind::amount) draw_amount(i);
      if (schema_[i].kind == TraitKind::colour) values_[i].colour = any_colour(words(i, 0));
    }
    for (std::size_t g = 0; g < sampler_.colours.size(); ++g) draw_colours(g);
    return std::move(values_);
  }

 private:
  std::array<std::uint32_t, 4> words(std::size_t i, std::uint32_t what) const {
    return philox({static_cast<std::uint32_t>(i), what, 0, 1}, key_);
  }

  void draw_choice(std::size_t i) {
    const Trait& trait = schema_[i];
    const auto given = sampler_.weights.find(trait.name);
    const std::vector<float> weights = given != sampler_.weights.end()
                                           ? given->second
                                           : std::vector<float>(trait.options.size(), 1.0f);
    std::vector<float> left = weights;
    for (const OptionsApart& apart : sampler_.apart) {
      bar(i, apart.choice, apart.options, apart.other, apart.other_options, left);
      bar(i, apart.other, apart.other_options, apart.choice, apart.options, left);
    }
    // Where nothing is left, what goes together badly is better than nothing.
    const bool none = std::all_of(left.begin(), left.end(), [](float w) { return w <= 0; });
    values_[i].option = static_cast<int>(pick(none ? weights : left, words(i, 0)[0]));
  }

  /// Takes the weights of choice i's `options` away if an earlier choice has one of `others`.
  void bar(std::size_t i, const std::string& choice, const std::vector<std::string>& options,
           const std::string& other, const std::vector<std::string>& others,
           std::vector<float>& weights) const {
    if (choice != schema_[i].name) return;
    const auto earlier = static_cast<std::size_t>(find_trait(schema_, other));
    if (earlier >= i) return;
    const std::string& drawn =
        schema_[earlier].options[static_cast<std::size_t>(values_[earlier].option)];
    if (std::find(others.begin(), others.end(), drawn) == others.end()) return;
    for (std::size_t o = 0; o < weights.size(); ++o)
      if (std::find(options.begin(), options.end(), schema_[i].options[o]) != options.end())
        weights[o] = 0;
  }

  void draw_amount(std::size_t i) {
    const auto given = sampler_.amounts.find(schema_[i].name);
    const std::array<float, 2> range =
        given != sampler_.amounts.end() ? given->second : std::array{0.0f, 1.0f};
    const double low = double{range[0]}, high = double{range[1]};
    values_[i].amount = rounded(low + (high - low) * share(words(i, 0)[0]), 1000);
  }

  static TraitColour any_colour(const std::array<std::uint32_t, 4>& drawn) {
    return {rounded(share(drawn[1]), 255), rounded(share(drawn[2]), 255),
            rounded(share(drawn[3]), 255)};
  }

  void draw_colours(std::size_t g) {
    const ColourDraw& draw = sampler_.colours[g];
    const std::vector<float> alike(draw.palettes.size(), 1.0f);
    const auto& palette =
        draw.palettes[pick(draw.weights.empty() ? alike : draw.weights, words(g, 1)[0])];
    for (std::size_t t = 0; t < draw.traits.size(); ++t) {
      const auto i = static_cast<std::size_t>(find_trait(schema_, draw.traits[t]));
      const auto drawn = words(i, 0), moves = words(i, 2);
      if (share(drawn[0]) < double{draw.free}) continue;  // it has any colour already
      const TraitColour& colour = palette[pick(draw.roles[t], drawn[1])];
      for (std::size_t c = 0; c < 3; ++c)
        values_[i].colour[c] =
            rounded(double{colour[c]} + double{draw.spread} * (2 * share(moves[c]) - 1), 255);
    }
  }

  const TraitSchema& schema_;
  const TraitSampler& sampler_;
  std::array<std::uint32_t, 2> key_;
  TraitValues values_;
};

const Trait& named(const TraitSchema& schema, const std::string& name, TraitKind kind,
                   const std::string& where) {
  const int found = find_trait(schema, name);
  if (found < 0) throw Error(where + ": there is no trait \"" + name + "\"");
  const Trait& trait = schema[static_cast<std::size_t>(found)];
  if (trait.kind != kind) throw Error(where + ": the trait \"" + name + "\" is of another kind");
  return trait;
}

void check_weights(const std::vector<float>& weights, std::size_t count, const std::string& where) {
  const auto positive = [](float w) { return w > 0; };
  if (weights.size() != count ||
      !std::all_of(weights.begin(), weights.end(),
                   [](float w) { return w >= 0 && std::isfinite(w); }) ||
      std::none_of(weights.begin(), weights.end(), positive))
    throw Error(where + ": expected " + std::to_string(count) +
                " numbers from 0 on, not all 0, found " + Json(weights).dump().substr(0, 80));
}

void check_options(const Trait& choice, const std::vector<std::string>& options,
                   const std::string& where) {
  for (const std::string& option : options)
    if (std::find(choice.options.begin(), choice.options.end(), option) == choice.options.end())
      throw Error(where + ": the trait \"" + choice.name + "\" has no option \"" + option + "\"");
}

void check_share(float value, const std::string& where) {
  if (!(value >= 0 && value <= 1))
    throw Error(where + ": expected a number from 0 to 1, found " + std::to_string(value));
}

void check_draw(const TraitSchema& schema, const ColourDraw& draw, std::set<std::string>& drawn,
                const std::string& where) {
  for (const std::string& name : draw.traits) {
    named(schema, name, TraitKind::colour, where);
    if (!drawn.insert(name).second)
      throw Error(where + ": the trait \"" + name + "\" is drawn twice");
  }
  if (draw.palettes.empty()) throw Error(where + ": there is no palette");
  const std::size_t colours = draw.palettes[0].size();
  for (const auto& palette : draw.palettes) {
    if (palette.empty() || palette.size() != colours)
      throw Error(where + ": palettes should have as many colours as the first, " +
                  std::to_string(colours) + ", found " + std::to_string(palette.size()));
    for (const TraitColour& colour : palette)
      for (const float channel : colour) check_share(channel, where + ", palettes");
  }
  if (!draw.weights.empty())
    check_weights(draw.weights, draw.palettes.size(), where + ", weights of the palettes");
  if (draw.roles.size() != draw.traits.size())
    throw Error(where + ": expected roles of " + std::to_string(draw.traits.size()) +
                " traits, found " + std::to_string(draw.roles.size()));
  for (std::size_t t = 0; t < draw.traits.size(); ++t)
    check_weights(draw.roles[t], colours, where + ", roles of \"" + draw.traits[t] + "\"");
  check_share(draw.spread, where + ", spread");
  check_share(draw.free, where + ", free");
}

/// `json`'s field if it is there, else `otherwise`.
template <typename T>
T optional_field(const Json& json, const char* key, T otherwise, const std::string& where) {
  return json.contains(key) ? field<T>(json, key, where) : otherwise;
}

ColourDraw draw_from_json(const Json& json, const std::string& where) {
  ColourDraw draw;
  draw.traits = field<std::vector<std::string>>(json, "traits", where);
  for (const auto& palette :
       field<std::vector<std::vector<std::string>>>(json, "palettes", where)) {
    auto& colours = draw.palettes.emplace_back();
    for (const std::string& text : palette) try {
        colours.push_back(value_from_text({"palettes", TraitKind::colour}, text).colour);
      } catch (const Error&) {
        throw Error(where + ": palettes should have colours of six hexadecimal digits, found \"" +
                    text.substr(0, 40) + "\"");
      }
  }
  draw.weights = optional_field(json, "weights", std::vector<float>{}, where);
  draw.roles = field<std::vector<std::vector<float>>>(json, "roles", where);
  draw.spread = optional_field(json, "spread", 0.0f, where);
  draw.free = optional_field(json, "free", 0.0f, where);
  return draw;
}

OptionsApart apart_from_json(const Json& json, const std::string& where) {
  if (!json.is_object() || json.size() != 2)
    throw Error(where + ": expected two choices and options of each, found " +
                json.dump().substr(0, 80));
  const auto first = json.begin(), second = std::next(first);
  using Names = std::vector<std::string>;
  return {first.key(), field<Names>(json, first.key().c_str(), where), second.key(),
          field<Names>(json, second.key().c_str(), where)};
}

}  // namespace

TraitValues traits_from_seed(const TraitSchema& schema, const TraitSampler& sampler,
                             std::uint64_t seed) {
  return Drawing(schema, sampler, seed).run();
}

void check(const TraitSchema& schema, const TraitSampler& sampler, const std::string& where) {
  for (const auto& [name, weights] : sampler.weights)
    check_weights(weights, named(schema, name, TraitKind::choice, where).options.size(),
                  where + ", weights of \"" + name + "\"");
  for (const OptionsApart& apart : sampler.apart) {
    check_options(named(schema, apart.choice, TraitKind::choice, where), apart.options,
                  where + ", apart");
    check_options(named(schema, apart.other, TraitKind::choice, where), apart.other_options,
                  where + ", apart");
  }
  std::set<std::string> drawn;
  for (const ColourDraw& draw : sampler.colours)
    check_draw(schema, draw, drawn, where + ", colours");
  for (const auto& [name, range] : sampler.amounts) {
    named(schema, name, TraitKind::amount, where);
    if (!(range[0] >= 0 && range[0] <= range[1] && range[1] <= 1))
      throw Error(where + ", amounts: the range of \"" + name +
                  "\" should be two ascending numbers from 0 to 1, found " + Json(range).dump());
  }
}

Json to_json(const TraitSampler& sampler) {
  Json json{{"weights", Json::object()},
            {"apart", Json::array()},
            {"colours", Json::array()},
            {"amounts", Json::object()}};
  const auto short_numbers = [](const auto& numbers) {
    Json list = Json::array();
    for (const float v : numbers) list.push_back(few_digits(v));
    return list;
  };
  for (const auto& [name, weights] : sampler.weights)
    json["weights"][name] = short_numbers(weights);
  for (const OptionsApart& apart : sampler.apart)
    json["apart"].push_back({{apart.choice, apart.options}, {apart.other, apart.other_options}});
  for (const ColourDraw& draw : sampler.colours) {
    Json entry{{"traits", draw.traits},
               {"spread", few_digits(draw.spread)},
               {"free", few_digits(draw.free)}};
    for (const auto& palette : draw.palettes) {
      Json colours = Json::array();
      for (const TraitColour& colour : palette)
        colours.push_back(to_text({"", TraitKind::colour}, {.colour = colour}));
      entry["palettes"].push_back(std::move(colours));
    }
    if (!draw.weights.empty()) entry["weights"] = short_numbers(draw.weights);
    for (const auto& roles : draw.roles) entry["roles"].push_back(short_numbers(roles));
    json["colours"].push_back(std::move(entry));
  }
  for (const auto& [name, range] : sampler.amounts) json["amounts"][name] = short_numbers(range);
  return json;
}

TraitSampler trait_sampler_from_json(const TraitSchema& schema, const Json& json,
                                     const std::string& where) {
  if (!json.is_object())
    throw Error(where + ": expected a JSON object, found " + json.dump().substr(0, 80));
  TraitSampler sampler;
  using Weights = std::map<std::string, std::vector<float>>;
  using Ranges = std::map<std::string, std::array<float, 2>>;
  sampler.weights = optional_field(json, "weights", Weights{}, where);
  for (const Json& apart : optional_field(json, "apart", Json::array(), where))
    sampler.apart.push_back(apart_from_json(apart, where + ", apart"));
  for (const Json& draw : optional_field(json, "colours", Json::array(), where))
    sampler.colours.push_back(draw_from_json(draw, where + ", colours"));
  sampler.amounts = optional_field(json, "amounts", Ranges{}, where);
  check(schema, sampler, where);
  return sampler;
}

}  // namespace psgan
