#include <gmock/gmock.h>

#include <algorithm>

#include "dressing_editor.h"
#include "editor/wardrobe_rows.h"

namespace psgan::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(WardrobeRows, ColoursAndAmountsStandWithTheirChoice) {
  const auto rows = wardrobe_rows(wardrobe_schema());
  std::vector<std::string> names;
  for (const WardrobeRow& row : rows) names.push_back(row.name);
  EXPECT_THAT(names, ElementsAre("skin", "hair", "eyes", "hair-ornament"));
  EXPECT_EQ(rows[0].choice, -1);
  EXPECT_THAT(rows[1].others, ElementsAre(2, 3, 4));
  EXPECT_THAT(rows[2].others, ElementsAre(6));
  EXPECT_THAT(rows[3].others, ElementsAre(8));
  EXPECT_EQ(title_of("hair-tip-colour"), "Hair tip colour");
}

TEST(WardrobeRows, OfferedColoursAreTheTraitsOwnAndDiffer) {
  TraitSampler sampler;
  sampler.colours = {{.traits = {"hair-colour", "eye-colour"},
                      .palettes = {{{1, 0, 0}, {0, 0, 1}}, {{0.99f, 0, 0}, {0, 1, 0}}},
                      .roles = {{1, 0}, {0, 1}}}};
  EXPECT_THAT(colours_offered(sampler, "hair-colour", 8), ElementsAre(TraitColour{1, 0, 0}))
      << "two reds alike are one";
  EXPECT_EQ(colours_offered(sampler, "eye-colour", 8).size(), 2u);
  EXPECT_EQ(colours_offered(sampler, "eye-colour", 1).size(), 1u);
  EXPECT_GE(colours_offered(sampler, "skin-colour", 8).size(), 4u) << "no draw has it";
}

TEST(Wardrobe, ModelsWithoutTraitsHaveNone) {
  const Editor editor(1);
  EXPECT_EQ(editor.wardrobe(), nullptr);
}

TEST(Wardrobe, WornPartsReachTheModelAndUndoTakesThemOff) {
  DressingEditor editor;
  const auto before = editor.next_latent();
  const int hair = editor.trait("hair");
  const int other = (editor.worn()[hair].option + 1) % 3;
  editor.wear(hair, {.option = other});
  EXPECT_EQ(editor.worn()[hair].option, other);
  const auto after = editor.next_latent();
  EXPECT_EQ(after[other], 1);
  EXPECT_NE(after, before);
  EXPECT_EQ(editor.frame_inputs(-1).at(0).at("colours"), after) << "what else would dye her parts";
  editor.undo();
  EXPECT_EQ(editor.next_latent(), before);
}

TEST(Wardrobe, DraggingAColourIsOneEdit) {
  DressingEditor editor;
  const int skin = editor.trait("skin-colour");
  const TraitValues before = editor.worn();
  for (const float red : {0.2f, 0.4f, 0.6f}) {
    editor.wear(skin, {.colour = {red, 0.5f, 0.5f}}, true);
  }
  editor.end_edit();
  EXPECT_NEAR(editor.worn()[skin].colour[0], 0.6f, 0.5 / 255);
  editor.undo();
  EXPECT_EQ(editor.worn(), before);
}

TEST(Wardrobe, RandomLeavesWhatIsKept) {
  DressingEditor editor;
  const int hair = editor.trait("hair"), skin = editor.trait("skin-colour");
  editor.wear(hair, {.option = 2});
  editor.lock(hair, true);
  const TraitColour first = editor.worn()[skin].colour;
  bool changed = false;
  for (int i = 0; i < 10; ++i) {
    editor.random_seed();
    EXPECT_EQ(editor.worn()[hair].option, 2);
    changed = changed || editor.worn()[skin].colour != first;
  }
  EXPECT_TRUE(changed);
  editor.lock(hair, false);
  std::set<int> seen;
  for (int i = 0; i < 30; ++i) {
    editor.random_seed();
    seen.insert(editor.worn()[hair].option);
  }
  EXPECT_EQ(seen.size(), 3u);
}

