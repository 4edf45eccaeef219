// A generator that draws no colours: for each cell of a coarse grid it says how much of which chart
// is seen there, which place of it, and the light; textures.h says what is at that place. A small
// network colours each pixel (texture_painter.h). So patterns, eyes and hems are as sharp as the
// textures, at whatever resolution is painted.
#pragma once

#include <torch/torch.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "psgan/texture_painter.h"
#include "trainer/networks/fast_generator.h"
#include "trainer/networks/generator.h"
#include "trainer/networks/texture_painter.h"
#include "trainer/networks/textures.h"

namespace psgan::trainer {

class TextureGenerator : public Generator {
 public:
  /// The lowest stage that says anything of the cells: 16².
  static constexpr int first_head = 2;

  /// Throws Error if spec.parts is empty.
  explicit TextureGenerator(const GeneratorSpec& spec);

  /// What the trunk is made of: FastGenerator up to spec.cells.
  static GeneratorSpec trunk_spec(const GeneratorSpec& spec);
  /// The grid's side for pictures of a resolution; the heads begin with 16².
  int cells_for(int resolution) const {
    return std::max(std::min(resolution, spec().cells), 4 << first_head);
  }

  /// Of latents [N,Z] in poses whose maps reach up to `side`², as many cells along each side.
  /// `logits` [N,C,C,1+K] are what the shares are the soft-max of.
  CellMaps cells(const torch::Tensor& latents, const ConditionPyramid& conditions, int side,
                 torch::Tensor* logits = nullptr);
  /// Of the parts that such characters are surest to wear.
  torch::Tensor textures_of(const torch::Tensor& latents) {
    return textures->forward(latents, textures->chosen(latents));
  }
  /// Of cells() and textures: [N,3,R,R] in about [−1,1].
  torch::Tensor paint(const CellMaps& maps, const torch::Tensor& atlas, int resolution);

  /// The parameters for which Muon is meant, the trunk's, and the others.
  std::vector<torch::Tensor> of_trunk() const { return trunk->parameters(); }
  std::vector<torch::Tensor> of_heads() const;

  std::shared_ptr<FastGenerator> trunk;
  std::vector<EqualizedConv> heads;  ///< [stage − first_head] → 1+K, 2·K places, extras: added up
  Textures textures{nullptr};
  EqualizedLinear colour1{nullptr}, colour2{nullptr};

 protected:
  torch::Tensor draw(TensorOperations& operations, const torch::Tensor& latent,
                     const torch::Tensor& colours, Growth growth) override;
  torch::Tensor style_of(TensorOperations& operations, const torch::Tensor& latent) override;

 private:
  CellMaps cells_by(TensorOperations& operations, const torch::Tensor& latents, int side,
                    torch::Tensor* logits);
};

}  // namespace psgan::trainer
