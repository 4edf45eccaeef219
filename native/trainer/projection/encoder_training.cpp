#include "trainer/projection/encoder_training.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/program.h"
#include "psgan/trait_sampler.h"
#include "trainer/evaluation/subject.h"
#include "trainer/evaluation/trait_classifier.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// How far detectors' keypoints lie from the true ones, of the picture's side.
constexpr double keypoint_error = 0.006;

/// Colours differ by tenths where options differ by all: both are to count.
constexpr double weight_of_colours = 3;

Tensor rows(const Tensor& of, const Tensor& indices) { return of.index_select(0, indices); }

/// Draws characters of random traits.
class DrawnCharacters {
 public:
  explicit DrawnCharacters(const EncodedGenerator& from) : from_(from) {}

  struct Drawn {
    Tensor images;  ///< [N,3,r,r]
    EncoderTargets targets;
  };
  Drawn draw(const Tensor& keypoints) {
    const LatentSpace& space = from_.generator->latents();
    const std::vector<std::uint64_t> seeds = seeds_from(next_, keypoints.size(0));
    next_ += seeds.size();
    LookTraits traits;
    traits.schema = space.schema;
    for (const std::uint64_t seed : seeds) {
      traits.looks.push_back(traits_from_seed(space.schema, space.sampler, seed));
    }
    return {drawn_pictures(*from_.generator, from_.growth,
                           latents_from_seeds(seeds, space).to(keypoints.device()), keypoints),
            encoder_targets(traits)};
  }

 private:
  const EncodedGenerator& from_;
  std::uint64_t next_ = 1'000'000'000;  // seeds that nobody looks at
};

/// As varied(), all regions of a picture alike.
Tensor varied_regions(const Tensor& regions, torch::Generator& random) {
  constexpr int size = PictureEncoderImpl::region_size;
  const std::int64_t count = regions.size(0);
  // One below the other.
  const Tensor pictures = regions.view({count, figure_region_count, 3, size, size})
                              .transpose(1, 2)
                              .reshape({count, 3, figure_region_count * size, size});
  return varied(pictures, random)
      .view({count, 3, figure_region_count, size, size})
      .transpose(1, 2)
      .reshape(regions.sizes());
}

EncoderTargets joined(const EncoderTargets& a, const EncoderTargets& b) {
  return {torch::cat({a.encoded, b.encoded}), torch::cat({a.shown, b.shown})};
}

/// What belongs to a trait in x [N,n].
Tensor of_trait(const Tensor& x, const TraitPlace& place) {
  return x.narrow(1, place.first, place.count);
}

/// The sum over pictures of their mean absolute difference from what the generator draws of these
/// traits [N,n], of 255.
double redraw_sum(const EncodedGenerator& from, const Tensor& encoded, const Batch& batch) {
  Generator& generator = *from.generator;
  const Tensor latents =
      latents_of_traits(encoded, generator.latents().size).to(batch.images.device());
  const Tensor drawn = drawn_pictures(generator, from.growth, latents, batch.keypoints);
  return 127.5 * (drawn - batch.images).abs().mean().item<double>() *
         static_cast<double>(encoded.size(0));
}

/// Mean absolute difference of the colours that show, of 255; 0 if none does.
double colour_error(const TraitSchema& schema, const Tensor& found, const EncoderTargets& wanted) {
  const std::vector<TraitPlace> places = encoded_places(schema);
  double apart = 0, shown = 0;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (schema[i].kind != TraitKind::colour) continue;
    const Tensor counts = of_trait(wanted.shown, places[i]);
    const Tensor difference = of_trait(found, places[i]) - of_trait(wanted.encoded, places[i]);
    apart += (difference.abs() * counts).sum().item<double>();
    shown += counts.sum().item<double>();
  }
  return shown > 0 ? 127.5 * apart / shown : 0;
}

/// For each choice the option with the largest number: [N,choices].
Tensor largest_options(const TraitSchema& schema, const Tensor& found) {
  const std::vector<TraitPlace> places = encoded_places(schema);
  std::vector<Tensor> options;
  for (const int choice : choices_of(schema)) {
    options.push_back(of_trait(found, places[static_cast<std::size_t>(choice)]).argmax(1));
  }
  return torch::stack(options, 1);
}

}  // namespace

EncoderTargets encoder_targets(const LookTraits& traits) {
  const TraitSchema& schema = traits.schema;
  const std::vector<TraitPlace> places = encoded_places(schema);
  Tensor shown =
      torch::zeros({static_cast<std::int64_t>(traits.looks.size()), encoded_size(schema)});
  for (std::size_t i = 0; i < traits.looks.size(); ++i) {
    for (int trait = 0; trait < static_cast<int>(schema.size()); ++trait) {
      if (!shows(schema, traits.looks[i], trait)) continue;
      const TraitPlace& place = places[static_cast<std::size_t>(trait)];
      shown[static_cast<std::int64_t>(i)].narrow(0, place.first, place.count).fill_(1);
    }
  }
  return {encoded_looks(traits), shown};
}

