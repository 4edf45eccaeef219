#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include "common/program.h"
#include "psgan/character_traits.h"
#include "psgan/model_card.h"
#include "psgan/share_link.h"
#include "trainer/commands/commands.h"
#include "trainer/commands/torch_errors.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/evaluation/subject.h"
#include "trainer/machine/device.h"
#include "trainer/onnx/model_folder.h"
#include "trainer/projection/given_picture.h"
#include "trainer/projection/linked_character.h"
#include "trainer/projection/picture_encoder.h"
#include "trainer/projection/projection.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;

struct ProjectFlags {
  fs::path snapshot, image, detector, encoder, data, json, out = "projection.png";
  std::string pose, device = "cpu";
  int images = 12;
  ProjectionOptions options;
};

/// The networks of a snapshot that sees poses.
struct ProjectionNetworks {
  std::shared_ptr<Generator> generator;
  std::shared_ptr<Discriminator> discriminator;
  Growth growth;
  std::string model;  ///< The name in the card beside the snapshot; empty: there is none.
};

std::string model_beside(const fs::path& snapshot) {
  const fs::path card = snapshot.parent_path() / "card.json";
  if (!fs::exists(card)) return {};
  return model_card_from_json(read_text_file(card), card.string()).name;
}

ProjectionNetworks open_for_projection(const fs::path& path, torch::Device device) {
  const Snapshot snapshot = read_snapshot(path);
  if (snapshot.options.spec.encoding == PoseEncoding::none) {
    throw Error(path.string() +
                ": its generator draws without poses, and a projection needs one that takes the "
                "picture's pose");
  }
  ProjectionNetworks networks{load_generator(snapshot, path.string()),
                              load_discriminator(snapshot, path.string()), growth_of(snapshot),
                              model_beside(path)};
  networks.generator->to(device);
  networks.discriminator->to(device);
  return networks;
}

GivenPicture read_given(const ProjectFlags& flags, int resolution, torch::Device device) {
  const Picture picture = read_picture(flags.image);
  const torch::Tensor image = in_square(picture, resolution);
  Pose pose;
  if (flags.pose != "auto") {
    pose = read_pose_of(picture, flags.pose);
  } else if (flags.detector.empty()) {
    throw UsageError("--pose auto: expected --detector, a file of psgan train-detector");
  } else {
    KeypointDetector detector = read_detector(flags.detector).first;
    pose = detected_pose(detector, image);
  }
  return {image.to(device), keypoints_tensor({pose}).to(device)};
}

/// A projection and what is told of it.
struct Outcome {
  Projection projection;
  Character character;  ///< As a link holds her.
  double redraw = 0, linked_redraw = 0;
};

/// The latent [1,Z] that an encoder finds in the given picture; undefined without one.
torch::Tensor guessed(const std::optional<PictureEncoder>& encoder,
                      const ProjectionNetworks& networks, const GivenPicture& given) {
  if (!encoder) return {};
  PictureEncoder used = *encoder;
  return latents_of_traits(encoded_pictures(used, given.image, given.keypoints),
                           networks.generator->latents().size);
}

/// Of the same traits as the generator. Throws Error naming the file otherwise.
std::optional<PictureEncoder> open_encoder(const ProjectFlags& flags,
                                           const ProjectionNetworks& networks,
                                           torch::Device device) {
  if (flags.encoder.empty()) return std::nullopt;
  PictureEncoder encoder = read_encoder(flags.encoder).first;
  check_encodes(encoder->schema(), flags.encoder.string(), networks.generator->latents(),
                flags.snapshot.string());
  encoder->to(device);
  return encoder;
}

Outcome searched(const ProjectionNetworks& networks, Likeness& likeness,
                 const ProjectionOptions& options, const torch::Tensor& guess,
                 const std::function<void(double)>& progress) {
  const LatentParameters parameters(networks.generator->latents());
  Outcome outcome;
  outcome.projection = project(likeness, parameters, options, guess, progress);
  const torch::Tensor& latent = outcome.projection.latent;
  outcome.redraw = likeness.redraw(latent);
  outcome.character =
      linked_character(likeness, parameters, networks.generator->spec(), latent, options.seed);
  outcome.linked_redraw =
      likeness.redraw(latent_of_linked(outcome.character, parameters, networks.generator->spec())
                          .to(latent.device()));
  return outcome;
}

