// Building blocks of garments: where cloth ends on the body, and what is painted on it. All in
// metres of the T-pose.
#pragma once

#include <glm/glm.hpp>
#include <vector>

#include "characters/canvas.h"
#include "characters/character.h"
#include "characters/mesh.h"
#include "characters/outfit.h"

namespace psgan::characters {

/// Positive below a height on the neck; shoulders are never cut, however high cloth makes them.
float collar_line(const glm::vec3& p, float height);
/// Trunk above `hem`, sleeves as far as `sleeve`, up to `neck` all round.
Region shirt(float hem, float sleeve, float neck);
/// Positive below a V that opens upward from its point, in front; `slope` is rise over run.
float below_v(const glm::vec3& p, float point, float slope);
/// A neckline: a V in front, straight behind.
float v_neck(const glm::vec3& p, float point, float slope, float behind);
/// A sleeveless armhole: beyond x there is an arm, but only above the armpit.
float armhole(const glm::vec3& p, float x);
/// A filled rectangle.
void box(const Canvas& c, const Colour& colour, float x0, float y0, float x1, float y1);
/// Both sleeves between two distances from the middle.
void cuffs(const Canvas& c, const Colour& colour, float from, float to);
/// A band round the neck; never on the shoulders or the sleeves, which reach as high.
void neck_band(const Canvas& c, const Colour& colour, float low);
/// A row of round buttons from top to bottom.
void buttons(const Canvas& c, const Colour& colour, float x, float top, float bottom, int count,
             float radius = 0.0065f);
/// An open line through the points.
void line(const Canvas& c, const Colour& colour, float width, const std::vector<glm::vec2>& points);
/// A filled polygon.
void fill(const Canvas& c, const Colour& colour, const std::vector<glm::vec2>& points);
/// Ease for what lies close to the body; drape is how far it spans hollows.
Ease fitted(float metres, float drape = 0.012f);
/// The opening of what is worn open or buttoned low: lapels around a V.
void lapels(const Canvas& c, const Colour& colour, const Colour& edge, float point);
/// A part that moves with the body.
void add_part(Worn& worn, Material material, Mesh mesh);

}  // namespace psgan::characters
