#include "psgan/character_traits.h"

#include <gmock/gmock.h>

#include "psgan/error.h"
#include "psgan/latent.h"

namespace psgan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Hair of three kinds, its colour, a ribbon for one of them, a length; two free numbers.
LatentSpace small_space() {
  LatentSpace space;
  space.schema = {{.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long", "tail"}},
                  {.name = "hair-colour", .kind = TraitKind::colour},
                  {.name = "ribbon-colour",
                   .kind = TraitKind::colour,
                   .shown_by = "hair",
                   .shown_with = {"tail"}},
                  {.name = "length", .kind = TraitKind::amount}};
  space.size = encoded_size(space.schema) + 2;
  return space;
}

/// The first seed from `from` on whose hair is that option.
std::uint64_t seed_with_hair(int option, const LatentSpace& space, std::uint64_t from = 1) {
  for (std::uint64_t seed = from;; ++seed) {
    if (traits_from_seed(space.schema, space.sampler, seed)[0].option == option) return seed;
  }
}

TEST(CharacterTraits, ASeedAloneIsItsLatent) {
  const LatentSpace space = small_space();
  Character c;
  for (c.seed = 1; c.seed < 20; ++c.seed) {
    EXPECT_EQ(latent_of(c, space), latent_from_seed(space, c.seed));
    EXPECT_EQ(traits_of(c, space), traits_from_seed(space.schema, space.sampler, c.seed));
  }
}

TEST(CharacterTraits, HalfWayIsHalfWay) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = seed_with_hair(0, space);
  c.seed2 = seed_with_hair(1, space);
  c.mix = 0.25f;
  const auto z = latent_of(c, space);
  EXPECT_FLOAT_EQ(z[0], 0.75f);
  EXPECT_FLOAT_EQ(z[1], 0.25f);
  EXPECT_FLOAT_EQ(z[2], 0);
  const auto a = latent_from_seed(space, c.seed), b = latent_from_seed(space, *c.seed2);
  // The colour (3 to 5) and the length (9) lie between; the ribbon (6 to 8) does not show.
  for (const int i : {3, 4, 5, 9}) EXPECT_NEAR(z[i], 0.75f * a[i] + 0.25f * b[i], 1e-6);
  for (const int i : {6, 7, 8}) EXPECT_EQ(z[i], 0);
  EXPECT_EQ(traits_of(c, space)[0].option, 0) << "what most of her wears";
  c.mix = 0.75f;
  EXPECT_EQ(traits_of(c, space)[0].option, 1);
  // A step of a walk is the same place.
  Character walked;
  walked.seed = c.seed;
  walked.walk = {{*c.seed2, 0.75f}};
  EXPECT_EQ(latent_of(walked, space), latent_of(c, space));
  EXPECT_EQ(latent_of(as_walk(c), space), latent_of(c, space));
}

TEST(CharacterTraits, ColoursOfAnotherSeedAreWornByTheFigure) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = seed_with_hair(2, space);
  c.colours = seed_with_hair(0, space);
  const auto z = latent_of(c, space), own = latent_from_seed(space, c.seed);
  const auto other = traits_from_seed(space.schema, space.sampler, *c.colours);
  EXPECT_EQ(z[2], 1);
  EXPECT_EQ(z[9], own[9]) << "the length is the figure's";
  for (int i = 0; i < 3; ++i) {
    EXPECT_FLOAT_EQ(z[3 + i], 2 * other[1].colour[i] - 1);
    EXPECT_FLOAT_EQ(z[6 + i], 2 * other[2].colour[i] - 1)
        << "the ribbon takes the colour that the other would have if she wore one";
  }
}

