// Share links that hold what key frames dress a character in.
#include <gmock/gmock.h>

#include "psgan/share_link.h"

namespace psgan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(KeyParts, AreReadableInTheLinkAndComeBack) {
  SharedState state = parse_fragment("v=1&seed=3&k=AAAA.BBBB.CCCC").state;
  state.key_parts = {{2, {{"hair", "bob"}, {"hair-colour", "ff0000"}}}, {10, {{"top", "coat"}}}};
  const std::string fragment = to_fragment(state);
  EXPECT_THAT(fragment, HasSubstr("&k=AAAA.BBBB.CCCC&k2.hair=bob&k2.hair-colour=ff0000&"
                                  "k10.top=coat"));
  const ParsedLink link = parse_fragment(fragment);
  EXPECT_THAT(link.problems, IsEmpty());
  EXPECT_EQ(link.state.key_parts, state.key_parts);
  EXPECT_THAT(link.state.parts, IsEmpty());
}

TEST(KeyParts, LinksWithoutThemHaveNone) {
  EXPECT_THAT(parse_fragment("v=1&seed=3&k=AAAA.BBBB&part.hair=bob").state.key_parts, IsEmpty());
}

TEST(KeyParts, WhatNoPageWroteIsRefusedOneByOne) {
  const ParsedLink link =
      parse_fragment("v=1&seed=3&k1.hair=b%6Fb&k1.=x&k2.Hair=bob&k3.top=coat&k0.top=x&k999.top=x");
  EXPECT_THAT(link.state.key_parts, ElementsAre(Pair(3, ElementsAre(Pair("top", "coat")))));
  // Numbers that no key has are keys that this page does not know.
  EXPECT_EQ(link.problems.size(), 3u);
}

}  // namespace
}  // namespace psgan
