#include "trainer/evaluation/trait_measures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "common/program.h"
#include "psgan/error.h"

namespace psgan::trainer {

using torch::Tensor;

void measure_traits(Subject& subject, TraitClassifier& classifier, const EvaluationOptions& options,
                    Evaluation& into) {
  const LookTraits& traits = subject.data().index().traits;
  if (traits.schema.empty() || !subject.knows_looks()) return;
  check_same(traits.schema, "the data set", classifier->schema(), "the classifier");
  const Tensor options_of = options_of_looks(traits).to(subject.device());
  const Tensor indices = test_images(subject, options.pose_images);
  std::vector<Tensor> real, fake, wanted;
  Progress progress("traits", "images", static_cast<std::uint64_t>(indices.size(0)));
  for (std::int64_t first = 0; first < indices.size(0); first += options.batch) {
    const std::int64_t some = std::min<std::int64_t>(options.batch, indices.size(0) - first);
    const Batch batch = real_batch(subject, indices.narrow(0, first, some));
    real.push_back(classify(classifier, batch.images));
    fake.push_back(
        classify(classifier, subject.redrawn(batch, static_cast<std::uint64_t>(first) + 1)));
    wanted.push_back(options_of.index_select(0, batch.looks));
    progress.update(static_cast<std::uint64_t>(first + some));
  }
  const Tensor asked = torch::cat(wanted);
  const auto generated = trait_accuracy(torch::cat(fake), asked);
  const auto own = trait_accuracy(torch::cat(real), asked);
  into.metrics.push_back({"trait_accuracy", 100 * mean_accuracy(generated),
                          100 * mean_accuracy(own), "%",
                          "How often the classifier reads the asked-for option, over all choices; "
                          "higher is better"});
  for (std::size_t i = 0; i < generated.size(); ++i) {
    const auto trait = static_cast<std::size_t>(classifier->choices()[i]);
    into.about["trait_accuracy"][classifier->schema()[trait].name] = {100 * generated[i],
                                                                      100 * own[i]};
  }
}

namespace {

/// The only trait in which two looks differ, or nothing. What another trait decides does not count.
std::optional<int> changed_trait(const TraitSchema& schema, const TraitValues& a,
                                 const TraitValues& b) {
  std::vector<int> changed;
  for (int i = 0; i < static_cast<int>(schema.size()); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const bool in_a = shows(schema, a, i), in_b = shows(schema, b, i);
    if (in_a && in_b ? to_text(schema[at], a[at]) != to_text(schema[at], b[at]) : in_a != in_b) {
      changed.push_back(i);
    }
  }
  std::erase_if(changed, [&](int i) {
    const int decides = find_trait(schema, schema[static_cast<std::size_t>(i)].shown_by);
    return std::find(changed.begin(), changed.end(), decides) != changed.end();
  });
  if (changed.size() != 1) return std::nullopt;
  return changed.front();
}

/// 1 where a and b [N,3,r,r] differ by more than `step` of 255 in a channel: [N,1,r,r].
Tensor differing(const Tensor& a, const Tensor& b, double step) {
  return (a - b).abs().amax(1, true).gt(step / 127.5).to(torch::kFloat32);
}

}  // namespace

std::vector<ChangedPair> changed_pairs(const DatasetIndex& index) {
  const LookTraits& traits = index.traits;
  std::vector<ChangedPair> pairs;
  if (traits.schema.empty()) return pairs;
  std::map<std::pair<int, int>, std::optional<int>> known;  // of two looks
  std::map<int, std::vector<std::int64_t>> by_pose;
  for (const std::int64_t i : images_of(index, Split::test)) {
    by_pose[index.images[static_cast<std::size_t>(i)].pose_number].push_back(i);
  }
  const auto look_of = [&](std::int64_t image) {
    return index.images[static_cast<std::size_t>(image)].look;
  };
  for (const auto& [pose, images] : by_pose) {
    for (std::size_t a = 0; a < images.size(); ++a) {
      for (std::size_t b = a + 1; b < images.size(); ++b) {
        const std::pair looks{look_of(images[a]), look_of(images[b])};
        if (looks.first == looks.second) continue;
        auto found = known.find(looks);
        if (found == known.end()) {
          const auto values = [&](int look) {
            return traits.looks[static_cast<std::size_t>(look)];
          };
          found = known
                      .emplace(looks, changed_trait(traits.schema, values(looks.first),
                                                    values(looks.second)))
                      .first;
        }
        if (found->second) pairs.push_back({images[a], images[b], *found->second});
      }
    }
  }
  return pairs;
}

void measure_separation(Subject& subject, const EvaluationOptions& options, Evaluation& into) {
  const DatasetIndex& index = subject.data().index();
  if (index.traits.schema.empty() || !subject.knows_looks()) return;
  std::vector<ChangedPair> pairs = changed_pairs(index);
  if (pairs.empty()) return;
  std::vector<std::int64_t> numbers(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  numbers = spread(numbers, options.pose_images);
  // So much of 255 is a change that the eye sees; a little around it belongs to the part's outline.
  constexpr double seen = 10;
  constexpr std::int64_t around = 5;
  double inside = 0, inside_real = 0, outside = 0;
  double inside_pixels = 0, outside_pixels = 0;
  Progress progress("separation", "pairs", numbers.size());
  for (std::size_t first = 0; first < numbers.size();
       first += static_cast<std::size_t>(options.batch)) {
    const std::size_t some =
        std::min(static_cast<std::size_t>(options.batch), numbers.size() - first);
    std::vector<std::int64_t> before, after;
    for (std::size_t i = first; i < first + some; ++i) {
      before.push_back(pairs[static_cast<std::size_t>(numbers[i])].before);
      after.push_back(pairs[static_cast<std::size_t>(numbers[i])].after);
    }
    const Batch a = real_batch(subject, index_tensor(before)),
                b = real_batch(subject, index_tensor(after));
    // The same seeds, so that the traits alone differ.
    const Tensor drawn_a = subject.redrawn(a, first + 1), drawn_b = subject.redrawn(b, first + 1);
    const Tensor part =
        torch::max_pool2d(differing(a.images, b.images, seen), around, 1, around / 2);
    const Tensor white = torch::ones({1, 3, 1, 1}, a.images.options());
    const Tensor figure =
        torch::maximum(differing(a.images, white, seen), differing(b.images, white, seen));
    const Tensor rest = figure * (1 - part);
    const auto change = [](const Tensor& x, const Tensor& y, const Tensor& where) {
      return 127.5 * ((x - y).abs().mean(1, true) * where).sum(torch::kFloat64).item<double>();
    };
    inside += change(drawn_a, drawn_b, part);
    inside_real += change(a.images, b.images, part);
    inside_pixels += part.sum(torch::kFloat64).item<double>();
    outside += change(drawn_a, drawn_b, rest);
    outside_pixels += rest.sum(torch::kFloat64).item<double>();
    progress.update(first + some);
  }
  into.about["changed_pairs"] = numbers.size();
  into.metrics.push_back({"change_of_part", inside / std::max(inside_pixels, 1.0),
                          inside_real / std::max(inside_pixels, 1.0), "/255",
                          "Mean change of the part's own pixels when one trait changes; as the "
                          "real ones' is best"});
  into.metrics.push_back({"change_beside_part", outside / std::max(outside_pixels, 1.0), 0.0,
                          "/255", "Mean change of the rest of the figure then; lower is better"});
}

}  // namespace psgan::trainer
