#include "trainer/evaluation/evaluation.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <set>

#include "common/program.h"
#include "trainer/drawing/sample_grid.h"
#include "trainer/evaluation/appearance.h"
#include "trainer/evaluation/ms_ssim.h"
#include "trainer/evaluation/structure.h"
#include "trainer/evaluation/swd.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

/// Patches and similarity of a stream of images. Neighbours make the pairs.
struct Stream {
  PatchSet patches;
  double similarity = 0;
  std::int64_t pairs = 0;

  void add(const Tensor& images) {
    patches.add(images);
    const std::int64_t half = images.size(0) / 2;
    if (half == 0 || images.size(2) < 16) return;
    similarity += ms_ssim(images.narrow(0, 0, half), images.narrow(0, half, half))
                      .sum(torch::kFloat64)
                      .item<double>();
    pairs += half;
  }
};

}  // namespace

void measure_distribution(Subject& subject, const EvaluationOptions& options, Evaluation& into) {
  const std::int64_t count = std::min(options.images, subject.data().size() / 2);
  if (count < 2) throw Error("the data set has too few images to measure with");
  auto random = at::make_generator<at::CPUGeneratorImpl>(options.seed);
  const Tensor order = torch::randperm(subject.data().size(), random, torch::kInt64);
  const int resolution = subject.resolution();
  // The same places for all three, so that only the pictures differ.
  const auto stream = [&] { return Stream{{resolution, count, options.seed}}; };
  Stream reference = stream(), real = stream(), fake = stream();
  Progress progress("SWD and MS-SSIM", "images", static_cast<std::uint64_t>(count));
  for (std::int64_t first = 0; first < count; first += options.batch) {
    const std::int64_t some = std::min<std::int64_t>(options.batch, count - first);
    reference.add(real_batch(subject, order.narrow(0, first, some)).images);
    const Batch held_against = real_batch(subject, order.narrow(0, count + first, some));
    real.add(held_against.images);
    fake.add(subject.drawn(held_against, static_cast<std::uint64_t>(first) + 1));
    progress.update(static_cast<std::uint64_t>(first + some));
  }
  into.about["images"] = count;
  double sum_fake = 0, sum_real = 0;
  const int levels = reference.patches.levels();
  for (int level = 0; level < levels; ++level) {
    const Tensor wanted = reference.patches.normalised(level);
    const auto distance = [&](const Stream& other) {
      return 1000 * sliced_wasserstein(wanted, other.patches.normalised(level), options.seed);
    };
    const Metric metric{
        "swd_" + std::to_string(reference.patches.resolution(level)), distance(fake),
        distance(real), "‰",
        "Sliced Wasserstein distance of 7×7 patches at this scale; lower is better"};
    sum_fake += metric.value;
    sum_real += *metric.real;
    into.metrics.push_back(metric);
  }
  into.metrics.push_back({"swd_mean", sum_fake / levels, sum_real / levels, "‰",
                          "The mean of all scales; lower is better"});
  if (fake.pairs > 0) {
    into.metrics.push_back({"ms_ssim", fake.similarity / fake.pairs, real.similarity / real.pairs,
                            "",
                            "Likeness of pairs of pictures; not above the real ones' is better "
                            "(above: too little variety)"});
  }
}

