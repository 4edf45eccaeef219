#include "trainer/onnx/texture_export.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "psgan/texture_painter.h"
#include "trainer/onnx/onnx_operations.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// Where a value is the largest of all along axis 1, and which.
struct Largest {
  std::string value;  ///< [N,1,…]
  std::string index;  ///< [N,1,…] float32; the last of equal ones
  std::string there;  ///< As the values: 1 at the largest, else 0
};

/// What the cells say, channels second.
struct CellNames {
  std::string shares;  ///< [N,1+K,C,C]
  std::string places;  ///< [N,2·K,C,C], x and y of each chart in turn
  std::string extras;  ///< [N,paint_extras,C,C]
};

class TextureNodes {
 public:
  using Name = std::string;

  TextureNodes(OnnxGraph& graph, OnnxLayers& layers, OnnxConditionMaps& maps,
               TextureGenerator& generator, int resolution, bool half_weights)
      : graph_(graph),
        layers_(layers),
        maps_(maps),
        generator_(generator),
        resolution_(resolution),
        cells_(std::max(generator.cells_for(resolution), 4 << TextureGenerator::first_head)),
        charts_(charts_of(generator.spec().parts)),
        half_(half_weights) {}

  Name picture(const Name& latent, const Name& colours) {
    // 0, 1, 2 … for the N characters, [N,1].
    const Name one = add(layers_.scale(layers_.columns(latent, 0, 1), 0), graph_.number(1));
    character_ = graph_.node("CumSum", {one, scalar(0)}, {{"exclusive", std::int64_t{1}}});
    std::tie(bent_latent_, bent_colours_) =
        layers_.for_both(latent, colours, [&](const Name& x) { return bent(x); });
    const CellNames cells = cells_of(latent);
    const Name atlas = atlas_of(latent, colours);  // [N·K·T²,texel_numbers]
    const Name places = rows_of_places(cells.places);

    const std::int64_t area = static_cast<std::int64_t>(resolution_) * resolution_;
    const Name shares = layers_.reshape(enlarged(cells.shares), {0, charts_ + 1, area});
    const Name extras =
        transposed(layers_.reshape(enlarged(cells.extras), {0, paint_extras, area}), {0, 2, 1});
    const Largest first = largest(shares, charts_ + 1);
    // Shares are at most 1.
    const Largest second =
        largest(graph_.node("Sub", {shares, layers_.scale(first.there, 2)}), charts_ + 1);
    const Name lead = graph_.node("Sub", {first.value, second.value});  // [N,1,R²]
    const Name weight =
        graph_.node("Sigmoid", {layers_.scale(lead, share_slope(cells_, resolution_))});
    const Name other = graph_.node("Sub", {graph_.number(1), weight});
    const Name seen_first = step(first.index, 0.5f);
    const Name seen_second =
        layers_.multiply(step(second.index, 0.5f), step(other, least_pixel_share));
    const Name of_first =
        layers_.multiply(colour_of(places, atlas, first.index, lead, extras),
                         transposed(layers_.multiply(weight, seen_first), {0, 2, 1}));
    const Name of_second =
        layers_.multiply(colour_of(places, atlas, second.index, layers_.scale(lead, -1), extras),
                         transposed(layers_.multiply(other, seen_second), {0, 2, 1}));
    const Name painted = add(add(of_first, of_second), graph_.number(1));  // [N,R²,3]
    return layers_.reshape(transposed(painted, {0, 2, 1}), {0, 3, resolution_, resolution_});
  }

