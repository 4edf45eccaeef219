#include "psgan/character.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "psgan/latent.h"

namespace psgan {
namespace {

GeneratorSpec with_looks(int looks) {
  GeneratorSpec spec;
  spec.latent_size = 16;
  spec.looks = looks;
  return spec;
}

TEST(Character, OfASeedAloneIsTheSeedsLatent) {
  Character c;
  c.seed = 42;
  EXPECT_EQ(latent_of(c, with_looks(12)), latent_from_seed(42, 16));
  EXPECT_EQ(latent_of(c, with_looks(0)), latent_from_seed(42, 16));
}

TEST(Character, AMixEndsAtBothCharacters) {
  Character c;
  c.seed = 1;
  c.seed2 = 2;
  c.mix = 1;
  const auto second = latent_from_seed(2, 16), z = latent_of(c, with_looks(0));
  for (int i = 0; i < 16; ++i) EXPECT_NEAR(z[i], second[i], 1e-5f);
  c.mix = 0.5f;
  EXPECT_EQ(latent_of(c, with_looks(0)), slerp(latent_from_seed(1, 16), second, 0.5f));
}

TEST(Character, AKeptLookStaysWhateverTheSeed) {
  const GeneratorSpec spec = with_looks(12);
  Character c;
  c.look = 7;
  for (c.seed = 0; c.seed < 50; ++c.seed) {
    const auto z = latent_of(c, spec);
    EXPECT_EQ(look_of(z, spec), 7);
    auto free = latent_from_seed(c.seed, 16), kept = z;
    std::sort(free.begin(), free.end());
    std::sort(kept.begin(), kept.end());
    EXPECT_EQ(free, kept) << "numbers change places, nothing else";
  }
  c.look = 99;  // Of a model with more looks: passed over.
  EXPECT_EQ(latent_of(c, spec), latent_from_seed(c.seed, 16));
}

TEST(Character, NoVarietyIsThePurestFormOfTheLook) {
  const GeneratorSpec spec = with_looks(12);
  Character c;
  c.seed = 5;
  const int look = *look_of(latent_of(c, spec), spec);
  c.variety = 0;
  const auto z = latent_of(c, spec);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(z[i] != 0, i == look);
}

TEST(Character, NeighboursAreEightOthersAndAlwaysTheSame) {
  Character c;
  c.seed = 3;
  c.seed2 = 9;
  c.mix = 0.4f;
  const auto around = neighbours(c, 0.3f);
  ASSERT_EQ(around.size(), 9u);
  EXPECT_EQ(around[4], c);
  EXPECT_EQ(neighbours(c, 0.3f), around);
  const GeneratorSpec spec = with_looks(0);
  const auto here = latent_of(c, spec);
  for (int i = 0; i < 9; ++i) {
    if (i == 4) continue;
    EXPECT_FALSE(around[i].seed2) << "the mix has become a step";
    EXPECT_EQ(around[i].walk.size(), 2u);
    EXPECT_NE(latent_of(around[i], spec), here);
  }
}

TEST(Character, AWalkOfAnyLengthFitsALink) {
  Character c;
  for (int i = 0; i < 100; ++i) c = neighbours(c, 0.3f)[static_cast<std::size_t>(i % 2)];
  EXPECT_EQ(c.walk.size(), Character::most_steps);
}

}  // namespace
}  // namespace psgan
