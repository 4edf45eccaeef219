#include "trainer/networks/windows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "largest_difference.h"
#include "snapshot_weights.h"
#include "toy_dataset.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/discriminator.h"
#include "trainer/training/losses.h"
#include "trainer/training/minibatches.h"
#include "trainer/training/trainer.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using torch::Tensor;

Tensor boxes_of(std::initializer_list<std::array<std::int64_t, 4>> list) {
  std::vector<std::int64_t> numbers;
  for (const auto& box : list) numbers.insert(numbers.end(), box.begin(), box.end());
  return torch::tensor(numbers, torch::kInt64).view({-1, 4});
}

TEST(Windows, HaveTheLargestBoxesSizeAndHoldEachBox) {
  const Tensor boxes = boxes_of({{0, 2, 5, 16}, {9, 0, 16, 11}, {6, 4, 9, 9}});
  const Windows windows(boxes, 128);
  const Regions regions = windows.at(128);
  EXPECT_EQ(regions.width, 8 * 8);    // seven cells, evenly
  EXPECT_EQ(regions.height, 14 * 8);  // fourteen
  EXPECT_DOUBLE_EQ(windows.share(), 8 * 14 / 256.0);
  EXPECT_FALSE(windows.all());
  for (std::size_t i = 0; i < 3; ++i) {
    const auto box = boxes[static_cast<std::int64_t>(i)];
    EXPECT_LE(regions.left[i], box[0].item<int>() * 8);
    EXPECT_LE(regions.top[i], box[1].item<int>() * 8);
    EXPECT_GE(regions.left[i] + regions.width, box[2].item<int>() * 8);
    EXPECT_GE(regions.top[i] + regions.height, box[3].item<int>() * 8);
    EXPECT_GE(regions.left[i], 0);
    EXPECT_LE(regions.left[i] + regions.width, 128);
    EXPECT_LE(regions.top[i] + regions.height, 128);
  }
  EXPECT_TRUE(Windows(boxes_of({{0, 1, 16, 16}}), 64).all());
}

TEST(Windows, CroppingAndPastingAreEachOthersGradients) {
  const Regions part = Windows(boxes_of({{1, 2, 7, 9}, {8, 3, 15, 16}}), 64).at(64);
  const Regions whole = Regions::whole(64, 2);
  const Tensor x = torch::rand({2, 3, 64, 64}).requires_grad_(true),
               y = torch::rand({2, 3, part.height, part.width}).requires_grad_(true);
  const Tensor cut = cropped(x, whole, part);
  EXPECT_TRUE(torch::equal(
      cut[1], x[1].narrow(1, part.top[1], part.height).narrow(2, part.left[1], part.width)));
  const Tensor one = torch::ones({});
  const Tensor put = pasted(y, part, one);
  EXPECT_TRUE(torch::equal(cropped(put, whole, part), y));
  EXPECT_NEAR((put.sum() - y.sum()).item<float>(), 2.0 * 3 * (64 * 64 - part.width * part.height),
              0.1);
  // <crop x, y> = <x, paste y>, and likewise one derivative further.
  const Tensor of_x = torch::autograd::grad({(cut * y).sum()}, {x}, {}, true, true)[0];
  EXPECT_TRUE(torch::equal(of_x, pasted(y, part, torch::zeros({}))));
  const Tensor of_y = torch::autograd::grad({of_x.square().sum()}, {y})[0];
  EXPECT_TRUE(torch::equal(of_y, 2 * y));
}

struct Kind {
  Architecture architecture;
  int maps_from_below = 0;
  int sum_from = 0;
};

class WindowedNetworks : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override { torch::manual_seed(3); }

  static constexpr int resolution = 128;
  GeneratorSpec spec{.architecture = GetParam().architecture,
                     .encoding = GetParam().architecture == Architecture::paper
                                     ? PoseEncoding::point
                                     : PoseEncoding::limb,
                     .resolution = resolution,
                     .latent_size = 8,
                     .fmap_base = 1024,
                     .fmap_max = 8,
                     .sum_from = GetParam().sum_from,
                     .maps_from_below = GetParam().maps_from_below,
                     .palette = GetParam().architecture == Architecture::fast};
  Growth growth{resolution, 1};
  Tensor latent = latents_from_seeds({1, 2, 3}, {.size = 8});
  Tensor keypoints = keypoints_tensor({toy_pose(1), toy_pose(2), toy_pose(3)});
  // In a corner, at an edge, in the middle.
  Windows windows{boxes_of({{0, 0, 5, 9}, {10, 4, 16, 14}, {5, 3, 11, 12}}), resolution};
  Regions whole = Regions::whole(resolution, 3);
  ConditionPyramid everywhere = draw_condition_pyramid(keypoints, spec, resolution);
  ConditionPyramid in_windows = draw_condition_pyramid(keypoints, spec, resolution, windows);
};

