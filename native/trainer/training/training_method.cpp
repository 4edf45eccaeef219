#include "trainer/training/training_method.h"

#include <vector>

#include "trainer/machine/processes.h"

namespace psgan::trainer {

using torch::Tensor;

void Measures::add(const std::string& name, const Tensor& value) {
  auto& [sum, count] = sums_[name];
  const Tensor number = value.detach().to(torch::kFloat64);
  sum = count == 0 ? number : sum + number;
  ++count;
}

std::map<std::string, double> Measures::take() {
  std::map<std::string, double> means;
  if (sums_.empty()) return means;
  std::vector<Tensor> values;
  for (const auto& [name, entry] : sums_) values.push_back(entry.first / entry.second);
  const torch::NoGradGuard no_grad;
  // One wait for the device, whatever was measured.
  const Tensor all = (sum_over_processes(torch::stack(values)) / process_count()).cpu();
  std::int64_t i = 0;
  for (const auto& [name, entry] : sums_) means[name] = all[i++].item<double>();
  sums_.clear();
  return means;
}

Growth TrainingMethod::growth() const {
  const Schedule::Place place = schedule_.at(progress_.images);
  return {place.resolution, place.alpha};
}

void TrainingMethod::set_phases(const PerResolution& fade_kimg, const PerResolution& stable_kimg) {
  options_.fade_kimg = fade_kimg;
  options_.stable_kimg = stable_kimg;
  schedule_ = make_schedule(options_);
}

}  // namespace psgan::trainer
