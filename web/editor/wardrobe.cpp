// Editor: what she wears, part by part.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "editor/editor.h"
#include "editor/texts.h"
#include "motion/outfits.h"
#include "psgan/character_traits.h"

namespace psgan::web {
namespace {

/// Parts of a sentence.
std::set<std::string> unknown_in(const Character& who, const TraitSchema& schema) {
  std::set<std::string> unknown;
  for (std::string sentence : unknown_parts(who, schema)) {
    if (sentence.ends_with('.')) sentence.pop_back();
    unknown.insert(std::move(sentence));
  }
  return unknown;
}

}  // namespace

const LatentSpace* Editor::wardrobe() const {
  return model() && model()->latents.has_traits() ? &model()->latents : nullptr;
}

Character Editor::dressed(const Character& character, double seconds) const {
  const LatentSpace* space = wardrobe();
  if (!space || !own_motion()) return character;
  Character shown = character;
  for (auto& [name, value] : outfit_at(motion(), static_cast<float>(seconds), space->schema)) {
    shown.parts[name] = value;
  }
  return shown;
}

TraitValues Editor::worn() const {
  return traits_of(dressed(scene_.character, clip_time_), *wardrobe());
}

std::optional<int> Editor::dressing_key(const std::string& trait) const {
  if (dress_keys && key_) return key_;
  return own_motion() ? key_that_dresses(motion(), static_cast<float>(clip_time_), trait)
                      : std::nullopt;
}

void Editor::undress_key() {
  if (!key_) return;
  begin_edit();
  change_motion([&](KeyedMotion& m) { m.keys[*key_].parts.clear(); });
  check_parts();
  changed(false, true);
}

void Editor::wear(int trait, const TraitValue& value, bool passing) {
  const Trait& which = wardrobe()->schema[trait];
  if (const auto key = dressing_key(which.name)) {
    remember(passing ? "wear" : "");
    change_motion([&](KeyedMotion& m) { m.keys[*key].parts[which.name] = to_text(which, value); });
    changed(false, true);
    return;
  }
  const Character next = with_part(scene_.character, wardrobe()->schema, trait, value);
  if (passing) remember("wear");
  set_character(next, passing);
}

bool Editor::locked(int trait) const { return locked_.contains(wardrobe()->schema[trait].name); }

void Editor::lock(int trait, bool on) {
  const std::string& name = wardrobe()->schema[trait].name;
  if (on) {
    locked_.insert(name);
  } else {
    locked_.erase(name);
  }
}

void Editor::show_options_of(int trait) {
  if (trait == shown_trait_) return;
  shown_trait_ = trait;
  queue_.restart_tiles(Tiles::options);
}

void Editor::check_parts() {
  std::vector<Character> all = {scene_.character};
  if (own_motion()) {
    for (const Keyframe& key : motion().keys) all.emplace_back().parts = key.parts;
  }
  std::string text;
  if (const LatentSpace* space = wardrobe()) {
    std::set<std::string> unknown;  // What several keys have is said once.
    for (const Character& who : all) unknown.merge(unknown_in(who, space->schema));
    for (const std::string& what : unknown) text += (text.empty() ? "" : "; ") + what;
    if (!text.empty()) text = tr("Not in this wardrobe: {}.", {text});
  } else if (model() && std::any_of(all.begin(), all.end(),
                                    [](const Character& who) { return !who.parts.empty(); })) {
    text = tr("This model has no wardrobe of parts; the link's parts are left out.");
  }
  if (text.empty()) {
    unsay("parts");
  } else {
    say("parts", text);
  }
}

}  // namespace psgan::web
