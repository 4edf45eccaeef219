#include "editor/texts.h"

#include <gtest/gtest.h>

#include "psgan/error.h"

namespace psgan::web {
namespace {

class Texts : public testing::Test {
 protected:
  void TearDown() override { set_dictionary("{}"); }
};

TEST_F(Texts, WithoutADictionaryEveryTextIsItself) {
  set_dictionary("{}");
  EXPECT_STREQ(tr("Copy link"), "Copy link");
  EXPECT_TRUE(untranslated().empty());
  EXPECT_TRUE(dictionary_characters().empty());
}

TEST_F(Texts, ADictionaryTranslatesAndTellsWhatItLacks) {
  set_dictionary(R"({"Copy link": "リンクをコピー"})");
  EXPECT_STREQ(tr("Copy link"), "リンクをコピー");
  EXPECT_STREQ(tr("Mirror"), "Mirror");
  EXPECT_STREQ(tr("464"), "464");
  EXPECT_STREQ(tr(tr("Copy link")), "リンクをコピー");
  EXPECT_EQ(untranslated(), std::set<std::string>{"Mirror"});
}

TEST_F(Texts, GapsAreFilledInOrderAndValuesAreLeftAlone) {
  set_dictionary(R"({"{} of {}": "{}/{}"})");
  EXPECT_EQ(tr("{} of {}", {"{}", "2"}), "{}/2");
  EXPECT_EQ(tr("{} and {}", {"one"}), "one and {}");
  EXPECT_EQ(tr("no gap", {"one"}), "no gap");
}

TEST_F(Texts, CharactersAreThoseThatLatinFacesLackEachOnce) {
  set_dictionary(R"({"a": "あéあ", "b": "中"})");
  EXPECT_EQ(dictionary_characters(), (std::vector<unsigned short>{0x3042, 0x4E2D}));
}

TEST_F(Texts, ADamagedDictionaryIsRefusedAndTheOldOneStays) {
  set_dictionary(R"({"Play": "播放"})");
  EXPECT_THROW(set_dictionary("[1, 2]"), Error);
  EXPECT_THROW(set_dictionary("{\"Play\": "), Error);
  EXPECT_THROW(set_dictionary(R"({"Play": 3})"), Error);
  EXPECT_STREQ(tr("Play"), "播放");
}

}  // namespace
}  // namespace psgan::web
