// A generator that follows the pose from the first minutes of training on.
//
// In the paper's generator the latent's 4² features can draw a whole figure by themselves, and for
// a long time they do. Here the latent cannot carry structure: the first features are a convolution
// of the 4² condition map, and the latent only scales channels after each pixel norm. So the pose
// says where, and the latent what. (Shifting channels too lets the latent tint the whole ground.)
//
// Features are enlarged smoothly: with the papers' doubled pixels, short trainings leave plaid.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "trainer/networks/generator.h"

namespace psgan::trainer {

class FastGenerator : public Generator {
 public:
  explicit FastGenerator(const GeneratorSpec& spec);

  static constexpr int mapping_layers = 2;
  static constexpr int mapping_width = 128;
  /// Of the soft-max over looks: of twelve normal numbers the largest leads by 0.35 on average,
  /// which makes its look count 16 times as much as the next one's. Without it a dense mapping has
  /// to learn where the regions of the looks meet, and draws mixtures of all looks until it has.
  static constexpr double look_sharpness = 8;
  /// Below this resolution the latent decides on shapes (hair, the cut of clothes), from it on on
  /// colours. So a latent [N,2Z] is two characters: the shapes of the first Z numbers in the
  /// colours of the others.
  static constexpr int colours_from = 64;

  std::vector<EqualizedLinear> mapping;     ///< latent → style [N,mapping_width]
  std::vector<ConditionedConv> first;       ///< [stage]; at 4² of the map alone
  std::vector<EqualizedConv> second;        ///< [stage]
  std::vector<EqualizedLinear> modulation;  ///< [2·stage], [2·stage + 1]: style → scale of the
                                            ///< channels after `first` and `second`
  std::vector<EqualizedLinear> palette;     ///< [stage], or none: style → what it adds to the
                                            ///< weights of to_rgb, [3,features]

 protected:
  torch::Tensor draw(TensorOperations& operations, const torch::Tensor& latent,
                     const torch::Tensor& colours, Growth growth) override;
  torch::Tensor style_of(TensorOperations& operations, const torch::Tensor& latent) override;

 public:
  // The network over operations, see image_of().

  /// The style [N,mapping_width] of the shapes, and that of the colours.
  template <typename Value>
  struct Styles {
    Value shapes, colours;

    const Value& at(int resolution) const { return resolution < colours_from ? shapes : colours; }
  };

  template <typename Operations, typename Value = typename Operations::Value>
  Value mapped(Operations& operations, const Value& latent) {
    // Traits are numbers of known sizes; only a normally distributed latent has a length to lose.
    Value style = spec().traits > 0 ? latent : operations.pixel_norm(latent);
    if (const int looks = spec().looks, size = spec().latent_size; looks > 0) {
      const Value choice = operations.scale(
          operations.softmax(operations.scale(operations.columns(style, 0, looks), look_sharpness)),
          std::sqrt(looks));
      style = size > looks ? operations.concatenate(choice, operations.columns(style, looks, size))
                           : choice;
    }
    for (std::size_t i = 0; i < mapping.size(); ++i) {
      style = operations.lrelu(operations.dense("mapping" + std::to_string(i), style, mapping[i]));
    }
    return style;
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Styles<Value> styles_of(Operations& operations, const Value& latent, const Value& colours) {
    const auto [of_shapes, of_colours] =
        operations.for_both(latent, colours, [&](const Value& one) {
          return operations.working(operations.truncated(mapped(operations, one)));
        });
    return {of_shapes, of_colours};
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value begin(Operations& operations, const Styles<Value>& styles) {
    return finished(operations, 0, operations.of_map("first4", 4, first[0]), styles);
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value grow(Operations& operations, int stage, const Value& x, const Styles<Value>& styles) {
    const int resolution = 4 << stage;
    return finished(operations, stage,
                    operations.enlarged_with_map("first" + std::to_string(resolution), x,
                                                 resolution, map_resolution(spec(), resolution),
                                                 first[static_cast<std::size_t>(stage)]),
                    styles);
  }

  template <typename Operations, typename Value = typename Operations::Value>
  Value rgb(Operations& operations, int stage, const Value& x, const Styles<Value>& styles) {
    const std::string name = "to_rgb" + std::to_string(4 << stage);
    const auto which = static_cast<std::size_t>(stage);
    if (palette.empty()) return operations.to_rgb(name, x, to_rgb[which]);
    return operations.to_rgb(name, x, 4 << stage, to_rgb[which], styles.at(4 << stage),
                             palette[which]);
  }

 private:
  /// A stage from what its first convolution makes on.
  template <typename Operations, typename Value = typename Operations::Value>
  Value finished(Operations& operations, int stage, const typename Operations::Sum& convolved,
                 const Styles<Value>& styles) {
    const std::string number = std::to_string(4 << stage);
    const Value& style = styles.at(4 << stage);
    const auto which = static_cast<std::size_t>(stage);
    const Value x = operations.activated("modulation" + number + "_first", convolved, style,
                                         modulation[2 * which]);
    return operations.activated("modulation" + number + "_second",
                                operations.convolution("second" + number, x, second[which]), style,
                                modulation[2 * which + 1]);
  }
};

}  // namespace psgan::trainer
