#include "trainer/onnx/texture_export.h"

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
        cells_(generator.cells_for(resolution)),
        charts_(charts_of(generator.spec().parts)),
        half_(half_weights) {}

  Name picture(const Name& latent, const Name& colours) {
    // 0, 1, 2 … for the N characters, [N,1].
    const Name one = add(layers_.scale(layers_.columns(latent, 0, 1), 0), graph_.number(1));
    character_ = graph_.node("CumSum", {one, scalar(0)}, {{"exclusive", std::int64_t{1}}});
    std::tie(bent_latent_, bent_colours_) =
        layers_.for_both(latent, colours, [&](const Name& x) { return bent(x); });
    const CellNames cells = cells_of(latent);
    const Name atlas = atlas_of(latent, colours);  // [texel_numbers,N·K·T²]
    const Name table = table_of(cells);
    const int grid = choice_grid(cells_, resolution_);
    const Name shares = layers_.reshape(enlarged(cells.shares, grid),
                                        {0, charts_ + 1, static_cast<std::int64_t>(grid) * grid});
    const Name extras = transposed(
        layers_.reshape(enlarged(cells.extras, resolution_), {0, paint_extras, pixels()}),
        {1, 0, 2});
    const Largest most = largest(shares, charts_ + 1);
    // Shares are at most 1.
    const Largest next =
        largest(graph_.node("Sub", {shares, layers_.scale(most.there, 2)}), charts_ + 1);
    const Name first = of_pixels(most.index, grid), second = of_pixels(next.index, grid);
    const Name at_first = at_pixels(table, first), at_second = at_pixels(table, second);
    const Name lead = graph_.node("Sub", {part(at_first, 0, 1), part(at_second, 0, 1)});
    const Name weight =
        graph_.node("Sigmoid", {layers_.scale(lead, share_slope(cells_, resolution_))});
    const Name other = graph_.node("Sub", {graph_.number(1), weight});
    const auto painted = [&](const Name& chart, const Name& at, const Name& leads,
                             const Name& share) {  // [3,N,R²]
      const Name seen = layers_.multiply(
          share, layers_.multiply(step(layers_.reshape(chart, {1, -1, pixels()}), 0.5f),
                                  step(share, least_pixel_share)));
      return layers_.multiply(colour_of(atlas, chart, at, leads, extras), seen);
    };
    const Name both = add(painted(first, at_first, lead, weight),
                          painted(second, at_second, layers_.scale(lead, -1), other));
    return layers_.reshape(transposed(add(both, graph_.number(1)), {1, 0, 2}),
                           {0, 3, resolution_, resolution_});
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
  Name part(const Name& x, std::int64_t begin, std::int64_t end, std::int64_t axis = 0) {
    return graph_.node(
        "Slice", {x, graph_.integers({begin}), graph_.integers({end}), graph_.integers({axis})});
  }
  std::int64_t pixels() const { return static_cast<std::int64_t>(resolution_) * resolution_; }
  /// 1 where x is more than the threshold, else 0.
  Name step(const Name& x, float threshold) {
    return graph_.float32(graph_.node("Greater", {x, graph_.number(threshold)}));
  }
  Name enlarged(const Name& x, int side) {
    const float factor = static_cast<float>(side) / static_cast<float>(cells_);
    if (factor == 1) return x;
    return graph_.node("Resize", {x, "", constant({4}, {1, 1, factor, factor})},
                       {{"mode", "linear"}, {"coordinate_transformation_mode", "half_pixel"}});
  }
  /// Of each block [N,1,grid²], for each of its pixels [N,1,R²].
  Name of_pixels(const Name& blocks, int grid) {
    if (grid == resolution_) return blocks;
    return layers_.reshape(layers_.upsample(layers_.reshape(blocks, {0, 1, grid, grid})),
                           {0, 1, pixels()});
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
  /// Of a table, along this axis, what has these numbers, which are whole.
  Name gathered(const Name& table, const Name& numbers, std::int64_t axis) {
    constexpr std::int64_t int32 = 6;  // of ONNX's types
    return graph_.node("Gather", {table, graph_.node("Cast", {numbers}, {{"to", int32}})},
                       {{"axis", axis}});
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

  /// [3,N·(1+K)·C²]: each chart's share and place in each cell; the ground's place is 0.
  Name table_of(const CellNames& cells) {
    const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
    const Name shares = layers_.reshape(cells.shares, {0, charts_ + 1, 1, area});
    const Name nowhere =
        layers_.scale(layers_.reshape(layers_.columns(cells.places, 0, 2), {0, 1, 2, area}), 0);
    const Name places =
        layers_.concatenate(nowhere, layers_.reshape(cells.places, {0, charts_, 2, area}));
    const Name both = graph_.node("Concat", {shares, places}, {{"axis", std::int64_t{2}}});
    return layers_.reshape(transposed(both, {2, 0, 1, 3}), {3, -1});
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
        layers_.reshape(gathered(bank(), chosen(latent), 0), {-1, layers, 2, basis * texels});
    const Name flat = layers_.reshape(worn, {-1, 2, basis, texels});  // [N·L,2,B,T²]
    const Name weights = layers_.reshape(
        add(layers_.dense("textures.dyes", colours, generator_.textures->dyes),
            layers_.dense("textures.dyes_bent", bent_colours_, generator_.textures->dyes_bent)),
        {-1, 1, 3, basis + 1});
    const Name dyed = add(graph_.node("MatMul", {part(weights, 0, basis, 3), flat}),
                          part(weights, basis, basis + 1, 3));  // [N·L,2,3,T²]
    const Name all = graph_.node("Concat", {dyed, part(flat, 0, texel_features, 2)},
                                 {{"axis", std::int64_t{2}}});
    return layers_.reshape(transposed(all, {2, 0, 1, 3}), {texel_numbers, -1});
  }

  /// The four cells around each pixel, [4,1,R²], and their weights: of those of rows
  /// and of columns, which runtimes multiply once, when they load the file.
  void make_taps() {
    const PaintSource<const float> grid{.images = 1, .cells = cells_};
    const auto side = static_cast<std::size_t>(resolution_);
    std::array<std::vector<float>, 2> cells, weights;  // of rows and of columns
    for (auto* each : {&cells, &weights}) each->fill(std::vector<float>(4 * side));
    for (int i = 0; i < resolution_; ++i) {
      // Both coordinates are the same along the diagonal, and so are the weights' factors.
      const CellTaps at = cell_taps(grid, 0, i, i, resolution_);
      const float far = std::sqrt(at.weight[3]), near = std::sqrt(at.weight[0]);
      for (std::size_t t = 0; t < 4; ++t) {
        const std::size_t place = t * side + static_cast<std::size_t>(i);
        const bool below = t / 2 == 1, right = t % 2 == 1;
        cells[0][place] = static_cast<float>(at.cell[below ? 3 : 0] / cells_ * cells_);
        cells[1][place] = static_cast<float>(at.cell[right ? 3 : 0] % cells_);
        weights[0][place] = below ? far : near;
        weights[1][place] = right ? far : near;
      }
    }
    const std::int64_t r = resolution_;
    tap_cells_ = layers_.reshape(add(constant({4, r, 1}, cells[0]), constant({4, 1, r}, cells[1])),
                                 {4, 1, pixels()});
    tap_weights_ = layers_.reshape(
        layers_.multiply(constant({4, r, 1}, weights[0]), constant({4, 1, r}, weights[1])),
        {4, 1, pixels()});
  }

  /// The sum over taps [F,4,N,R²] → [F,N,R²].
  Name summed(const Name& taps, const Name& weights) {
    return graph_.node("ReduceSum", {layers_.multiply(taps, weights), graph_.integers({1})},
                       {{"keepdims", std::int64_t{0}}});
  }
  /// What the cells' table says at each pixel of its chart [N,1,R²], 0 the ground: [3,N,R²].
  Name at_pixels(const Name& table, const Name& chart) {
    if (tap_cells_.empty()) make_taps();
    const std::int64_t area = static_cast<std::int64_t>(cells_) * cells_;
    return summed(gathered(table, add(tap_cells_, offset(chart, area, charts_ + 1)), 1),
                  tap_weights_);
  }
  /// Where a chart begins in a table of so many charts for each character, each of so many places:
  /// [N,R²].
  Name offset(const Name& chart, std::int64_t places_each, std::int64_t charts) {
    return layers_.reshape(
        per_character(layers_.scale(chart, static_cast<double>(places_each)), charts * places_each),
        {-1, pixels()});
  }

  /// The colours less white [3,N,R²] of the charts with these numbers [N,1,R²], from 1 on, at what
  /// at_pixels() says.
  Name colour_of(const Name& atlas, const Name& number, const Name& at_pixel, const Name& lead,
                 const Name& extras) {
    const int texels = generator_.spec().texels;
    // Of the ground, whose colour is not used, chart 0.
    const Name chart = graph_.node("Relu", {graph_.node("Sub", {number, graph_.number(1)})});
    const Name at =
        graph_.node("Clip", {layers_.scale(part(at_pixel, 1, 3), texels - 1), graph_.number(0),
                             graph_.number(static_cast<float>(texels - 1))});
    const Name corner = graph_.node(
        "Min",
        {graph_.node("Floor", {at}), graph_.number(static_cast<float>(texels - 2))});  // [2,N,R²]
    const Name beyond = graph_.node("Sub", {at, corner});
    const Name before = graph_.node("Sub", {graph_.number(1), beyond});
    const auto axis = [&](const Name& x, std::int64_t i) { return part(x, i, i + 1); };
    const Name texel =
        add(offset(chart, static_cast<std::int64_t>(texels) * texels, charts_),
            add(layers_.scale(axis(corner, 1), texels), axis(corner, 0)));  // [1,N,R²]
    const auto t = static_cast<float>(texels);
    const Name four = add(constant({4, 1, 1}, {0, 1, t, t + 1}), texel);  // [4,N,R²]
    const Name x0 = axis(before, 0), x1 = axis(beyond, 0), y0 = axis(before, 1),
               y1 = axis(beyond, 1);
    std::vector<Name> weights;
    for (const auto& [x, y] : {std::pair{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}}) {
      weights.push_back(layers_.multiply(x, y));
    }
    const Name weight = graph_.node("Concat", weights, {{"axis", std::int64_t{0}}});
    const Name features = summed(gathered(atlas, four, 1), weight);  // [texel_numbers,N,R²]
    const Name inputs =
        graph_.node("Concat", {features, lead, extras}, {{"axis", std::int64_t{0}}});
    const auto dense = [&](const char* name, const Name& x, const EqualizedLinear& layer) {
      const Name fresh = name + ("_" + std::to_string(count_++));  // each sample has its own
      return add(
          graph_.node("MatMul", {layers_.weight(fresh + ".weight", layer->scaled_weight()), x}),
          layers_.bias(fresh + ".bias", layer->bias.view({-1, 1})));
    };
    const Name flat = layers_.reshape(inputs, {colour_inputs, -1});
    const Name hidden = layers_.lrelu(dense("colour1", flat, generator_.colour1));
    const Name colour =
        add(layers_.reshape(dense("colour2", hidden, generator_.colour2), {3, -1, pixels()}),
            part(features, 0, 3));
    return graph_.node("Sub", {colour, graph_.number(1)});
  }

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
