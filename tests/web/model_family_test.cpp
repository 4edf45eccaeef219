#include "editor/model_family.h"

#include <gtest/gtest.h>

#include "editor/editor.h"
#include "psgan/error.h"

namespace psgan::web {
namespace {

using Names = std::vector<std::string>;

TEST(ModelFamily, AnIndexHoldsNamesAndFamilies) {
  const auto families = model_families(
      R"({"models": ["alone", {"name": "pair", "light": "small", "full": "large"},
                     {"name": "half", "light": "small"}]})");
  ASSERT_EQ(families.size(), 3u);
  EXPECT_EQ(families[0].light, "alone");
  EXPECT_EQ(families[0].full, "");
  EXPECT_EQ(families[1].full, "large");
  EXPECT_TRUE(families[1].has("pair"));
  EXPECT_TRUE(families[1].has("large"));
  EXPECT_FALSE(families[0].has(""));
  EXPECT_EQ(model_names(families), (Names{"alone", "small", "large"}));
}

TEST(ModelFamily, ADamagedIndexIsTold) {
  for (const char* text : {"", "{}", "[]", R"({"models": "a"})", R"({"models": [1]})",
                           R"({"models": [{"name": "a"}]})", R"({"models": [{"light": "a"}]})",
                           R"({"models": [{"name": "a", "light": "b", "full": 3}]})"}) {
    EXPECT_THROW(model_families(text), Error) << text;
  }
  try {
    model_families(R"({"models": ["a", {"name": "a", "light": "b"}]})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("\"a\" twice"), std::string::npos);
  }
}

TEST(ModelFamily, CostGrowsWithWhatIsDrawn) {
  GeneratorSpec small, large, broad;
  small.resolution = broad.resolution = 128;
  large.resolution = 256;
  broad.fmap_base *= 2;
  broad.fmap_max *= 2;
  EXPECT_GT(cost(large), 1.5 * cost(small));
  EXPECT_LT(cost(large), 4 * cost(small));
  EXPECT_GT(cost(broad), cost(small));
}

TEST(ModelFamily, TheMedianIsTheMiddle) {
  EXPECT_EQ(median({}), 0);
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({9, 1, 2, 100, 3}), 3);
}

// ---- The editor's choice -----------------------------------------------------------------------

std::string card(const std::string& name, int resolution, int latent_size = 16) {
  ModelCard card;
  card.name = card.title = name;
  card.sha256 = std::string(64, 'a');
  card.bytes = 1;
  card.spec.resolution = resolution;
  card.spec.latent_size = latent_size;
  card.inputs = standard_inputs(card.spec, false);
  card.output = standard_output(card.spec);
  return to_json(card);
}

class TwoModels : public ::testing::Test {
 protected:
  void begin() {
    editor.models().read_index(
        R"({"models": [{"name": "one", "light": "small", "full": "large"}]})");
    editor.models().add("small", card("small", 64));
    editor.models().add("large", card("large", 128));
    editor.models().complete();
  }
  void draw(double milliseconds, int pictures = 12) {
    for (int i = 0; i < pictures; ++i) editor.models().picture_took(milliseconds);
  }
  /// The model that the engine is asked for, and whether the present one draws on.
  std::string wished() const {
    const ModelWish wish = editor.models().wish();
    return wish.card->name + (wish.beside ? " beside" : "");
  }

  Editor editor{1};
};

TEST_F(TwoModels, TheLightOneComesFirstAndTheFullOneWhereItIsFastEnough) {
  begin();
  EXPECT_EQ(wished(), "small");
  EXPECT_EQ(editor.models().wish().limit, 0);
  editor.models().ready("small", "here");
  draw(5, 2);
  EXPECT_EQ(wished(), "small") << "too few pictures tell nothing";
  draw(5, 1);
  EXPECT_EQ(wished(), "large beside");
  EXPECT_EQ(editor.models().wish().limit, smooth);
  EXPECT_EQ(editor.model()->name, "small") << "which draws until the other one can";
  EXPECT_EQ(editor.models().state(), ModelState::ready);
  editor.models().ready("large", "here");
  EXPECT_EQ(editor.model()->name, "large");
  EXPECT_TRUE(editor.wants_picture());
  EXPECT_TRUE(editor.messages().empty());
}

TEST_F(TwoModels, ASlowMachineKeepsTheLightOne) {
  begin();
  editor.models().ready("small", "here");
  draw(60);
  EXPECT_EQ(wished(), "small");
  draw(5);  // It was only busy.
  EXPECT_EQ(wished(), "large beside");
  editor.models().too_slow("large");
  EXPECT_EQ(editor.model()->name, "small");
  draw(5);
  EXPECT_FALSE(editor.models().coming()) << "once is enough";
}

