// Training of a texture generator (networks/texture_generator.h) on a set with coordinates: its
// cells towards what the renderer says of each pixel, its textures and colours towards the
// pictures, painted of true cells, and its cells towards the pictures that are painted of them.
//
// No discriminator: what it draws is sharp because of what it is made of.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <string>

#include "trainer/data/cell_set.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/texture_generator.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/samples.h"
#include "trainer/training/training_method.h"

namespace psgan::trainer {

class TextureTrainer : public TrainingMethod {
 public:
  /// Fresh networks from options.seed; reads the set's coordinates, which takes minutes. `data`
  /// must outlive the trainer. Throws Error as CellSet does.
  TextureTrainer(TrainingOptions options, const TrainingData& data);

  /// While the schedule's resolution is below options.spec.cells, cells are as coarse as that, and
  /// only they and the textures are trained.
  void step() override;
  void restore(const Snapshot& snapshot, const std::string& where) override;
  Snapshot snapshot() const override;
  bool weights_finite() const override;
  Picture reals() override { return sample_grid().reals(); }
  Picture samples() override { return sample_grid().draw(*average_, growth()); }
  double waited_for_data() override { return 0; }
  std::vector<std::string> remarks() const override;

 private:
  void make_optimizers();
  /// Of the head's cells [N] against the true ones; `logits` as in TextureGenerator::cells().
  torch::Tensor loss_of_cells(const CellMaps& own, const torch::Tensor& logits,
                              const CellMaps& truth);
  /// Of what is painted of these cells against the real images, named `name` in the log.
  torch::Tensor loss_of_picture(const char* name, const CellMaps& cells,
                                const torch::Tensor& textures, const torch::Tensor& reals);
  const Samples& sample_grid();

  const TrainingData& data_;
  torch::Device device_;
  torch::Tensor shown_;  // [M] int64: the data set's images that are for training
  LatentSpace latents_;
  torch::Tensor encoded_looks_;  // [looks,traits]
  torch::Tensor worn_;           // CellSet::worn() on the device
  std::unique_ptr<CellSet> cells_;
  std::shared_ptr<TextureGenerator> generator_, average_;
  std::unique_ptr<Optimizer> trunk_optimizer_, head_optimizer_;
  std::unique_ptr<Samples> samples_;
};

}  // namespace psgan::trainer