void measure_pose(Subject& subject, KeypointDetector& detector, const EvaluationOptions& options,
                  Evaluation& into) {
  const Tensor indices = test_images(subject, options.pose_images);
  std::vector<Tensor> real, fake, wanted;
  Progress progress("poses", "images", static_cast<std::uint64_t>(indices.size(0)));
  for (std::int64_t first = 0; first < indices.size(0); first += options.batch) {
    const std::int64_t some = std::min<std::int64_t>(options.batch, indices.size(0) - first);
    const Batch batch = real_batch(subject, indices.narrow(0, first, some));
    real.push_back(detect(detector, batch.images));
    fake.push_back(detect(detector, subject.drawn(batch, static_cast<std::uint64_t>(first) + 1)));
    wanted.push_back(batch.keypoints);
    progress.update(static_cast<std::uint64_t>(first + some));
  }
  const PoseScore score = pose_score(torch::cat(fake), torch::cat(wanted));
  const PoseScore own = pose_score(torch::cat(real), torch::cat(wanted));
  into.about["pose_images"] = indices.size(0);
  into.metrics.push_back({"pck_05", 100 * score.pck_05, 100 * own.pck_05, "%",
                          "Keypoints found within 0.05 of the pose's size; higher is better"});
  into.metrics.push_back({"pck_10", 100 * score.pck_10, 100 * own.pck_10, "%",
                          "Keypoints found within 0.1 of the pose's size; higher is better"});
  into.metrics.push_back({"pose_error", 100 * score.mean_error, 100 * own.mean_error, "%",
                          "Mean distance of keypoints in pictures; lower is better"});
  for (int k = 0; k < keypoint_count; ++k) {
    into.about["keypoint_errors"][std::string(name(static_cast<Keypoint>(k)))] = {
        100 * score.errors[k], 100 * own.errors[k]};
  }
}

void measure_redrawing(Subject& subject, const EvaluationOptions& options, Evaluation& into) {
  if (!subject.knows_looks()) return;
  const Tensor indices = test_images(subject, options.pose_images);
  StructureScore structure;
  double distance = 0, fake_edges = 0, real_edges = 0;
  Progress progress("redrawing", "images", static_cast<std::uint64_t>(indices.size(0)));
  for (std::int64_t first = 0; first < indices.size(0); first += options.batch) {
    const std::int64_t some = std::min<std::int64_t>(options.batch, indices.size(0) - first);
    const Batch batch = real_batch(subject, indices.narrow(0, first, some));
    const Tensor images = subject.redrawn(batch, static_cast<std::uint64_t>(first) + 1);
    const auto share = static_cast<double>(some) / static_cast<double>(indices.size(0));
    distance += share * 127.5 * (images - batch.images).abs().mean(torch::kFloat64).item<double>();
    fake_edges += share * edge_strength(images);
    real_edges += share * edge_strength(batch.images);
    structure.add(images, batch);
    progress.update(static_cast<std::uint64_t>(first + some));
  }
  into.metrics.push_back({"redraw_l1", distance, std::nullopt, "/255",
                          "Mean difference between test images and what the generator draws of "
                          "the same look in the same pose; lower is better"});
  into.metrics.push_back({"edge_strength", fake_edges, real_edges, "/255",
                          "Mean difference of neighbouring pixels in them; as the real ones' is "
                          "best (less: soft, more: fringes)"});
  structure.report(into);
}

