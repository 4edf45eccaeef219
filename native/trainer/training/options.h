// Everything a training run is told, as flags, as options.json and inside snapshots.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "psgan/generator_spec.h"
#include "psgan/json.h"

namespace psgan::trainer {

/// A number that may change with the resolution: "16", or "0.001,128:0.0008,256:0.0006" for 0.001
/// up to 64², 0.0008 at 128² and 0.0006 from 256² on.
class PerResolution {
 public:
  PerResolution() = default;
  /// Throws UsageError naming `option`.
  PerResolution(std::string text, const std::string& option);

  double at(int resolution) const;
  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::map<int, double> from_;
};

/// How a run trains; each is a TrainingMethod.
enum class Method {
  psgan,    ///< Characters from latents, in poses (Hamada et al. 2018).
  pg2,      ///< A picture's character in another pose (Ma et al. 2017).
  dpg2,     ///< Appearance and pose apart, encoded or from noise (Ma et al. 2018).
  texture,  ///< Characters from traits, in poses: where which part is seen, and its texture.
};

enum class Loss {
  logistic,      ///< Non-saturating, with lazy R1 (and R2).
  wgan_gp,       ///< WGAN-GP with drift, the papers'.
  relativistic,  ///< Relativistic pairing, with lazy R1 and R2 (Huang et al. 2025).
};

enum class OptimizerKind {
  adam,
  muon,  ///< For the matrices of both networks, Adam for all else, see muon.h.
};

inline constexpr int max_rollbacks = 3;

enum class Precision {
  automatic,  ///< bf16 on CUDA and on processors that are faster in it, else fp32.
  fp32,
  bf16,  ///< Convolutions and the features between them; weights, sums and losses stay fp32.
};

/// What a run does when a loss or a weight is not finite any more.
enum class OnNan {
  stop,      ///< With an Error that names the last good snapshot.
  rollback,  ///< To that snapshot, with half the learning rate and other random numbers, at most
             ///< max_rollbacks times a run.
};

struct TrainingOptions {
  Method method = Method::psgan;
  std::string cfg = "fast";  ///< Which preset the options started from.
  std::string data;          ///< The data set's zip.
  GeneratorSpec spec;
  Loss loss = Loss::logistic;

  int start_resolution = 8;
  PerResolution fade_kimg;    ///< Thousands of images while a resolution fades in…
  PerResolution stable_kimg;  ///< …and after that. Both empty: phases share `kimg`.
  double kimg = 0;            ///< All images of the run, in thousands; 0: what the preset says.

  PerResolution batch;                            ///< Images a step.
  OptimizerKind optimizer = OptimizerKind::adam;  ///< Of both networks.
  PerResolution lr;                               ///< The optimizer's learning rate, both networks.
  double lr_decay = 0;     ///< Over this last share of all images it falls to a tenth.
  PerResolution r1_gamma;  ///< R1's weight is γ/2; not for wgan_gp.
  PerResolution r2_gamma;  ///< R2's, likewise.
  int r1_every = 16;       ///< R1 and R2 are taken every so many steps, that much stronger.
  double ema_kimg = 5;     ///< Half-life of the generator's moving average, thousands of images.

  /// Share of G's batch that redraws the real images: there the latent is one of the look's own
  /// region, where the look's number is the largest of the latent's first ones.
  double anchors = 0;
  double anchor_weight = 4;     ///< Weight of their L1 to the real images.
  double anchor_limbs = 0;      ///< How much more that counts on limbs, see limb_weights().
  double anchor_edges = 0;      ///< Weight, within the L1, of l1_of_edges().
  PerResolution anchor_steps;   ///< Steps of G by this L1 alone after each step of D and G.
  double feature_weight = 0;    ///< Weight of feature matching on the anchored images.
  bool windows = false;         ///< Steps from 64² on are computed around the figures alone.
  double anchor_fade_kimg = 0;  ///< The weight falls to 0 until then; 0: it stays.
  bool mirror = false;          ///< Half of the images and poses are mirrored.

  /// PG2 and DPG2: channels of the networks' first level, see pg2_networks.h and dpg2_networks.h.
  int width = 16;
  /// Thousands of images of the first stage. PG2: of G1 alone; then G2 and D. DPG2: of all but the
  /// mapping functions; then these.
  double stage1_kimg = 0;
  double l1_weight = 10;  ///< PG2, DPG2: of the L1 beside D's judgement, λ.
  /// DPG2: how much more that L1 counts on the pose's mask than beside it.
  double figure_weight = 0;
  double judged_from = 0;      ///< DPG2: share of the first stage after which D joins.
  double mapping_lr = 0.0002;  ///< DPG2: learning rate of the mapping functions…
  double critic_lr = 0.0002;   ///< …and of their critics.

  double tick_kimg = 1;  ///< Between lines of the log.
  double snap_kimg = 10;
  int keep = 5;  ///< Snapshots that stay.
  OnNan on_nan = OnNan::stop;
  double minutes = 0;  ///< Stop with a snapshot after this time; 0: no limit.
  bool fit = false;    ///< Phases are as long as `minutes` allows, see time_plan.h.
  std::uint64_t seed = 0;
  std::string device = "cpu";
  Precision precision = Precision::automatic;
};

/// "adam" or "muon", as flags and snapshots say it.
const char* name(OptimizerKind kind);
/// "psgan", "pg2", "dpg2" or "texture", likewise.
const char* name(Method method);

/// "paper-avatar", "paper-deepfashion" or "fast"; PG2 and DPG2 have no paper-avatar, texture has
/// fast alone. Throws
/// UsageError for another name.
TrainingOptions preset(const std::string& cfg, Method method = Method::psgan);

/// Those that mean something to the options' method.
Json to_json(const TrainingOptions& options);

/// `changes` laid over `base`, checked. Throws Error naming `where` and the field.
TrainingOptions with_changes(const TrainingOptions& base, const Json& changes,
                             const std::string& where);

/// A new run's options: the preset's of the method in `changes`, with `changes`, which
/// check_meant_for() checks. Of PG2's images the first 22 of 80 are the first stage's, as
/// published, of DPG2's two thirds, if `changes` says nothing of them. On the CPU an image costs
/// the same in any minibatch and more steps teach more, so that `fast` takes minibatches of 4 there
/// if `changes` says nothing of them.
TrainingOptions new_run(const std::string& cfg, const Json& changes, const std::string& where);

/// Throws UsageError naming the first flag of `changes` that means nothing to the method.
void check_meant_for(Method method, const Json& changes);

/// Throws Error naming the first field of `changes` that a run cannot change when it is resumed
/// (the networks, the loss, the seed). The resolution may rise.
void check_resumable(const TrainingOptions& saved, const Json& changes, const std::string& where);

}  // namespace psgan::trainer
