// What a generator is made of: enough to build it anew, and to know what to send to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "psgan/pose_maps.h"
#include "psgan/texture_parts.h"

namespace psgan {

enum class Architecture {
  /// The paper's: the latent makes the 4² features through a dense layer, and the condition map is
  /// concatenated at every resolution.
  paper,
  /// Ours: the pose alone makes the structure, the latent scales and shifts channels.
  fast,
  /// Ours: draws no colours, but says for each cell of a coarse grid which place of which part is
  /// seen there; what the parts look like, textures say.
  texture,
};

std::string_view name(Architecture architecture);
std::optional<Architecture> architecture_named(std::string_view name);

struct GeneratorSpec {
  Architecture architecture = Architecture::fast;
  PoseEncoding encoding = PoseEncoding::limb;
  int resolution = 64;    ///< A power of two from 4 to 1024.
  int latent_size = 512;  ///< Numbers in z.
  int fmap_base = 1024;   ///< See feature_maps().
  int fmap_max = 64;
  /// Fast architecture: the latent's first numbers, so many, choose among the looks of the data set
  /// (their soft-max does, so that between two looks lies a mixture). 0: the latent is all alike.
  int looks = 0;
  /// From this resolution on, each one adds what it draws to the enlarged picture of the one below,
  /// so that a new resolution begins with all that was learned (and the discriminator adds what it
  /// sees in the picture to what it sees in the halved one). 0: the newest draws all, as in
  /// Progressive GAN.
  int sum_from = 0;
  /// Fast architecture: from this resolution on, each one takes the condition map of the resolution
  /// below, which is enlarged together with the features: a quarter of the memory for what is
  /// smooth anyway. 0: each takes its own, as the paper's networks do.
  int maps_from_below = 0;
  /// Fast architecture: the latent's first numbers, so many, are traits as encode() gives them
  /// (psgan/traits.h), and are taken as they are. 0: the latent is normally distributed.
  int traits = 0;
  /// Fast architecture: what the features of a pixel weigh in its colour depends on the latent
  /// (a palette for each resolution) instead of being the same for all characters.
  bool palette = false;
  /// Texture architecture: of the grid, along each side; a power of two from 16 to `resolution`.
  int cells = 64;
  int texels = 48;       ///< Texture architecture: along the side of a chart, a multiple of 8.
  int basis = 12;        ///< Texture architecture: numbers of a texel, 6 or more.
  TextureParts parts{};  ///< Texture architecture: what characters wear.

  friend bool operator==(const GeneratorSpec&, const GeneratorSpec&) = default;
};

/// Progressive GAN's nf(stage) = min(base / 2^stage, max), at least 1; the features at resolution r
/// are nf(log2(r) − 1), so 4² has nf(1).
int feature_maps(const GeneratorSpec& spec, int resolution);

/// Whether that resolution adds to what the ones below make (see GeneratorSpec::sum_from).
bool adds(const GeneratorSpec& spec, int resolution);
/// The resolution of the condition map that the layers of a resolution take.
int map_resolution(const GeneratorSpec& spec, int resolution);

/// 4² is stage 0, 8² stage 1 and so on. Throws Error if resolution is no power of two from 4 on.
int stage_of(int resolution);

/// Throws Error naming the field that is out of range; `where` opens the sentence.
void check(const GeneratorSpec& spec, const std::string& where);

/// A JSON object and back; from_json throws Error naming the field, also when the skeleton in the
/// text is not ours.
std::string to_json(const GeneratorSpec& spec);
GeneratorSpec generator_spec_from_json(const std::string& json, const std::string& where);

}  // namespace psgan
