#include "characters/wardrobe.h"

#include <algorithm>

#include "characters/canvas.h"
#include "characters/head.h"
#include "characters/look_traits.h"
#include "characters/looks.h"
#include "characters/rig.h"
#include "characters/simplify.h"
#include "characters/vrm_writer.h"
#include "psgan/error.h"

namespace psgan::characters {
namespace {

Look checked_look(int number) {
  if (number < 0)
    throw Error("Look " + std::to_string(number) + " does not exist: looks are numbered from 0.");
  return look(number);
}

Material skin_material(const std::string& name, const Colour& colour) {
  Material m = plain(name, colour);
  m.shade = colour * Colour(0.94f, 0.79f, 0.77f);
  m.line = glm::mix(colour * 0.45f, rgb(0x7a3d38), 0.6f);
  return m;
}

Part head_part(const Look& look) {
  Material material = skin_material("face", look.skin);
  material.shade = Colour(0.94f, 0.79f, 0.77f);
  material.colour = Colour(1);
  Face face = look.face;
  face.shadow = fringe_end(look.hair.fringe);
  material.texture = paint_face(face, look.skin);
  material.shading_shift = 0.1f;  // the face stays light longer than the rest
  return {material, head_mesh(look.ears)};
}

/// Body and everything that is cut from its field.
void add_figure(Character& character, const Look& look) {
  Worn worn;
  worn.layers.push_back(
      {"skin", look.skin, {}, {}, [&](const Canvas& c, bool) {
         // The head's shadow on the neck: nothing casts shadows in cel shading.
         const auto shade = look.skin * Colour(0.93f, 0.77f, 0.75f);
         smooth_path(
             c.pen(),
             {{-0.07f, 1.30f}, {-0.05f, 1.176f}, {0, 1.158f}, {0.05f, 1.176f}, {0.07f, 1.30f}},
             true);
         c.colour(shade);
         cairo_fill(c.pen());
       }});
  add_legs_and_shoes(worn, look.outfit);
  add_bottom(worn, look.outfit, look.build);
  add_top(worn, look.outfit, look.build);
  for (auto& cloth : worn.over) worn.layers.push_back(std::move(cloth));
  for (auto& part : layers(look.build, worn.layers)) {
    if (part.material.name == "skin") {
      const auto like = skin_material("skin", look.skin);
      part.material.line = like.line;
      part.material.shade = Colour(0.94f, 0.79f, 0.77f);
    }
    character.parts.push_back(std::move(part));
  }
  for (auto& part : worn.parts) character.parts.push_back(std::move(part));
}

}  // namespace

int named_looks() { return composed_looks(); }

std::string look_title(int number) { return checked_look(number).title; }

LookTraits traits_of_looks(const std::vector<int>& numbers) {
  std::vector<Look> looks;
  for (const int number : numbers) looks.push_back(checked_look(number));
  return traits_of_looks(looks);
}

LookTraits traits_of_looks(const std::vector<Look>& looks) {
  LookTraits traits{wardrobe_schema(), {}, wardrobe_sampler()};
  for (const Look& look : looks) traits.looks.push_back(traits_of(look));
  return traits;
}

std::vector<std::uint8_t> character_vrm(int number) { return character_vrm(checked_look(number)); }

std::vector<std::uint8_t> character_vrm(const Look& look) {
  Character character;
  character.title = look.title;
  add_figure(character, look);
  const auto figure_parts = character.parts.size();
  character.parts.push_back(head_part(look));
  for (auto& part : hair_parts(look.hair, character.chains))
    character.parts.push_back(std::move(part));
  for (const auto& extra : look.outfit.extras) add_extra(character, extra);
  constexpr auto head = static_cast<std::uint8_t>(Joint::head);
  for (auto i = figure_parts; i < character.parts.size(); ++i) {
    Mesh& mesh = character.parts[i].mesh;
    const bool on_head = std::any_of(mesh.vertices.begin(), mesh.vertices.end(),
                                     [](const Vertex& v) { return v.joints[0] == head; });
    if (on_head) enlarge_head(mesh);
  }
  for (auto& chain : character.chains)
    for (auto& p : chain.points)
      if (chain.parent == Joint::head) p = head_enlarged(p);
  for (auto& part : character.parts)
    part.mesh = simplified(part.mesh, part.material.name == "face"   ? 0.0004f
                                      : part.material.name == "hair" ? 0.0009f
                                                                     : 0.0012f);
  return to_vrm(character);
}

}  // namespace psgan::characters