Tensor encoder_loss(const TraitSchema& schema, const Tensor& found, const EncoderTargets& wanted) {
  const std::vector<TraitPlace> places = encoded_places(schema);
  Tensor choices = torch::zeros({}, found.options());
  std::int64_t end_of_choices = 0;
  const std::vector<int> chosen = choices_of(schema);
  for (const int choice : chosen) {
    const TraitPlace& place = places[static_cast<std::size_t>(choice)];
    const Tensor shown = of_trait(wanted.shown, place).select(1, 0);
    const Tensor entropy =
        -(of_trait(found, place).log_softmax(1) * of_trait(wanted.encoded, place)).sum(1) * shown;
    choices = choices + entropy.sum() / shown.sum().clamp_min(1);
    end_of_choices = std::max<std::int64_t>(end_of_choices, place.first + place.count);
  }
  const std::int64_t others = found.size(1) - end_of_choices;
  if (!chosen.empty()) choices = choices / static_cast<double>(chosen.size());
  if (others == 0) return choices;
  const auto rest = [&](const Tensor& x) { return x.narrow(1, end_of_choices, others); };
  const Tensor shown = rest(wanted.shown);
  const Tensor apart = (rest(found) - rest(wanted.encoded)).abs() * shown;
  return choices + apart.sum() / shown.sum().clamp_min(1) * weight_of_colours;
}

PictureEncoder train_encoder(const TrainingData& data, const EncodedGenerator& generator,
                             const JudgeOptions& options) {
  torch::manual_seed(options.seed);
  const torch::Device device(options.device);
  const LookTraits& traits = data.index().traits;
  PictureEncoder encoder(options.resolution, traits.schema);
  encoder->to(device);
  EncoderTargets looks = encoder_targets(traits);
  looks = {looks.encoded.to(device), looks.shown.to(device)};
  DrawnCharacters drawn(generator);
  const auto of_generator =
      generator.generator ? static_cast<std::int64_t>(
                                std::lround(generator.share * static_cast<double>(options.batch)))
                          : 0;
  train_judge(
      adamw_steps(encoder->parameters()), data, options, "training the encoder",
      [&](const Tensor& chosen, torch::Generator& random) {
        const Batch batch = data.batch(chosen, torch::zeros({options.batch}, torch::kBool),
                                       options.resolution, device);
        Tensor images = batch.images;
        EncoderTargets wanted{rows(looks.encoded, batch.looks), rows(looks.shown, batch.looks)};
        if (of_generator > 0) {
          const std::int64_t real = options.batch - of_generator;
          const auto instead = drawn.draw(batch.keypoints.narrow(0, real, of_generator));
          images =
              torch::cat({images.narrow(0, 0, real), resized(instead.images, options.resolution)});
          wanted = joined({wanted.encoded.narrow(0, 0, real), wanted.shown.narrow(0, 0, real)},
                          {instead.targets.encoded.to(device), instead.targets.shown.to(device)});
        }
        Tensor keypoints = batch.keypoints.clone();
        const Tensor apart =
            torch::randn({options.batch, keypoint_count, 2}, random, torch::TensorOptions());
        keypoints.narrow(2, 0, 2).add_(apart.to(device), keypoint_error);
        const Tensor regions =
            varied_regions(cut_out(images, keypoints, PictureEncoderImpl::region_size), random);
        return encoder_loss(traits.schema, encoder->forward(regions, keypoints), wanted);
      });
  encoder->eval();
  return encoder;
}

EncoderMeasures measure_encoder(PictureEncoder& encoder, const TrainingData& data,
                                const EncodedGenerator& generator, const Tensor& images,
                                torch::Device device) {
  const torch::NoGradGuard no_grad;
  const LookTraits& traits = data.index().traits;
  const EncoderTargets targets = encoder_targets(traits);
  const int resolution = generator.generator ? generator.growth.resolution : encoder->resolution();
  EncoderMeasures measures;
  std::vector<Tensor> all_found, all_looks;
  for (const Tensor& some : images.split(16)) {
    const Batch batch =
        data.batch(some, torch::zeros({some.size(0)}, torch::kBool), resolution, device);
    all_found.push_back(encoded_pictures(encoder, batch.images, batch.keypoints).cpu());
    all_looks.push_back(batch.looks.cpu());
    if (!generator.generator) continue;
    measures.redraw += redraw_sum(generator, all_found.back(), batch);
    measures.true_redraw += redraw_sum(generator, rows(targets.encoded, all_looks.back()), batch);
  }
  const auto count = static_cast<double>(images.size(0));
  measures.redraw /= count;
  measures.true_redraw /= count;
  const Tensor found = torch::cat(all_found), looks = torch::cat(all_looks);
  measures.colours = colour_error(traits.schema, found,
                                  {rows(targets.encoded, looks), rows(targets.shown, looks)});
  if (choices_of(traits.schema).empty()) return measures;
  measures.each =
      trait_accuracy(largest_options(traits.schema, found), rows(options_of_looks(traits), looks));
  measures.choices = mean_accuracy(measures.each);
  return measures;
}

}  // namespace psgan::trainer