TEST_F(TwoModels, AFullOneThatGrowsSlowGivesWay) {
  begin();
  editor.models().ready("small", "here");
  draw(5);
  editor.models().ready("large", "here");
  draw(smooth * 1.2);
  EXPECT_FALSE(editor.models().coming()) << "a little too slow is no reason to change again";
  draw(smooth * 3);
  EXPECT_EQ(wished(), "small beside");
  editor.models().ready("small", "here");
  draw(1);
  EXPECT_FALSE(editor.models().coming());
}

TEST_F(TwoModels, WhereBytesCostTheFullOneComesOnlyWhenAskedFor) {
  editor.models().set_sparing(true);
  begin();
  editor.models().ready("small", "here");
  draw(1, 50);
  EXPECT_EQ(wished(), "small");
  editor.models().set_detail(Detail::full);
  EXPECT_EQ(wished(), "large beside");
}

TEST_F(TwoModels, TheVisitorChooses) {
  editor.models().set_detail(Detail::full);
  begin();
  EXPECT_EQ(wished(), "large");
  editor.models().ready("large", "here");
  draw(500);
  EXPECT_FALSE(editor.models().coming()) << "it is slow, but it was asked for";
  editor.models().set_detail(Detail::light);
  EXPECT_EQ(wished(), "small beside");
  const int number = editor.models().wish().number;
  editor.models().set_detail(Detail::full);  // They think better of it before it is there.
  EXPECT_EQ(wished(), "large beside");
  EXPECT_GT(editor.models().wish().number, number);
  editor.models().ready("small", "here");
  EXPECT_EQ(editor.model()->name, "large");
  editor.models().ready("large", "here");
  EXPECT_EQ(editor.model()->name, "large");
  EXPECT_FALSE(editor.models().coming());
  EXPECT_NE(editor.messages().back().text.find("128"), std::string::npos);
}

TEST_F(TwoModels, AFullOneThatCannotBeLoadedIsToldOnlyWhenAskedFor) {
  begin();
  editor.models().ready("small", "here");
  draw(5);
  editor.models().failed("large", "Gone.");
  EXPECT_TRUE(editor.messages().empty());
  EXPECT_TRUE(editor.wants_picture());
  editor.models().set_detail(Detail::full);
  editor.models().failed("large", "Gone.");
  EXPECT_EQ(editor.messages().back().text, "Gone.");
  EXPECT_EQ(editor.models().detail(), Detail::automatic);
  EXPECT_EQ(editor.models().state(), ModelState::ready);
  EXPECT_EQ(editor.model()->name, "small");
}

TEST_F(TwoModels, LinksNameTheFamilyAndAnyOfItsModelsFindsIt) {
  begin();
  editor.models().ready("small", "here");
  EXPECT_NE(editor.link().find("m=one"), std::string::npos);
  const int number = editor.models().wish().number;
  editor.open_link("#v=1&m=large");
  EXPECT_TRUE(editor.messages().empty());
  EXPECT_EQ(editor.models().wish().number, number);
}

TEST_F(TwoModels, OneThatIsMissingLeavesTheOther) {
  editor.models().read_index(R"({"models": [{"name": "one", "light": "small", "full": "large"}]})");
  editor.models().add("large", card("large", 128));
  editor.models().complete();
  EXPECT_EQ(wished(), "large");
  EXPECT_EQ(editor.models().family()->full, "");
}

TEST_F(TwoModels, StrangersAreNoFamily) {
  editor.models().read_index(R"({"models": [{"name": "one", "light": "small", "full": "large"}]})");
  editor.models().add("small", card("small", 64));
  editor.models().add("large", card("large", 128, 32));
  editor.models().complete();
  EXPECT_NE(editor.messages().back().text.find("large"), std::string::npos);
  EXPECT_EQ(editor.models().families().size(), 2u);
  editor.models().ready("small", "here");
  draw(1);
  EXPECT_EQ(wished(), "small");
}

TEST_F(TwoModels, AModelThatFailedIsTriedAgain) {
  begin();
  editor.models().failed("small", "Gone.");
  EXPECT_EQ(editor.models().state(), ModelState::failed);
  const int number = editor.models().wish().number;
  editor.models().choose("one");
  EXPECT_GT(editor.models().wish().number, number);
}

}  // namespace
}  // namespace psgan::web
