#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ready_editor.h"

namespace psgan::web {
namespace {

using ::testing::HasSubstr;

std::string said(const Editor& editor) {
  return editor.messages().empty() ? "" : editor.messages().back().text;
}

TEST(PoseClipboard, WhatIsCopiedHereIsPastedAsItWas) {
  ReadyEditor editor;
  editor.choose_clip(editor.clip());
  editor.seek(0.4);
  const std::string text = editor.copied_pose();
  const std::string code = encode_figure(editor.figure());
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["people"].size(), 1u);
  EXPECT_EQ(json["people"][0]["pose_keypoints_2d"].size(), 75u);
  EXPECT_GT(json["canvas_width"].get<int>(), 0);
  EXPECT_GT(json["canvas_height"].get<int>(), 0);

  ReadyEditor other;
  other.paste_pose(text);
  EXPECT_EQ(encode_figure(other.figure()), code);
  EXPECT_EQ(said(other), "The pose is pasted.");
  other.undo();
  EXPECT_NE(encode_figure(other.figure()), code);
}

TEST(PoseClipboard, APoseThatAnotherEditorChangedIsTheirs) {
  ReadyEditor editor;
  auto json = nlohmann::json::parse(editor.copied_pose());
  auto& numbers = json["people"][0]["pose_keypoints_2d"];
  const Pose before = editor.pose();
  numbers[4 * 3 + 1] = numbers[4 * 3 + 1].get<double>() - 150;  // The right wrist goes up.
  editor.paste_pose(json.dump());
  EXPECT_LT(editor.pose()[Keypoint::right_wrist].y, before[Keypoint::right_wrist].y - 0.1f);
}

TEST(PoseClipboard, PosesWithoutACanvasAreFittedAsFilesAre) {
  const std::string text =
      R"({"people": [{"pose_keypoints_2d": [250,100,1, 250,140,1, 220,140,1, 200,200,1, 190,250,1,
      280,140,1, 300,200,1, 310,250,1, 235,260,1, 232,340,1, 230,420,1, 265,260,1, 268,340,1,
      270,420,1, 242,95,1, 258,95,1, 0,0,0, 0,0,0]}]})";
  ReadyEditor pasted, opened;
  pasted.paste_pose(text);
  opened.open_openpose(text, "a.json");
  EXPECT_EQ(pasted.pose(), opened.pose());
  EXPECT_EQ(pasted.people().size(), 1u);
}

TEST(PoseClipboard, WhatIsNoPoseIsSaidAndChangesNothing) {
  ReadyEditor editor;
  const Figure before = editor.figure();
  for (const char* text : {"hello", "42", "\"text\"", "null", "{\"people\": "}) {
    editor.paste_pose(text);
    EXPECT_THAT(said(editor), HasSubstr("is no pose")) << text;
  }
  for (const char* text : {"{}", "[]", R"({"people": 7})", R"({"people": [1, null]})",
                           R"({"people": [{"pose_keypoints_2d": ["a", {}]}]})",
                           R"({"people": [7], "kisekae_figure": "x"})"}) {
    editor.paste_pose(text);
    EXPECT_FALSE(said(editor).empty()) << text;
    EXPECT_NE(said(editor), "The pose is pasted.") << text;
  }
  EXPECT_EQ(editor.figure(), before);
  EXPECT_FALSE(editor.can_undo());
}

}  // namespace
}  // namespace psgan::web