namespace {

/// Real looks and generated characters in the same test poses.
struct CharacterGrid {
  Tensor keypoints;   // [P,20,3]
  Tensor real, fake;  // [S,P,3,r,r]
};

/// Characters by the first seeds in a pose [1,20,3]: [S,3,r,r].
Tensor characters_in_pose(Subject& subject, const Tensor& pose, const EvaluationOptions& options) {
  std::vector<Tensor> parts;
  for (int first = 0; first < options.characters; first += options.batch) {
    const int some = std::min(options.batch, options.characters - first);
    parts.push_back(subject.characters(static_cast<std::uint64_t>(first) + 1,
                                       pose.expand({some, -1, -1}).contiguous()));
  }
  return torch::cat(parts);
}

/// Subject::redrawn() of so many images at once.
Tensor redrawn_in_parts(Subject& subject, const Batch& batch, std::int64_t at_once) {
  std::vector<Tensor> parts;
  const auto count = static_cast<std::int64_t>(batch.size());
  for (std::int64_t first = 0; first < count; first += at_once) {
    const auto part = [&, some = std::min(at_once, count - first)](const Tensor& all) {
      return all.narrow(0, first, some);
    };
    parts.push_back(subject.redrawn({part(batch.images), part(batch.keypoints), part(batch.looks),
                                     part(batch.boxes), part(batch.indices)},
                                    static_cast<std::uint64_t>(first) + 1));
  }
  return torch::cat(parts);
}

CharacterGrid make_grid(Subject& subject, const EvaluationOptions& options) {
  const DatasetIndex& index = subject.data().index();
  std::map<int, std::map<int, std::int64_t>> by_pose;  // pose → look → image
  for (const std::int64_t i : images_of(index, Split::test)) {
    by_pose[index.images[i].pose_number].emplace(index.images[i].look, i);
  }
  // Looks that are shown in every pose that is taken.
  std::vector<std::int64_t> numbers;
  for (const auto& [number, looks] : by_pose) {
    if (static_cast<int>(looks.size()) == index.looks()) numbers.push_back(number);
  }
  if (numbers.empty()) {
    throw Error("the data set has no test pose in which every look is shown");
  }
  numbers = spread(numbers, options.poses);
  std::vector<std::int64_t> all_looks(static_cast<std::size_t>(index.looks()));
  std::iota(all_looks.begin(), all_looks.end(), 0);
  std::vector<Tensor> real, fake;
  CharacterGrid grid;
  Progress progress("characters and poses", "poses", numbers.size());
  for (const std::int64_t number : numbers) {
    std::vector<std::int64_t> images;
    for (const std::int64_t look : spread(all_looks, options.characters)) {
      images.push_back(by_pose.at(static_cast<int>(number)).at(static_cast<int>(look)));
    }
    const Batch batch = real_batch(subject, index_tensor(images));
    const Tensor pose = batch.keypoints.narrow(0, 0, 1);
    real.push_back(batch.images);
    fake.push_back(subject.draws_characters() ? characters_in_pose(subject, pose, options)
                                              : redrawn_in_parts(subject, batch, options.batch));
    grid.keypoints = grid.keypoints.defined() ? torch::cat({grid.keypoints, pose}) : pose;
    progress.update(static_cast<std::uint64_t>(real.size()));
  }
  grid.real = torch::stack(real, 1);
  grid.fake = torch::stack(fake, 1);
  return grid;
}

struct Drift {
  double own = 0, others = 0;
};

/// Over the poses, of each of [S,P,3,r,r].
Drift appearance_drift(const Tensor& images, const Tensor& keypoints) {
  std::vector<Tensor> colours;
  double sum = 0;
  for (std::int64_t s = 0; s < images.size(0); ++s) {
    colours.push_back(bone_colours(images[s], keypoints));
    sum += colour_drift(colours.back());
  }
  return {sum / static_cast<double>(images.size(0)), colour_difference(torch::stack(colours))};
}

/// How far one pose's keypoints wander from character to character, as a share of the picture.
double keypoint_drift(KeypointDetector& detector, const Tensor& images, const Tensor& keypoints) {
  std::vector<Tensor> found;
  for (std::int64_t s = 0; s < images.size(0); ++s) found.push_back(detect(detector, images[s]));
  const Tensor places = torch::stack(found);                                   // [S,P,20,2]
  const Tensor distance = (places - places.mean(0, true)).norm(2, 3).mean(0);  // [P,20]
  const Tensor visible = keypoints.select(2, 2);
  return ((distance * visible).sum() / visible.sum().clamp_min(1)).item<double>();
}

/// MS-SSIM of neighbours among the characters, in every pose.
double likeness(const Tensor& images) {
  double sum = 0;
  for (std::int64_t s = 0; s + 1 < images.size(0); ++s) {
    sum += ms_ssim(images[s], images[s + 1]).mean().item<double>();
  }
  return sum / static_cast<double>(images.size(0) - 1);
}

/// Pictures of [rows,columns,3,r,r] side by side, small enough for a page.
Picture for_page(const Tensor& grid) {
  constexpr std::int64_t largest = 256;
  Tensor cells = grid.flatten(0, 1);
  while (cells.size(3) > largest) cells = downsample_average(cells);
  return lay_out(cells.reshape({grid.size(0), grid.size(1), 3, cells.size(2), cells.size(3)}));
}

}  // namespace

