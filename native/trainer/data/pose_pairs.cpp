#include "trainer/data/pose_pairs.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "psgan/error.h"
#include "trainer/data/pose_split.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

[[noreturn]] void fail_without_pair(int look, const std::string& where) {
  throw Error(where + ": look " + std::to_string(look) +
              " is shown in a single pose, expected at least two poses of each look, of which one "
              "is redrawn from the other");
}

}  // namespace

PairedImages::PairedImages(const DatasetIndex& index, const std::vector<std::int64_t>& images,
                           const std::string& where) {
  std::map<int, std::map<std::array<float, pose_numbers>, std::vector<std::int64_t>>> looks;
  for (const std::int64_t i : images) {
    const DatasetImage& image = index.images[static_cast<std::size_t>(i)];
    looks[image.look][to_numbers(image.pose)].push_back(i);
  }
  for (const auto& [look, poses] : looks) {
    if (poses.size() < 2) fail_without_pair(look, where);
    std::vector<std::int64_t>& all = by_look_.emplace_back();
    for (const auto& [pose, alike] : poses) {
      const auto first = static_cast<std::int64_t>(all.size());
      all.insert(all.end(), alike.begin(), alike.end());
      const auto last = static_cast<std::int64_t>(all.size());
      for (const std::int64_t image : alike) {
        targets_.push_back({image, by_look_.size() - 1, first, last});
      }
    }
  }
}

PosePairs PairedImages::draw(std::int64_t count, at::Generator& random) const {
  const Tensor chosen =
      torch::randint(0, static_cast<std::int64_t>(targets_.size()), {count}, random, torch::kInt64);
  const Tensor places = torch::rand({count}, random, torch::kFloat64);
  std::vector<std::int64_t> sources, targets;
  for (std::int64_t i = 0; i < count; ++i) {
    const Target& target = targets_[static_cast<std::size_t>(chosen[i].item<std::int64_t>())];
    const std::vector<std::int64_t>& look = by_look_[target.look];
    const auto others = static_cast<std::int64_t>(look.size()) - (target.last - target.first);
    auto place = static_cast<std::int64_t>(places[i].item<double>() * static_cast<double>(others));
    if (place >= target.first) place += target.last - target.first;
    sources.push_back(look[static_cast<std::size_t>(place)]);
    targets.push_back(target.image);
  }
  return {torch::tensor(sources, torch::kInt64), torch::tensor(targets, torch::kInt64)};
}

bool all_looks_in_two_poses(const DatasetIndex& index) {
  std::map<int, std::pair<const Pose*, bool>> looks;  // the first pose, whether there is another
  for (const DatasetImage& image : index.images) {
    auto& [first, varied] = looks.try_emplace(image.look, &image.pose, false).first->second;
    varied = varied || !(*first == image.pose);
  }
  return std::all_of(looks.begin(), looks.end(),
                     [](const auto& look) { return look.second.second; });
}

Tensor fixed_sources(const DatasetIndex& index, const Tensor& targets, const std::string& where) {
  std::map<int, std::vector<std::int64_t>> by_look;  // training images first
  for (const Split split : {Split::train, Split::test}) {
    for (const std::int64_t i : images_of(index, split)) {
      by_look[index.images[static_cast<std::size_t>(i)].look].push_back(i);
    }
  }
  std::map<int, std::size_t> for_training;
  for (const std::int64_t i : images_of(index, Split::train)) {
    ++for_training[index.images[static_cast<std::size_t>(i)].look];
  }
  std::vector<std::int64_t> sources;
  for (std::int64_t i = 0; i < targets.size(0); ++i) {
    const auto target = targets[i].item<std::int64_t>();
    const DatasetImage& image = index.images[static_cast<std::size_t>(target)];
    const std::vector<std::int64_t>& look = by_look[image.look];
    const auto fits = [&](std::int64_t other) {
      return !(index.images[static_cast<std::size_t>(other)].pose == image.pose);
    };
    // From a place that is another one for each target, so that sources are not always the same.
    const auto begin = look.begin(),
               middle = begin + static_cast<std::ptrdiff_t>(for_training[image.look]);
    const auto start = middle == begin ? begin : begin + target * 7 % std::distance(begin, middle);
    auto found = std::find_if(start, middle, fits);
    if (found == middle) found = std::find_if(begin, look.end(), fits);
    if (found == look.end()) fail_without_pair(image.look, where);
    sources.push_back(*found);
  }
  return torch::tensor(sources, torch::kInt64);
}

}  // namespace psgan::trainer
