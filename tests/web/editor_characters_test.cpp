// Who is shown: random characters, those seen before, favourites.
#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "editor/editor.h"
#include "psgan/character.h"
#include "psgan/latent.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, BackAndForwardWalkThroughTheCharactersSeen) {
  Editor editor(1);
  editor.set_seed(5);
  editor.set_seed(6);
  editor.mix_with_another();
  editor.set_mix(0.3f);
  editor.back();
  EXPECT_EQ(editor.seed(), 6u);
  EXPECT_TRUE(editor.character().seed2) << "the mix before the slider moved";
  editor.back();
  EXPECT_FALSE(editor.character().seed2);
  editor.back();
  EXPECT_EQ(editor.seed(), 5u);
  editor.forward();
  EXPECT_EQ(editor.seed(), 6u);
  editor.set_seed(9);
  EXPECT_FALSE(editor.can_go_forward());
}

TEST(Editor, FavouritesAreKeptAsText) {
  Editor editor(1);
  editor.choose_preset(4);
  const Pose kept = editor.pose();
  editor.add_favourite();
  Editor other(2);
  other.set_favourites(editor.favourites_text());
  ASSERT_EQ(other.favourites().size(), 1u);
  other.choose_favourite(0);
  EXPECT_EQ(encode_pose(other.pose()), encode_pose(kept));
  other.set_favourites("{broken");
  other.set_favourites("[1, \"short\"]");
  EXPECT_TRUE(other.favourites().empty());
}

TEST(Editor, RandomKeepsThePartThatStays) {
  Editor editor(3);
  ModelCard card;
  card.name = card.title = "parts";
  card.sha256 = std::string(64, 'a');
  card.inputs = standard_inputs(card.spec, true);
  card.output = standard_output(card.spec);
  editor.models().read_index(R"({"models": ["parts"]})");
  editor.models().add("parts", to_json(card));
  editor.models().complete();
  editor.models().ready("parts", "test");
  ASSERT_TRUE(editor.has_parts());
  editor.set_seed(5);
  editor.change_part(Part::colours);
  editor.random_seed();
  EXPECT_EQ(editor.seed(), 5u);
  EXPECT_EQ(editor.character().colours, editor.changing_seed());
  const Request request = editor.take_request();
  EXPECT_EQ(request.inputs.at("latent"), latent_from_seed(5, card.spec.latent_size));
  EXPECT_EQ(request.inputs.at("colours"),
            latent_from_seed(editor.changing_seed(), card.spec.latent_size));
  editor.undo();
  EXPECT_FALSE(editor.character().colours);

  // Another page's link says all of it.
  editor.redo();
  Editor friends(4);
  friends.open_link(editor.link());
  EXPECT_EQ(friends.character(), editor.character());
  // Without such a model there is only all of her.
  EXPECT_FALSE(friends.has_parts());
  friends.set_seed(9);
  EXPECT_EQ(friends.seed(), 9u);
  EXPECT_FALSE(friends.character().colours);
}

TEST(Editor, RandomNeverRepeatsALookAndDyesIt) {
  Editor editor(3);
  ModelCard looks;
  looks.name = looks.title = "looks";
  looks.sha256 = std::string(64, 'a');
  looks.spec.latent_size = 16;
  looks.spec.looks = 12;
  looks.inputs = standard_inputs(looks.spec, true);
  looks.output = standard_output(looks.spec);
  editor.models().add("looks", to_json(looks));
  editor.models().complete();
  const auto figure = [&] {
    return *look_of(latent_of(editor.character(), looks.spec), looks.spec);
  };
  const auto colours = [&] {
    return *look_of(colours_of(editor.character(), looks.spec), looks.spec);
  };
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < 60; ++i) {
    const int was_figure = figure(), was_colours = colours();
    editor.random_seed();
    EXPECT_NE(figure(), was_figure);
    EXPECT_NE(colours(), was_colours);
    seen.insert({figure(), colours()});
  }
  EXPECT_GT(seen.size(), 40u) << "more than there are looks";
  editor.keep_look(true);
  const int kept = figure();
  editor.random_seed();
  EXPECT_EQ(figure(), kept);
  editor.keep_look(false);
  editor.change_part(Part::colours);
  for (int i = 0; i < 20; ++i) {
    const int was_figure = figure(), was_colours = colours();
    editor.random_seed();
    EXPECT_EQ(figure(), was_figure);
    EXPECT_NE(colours(), was_colours);
  }
}

TEST(Editor, RandomIsAlwaysAnother) {
  Editor editor(3);
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t before = editor.seed();
    editor.random_seed();
    EXPECT_NE(editor.seed(), before);
  }
}

}  // namespace
}  // namespace psgan::web