TEST(CharacterTraits, ChosenPartsTakeTheSeedsPlace) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = seed_with_hair(0, space);
  c.parts = {{"hair", "tail"}, {"ribbon-colour", "ff0000"}, {"length", "250"}};
  const auto z = latent_of(c, space);
  EXPECT_THAT(std::vector<float>(z.begin(), z.begin() + 3), ElementsAre(0, 0, 1));
  EXPECT_THAT(std::vector<float>(z.begin() + 6, z.begin() + 10), ElementsAre(1, -1, -1, -0.5f));
  EXPECT_EQ(traits_of(c, space)[0].option, 2);
  EXPECT_THAT(unknown_parts(c, space.schema), IsEmpty());
  // In a mixture, too.
  c.seed2 = seed_with_hair(1, space);
  c.mix = 0.5f;
  EXPECT_EQ(latent_of(c, space)[2], 1);
}

TEST(CharacterTraits, UnknownPartsChangeNothingAndAreNamed) {
  const LatentSpace space = small_space();
  Character c, plain;
  c.parts = {{"hair", "mohawk"}, {"wings", "two"}, {"hair-colour", "blue"}};
  EXPECT_EQ(latent_of(c, space), latent_of(plain, space));
  const auto sentences = unknown_parts(c, space.schema);
  ASSERT_THAT(sentences, SizeIs(3));
  EXPECT_THAT(sentences[0], HasSubstr("mohawk"));
  EXPECT_THAT(sentences[1], HasSubstr("blue"));
  EXPECT_THAT(sentences[2], HasSubstr("wings"));
}

TEST(CharacterTraits, LockedTraitsStayWhenTheSeedChanges) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = seed_with_hair(2, space);
  c.parts = {{"length", "100"}};
  const auto before = traits_of(c, space);
  const std::uint64_t other = seed_with_hair(0, space);
  const Character next = with_seed(c, other, space, {"hair"});
  EXPECT_EQ(next.seed, other);
  const auto after = traits_of(next, space);
  EXPECT_EQ(after[0].option, 2);
  EXPECT_EQ(after[3], traits_from_seed(space.schema, space.sampler, other)[3])
      << "a chosen part that is not locked goes";
  c.part = Part::colours;
  const auto dyed = traits_of(with_seed(c, other, space, {}), space);
  EXPECT_EQ(dyed[0].option, 2);
  EXPECT_EQ(dyed[3], before[3]) << "the figure stays with its chosen parts";
  EXPECT_NE(dyed[1], before[1]);
}

TEST(CharacterTraits, NeighboursDifferInAFewTraitsAndAreTheSameEveryTime) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = 5;
  const auto around = neighbours(c, space);
  ASSERT_THAT(around, SizeIs(9));
  EXPECT_EQ(around[4], c);
  EXPECT_EQ(around, neighbours(c, space));
  for (int i = 0; i < 9; ++i) {
    if (i == 4) continue;
    EXPECT_NE(latent_of(around[i], space), latent_of(c, space)) << i;
    EXPECT_LE(around[i].parts.size(), 3u);
  }
  c.part = Part::colours;
  for (const Character& other : neighbours(c, space)) {
    EXPECT_EQ(traits_of(other, space)[0], traits_of(c, space)[0]);
  }
}

TEST(CharacterTraits, WithTraitsChoosesOnlyWhatTheSeedHasNot) {
  const LatentSpace space = small_space();
  Character c;
  c.seed = seed_with_hair(0, space);
  c.seed2 = seed_with_hair(1, space);
  c.mix = 0.5F;
  c.parts = {{"length", "0.1"}, {"of-another-model", "x"}};
  TraitValues wanted = traits_from_seed(space.schema, space.sampler, c.seed);
  wanted[1].colour = {1, 0, 0};
  wanted[2].colour = {0, 1, 0};  // a ribbon that does not show
  const Character dressed = with_traits(c, space, wanted);
  EXPECT_EQ(dressed.parts, (std::map<std::string, std::string>{{"hair-colour", "ff0000"},
                                                               {"of-another-model", "x"}}));
  EXPECT_FALSE(dressed.seed2);
  EXPECT_EQ(traits_of(dressed, space)[0].option, 0);
}

}  // namespace
}  // namespace psgan
