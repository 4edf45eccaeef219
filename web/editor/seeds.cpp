// Editor: characters by number, as the visitor types or throws them.
#include "editor/editor.h"

namespace psgan::web {
namespace {

// Throws until one gives up: of two looks half of the throws fit.
constexpr int most_throws = 200;

/// What of a character one sees at once.
struct Impression {
  std::optional<int> figure, colours;
};

Impression impression_of(const Character& character, const GeneratorSpec& spec) {
  return {look_of(latent_of(character, spec), spec), look_of(colours_of(character, spec), spec)};
}

}  // namespace

void Editor::random_seed() {
  const auto another = [&] {
    std::uint64_t next = random_number();
    while (next == changing_seed()) next = random_number();
    return next;
  };
  const Character now = drawable(scene_.character);
  if (!model() || model()->spec.looks < 2) return set_seed(another());

  // A model of looks draws one of them for nearly every number: what was just seen does not come
  // again, and where colours are apart they come from another number than the figure.
  const GeneratorSpec& spec = model()->spec;
  const Impression seen = impression_of(now, spec);
  const bool figure = now.part != Part::colours && !now.look;
  const bool colours = has_parts() && now.part != Part::figure;
  Character next;
  for (int i = 0; i < most_throws; ++i) {
    next = with_seed(now, another());
    if (colours && now.part == Part::everything) next.colours = random_number();
    const Impression coming = impression_of(next, spec);
    const bool same_figure = figure && coming.figure == seen.figure;
    const bool same_colours = colours && !now.look && coming.colours == seen.colours;
    if (!same_figure && !same_colours) break;
  }
  set_character(next);
}

void Editor::type_seed(std::uint64_t seed) {
  if (!typing_) {
    remember_visit();
    remember();
  }
  typing_ = true;
  set_character(numbered(seed), true);
}

void Editor::end_typing() {
  if (typing_) remember_visit();
  typing_ = false;
}

}  // namespace psgan::web
