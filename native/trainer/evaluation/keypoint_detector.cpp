#include "trainer/evaluation/keypoint_detector.h"

#include <algorithm>

#include "common/program.h"
#include "psgan/skeleton.h"
#include "trainer/evaluation/judging.h"
#include "trainer/files/archive_file.h"
#include "trainer/networks/layers.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr const char* kind = "detector";

/// Features at the picture's resolution, at half of it, and so on down to 4²; more stay as many.
constexpr int features[] = {16, 32, 48, 64, 96, 96};
constexpr int coarsest = 4;

}  // namespace

KeypointDetectorImpl::KeypointDetectorImpl(int resolution) : resolution_(resolution) {
  if (resolution != 32 && resolution != 64 && resolution != 128) {
    throw Error("a keypoint detector's resolution is 32, 64 or 128, found " +
                std::to_string(resolution));
  }
  int in = 3, level = 0;
  std::vector<int> widths;
  for (int r = resolution; r >= coarsest; r /= 2, ++level) {
    const int out = features[std::min<std::size_t>(level, std::size(features) - 1)];
    down_.push_back(register_module("down" + std::to_string(level), two_convolutions(in, out)));
    widths.push_back(out);
    in = out;
  }
  for (--level; level > 1; --level) {
    const int out = widths[level - 1];
    up_.push_back(
        register_module("up" + std::to_string(level), two_convolutions(widths[level] + out, out)));
  }
  heat_ = register_module(
      "heat", torch::nn::Conv2d(torch::nn::Conv2dOptions(widths[1], keypoint_count, 1)));
}

Tensor KeypointDetectorImpl::forward(const Tensor& images) {
  std::vector<Tensor> levels;
  Tensor x = images;
  for (std::size_t i = 0; i < down_.size(); ++i) {
    x = down_[i]->forward(i == 0 ? x : torch::max_pool2d(x, 2));
    levels.push_back(x);
  }
  std::size_t level = levels.size() - 1;
  for (auto& block : up_) x = block->forward(torch::cat({upsample_nearest(x), levels[--level]}, 1));
  return heat_->forward(x);
}

Tensor places_of(const Tensor& logits) {
  const std::int64_t side = logits.size(3);
  const Tensor heat = logits.flatten(2).softmax(2);  // [N,20,h·h]
  const Tensor hottest = heat.argmax(2, true);
  const Tensor numbers = torch::arange(side * side, hottest.options());
  const auto column = [&](const Tensor& pixels) { return pixels.remainder(side); };
  const auto row = [&](const Tensor& pixels) { return pixels.div(side, "floor"); };
  const Tensor near = (column(numbers) - column(hottest))
                          .abs()
                          .le(2)
                          .logical_and((row(numbers) - row(hottest)).abs().le(2));
  const Tensor weights = heat * near;
  const Tensor sum = weights.sum(2);
  const auto mean = [&](const Tensor& coordinate) {
    return ((weights * (coordinate + 0.5)).sum(2) / sum) / static_cast<double>(side);
  };
  return torch::stack({mean(column(numbers)), mean(row(numbers))}, 2);
}

Tensor heat_map_loss(const Tensor& logits, const Tensor& keypoints) {
  const std::int64_t side = logits.size(3);
  const Tensor centres = torch::arange(side, logits.options()) + 0.5;
  const auto bell = [&](std::int64_t axis) {
    const Tensor place = keypoints.select(2, axis).unsqueeze(2) * static_cast<double>(side);
    return (-(centres - place).square() / 2).exp();  // [N,20,h]
  };
  Tensor target = (bell(1).unsqueeze(3) * bell(0).unsqueeze(2)).flatten(2);
  target = target / target.sum(2, true).clamp_min(1e-6);
  const Tensor entropy = -(target * logits.flatten(2).log_softmax(2)).sum(2);
  const Tensor visible = keypoints.select(2, 2);
  return (entropy * visible).sum() / visible.sum().clamp_min(1);
}

Tensor detect(KeypointDetector& detector, const Tensor& images) {
  const torch::NoGradGuard no_grad;
  return places_of(detector->forward(resized(images, detector->resolution())));
}

PoseScore pose_score(const Tensor& found, const Tensor& wanted) {
  const Tensor places = wanted.narrow(2, 0, 2).to(torch::kFloat64);
  const Tensor visible = wanted.select(2, 2).gt(0);
  const Tensor distance = (found.to(torch::kFloat64) - places).norm(2, 2);  // [N,20]
  const Tensor hidden = visible.logical_not().unsqueeze(2);
  const Tensor box =
      places.masked_fill(hidden, -1).amax(1) - places.masked_fill(hidden, 2).amin(1);  // [N,2]
  const Tensor relative = distance / box.amax(1, true).clamp_min(1e-6);
  const Tensor weight = visible.to(torch::kFloat64);
  const auto mean = [&](const Tensor& value) {
    return ((value * weight).sum() / weight.sum().clamp_min(1)).item<double>();
  };
  const Tensor each = (distance * weight).sum(0) / weight.sum(0).clamp_min(1);
  PoseScore score{mean(relative.le(0.05)), mean(relative.le(0.1)), mean(distance), {}};
  for (int k = 0; k < keypoint_count; ++k) score.errors.push_back(each[k].item<double>());
  return score;
}

KeypointDetector train_detector(const TrainingData& data, const JudgeOptions& options) {
  torch::manual_seed(options.seed);
  const torch::Device device(options.device);
  KeypointDetector detector(options.resolution);
  detector->to(device);
  train_judge(adamw_steps(detector->parameters(), 0), data, options, "training the detector",
              [&](const Tensor& chosen, torch::Generator& random) {
                const Tensor mirrored =
                    torch::rand({options.batch}, random, torch::TensorOptions()).lt(0.5);
                const Batch batch = data.batch(chosen, mirrored, options.resolution, device);
                return heat_map_loss(detector->forward(varied(batch.images, random)),
                                     batch.keypoints);
              });
  detector->eval();
  return detector;
}

void write_detector(const std::filesystem::path& path, const KeypointDetector& detector,
                    const Json& about) {
  torch::serialize::OutputArchive archive;
  write_part(archive, "detector", *detector);
  write_archive_file(
      path, kind,
      {{{"resolution", detector->resolution()}, {"about", about}}, close_archive(archive)});
}

std::pair<KeypointDetector, Json> read_detector(const std::filesystem::path& path) {
  const std::string where = path.string();
  const ArchiveFile file = read_archive_file(path, kind);
  KeypointDetector detector(field<int>(file.header, "resolution", where));
  auto archive = open_archive(file.archive);
  read_module(archive, "detector", *detector, where);
  detector->eval();
  return {detector, field<Json>(file.header, "about", where)};
}

}  // namespace psgan::trainer
