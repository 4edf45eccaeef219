// Training of PG2 (Ma et al. 2017): G1 alone at first, then G2 and a discriminator in turns, on
// pairs of two poses of one look.
#pragma once

#include <torch/torch.h>

#include <string>

#include "trainer/data/batch_loader.h"
#include "trainer/data/pose_pairs.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/pg2_networks.h"
#include "trainer/training/pg2_samples.h"
#include "trainer/training/staged_method.h"

namespace psgan::trainer {

class Pg2Trainer : public StagedMethod {
 public:
  /// Fresh networks from options.seed. `data` must outlive the trainer. Throws Error if a look has
  /// a single pose.
  Pg2Trainer(TrainingOptions options, const TrainingData& data);

  /// One minibatch of pairs: one step of G1 in the first stage; in the second, one of D and one of
  /// G2, while G1 stays as it is. An image counts as shown when it is a target.
  void step() override;
  void restore(const Snapshot& snapshot, const std::string& where) override;
  Picture reals() override { return samples_.reals(); }
  Picture samples() override { return samples_.draw(generator_); }
  double waited_for_data() override { return loader_.waited(); }

  /// The images of a step, sources first, then as many targets; this process's share of them.
  /// Always the same for the same step.
  Batch draw_pairs(std::uint64_t step) const;
  Pg2Generator& generator() { return generator_; }

 private:
  /// A minibatch: sources' pictures, and the targets' with what the losses need of them.
  struct Pairs {
    torch::Tensor sources, targets;  // [N,3,r,r]
    torch::Tensor keypoints;         // [N,20,3], the targets'
    torch::Tensor mask;              // [N,1,r,r], likewise
  };
  Pairs next_pairs();
  void train_coarse(const Pairs& pairs);
  void train_refined(const Pairs& pairs);
  void train_discriminator(const Pairs& pairs, const torch::Tensor& refined);
  void train_refiner(const Pairs& pairs, const torch::Tensor& refined);

  PairedImages paired_;
  Pg2Generator generator_;
  PairDiscriminator discriminator_;
  Pg2Samples samples_;
  BatchLoader loader_;  // last, so that its threads end first
};

}  // namespace psgan::trainer
