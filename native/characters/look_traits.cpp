#include "characters/look_traits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "psgan/error.h"
#include "psgan/latent.h"

namespace psgan::characters {
namespace {

using K = ExtraKind;
using Names = std::vector<std::string>;

/// Which option a slot has for an accessory.
struct SlotOption {
  const char* name;
  K kind;
};

/// A place where at most one accessory is worn, and what shows of its second colour.
struct Slot {
  const char* choice;
  const char* none;
  std::vector<SlotOption> options;
  const char* colour;
  const char* second;  ///< Or null: no accessory of the slot has one.
  Names with_second;
};

const std::vector<Slot>& slots() {
  static const std::vector<Slot> list{
      {"headwear",
       "none",
       {{"cat-ears", K::cat_ears},
        {"fox-ears", K::fox_ears},
        {"rabbit-ears", K::rabbit_ears},
        {"witch-hat", K::witch_hat},
        {"straw-hat", K::straw_hat},
        {"beret", K::beret},
        {"cap", K::cap},
        {"headphones", K::headphones},
        {"maid-band", K::maid_band},
        {"crown", K::crown},
        {"halo", K::halo},
        {"horns", K::horns}},
       "headwear-colour",
       "headwear-second-colour",
       {"cat-ears", "fox-ears", "rabbit-ears", "witch-hat", "straw-hat", "cap", "headphones",
        "maid-band", "crown"}},
      {"hair-ornament",
       "none",
       {{"back-bow", K::hair_bow},
        {"side-bow", K::side_bow},
        {"flower", K::flower},
        {"clip", K::hair_clip}},
       "hair-ornament-colour",
       "flower-heart-colour",
       {"flower"}},
      {"glasses", "no", {{"yes", K::glasses}}, "glasses-colour", nullptr, {}},
      {"neckwear",
       "none",
       {{"bow", K::chest_bow}, {"tie", K::neck_tie}, {"scarf", K::scarf}},
       "neckwear-colour",
       "scarf-end-colour",
       {"scarf"}},
      {"back",
       "none",
       {{"cape", K::cape}, {"satchel", K::satchel}, {"backpack", K::backpack}, {"wings", K::wings}},
       "back-colour",
       "back-second-colour",
       {"cape", "backpack", "wings"}},
      {"tail", "no", {{"yes", K::tail}}, "tail-colour", "tail-tip-colour", {"yes"}},
  };
  return list;
}

/// Ears on top of the head: those at its sides are not modelled then.
bool has_animal_ears(const Outfit& outfit) {
  return std::any_of(outfit.extras.begin(), outfit.extras.end(), [](const Extra& e) {
    return e.kind == K::cat_ears || e.kind == K::fox_ears || e.kind == K::rabbit_ears;
  });
}

/// While which options of an earlier choice a trait shows; without one, always.
struct Shown {
  const char* by = nullptr;
  Names with{};
};

/// Walks through all traits of a look in the schema's order. `V` has choice(name, enumerator,
/// options, shown), colour(name, colour, shown), amount(name, number, least, greatest, shown), and
/// slot(slot) for accessories.
template <typename L, typename V>
void visit(L& look, V& v) {
  auto& hair = look.hair;
  auto& face = look.face;
  auto& outfit = look.outfit;
  v.choice("build", look.build, {"girl", "boy", "woman"});
  v.colour("skin-colour", look.skin);

  v.choice("hair", hair.back,
           {"short", "bob", "long", "wavy", "ponytail", "twin-tails", "braids", "side-tail", "bun",
            "twin-buns", "medium", "curls"});
  v.choice("fringe", hair.fringe,
           {"straight", "parted", "swept", "messy", "open", "one-eye", "spiky"});
  v.choice("side-hair", hair.sides, {"none", "chin", "chest"});
  v.choice("cowlick", hair.ahoge, {"no", "yes"});
  v.amount("hair-length", hair.length, 0.5f, 1.5f,
           {"hair",
            {"bob", "long", "wavy", "ponytail", "twin-tails", "braids", "side-tail", "medium",
             "curls"}});
  v.colour("hair-colour", hair.colour);
  v.colour("hair-tip-colour", hair.tip);
  v.colour(
      "hair-tie-colour", hair.tie,
      {"hair", {"ponytail", "twin-tails", "braids", "side-tail", "bun", "twin-buns", "curls"}});

  v.choice("eyes", face.shape, {"round", "gentle", "sharp", "sleepy"});
  v.colour("eye-colour", face.eyes);
  v.colour("brow-colour", face.brows);
  v.amount("brow-tilt", face.brow_tilt, -1, 1);
  v.choice("mouth", face.mouth, {"smile", "open", "cat", "calm", "small"});
  v.choice("fang", face.fang, {"no", "yes"});
  v.choice("freckles", face.freckles, {"no", "yes"});
  v.choice("beauty-mark", face.beauty_mark, {"no", "yes"});

  v.choice("top", outfit.top,
           {"sailor", "vest", "hoodie", "t-shirt", "blazer", "maid", "kimono", "sleeveless",
            "sweater", "track-jacket", "tunic", "school-jacket", "coat"});
  v.colour("top-colour", outfit.top_colour);
  v.colour("top-trim-colour", outfit.top_trim);
  v.colour("sash-colour", outfit.sash, {"top", {"kimono"}});
  v.choice("bottom", outfit.bottom,
           {"pleated-skirt", "flared-skirt", "long-skirt", "kimono-skirt", "shorts", "trousers",
            "hakama", "tiered-skirt", "tight-skirt", "overalls", "leggings"});
  v.colour("bottom-colour", outfit.bottom_colour);
  v.colour("bottom-trim-colour", outfit.bottom_trim);
  v.choice("legwear", outfit.legs,
           {"bare", "socks", "knee-socks", "thigh-highs", "tights", "striped"});
  v.colour("legwear-colour", outfit.legs_colour,
           {"legwear", {"socks", "knee-socks", "thigh-highs", "tights", "striped"}});
  v.choice("shoes", outfit.shoes,
           {"loafers", "sneakers", "ankle-boots", "long-boots", "mary-janes", "sandals"});
  v.colour("shoes-colour", outfit.shoes_colour);

  for (const Slot& slot : slots()) {
    v.slot(slot);
    if (slot.options.front().kind == K::cat_ears)
      v.choice("ears", look.ears, {"human", "pointed"},
               {"headwear",
                {"none", "witch-hat", "straw-hat", "beret", "cap", "headphones", "maid-band",
                 "crown", "halo", "horns"}});
  }
}

/// Writes the schema down.
struct SchemaWriter {
  TraitSchema schema{};

