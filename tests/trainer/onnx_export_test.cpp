// The exported graph: valid by libonnx's checker, and the same images as LibTorch's in onnxruntime.
#include "trainer/onnx/onnx_export.h"

#include <gtest/gtest.h>

#include <cctype>
#include <map>

#include "common/program.h"
#include "onnx_run.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/networks/architectures.h"
#ifdef PSGAN_HAS_LIBONNX
#include "onnx_check.h"
#endif

namespace psgan::trainer {
namespace {

using torch::Tensor;

struct Case {
  Architecture architecture;
  PoseEncoding encoding;
  int looks = 0;
  int sum_from = 0;
  int maps_from_below = 0;
  bool palette = false;
  int traits = 0;
};

std::string in_float16(OnnxModel model) {
  EXPECT_FALSE(model.working_type_at.empty());
  for (const std::uint64_t place : model.working_type_at) {
    EXPECT_EQ(model.bytes.at(place), static_cast<char>(OnnxType::float32));
    model.bytes.at(place) = static_cast<char>(OnnxType::float16);
  }
  return model.bytes;
}

class OnnxExport : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    torch::manual_seed(17);
    generator = make_generator(spec);
    const torch::NoGradGuard no_grad;
    // Biases that are not 0, so that a lost one is seen.
    for (auto& parameter : generator->named_parameters()) {
      if (parameter.key().ends_with("bias")) parameter.value().normal_(0, 0.3);
    }
    // What is added begins at zero: a lost part of the sum would not be seen.
    if (spec.sum_from > 0)
      for (auto& parameter : generator->named_parameters()) {
        if (parameter.key().starts_with("to_rgb")) parameter.value().normal_();
      }
    std::vector<Pose> poses = {standing_pose(), toy_pose(4), toy_pose(5)};
    poses[1][Keypoint::left_knee].visible = false;
    poses[1][Keypoint::nose] = {1, 0, true};
    poses[2][Keypoint::left_wrist] = poses[2][Keypoint::left_elbow];  // a bone without length
    keypoints = keypoints_tensor(poses);
    latents = latents_from_seeds({1, 2, 3}, {.size = spec.latent_size});
  }

  Tensor by_libtorch(Growth growth) {
    const torch::NoGradGuard no_grad;
    return generator
        ->forward(latents, draw_condition_pyramid(keypoints, spec, growth.resolution), growth)
        .clamp(-1, 1);
  }

  Tensor by_onnxruntime(const std::string& model, int resolution, const Tensor& colours = {}) {
    std::map<std::string, Tensor> inputs = {{"latent", latents}, {"keypoints", keypoints}};
    if (colours.defined()) inputs.emplace("colours", colours);
    const Tensor images = run_in_onnxruntime(TemporaryFolder(), model, inputs, "image");
    if (!images.defined()) return images;
    const std::vector<std::int64_t> shape = {3, 3, resolution, resolution};
    EXPECT_EQ(images.numel(), 9 * resolution * resolution);
    return images.view(shape);
  }

  template <typename Layer>
  void round_weights() {
    const torch::NoGradGuard no_grad;
    for (const auto& module : generator->modules()) {
      auto* layer = dynamic_cast<Layer*>(module.get());
      if (layer == nullptr) continue;
      const Tensor scaled = layer->scaled_weight();
      layer->weight.mul_(scaled.to(torch::kHalf).to(torch::kFloat) / scaled);
    }
  }

  GeneratorSpec spec{.architecture = GetParam().architecture,
                     .encoding = GetParam().encoding,
                     .resolution = 32,
                     .latent_size = 16,
                     .fmap_base = 64,
                     .fmap_max = 12,
                     .looks = GetParam().looks,
                     .sum_from = GetParam().sum_from,
                     .maps_from_below = GetParam().maps_from_below,
                     .traits = GetParam().traits,
                     .palette = GetParam().palette};
  std::shared_ptr<Generator> generator;
  Tensor latents, keypoints;
};

class OnnxExportOfColours : public OnnxExport {
 protected:
  OnnxExportOfColours() { spec.resolution = 64; }
};

// Three characters, each in the colours of the next.
TEST_P(OnnxExportOfColours, AreTheOtherLatents) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const std::string model = export_onnx(*generator, {64, 1}, false).bytes;
  const Tensor colours = latents.roll(1, 0).contiguous(), own = latents;
  const Tensor plain = by_libtorch({64, 1});
  // Four more layers of random numbers than in the tests above make more of rounding.
  const auto expect_same = [](const Tensor& a, const Tensor& b) {
    EXPECT_LT((a - b).abs().max().item<float>(), 1e-2);
    EXPECT_LT((a - b).abs().mean().item<float>(), 1e-4);
  };
  expect_same(by_onnxruntime(model, 64, own), plain);
  const Tensor found = by_onnxruntime(model, 64, colours);
  latents = torch::cat({own, colours}, 1);
  const Tensor expected = by_libtorch({64, 1});
  expect_same(found, expected);
  EXPECT_GT((expected - plain).abs().mean().item<float>(), 0.01);
}

