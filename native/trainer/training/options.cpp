#include "trainer/training/options.h"

#include <cmath>
#include <sstream>

namespace psgan::trainer {
namespace {

/// Names, in the order of `Loss`.
constexpr const char* loss_names[] = {"logistic", "wgan-gp", "relativistic"};

constexpr const char* precision_names[] = {"auto", "fp32", "bf16"};

[[noreturn]] void fail(const std::string& where, const std::string& key, const std::string& found,
                       const std::string& expected) {
  throw Error(where + ": " + key + " is " + found + ", expected " + expected);
}

// One list of all fields serves writing and reading: visit(key, member).
template <typename Options, typename Visit>
void each_field(Options& o, Visit&& visit) {
  visit("cfg", o.cfg);
  visit("data", o.data);
  visit("architecture", o.spec.architecture);
  visit("encoding", o.spec.encoding);
  visit("resolution", o.spec.resolution);
  visit("latent_size", o.spec.latent_size);
  visit("fmap_base", o.spec.fmap_base);
  visit("fmap_max", o.spec.fmap_max);
  visit("looks", o.spec.looks);
  visit("sum_from", o.spec.sum_from);
  visit("maps_from_below", o.spec.maps_from_below);
  visit("loss", o.loss);
  visit("start_resolution", o.start_resolution);
  visit("fade_kimg", o.fade_kimg);
  visit("stable_kimg", o.stable_kimg);
  visit("kimg", o.kimg);
  visit("batch", o.batch);
  visit("lr", o.lr);
  visit("lr_decay", o.lr_decay);
  visit("r1_gamma", o.r1_gamma);
  visit("r2_gamma", o.r2_gamma);
  visit("r1_every", o.r1_every);
  visit("ema_kimg", o.ema_kimg);
  visit("anchors", o.anchors);
  visit("anchor_weight", o.anchor_weight);
  visit("anchor_limbs", o.anchor_limbs);
  visit("anchor_steps", o.anchor_steps);
  visit("feature_weight", o.feature_weight);
  visit("anchor_fade_kimg", o.anchor_fade_kimg);
  visit("mirror", o.mirror);
  visit("tick_kimg", o.tick_kimg);
  visit("snap_kimg", o.snap_kimg);
  visit("keep", o.keep);
  visit("on_nan", o.on_nan);
  visit("minutes", o.minutes);
  visit("fit", o.fit);
  visit("seed", o.seed);
  visit("device", o.device);
  visit("precision", o.precision);
}

struct Writer {
  Json json = Json::object();

  template <typename T>
  void operator()(const char* key, const T& value) {
    json[key] = value;
  }
  void operator()(const char* key, const PerResolution& value) { json[key] = value.text(); }
  void operator()(const char* key, Architecture value) { json[key] = name(value); }
  void operator()(const char* key, PoseEncoding value) { json[key] = name(value); }
  void operator()(const char* key, Precision value) {
    json[key] = precision_names[static_cast<int>(value)];
  }
  void operator()(const char* key, Loss value) { json[key] = loss_names[static_cast<int>(value)]; }
};

struct Reader {
  const Json& json;
  const std::string& where;

  template <typename T>
  void operator()(const char* key, T& value) {
    if (json.contains(key)) value = field<T>(json, key, where);
  }
  void operator()(const char* key, PerResolution& value) {
    if (!json.contains(key)) return;
    // One number for all resolutions may be written plainly.
    const Json& found = json[key];
    value =
        PerResolution(found.is_number() ? found.dump() : field<std::string>(json, key, where), key);
  }
  void operator()(const char* key, Architecture& value) {
    read_name(key, value, architecture_named, "paper or fast");
  }
  void operator()(const char* key, PoseEncoding& value) {
    read_name(key, value, pose_encoding_named, "point, gaussian, limb or none");
  }
  void operator()(const char* key, Loss& value) {
    const auto loss_named = [](std::string_view text) -> std::optional<Loss> {
      for (const Loss loss : {Loss::logistic, Loss::wgan_gp, Loss::relativistic}) {
        if (text == loss_names[static_cast<int>(loss)]) return loss;
      }
      return std::nullopt;
    };
    read_name(key, value, loss_named, "logistic, wgan-gp or relativistic");
  }

  void operator()(const char* key, Precision& value) {
    const auto precision_named = [](std::string_view text) -> std::optional<Precision> {
      for (const Precision one : {Precision::automatic, Precision::fp32, Precision::bf16}) {
        if (text == precision_names[static_cast<int>(one)]) return one;
      }
      return std::nullopt;
    };
    read_name(key, value, precision_named, "auto, fp32 or bf16");
  }

