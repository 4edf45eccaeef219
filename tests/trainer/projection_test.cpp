// A given character put into the latent space.
#include "trainer/projection/projection.h"

#include <gmock/gmock.h>

#include "program_run.h"
#include "psgan/character_traits.h"
#include "psgan/openpose.h"
#include "temporary_folder.h"
#include "toy_dataset.h"
#include "trainer/networks/architectures.h"
#include "trainer/networks/latents.h"
#include "trainer/projection/figure_colours.h"
#include "trainer/projection/given_picture.h"
#include "trainer/projection/linked_character.h"
#include "trainer/training/run_folder.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using ::testing::HasSubstr;
using torch::Tensor;

/// A choice, what shows with two of its options, a colour, an amount, and two free numbers.
LatentSpace small_space() {
  LatentSpace space;
  space.schema = {
      {.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long", "bun"}},
      {.name = "tie", .kind = TraitKind::colour, .shown_by = "hair", .shown_with = {"long", "bun"}},
      {.name = "top", .kind = TraitKind::choice, .options = {"dress", "shirt"}},
      {.name = "top-colour", .kind = TraitKind::colour},
      {.name = "length", .kind = TraitKind::amount}};
  space.size = encoded_size(space.schema) + 2;
  return space;
}

Tensor latents_of_small(const LatentSpace& space, int count) {
  std::vector<std::uint64_t> seeds;
  for (int seed = 1; seed <= count; ++seed) seeds.push_back(static_cast<std::uint64_t>(seed));
  return latents_from_seeds(seeds, space);
}

TEST(LatentParameters, GiveBackTheLatentsThatTheyAreMadeOf) {
  const LatentSpace space = small_space();
  const LatentParameters parameters(space);
  const Tensor latents = latents_of_small(space, 12);
  const Tensor again = parameters.latents(parameters.of_latents(latents), Choices::made);
  EXPECT_TRUE(again.allclose(latents, 0, 1e-6)) << again << latents;
}

TEST(LatentParameters, RelaxedAChoiceIsAMixtureThatDecidesHowMuchShows) {
  const LatentSpace space = small_space();
  const LatentParameters parameters(space);
  Tensor moved = torch::zeros({1, space.size});
  const auto places = encoded_places(space.schema);
  moved[0].narrow(0, places[0].first, 3).copy_(torch::tensor({0.0F, 1.0F, 2.0F}));
  moved[0].narrow(0, places[1].first, 3).fill_(0.5);
  const Tensor latents = parameters.latents(moved, Choices::relaxed);
  const Tensor hair = latents[0].narrow(0, places[0].first, 3);
  const double sum = 1 + std::exp(1.0) + std::exp(2.0);
  EXPECT_NEAR(hair[0].item<double>(), 1 / sum, 1e-6);
  EXPECT_NEAR(hair[2].item<double>(), std::exp(2.0) / sum, 1e-6);
  // Shown by the share of "long" and "bun" together.
  EXPECT_NEAR(latents[0][places[1].first].item<double>(), 0.5 * (1 - 1 / sum), 1e-6);
}

TEST(LatentParameters, GradientsReachChoicesOnlyWhileTheyAreRelaxed) {
  const LatentParameters parameters(small_space());
  Tensor moved = torch::rand({2, parameters.space().size}).set_requires_grad(true);
  const auto gradient = [&](Choices choices) {
    const Tensor weights = torch::arange(parameters.space().size, torch::kFloat32);
    return torch::autograd::grad({(parameters.latents(moved, choices) * weights).sum()}, {moved})[0]
        .abs();
  };
  EXPECT_GT(gradient(Choices::relaxed).narrow(1, 0, 5).min().item<float>(), 0);
  EXPECT_EQ(gradient(Choices::made).narrow(1, 0, 5).max().item<float>(), 0);
}

TEST(LatentParameters, OnlyFreeNumbersAreMoreOrLessLikely) {
  const LatentParameters parameters(small_space());
  Tensor moved = torch::full({1, parameters.space().size}, 3.0);
  moved[0].narrow(0, parameters.space().size - 2, 2).copy_(torch::tensor({1.0F, 2.0F}));
  EXPECT_NEAR(parameters.unlikelihood(moved).item<double>(), (1 + 4) / 4.0, 1e-6);
  parameters.keep_in_range(moved);
  EXPECT_EQ(moved[0][5].item<float>(), 1);                            // a colour
  EXPECT_EQ(moved[0][parameters.space().size - 1].item<float>(), 2);  // a free number
}

TEST(FigureColours, AreThoseThatAPictureIsDrawnIn) {
  Tensor image = torch::ones({1, 3, 16, 16});
  image.narrow(2, 0, 4).copy_(torch::tensor({-1.0F, 0.5F, 0.0F}).view({1, 3, 1, 1}));
  image.narrow(2, 8, 2).copy_(torch::tensor({0.2F, -0.6F, 0.8F}).view({1, 3, 1, 1}));
  const Tensor colours = figure_colours(image, 6);
  ASSERT_EQ(colours.size(0), 2);
  EXPECT_TRUE(colours[0].allclose(torch::tensor({-1.0F, 0.5F, 0.0F})));
  EXPECT_TRUE(colours[1].allclose(torch::tensor({0.2F, -0.6F, 0.8F})));
  EXPECT_EQ(figure_colours(torch::ones({1, 3, 8, 8}), 6).size(0), 1);
}

TEST(GivenPicture, AnySizeIsFittedIntoAWhiteSquare) {
  const Picture wide{4, 2, std::vector<std::uint8_t>(24, 0)};
  const Tensor square = in_square(wide, 4);
  ASSERT_EQ(square.sizes(), (torch::IntArrayRef{1, 3, 4, 4}));
  EXPECT_EQ(square[0][0][0][0].item<float>(), 1);
  EXPECT_EQ(square[0][0][1][0].item<float>(), -1);
  EXPECT_EQ(square[0][0][3][3].item<float>(), 1);
  const Tensor small = in_square({64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 128)}, 16);
  EXPECT_NEAR(small.mean().item<double>(), 128 / 127.5 - 1, 1e-5);
}

