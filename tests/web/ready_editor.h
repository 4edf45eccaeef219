// An editor with models, for tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "editor/editor.h"
#include "psgan/model_card.h"

namespace psgan::web {

inline std::string card(const std::string& name, std::uint64_t first_seed = 0,
                        std::optional<float> yaw_range = std::nullopt) {
  ModelCard card;
  card.yaw_range = yaw_range;
  card.name = name;
  card.title = "The " + name;
  card.sha256 = std::string(64, 'a');
  card.bytes = 1;
  card.inputs = standard_inputs(card.spec, false);
  card.output = standard_output(card.spec);
  if (first_seed) card.characters = {{"First", first_seed}};
  return psgan::to_json(card);
}

/// With two models, the first of which draws.
struct ReadyEditor : Editor {
  ReadyEditor() : Editor(1) {
    models().add("alpha", card("alpha", 12));
    models().add("beta", card("beta", 34));
    models().complete();
    models().ready("alpha", "here");
  }
};

}  // namespace psgan::web