  void add(const char* name, TraitKind kind, Names options, const Shown& shown) {
    schema.push_back({name, kind, std::move(options), shown.by ? shown.by : "", shown.with});
  }
  template <typename Kind>
  void choice(const char* name, Kind, Names options, const Shown& shown = {}) {
    add(name, TraitKind::choice, std::move(options), shown);
  }
  void colour(const char* name, const Colour&, const Shown& shown = {}) {
    add(name, TraitKind::colour, {}, shown);
  }
  void amount(const char* name, float, float, float, const Shown& shown = {}) {
    add(name, TraitKind::amount, {}, shown);
  }
  void slot(const Slot& slot) {
    Names options{slot.none}, worn;
    for (const SlotOption& o : slot.options) worn.emplace_back(o.name);
    options.insert(options.end(), worn.begin(), worn.end());
    add(slot.choice, TraitKind::choice, std::move(options), {});
    add(slot.colour, TraitKind::colour, {}, {slot.choice, worn});
    if (slot.second) add(slot.second, TraitKind::colour, {}, {slot.choice, slot.with_second});
  }
};

/// A colour that stands for none: it is encoded as 0.
constexpr TraitColour middle_grey{0.5f, 0.5f, 0.5f};

/// Writes a look's values down.
struct ValueWriter {
  const Look& look;
  TraitValues values{};

  template <typename Kind>
  void choice(const char*, Kind value, const Names& options, const Shown& = {}) {
    // Hidden ears are no option: that they are hidden follows from the headwear.
    const int option = static_cast<int>(value);
    values.push_back({.option = option < static_cast<int>(options.size()) ? option : 0});
  }
  void colour(const char*, const Colour& c, const Shown& = {}) {
    values.push_back({.colour = {c.x, c.y, c.z}});
  }
  void amount(const char*, float value, float least, float greatest, const Shown& = {}) {
    // In thousandths, as they are drawn.
    values.push_back({.amount = std::round((value - least) / (greatest - least) * 1000) / 1000});
  }
  void slot(const Slot& slot) {
    TraitValue worn, first{.colour = middle_grey}, second{.colour = middle_grey};
    for (const Extra& extra : look.outfit.extras)
      for (std::size_t i = 0; i < slot.options.size(); ++i) {
        if (slot.options[i].kind != extra.kind) continue;
        if (worn.option != 0)
          throw Error("Look \"" + look.title + "\" wears two accessories of the kind \"" +
                      slot.choice + "\", traits have room for one.");
        worn.option = static_cast<int>(i) + 1;
        first.colour = {extra.colour.x, extra.colour.y, extra.colour.z};
        second.colour = {extra.second.x, extra.second.y, extra.second.z};
      }
    values.push_back(worn);
    values.push_back(first);
    if (slot.second) values.push_back(second);
  }
};

/// Makes a look of values.
struct LookMaker {
  Look& look;
  const TraitValues& values;
  std::size_t next = 0;

