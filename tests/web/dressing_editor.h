// An editor with a model that has a wardrobe, for tests.
#pragma once

#include <string>
#include <vector>

#include "editor/editor.h"
#include "psgan/character_traits.h"

namespace psgan::web {

inline TraitSchema wardrobe_schema() {
  return {
      {.name = "skin-colour", .kind = TraitKind::colour},
      {.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long", "tail"}},
      {.name = "hair-length", .kind = TraitKind::amount},
      {.name = "hair-colour", .kind = TraitKind::colour},
      {.name = "ribbon-colour",
       .kind = TraitKind::colour,
       .shown_by = "hair",
       .shown_with = {"tail"}},
      {.name = "eyes", .kind = TraitKind::choice, .options = {"round", "sharp"}},
      {.name = "eye-colour", .kind = TraitKind::colour},
      {.name = "hair-ornament", .kind = TraitKind::choice, .options = {"none", "bow"}},
      {.name = "hair-ornament-colour",
       .kind = TraitKind::colour,
       .shown_by = "hair-ornament",
       .shown_with = {"bow"}},
  };
}

inline std::string wardrobe_card(const std::string& name) {
  ModelCard card;
  card.name = name;
  card.title = name;
  card.sha256 = std::string(64, 'a');
  card.bytes = 1;
  card.latents.schema = wardrobe_schema();
  card.latents.size = encoded_size(wardrobe_schema()) + 3;
  card.spec.traits = encoded_size(wardrobe_schema());
  card.spec.latent_size = card.latents.size;
  card.inputs = standard_inputs(card.spec, true);
  card.output = standard_output(card.spec);
  return psgan::to_json(card);
}

struct DressingEditor : Editor {
  DressingEditor() : Editor(1) {
    models().add("parts", wardrobe_card("parts"));
    models().complete();
    models().ready("parts", "here");
  }
  int trait(const char* name) const { return find_trait(wardrobe()->schema, name); }
  std::vector<float> next_latent() {
    while (wants_picture()) {
      const Request request = take_request();
      if (request.portrait == -1) return request.inputs.at("latent");
    }
    return {};
  }
};

}  // namespace psgan::web