TEST(GivenPicture, WhatIsTransparentIsWhite) {
  // 1×1, half transparent red, as another program writes it.
  const unsigned char png[] = {
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
      0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00,
      0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78,
      0xda, 0x63, 0xf8, 0xcf, 0xc0, 0xd0, 0x00, 0x00, 0x04, 0x81, 0x01, 0x80, 0xf3, 0x0b,
      0xdc, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
  const Picture picture = decode_png_on_white(png, "red.png");
  EXPECT_EQ(picture.rgb, (std::vector<std::uint8_t>{255, 127, 127}));
}

TEST(GivenPicture, AKeypointFileIsReadAsItLiesInThePicture) {
  const TemporaryFolder folder;
  const Pose pose = standing_pose();
  write_file(folder / "her.json",
             to_json(openpose_file(std::vector<Pose>{pose}, 200, OpenPoseFormat::body_25)));
  // A picture twice as wide as high: the file's square lies in its middle.
  const Picture picture{200, 200, std::vector<std::uint8_t>(200 * 200 * 3, 255)};
  const Pose read = read_pose_of(picture, folder / "her.json");
  for (int k = 0; k < keypoint_count; ++k) {
    if (!read.points[k].visible) continue;
    EXPECT_NEAR(read.points[k].x, pose.points[k].x, 0.01) << k;
    EXPECT_NEAR(read.points[k].y, pose.points[k].y, 0.01) << k;
  }
  EXPECT_GT(visible_points(read), 14);
}

/// Networks with fresh weights in which the latent counts, and a picture that they drew.
class Projecting : public testing::Test {
 protected:
  explicit Projecting(LatentSpace space = small_space(), int looks = 0) : space_(std::move(space)) {
    torch::manual_seed(4);
    spec.latent_size = space_.size;
    spec.traits = encoded_size(space_.schema);
    spec.looks = looks;
    generator = make_generator(spec);
    generator->set_latents(space_);
    // Fresh weights draw far beyond black and white.
    const torch::NoGradGuard no_grad;
    for (auto& parameter : generator->named_parameters()) {
      if (parameter.key().starts_with("to_rgb")) parameter.value().mul_(0.25);
    }
    discriminator = std::make_shared<Discriminator>(spec);
    given.keypoints = keypoints_tensor({standing_pose()});
    given.image = torch::ones({1, 3, 16, 16});
  }
  void draw_as_given(std::uint64_t seed) {
    Likeness likeness(*generator, *discriminator, growth, given, 0.01);
    given.image = likeness.draw(latents_from_seeds({seed}, space_)).detach();
  }

  GeneratorSpec spec{.architecture = Architecture::fast,
                     .encoding = PoseEncoding::limb,
                     .resolution = 16,
                     .fmap_base = 256,
                     .fmap_max = 16,
                     .palette = true};
  Growth growth{16, 1};
  std::shared_ptr<Generator> generator;
  std::shared_ptr<Discriminator> discriminator;
  GivenPicture given;

 private:
  LatentSpace space_;
};

ProjectionOptions quick() {
  ProjectionOptions options;
  options.candidates = 8;
  options.starts = 2;
  options.steps = 15;
  options.colour_steps = 15;
  return options;
}

TEST_F(Projecting, FindsTheCharacterThatTheGeneratorDrew) {
  draw_as_given(1000);  // none of the candidates
  Likeness likeness(*generator, *discriminator, growth, given, 0.01);
  const LatentParameters parameters(generator->latents());
  double last = 0;
  const Projection found = project(likeness, parameters, quick(), {}, [&](double share) {
    EXPECT_GE(share, last);
    last = share;
  });
  EXPECT_GT(last, 0.9);
  EXPECT_LT(likeness.redraw(found.latent), 0.5 * likeness.redraw(found.start));
  const auto values = [&](const Tensor& latent) {
    const Tensor numbers = latent[0].narrow(0, 0, spec.traits).contiguous();
    return decode(generator->latents().schema,
                  {numbers.data_ptr<float>(), static_cast<std::size_t>(spec.traits)});
  };
  const TraitValues wanted =
      traits_from_seed(generator->latents().schema, generator->latents().sampler, 1000);
  EXPECT_EQ(values(found.latent)[0].option, wanted[0].option);
  EXPECT_EQ(values(found.latent)[2].option, wanted[2].option);

  const Projection again = project(likeness, parameters, quick());
  EXPECT_TRUE(again.latent.equal(found.latent));
}

TEST_F(Projecting, AGuessIsACandidate) {
  draw_as_given(1000);
  Likeness likeness(*generator, *discriminator, growth, given, 0.01);
  ProjectionOptions options = quick();
  options.steps = options.rounds = 0;
  const Tensor guess = latents_from_seeds({1000}, generator->latents());
  const Projection found =
      project(likeness, LatentParameters(generator->latents()), options, guess);
  EXPECT_LT(likeness.redraw(found.start), 0.6);
  EXPECT_TRUE(found.start.equal(guess));
}

TEST_F(Projecting, TheLinkHoldsWhatWasFound) {
  const LatentParameters parameters(generator->latents());
  Likeness likeness(*generator, *discriminator, growth, given, 0.01);
  const Tensor latent = parameters.latents(
      parameters.of_latents(latents_from_seeds({77}, generator->latents())), Choices::made);
  const Character character = linked_character(likeness, parameters, spec, latent, 5);
  EXPECT_EQ(character.seed, 5);
  const Tensor linked = latent_of_linked(character, parameters, spec);
  const Tensor difference = (linked - latent).narrow(1, 0, spec.traits).abs();
  EXPECT_LT(difference.max().item<double>(), 2.0 / 255);
}

class ProjectingLooks : public Projecting {
 protected:
  ProjectingLooks() : Projecting(LatentSpace{.size = 6}, 3) {}
};

TEST_F(ProjectingLooks, TheLinkIsTheMostAlikeOfManySeedsInTheLook) {
  draw_as_given(1000);
  Likeness likeness(*generator, *discriminator, growth, given, 0.01);
  const LatentParameters parameters(generator->latents());
  const Projection found = project(likeness, parameters, quick());
  EXPECT_LT(likeness.redraw(found.latent), 0.7 * likeness.redraw(found.start));
  const Character character = linked_character(likeness, parameters, spec, found.latent, 1);
  EXPECT_EQ(character.look, look_of(latent_of(character, spec), spec));
  const torch::NoGradGuard no_grad;
  const double linked =
      likeness.distances(latent_of_linked(character, parameters, spec)).item<double>();
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    Character other;
    other.seed = seed;
    other.look = character.look;
    EXPECT_LE(linked, likeness.distances(latent_of_linked(other, parameters, spec)).item<double>());
  }
}

