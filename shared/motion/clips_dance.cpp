#include "motion/own_clips.h"

namespace psgan {
namespace {

Clip sway() {
  // Both arms swing from side to side overhead, hips against them.
  Stance left;
  left.roll = 7;
  left.side = 12;
  left.tilt = 10;
  left.left_arm = {104, 5, 50, 26, 0, 0};
  left.right_arm = {158, 22, 60, 48, 0, 0};
  left.left_leg = {2, 6, 12, 3, 0, 1};
  left.right_leg = {16, 8, 16, 30, 26, 1};
  Stance centre;
  centre.left_arm = centre.right_arm = {62, 42, 10, 96, 20, 0};
  centre.left_leg = centre.right_leg = {14, 5, 12, 26, 0, 1};
  centre.pitch = 4;
  return Clip("sway", "Swaying", true, 1.6f,
              {{0, centre}, {0.4f, left}, {0.8f, centre}, {1.2f, mirrored(left)}});
}

Clip twist() {
  Stance left;
  left.turn = 22;
  left.look = -16;
  left.left_arm = {58, -50, 0, 62, 0, 0};
  left.right_arm = {62, 72, 0, 72, 0, 0};
  left.left_leg = {24, 5, -14, 42, 18, 1};
  left.right_leg = {16, 5, 34, 36, 12, 1};
  left.lean = 6;
  left.tilt = -6;
  Stance deep = left;
  deep.left_leg = {44, 8, -14, 76, 24, 1};
  deep.right_leg = {36, 8, 34, 72, 20, 1};
  deep.lean = 16;
  deep.nod = -8;
  return Clip("twist", "Twist", true, 1.92f,
              {{0, left},
               {0.32f, mirrored(left)},
               {0.64f, deep},
               {0.96f, mirrored(deep)},
               {1.28f, left},
               {1.6f, mirrored(left)}});
}

Clip disco() {
  Stance up;
  up.right_arm = {138, 14, 40, 4, 0, 0};
  up.left_arm = arms::on_hip;
  up.roll = 8;
  up.side = 8;
  up.look = -20;
  up.nod = -10;
  up.right_leg = {2, 12, 14, 2, 0, 1};
  up.left_leg = {12, 10, 24, 28, 24, 1};
  Stance down = up;
  down.right_arm = {52, 92, -50, 12, 0, 0};
  down.roll = -8;
  down.side = -4;
  down.turn = 20;
  down.lean = 10;
  down.nod = 6;
  down.look = 12;
  down.right_leg = {14, 10, 20, 30, 20, 1};
  down.left_leg = {2, 12, 14, 2, 0, 1};
  return Clip("disco", "Disco", true, 3.2f,
              {{0, up},
               {0.4f, down},
               {0.8f, up},
               {1.2f, down},
               {1.6f, mirrored(up)},
               {2.0f, mirrored(down)},
               {2.4f, mirrored(up)},
               {2.8f, mirrored(down)}});
}

Clip idol() {
  // Hands to the heart, out to the audience, a heart overhead, a wink with one heel up.
  Stance heart;
  heart.left_arm = heart.right_arm = {40, 68, -34, 122, 20, 0};
  heart.left_leg = {10, 2, 2, 22, 20, 1};
  heart.right_leg = {0, 2, 6, 2, 0, 1};
  heart.nod = 8;
  heart.tilt = 8;
  Stance give = heart;
  give.left_arm = give.right_arm = {80, 48, 30, 24, 50, 0};
  give.lean = 6;
  give.nod = -6;
  give.tilt = 0;
  give.left_leg = {22, 5, 10, 20, 0, 1};
  give.right_leg = {-14, 5, 14, 6, 18, 1};
  Stance over = heart;
  over.left_arm = over.right_arm = {138, -4, 96, 76, 0, 30};
  over.nod = -4;
  over.tilt = -8;
  over.left_leg = {4, 6, 14, 4, 0, 1};
  Stance wink = heart;
  wink.right_arm = {64, 40, 44, 132, 0, 0};
  wink.left_arm = {58, -20, 0, 12, 0, -40};
  wink.left_leg = {-8, 2, 4, 84, 40, 0};
  wink.side = -8;
  wink.tilt = -14;
  wink.lean = 4;
  return Clip(
      "idol", "On stage", true, 4.8f,
      {{0, heart}, {0.8f, give}, {1.3f, give}, {2, over}, {2.6f, over}, {3.3f, wink}, {4, wink}});
}

Clip ballet() {
  Stance fifth;  // arms low and round
  fifth.left_arm = fifth.right_arm = {24, 58, -30, 48, 30, 10};
  fifth.left_leg = {4, -2, 34, 2, 0, 1};
  fifth.right_leg = {-4, -2, 34, 2, 0, 1};
  Stance arabesque;
  arabesque.pitch = 24;
  arabesque.lean = -20;
  arabesque.nod = -8;
  arabesque.left_leg = {0, 0, 10, 0, 44, 1};
  arabesque.right_leg = {-84, 4, 14, 4, 48, 0};
  arabesque.left_arm = {98, 76, 10, 8, 0, 0};
  arabesque.right_arm = {82, -24, 10, 8, 0, 0};
  Stance pirouette;
  pirouette.yaw = 180;
  pirouette.left_leg = {0, 0, 10, 0, 48, 1};
  pirouette.right_leg = {62, 44, 20, 122, 40, 0};
  pirouette.left_arm = pirouette.right_arm = {68, 62, -26, 62, 20, 10};
  Stance high = pirouette;
  high.yaw = 290;
  high.left_arm = high.right_arm = {150, 36, 30, 50, 0, 10};
  Stance end = fifth;
  end.yaw = 360;
  end.left_arm = {92, 20, 10, 14, 20, 0};
  end.right_arm = {150, 30, 30, 36, 0, 0};
  end.left_leg = {14, 10, 26, 10, 34, 1};
  end.right_leg = {-2, 2, 26, 4, 0, 1};
  end.side = 8;
  Stance rest = fifth;
  rest.yaw = 360;
  return Clip("ballet", "Ballet", false, 4.8f,
              {{0, fifth},
               {0.9f, arabesque},
               {1.6f, arabesque},
               {2.3f, fifth},
               {2.7f, pirouette},
               {3.0f, high},
               {3.5f, end},
               {4.1f, end},
               {4.8f, rest}});
}

Clip robot() {
  Stance a;
  a.left_arm = {88, 4, 90, 90, 0, 0};
  a.right_arm = {88, 4, -90, 90, 0, 0};
  a.left_leg = a.right_leg = {4, 7, 8, 6, 0, 1};
  Stance b = a;
  b.turn = 24;
  b.look = 24;
  b.left_arm = {40, 88, 0, 92, 0, 0};
  b.right_arm = {40, -80, 0, 92, 0, 0};
  b.left_leg = {24, 7, 8, 38, 0, 1};
  Stance c = mirrored(a);
  c.tilt = 16;
  return Clip("robot", "Robot", true, 4,
              {{0, a},
               {0.5f, a},
               {0.8f, b},
               {1.3f, b},
               {1.6f, c},
               {2.1f, c},
               {2.4f, mirrored(b)},
               {2.9f, mirrored(b)},
               {3.2f, mirrored(c)},
               {3.6f, mirrored(c)}});
}

}  // namespace

std::vector<Clip> dance_clips() { return {sway(), twist(), disco(), idol(), ballet(), robot()}; }

}  // namespace psgan