std::string link_of(const Outcome& outcome, const ProjectionNetworks& networks,
                    const GivenPicture& given) {
  SharedState state;
  if (!networks.model.empty()) state.model = networks.model;
  const Character& character = outcome.character;
  state.seed = character.seed;
  state.look = character.look;
  state.parts = character.parts;
  state.pose = pose_of(given.keypoints[0]);
  return "#" + to_fragment(state);
}

/// The given picture, the best of the candidates, and the projection.
void write_before_and_after(const fs::path& path, Likeness& likeness,
                            const Projection& projection) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor pictures = torch::cat(
      {likeness.given().image, likeness.draw(projection.start), likeness.draw(projection.latent)});
  write_png(path, lay_out(pictures.unsqueeze(0)));
}

void project_picture(const ProjectFlags& flags) {
  const torch::Device device = device_named(flags.device);
  const ProjectionNetworks networks = open_for_projection(flags.snapshot, device);
  const std::optional<PictureEncoder> encoder = open_encoder(flags, networks, device);
  const GivenPicture given = read_given(flags, networks.growth.resolution, device);
  Likeness likeness(*networks.generator, *networks.discriminator, networks.growth, given,
                    flags.options.features);
  Progress progress("projecting", "%", 100);
  const Outcome outcome =
      searched(networks, likeness, flags.options, guessed(encoder, networks, given),
               [&](double share) { progress.update(static_cast<std::uint64_t>(100 * share)); });
  const std::string link = link_of(outcome, networks, given);
  write_before_and_after(flags.out, likeness, outcome.projection);
  std::printf("%s: the given picture, the seed that the search began with, the projection\n",
              flags.out.c_str());
  std::printf("redraw %.2f of 255, by the link %.2f\n%s\n", outcome.redraw, outcome.linked_redraw,
              link.c_str());
  if (flags.json.empty()) return;
  Json json = {{"snapshot", flags.snapshot.string()},
               {"image", flags.image.string()},
               {"redraw_l1", outcome.redraw},
               {"link", link},
               {"link_redraw_l1", outcome.linked_redraw}};
  const torch::Tensor latent = outcome.projection.latent[0].cpu();
  for (std::int64_t i = 0; i < latent.size(0); ++i) {
    json["latent"].push_back(latent[i].item<float>());
  }
  const LatentSpace& space = networks.generator->latents();
  if (space.has_traits()) {
    json["traits"] = to_json(space.schema, traits_of(outcome.character, space));
  }
  write_file(flags.json, json.dump(2) + "\n");
}

/// How many of the choices that show in a look are the ones that were found.
struct Named {
  int right = 0, all = 0;

  double percent() const { return 100.0 * right / all; }
  void add(const TraitSchema& schema, const TraitValues& found, const TraitValues& wanted) {
    for (int i = 0; i < static_cast<int>(schema.size()); ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (schema[at].kind != TraitKind::choice || !shows(schema, wanted, i)) continue;
      right += found[at].option == wanted[at].option ? 1 : 0;
      ++all;
    }
  }
};