TEST_P(WindowedNetworks, DrawWhatTheWholePictureHasThere) {
  const auto generator = make_generator(spec);
  for (const auto& layer : generator->to_rgb) torch::nn::init::normal_(layer->weight);
  const Tensor picture = generator->forward(latent, everywhere, growth),
               part = generator->forward(latent, in_windows, growth);
  const Tensor wanted = cropped(picture, whole, windows.at(resolution));
  ASSERT_EQ(part.sizes(), wanted.sizes());
  EXPECT_GT(wanted.std().item<float>(), 0.05f);
  EXPECT_LT(largest_difference(part, wanted), 2e-5 * (1 + wanted.abs().max().item<float>()));

  const Tensor direction = torch::randn_like(wanted);
  const auto gradients = [&](const Tensor& drawn) {
    return torch::autograd::grad({(drawn * direction).sum()}, generator->parameters(), {}, true,
                                 false, /*allow_unused=*/true);
  };
  const auto of_whole = gradients(wanted), of_windows = gradients(part);
  int compared = 0;
  for (std::size_t i = 0; i < of_whole.size(); ++i) {
    ASSERT_EQ(of_whole[i].defined(), of_windows[i].defined());
    if (!of_whole[i].defined()) continue;
    const float size = of_whole[i].abs().max().item<float>();
    EXPECT_LT(largest_difference(of_whole[i], of_windows[i]), 2e-4 * size + 1e-4) << i;
    compared += size > 0;
  }
  EXPECT_GT(compared, 20);
}

TEST_P(WindowedNetworks, JudgeNearlyAsTheyDoWholePictures) {
  Discriminator discriminator(spec);
  // Pictures in all of their window but its outermost cell, as figures hardly ever reach it.
  Tensor pictures = torch::ones({3, 3, resolution, resolution});
  const Regions inside = windows.at(resolution);
  for (std::size_t i = 0; i < 3; ++i) {
    pictures[static_cast<std::int64_t>(i)]
        .narrow(1, inside.top[i] + 8, inside.height - 16)
        .narrow(2, inside.left[i] + 8, inside.width - 16)
        .uniform_(-1, 1);
  }
  // Nor do limbs.
  const auto seen = [&](const std::optional<Windows>& where, const Tensor& images) {
    const Tensor nobody = torch::zeros_like(keypoints);
    const auto conditioning =
        discriminator.condition(draw_condition_pyramid(nobody, spec, resolution, where), growth);
    std::vector<Tensor> features;
    discriminator.forward(images, conditioning, growth, &features);
    const Judge judge = [&](const Tensor& some) {
      return discriminator.forward(some, conditioning, growth);
    };
    const Tensor penalty = r1_penalty(judge, images);
    for (const Tensor& gradient : torch::autograd::grad({penalty}, discriminator.parameters(), {},
                                                        false, false, /*allow_unused=*/true)) {
      EXPECT_TRUE(!gradient.defined() || gradient.isfinite().all().item<bool>());
    }
    EXPECT_GT(penalty.item<float>(), 0);
    return features;
  };
  const auto wanted = seen(std::nullopt, pictures),
             found = seen(windows, cropped(pictures, whole, inside));
  ASSERT_EQ(wanted.size(), found.size());
  // At 32² the padding at the window's edge has come three pixels far; inside all is the same.
  const Tensor at_32 = cropped(wanted[1], Regions::whole(32, 3), windows.at(32));
  ASSERT_EQ(found[1].sizes(), at_32.sizes());
  const auto middle = [](const Tensor& x) {
    return x.narrow(2, 3, x.size(2) - 6).narrow(3, 3, x.size(3) - 6);
  };
  EXPECT_GT(middle(at_32).std().item<float>(), 0.01f);
  EXPECT_LT(largest_difference(middle(found[1]), middle(at_32)), 1e-4f);
  // From 16² on the whole picture is there again, and little of it differs.
  ASSERT_EQ(found[2].sizes(), wanted[2].sizes());
  const float apart = (found[2] - wanted[2]).abs().mean().item<float>(),
              spread = (wanted[2] - wanted[2].mean({2, 3}, true)).abs().mean().item<float>();
  EXPECT_LT(apart, 0.5f * spread);
}

INSTANTIATE_TEST_SUITE_P(Kinds, WindowedNetworks,
                         testing::Values(Kind{Architecture::fast, 0, 16},
                                         Kind{Architecture::fast, 128, 16},
                                         Kind{Architecture::fast, 64, 0},
                                         Kind{Architecture::paper}));