void measure_cost(Subject& subject, const EvaluationOptions& options, Evaluation& into) {
  const Batch batch = real_batch(subject, test_images(subject, options.batch));
  std::vector<double> milliseconds;
  for (int run = 0; run < 4; ++run) {
    const auto begun = std::chrono::steady_clock::now();
    // Reading a picture waits for the device.
    subject.drawn(batch, 1).cpu();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begun;
    milliseconds.push_back(taken.count() / static_cast<double>(batch.size()));
  }
  std::sort(milliseconds.begin() + 1, milliseconds.end());  // the first one warms up
  into.metrics.push_back({"ms_per_image", milliseconds[2], std::nullopt, "ms",
                          "Time to draw a picture on the machine of this evaluation"});
  into.metrics.push_back({"parameters", static_cast<double>(subject.parameters()) / 1e6,
                          std::nullopt, "M", "Weights of the networks that draw"});
}

void show_redrawn(Subject& subject, const EvaluationOptions& options, Evaluation& into) {
  const Batch batch = real_batch(subject, test_images(subject, std::min(8, options.poses)));
  const bool looks = subject.knows_looks();
  const Tensor drawn = looks ? subject.redrawn(batch, 1) : subject.drawn(batch, 1);
  into.pictures.push_back({looks ? "Test images, and their looks redrawn in the same poses"
                                 : "Test images, and characters in the same poses",
                           for_page(torch::stack({batch.images, drawn})), redrawn_file});
}

void measure_grid(Subject& subject, KeypointDetector* detector, const EvaluationOptions& options,
                  Evaluation& into) {
  const CharacterGrid grid = make_grid(subject, options);
  into.about["characters"] = grid.fake.size(0);
  into.about["poses"] = grid.fake.size(1);
  const Drift fake = appearance_drift(grid.fake, grid.keypoints);
  const Drift real = appearance_drift(grid.real, grid.keypoints);
  into.metrics.push_back({"identity_drift", fake.own, real.own, "/255",
                          "How far one character's colours wander over the test poses; lower is "
                          "better"});
  into.metrics.push_back({"character_difference", fake.others, real.others, "/255",
                          "How far the colours of two characters differ; as the real looks' is "
                          "best"});
  if (detector != nullptr) {
    into.metrics.push_back({"dress_up_drift",
                            100 * keypoint_drift(*detector, grid.fake, grid.keypoints),
                            100 * keypoint_drift(*detector, grid.real, grid.keypoints), "%",
                            "How far keypoints move when only the character changes; lower is "
                            "better"});
  }
  if (grid.fake.size(3) >= 16 && grid.fake.size(0) > 1 && grid.real.size(0) > 1) {
    into.metrics.push_back({"ms_ssim_in_a_pose", likeness(grid.fake), likeness(grid.real), "",
                            "Likeness of different characters in the same pose; as the real "
                            "looks' is best"});
  }

  const std::int64_t columns = std::min<std::int64_t>(8, grid.fake.size(1));
  const std::int64_t rows = std::min<std::int64_t>(5, grid.fake.size(0));
  const Tensor head =
      torch::stack({draw_skeletons(grid.keypoints.narrow(0, 0, columns), subject.resolution()),
                    grid.real[0].narrow(0, 0, columns)});
  into.pictures.push_back(
      {"Test poses: skeleton, a real picture, then generated characters row by row",
       for_page(torch::cat({head, grid.fake.narrow(0, 0, rows).narrow(1, 0, columns)}))});
  const std::int64_t dressed = std::min<std::int64_t>(8, grid.fake.size(0));
  const std::int64_t poses = std::min<std::int64_t>(3, grid.fake.size(1));
  into.pictures.push_back(
      {"Dress-up: one pose a row, one character a column",
       for_page(grid.fake.narrow(0, 0, dressed).narrow(1, 0, poses).transpose(0, 1))});
}

}  // namespace psgan::trainer
