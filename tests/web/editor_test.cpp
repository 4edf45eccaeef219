#include "editor/editor.h"

#include <gtest/gtest.h>

#include "psgan/latent.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, BeginsUprightWithNothingToUndo) {
  const Editor editor(1);
  EXPECT_EQ(editor.pose(), editor.presets().front().pose);
  EXPECT_FALSE(editor.can_undo());
  EXPECT_FALSE(editor.wants_picture());
  EXPECT_GE(editor.presets().size(), 6u);
}

TEST(Editor, AsksForTheNewestPictureOnly) {
  ReadyEditor editor;
  ASSERT_TRUE(editor.wants_picture());
  const Request first = editor.take_request();
  // Three changes while the first picture is computed are one request.
  editor.set_seed(5);
  editor.set_seed(6);
  editor.toggle_visible(Keypoint::nose);
  EXPECT_TRUE(editor.wants_picture());
  const Request second = editor.take_request();
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(second.inputs.at("latent"), latent_from_seed(6, editor.model()->spec.latent_size));
  EXPECT_EQ(second.inputs.at("keypoints")[2], 0.f);
  EXPECT_NE(editor.take_request().portrait, -1) << "nothing of the visitor's is left";
}

TEST(Editor, PortraysTheCardsCharactersWhileThereIsNothingElse) {
  ReadyEditor editor;
  EXPECT_EQ(editor.take_request().portrait, -1);
  ASSERT_TRUE(editor.wants_picture());
  editor.set_seed(99);
  EXPECT_EQ(editor.take_request().portrait, -1) << "the visitor comes first";
  const Request portrait = editor.take_request();
  EXPECT_EQ(portrait.portrait, 0);
  EXPECT_EQ(portrait.inputs.at("latent"), latent_from_seed(12, editor.model()->spec.latent_size));
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

TEST(Editor, UndoAndRedoGoAsFarAsOneWentAndBack) {
  Editor editor(1);
  std::vector<Pose> poses = {editor.pose()};
  for (int i = 0; i < 300; ++i) {
    editor.begin_edit();
    editor.drag(Keypoint::left_wrist, 0.55f + 0.0004f * static_cast<float>(i), 0.4f);
    if (!(editor.pose() == poses.back())) poses.push_back(editor.pose());
  }
  ASSERT_GT(poses.size(), 250u);
  for (std::size_t i = poses.size() - 1; i-- > 0;) {
    editor.undo();
    ASSERT_EQ(editor.pose(), poses[i]);
  }
  EXPECT_FALSE(editor.can_undo());
  for (std::size_t i = 1; i < poses.size(); ++i) {
    ASSERT_TRUE(editor.can_redo());
    editor.redo();
    ASSERT_EQ(editor.pose(), poses[i]);
  }
  EXPECT_FALSE(editor.can_redo());
  editor.undo();
  editor.mirror();
  EXPECT_FALSE(editor.can_redo()) << "another way was taken";
}

TEST(Editor, ASliderIsOneEdit) {
  Editor editor(1);
  const Pose start = editor.pose();
  for (int i = 1; i < 20; ++i) editor.turn(0.1f * static_cast<float>(i));
  editor.end_edit();
  editor.turn(2.5f);
  editor.undo();
  EXPECT_FLOAT_EQ(editor.yaw(), 1.9f);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
  EXPECT_EQ(editor.yaw(), 0);
}

TEST(Editor, APoseCanBeTurnedRound) {
  Editor editor(1);
  editor.choose_preset(3);
  const Pose front = editor.pose();
  editor.turn(3.14159265f);
  EXPECT_FALSE(editor.pose()[Keypoint::nose].visible);
  EXPECT_EQ(editor.clip_time(), 0);
  editor.turn(0);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(editor.pose().points[i].x, front.points[i].x, 1e-4f);
  }
}

TEST(Editor, SheIsTurnedAsFarAsTheModelKnowsHer) {
  constexpr float degree = 3.14159265f / 180;
  Editor editor(1);
  editor.open_link("#v=1&turn=-120&clip=walk&t=400");
  EXPECT_NEAR(editor.yaw(), -120 * degree, 1e-4f);
  editor.models().add("front", card("front", 0, 50.f));
  editor.models().add("round", card("round"));
  editor.models().complete();
  EXPECT_NEAR(editor.yaw(), -50 * degree, 1e-4f) << "a model chosen after the link";
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("50°"), std::string::npos);
  EXPECT_FALSE(editor.messages().front().problem);
  editor.unsay("turn");
  editor.turn(30 * degree);
  EXPECT_TRUE(editor.messages().empty());
  editor.turn(190 * degree);
  EXPECT_NEAR(editor.yaw(), 50 * degree, 1e-4f) << "not round the other side";
  EXPECT_EQ(editor.messages().size(), 1u);
  editor.open_link("#v=1&turn=170");
  EXPECT_NEAR(editor.yaw(), 50 * degree, 1e-4f);
  editor.models().choose("round");
  editor.turn(170 * degree);
  EXPECT_NEAR(editor.yaw(), 170 * degree, 1e-4f);
  editor.turn(190 * degree);
  EXPECT_NEAR(editor.yaw(), -170 * degree, 1e-4f);
}

TEST(Editor, APoseIsTurnedBackIntoTheModelsRange) {
  Editor editor(1);
  editor.turn(2);
  const Figure far = editor.figure();
  editor.models().add("front", card("front", 0, 50.f));
  editor.models().complete();
  EXPECT_NEAR(editor.yaw(), 0.8726646f, 1e-4f);
  const Figure expected = turned(far, 0.8726646f - 2, far[Keypoint::pelvis]);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_LT(glm::distance(editor.figure().points[i], expected.points[i]), 1e-4f);
  }
}

TEST(Editor, ANumberThatIsTypedIsOneEdit) {
  Editor editor(1);
  editor.set_seed(77);
  for (const std::uint64_t seed : {1u, 12u, 123u}) {
    editor.type_seed(seed);
    editor.end_edit();  // As the panel does in each frame.
  }
  editor.end_typing();
  EXPECT_EQ(editor.seed(), 123u);
  editor.back();
  EXPECT_EQ(editor.seed(), 77u) << "what one has seen in passing is not visited";
  editor.forward();
  EXPECT_EQ(editor.seed(), 123u);
  Editor other(1);
  other.set_seed(77);
  for (const std::uint64_t seed : {1u, 12u}) other.type_seed(seed);
  other.end_typing();
  other.type_seed(5);
  other.end_typing();
  other.undo();
  EXPECT_EQ(other.seed(), 12u);
  other.undo();
  EXPECT_EQ(other.seed(), 77u);
}

}  // namespace
}  // namespace psgan::web
