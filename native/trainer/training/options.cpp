#include "trainer/training/options.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

#include "trainer/training/option_table.h"

namespace psgan::trainer {
namespace {

bool is_staged(Method method) { return method == Method::pg2 || method == Method::dpg2; }

/// PG2's and DPG2's.
void check_staged(const TrainingOptions& o, const std::string& where) {
  if (o.spec.resolution < 16 || o.spec.resolution > 512) {
    throw Error(where + ": resolution is " + std::to_string(o.spec.resolution) +
                ", expected 16 to 512 for --method " + name(o.method));
  }
  if (o.stage1_kimg > o.kimg) {
    std::ostringstream text;
    text << where << ": stage1_kimg is " << o.stage1_kimg << ", expected no more than kimg, "
         << o.kimg;
    throw Error(text.str());
  }
}

/// What DPG2's preset fast has otherwise than published, beside a learning rate 25 times as high
/// for a hundredth of the steps. Networks that draw nothing yet learn nothing beside a
/// discriminator, so it joins late, against a heavier L1, which counts the figure more than its
/// ground, as PG2's does: where most pictures are white, white is what an L1 is least for, and
/// features that draw nothing but white die in the first hundred steps. And critics with clipped
/// weights learn slowly: mapping functions that outrun them make one code of all noise.
void soften_for_few_images(TrainingOptions& o) {
  o.l1_weight = 100;
  o.figure_weight = 4;
  o.judged_from = 5.0 / 6;
  o.critic_lr = 5 * o.mapping_lr;
}

/// PG2's and DPG2's presets: as published for DeepFashion, and small enough for two cores.
TrainingOptions staged_preset(const std::string& cfg, Method method) {
  const bool disentangled = method == Method::dpg2;
  TrainingOptions o;
  o.method = method;
  o.cfg = cfg;
  if (disentangled) o.l1_weight = 20;
  if (cfg == "fast") {
    o.batch = PerResolution("4", "batch");
    o.lr = PerResolution(disentangled ? "0.0005" : "0.001", "lr");
    o.kimg = 40;
    if (disentangled) soften_for_few_images(o);
    return o;
  }
  if (cfg != "paper-deepfashion") {
    throw UsageError("--cfg is \"" + cfg + "\", expected paper-deepfashion or fast for --method " +
                     name(method));
  }
  o.spec.resolution = 256;
  o.batch = PerResolution(disentangled ? "6" : "1", "batch");
  o.lr = PerResolution("0.00002", "lr");
  o.mapping_lr = o.critic_lr = 0.00002;
  o.width = 128;
  // DPG2's first stage is 120,000 steps, as published; half as many for the second are our choice.
  o.kimg = disentangled ? 1080 : 80;
  return o;
}

TrainingOptions texture_preset(const std::string& cfg) {
  if (cfg != "fast") {
    throw UsageError("--cfg is \"" + cfg + "\", expected fast for --method texture");
  }
  TrainingOptions o;
  o.method = Method::texture;
  o.cfg = cfg;
  o.spec.architecture = Architecture::texture;
  o.spec.resolution = 256;
  o.spec.fmap_base = 2048;
  o.spec.fmap_max = 128;
  o.start_resolution = 16;
  o.optimizer = OptimizerKind::muon;
  o.batch = PerResolution("4", "batch");
  o.lr = PerResolution("0.004", "lr");
  o.lr_decay = 0.5;
  o.ema_kimg = 2;
  o.kimg = 100;
  return o;
}

/// How many of a run's images are the first stage's.
double first_stage(Method method, double kimg) {
  return method == Method::pg2 ? kimg * 22 / 80 : kimg * 2 / 3;
}

bool means_something(const OptionRow& row, Method method) {
  return row.only.empty() || std::count(row.only.begin(), row.only.end(), method) > 0;
}

/// The method that is asked for. Throws Error naming `where` if there is none of that name.
Method method_in(const Json& changes, const std::string& where) {
  TrainingOptions options;
  if (!changes.contains("method")) return options.method;
  for (const OptionRow& row : option_table()) {
    if (row.key == "method") row.read(options, changes["method"], where);
  }
  return options.method;
}

/// What a row of the table cannot know of the others.
void check_together(const TrainingOptions& o, const std::string& where) {
  check(o.spec, where);
  if (is_staged(o.method)) return check_staged(o, where);
  stage_of(o.start_resolution);
  if (o.start_resolution > o.spec.resolution) {
    throw Error(where + ": start_resolution is " + std::to_string(o.start_resolution) +
                ", expected no more than the resolution");
  }
  for (int r = 4; r <= o.spec.resolution; r *= 2) {
    if (o.anchor_steps.at(r) == 0 || o.anchors > 0) continue;
    throw Error(where + ": anchor_steps is " + o.anchor_steps.text() +
                ", expected 0, as there are no anchors");
  }
}

}  // namespace

PerResolution::PerResolution(std::string text, const std::string& option) : text_(std::move(text)) {
  std::istringstream parts(text_);
  for (std::string part; std::getline(parts, part, ',');) {
    std::istringstream in(part);
    int resolution = 0;
    double value = 0;
    if (const auto colon = part.find(':'); colon != std::string::npos) {
      char separator = 0;
      in >> resolution >> separator;
    }
    in >> value;
    if (!in || !(in >> std::ws).eof()) {
      throw UsageError(option + ": \"" + part +
                       "\" is neither a number nor RESOLUTION:NUMBER (as in 16,128:8)");
    }
    from_[resolution] = value;
  }
  if (!from_.empty() && from_.begin()->first > 4) {
    throw UsageError(option + ": \"" + text_ + "\" says nothing about resolutions under " +
                     std::to_string(from_.begin()->first) + "; begin with a plain number");
  }
}

double PerResolution::at(int resolution) const {
  if (from_.empty()) return 0;
  return std::prev(from_.upper_bound(resolution))->second;
}

const char* name(OptimizerKind kind) { return kind == OptimizerKind::adam ? "adam" : "muon"; }

const char* name(Method method) {
  constexpr std::array names = {"psgan", "pg2", "dpg2", "texture"};
  return names.at(static_cast<std::size_t>(method));
}

TrainingOptions preset(const std::string& cfg, Method method) {
  if (method == Method::texture) return texture_preset(cfg);
  if (method != Method::psgan) return staged_preset(cfg, method);
  TrainingOptions o;
  o.cfg = cfg;
  if (cfg == "fast") {
    o.batch = PerResolution("16", "batch");
    o.lr = PerResolution("0.004,64:0.003", "lr");
    o.loss = Loss::relativistic;
    o.spec.sum_from = 16;
    o.spec.maps_from_below = 256;
    o.r1_gamma = PerResolution("2,64:0.5,128:0.3,256:0.6,512:3", "r1_gamma");
    o.r2_gamma = o.r1_gamma;
    o.anchors = 1;
    o.anchor_weight = 8;
    o.feature_weight = 4;
    o.kimg = 300;
    return o;
  }
  if (cfg != "paper-avatar" && cfg != "paper-deepfashion") {
    throw UsageError("--cfg is \"" + cfg + "\", expected paper-avatar, paper-deepfashion or fast");
  }
  o.spec = {Architecture::paper, PoseEncoding::point, 512, 512, 8192, 512};
  o.loss = Loss::wgan_gp;
  o.start_resolution = 4;
  o.batch = PerResolution("16,256:12,512:5,1024:3", "batch");
  o.lr = cfg == "paper-avatar" ? PerResolution("0.001,128:0.0008,256:0.0006,512:0.0002", "lr")
                               : PerResolution("0.0008", "lr");
  // 0.999 a step of 16 images.
  o.ema_kimg = 11.08;
  return o;
}

Json to_json(const TrainingOptions& options) {
  Json json = Json::object();
  for (const OptionRow& row : option_table()) {
    if (means_something(row, options.method)) json[std::string(row.key)] = row.write(options);
  }
  return json;
}

TrainingOptions with_changes(const TrainingOptions& base, const Json& changes,
                             const std::string& where) {
  TrainingOptions options = base;
  for (const OptionRow& row : option_table()) {
    const std::string key(row.key);
    if (changes.contains(key)) row.read(options, changes[key], where);
  }
  check_together(options, where);
  for (const OptionRow& row : option_table()) row.check(options, where);
  return options;
}

TrainingOptions new_run(const std::string& cfg, const Json& changes, const std::string& where) {
  const Method method = method_in(changes, where);
  check_meant_for(method, changes);
  Json all = changes;
  if (is_staged(method)) {
    if (changes.value("kimg", 0.0) == 0) all["kimg"] = preset(cfg, method).kimg;
    if (!changes.contains("stage1_kimg")) {
      all["stage1_kimg"] = first_stage(method, all["kimg"].get<double>());
    }
  }
  TrainingOptions options = with_changes(preset(cfg, method), all, where);
  if (cfg == "fast" && options.device == "cpu" && !changes.contains("batch")) {
    options.batch = PerResolution("4", "batch");
  }
  return options;
}

void check_meant_for(Method method, const Json& changes) {
  for (const OptionRow& row : option_table()) {
    if (means_something(row, method) || !changes.contains(std::string(row.key))) continue;
    throw UsageError((row.flag.empty() ? std::string(row.key) : std::string(row.flag)) +
                     " is an option of --method " + names_of_methods(row) +
                     ", and means nothing to " + name(method));
  }
}

void check_resumable(const TrainingOptions& saved, const Json& changes, const std::string& where) {
  const Json before = to_json(saved);
  for (const OptionRow& row : option_table()) {
    const std::string key(row.key);
    if (!row.may_become || !changes.contains(key) || !before.contains(key)) continue;
    if (changes[key] == before[key]) continue;
    if (row.may_become(before[key], changes[key], before)) continue;
    throw Error(where + ": " + key + " is " + before[key].dump() + " in this snapshot, and " +
                changes[key].dump() + " was asked for; a resumed run cannot change it");
  }
}

}  // namespace psgan::trainer
