#include "trainer/onnx/model_folder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "common/program.h"
#include "psgan/character.h"
#include "psgan/latent.h"
#include "trainer/drawing/poses_and_seeds.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/files/sha256.h"
#include "trainer/onnx/onnx_export.h"
#include "trainer/training/schedule.h"

namespace psgan::trainer {
namespace {

std::string training_summary(const Snapshot& snapshot) {
  return std::to_string(snapshot.progress.images / 1000) + ",000 images shown in " +
         duration_text(snapshot.progress.seconds) + ", preset " + snapshot.options.cfg +
         ", data set " + std::filesystem::path(snapshot.options.data).filename().string() + ".";
}

/// The first four characters, standing.
Picture draw_preview(Generator& generator, Growth growth, const ModelCard& card) {
  std::vector<std::uint64_t> seeds;
  for (const NamedSeed& character : card.characters) seeds.push_back(character.seed);
  seeds.resize(std::min<std::size_t>(seeds.size(), 4));
  const torch::Tensor grid =
      generate_grid(generator, latents_from_seeds(seeds, generator.latents()),
                    keypoints_tensor({standing_pose()}), growth);  // [S,1,3,R,R]
  return lay_out(grid.transpose(0, 1));
}

/// The first character as the page begins: with its first pose, to be seen until the page draws.
Picture draw_start(Generator& generator, Growth growth, const ModelCard& card) {
  const torch::Tensor picture = generate_grid(
      generator, latents_from_seeds({card.characters.front().seed}, generator.latents()),
      keypoints_tensor({first_pose_of_page()}), growth);  // [1,1,3,R,R]
  return lay_out(picture);
}

}  // namespace

Growth growth_of(const Snapshot& snapshot) {
  const Schedule::Place place = make_schedule(snapshot.options).at(snapshot.progress.images);
  return {place.resolution, place.alpha};
}

std::vector<NamedSeed> characters_of(const Snapshot& snapshot) {
  const TrainingOptions& options = snapshot.options;
  const int looks = options.spec.traits > 0  ? 0
                    : options.spec.looks > 0 ? options.spec.looks
                    : options.anchors > 0    ? snapshot.looks
                                             : 0;
  std::vector<NamedSeed> characters;
  if (looks <= 1) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      characters.push_back({"Character " + std::to_string(seed), seed});
    }
    return characters;
  }
  // A look's region is where its number is the largest of the latent's first; the larger the lead
  // over the second largest, in a latent of length 1, the farther from every other look.
  std::vector<std::pair<float, std::uint64_t>> best(looks, {0.0f, 0});
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    std::vector<float> latent = latent_from_seed(seed, options.spec.latent_size);
    const float length =
        std::sqrt(std::inner_product(latent.begin(), latent.end(), latent.begin(), 0.0f));
    const int look = largest_look(latent, looks);
    const float value = std::exchange(latent[look], -std::numeric_limits<float>::infinity());
    const float lead = (value - latent[largest_look(latent, looks)]) / length;
    auto& found = best[look];
    if (lead > found.first) found = {lead, seed};
  }
  for (std::size_t look = 0; look < best.size(); ++look) {
    if (best[look].first <= 0) continue;
    characters.push_back({"Character " + std::to_string(look + 1), best[look].second});
  }
  return characters;
}

ModelCard write_model(const std::filesystem::path& folder, const Snapshot& snapshot,
                      const std::string& where, ModelCard card,
                      const std::vector<std::string>& titles, bool half_weights, int resolution) {
  const auto generator = load_generator(snapshot, where);
  Growth growth = growth_of(snapshot);
  if (resolution > 0 && resolution != growth.resolution) {
    if (snapshot.options.method != Method::texture) {
      throw Error(where + ": draws " + std::to_string(growth.resolution) + "², and " +
                  std::to_string(resolution) +
                  "² was asked for; only a snapshot of --method texture can be painted larger");
    }
    growth.resolution = resolution;
  }
  const OnnxModel onnx = export_onnx(*generator, growth, half_weights);
  card.spec = snapshot.options.spec;
  card.spec.resolution = growth.resolution;
  card.latents = generator->latents();
  card.sha256 = sha256(onnx.bytes);
  card.bytes = onnx.bytes.size();
  card.working_type_at = onnx.working_type_at;
  card.inputs = standard_inputs(card.spec, has_colours(*generator, growth));
  card.output = standard_output(card.spec);
  if (card.training.empty()) card.training = training_summary(snapshot);
  if (card.characters.empty()) card.characters = characters_of(snapshot);
  for (std::size_t i = 0; i < std::min(titles.size(), card.characters.size()); ++i) {
    card.characters[i].title = titles[i];
  }

  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(folder.string() + ": the folder cannot be made: " + error.message());
  write_file(folder / card.onnx, onnx.bytes);
  write_png(folder / card.preview, draw_preview(*generator, growth, card));
  card.start = "start.jpg";
  write_jpeg(folder / card.start, draw_start(*generator, growth, card));
  // The card last: who finds it finds what it names.
  write_file(folder / "card.json", to_json(card) + "\n");
  return card;
}

}  // namespace psgan::trainer