TEST(Minibatches, SortedBySizeShowEveryImageAlike) {
  TrainingOptions options = preset("fast");
  options.batch = PerResolution("4", "batch");
  const std::int64_t images = 50;
  torch::manual_seed(1);
  const Tensor sides = torch::randint(3, 16, {images, 2}, torch::kInt64);
  const Tensor boxes = torch::cat({torch::zeros_like(sides), sides}, 1);
  const Tensor available = torch::arange(images);
  Tensor shown = torch::zeros({images}, torch::kInt64);
  const auto area = [&](bool sorted) {
    double sum = 0;
    for (std::uint64_t number = 0; number < 1600; ++number) {
      const ChosenImages chosen =
          images_of_minibatch(number, 1, 0, options, 64, available, sorted ? boxes : Tensor());
      EXPECT_EQ(chosen.indices.size(0), 4);
      if (sorted) shown += torch::bincount(chosen.indices, {}, images);
      sum += Windows(boxes.index_select(0, chosen.indices), 64).share();
    }
    return sum / 1600;
  };
  EXPECT_LT(area(true), 0.75 * area(false));
  EXPECT_EQ(shown.sum().item<std::int64_t>(), 6400);
  EXPECT_GT(shown.min().item<std::int64_t>(), 128 * 0.6);
  EXPECT_LT(shown.max().item<std::int64_t>(), 128 * 1.4);
  const auto again = [&](std::uint64_t number) {
    return images_of_minibatch(number, 1, 0, options, 64, available, boxes).indices;
  };
  EXPECT_TRUE(torch::equal(again(77), again(77)));
  EXPECT_FALSE(torch::equal(again(77), again(78)));
}

TEST(Boxes, HoldAllThatIsNotWhite) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 2, 6, 64);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 64);
  EXPECT_TRUE(data.has_grounds());
  const Tensor indices = torch::arange(data.size());
  for (const bool mirrored : {false, true}) {
    const Batch batch =
        data.batch(indices, torch::full({data.size()}, mirrored, torch::kBool), 64, torch::kCPU);
    for (std::int64_t i = 0; i < data.size(); ++i) {
      const Regions window = Windows(batch.boxes.narrow(0, i, 1), 64).at(64);
      Tensor outside = batch.images.narrow(0, i, 1).clone();
      EXPECT_LT(outside.min().item<float>(), 0);
      outside.narrow(2, window.top[0], window.height).narrow(3, window.left[0], window.width) = 1;
      EXPECT_EQ(outside.min().item<float>(), 1) << "image " << i << " mirrored " << mirrored;
      EXPECT_LT(window.width, 64);
    }
  }
}

class WindowedTraining : public Training {};

TEST_F(WindowedTraining, SaysWhyItComputesWholePictures) {
  const std::filesystem::path large = folder / "large.zip";
  write_toy_dataset(large, 2, 6, 64);
  const TrainingData data = TrainingData::load(large, 64);
  const auto remarks = [&](Json changes) {
    changes["windows"] = true;
    changes["precision"] = "fp32";
    return Trainer(tiny("fast", large, changes), data).remarks();
  };
  EXPECT_THAT(remarks({}), ElementsAre("convolutions compute in fp32"));
  EXPECT_THAT(remarks({{"anchors", 0.5}}), ElementsAre(_, HasSubstr("--anchors below 1")));
}

TEST_F(WindowedTraining, GoesOnBitForBit) {
  const std::filesystem::path large = folder / "large.zip";
  write_toy_dataset(large, 3, 8, 64);
  const TrainingData data = TrainingData::load(large, 64);
  const TrainingOptions options = tiny("fast", large,
                                       {{"resolution", 64},
                                        {"start_resolution", 32},
                                        {"fade_kimg", "0"},
                                        {"stable_kimg", "0.04"},
                                        {"anchor_steps", "0,64:1"},
                                        {"kimg", 0.12},
                                        {"windows", true},
                                        {"anchor_limbs", 4.0},
                                        {"mirror", true}});
  Trainer whole(options, data);
  Snapshot half_way;
  for (int step = 0; !whole.finished(); ++step) {
    if (step == 17) half_way = whole.snapshot();
    whole.step();
  }
  const auto means = whole.measures().take();
  ASSERT_TRUE(means.contains("window"));
  EXPECT_LT(means.at("window"), 0.9);
  Trainer resumed(options, data);
  resumed.restore(half_way, "test");
  while (!resumed.finished()) resumed.step();
  EXPECT_TRUE(same_weights(whole.snapshot(), resumed.snapshot()));
  EXPECT_TRUE(whole.weights_finite());
}

}  // namespace
}  // namespace psgan::trainer
