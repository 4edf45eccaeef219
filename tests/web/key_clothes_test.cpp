// What key frames dress her in, as the editor shows, edits and sends it.
#include <gmock/gmock.h>

#include "dressing_editor.h"

namespace psgan::web {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Two seconds with keys at 0 and 1, at the second of which she ties her hair.
struct DancingEditor : DressingEditor {
  DancingEditor() {
    new_motion();
    seek(1);
    add_key();
    dress_keys = true;
    wear(trait("hair"), {.option = 2});
    dress_keys = false;
  }
  int hair() const { return worn()[trait("hair")].option; }
};

TEST(KeyClothes, ChangeAtTheKeyAndNowhereElse) {
  DressingEditor plain;
  const int own = plain.worn()[plain.trait("hair")].option;
  ASSERT_NE(own, 2) << "the test sees nothing";
  DancingEditor editor;
  EXPECT_EQ(editor.hair(), 2);
  EXPECT_THAT(editor.character().parts, IsEmpty());
  editor.seek(0.9);
  EXPECT_EQ(editor.hair(), own);
  editor.seek(1.8);
  EXPECT_EQ(editor.hair(), 2);
  // The pictures are of what she wears then, those of files as well.
  const int first = encoded_places(wardrobe_schema())[editor.trait("hair")].first;
  EXPECT_EQ(editor.next_latent()[first + 2], 1);
  EXPECT_EQ(editor.frame_inputs(0.2)[0].at("latent")[first + 2], 0);
  EXPECT_EQ(editor.frame_inputs(1.2)[0].at("latent")[first + 2], 1);
}

TEST(KeyClothes, AChoiceWhereAKeyHasSetItIsThatKeys) {
  DancingEditor editor;
  editor.seek(1.5);
  editor.wear(editor.trait("hair"), {.option = 1});
  EXPECT_EQ(editor.hair(), 1);
  EXPECT_EQ(editor.motion().keys[1].parts.at("hair"), "long");
  editor.wear(editor.trait("eyes"), {.option = 1});
  EXPECT_EQ(editor.character().parts.at("eyes"), "sharp") << "no key speaks of eyes";
  editor.undo();
  editor.undo();
  EXPECT_EQ(editor.hair(), 2);
}

TEST(KeyClothes, StayWhenTheKeysPoseIsEditedOrReplaced) {
  DancingEditor editor;
  editor.seek(1);
  editor.choose_preset(3);
  EXPECT_EQ(editor.motion().keys[1].parts.at("hair"), "tail");
  editor.add_key();
  EXPECT_EQ(editor.motion().keys[1].parts.at("hair"), "tail");
  editor.copy_key();
  editor.paste_key();
  EXPECT_EQ(editor.motion().keys[1].parts.at("hair"), "tail");
  editor.undress_key();
  EXPECT_THAT(editor.motion().keys[1].parts, IsEmpty());
  editor.undo();
  EXPECT_EQ(editor.hair(), 2);
}

TEST(KeyClothes, LinksCarryThem) {
  DancingEditor editor;
  EXPECT_THAT(editor.link(), HasSubstr("&k2.hair=tail"));
  DressingEditor other;
  other.open_link(editor.link());
  EXPECT_THAT(other.messages(), IsEmpty());
  EXPECT_EQ(other.motion().keys[1].parts, editor.motion().keys[1].parts);
  const auto motion_in = [](const std::string& link) { return link.substr(link.find("&k=")); };
  EXPECT_EQ(motion_in(other.link()), motion_in(editor.link()));

  DressingEditor undressed;
  undressed.new_motion();
  EXPECT_THAT(undressed.link(), Not(HasSubstr("k1.")));
}

TEST(KeyClothes, WhatTheModelLacksIsSaidInOneSentenceAndTheRestIsWorn) {
  DancingEditor editor;
  DressingEditor other;
  other.open_link(editor.link() + "&k1.wings=two&k2.wings=two&k2.eye-colour=greenish&part.horns=x");
  other.seek(1);
  EXPECT_EQ(other.worn()[other.trait("hair")].option, 2);
  ASSERT_EQ(other.messages().size(), 1u);
  const std::string& text = other.messages()[0].text;
  EXPECT_THAT(text, HasSubstr("wings"));
  EXPECT_THAT(text, HasSubstr("greenish"));
  EXPECT_THAT(text, HasSubstr("horns"));
  EXPECT_EQ(text.find("wings"), text.rfind("wings")) << "said twice";
}

}  // namespace
}  // namespace psgan::web