 private:
  Name add(const Name& a, const Name& b) { return layers_.add(a, b); }
  Name transposed(const Name& x, const std::vector<std::int64_t>& order) {
    return graph_.node("Transpose", {x}, {{"perm", order}});
  }
  Name scalar(std::int64_t value) { return graph_.node("Squeeze", {graph_.integers({value})}); }
  Name constant(const std::vector<std::int64_t>& shape, const std::vector<float>& values) {
    return graph_.constant(shape, values);
  }
  /// 1 where x is more than the threshold, else 0.
  Name step(const Name& x, float threshold) {
    return graph_.float32(graph_.node("Greater", {x, graph_.number(threshold)}));
  }
  Name enlarged(const Name& x) {
    const float factor = static_cast<float>(resolution_) / static_cast<float>(cells_);
    if (factor == 1) return x;
    return graph_.node("Resize", {x, "", constant({4}, {1, 1, factor, factor})},
                       {{"mode", "linear"}, {"coordinate_transformation_mode", "half_pixel"}});
  }
  /// Of x [N,count,…], three dimensions.
  Largest largest(const Name& x, std::int64_t count) {
    std::vector<float> numbers;
    for (std::int64_t i = 0; i < count; ++i) numbers.push_back(static_cast<float>(i));
    Largest result;
    const std::vector<OnnxAttribute> along = {{"axes", std::vector<std::int64_t>{1}},
                                              {"keepdims", std::int64_t{1}}};
    result.value = graph_.node("ReduceMax", {x}, along);
    result.there = graph_.float32(graph_.node("Equal", {x, result.value}));
    result.index = graph_.node(
        "ReduceMax", {layers_.multiply(result.there, constant({count, 1}, numbers))}, along);
    return result;
  }
  /// Rows of `table` [M,F] of these numbers, which are whole: [numbers…,F].
  Name rows(const Name& table, const Name& numbers) {
    constexpr std::int64_t int32 = 6;  // of ONNX's types
    return graph_.node("Gather", {table, graph_.node("Cast", {numbers}, {{"to", int32}})},
                       {{"axis", std::int64_t{0}}});
  }
  /// For each character, of the numbers [N,…] of three dimensions, so many more than for the one
  /// before.
  Name per_character(const Name& numbers, std::int64_t each) {
    return add(numbers,
               layers_.reshape(layers_.scale(character_, static_cast<double>(each)), {-1, 1, 1}));
  }

  CellNames cells_of(const Name& latent) {
    OnnxOperations operations(layers_, maps_);
    FastGenerator& trunk = *generator_.trunk;
    const auto styles = trunk.styles_of(operations, latent, latent);
    Name x = trunk.begin(operations, styles), numbers;
    for (int stage = 0; (4 << stage) <= cells_; ++stage) {
      if (stage > 0) x = trunk.grow(operations, stage, x, styles);
      if (stage < TextureGenerator::first_head) continue;
      const Name said = layers_.convolution(
          "head" + std::to_string(4 << stage), x,
          generator_.heads[static_cast<std::size_t>(stage - TextureGenerator::first_head)]);
      numbers = numbers.empty() ? said : add(layers_.upsample_bilinear(numbers), said);
    }
    const Name plain = graph_.float32(numbers);
    CellNames cells;
    cells.shares = layers_.softmax(layers_.columns(plain, 0, charts_ + 1));
    cells.places = add(layers_.scale(layers_.columns(plain, charts_ + 1, 3 * charts_ + 1), 0.5),
                       graph_.number(0.5));
    cells.extras = layers_.columns(plain, 3 * charts_ + 1, 3 * charts_ + 1 + paint_extras);
    return cells;
  }

  /// [N·K·C²,2], a row for each chart's place in each cell.
  Name rows_of_places(const Name& places) {
    const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
    return layers_.reshape(
        transposed(layers_.reshape(places, {-1, charts_, 2, area}), {0, 1, 3, 2}), {-1, 2});
  }

  /// TexturesImpl::bent() of a latent in float32.
  Name bent(const Name& latent) {
    Name x = latent;
    for (std::size_t i = 0; i < generator_.textures->mapping.size(); ++i) {
      x = layers_.lrelu(layers_.dense("textures.mapping" + std::to_string(i), x,
                                      generator_.textures->mapping[i]));
    }
    return x;
  }

  /// The texels of all parts with all levels added up, [P,2·B·T²] in eight bits with a scale for
  /// each part's numbers, or as they are.
  Name bank() {
    Tensor all;
    for (const Tensor& level : generator_.textures->banks) {
      const Tensor flat = level.detach().to(torch::kCPU).flatten(0, 1);
      all = all.defined() ? upsample_bilinear(all) + flat : flat;
    }
    const auto parts = static_cast<std::int64_t>(generator_.spec().parts.size());
    all = all.view({parts, -1}).contiguous();
    if (!half_) return layers_.bias("textures.bank", all);
    const Tensor grouped = all.view({parts * 2 * generator_.spec().basis, -1});
    const Tensor low = std::get<0>(grouped.min(1, true)), high = std::get<0>(grouped.max(1, true));
    const Tensor scale = ((high - low) / 255).clamp_min(1e-12);
    const Tensor bytes = ((grouped - low) / scale).round().clamp(0, 255).to(torch::kUInt8);
    const Name stored = graph_.constant("textures.bank.bytes", OnnxType::uint8,
                                        std::vector<std::int64_t>(grouped.sizes().vec()),
                                        {static_cast<const char*>(bytes.contiguous().data_ptr()),
                                         static_cast<std::size_t>(bytes.numel())});
    const Name values =
        add(layers_.multiply(graph_.float32(stored), layers_.bias("textures.bank.scale", scale)),
            layers_.bias("textures.bank.low", low));
    return layers_.reshape(values, {parts, -1});
  }