/// The program, on a snapshot of some steps.
class ProjectCommand : public Training {
 protected:
  void SetUp() override {
    write_toy_dataset(zip, 3, 8, 16, 2, false, toy_traits(3));
    ASSERT_EQ(train(""), 0) << program.said();
    write_png(folder / "her.png", draw_doll(toy_pose(3), 1, 40));
    write_file(folder / "her.json",
               to_json(openpose_file(std::vector<Pose>{toy_pose(3)}, 40, OpenPoseFormat::body_25)));
  }
  int train(const std::string& more) {
    return program("train --data '" + zip.string() + "' --outdir '" + (folder / "runs").string() +
                   "' --resolution 16 --fmap-base 32 --fmap-max 8 --batch 4 --kimg 0.05 " + more);
  }
  int project(const std::string& arguments) {
    return program(
        "project --snapshot '" + RunFolder::latest_snapshot(folder / "runs").path.string() +
        "' --candidates 4 --starts 2 --steps 3 --out '" + at("out.png") + "' " + arguments);
  }
  std::string at(const char* name) { return (folder / name).string(); }

  ProgramRun program{folder};
};

TEST_F(ProjectCommand, WritesThePictureTheLinkAndTheFile) {
  ASSERT_EQ(project("'" + at("her.png") + "' --pose '" + at("her.json") + "' --json '" +
                    at("found.json") + "'"),
            0)
      << program.said();
  EXPECT_THAT(program.said(), HasSubstr("redraw "));
  const Json found = parse_json_object(read_text_file(folder / "found.json"), "found.json");
  EXPECT_EQ(found["latent"].size(), 5);
  EXPECT_TRUE(found["traits"].contains("number"));
  const Picture out = decode_png_on_white(
      [&] {
        const std::string text = read_text_file(folder / "out.png");
        return std::vector<std::uint8_t>(text.begin(), text.end());
      }(),
      "out.png");
  EXPECT_EQ(out.width, 3 * out.height);
  const std::string link = found["link"];
  EXPECT_EQ(
      program("generate --snapshot '" + RunFolder::latest_snapshot(folder / "runs").path.string() +
              "' --link '" + link + "' --out '" + at("link.png") + "'"),
      0)
      << program.said();
  EXPECT_EQ(program.said().find("warning"), std::string::npos) << program.said();
}

