// From pictures to traits: what is cut out, the training, the file, the graph, the commands.
#include "trainer/projection/picture_encoder.h"

#include <gmock/gmock.h>

#include <cstring>

#include "common/program.h"
#include "onnx_run.h"
#include "program_run.h"
#include "psgan/model_card.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/onnx/encoder_export.h"
#include "trainer/projection/encoder_training.h"

namespace psgan::trainer {
namespace {

using ::testing::HasSubstr;
using torch::Tensor;

TraitSchema hair_and_colour() {
  return {{.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long", "bun"}},
          {.name = "tie", .kind = TraitKind::colour, .shown_by = "hair", .shown_with = {"bun"}},
          {.name = "length", .kind = TraitKind::amount}};
}

/// With batch norms that have seen something.
PictureEncoder random_encoder(const TraitSchema& schema, int resolution = 64) {
  torch::manual_seed(3);
  PictureEncoder encoder(resolution, schema);
  const torch::NoGradGuard no_grad;
  for (auto& buffer : encoder->named_buffers()) {
    if (buffer.key().ends_with("running_mean")) buffer.value().normal_(0, 0.2);
    if (buffer.key().ends_with("running_var")) buffer.value().uniform_(0.5, 2);
  }
  encoder->eval();
  return encoder;
}

TEST(PictureEncoder, CutsOutWhatTheSharedFunctionCutsOut) {
  constexpr int side = 32, size = 8;
  std::vector<Pose> poses = {toy_pose(3), toy_pose(8)};
  poses[1][Keypoint::left_knee].visible = false;
  std::vector<Tensor> pictures, expected;
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const Picture doll = draw_doll(poses[i], static_cast<int>(i), side);
    const std::vector<float> cut = psgan::cut_out(doll.rgb, side, figure_regions(poses[i]), size);
    expected.push_back(torch::tensor(cut).view({figure_region_count * 3, size, size}));
    pictures.push_back(torch::tensor(doll.rgb).view({side, side, 3}).permute({2, 0, 1}));
  }
  const Tensor images = torch::stack(pictures).to(torch::kFloat32) / 127.5 - 1;
  const Tensor found = cut_out(images, keypoints_tensor(poses), size);
  const Tensor wanted = torch::stack(expected);
  ASSERT_EQ(found.sizes(), wanted.sizes());
  EXPECT_LT((found - wanted).abs().max().item<float>(), 1e-4);
  EXPECT_LT(wanted.min().item<float>(), 0) << "nothing was cut out";
}

TEST(PictureEncoder, TheLossCountsWhatShowsAlone) {
  const TraitSchema schema = hair_and_colour();
  LookTraits traits;
  traits.schema = schema;
  traits.looks = {{{.option = 0}, {.colour = {1, 1, 1}}, {.amount = 0.5F}},
                  {{.option = 2}, {.colour = {1, 0, 0}}, {.amount = 1}}};
  const EncoderTargets wanted = encoder_targets(traits);
  EXPECT_EQ(wanted.shown[0].sum().item<float>(), 4) << "hair and length";
  EXPECT_EQ(wanted.shown[1].sum().item<float>(), 7);
  Tensor found = torch::zeros({2, 7});
  // By hand: three options alike; of the colour (1,−1,−1) 1 is missing each; of the lengths 0
  // and 1.
  const double expected = std::log(3.0) + 3.0 * (3 * 1 + 0 + 1) / 5;
  EXPECT_NEAR(encoder_loss(schema, found, wanted).item<double>(), expected, 1e-5);
  found[0][3] = 5;  // the colour of a tie that nobody sees
  EXPECT_NEAR(encoder_loss(schema, found, wanted).item<double>(), expected, 1e-5);
}

TEST(PictureEncoder, LearnsToReadDollsAndComesBackFromItsFile) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 4, 12, 32, 4, false, toy_traits(4));
  const TrainingData data = TrainingData::load(folder / "toy.zip", 32);
  JudgeOptions options;
  options.resolution = 32;
  options.kimg = 3;
  PictureEncoder encoder = train_encoder(data, {}, options);
  const Tensor tests = torch::arange(data.size()).narrow(0, 0, 8);
  const EncoderMeasures measures = measure_encoder(encoder, data, {}, tests, torch::kCPU);
  EXPECT_GT(measures.choices, 0.9);
  EXPECT_LT(measures.colours, 25);