  /// The part of each layer that this latent is surest of: [N,L] whole numbers as float32.
  Name chosen(const Name& latent) {
    const TextureParts& parts = generator_.spec().parts;
    const std::int64_t layers = layers_of(parts), count = static_cast<std::int64_t>(parts.size());
    const Name sure = add(
        layers_.dense("textures.presence", latent, generator_.textures->presence),
        layers_.dense("textures.presence_bent", bent_latent_, generator_.textures->presence_bent));
    std::vector<float> masks;  // [P,L]
    for (const TexturePart& part : parts) {
      for (std::int64_t layer = 0; layer < layers; ++layer) {
        masks.push_back(part.layer == layer ? 0.f : -1e6f);
      }
    }
    const Name masked =
        add(layers_.reshape(sure, {-1, count, 1}), constant({count, layers}, masks));
    return layers_.reshape(largest(masked, count).index, {-1, layers});
  }

  Name atlas_of(const Name& latent, const Name& colours) {
    const GeneratorSpec& spec = generator_.spec();
    const std::int64_t layers = layers_of(spec.parts), basis = spec.basis;
    const std::int64_t texels = static_cast<std::int64_t>(spec.texels) * spec.texels;
    const Name worn =
        layers_.reshape(rows(bank(), chosen(latent)), {-1, layers, 2, basis * texels});
    const Name flat = layers_.reshape(worn, {-1, 2, basis, texels});  // [N·L,2,B,T²]
    const Name weights = layers_.reshape(
        add(layers_.dense("textures.dyes", colours, generator_.textures->dyes),
            layers_.dense("textures.dyes_bent", bent_colours_, generator_.textures->dyes_bent)),
        {-1, 1, 3, basis + 1});
    const auto part = [&](const Name& x, std::int64_t axis, std::int64_t begin, std::int64_t end) {
      return graph_.node(
          "Slice", {x, graph_.integers({begin}), graph_.integers({end}), graph_.integers({axis})});
    };
    const Name dyed = add(graph_.node("MatMul", {part(weights, 3, 0, basis), flat}),
                          part(weights, 3, basis, basis + 1));  // [N·L,2,3,T²]
    const Name all = graph_.node("Concat", {dyed, part(flat, 2, 0, texel_features)},
                                 {{"axis", std::int64_t{2}}});
    return layers_.reshape(transposed(all, {0, 1, 3, 2}), {-1, texel_numbers});
  }

  /// The four cells around each pixel, [4,1,R²], and their weights, [4,1,R²,1].
  void make_taps() {
    if (!tap_cells_.empty()) return;
    const PaintSource<const float> grid{.images = 1, .cells = cells_};
    const std::size_t area = static_cast<std::size_t>(resolution_) * resolution_;
    std::vector<float> cells(4 * area), weights(4 * area);
    for (int y = 0; y < resolution_; ++y) {
      for (int x = 0; x < resolution_; ++x) {
        const CellTaps at = cell_taps(grid, 0, y, x, resolution_);
        for (std::size_t t = 0; t < 4; ++t) {
          const std::size_t i = t * area + static_cast<std::size_t>(y) * resolution_ + x;
          cells[i] = static_cast<float>(at.cell[t]);
          weights[i] = at.weight[t];
        }
      }
    }
    const auto count = static_cast<std::int64_t>(area);
    tap_cells_ = constant({4, 1, count}, cells);
    tap_weights_ = constant({4, 1, count, 1}, weights);
  }

  /// The sum over taps [4,N,R²,F] → [N,R²,F].
  Name summed(const Name& taps, const Name& weights) {
    return graph_.node("ReduceSum", {layers_.multiply(taps, weights), graph_.integers({0})},
                       {{"keepdims", std::int64_t{0}}});
  }