TEST_F(ProjectCommand, MeasuresOnTestImagesOfASet) {
  ASSERT_EQ(project("--data '" + zip.string() + "' --images 2"), 0) << program.said();
  EXPECT_THAT(program.said(), HasSubstr("true latents"));
  EXPECT_THAT(program.said(), HasSubstr("choices found"));
}

TEST_F(ProjectCommand, SaysWhatIsWrong) {
  const std::string her = "'" + at("her.png") + "' ";
  EXPECT_EQ(project(her), 2);
  EXPECT_THAT(program.said(), HasSubstr("--pose"));
  EXPECT_EQ(project(""), 2);
  EXPECT_EQ(project(her + "--pose auto"), 2);
  EXPECT_THAT(program.said(), HasSubstr("--detector"));
  EXPECT_EQ(project("'" + at("her.json") + "' --pose '" + at("her.json") + "'"), 1);
  EXPECT_THAT(program.said(), HasSubstr("her.json: not a readable PNG"));
  write_file(folder / "few.json", R"({"poses": [[[0.5, 0.5, 1]]]})");
  EXPECT_EQ(project(her + "--pose '" + at("few.json") + "'"), 1);
  EXPECT_THAT(program.said(), HasSubstr("expected 20 keypoints, found 1"));
  write_file(folder / "nobody.json", R"({"people": []})");
  EXPECT_EQ(project(her + "--pose '" + at("nobody.json") + "'"), 1);
  EXPECT_THAT(program.said(), HasSubstr("nobody"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.png"));

  ASSERT_EQ(train("--no-pose --start-resolution 16"), 0) << program.said();
  EXPECT_EQ(project(her + "--pose '" + at("her.json") + "'"), 1);
  EXPECT_THAT(program.said(), HasSubstr("draws without poses"));
}

}  // namespace
}  // namespace psgan::trainer