TEST_P(OnnxExportOfColours, BeginWhereFinePicturesDo) {
  EXPECT_TRUE(has_colours(*generator, {64, 1}));
  EXPECT_FALSE(has_colours(*generator, {32, 1}));
}

INSTANTIATE_TEST_SUITE_P(All, OnnxExportOfColours,
                         testing::Values(Case{Architecture::fast, PoseEncoding::limb, 5}));

#ifdef PSGAN_HAS_LIBONNX
TEST_P(OnnxExportOfColours, PassTheChecker) {
  const std::string shape = check_onnx(export_onnx(*generator, {64, 1}, true).bytes, "image");
  EXPECT_EQ(shape.substr(shape.find(',') + 1), "3,64,64");
}

TEST_P(OnnxExport, PassesTheCheckerAndStrictShapeInference) {
  const auto expect_shape = [](const std::string& model, const std::string& image) {
    const std::string shape = check_onnx(model, "image");
    const auto comma = shape.find(',');
    EXPECT_EQ(shape.substr(comma + 1), image);
    // The batch is whatever comes: a name, not a number.
    EXPECT_FALSE(shape.empty() || std::isdigit(static_cast<unsigned char>(shape[0]))) << shape;
  };
  for (const bool half : {false, true}) {
    expect_shape(export_onnx(*generator, {32, 1}, half).bytes, "3,32,32");
  }
  expect_shape(export_onnx(*generator, {16, 0.5f}, false).bytes, "3,16,16");
  expect_shape(in_float16(export_onnx(*generator, {16, 0.5f}, true)), "3,16,16");
}
#endif

TEST_P(OnnxExport, DrawsTheSameImagesInOnnxruntime) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const Tensor expected = by_libtorch({32, 1});
  ASSERT_GT(expected.std().item<float>(), 0.1);
  const Tensor found = by_onnxruntime(export_onnx(*generator, {32, 1}, false).bytes, 32);
  EXPECT_LT((found - expected).abs().max().item<float>(), 1e-3);
}

// Weights that float16 holds exactly give the same images; how far rounding moves them is the
// network's own matter (random ones with few channels: 0.2 in single pixels, 0.005 on average).
TEST_P(OnnxExport, HalfWeightsAreTheRoundedOnes) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const Tensor exact = by_libtorch({32, 1});
  round_weights<EqualizedConvImpl>();
  round_weights<ConditionedConvImpl>();
  round_weights<EqualizedLinearImpl>();
  const Tensor rounded = by_libtorch({32, 1});
  ASSERT_GT((rounded - exact).abs().max().item<float>(), 1e-4);
  const Tensor found = by_onnxruntime(export_onnx(*generator, {32, 1}, true).bytes, 32);
  EXPECT_LT((found - rounded).abs().max().item<float>(), 2e-3);
  EXPECT_LT((found - exact).abs().mean().item<float>(), 0.01);
}

// As the page changes the file for graphics cards. Without one, onnxruntime may compute parts of it
// in float32: this is to see that all is of one type and nothing else has changed.
TEST_P(OnnxExport, WorksInFloat16WhereTheFileSaysSo) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const Tensor exact = by_onnxruntime(export_onnx(*generator, {32, 1}, true).bytes, 32);
  const Tensor found = by_onnxruntime(in_float16(export_onnx(*generator, {32, 1}, true)), 32);
  EXPECT_LT((found - exact).abs().mean().item<float>(), 0.01);
}