  /// The colours less white [N,R²,3] of the charts with these numbers [N,1,R²], from 1 on.
  Name colour_of(const Name& places, const Name& atlas, const Name& number, const Name& lead,
                 const Name& extras) {
    make_taps();
    const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
    const int texels = generator_.spec().texels;
    // Of the ground, whose colour is not used, chart 0.
    const Name chart = graph_.node("Relu", {graph_.node("Sub", {number, graph_.number(1)})});
    const auto of_chart = [&](std::int64_t each) {  // [N,R²]
      return layers_.reshape(
          per_character(layers_.scale(chart, static_cast<double>(each)), charts_ * each),
          {-1, static_cast<std::int64_t>(resolution_) * resolution_});
    };
    const Name place = summed(rows(places, add(tap_cells_, of_chart(area))), tap_weights_);
    const Name at = graph_.node("Clip", {layers_.scale(place, texels - 1), graph_.number(0),
                                         graph_.number(static_cast<float>(texels - 1))});
    const Name corner = graph_.node(
        "Min",
        {graph_.node("Floor", {at}), graph_.number(static_cast<float>(texels - 2))});  // [N,R²,2]
    const Name beyond = graph_.node("Sub", {at, corner});
    const Name before = graph_.node("Sub", {graph_.number(1), beyond});
    const auto axis = [&](const Name& x, std::int64_t i) {
      return graph_.node("Slice",
                         {x, graph_.integers({i}), graph_.integers({i + 1}), graph_.integers({2})});
    };
    const std::int64_t pixels = static_cast<std::int64_t>(resolution_) * resolution_;
    const Name texel =
        add(of_chart(static_cast<std::int64_t>(texels) * texels),
            layers_.reshape(add(layers_.scale(axis(corner, 1), texels), axis(corner, 0)),
                            {-1, pixels}));
    const auto t = static_cast<float>(texels);
    const Name four = add(constant({4, 1, 1}, {0, 1, t, t + 1}), texel);  // [4,N,R²]
    const Name x0 = axis(before, 0), x1 = axis(beyond, 0), y0 = axis(before, 1),
               y1 = axis(beyond, 1);
    std::vector<Name> weights;
    for (const auto& [x, y] : {std::pair{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}}) {
      weights.push_back(layers_.reshape(layers_.multiply(x, y), {1, -1, pixels, 1}));
    }
    const Name weight = graph_.node("Concat", weights, {{"axis", std::int64_t{0}}});
    const Name features = summed(rows(atlas, four), weight);  // [N,R²,texel_numbers]
    const Name inputs = graph_.node("Concat", {features, transposed(lead, {0, 2, 1}), extras},
                                    {{"axis", std::int64_t{2}}});
    const auto dense = [&](const char* name, const Name& x, const EqualizedLinear& layer) {
      const Tensor weight_of = layer->scaled_weight().t().contiguous();
      return add(graph_.node("MatMul", {x, layers_.weight(fresh(name) + ".weight", weight_of)}),
                 layers_.bias(fresh(name) + ".bias", layer->bias));
    };
    const Name hidden = layers_.lrelu(dense("colour1", inputs, generator_.colour1));
    const Name colour = add(dense("colour2", hidden, generator_.colour2),
                            graph_.node("Slice", {features, graph_.integers({0}),
                                                  graph_.integers({3}), graph_.integers({2})}));
    return graph_.node("Sub", {colour, graph_.number(1)});
  }
  /// Two samples of a pixel have the same layers.
  Name fresh(const char* name) { return name + ("_" + std::to_string(count_++)); }

  OnnxGraph& graph_;
  OnnxLayers& layers_;
  OnnxConditionMaps& maps_;
  TextureGenerator& generator_;
  int resolution_, cells_;
  std::int64_t charts_;
  bool half_;
  Name character_, bent_latent_, bent_colours_, tap_cells_, tap_weights_;
  int count_ = 0;
};

}  // namespace

std::string texture_nodes(OnnxGraph& graph, OnnxLayers& layers, OnnxConditionMaps& maps,
                          TextureGenerator& generator, const std::string& latent,
                          const std::string& colours, int resolution, bool half_weights) {
  return TextureNodes(graph, layers, maps, generator, resolution, half_weights)
      .picture(latent, colours);
}

}  // namespace psgan::trainer
