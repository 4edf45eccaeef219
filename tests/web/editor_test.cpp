#include "editor.h"

#include <gtest/gtest.h>

#include "psgan/latent.h"
#include "psgan/share_link.h"

namespace psgan::web {
namespace {

std::string card(const std::string& name, std::uint64_t first_seed = 0) {
  ModelCard card;
  card.name = name;
  card.title = "The " + name;
  card.sha256 = std::string(64, 'a');
  card.bytes = 1;
  if (first_seed) card.characters = {{"First", first_seed}};
  return psgan::to_json(card);
}

Editor ready_editor() {
  Editor editor(1);
  editor.add_model("alpha", card("alpha", 12));
  editor.add_model("beta", card("beta", 34));
  editor.models_complete();
  editor.model_ready("here");
  return editor;
}

TEST(Editor, BeginsUprightWithNothingToUndo) {
  const Editor editor(1);
  EXPECT_EQ(editor.pose(), editor.presets().front().pose);
  EXPECT_FALSE(editor.can_undo());
  EXPECT_FALSE(editor.wants_picture());
  EXPECT_GE(editor.presets().size(), 6u);
}

TEST(Editor, EveryMomentOfEveryClipIsAPoseThatALinkCanHold) {
  Editor editor(1);
  for (int i = 0; i < static_cast<int>(Editor::clips().size()); ++i) {
    editor.choose_clip(i);
    for (int step = 0; step < 40; ++step) {
      editor.turn(static_cast<float>(step) * 0.15f - 3);
      editor.advance(0.11);
      check(editor.pose(), "clip");
    }
    EXPECT_LE(editor.clip_time(), Editor::clips()[i].duration());
  }
}

TEST(Editor, AsksForTheNewestPictureOnly) {
  Editor editor = ready_editor();
  ASSERT_TRUE(editor.wants_picture());
  const Request first = editor.take_request();
  // Three changes while the first picture is computed are one request.
  editor.set_seed(5);
  editor.set_seed(6);
  editor.toggle_visible(Keypoint::nose);
  EXPECT_TRUE(editor.wants_picture());
  const Request second = editor.take_request();
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(second.latent, latent_from_seed(6, editor.model()->spec.latent_size));
  EXPECT_EQ(second.keypoints[2], 0.f);
  EXPECT_NE(editor.take_request().portrait, -1) << "nothing of the visitor's is left";
}

TEST(Editor, PortraysTheCardsCharactersWhileThereIsNothingElse) {
  Editor editor = ready_editor();
  EXPECT_EQ(editor.take_request().portrait, -1);
  ASSERT_TRUE(editor.wants_picture());
  editor.set_seed(99);
  EXPECT_EQ(editor.take_request().portrait, -1) << "the visitor comes first";
  const Request portrait = editor.take_request();
  EXPECT_EQ(portrait.portrait, 0);
  EXPECT_EQ(portrait.latent, latent_from_seed(12, editor.model()->spec.latent_size));
  EXPECT_FALSE(editor.wants_picture());
}

TEST(Editor, UndoGoesBackEditByEdit) {
  Editor editor(1);
  const Pose start = editor.pose();
  editor.mirror();
  const Pose mirrored_pose = editor.pose();
  editor.toggle_visible(Keypoint::left_eye);
  EXPECT_FALSE(editor.pose()[Keypoint::left_eye].visible);
  editor.undo();
  EXPECT_EQ(editor.pose(), mirrored_pose);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
}

TEST(Editor, ALinkRestoresWhatItWasMadeOf) {
  Editor editor = ready_editor();
  editor.choose_model("beta");
  editor.set_seed(18446744073709551615u);
  editor.choose_preset(3);
  editor.toggle_visible(Keypoint::left_toe);

  Editor other(2);
  other.open_link(editor.link());  // Before the models are known, as on a fresh page.
  other.add_model("alpha", card("alpha", 12));
  other.add_model("beta", card("beta", 34));
  other.models_complete();
  ASSERT_NE(other.model(), nullptr);
  EXPECT_EQ(other.model()->name, "beta");
  EXPECT_EQ(other.seed(), 18446744073709551615u) << "the card's first character must not win";
  EXPECT_EQ(encode_pose(other.pose()), encode_pose(editor.pose()));
  EXPECT_TRUE(other.messages().empty());
}

TEST(Editor, AModelsFirstCharacterIsShownUntilTheVisitorChooses) {
  Editor editor = ready_editor();
  EXPECT_EQ(editor.seed(), 12u);
  editor.choose_model("beta");
  EXPECT_EQ(editor.seed(), 34u);
  editor.set_seed(7);
  editor.choose_model("alpha");
  EXPECT_EQ(editor.seed(), 7u);
}

TEST(Editor, SaysWhatIsWrongAndGoesOn) {
  Editor editor(1);
  editor.open_link("#v=1&m=gone&p=short");
  ASSERT_EQ(editor.messages().size(), 1u);
  editor.add_model("bad", "{\"card\": 1}");
  editor.add_model("alpha", card("other name"));
  EXPECT_EQ(editor.messages().size(), 3u);
  editor.add_model("alpha", card("alpha"));
  editor.models_complete();
  ASSERT_NE(editor.model(), nullptr);
  EXPECT_EQ(editor.model()->name, "alpha");
  EXPECT_NE(editor.messages().back().text.find("gone"), std::string::npos);
  editor.model_failed("It broke.");
  EXPECT_FALSE(editor.wants_picture());
  EXPECT_NE(editor.messages().back().text.find("It broke."), std::string::npos);
  editor.model_ready("here");
  EXPECT_EQ(editor.messages().back().text.find("It broke."), std::string::npos);
}

TEST(Editor, GoodNewsGoesAwayAndProblemsStay) {
  Editor editor(1);
  editor.say("a", "A problem.");
  editor.say("b", "Good news.", false);
  editor.advance(10);
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_EQ(editor.messages().front().text, "A problem.");
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
