#include "trainer/projection/encoder_training.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "common/program.h"
#include "psgan/trait_sampler.h"
#include "trainer/evaluation/subject.h"
#include "trainer/evaluation/trait_classifier.h"
#include "trainer/networks/condition_maps.h"
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
    const torch::NoGradGuard no_grad;
    Generator& generator = *from_.generator;
    const LatentSpace& space = generator.latents();
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(keypoints.size(0)));
    std::iota(seeds.begin(), seeds.end(), next_);
    next_ += seeds.size();
    std::vector<TraitValues> values;
    values.reserve(seeds.size());
    for (const std::uint64_t seed : seeds) {
      values.push_back(traits_from_seed(space.schema, space.sampler, seed));
    }
    const Tensor images = generator.forward(
        latents_from_seeds(seeds, space).to(keypoints.device()),
        draw_condition_pyramid(keypoints, generator.spec(), from_.growth.resolution), from_.growth);
    return {as_picture(images), encoder_targets(space.schema, values)};
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

}  // namespace

EncoderTargets encoder_targets(const TraitSchema& schema, const std::vector<TraitValues>& values) {
  const std::vector<TraitPlace> places = encoded_places(schema);
  std::vector<Tensor> encoded;
  Tensor shown = torch::zeros({static_cast<std::int64_t>(values.size()), encoded_size(schema)});
  for (std::size_t i = 0; i < values.size(); ++i) {
    encoded.push_back(torch::tensor(encode(schema, values[i])));
    for (int trait = 0; trait < static_cast<int>(schema.size()); ++trait) {
      if (!shows(schema, values[i], trait)) continue;
      const TraitPlace& place = places[static_cast<std::size_t>(trait)];
      shown[static_cast<std::int64_t>(i)].narrow(0, place.first, place.count).fill_(1);
    }
  }
  return {torch::stack(encoded), shown};
}

Tensor encoder_loss(const TraitSchema& schema, const Tensor& found, const EncoderTargets& wanted) {
  const std::vector<TraitPlace> places = encoded_places(schema);
  Tensor choices = torch::zeros({}, found.options());
  int count = 0;
  std::int64_t end_of_choices = 0;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (schema[i].kind != TraitKind::choice) continue;
    const auto of_choice = [&](const Tensor& x) {
      return x.narrow(1, places[i].first, places[i].count);
    };
    const Tensor shown = of_choice(wanted.shown).select(1, 0);
    const Tensor entropy =
        -(of_choice(found).log_softmax(1) * of_choice(wanted.encoded)).sum(1) * shown;
    choices = choices + entropy.sum() / shown.sum().clamp_min(1);
    ++count;
    end_of_choices = std::max<std::int64_t>(end_of_choices, places[i].first + places[i].count);
  }
  const std::int64_t others = found.size(1) - end_of_choices;
  if (count > 0) choices = choices / count;
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
  EncoderTargets looks = encoder_targets(traits.schema, traits.looks);
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
  const TraitSchema& schema = encoder->schema();
  const std::vector<TraitPlace> places = encoded_places(schema);
  const EncoderTargets looks = encoder_targets(schema, data.index().traits.looks);
  std::vector<Tensor> found_choices, wanted_choices;
  double colours = 0, shown_colours = 0;
  EncoderMeasures measures;
  const int resolution = generator.generator ? generator.growth.resolution : encoder->resolution();
  const auto redraw = [&](const Tensor& encoded, const Batch& batch) {
    Tensor latents = torch::zeros({encoded.size(0), generator.generator->latents().size});
    latents.narrow(1, 0, encoded.size(1)).copy_(encoded);
    const Tensor drawn = as_picture(generator.generator->forward(
        latents.to(device),
        draw_condition_pyramid(batch.keypoints, generator.generator->spec(), resolution),
        generator.growth));
    return 127.5 * (drawn - batch.images).abs().mean().item<double>() *
           static_cast<double>(encoded.size(0));
  };
  for (const Tensor& some : images.split(16)) {
    const Batch batch =
        data.batch(some, torch::zeros({some.size(0)}, torch::kBool), resolution, device);
    const Tensor found = encoded_pictures(encoder, batch.images, batch.keypoints).cpu();
    const Tensor at = batch.looks.cpu();
    const Tensor wanted = rows(looks.encoded, at), shown = rows(looks.shown, at);
    std::vector<Tensor> found_here, wanted_here;
    for (std::size_t i = 0; i < schema.size(); ++i) {
      const auto of_trait = [&](const Tensor& x) {
        return x.narrow(1, places[i].first, places[i].count);
      };
      if (schema[i].kind == TraitKind::choice) {
        found_here.push_back(of_trait(found).argmax(1));
        wanted_here.push_back(torch::where(of_trait(shown).select(1, 0).gt(0),
                                           of_trait(wanted).argmax(1), torch::tensor(-1)));
      } else if (schema[i].kind == TraitKind::colour) {
        colours +=
            ((of_trait(found) - of_trait(wanted)).abs() * of_trait(shown)).sum().item<double>();
        shown_colours += of_trait(shown).sum().item<double>();
      }
    }
    if (!found_here.empty()) {
      found_choices.push_back(torch::stack(found_here, 1));
      wanted_choices.push_back(torch::stack(wanted_here, 1));
    }
    if (!generator.generator) continue;
    measures.redraw += redraw(found, batch);
    measures.true_redraw += redraw(wanted, batch);
  }
  const auto count = static_cast<double>(images.size(0));
  measures.redraw /= count;
  measures.true_redraw /= count;
  measures.colours = shown_colours > 0 ? 127.5 * colours / shown_colours : 0;
  if (!found_choices.empty()) {
    measures.each = trait_accuracy(torch::cat(found_choices), torch::cat(wanted_choices));
    measures.choices = mean_accuracy(measures.each);
  }
  return measures;
}

}  // namespace psgan::trainer
