// The card of a model that the page can run: models/NAME/card.json beside NAME's ONNX file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "psgan/generator_spec.h"

namespace psgan {

/// A latent worth showing, by its seed.
struct NamedSeed {
  std::string title;
  std::uint64_t seed = 0;
};

struct ModelCard {
  std::string name;   ///< The folder's name and the share link's m=: letters, digits, '-', '_'.
  std::string title;  ///< For people.
  GeneratorSpec spec;
  std::string onnx = "model.onnx";  ///< Inputs latent [N,Z] and keypoints [N,20,3], output image
                                    ///< [N,3,R,R] in [−1,1].
  /// The file has an input colours [N,Z] too: the latent whose colours are worn, which is the same
  /// as `latent` for the character of that latent.
  bool colours = false;
  std::string sha256;       ///< Of the ONNX file, 64 hexadecimal digits.
  std::uint64_t bytes = 0;  ///< Of the ONNX file.
  /// The places of the file's bytes that say in which of ONNX's types it works: 1, which is
  /// float32. With 10 written to all of them it works in float16, for graphics cards. Empty: it
  /// cannot.
  std::vector<std::uint64_t> working_type_at;
  std::string preview = "preview.png";
  std::string licence;
  std::string training;               ///< Images shown, hours, data: a sentence or two.
  std::vector<NamedSeed> characters;  ///< Seeds that make good first impressions, the best first.
};

std::string to_json(const ModelCard& card);

/// Throws Error naming `where` and the field that is missing or wrong, also when the card's
/// skeleton is another than this program's.
ModelCard model_card_from_json(const std::string& json, const std::string& where);

}  // namespace psgan
