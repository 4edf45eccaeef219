// The card of a model that the page can run: models/NAME/card.json beside NAME's ONNX file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "psgan/generator_spec.h"
#include "psgan/latent_space.h"

namespace psgan {

/// A latent worth showing, by its seed.
struct NamedSeed {
  std::string title;
  std::uint64_t seed = 0;
};

/// One of the arrays of float32 that a model takes or gives.
struct ModelTensor {
  std::string name;
  std::vector<int> shape;  ///< Of one picture: what follows N, the number of pictures.
  friend bool operator==(const ModelTensor&, const ModelTensor&) = default;
};

/// "[N,20,3]".
std::string shape_text(const ModelTensor& tensor);

/// The file that finds a dropped picture's traits, beside the model's: it takes regions
/// [N,regions·3,region_size,region_size], which cut_out() (figure_regions.h) makes of a picture of
/// resolution² pixels, and keypoints [N,20,3], and gives found [N,encoded_size(schema)], of which
/// decode() (traits.h) makes traits.
struct EncoderCard {
  std::string onnx;
  std::string sha256;
  std::uint64_t bytes = 0;
  int resolution = 0;
  int region_size = 0;
};

struct ModelCard {
  std::string name;   ///< The folder's name and the share link's m=: letters, digits, '-', '_'.
  std::string title;  ///< For people.
  GeneratorSpec spec;
  LatentSpace latents;  ///< How seeds and chosen parts become the latent; of the spec's size.
  std::string onnx = "model.onnx";
  /// What the file takes, see standard_inputs(); programs may meet other inputs in a card, which
  /// they have no values for.
  std::vector<ModelTensor> inputs;
  ModelTensor output;       ///< See standard_output().
  std::string sha256;       ///< Of the ONNX file, 64 hexadecimal digits.
  std::uint64_t bytes = 0;  ///< Of the ONNX file.
  /// The places of the file's bytes that say in which of ONNX's types it works: 1, which is
  /// float32. With 10 written to all of them it works in float16, for graphics cards. Empty: it
  /// cannot.
  std::vector<std::uint64_t> working_type_at;
  /// The camera saw the characters from their front and up to so far to either side, degrees, 0 to
  /// 180: farther round nothing was learned. Nothing: from all sides, or unknown.
  std::optional<float> yaw_range;
  std::string preview = "preview.png";
  /// A small picture of the first character in the page's first pose, which is there before the
  /// model is; empty: none.
  std::string start;
  std::string licence;
  std::string version;   ///< Read: of the program that wrote the card, empty before 0.2.0.
  std::string training;  ///< Images shown, hours, data: a sentence or two.
  std::vector<NamedSeed> characters;   ///< Seeds that make good first impressions, the best first.
  std::optional<EncoderCard> encoder;  ///< Of models with traits alone; none: they have no encoder.

  /// Whether the file has an input of that name.
  bool takes(std::string_view input) const;
};

/// The inputs that a generator is exported with: latent [N,Z], keypoints [N,20,3] and, with
/// `colours`, colours [N,Z]: the latent whose colours are worn, the same as `latent` for the
/// character of that latent.
std::vector<ModelTensor> standard_inputs(const GeneratorSpec& spec, bool colours);

/// image [N,3,R,R] in [−1,1].
ModelTensor standard_output(const GeneratorSpec& spec);

std::string to_json(const ModelCard& card);

/// Throws Error naming `where` and the field that is missing or wrong, also when the card's
/// skeleton is another than this program's, or a standard input has another shape than its
/// generator's. A card without `inputs`, as they were before, has the standard ones, with colours
/// if its field `colours` says so.
ModelCard model_card_from_json(const std::string& json, const std::string& where);

}  // namespace psgan
