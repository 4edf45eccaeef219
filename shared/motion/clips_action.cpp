#include "motion/own_clips.h"

namespace psgan {
namespace {

Clip run() {
  // Pushing off with the right foot; then in the air.
  Stance push;
  push.lean = 12;
  push.pitch = 6;
  push.nod = -8;
  push.turn = -14;
  push.look = 8;
  push.left_leg = {62, 1, 4, 88, 10, 0};
  push.right_leg = {-24, 1, 6, 14, 42, 1};
  push.left_arm = {48, -76, 0, 92, 10, 0};
  push.right_arm = {42, 76, -8, 98, 10, 0};
  Stance flight = push;
  flight.lift = 0.06f;
  flight.turn = -4;
  flight.left_leg = {44, 1, 4, 40, 0, 0.4f};
  flight.right_leg = {-22, 1, 6, 62, 40, 0};
  flight.left_arm = {24, -60, 0, 92, 10, 0};
  flight.right_arm = {24, 60, -8, 96, 10, 0};
  Stance land = push;
  land.turn = 4;
  land.left_leg = {18, 1, 4, 34, -4, 1};
  land.right_leg = {-4, 1, 6, 98, 30, 0};
  land.left_arm = {12, 0, 0, 88, 10, 0};
  land.right_arm = {12, 10, -8, 90, 10, 0};
  return Clip("run", "Running", true, 0.72f,
              {{0, push},
               {0.12f, flight},
               {0.24f, land},
               {0.36f, mirrored(push)},
               {0.48f, mirrored(flight)},
               {0.60f, mirrored(land)}});
}

Clip jump() {
  Stance down;
  down.pitch = 22;
  down.lean = 14;
  down.nod = -12;
  down.left_leg = down.right_leg = {62, 5, 8, 94, 0, 1};
  down.left_arm = down.right_arm = {46, -72, 0, 16, 0, 0};
  Stance off;
  off.lean = -8;
  off.nod = -10;
  off.left_leg = off.right_leg = {-4, 4, 8, 4, 48, 1};
  off.left_arm = off.right_arm = {128, 32, 40, 22, 0, 0};
  Stance air = off;
  air.lift = 0.12f;
  air.left_leg = {24, 8, 6, 92, 35, 0};
  air.right_leg = {-6, 6, 6, 74, 35, 0};
  air.left_arm = {132, 15, 50, 28, 0, 0};
  air.right_arm = {124, 15, 50, 42, 0, 0};
  air.tilt = 8;
  Stance star = air;
  star.lift = 0.14f;
  star.left_leg = star.right_leg = {0, 34, 6, 6, 35, 0};
  star.left_arm = star.right_arm = {122, 0, 40, 6, 0, 0};
  star.tilt = 0;
  Stance stand;
  stand.left_arm = stand.right_arm = {20, 10, 0, 22, 0, 0};
  return Clip("jump", "Jumping", true, 3.8f,
              {{0, stand},
               {0.4f, down},
               {0.68f, off},
               {0.88f, air},
               {1.08f, off},
               {1.4f, down},
               {1.8f, stand},
               {2.2f, down},
               {2.48f, off},
               {2.68f, star},
               {2.88f, off},
               {3.2f, down}});
}

Clip cheer() {
  Stance low;
  low.left_leg = low.right_leg = {20, 4, 8, 38, 0, 1};
  low.pitch = 6;
  low.left_arm = low.right_arm = {50, 48, 0, 122, 20, 0};
  low.nod = 6;
  Stance high;
  high.lift = 0.06f;
  high.lean = -8;
  high.nod = -8;
  high.left_arm = high.right_arm = {142, 0, 60, 14, 0, 0};
  high.left_leg = {6, 6, 8, 70, 30, 0};
  high.right_leg = {0, 4, 8, 8, 40, 0};
  high.side = -5;
  high.tilt = 6;
  Stance fist = low;
  fist.left_leg = {0, 7, 10, 4, 12, 1};
  fist.right_leg = {4, 7, 10, 4, 12, 1};
  fist.right_arm = {160, 20, 50, 12, 0, 0};
  fist.left_arm = arms::on_hip;
  fist.tilt = -10;
  fist.side = -6;
  fist.nod = -6;
  return Clip("cheer", "Cheering", true, 3,
              {{0, low},
               {0.35f, high},
               {0.7f, low},
               {1.05f, mirrored(high)},
               {1.4f, low},
               {1.8f, fist},
               {2.4f, fist}});
}

Clip kick() {
  Stance guard;
  guard.turn = 20;
  guard.look = -14;
  guard.left_arm = guard.right_arm = arms::guard;
  guard.left_leg = {14, 6, 4, 20, 0, 1};
  guard.right_leg = {-16, 8, 20, 18, 10, 1};
  Stance chamber = guard;
  chamber.turn = -6;
  chamber.right_leg = {92, 2, 0, 108, 10, 0};
  chamber.left_leg = {4, 4, 10, 12, 0, 1};
  Stance out = chamber;
  out.lean = -12;
  out.pitch = -14;
  out.nod = 12;
  out.right_leg = {98, 2, 0, 6, 18, 0};
  out.left_leg = {-6, 4, 14, 8, 6, 1};
  out.right_arm = {32, -70, 0, 42, 0, 0};
  out.left_arm = {44, 66, 0, 118, 20, 0};
  return Clip(
      "kick", "Front kick", true, 2.4f,
      {{0, guard}, {0.45f, chamber}, {0.7f, out}, {0.85f, out}, {1.15f, chamber}, {1.7f, guard}});
}

Clip side_kick() {
  Stance guard;
  guard.left_arm = guard.right_arm = arms::guard;
  guard.left_leg = guard.right_leg = {10, 14, 10, 20, 0, 1};
  Stance chamber = guard;
  chamber.roll = -16;
  chamber.side = -12;
  chamber.right_leg = {62, 40, 10, 112, 0, 0};
  chamber.left_leg = {0, 2, 18, 8, 0, 1};
  Stance out = chamber;
  out.roll = -34;
  out.side = -26;
  out.tilt = 22;
  out.look = -30;
  out.right_leg = {10, 104, 0, 6, -10, 0};
  out.right_arm = {40, 30, 0, 60, 0, 0};
  out.left_arm = {62, 40, 0, 110, 10, 0};
  // The pelvis' right side rises with the leg.
  out.roll = -30;
  return Clip(
      "side-kick", "Side kick", true, 2.2f,
      {{0, guard}, {0.4f, chamber}, {0.65f, out}, {0.85f, out}, {1.15f, chamber}, {1.6f, guard}});
}

Clip box() {
  Stance guard;
  guard.turn = -14;
  guard.look = 12;
  guard.lean = 8;
  guard.left_arm = {36, 64, -4, 122, 20, 0};
  guard.right_arm = {30, 56, -4, 134, 20, 0};
  guard.left_leg = {18, 8, 6, 24, 0, 1};
  guard.right_leg = {-18, 8, 22, 22, 14, 1};
  Stance jab = guard;
  jab.turn = -30;
  jab.look = 28;
  jab.left_arm = {92, 84, -20, 4, -60, 0};
  jab.lean = 10;
  Stance cross = guard;
  cross.turn = 30;
  cross.look = -26;
  cross.right_arm = {92, 86, -20, 4, -60, 0};
  cross.right_leg = {-20, 6, 2, 30, 34, 1};
  Stance uppercut = cross;
  uppercut.right_arm = {112, 74, 10, 96, 60, 0};
  uppercut.lean = -4;
  uppercut.nod = -6;
  return Clip("box", "Boxing", true, 2.8f,
              {{0, guard},
               {0.25f, jab},
               {0.5f, guard},
               {0.8f, cross},
               {1.2f, guard},
               {1.5f, jab},
               {1.75f, guard},
               {2.05f, uppercut},
               {2.25f, uppercut}});
}

Clip throwing() {
  Stance ready;
  ready.turn = -20;
  ready.look = 18;
  ready.left_arm = {40, 60, 0, 70, 0, 0};
  ready.right_arm = {44, 50, 0, 96, 0, 0};
  ready.right_leg = {-6, 6, 24, 6, 0, 1};
  ready.left_leg = {8, 6, 4, 8, 0, 1};
  Stance wind = ready;
  wind.turn = -44;
  wind.look = 40;
  wind.lean = -12;
  wind.side = -8;
  wind.left_leg = {76, 2, 0, 84, 14, 0};
  wind.left_arm = {84, 66, 0, 22, 0, 0};
  wind.right_arm = {92, -28, 60, 96, 0, -20};
  Stance release = ready;
  release.turn = 30;
  release.look = -24;
  release.lean = 22;
  release.pitch = 12;
  release.left_leg = {44, 4, 4, 48, 0, 1};
  release.right_leg = {-30, 6, 10, 24, 46, 1};
  release.right_arm = {104, 66, 10, 14, 0, 20};
  release.left_arm = {34, -60, 0, 60, 0, 0};
  Stance through = release;
  through.right_arm = {54, 96, -20, 18, 0, 20};
  through.lean = 34;
  return Clip(
      "throw", "Throwing", true, 2.6f,
      {{0, ready}, {0.7f, wind}, {0.95f, wind}, {1.15f, release}, {1.4f, through}, {2.1f, ready}});
}

Clip lunge() {
  Stance stand;
  stand.left_arm = stand.right_arm = arms::on_hip;
  Stance lunge = stand;
  lunge.left_leg = {72, 4, 4, 84, 0, 1};
  lunge.right_leg = {-34, 4, 4, 30, 52, 1};
  lunge.left_arm = lunge.right_arm = {92, 4, 0, 4, 0, 0};
  Stance wide;  // a side lunge
  wide.left_leg = {30, 30, 26, 78, 0, 1};
  wide.right_leg = {0, 40, 10, 2, 0, 1};
  wide.pitch = 12;
  wide.lean = 10;
  wide.nod = -10;
  wide.left_arm = {62, 70, -30, 70, 0, 0};
  wide.right_arm = {78, 10, 0, 10, 0, 0};
  wide.side = 10;
  return Clip(
      "lunge", "Lunges", true, 5,
      {{0, stand}, {0.9f, lunge}, {1.4f, lunge}, {2.4f, stand}, {3.4f, wide}, {3.9f, wide}});
}

Clip skip() {
  Stance up;
  up.lift = 0.06f;
  up.left_leg = {72, 2, 2, 84, 30, 0};
  up.right_leg = {-8, 2, 6, 4, 46, 0};
  up.left_arm = {44, -70, 0, 20, 0, 0};
  up.right_arm = {84, 74, 10, 26, 0, 0};
  up.turn = -10;
  up.look = 6;
  up.nod = -6;
  Stance down;
  down.left_leg = {12, 2, 4, 26, 0, 1};
  down.right_leg = {-2, 2, 6, 48, 24, 0.3f};
  down.left_arm = down.right_arm = {18, 10, 0, 22, 0, 0};
  down.lean = 4;
  return Clip("skip", "Skipping", true, 1.2f,
              {{0, up}, {0.3f, down}, {0.6f, mirrored(up)}, {0.9f, mirrored(down)}});
}

}  // namespace

std::vector<Clip> action_clips() {
  return {run(), jump(), cheer(), kick(), side_kick(), box(), throwing(), lunge(), skip()};
}

}  // namespace psgan
