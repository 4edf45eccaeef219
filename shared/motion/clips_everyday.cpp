#include "motion/own_clips.h"

namespace psgan {
namespace {

Clip idle() {
  Stance a = standing();
  Stance b = a;  // a breath
  b.lean = -3;
  b.nod = 3;
  b.look = 8;
  b.left_arm.raise = 15;
  b.right_arm.raise = 15;
  b.left_arm.bend = 25;
  Stance c = mirrored(a);
  c.look = -10;
  Stance d = mirrored(b);
  d.tilt = 4;
  return Clip("idle", "Standing", true, 6, {{0, a}, {1.5f, b}, {3, c}, {4.5f, d}});
}

Clip walk() {
  // Left heel strikes, then the right leg passes; the second half is the mirror image.
  Stance contact;
  contact.lean = 3;
  contact.turn = -9;
  contact.look = 4;
  contact.roll = 1;
  contact.left_leg = {26, 1, 6, 4, -16, 1};
  contact.right_leg = {-20, 1, 6, 16, 28, 1};
  contact.left_arm = {24, -82, 0, 14, 10, 5};
  contact.right_arm = {30, 78, 0, 32, 10, 5};
  Stance passing;
  passing.lean = 2;
  passing.roll = 4;
  passing.side = 2;
  passing.left_leg = {2, -1, 5, 4, 0, 1};
  passing.right_leg = {18, 1, 6, 55, 12, 0.3f};
  passing.left_arm = {8, 0, 0, 20, 10, 5};
  passing.right_arm = {8, 30, 0, 20, 10, 5};
  return Clip(
      "walk", "Walking", true, 1.04f,
      {{0, contact}, {0.26f, passing}, {0.52f, mirrored(contact)}, {0.78f, mirrored(passing)}});
}

Clip wave() {
  Stance low = standing();
  Stance out = low;
  out.right_arm = arms::waving;
  out.right_arm.bend = 62;
  out.side = -4;
  out.tilt = -9;
  out.left_arm.bend = 35;
  Stance in = out;
  in.right_arm.bend = 112;
  in.right_arm.raise = 80;
  in.tilt = -4;
  return Clip("wave", "Waving", true, 3.4f,
              {{0, low},
               {0.5f, out},
               {0.8f, in},
               {1.1f, out},
               {1.4f, in},
               {1.7f, out},
               {2.0f, in},
               {2.3f, out},
               {2.9f, low}});
}

Clip wave_both() {
  Stance out;
  out.left_arm = out.right_arm = {128, 10, 60, 20, 0, 0};
  out.lean = -6;
  out.left_leg = {2, 8, 10, 2};
  out.right_leg = {2, 8, 10, 2};
  Stance cross = out;
  cross.left_arm = cross.right_arm = {150, 25, 60, 50, 0, 0};
  cross.lift = 0.02f;
  cross.left_leg.point = cross.right_leg.point = 22;
  cross.tilt = 8;
  Stance other = cross;
  other.tilt = -8;
  return Clip("wave-both", "Waving with both arms", true, 1.8f,
              {{0, out}, {0.45f, cross}, {0.9f, out}, {1.35f, other}});
}

Clip bow() {
  Stance up;
  up.left_arm = up.right_arm = {14, 60, -20, 30, 0, 5};
  up.left_leg = up.right_leg = {0, 0, 4, 1};
  Stance down = up;
  down.pitch = 38;
  down.lean = 22;
  down.nod = 12;
  down.left_arm = down.right_arm = {28, 80, -25, 30, 0, 5};
  down.left_leg = down.right_leg = {-8, 0, 4, 1};
  return Clip("bow", "Bowing", true, 3.6f,
              {{0, up}, {0.4f, up}, {1.2f, down}, {2.2f, down}, {3.1f, up}});
}

Clip curtsy() {
  Stance up;
  up.left_arm = up.right_arm = {32, -5, -20, 35, 20, 10};
  Stance down = up;
  down.lean = 16;
  down.nod = 10;
  down.tilt = 6;
  down.left_arm = down.right_arm = {52, -5, -30, 50, 30, 20};
  down.left_leg = {32, 8, 22, 62, 0, 1};
  down.right_leg = {-6, -8, 14, 72, 38, 1};
  return Clip("curtsy", "Curtsy", true, 3.2f, {{0, up}, {1.1f, down}, {1.8f, down}, {2.8f, up}});
}

Clip peace() {
  Stance start = standing();
  Stance sign = start;
  sign.right_arm = {58, 48, 38, 128, -10, -5};
  sign.left_arm = arms::on_hip;
  sign.tilt = -12;
  sign.side = -6;
  sign.roll = -5;
  sign.look = -6;
  sign.left_leg = {14, 7, 20, 26, 20, 1};
  Stance bounce = sign;
  bounce.tilt = -5;
  bounce.right_arm.raise = 68;
  bounce.right_arm.bend = 115;
  return Clip("peace", "Peace sign", true, 3,
              {{0, start}, {0.7f, sign}, {1.2f, bounce}, {1.7f, sign}, {2.5f, start}});
}

Clip hips() {
  Stance a = standing();
  a.left_arm = a.right_arm = arms::on_hip;
  a.left_leg = {4, 11, 16, 4};
  a.right_leg = {0, 9, 12, 1};
  Stance b = a;
  b.roll = 4;
  b.side = -5;
  b.lean = -5;
  b.turn = 14;
  b.look = 12;
  b.nod = -6;
  Stance c = a;
  c.lean = 16;
  c.pitch = 8;
  c.nod = -14;
  c.tilt = 8;
  return Clip("hips", "Hands on hips", true, 3.6f, {{0, a}, {1, b}, {2, a}, {2.8f, c}});
}

Clip point() {
  Stance start = standing();
  Stance aim = start;
  aim.right_arm = {92, 72, 0, 4, -30, 0};
  aim.left_arm = arms::on_hip;
  aim.turn = 18;
  aim.look = -14;
  aim.lean = 4;
  aim.right_leg = {20, 6, 8, 16, 0, 1};
  aim.left_leg = {-14, 8, 18, 4, 0, 1};
  Stance side = aim;
  side.right_arm = {98, 5, 0, 4, 0, 0};
  side.turn = -12;
  side.look = -38;
  Stance up = aim;
  up.right_arm = {150, 40, 20, 6, 0, 0};
  up.lean = -8;
  up.nod = -18;
  up.turn = 6;
  return Clip(
      "point", "Pointing", true, 5,
      {{0, start}, {0.8f, aim}, {1.6f, aim}, {2.3f, side}, {3, side}, {3.6f, up}, {4.3f, up}});
}

Clip think() {
  Stance a = standing();
  a.right_arm = {42, 72, -12, 138, 10, 20};
  a.left_arm = {30, 62, -78, 88, 20, 0};
  a.nod = 6;
  a.tilt = 7;
  a.look = 8;
  Stance b = a;
  b.tilt = -8;
  b.nod = -10;
  b.look = -10;
  b.side = 4;
  return Clip("think", "Thinking", true, 4, {{0, a}, {2, b}});
}

Clip clap() {
  Stance open;
  open.left_arm = open.right_arm = {52, 52, -4, 78, 40, 0};
  open.left_leg = {4, 5, 10, 4};
  open.right_leg = {0, 3, 8, 2};
  Stance shut = open;
  shut.left_arm = shut.right_arm = {46, 74, -24, 84, 40, 0};
  shut.nod = 4;
  shut.left_leg.point = shut.right_leg.point = 10;
  Stance high = shut;
  high.left_arm = high.right_arm = {150, 40, 30, 40, 30, 0};
  high.lean = -6;
  high.nod = -8;
  high.tilt = 8;
  return Clip("clap", "Clapping", true, 2.4f,
              {{0, open}, {0.3f, shut}, {0.6f, open}, {0.9f, shut}, {1.2f, open}, {1.7f, high}});
}

Clip shy() {
  Stance a;
  a.left_arm = a.right_arm = {20, 62, -48, 42, 10, 0};
  a.left_leg = {6, 0, -12, 14, 0, 1};
  a.right_leg = {2, 0, -8, 6, 0, 1};
  a.nod = 12;
  a.tilt = 9;
  a.look = 14;
  a.turn = -8;
  a.side = 4;
  Stance b = a;
  b.left_arm = b.right_arm = {36, 66, -22, 132, 20, 10};
  b.tilt = -8;
  b.look = -10;
  b.turn = 8;
  b.left_leg.bend = 26;
  b.left_leg.forward = 12;
  b.left_leg.point = 20;
  Stance c = a;  // hands behind her back
  c.left_arm = c.right_arm = {22, -62, -62, 42, -20, 0};
  c.lean = 10;
  c.nod = -8;
  c.tilt = -10;
  return Clip("shy", "Shy", true, 5, {{0, a}, {1.4f, b}, {2.4f, b}, {3.6f, c}, {4.3f, c}});
}

Clip stretch() {
  Stance down = standing();
  Stance up;
  up.left_arm = up.right_arm = {170, 0, 75, 22, 0, 0};
  up.lean = -12;
  up.nod = -14;
  up.left_leg = up.right_leg = {0, 2, 6, 0, 30, 1};
  Stance left = up;
  left.side = 28;
  left.roll = -6;
  left.nod = 0;
  left.tilt = 10;
  left.left_leg.point = left.right_leg.point = 0;
  left.left_leg.out = left.right_leg.out = 7;
  Stance crossing = down;
  crossing.right_arm = {92, 84, -30, 22, 0, 0};
  crossing.left_arm = {70, 72, -10, 112, 20, 0};
  crossing.turn = 16;
  crossing.look = -18;
  return Clip("stretch", "Stretching", true, 7,
              {{0, down},
               {1, up},
               {1.7f, up},
               {2.5f, left},
               {3.2f, left},
               {4.0f, mirrored(left)},
               {4.7f, mirrored(left)},
               {5.5f, crossing},
               {6.2f, crossing}});
}

Clip salute() {
  Stance start;
  start.left_arm = start.right_arm = {8, 20, 0, 8, 0, 0};
  start.left_leg = start.right_leg = {0, 1, 10, 0};
  Stance hold = start;
  hold.right_arm = {76, 42, 44, 128, 0, 0};
  hold.lean = -4;
  hold.nod = -4;
  return Clip("salute", "Saluting", true, 2.8f,
              {{0, start}, {0.5f, hold}, {1.7f, hold}, {2.2f, start}});
}

}  // namespace

std::vector<Clip> everyday_clips() {
  return {idle(), walk(),  wave(),  wave_both(), bow(), curtsy(),  peace(),
          hips(), point(), think(), clap(),      shy(), stretch(), salute()};
}

}  // namespace psgan
