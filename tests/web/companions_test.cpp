// Those beside her: their own poses and places.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "ready_editor.h"

namespace psgan::web {
namespace {

struct Two : ReadyEditor {
  Two() {
    set_seed(7);
    add_to_row();
    set_seed(8);
  }
};

TEST(Companions, DoTheSameUntilTheyHavePosesOfTheirOwn) {
  Two editor;
  editor.choose_preset(1);
  EXPECT_EQ(editor.pose_of(1), editor.pose());
  editor.keep_own_pose(1, true);
  const Pose kept = editor.pose();
  editor.choose_preset(3);
  EXPECT_EQ(editor.pose_of(1), kept);
  EXPECT_FALSE(editor.pose() == kept);
  // In motion, too.
  const auto still = [&](double seconds) {
    return input_values(*editor.model(), editor.row()[0].character, kept) ==
           editor.frame_inputs(seconds).at(1);
  };
  editor.choose_clip(2);
  EXPECT_FALSE(still(0.3));  // The row's first stands to her left.
  EXPECT_EQ(editor.frame_inputs(0.3).at(0),
            input_values(*editor.model(), editor.row()[0].character, kept));
  editor.keep_own_pose(1, false);
  EXPECT_EQ(editor.pose_of(1), editor.pose());
  editor.undo();
  EXPECT_EQ(editor.pose_of(1), kept);
}

TEST(Companions, OnlyPicturesThatChangedAreDrawnAgain) {
  Two editor;
  editor.keep_own_pose(1, true);
  while (editor.wants_picture()) editor.take_request();
  editor.begin_edit();
  editor.drag(Keypoint::left_wrist, 0.8f, 0.3f);
  int drawn = 0;
  while (editor.wants_picture()) {
    if (editor.take_request().portrait < 0) ++drawn;
  }
  EXPECT_EQ(drawn, 1);
}

TEST(Companions, TakeTurnsAndStayWhereTheyStand) {
  Two editor;
  editor.keep_own_pose(1, true);
  editor.choose_preset(4);
  const Pose mine = editor.pose(), theirs = editor.pose_of(1);
  const float here = editor.place_of(0).middle, there = editor.place_of(1).middle;
  editor.take_turns(1);
  EXPECT_EQ(editor.seed(), 7u);
  EXPECT_EQ(editor.pose(), theirs);
  EXPECT_EQ(editor.pose_of(1), mine);
  EXPECT_EQ(editor.row()[0].character.seed, 8u);
  EXPECT_FLOAT_EQ(editor.place_of(0).middle, there);
  EXPECT_FLOAT_EQ(editor.place_of(1).middle, here);
  EXPECT_EQ(editor.turn_taken(), 1);
  EXPECT_EQ(editor.turn_taken(), std::nullopt);
  editor.undo();
  EXPECT_EQ(editor.seed(), 8u);
  EXPECT_EQ(editor.pose(), mine);
}

TEST(Companions, StandWhereTheyArePut) {
  Two editor;
  EXPECT_FALSE(editor.moved_apart());
  Editor::FileLayout layout = editor.file_layout();
  EXPECT_EQ(layout.lefts, (std::vector<float>{0, 1}));
  EXPECT_EQ(layout.width, 2);
  editor.put(1, 0.9f);
  editor.put(1, 2);  // Not out of the picture.
  EXPECT_FLOAT_EQ(editor.place_of(1).middle, 1);
  editor.put(0, 0.25f);
  EXPECT_TRUE(editor.moved_apart());
  layout = editor.file_layout();
  EXPECT_FLOAT_EQ(layout.width, layout.height);
  EXPECT_GT(layout.lefts[0], layout.lefts[1]);
  editor.line_up();
  EXPECT_FALSE(editor.moved_apart());
  EXPECT_LT(editor.place_of(1).middle, editor.place_of(0).middle);
}

TEST(Companions, TravelWithALink) {
  Two editor;
  editor.add_to_row();
  editor.choose_preset(2);
  editor.keep_own_pose(2, true);
  editor.put(2, 0.125f);
  editor.put(0, 0.75f);
  editor.choose_preset(5);
  ReadyEditor other;
  other.open_link(editor.link());
  EXPECT_TRUE(other.messages().empty());
  ASSERT_EQ(other.row().size(), 2u);
  EXPECT_FALSE(other.has_own_pose(1));
  ASSERT_TRUE(other.has_own_pose(2));
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(other.pose_of(2).points[i].x, editor.pose_of(2).points[i].x, 1e-3);
    EXPECT_NEAR(other.pose_of(2).points[i].y, editor.pose_of(2).points[i].y, 1e-3);
  }
  EXPECT_FLOAT_EQ(other.place_of(2).middle, 0.125f);
  EXPECT_FLOAT_EQ(other.place_of(0).middle, 0.75f);
  EXPECT_FLOAT_EQ(other.place_of(1).middle, editor.place_of(1).middle);
  EXPECT_EQ(other.link(), editor.link());
  // A link of one alone has no stage for several.
  Two single;
  single.leave_row(1);
  EXPECT_EQ(single.link().find("x0="), std::string::npos);
}

TEST(Picking, SeveralPointsMoveAndGrowTogether) {
  Editor editor(1);
  editor.selected = Keypoint::left_wrist;
  editor.pick(Keypoint::left_elbow, true);
  EXPECT_EQ(editor.picked().count(), 2u);
  EXPECT_FALSE(editor.selected);
  const Pose before = editor.pose();
  editor.begin_edit();
  editor.shift_picked(0.05f, -0.02f);
  for (const Keypoint k : {Keypoint::left_wrist, Keypoint::left_elbow}) {
    EXPECT_NEAR(editor.pose()[k].x, before[k].x + 0.05f, 1e-4);
    EXPECT_NEAR(editor.pose()[k].y, before[k].y - 0.02f, 1e-4);
  }
  EXPECT_NEAR(editor.pose()[Keypoint::neck].x, before[Keypoint::neck].x, 1e-6);
  // Never out of the picture, and none nearer to the others.
  editor.shift_picked(5, 0);
  const auto box = editor.picked_box();
  ASSERT_TRUE(box);
  EXPECT_NEAR(box->right, 1, 1e-4);
  EXPECT_NEAR(box->right - box->left,
              std::abs(before[Keypoint::left_wrist].x - before[Keypoint::left_elbow].x), 1e-4);
  editor.undo();
  EXPECT_NEAR(editor.pose()[Keypoint::left_wrist].x, before[Keypoint::left_wrist].x, 1e-6);

  editor.pick(PickedPoints().set());
  editor.begin_edit();
  editor.scale_picked(0.5f, 0.5f, 0.9f);
  const auto half = editor.picked_box();
  EXPECT_NEAR(editor.pose()[Keypoint::nose].y, 0.9f + (before[Keypoint::nose].y - 0.9f) / 2, 2e-3);
  editor.scale_picked(100, 0.5f, 0.9f);
  for (const PosePoint& p : editor.pose().points) {
    EXPECT_GE(p.y, -1e-4f);
    EXPECT_LE(p.y, 1 + 1e-4f);
  }
  EXPECT_GT(editor.picked_box()->bottom - editor.picked_box()->top, half->bottom - half->top);
  editor.pick({});
  EXPECT_FALSE(editor.picked_box());
}

}  // namespace
}  // namespace psgan::web
