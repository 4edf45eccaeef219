#include <gtest/gtest.h>

#include "toy_dataset.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"
#include "trainer/networks/generator.h"
#include "trainer/networks/widening.h"
#include "trainer/training/losses.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

struct Kind {
  Architecture architecture;
  int sum_from = 0;
  int maps_from_below = 0;
  bool palette = false;
};

class Networks : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override { torch::manual_seed(11); }

  /// What is added begins at zero; here it does not.
  std::shared_ptr<Generator> trained_generator() const {
    const auto generator = make_generator(spec);
    for (const auto& layer : generator->to_rgb) {
      if (adds(spec, 16)) torch::nn::init::normal_(layer->weight);
    }
    return generator;
  }
  Tensor enlarged(const Tensor& images) const {
    return GetParam().sum_from > 0 ? upsample_bilinear(images) : upsample_nearest(images);
  }

  GeneratorSpec spec{.architecture = GetParam().architecture,
                     .encoding = PoseEncoding::limb,
                     .resolution = 16,
                     .latent_size = 8,
                     .fmap_base = 32,
                     .fmap_max = 8,
                     .sum_from = GetParam().sum_from,
                     .maps_from_below = GetParam().maps_from_below,
                     .palette = GetParam().palette};
  Tensor latent = latents_from_seeds({1, 2}, {.size = 8});
  ConditionPyramid conditions =
      draw_condition_pyramid(keypoints_tensor({toy_pose(1), toy_pose(2)}), spec, 16);
};

TEST_P(Networks, MakeImagesAndJudgeThemAtEveryResolution) {
  const auto generator = make_generator(spec);
  Discriminator discriminator(spec);
  for (const int r : {4, 8, 16}) {
    const Growth growth{r, 0.5f};
    const Tensor images = generator->forward(latent, conditions, growth);
    EXPECT_EQ(images.sizes(), (torch::IntArrayRef{2, 3, r, r}));
    const Tensor logits =
        discriminator.forward(images, discriminator.condition(conditions, growth), growth);
    EXPECT_EQ(logits.sizes(), (torch::IntArrayRef{2}));
    EXPECT_TRUE(logits.isfinite().all().item<bool>());
  }
}