TEST_P(OnnxExport, KeepsASnapshotsUnfinishedFadeIn) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const Growth growth{16, 0.3f};
  const Tensor found = by_onnxruntime(export_onnx(*generator, growth, false).bytes, 16);
  EXPECT_LT((found - by_libtorch(growth)).abs().max().item<float>(), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(All, OnnxExport,
                         testing::Values(Case{Architecture::paper, PoseEncoding::point},
                                         Case{Architecture::paper, PoseEncoding::gaussian},
                                         Case{Architecture::paper, PoseEncoding::limb},
                                         Case{Architecture::fast, PoseEncoding::point},
                                         Case{Architecture::fast, PoseEncoding::gaussian},
                                         Case{Architecture::fast, PoseEncoding::limb},
                                         Case{Architecture::fast, PoseEncoding::limb, 5},
                                         Case{Architecture::fast, PoseEncoding::limb, 5, 8},
                                         Case{Architecture::fast, PoseEncoding::limb, 5, 8, 16},
                                         Case{Architecture::fast, PoseEncoding::gaussian, 0, 0, 16},
                                         Case{.architecture = Architecture::fast,
                                              .encoding = PoseEncoding::limb,
                                              .sum_from = 8,
                                              .palette = true,
                                              .traits = 6},
                                         Case{Architecture::fast, PoseEncoding::point, 0, 0, 32}),
                         [](const auto& i) {
                           return std::string(name(i.param.architecture)) + "_" +
                                  std::string(name(i.param.encoding)) +
                                  (i.param.looks > 0 ? "_looks" : "") +
                                  (i.param.sum_from > 0 ? "_summed" : "") +
                                  (i.param.maps_from_below > 0 ? "_maps_from_below" : "") +
                                  (i.param.palette ? "_palette" : "") +
                                  (i.param.traits > 0 ? "_traits" : "");
                         });

/// A texture generator of four parts in two layers with random weights.
std::shared_ptr<Generator> random_texture_generator() {
  torch::manual_seed(23);
  constexpr TexturePart::Box whole = {0, 0, 1, 1};
  const auto generator = make_generator({.architecture = Architecture::texture,
                                         .encoding = PoseEncoding::limb,
                                         .resolution = 64,
                                         .latent_size = 6,
                                         .fmap_base = 64,
                                         .fmap_max = 12,
                                         .traits = 6,
                                         .cells = 32,
                                         .texels = 16,
                                         .basis = 7,
                                         .parts = {{"hair", 0, {whole, whole}},
                                                   {"hat", 0, {whole, whole}},
                                                   {"dress", 1, {whole, whole}},
                                                   {"coat", 1, {whole, whole}}}});
  const torch::NoGradGuard no_grad;
  for (auto& parameter : generator->named_parameters()) {
    const std::string& key = parameter.key();
    if (key.ends_with("bias")) parameter.value().normal_(0, 0.3);
    if (key.starts_with("head")) parameter.value().normal_();
    if (key.find("bank") != std::string::npos) parameter.value().normal_(0, 0.3);
  }
  return generator;
}

class OnnxTextureExport : public testing::TestWithParam<int> {
 protected:
  Growth growth{GetParam(), 1};
  std::shared_ptr<Generator> generator = random_texture_generator();
  Tensor keypoints = keypoints_tensor({standing_pose(), toy_pose(4), toy_pose(5)});
  Tensor latents = torch::randn({3, 6}), colours = torch::randn({3, 6});

  Tensor by_libtorch() {
    const torch::NoGradGuard no_grad;
    return generator
        ->forward(torch::cat({latents, colours}, 1),
                  draw_condition_pyramid(keypoints, generator->spec(), growth.resolution), growth)
        .clamp(-1, 1);
  }
  Tensor by_onnxruntime(const std::string& model) {
    return run_in_onnxruntime(TemporaryFolder(), model,
                              {{"latent", latents}, {"keypoints", keypoints}, {"colours", colours}},
                              "image")
        .view({3, 3, growth.resolution, growth.resolution});
  }
};

#ifdef PSGAN_HAS_LIBONNX
TEST_P(OnnxTextureExport, PassesTheChecker) {
  for (const bool half : {false, true}) {
    const std::string shape = check_onnx(export_onnx(*generator, growth, half).bytes, "image");
    const std::string side = std::to_string(growth.resolution);
    EXPECT_EQ(shape.substr(shape.find(',') + 1), "3," + side + "," + side);
  }
}
#endif

// Where two charts are equally likely to be a pixel's second, rounding decides: few pixels.
TEST_P(OnnxTextureExport, PaintsTheSamePicturesInOnnxruntime) {
  if (!has_onnxruntime()) GTEST_SKIP() << "onnxruntime-node is not in " << node_modules();
  const Tensor expected = by_libtorch();
  ASSERT_GT(expected.std().item<float>(), 0.1);
  const Tensor off =
      (by_onnxruntime(export_onnx(*generator, growth, false).bytes) - expected).abs();
  EXPECT_LT(off.mean().item<float>(), 1e-4);
  EXPECT_LT((off > 1e-3).to(torch::kFloat32).mean().item<float>(), 2e-3);
  // Texels of eight bits, weights of sixteen.
  const std::string half = export_onnx(*generator, growth, true).bytes;
  EXPECT_LT((by_onnxruntime(half) - expected).abs().mean().item<float>(), 0.02);
  EXPECT_LT((by_onnxruntime(in_float16(export_onnx(*generator, growth, true))) - expected)
                .abs()
                .mean()
                .item<float>(),
            0.04);
}

INSTANTIATE_TEST_SUITE_P(All, OnnxTextureExport, testing::Values(32, 64, 128),
                         [](const auto& i) { return std::to_string(i.param); });

TEST(OnnxExportSize, HalfWeightsHalveTheFile) {
  const auto generator = make_generator({Architecture::fast, PoseEncoding::limb, 32, 64, 256, 32});
  const auto full = export_onnx(*generator, {32, 1}, false).bytes.size();
  const auto half = export_onnx(*generator, {32, 1}, true).bytes.size();
  EXPECT_LT(static_cast<double>(half), 0.6 * static_cast<double>(full));
}

}  // namespace
}  // namespace psgan::trainer
