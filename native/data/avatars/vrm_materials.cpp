#include "data/avatars/vrm_materials.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>

namespace psgan::data {
namespace {

glm::vec3 linear(glm::vec3 srgb) {
  const auto channel = [](float v) {
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
  };
  return {channel(srgb.x), channel(srgb.y), channel(srgb.z)};
}

/// The shade of a material that names none.
constexpr glm::vec3 default_shade{0.62f, 0.50f, 0.62f};

glm::vec4 transform_of(GltfValue texture) {
  const GltfValue t = texture["extensions"]["KHR_texture_transform"];
  glm::vec4 result(0, 0, 1, 1);
  for (std::size_t i = 0; i < 2; ++i) {
    result[int(i)] = float(t["offset"].item(i).number(0));
    result[int(i) + 2] = float(t["scale"].item(i).number(1));
  }
  return result;
}

glm::vec4 transform_of(const tinygltf::TextureInfo& texture) {
  const auto it = texture.extensions.find("KHR_texture_transform");
  if (it == texture.extensions.end()) return {0, 0, 1, 1};
  const GltfValue t(&it->second);
  return {t["offset"].item(0).number(0), t["offset"].item(1).number(0),
          t["scale"].item(0).number(1), t["scale"].item(1).number(1)};
}

/// What plain glTF says.
CelMaterial base_material(const tinygltf::Model& model, const tinygltf::Material& from) {
  CelMaterial m;
  m.name = from.name;
  const auto& pbr = from.pbrMetallicRoughness;
  for (int c = 0; c < 4 && std::size_t(c) < pbr.baseColorFactor.size(); ++c)
    m.lit[c] = float(pbr.baseColorFactor[c]);
  for (int c = 0; c < 3 && std::size_t(c) < from.emissiveFactor.size(); ++c)
    m.emission[c] = float(from.emissiveFactor[c]);
  m.lit_texture = m.shade_texture = image_of_texture(model, pbr.baseColorTexture.index);
  m.emission_texture = image_of_texture(model, from.emissiveTexture.index);
  m.uv_transform = transform_of(pbr.baseColorTexture);
  m.shade = glm::vec3(m.lit) * default_shade;
  if (from.alphaMode == "MASK") m.alpha = Alpha::mask;
  if (from.alphaMode == "BLEND") m.alpha = Alpha::blend;
  m.alpha_cutoff = float(from.alphaCutoff);
  m.cull = from.doubleSided ? Cull::none : Cull::back;
  m.depth_write = m.alpha != Alpha::blend;
  m.unlit = from.extensions.count("KHR_materials_unlit") != 0;
  return m;
}

/// True if the material asks for an outline.
bool read_mtoon1(const tinygltf::Model& model, GltfValue mtoon, CelMaterial& m) {
  m.unlit = false;
  m.shade = mtoon["shadeColorFactor"].rgb({1, 1, 1});
  const GltfValue shade_texture = mtoon["shadeMultiplyTexture"];
  m.shade_texture = image_of_texture(model, shade_texture.texture());
  if (m.lit_texture < 0 && shade_texture) m.uv_transform = transform_of(shade_texture);
  m.shading_shift = float(mtoon["shadingShiftFactor"].number(0));
  m.shading_toony = float(mtoon["shadingToonyFactor"].number(0.9));
  m.render_order = int(mtoon["renderQueueOffsetNumber"].number(0));
  if (mtoon["transparentWithZWrite"].boolean(false)) m.depth_write = true;
  const std::string mode = mtoon["outlineWidthMode"].text("none");
  const bool outlined = mode != "none" && mtoon["outlineWidthFactor"].number(0) > 0;
  if (outlined) m.outline_color = mtoon["outlineColorFactor"].rgb({0, 0, 0});
  return outlined;
}

bool read_mtoon0(const tinygltf::Model& model, GltfValue from, CelMaterial& m) {
  const GltfValue numbers = from["floatProperties"], vectors = from["vectorProperties"];
  const GltfValue textures = from["textureProperties"];
  const std::string shader = from["shader"].text();
  if (shader.find("Unlit") != std::string::npos) {
    m.unlit = true;
    return false;
  }
  if (shader != "VRM/MToon") return false;
  m.unlit = false;
  const GltfValue color = vectors["_Color"];
  m.lit = glm::vec4(linear(color.rgb({1, 1, 1})), float(color.item(3).number(1)));
  m.shade = linear(vectors["_ShadeColor"].rgb({0.97f, 0.81f, 0.86f}));
  m.emission = linear(vectors["_EmissionColor"].rgb({0, 0, 0}));
  m.lit_texture = image_of_texture(model, int(textures["_MainTex"].number(-1)));
  m.shade_texture = image_of_texture(model, int(textures["_ShadeTexture"].number(-1)));
  m.emission_texture = image_of_texture(model, int(textures["_EmissionMap"].number(-1)));
  // The terminator runs from `low` to `high` in N·L; MToon 1.0 gives its middle and its softness.
  const float low = float(numbers["_ShadeShift"].number(0));
  const float high = glm::mix(1.f, low, float(numbers["_ShadeToony"].number(0.9)));
  m.shading_shift = std::clamp(-0.5f * (low + high), -1.f, 1.f);
  m.shading_toony = std::clamp(1 - 0.5f * (high - low), 0.f, 1.f);
  const int blend = int(numbers["_BlendMode"].number(0));
  m.alpha = blend == 0 ? Alpha::opaque : blend == 1 ? Alpha::mask : Alpha::blend;
  m.alpha_cutoff = float(numbers["_Cutoff"].number(0.5));
  m.depth_write = blend != 2;
  m.render_order = int(from["renderQueue"].number(0));
  const int cull = int(numbers["_CullMode"].number(2));
  m.cull = cull == 0 ? Cull::none : cull == 1 ? Cull::front : Cull::back;
  const bool outlined = numbers["_OutlineWidthMode"].number(0) > 0;
  if (outlined && numbers["_OutlineColorMode"].number(0) == 0)
    m.outline_color = linear(vectors["_OutlineColor"].rgb({0, 0, 0}));
  return outlined;
}

}  // namespace

void read_materials(const tinygltf::Model& model, GltfValue vrm0, Avatar& avatar) {
  bool asked = false;
  std::vector<bool> outlined;
  for (std::size_t i = 0; i < model.materials.size(); ++i) {
    const tinygltf::Material& from = model.materials[i];
    CelMaterial m = base_material(model, from);
    const auto mtoon = from.extensions.find("VRMC_materials_mtoon");
    bool wants = false;
    if (vrm0)
      wants = read_mtoon0(model, vrm0["materialProperties"].item(i), m);
    else if (mtoon != from.extensions.end())
      wants = read_mtoon1(model, GltfValue(&mtoon->second), m);
    asked |= wants;
    outlined.push_back(wants);
    avatar.materials.push_back(std::move(m));
  }
  for (std::size_t i = 0; i < outlined.size(); ++i) {
    CelMaterial& m = avatar.materials[i];
    m.outline = asked ? outlined[i] : m.alpha == Alpha::opaque;
  }
  // Meshes without a material get one at the end.
  const int plain = static_cast<int>(avatar.materials.size());
  bool needed = false;
  for (Surface& mesh : avatar.surfaces)
    if (mesh.material < 0 || mesh.material >= plain) {
      mesh.material = plain;
      needed = true;
    }
  if (needed) {
    CelMaterial m;
    m.name = "(none)";
    m.shade = default_shade;
    avatar.materials.push_back(m);
  }
}

}  // namespace psgan::data