TEST(Wardrobe, LinksCarryPartsAlsoOfTheRow) {
  DressingEditor editor;
  editor.wear(editor.trait("hair"), {.option = 2});
  editor.wear(editor.trait("ribbon-colour"), {.colour = {1, 0, 0}});
  EXPECT_THAT(editor.link(), HasSubstr("&part.hair=tail&part.ribbon-colour=ff0000"));
  editor.add_to_row();
  DressingEditor other;
  other.open_link(editor.link());
  EXPECT_EQ(other.row(), editor.row());
  EXPECT_EQ(other.character(), editor.character());
  EXPECT_EQ(other.row().at(0).character.parts.at("hair"), "tail");
  EXPECT_THAT(other.messages(), IsEmpty());
}

TEST(Wardrobe, PartsThatTheModelLacksAreSaidAndTheRestIsWorn) {
  DressingEditor editor;
  editor.open_link("#v=1&seed=3&part.hair=tail&part.wings=two&part.eyes=square");
  EXPECT_EQ(editor.worn()[editor.trait("hair")].option, 2);
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_THAT(editor.messages()[0].text, HasSubstr("wings"));
  EXPECT_THAT(editor.messages()[0].text, HasSubstr("square"));
  editor.open_link("#v=1&seed=3&part.hair=bob");
  EXPECT_THAT(editor.messages(), IsEmpty());
}

TEST(Wardrobe, TilesShowHerWithEachOption) {
  DressingEditor editor;
  const int hair = editor.trait("hair");
  editor.show_options_of(hair);
  editor.queue().want_tiles(Tiles::options, true);
  std::vector<std::vector<float>> tiles;
  while (editor.wants_picture()) {
    const Request request = editor.take_request();
    if (request.portrait >= static_cast<int>(Tiles::options) * most_tiles) {
      tiles.push_back(request.inputs.at("latent"));
    }
  }
  ASSERT_EQ(tiles.size(), 3u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(tiles[i][i], 1);
  // Another pose wants them anew.
  editor.mirror();
  EXPECT_TRUE(editor.wants_picture());
}

TEST(Wardrobe, NeighboursWearOtherParts) {
  DressingEditor editor;
  const auto around = editor.neighbours();
  ASSERT_EQ(around.size(), 9u);
  EXPECT_EQ(around[4].parts, editor.character().parts);
  EXPECT_FALSE(around[0].parts.empty());
}

/// What an encoder that is sure of itself says of these.
std::vector<float> found_by_encoder(const Editor& editor, const TraitValues& values) {
  std::vector<float> numbers = encode(editor.wardrobe()->schema, values);
  for (float& number : numbers) number *= 0.9F;
  return numbers;
}

TEST(Wardrobe, AnEncodersLookIsWornButForWhatIsLocked) {
  DressingEditor editor;
  const int hair = editor.trait("hair"), eyes = editor.trait("eyes");
  TraitValues wanted = editor.worn();
  wanted[hair].option = (wanted[hair].option + 1) % 3;
  wanted[eyes].option = 1 - wanted[eyes].option;
  const TraitValues before = editor.worn();
  editor.lock(eyes, true);
  editor.take_look(found_by_encoder(editor, wanted));
  EXPECT_EQ(editor.worn()[hair].option, wanted[hair].option);
  EXPECT_EQ(editor.worn()[eyes].option, before[eyes].option);
  editor.undo();
  EXPECT_EQ(editor.worn(), before) << "one edit";
}

TEST(Wardrobe, AnEncoderOfAnotherModelChangesNothing) {
  DressingEditor editor;
  const TraitValues before = editor.worn();
  editor.take_look(std::vector<float>(3, 0.5F));
  EXPECT_EQ(editor.worn(), before);
  ASSERT_FALSE(editor.messages().empty());
  EXPECT_THAT(editor.messages().back().text, HasSubstr("belongs to another model"));
}

}  // namespace
}  // namespace psgan::web
