// Editor: what she wears, part by part.
#include "editor/editor.h"
#include "editor/texts.h"
#include "psgan/character_traits.h"

namespace psgan::web {

const LatentSpace* Editor::wardrobe() const {
  return model() && model()->latents.has_traits() ? &model()->latents : nullptr;
}

TraitValues Editor::worn() const { return traits_of(scene_.character, *wardrobe()); }

void Editor::wear(int trait, const TraitValue& value, bool passing) {
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
  std::string text;
  if (const LatentSpace* space = wardrobe()) {
    for (const std::string& sentence : unknown_parts(scene_.character, space->schema)) {
      text += (text.empty() ? "" : " ") + tr("Not in this wardrobe: {}.", {sentence});
    }
  } else if (model() && !scene_.character.parts.empty()) {
    text = tr("This model has no wardrobe of parts; the link's parts are left out.");
  }
  if (text.empty()) {
    unsay("parts");
  } else {
    say("parts", text);
  }
}

}  // namespace psgan::web