  template <typename T, typename Named>
  void read_name(const char* key, T& value, Named named, const char* expected) {
    if (!json.contains(key)) return;
    const auto text = field<std::string>(json, key, where);
    const auto found = named(text);
    if (!found) fail(where, key, "\"" + text + "\"", expected);
    value = *found;
  }
};

void check_options(const TrainingOptions& o, const std::string& where) {
  check(o.spec, where);
  const auto expect = [&](bool good, const char* key, double found, const char* expected) {
    std::ostringstream text;
    text << found;
    if (!good) fail(where, key, text.str(), expected);
  };
  stage_of(o.start_resolution);
  expect(o.start_resolution <= o.spec.resolution, "start_resolution", o.start_resolution,
         "no more than the resolution");
  for (int r = 4; r <= o.spec.resolution; r *= 2) {
    expect(o.batch.at(r) >= 1 && o.batch.at(r) == std::floor(o.batch.at(r)), "batch", o.batch.at(r),
           "a whole number from 1 on");
    expect(o.lr.at(r) > 0, "lr", o.lr.at(r), "more than 0");
    expect(o.anchor_steps.at(r) >= 0 && o.anchor_steps.at(r) == std::floor(o.anchor_steps.at(r)),
           "anchor_steps", o.anchor_steps.at(r), "a whole number from 0 on");
    expect(o.anchor_steps.at(r) == 0 || o.anchors > 0, "anchor_steps", o.anchor_steps.at(r),
           "0, as there are no anchors");
    expect(o.r1_gamma.at(r) >= 0, "r1_gamma", o.r1_gamma.at(r), "0 or more");
    expect(o.r2_gamma.at(r) >= 0, "r2_gamma", o.r2_gamma.at(r), "0 or more");
  }
  expect(o.lr_decay >= 0 && o.lr_decay <= 1, "lr_decay", o.lr_decay, "0 to 1");
  expect(o.kimg >= 0, "kimg", o.kimg, "0 or more");
  expect(o.r1_every >= 1, "r1_every", o.r1_every, "1 or more");
  expect(o.ema_kimg > 0, "ema_kimg", o.ema_kimg, "more than 0");
  expect(o.feature_weight >= 0, "feature_weight", o.feature_weight, "0 or more");
  expect(o.anchors >= 0 && o.anchors <= 1, "anchors", o.anchors, "0 to 1");
  expect(o.anchor_limbs >= 0, "anchor_limbs", o.anchor_limbs, "0 or more");
  expect(o.tick_kimg > 0, "tick_kimg", o.tick_kimg, "more than 0");
  expect(o.snap_kimg > 0, "snap_kimg", o.snap_kimg, "more than 0");
  expect(o.keep >= 1, "keep", o.keep, "1 or more");
  if (o.on_nan != "stop" && o.on_nan != "rollback") {
    fail(where, "on_nan", "\"" + o.on_nan + "\"", "stop or rollback");
  }
  expect(o.minutes >= 0, "minutes", o.minutes, "0 or more");
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

TrainingOptions preset(const std::string& cfg) {
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
  Writer writer;
  each_field(options, writer);
  return std::move(writer.json);
}

TrainingOptions with_changes(const TrainingOptions& base, const Json& changes,
                             const std::string& where) {
  TrainingOptions options = base;
  each_field(options, Reader{changes, where});
  check_options(options, where);
  return options;
}

TrainingOptions new_run(const std::string& cfg, const Json& changes, const std::string& where) {
  TrainingOptions options = with_changes(preset(cfg), changes, where);
  if (cfg == "fast" && options.device == "cpu" && !changes.contains("batch")) {
    options.batch = PerResolution("4", "batch");
  }
  return options;
}

void check_resumable(const TrainingOptions& saved, const Json& changes, const std::string& where) {
  const Json before = to_json(saved);
  for (const char* key :
       {"cfg", "architecture", "encoding", "resolution", "latent_size", "fmap_base", "fmap_max",
        "sum_from", "maps_from_below", "loss", "start_resolution", "seed"}) {
    if (!changes.contains(key) || changes[key] == before[key]) continue;
    // It grows, or becomes wider.
    if (key == std::string_view("resolution") && changes[key] > before[key]) continue;
    if (std::string_view(key).starts_with("fmap_") && changes[key] > before[key]) continue;
    // What was learned while one resolution alone drew stays right when that one is the first.
    if (key == std::string_view("sum_from") && before[key] == 0 &&
        changes[key] == before["resolution"])
      continue;
    // From 128² on the map of half the resolution, enlarged, is nearly the same picture.
    if (key == std::string_view("maps_from_below") && before[key] == 0 && changes[key] >= 128)
      continue;
    throw Error(where + ": " + key + " is " + before[key].dump() + " in this snapshot, and " +
                changes[key].dump() + " was asked for; a resumed run cannot change it");
  }
}

}  // namespace psgan::trainer
