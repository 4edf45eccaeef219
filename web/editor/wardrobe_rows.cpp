#include "editor/wardrobe_rows.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

namespace psgan::web {
namespace {

/// Whether a name begins with the words of a row: "top-trim-colour" of "top", "eye-colour" of
/// "eyes".
bool begins_with(std::string_view name, std::string_view row) {
  const auto whole = [&](std::string_view words) {
    return name.starts_with(words) && name.size() > words.size() && name[words.size()] == '-';
  };
  return whole(row) || (row.ends_with('s') && whole(row.substr(0, row.size() - 1)));
}

WardrobeRow* row_of(std::vector<WardrobeRow>& rows, const Trait& trait) {
  WardrobeRow* found = nullptr;
  for (WardrobeRow& row : rows) {
    if (!trait.shown_by.empty() && row.name == trait.shown_by) return &row;
    // The longest name fits best: "hair-ornament-colour" is not "hair"'s.
    if (begins_with(trait.name, row.name) && (!found || row.name.size() > found->name.size())) {
      found = &row;
    }
  }
  return found;
}

float apart(const TraitColour& a, const TraitColour& b) {
  float sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += std::abs(a[c] - b[c]);
  return sum;
}

constexpr TraitColour common_colours[] = {
    {1, 1, 1},         {0.15f, 0.15f, 0.2f},  {0.88f, 0.2f, 0.3f},  {0.95f, 0.6f, 0.2f},
    {1, 0.85f, 0.25f}, {0.35f, 0.65f, 0.35f}, {0.25f, 0.55f, 0.9f}, {0.55f, 0.4f, 0.8f}};

}  // namespace

std::vector<WardrobeRow> wardrobe_rows(const TraitSchema& schema) {
  std::vector<WardrobeRow> rows;
  // A colour may stand before the choice that its name begins with.
  for (int i = 0; i < static_cast<int>(schema.size()); ++i) {
    if (schema[i].kind == TraitKind::choice) rows.push_back({schema[i].name, i, {}});
  }
  for (int i = 0; i < static_cast<int>(schema.size()); ++i) {
    if (schema[i].kind == TraitKind::choice) continue;
    if (WardrobeRow* row = row_of(rows, schema[i])) {
      row->others.push_back(i);
    } else {
      rows.push_back({schema[i].name.substr(0, schema[i].name.find('-')), -1, {i}});
    }
  }
  const auto first = [](const WardrobeRow& row) {
    return row.choice >= 0 ? row.choice : row.others.front();
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const WardrobeRow& a, const WardrobeRow& b) { return first(a) < first(b); });
  return rows;
}

std::string title_of(const std::string& name) {
  // Words that the page uses for something else, too.
  if (name == "back") return "On her back";
  if (name == "gentle") return "Gentle look";
  std::string title = name;
  std::replace(title.begin(), title.end(), '-', ' ');
  if (!title.empty()) {
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  }
  return title;
}

std::vector<TraitColour> colours_offered(const TraitSampler& sampler, const std::string& trait,
                                         std::size_t most) {
  std::vector<TraitColour> all;
  for (const ColourDraw& draw : sampler.colours) {
    const auto at = std::find(draw.traits.begin(), draw.traits.end(), trait);
    if (at == draw.traits.end()) continue;
    const auto& roles = draw.roles[static_cast<std::size_t>(at - draw.traits.begin())];
    for (const auto& palette : draw.palettes) {
      for (std::size_t c = 0; c < palette.size(); ++c) {
        if (roles[c] > 0) all.push_back(palette[c]);
      }
    }
  }
  if (all.empty()) all.assign(std::begin(common_colours), std::end(common_colours));
  // One after the other that is farthest from those that are there.
  std::vector<TraitColour> chosen;
  while (chosen.size() < most) {
    float farthest = 0.08f;
    const TraitColour* next = nullptr;
    for (const TraitColour& colour : all) {
      float nearest = 9;
      for (const TraitColour& other : chosen) nearest = std::min(nearest, apart(colour, other));
      if (nearest > farthest) farthest = nearest, next = &colour;
    }
    if (!next) break;
    chosen.push_back(*next);
  }
  return chosen;
}

}  // namespace psgan::web