  Colour next_colour() {
    const TraitColour& c = values[next++].colour;
    return {c[0], c[1], c[2]};
  }
  template <typename Kind>
  void choice(const char*, Kind& value, const Names&, const Shown& = {}) {
    value = static_cast<Kind>(values[next++].option);
  }
  void colour(const char*, Colour& value, const Shown& = {}) { value = next_colour(); }
  void amount(const char*, float& value, float least, float greatest, const Shown& = {}) {
    // In thousandths: what was a short decimal number comes back as the same float.
    const float exact = least + (greatest - least) * values[next++].amount;
    value = std::round(exact * 1000) / 1000;
  }
  void slot(const Slot& slot) {
    const int option = values[next++].option;
    Extra extra{};
    extra.colour = next_colour();
    if (slot.second) extra.second = next_colour();
    if (option == 0) return;
    extra.kind = slot.options[static_cast<std::size_t>(option - 1)].kind;
    look.outfit.extras.push_back(extra);
  }
};

}  // namespace

const TraitSchema& wardrobe_schema() {
  static const TraitSchema schema = [] {
    const Look look;
    SchemaWriter writer;
    visit(look, writer);
    return writer.schema;
  }();
  return schema;
}

TraitValues traits_of(const Look& look) {
  ValueWriter writer{look};
  visit(look, writer);
  return writer.values;
}

Look look_from_traits(const TraitValues& values) {
  check(wardrobe_schema(), values, "A look's traits");
  Look look;
  LookMaker maker{look, values};
  visit(look, maker);
  if (has_animal_ears(look.outfit)) look.ears = Ears::hidden;
  return look;
}

namespace {

bool has_option(const TraitValues& values, const std::string& choice,
                const std::vector<std::string>& options) {
  const TraitSchema& schema = wardrobe_schema();
  const int trait = find_trait(schema, choice);
  if (trait < 0) return false;
  const auto at = static_cast<std::size_t>(trait);
  const std::string& worn = schema[at].options[static_cast<std::size_t>(values[at].option)];
  return std::find(options.begin(), options.end(), worn) != options.end();
}

bool goes_together(const TraitValues& values) {
  const auto& apart = wardrobe_sampler().apart;
  return std::none_of(apart.begin(), apart.end(), [&](const OptionsApart& pair) {
    return has_option(values, pair.choice, pair.options) &&
           has_option(values, pair.other, pair.other_options);
  });
}

}  // namespace

Look with_one_change(const Look& look, std::uint64_t seed) {
  const TraitSchema& schema = wardrobe_schema();
  const TraitValues now = traits_of(look);
  const std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(seed),
                                         static_cast<std::uint32_t>(seed >> 32)};
  // The first that there is: some seeds change nothing, or nothing that goes together.
  for (std::uint32_t attempt = 0; attempt < 100; ++attempt) {
    const std::uint64_t other_seed = philox({attempt, 0, 0, 2}, key)[0];
    const TraitValues other = traits_from_seed(schema, wardrobe_sampler(), other_seed);
    const auto trait = static_cast<std::size_t>(philox({attempt, 1, 0, 2}, key)[0] % schema.size());
    if (schema[trait].kind == TraitKind::amount || !shows(schema, now, static_cast<int>(trait)) ||
        to_text(schema[trait], now[trait]) == to_text(schema[trait], other[trait])) {
      continue;
    }
    TraitValues changed = now;
    changed[trait] = other[trait];
    if (!goes_together(changed)) continue;
    Look result = look_from_traits(changed);
    result.title = look.title + ", another " + schema[trait].name;
    return result;
  }
  throw Error("\"" + look.title + "\" has no trait that could be changed");
}

}  // namespace psgan::characters