TEST_P(Networks, GradientsInBf16AreNearThoseInFp32) {
  spec.fmap_base = 256;
  spec.fmap_max = 24;
  const Growth growth{16, 0.5f};
  const auto generator = make_generator(spec);
  Discriminator discriminator(spec);
  const auto gradients = [&](torch::ScalarType type) {
    generator->set_compute_type(type);
    discriminator.set_compute_type(type);
    const Tensor fake = generator->forward(latent, conditions, growth);
    EXPECT_EQ(fake.scalar_type(), torch::kFloat32);
    const auto conditioning = discriminator.condition(conditions, growth);
    const Judge judge = [&](const Tensor& images) {
      return discriminator.forward(images, conditioning, growth);
    };
    const Tensor logits = judge(fake);
    EXPECT_EQ(logits.scalar_type(), torch::kFloat32);
    const Tensor loss = logistic_generator_loss(logits) + r1_penalty(judge, fake);
    std::vector<Tensor> parameters = generator->parameters();
    for (const Tensor& one : discriminator.parameters()) parameters.push_back(one);
    return torch::autograd::grad({loss}, parameters, {}, false, false, /*allow_unused=*/true);
  };
  const auto exact = gradients(torch::kFloat32), near = gradients(torch::kBFloat16);
  int compared = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    ASSERT_EQ(exact[i].defined(), near[i].defined()) << i;
    if (!exact[i].defined()) continue;
    ASSERT_EQ(near[i].scalar_type(), torch::kFloat32) << i;
    const double size = exact[i].norm().item<double>();
    if (size < 1e-6) continue;
    // Of 8 bits, and some features cross leaky ReLU's kink: up to a fifth. A scale forgotten
    // somewhere is more than that.
    EXPECT_LT((exact[i] - near[i]).norm().item<double>(), 0.25 * size) << i << exact[i].sizes();
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

TEST(NetworksWithoutPoses, MakeTheSameImageForEveryPose) {
  torch::manual_seed(12);
  const GeneratorSpec spec{Architecture::paper, PoseEncoding::none, 16, 8, 32, 8};
  const auto generator = make_generator(spec);
  Discriminator discriminator(spec);
  const Growth growth{16, 1};
  const auto draw = [&](std::uint32_t pose) {
    const ConditionPyramid nothing =
        draw_condition_pyramid(keypoints_tensor({toy_pose(pose)}), spec, 16);
    return generator->forward(latents_from_seeds({1}, {.size = 8}), nothing, growth);
  };
  EXPECT_TRUE(torch::equal(draw(1), draw(2)));
  const ConditionPyramid nothing =
      draw_condition_pyramid(keypoints_tensor({toy_pose(1)}), spec, 16);
  const Tensor logits =
      discriminator.forward(draw(1), discriminator.condition(nothing, growth), growth);
  EXPECT_TRUE(logits.isfinite().all().item<bool>());
  logits.sum().backward();
  EXPECT_TRUE(generator->parameters()[0].grad().defined());
}

TEST_P(Networks, FadeInStartsAtTheResolutionBelow) {
  const torch::NoGradGuard no_grad;
  const auto generator = trained_generator();
  const Tensor below = generator->forward(latent, conditions, {8, 1});
  const Tensor start = generator->forward(latent, conditions, {16, 0});
  EXPECT_TRUE(torch::equal(start, enlarged(below)));

  Discriminator discriminator(spec);
  const Tensor images = torch::randn({2, 3, 16, 16});
  const Tensor judged =
      discriminator.forward(images, discriminator.condition(conditions, {16, 0}), {16, 0});
  const Tensor judged_below = discriminator.forward(
      downsample_average(images), discriminator.condition(conditions, {8, 1}), {8, 1});
  EXPECT_LT((judged - judged_below).abs().max().item<float>(), 1e-5);
}

TEST_P(Networks, FadeInEndsWithTheNewLayersAlone) {
  const torch::NoGradGuard no_grad;
  const auto generator = trained_generator();
  const Tensor end = generator->forward(latent, conditions, {16, 1});
  const Tensor nearly = generator->forward(latent, conditions, {16, 0.9999f});
  EXPECT_LT((end - nearly).abs().max().item<float>(), 2e-3);
  EXPECT_GT((end - generator->forward(latent, conditions, {16, 0})).abs().max().item<float>(),
            0.01);
}

TEST_P(Networks, DependOnLatentAndPose) {
  const torch::NoGradGuard no_grad;
  const auto generator = trained_generator();
  const Tensor images = generator->forward(latent, conditions, {16, 1});
  const Tensor other_latent = generator->forward(latent.flip(0), conditions, {16, 1});
  EXPECT_GT((images - other_latent).abs().max().item<float>(), 1e-3);
  ConditionPyramid swapped = conditions;
  for (Tensor& map : swapped.maps) map = map.flip(0);
  EXPECT_GT((images - generator->forward(latent, swapped, {16, 1})).abs().max().item<float>(),
            1e-3);

  Discriminator discriminator(spec);
  const auto judge = [&](const ConditionPyramid& poses) {
    return discriminator.forward(images, discriminator.condition(poses, {16, 1}), {16, 1});
  };
  EXPECT_GT((judge(conditions) - judge(swapped)).abs().max().item<float>(), 1e-4);
}

TEST_P(Networks, HaveTheFeatureMapsOfTheSpecification) {
  const auto generator = make_generator(spec);
  for (const int r : {4, 8, 16}) {
    EXPECT_EQ(generator->to_rgb[stage_of(r)]->weight.sizes(),
              (torch::IntArrayRef{3, feature_maps(spec, r), 1, 1}));
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Networks,
                         testing::Values(Kind{Architecture::paper}, Kind{Architecture::fast},
                                         Kind{Architecture::fast, 8},
                                         Kind{Architecture::fast, 8, 16},
                                         Kind{Architecture::fast, 8, 0, true}),
                         [](const auto& i) {
                           return std::string(name(i.param.architecture)) +
                                  (i.param.sum_from > 0 ? "_summed" : "") +
                                  (i.param.maps_from_below > 0 ? "_maps_from_below" : "") +
                                  (i.param.palette ? "_palette" : "");
                         });

TEST(MapsFromBelow, ChangeLittleWhereMapsAreSmooth) {
  torch::manual_seed(13);
  const torch::NoGradGuard no_grad;
  GeneratorSpec own{Architecture::fast, PoseEncoding::limb, 128, 8, 256, 8};
  GeneratorSpec from_below = own;
  from_below.maps_from_below = 128;
  const auto generator = make_generator(own), other = make_generator(from_below);
  Discriminator discriminator(own), other_discriminator(from_below);
  copy_widened(*generator, *other, "generator");
  copy_widened(discriminator, other_discriminator, "discriminator");
  const Tensor keypoints = keypoints_tensor({toy_pose(1), toy_pose(2)});
  const Tensor latent = latents_from_seeds({1, 2}, {.size = 8});
  const ConditionPyramid all = draw_condition_pyramid(keypoints, own, 128);
  const ConditionPyramid fewer = draw_condition_pyramid(keypoints, from_below, 128);
  EXPECT_EQ(all.maps.size(), 6u);
  EXPECT_EQ(fewer.maps.size(), 5u);
  const Growth growth{128, 1};
  const Tensor a = generator->forward(latent, all, growth);
  const Tensor b = other->forward(latent, fewer, growth);
  EXPECT_LT((a - b).abs().mean().item<float>(), 0.02 * a.std().item<float>());
  EXPECT_GT((a - b).abs().max().item<float>(), 1e-6);
  const Tensor seen = discriminator.forward(a, discriminator.condition(all, growth), growth);
  const Tensor seen_from_below =
      other_discriminator.forward(a, other_discriminator.condition(fewer, growth), growth);
  EXPECT_LT((seen - seen_from_below).abs().max().item<float>(),
            0.05 * seen.abs().max().item<float>());
}

TEST(FadeImages, MixesAnImageWithItsHalfResolution) {
  torch::manual_seed(1);
  const Tensor images = torch::randn({1, 3, 8, 8});
  const Tensor blurred = upsample_nearest(downsample_average(images));
  EXPECT_TRUE(torch::equal(fade_images(images, {8, 0}), blurred));
  EXPECT_TRUE(torch::equal(fade_images(images, {8, 1}), images));
  EXPECT_LT((fade_images(images, {8, 0.25f}) - (blurred * 0.75 + images * 0.25))
                .abs()
                .max()
                .item<float>(),
            1e-6);
}

}  // namespace
}  // namespace psgan::trainer
