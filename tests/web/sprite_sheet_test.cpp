#include "editor/sprite_sheet.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace psgan::web {
namespace {

TEST(SpriteSheet, IsNearlySquare) {
  const SheetLayout eight = sheet_layout(8, 100, 100);
  EXPECT_EQ(eight.columns * 100, eight.width);
  EXPECT_EQ(eight.columns, 3);
  EXPECT_EQ(eight.rows, 3);
  const SheetLayout tall = sheet_layout(6, 50, 150);
  EXPECT_EQ(tall.columns, 5);
  EXPECT_EQ(tall.height, 300);
  EXPECT_EQ(sheet_layout(1, 7, 9).width, 7);
  for (int frames = 1; frames <= 64; ++frames) {
    const SheetLayout l = sheet_layout(frames, 64, 96);
    EXPECT_GE(l.columns * l.rows, frames);
    EXPECT_LT((l.rows - 1) * l.columns, frames) << "an empty row";
  }
}

TEST(SpriteSheet, RectanglesLieApartOnTheSheet) {
  const auto json =
      nlohmann::json::parse(sheet_json("kisekae-8", "kisekae-8.png", 7, 40, 60, 62.5));
  ASSERT_EQ(json["frames"].size(), 7u);
  const int width = json["meta"]["size"]["w"], height = json["meta"]["size"]["h"];
  std::set<std::pair<int, int>> corners;
  for (const auto& [name, frame] : json["frames"].items()) {
    EXPECT_TRUE(name.starts_with("kisekae-8 ")) << name;
    const auto& r = frame["frame"];
    EXPECT_EQ(r["w"], 40);
    EXPECT_EQ(r["h"], 60);
    EXPECT_EQ(r["x"].get<int>() % 40, 0);
    EXPECT_EQ(r["y"].get<int>() % 60, 0);
    EXPECT_LE(r["x"].get<int>() + 40, width);
    EXPECT_LE(r["y"].get<int>() + 60, height);
    corners.emplace(r["x"], r["y"]);
    EXPECT_EQ(frame["duration"], 63);
    EXPECT_EQ(frame["trimmed"], false);
    EXPECT_EQ(frame["sourceSize"]["h"], 60);
  }
  EXPECT_EQ(corners.size(), 7u);
  EXPECT_EQ(json["meta"]["image"], "kisekae-8.png");
  EXPECT_EQ(json["meta"]["frameTags"][0]["to"], 6);
  // Row by row, and in their order in the text.
  EXPECT_EQ(json["frames"]["kisekae-8 1"]["frame"]["x"], 40);
  EXPECT_EQ(json["frames"]["kisekae-8 1"]["frame"]["y"], 0);
}

}  // namespace
}  // namespace psgan::web
