// Motion: clips, keys, rows of characters.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "editor/editor.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, EveryMomentOfEveryClipIsAPoseThatALinkCanHold) {
  Editor editor(1);
  for (int i = 0; i < static_cast<int>(Editor::clips().size()); ++i) {
    editor.choose_clip(i);
    for (int step = 0; step < 40; ++step) {
      editor.turn(static_cast<float>(step) * 0.15f - 3);
      editor.advance(0.11);
      check(editor.pose(), "clip");
    }
    EXPECT_LE(editor.clip_time(), editor.motion().duration);
  }
}

TEST(Editor, TheRowIsDrawnInTurnWithHer) {
  ReadyEditor editor;
  while (editor.wants_picture()) editor.take_request();
  editor.add_to_row();
  editor.add_to_row();
  EXPECT_EQ(editor.row().size(), 2u);
  std::vector<int> slots;
  while (editor.wants_picture()) {
    const Request request = editor.take_request();
    if (request.portrait < 0) slots.push_back(editor.queue().arrived(request.number, 1));
  }
  std::sort(slots.begin(), slots.end());
  EXPECT_EQ(slots, (std::vector<int>{0, 1, 2}));
  // In motion each gets her turn.
  editor.choose_clip(2);
  std::array<int, 3> drawn{};
  for (int i = 0; i < 30; ++i) {
    editor.advance(0.02);
    ++drawn[editor.queue().arrived(editor.take_request().number, 1)];
  }
  EXPECT_EQ(drawn, (std::array<int, 3>{10, 10, 10}));
  EXPECT_EQ(editor.frame_inputs(0.5).size(), 3u);
  editor.leave_row(1);
  EXPECT_EQ(editor.row().size(), 1u);
}

TEST(Editor, KeysAreAddedEditedCopiedAndRemoved) {
  Editor editor(1);
  editor.new_motion();
  ASSERT_TRUE(editor.own_motion());
  editor.seek(1);
  EXPECT_FALSE(editor.key());
  editor.choose_preset(3);
  editor.add_key();
  ASSERT_EQ(editor.key(), 1);
  EXPECT_EQ(editor.motion().keys.size(), 2u);
  // What edits the pose edits the key.
  editor.drag(Keypoint::left_wrist, 0.7f, 0.3f);
  const Pose edited = editor.pose();
  editor.seek(0);
  EXPECT_NE(editor.pose(), edited);
  editor.seek(1);
  EXPECT_EQ(editor.pose(), edited);
  editor.set_ease(Ease::hold);
  editor.copy_key();
  editor.seek(1.5);
  editor.paste_key();
  ASSERT_EQ(editor.key(), 2);
  EXPECT_EQ(editor.motion().keys[2].ease, Ease::hold);
  EXPECT_EQ(editor.pose(), edited);
  editor.move_key(2, 1.8f);
  EXPECT_NEAR(editor.clip_time(), 1.8, 0.01);
  editor.remove_key();
  EXPECT_EQ(editor.motion().keys.size(), 2u);
  editor.undo();
  EXPECT_EQ(editor.motion().keys.size(), 3u);
  editor.set_duration(4);
  EXPECT_NEAR(editor.motion().keys[2].time, 3.6f, 0.02f);
}

TEST(Editor, AClipBecomesKeysOnlyWhenItIsChanged) {
  Editor editor(1);
  editor.choose_clip(0);
  EXPECT_FALSE(editor.own_motion());
  EXPECT_GE(editor.motion().keys.size(), 2u);
  editor.step_key(1);
  EXPECT_FALSE(editor.own_motion());
  ASSERT_TRUE(editor.key());
  editor.drag(Keypoint::right_wrist, 0.3f, 0.3f);
  EXPECT_TRUE(editor.own_motion());
}

TEST(Editor, PlaysOnceOrInALoopAndAsFastAsAsked) {
  Editor editor(1);
  editor.choose_clip(0);
  editor.speed = 2;
  editor.advance(0.1);
  EXPECT_NEAR(editor.clip_time(), 0.2, 1e-6);
  editor.set_loop(false);
  for (int i = 0; i < 200; ++i) editor.advance(0.1);
  EXPECT_FALSE(editor.playing());
  EXPECT_NEAR(editor.clip_time(), editor.motion().duration, 1e-6);
  editor.play(true);
  EXPECT_LT(editor.clip_time(), 0.3) << "from the beginning again";
}

}  // namespace
}  // namespace psgan::web
