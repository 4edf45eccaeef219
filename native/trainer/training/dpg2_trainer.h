// Training of DPG2 (Ma et al. 2018): at first pictures are reconstructed from their own appearance
// and pose, beside an autoencoder of poses; then mapping functions learn what codes of appearances
// and poses there are, while all else stays as it is. No pairs are needed.
#pragma once

#include <torch/torch.h>

#include <string>

#include "trainer/data/batch_loader.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/dpg2_networks.h"
#include "trainer/training/dpg2_samples.h"
#include "trainer/training/random_numbers.h"
#include "trainer/training/staged_method.h"

namespace psgan::trainer {

class Dpg2Trainer : public StagedMethod {
 public:
  /// Fresh networks from options.seed. `data` must outlive the trainer.
  Dpg2Trainer(TrainingOptions options, const TrainingData& data);

  /// In the first stage one minibatch: a step of the discriminator, one of encoder and U-Net, one
  /// of the pose autoencoder on as many poses, but at least 16. In the second, for appearances and
  /// for poses, five steps of a critic and one of the mapping function, on 64 codes each; it counts
  /// as many images as one of the first.
  void step() override;
  void restore(const Snapshot& snapshot, const std::string& where) override;
  Snapshot snapshot() const override;
  Picture reals() override { return samples_.reals(); }
  Picture samples() override { return samples_.draw(networks_, codes_.appearances.defined()); }
  double waited_for_data() override { return loader_.waited(); }

  /// The images of a step; this process's share of them. Always the same for the same step.
  Batch draw_images(std::uint64_t step) const;
  Dpg2Networks& networks() { return networks_; }

 private:
  void train_reconstruction(const Batch& batch);
  void train_discriminator(const torch::Tensor& images, const torch::Tensor& drawn);
  void train_poses();
  /// Codes of all training images, and makes the mapping functions fit them.
  void encode_all();
  /// One of the two mapping functions, its critic, and what it is to learn.
  struct Mapping {
    const char *name, *critic_name;  // parts of snapshots
    MappingFunction function;
    CodeCritic critic;
    torch::Tensor codes;  // [M,C], standardised
  };
  void train_mapping(Mapping& mapping, std::uint64_t which);
  /// Random numbers of this step, `minibatch` of it.
  at::Generator random(std::uint64_t minibatch, Purpose purpose) const;

  torch::Tensor images_;  // [M] int64: the training images
  torch::Tensor poses_;   // [M,20,3] of them, with `mirror` [2M,20,3]
  Dpg2Networks networks_;
  DcganDiscriminator discriminator_;
  CodeCritic appearance_critic_, pose_critic_;
  struct {
    torch::Tensor appearances, poses;  // [M,224], [M,32], with `mirror` 2M; none before stage II
  } codes_;
  Dpg2Samples samples_;
  BatchLoader loader_;  // last, so that its threads end first
};

}  // namespace psgan::trainer