/// Projects test images of a set, whose true latents are known.
void project_test_images(const ProjectFlags& flags) {
  const torch::Device device = device_named(flags.device);
  const ProjectionNetworks networks = open_for_projection(flags.snapshot, device);
  const std::optional<PictureEncoder> encoder = open_encoder(flags, networks, device);
  const TrainingData data = TrainingData::load(flags.data, networks.growth.resolution);
  GeneratorSubject subject(*networks.generator, networks.growth, data, device);
  const LatentSpace& space = networks.generator->latents();
  const bool known = subject.knows_looks();
  const torch::Tensor images = test_images(subject, flags.images);
  Progress progress("projecting", "images", static_cast<std::uint64_t>(images.size(0)));
  double redraw = 0, linked = 0, by_look = 0, by_encoder = 0, seconds = 0;
  Named named, named_by_encoder;
  std::vector<torch::Tensor> rows;
  for (std::int64_t i = 0; i < images.size(0); ++i) {
    const Batch batch = real_batch(subject, images.narrow(0, i, 1));
    const GivenPicture given{batch.images, batch.keypoints};
    const auto begun = std::chrono::steady_clock::now();
    Likeness likeness(*networks.generator, *networks.discriminator, networks.growth, given,
                      flags.options.features);
    const torch::Tensor guess = guessed(encoder, networks, given);
    const Outcome outcome = searched(networks, likeness, flags.options, guess, {});
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    redraw += outcome.redraw;
    linked += outcome.linked_redraw;
    if (known) {
      by_look += 127.5 * (subject.redrawn(batch, 1) - batch.images).abs().mean().item<double>();
    }
    if (space.has_traits()) {
      const auto look = batch.looks[0].item<std::int64_t>();
      const TraitValues& wanted = data.index().traits.looks[static_cast<std::size_t>(look)];
      named.add(space.schema, traits_of(outcome.character, space), wanted);
      if (guess.defined()) {
        named_by_encoder.add(space.schema, LatentParameters(space).values(guess), wanted);
      }
    }
    if (guess.defined()) by_encoder += likeness.redraw(guess);
    const torch::NoGradGuard no_grad;
    rows.push_back(torch::cat({batch.images, likeness.draw(outcome.projection.start),
                               likeness.draw(outcome.projection.latent)}));
    progress.update(static_cast<std::uint64_t>(i + 1));
  }
  const auto count = static_cast<double>(images.size(0));
  write_png(flags.out, lay_out(torch::stack(rows, 1)));
  std::printf("%s: %d test images, the seeds that the searches began with, the projections\n",
              flags.out.c_str(), static_cast<int>(count));
  std::printf("redraw_l1        %6.2f of 255, by links %.2f\n", redraw / count, linked / count);
  if (known) {
    std::printf("true latents     %6.2f of 255: the projections' is %.2f times that\n",
                by_look / count, redraw / by_look);
  }
  if (named.all > 0) std::printf("choices found    %6.1f %%\n", named.percent());
  if (encoder) {
    std::printf("encoder alone    %6.2f of 255, choices %.1f %%\n", by_encoder / count,
                named_by_encoder.percent());
  }
  std::printf("seconds          %6.1f a picture\n", seconds / count);
}

void run_project(const ProjectFlags& flags) {
  if (flags.data.empty() == flags.image.empty()) {
    throw UsageError("expected a picture with --pose, or --data with a data set to try it on");
  }
  if (!flags.data.empty()) return project_test_images(flags);
  if (flags.pose.empty()) throw UsageError("--pose is missing: expected a file, or auto");
  project_picture(flags);
}

}  // namespace

void add_project_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "project", "Find the latent that draws a given character, and her share link");
  const auto flags = std::make_shared<ProjectFlags>();
  command->add_option("--snapshot", flags->snapshot, "Snapshot of psgan train")->required();
  CLI::Option* image = command->add_option("image", flags->image, "PNG of one character");
  CLI::Option* pose = command->add_option(
      "--pose", flags->pose,
      "Her keypoints: a file of people's (OpenPose and others) or of poses, or auto");
  command->add_option("--detector", flags->detector,
                      "For --pose auto: keypoint detector of psgan train-detector");
  command->add_option("--encoder", flags->encoder,
                      "Encoder of psgan train-encoder: what it finds is one of the candidates");
  command->add_option("--data", flags->data, "Projects test images of a data set and measures")
      ->excludes(image)
      ->excludes(pose);
  command->add_option("--images", flags->images, "Of the data set")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--out", flags->out, "PNG of before and after")->capture_default_str();
  command->add_option("--json", flags->json, "Latent, traits, error and link as a file")
      ->excludes("--data");
  command->add_option("--candidates", flags->options.candidates, "Seeds that are looked at first")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--starts", flags->options.starts, "Of these, searches that go on")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--steps", flags->options.steps, "Of descent from each start")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      ->add_option("--rounds", flags->options.rounds,
                   "Of trying values for every trait, then descent")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--lr", flags->options.lr, "Adam's learning rate at the start")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      ->add_option("--features", flags->options.features,
                   "Weight of the discriminator's features beside the pictures' difference")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--seed", flags->options.seed, "The first candidate")->capture_default_str();
  command->add_option("--device", flags->device, "cpu or cuda")->capture_default_str();
  command->footer(
      "The picture is laid on white and fitted into a square. Where latents are made of traits "
      "the\n"
      "link holds what was found; else the most alike of 256 seeds.\n"
      "Examples:\n"
      "  psgan project --snapshot models/next/compact.pt her.png --pose her.json --out both.png\n"
      "  psgan project --snapshot models/next/compact.pt her.png --pose auto \\\n"
      "    --detector detector.pt --json her-latent.json\n"
      "  psgan project --snapshot models/next/compact.pt --data others.zip --images 12");
  command->callback([flags] { with_torch_errors([&] { run_project(*flags); }); });
}

}  // namespace psgan::trainer
