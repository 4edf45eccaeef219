// Scenes as links.
#include <gtest/gtest.h>

#include "editor/editor.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, ALinkHoldsTheWholeScene) {
  ReadyEditor editor;
  editor.choose_clip(5);
  editor.advance(0.2);
  editor.play(false);
  editor.turn(0.5f);
  editor.mix_with_another();
  editor.set_mix(0.25f);
  editor.add_to_row();
  editor.speed = 1.5f;
  Editor clip(2);
  clip.open_link(editor.link());
  EXPECT_EQ(clip.clip(), 5);
  EXPECT_FALSE(clip.own_motion());
  EXPECT_NEAR(clip.clip_time(), editor.clip_time(), 1e-3);
  EXPECT_NEAR(clip.yaw(), editor.yaw(), 0.01f);
  EXPECT_EQ(clip.character(), editor.character());
  EXPECT_EQ(clip.row(), editor.row());
  EXPECT_FLOAT_EQ(clip.speed, 1.5f);
  EXPECT_TRUE(clip.messages().empty());

  editor.new_motion();
  editor.seek(1);
  editor.choose_preset(3);
  editor.add_key();
  editor.play(true);
  Editor keys(3);
  keys.open_link(editor.link());
  EXPECT_TRUE(keys.playing());
  ASSERT_EQ(keys.motion().keys.size(), 2u);
  keys.play(false);
  keys.seek(1);
  editor.play(false);
  editor.seek(1);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(keys.pose().points[i].x, editor.pose().points[i].x, 0.01f);
    EXPECT_NEAR(keys.pose().points[i].y, editor.pose().points[i].y, 0.01f);
  }
}

TEST(Editor, ACutLinkSaysWhatIsMissing) {
  Editor editor(1);
  editor.new_motion();
  editor.seek(1);
  editor.choose_preset(3);
  editor.add_key();
  const std::string link = editor.link();
  const std::size_t dot = link.rfind('.');
  Editor other(2);
  other.open_link(link.substr(0, dot + 20));
  EXPECT_EQ(other.motion().keys.size(), 1u);
  ASSERT_EQ(other.messages().size(), 1u);
  EXPECT_NE(other.messages().front().text.find("key frame"), std::string::npos);
  other.open_link("#v=1&clip=gone&k=!!");
  EXPECT_EQ(other.messages().size(), 1u);
}

TEST(Editor, ALinkRestoresWhatItWasMadeOf) {
  ReadyEditor editor;
  editor.models().choose("beta");
  editor.set_seed(18446744073709551615u);
  editor.choose_preset(3);
  editor.toggle_visible(Keypoint::left_toe);

  Editor other(2);
  other.open_link(editor.link());  // Before the models are known, as on a fresh page.
  other.models().add("alpha", card("alpha", 12));
  other.models().add("beta", card("beta", 34));
  other.models().complete();
  ASSERT_NE(other.model(), nullptr);
  EXPECT_EQ(other.model()->name, "beta");
  EXPECT_EQ(other.seed(), 18446744073709551615u) << "the card's first character must not win";
  EXPECT_EQ(encode_pose(other.pose()), encode_pose(editor.pose()));
  EXPECT_TRUE(other.messages().empty());
}

TEST(Editor, AModelsFirstCharacterIsShownUntilTheVisitorChooses) {
  ReadyEditor editor;
  EXPECT_EQ(editor.seed(), 12u);
  editor.models().choose("beta");
  EXPECT_EQ(editor.seed(), 34u);
  editor.set_seed(7);
  editor.models().choose("alpha");
  EXPECT_EQ(editor.seed(), 7u);
}

}  // namespace
}  // namespace psgan::web
