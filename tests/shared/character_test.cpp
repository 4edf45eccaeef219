#include "psgan/character.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "psgan/latent.h"
#include "psgan/look_mixing.h"

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

/// By how much the number of a look is ahead of all others, of which one may be left out.
float ahead(const std::vector<float>& z, int look, int without = -1) {
  float margin = 100;
  for (int k = 0; k < 12; ++k)
    if (k != look && k != without) margin = std::min(margin, z[look] - z[k]);
  return margin;
}

TEST(Character, HalfWayBetweenTwoLooksIsHalfWay) {
  const GeneratorSpec spec = with_looks(12);
  int pairs = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Character c;
    c.seed = seed;
    const auto a = latent_of(c, spec);
    const int first = *look_of(a, spec);
    c.seed2 = seed + 1;
    EXPECT_EQ(latent_of(c, spec), a);
    c.mix = 1;
    const auto b = latent_of(c, spec);
    EXPECT_EQ(b, latent_from_seed(seed + 1, 16));
    const int second = *look_of(b, spec);
    std::vector<float> last = a;
    for (int percent = 1; percent <= 100; ++percent) {
      c.mix = static_cast<float>(percent) / 100;
      const auto z = latent_of(c, spec);
      // No third look shows up on the way, and nothing jumps.
      const int shown = *look_of(z, spec);
      EXPECT_TRUE(shown == first || shown == second);
      for (int k = 0; k < 16; ++k) EXPECT_LT(std::abs(z[k] - last[k]), 0.5f) << percent;
      last = z;
    }
    if (first == second) continue;
    ++pairs;
    c.mix = 0.5f;
    const auto half = latent_of(c, spec);
    EXPECT_EQ(half[first], half[second]);
    EXPECT_GT(ahead(half, first, second), 0.59f);
    for (const auto& [mix, look] : {std::pair{0.3f, first}, std::pair{0.7f, second}}) {
      c.mix = mix;
      const auto z = latent_of(c, spec);
      EXPECT_EQ(look_of(z, spec), look);
      EXPECT_LT(ahead(z, look), look_margin / 4) << "much of the other is seen";
    }
  }
  EXPECT_GT(pairs, 40);
}

TEST(Character, AKeptLookIsOnBothSidesOfAMix) {
  const GeneratorSpec spec = with_looks(12);
  Character c;
  c.seed = 1;
  c.seed2 = 4;
  c.look = 7;
  for (c.mix = 0; c.mix <= 1; c.mix += 0.125f) {
    const auto z = latent_of(c, spec);
    EXPECT_EQ(look_of(z, spec), 7);
  }
  c.mix = 0.5f;
  c.variety = 0;
  EXPECT_GT(latent_of(c, spec)[7], 0);
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

TEST(Character, AnotherSeedChangesOnlyThePartThatChanges) {
  const GeneratorSpec spec = with_looks(12);
  Character c;
  c.seed = 3;
  EXPECT_EQ(colours_of(c, spec), latent_of(c, spec)) << "her own";
  c.part = Part::colours;
  const Character dyed = with_seed(c, 8);
  EXPECT_EQ(latent_of(dyed, spec), latent_from_seed(3, 16));
  EXPECT_EQ(colours_of(dyed, spec), latent_from_seed(8, 16));
  Character other = dyed;
  other.part = Part::figure;
  other = with_seed(other, 9);
  EXPECT_EQ(latent_of(other, spec), latent_from_seed(9, 16));
  EXPECT_EQ(colours_of(other, spec), latent_from_seed(8, 16));
  c.part = Part::figure;
  EXPECT_EQ(colours_of(with_seed(c, 5), spec), latent_from_seed(3, 16)) << "her own are kept";
  other.part = Part::everything;
  EXPECT_FALSE(with_seed(other, 1).colours);
}

TEST(Character, AMixIsOfThePartThatChanges) {
  const GeneratorSpec spec = with_looks(0);
  Character c;
  c.seed = 1;
  c.seed2 = 2;
  c.mix = 0.5f;
  const auto plain = latent_from_seed(1, 16), mixed = slerp(plain, latent_from_seed(2, 16), 0.5f);
  c.part = Part::colours;
  EXPECT_EQ(latent_of(c, spec), plain);
  EXPECT_EQ(colours_of(c, spec), mixed);
  c.part = Part::figure;
  EXPECT_EQ(latent_of(c, spec), mixed);
  EXPECT_EQ(colours_of(c, spec), plain);
  const Character walked = as_walk(c);
  EXPECT_EQ(latent_of(walked, spec), mixed);
  EXPECT_EQ(colours_of(walked, spec), plain);
}

TEST(Character, NeighboursDifferInThePartThatChanges) {
  const GeneratorSpec spec = with_looks(12);
  Character c;
  c.seed = 3;
  for (const Part part : {Part::figure, Part::colours}) {
    c.part = part;
    const auto around = neighbours(c, 0.3f);
    for (int i = 0; i < 9; ++i) {
      if (i == 4) continue;
      const bool figure = latent_of(around[i], spec) != latent_of(c, spec);
      const bool colours = colours_of(around[i], spec) != colours_of(c, spec);
      EXPECT_EQ(figure, part == Part::figure);
      EXPECT_EQ(colours, part == Part::colours);
    }
  }
}

TEST(Character, AWalkOfAnyLengthFitsALink) {
  Character c;
  for (int i = 0; i < 100; ++i) c = neighbours(c, 0.3f)[static_cast<std::size_t>(i % 2)];
  EXPECT_EQ(c.walk.size(), Character::most_steps);
}

}  // namespace
}  // namespace psgan