  write_encoder(folder / "encoder.pt", encoder, {{"data", "toy.zip"}});
  auto [read, about] = read_encoder(folder / "encoder.pt");
  EXPECT_EQ(about.at("data"), "toy.zip");
  EXPECT_EQ(read->schema(), encoder->schema());
  const Batch batch = data.batch(tests, torch::zeros({8}, torch::kBool), 32, torch::kCPU);
  EXPECT_TRUE(torch::equal(encoded_pictures(read, batch.images, batch.keypoints),
                           encoded_pictures(encoder, batch.images, batch.keypoints)));
}

TEST(PictureEncoder, TheGraphFindsTheSameInOnnxruntime) {
  const TemporaryFolder folder;
  PictureEncoder encoder = random_encoder(hair_and_colour());
  const Tensor regions = torch::rand({2, figure_region_count * 3, 32, 32}) * 2 - 1;
  const Tensor keypoints = keypoints_tensor({toy_pose(1), toy_pose(2)});
  const OnnxModel model = export_encoder(encoder);
  EXPECT_LT(model.bytes.size(), 2'000'000u);
  const Tensor found = run_in_onnxruntime(
      folder, model.bytes, {{"regions", regions}, {"keypoints", keypoints}}, "found");
  const torch::NoGradGuard no_grad;
  const Tensor wanted = encoder->forward(regions, keypoints);
  // Weights are stored as float16.
  EXPECT_LT((found.view_as(wanted) - wanted).abs().max().item<float>(),
            2e-3 * wanted.abs().max().item<float>() + 1e-3);
}

ModelCard card_with(const TraitSchema& schema) {
  ModelCard card;
  card.name = card.title = "dolls";
  card.sha256 = std::string(64, 'a');
  card.latents.schema = schema;
  card.spec.traits = encoded_size(schema);
  card.latents.size = card.spec.latent_size;
  card.inputs = standard_inputs(card.spec, false);
  card.output = standard_output(card.spec);
  return card;
}

TEST(PictureEncoder, StandsInTheCardOfAModelOfTheSameTraits) {
  const TemporaryFolder folder;
  write_file(folder / "card.json", to_json(card_with(hair_and_colour())));
  add_encoder(folder.path(), random_encoder(hair_and_colour()), "encoder.pt");
  const ModelCard card = model_card_from_json(read_text_file(folder / "card.json"), "card.json");
  ASSERT_TRUE(card.encoder);
  EXPECT_EQ(card.encoder->resolution, 64);
  EXPECT_EQ(card.encoder->bytes, std::filesystem::file_size(folder / card.encoder->onnx));
}

TEST(PictureEncoder, BelongsToModelsOfItsTraitsAlone) {
  const TemporaryFolder folder;
  TraitSchema others = hair_and_colour();
  others[0].options[1] = "braids";
  write_file(folder / "card.json", to_json(card_with(others)));
  const std::string sentence =
      error_of([&] { add_encoder(folder.path(), random_encoder(hair_and_colour()), "mine.pt"); });
  EXPECT_THAT(sentence, HasSubstr("mine.pt"));
  EXPECT_THAT(sentence, HasSubstr("hair"));
  EXPECT_FALSE(std::filesystem::exists(folder / "encoder.onnx"));
  write_file(folder / "card.json", to_json(card_with({})));
  EXPECT_THAT(
      error_of([&] { add_encoder(folder.path(), random_encoder(hair_and_colour()), "mine.pt"); }),
      HasSubstr("latents have no traits"));
}

TEST(PictureEncoder, ProgramsTellWhatIsWrongBeforeTheyBegin) {
  const TemporaryFolder folder;
  ProgramRun run(folder);
  const std::string at = folder.path().string() + "/";
  write_toy_dataset(folder / "plain.zip", 2, 4, 32, 1);
  EXPECT_EQ(run("train-encoder --resolution 32 --data " + at + "plain.zip --out " + at + "e.pt"),
            1);
  EXPECT_THAT(run.said(), HasSubstr("has no traits, so there is nothing to find"));
  write_toy_dataset(folder / "toy.zip", 2, 4, 32, 1, false, toy_traits(2));
  EXPECT_EQ(run("train-encoder --resolution 48 --data " + at + "toy.zip --out " + at + "e.pt"), 1);
  EXPECT_FALSE(std::filesystem::exists(folder / "e.pt"));
  write_file(folder / "none.pt", "psgan-snapshot 1\n{}\n");
  EXPECT_EQ(run("export-encoder " + at + "none.pt --model " + at), 1);
  EXPECT_THAT(run.said(), HasSubstr("no encoder"));
}

}  // namespace
}  // namespace psgan::trainer
