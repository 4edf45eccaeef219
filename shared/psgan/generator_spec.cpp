#include "psgan/generator_spec.h"

#include <algorithm>
#include <array>
#include <bit>

#include "psgan/enum_names.h"
#include "psgan/json.h"

namespace psgan {
namespace {

constexpr EnumNames<Architecture, 3> architecture_names{{"paper", "fast", "texture"}};

void check_range(int value, int low, int high, const char* key, const std::string& where) {
  if (value >= low && value <= high) return;
  throw Error(where + ": " + key + " is " + std::to_string(value) + ", expected " +
              std::to_string(low) + " to " + std::to_string(high));
}

void check_textures(const GeneratorSpec& spec, const std::string& where) {
  check_range(spec.cells, 16, spec.resolution, "cells", where);
  stage_of(spec.cells);
  check_range(spec.texels, 8, 1024, "texels", where);
  if (spec.texels % 8 != 0) {
    throw Error(where + ": texels is " + std::to_string(spec.texels) +
                ", expected a multiple of 8");
  }
  check_range(spec.basis, 6, 256, "basis", where);
  if (spec.palette || spec.looks > 0 || spec.sum_from > 0 || spec.maps_from_below > 0) {
    throw Error(where +
                ": palette, looks, sum_from and maps_from_below mean nothing to the "
                "texture architecture, expected none of them");
  }
}

}  // namespace

std::string_view name(Architecture architecture) { return architecture_names[architecture]; }

std::optional<Architecture> architecture_named(std::string_view wanted) {
  return architecture_names.find(wanted);
}

int stage_of(int resolution) {
  if (resolution < 4 || !std::has_single_bit(static_cast<unsigned>(resolution))) {
    throw Error("resolution " + std::to_string(resolution) + " is no power of two from 4 on");
  }
  return std::countr_zero(static_cast<unsigned>(resolution)) - 2;
}

int feature_maps(const GeneratorSpec& spec, int resolution) {
  return std::max(1, std::min(spec.fmap_base >> (stage_of(resolution) + 1), spec.fmap_max));
}

bool adds(const GeneratorSpec& spec, int resolution) {
  return spec.sum_from > 0 && resolution > spec.sum_from;
}

int map_resolution(const GeneratorSpec& spec, int resolution) {
  if (spec.architecture == Architecture::texture) return std::min(resolution, spec.cells);
  const bool from_below = spec.maps_from_below > 0 && resolution >= spec.maps_from_below;
  return from_below ? resolution / 2 : resolution;
}

void check(const GeneratorSpec& spec, const std::string& where) {
  check_range(spec.resolution, 4, 1024, "resolution", where);
  if (!std::has_single_bit(static_cast<unsigned>(spec.resolution))) {
    throw Error(where + ": resolution is " + std::to_string(spec.resolution) +
                ", expected a power of two");
  }
  check_range(spec.latent_size, 1, 4096, "latent_size", where);
  check_range(spec.fmap_base, 4, 1 << 16, "fmap_base", where);
  check_range(spec.fmap_max, 1, 4096, "fmap_max", where);
  if (spec.encoding == PoseEncoding::none && spec.architecture != Architecture::paper) {
    throw Error(where + ": encoding is \"none\", but the " + std::string(name(spec.architecture)) +
                " architecture draws from the pose alone; only the paper's knows how to do "
                "without");
  }
  if (spec.architecture == Architecture::texture) check_textures(spec, where);
  check_range(spec.looks, 0, spec.latent_size, "looks", where);
  check_range(spec.traits, 0, spec.latent_size, "traits", where);
  if (spec.traits > 0 && spec.looks > 0) {
    throw Error(where + ": looks is " + std::to_string(spec.looks) +
                ", expected 0 beside traits, which say more of a character than her number");
  }
  if (spec.architecture == Architecture::paper && (spec.traits > 0 || spec.palette)) {
    throw Error(where + ": " + (spec.palette ? "palette is true" : "traits is not 0") +
                ", but only the fast architecture takes it");
  }
  check_range(spec.sum_from, 0, 1024, "sum_from", where);
  if (spec.sum_from != 0) stage_of(spec.sum_from);
  if (spec.maps_from_below == 0) return;
  check_range(spec.maps_from_below, 8, 1024, "maps_from_below", where);
  stage_of(spec.maps_from_below);
  if (spec.architecture == Architecture::paper) {
    throw Error(where + ": maps_from_below is " + std::to_string(spec.maps_from_below) +
                ", but the paper's networks take each resolution's own map, expected 0");
  }
}

std::string to_json(const GeneratorSpec& spec) {
  Json json{{"skeleton", skeleton_name},       {"architecture", name(spec.architecture)},
            {"encoding", name(spec.encoding)}, {"resolution", spec.resolution},
            {"latent_size", spec.latent_size}, {"fmap_base", spec.fmap_base},
            {"fmap_max", spec.fmap_max},       {"looks", spec.looks},
            {"sum_from", spec.sum_from},       {"maps_from_below", spec.maps_from_below},
            {"traits", spec.traits},           {"palette", spec.palette}};
  if (spec.architecture == Architecture::texture) {
    json.update({{"cells", spec.cells},
                 {"texels", spec.texels},
                 {"basis", spec.basis},
                 {"parts", to_json(spec.parts)}});
  }
  return json.dump(2);
}

GeneratorSpec generator_spec_from_json(const std::string& text, const std::string& where) {
  const Json json = parse_json_object(text, where);
  check_skeleton(field<std::string>(json, "skeleton", where), where);
  GeneratorSpec spec;
  const auto architecture_text = field<std::string>(json, "architecture", where);
  const auto architecture = architecture_named(architecture_text);
  if (!architecture) {
    throw Error(where + ": the architecture is \"" + architecture_text +
                "\", expected paper, fast or texture");
  }
  spec.architecture = *architecture;
  const auto encoding_text = field<std::string>(json, "encoding", where);
  const auto encoding = pose_encoding_named(encoding_text);
  if (!encoding) {
    throw Error(where + ": the encoding is \"" + encoding_text +
                "\", expected point, gaussian, limb or none");
  }
  spec.encoding = *encoding;
  spec.resolution = field<int>(json, "resolution", where);
  spec.latent_size = field<int>(json, "latent_size", where);
  spec.fmap_base = field<int>(json, "fmap_base", where);
  spec.fmap_max = field<int>(json, "fmap_max", where);
  if (json.contains("looks")) spec.looks = field<int>(json, "looks", where);
  if (json.contains("sum_from")) spec.sum_from = field<int>(json, "sum_from", where);
  if (json.contains("maps_from_below")) {
    spec.maps_from_below = field<int>(json, "maps_from_below", where);
  }
  if (json.contains("traits")) spec.traits = field<int>(json, "traits", where);
  if (json.contains("palette")) spec.palette = field<bool>(json, "palette", where);
  if (spec.architecture == Architecture::texture) {
    spec.cells = field<int>(json, "cells", where);
    spec.texels = field<int>(json, "texels", where);
    spec.basis = field<int>(json, "basis", where);
    spec.parts = texture_parts_from_json(field<Json>(json, "parts", where), where);
  }
  check(spec, where);
  return spec;
}

}  // namespace psgan
