#include "motion/own_clips.h"

namespace psgan {
namespace {

Clip sit() {
  // On the ground, knees before her; then legs out; then on one side with the legs folded.
  Stance knees;
  knees.pitch = -14;
  knees.lean = 26;
  knees.left_arm = knees.right_arm = {52, 76, -30, 56, 0, 10};
  knees.left_leg = {122, 3, 2, 128, 0, 1};
  knees.right_leg = {116, 3, 2, 120, 0, 1};
  Stance legs_out;
  legs_out.pitch = -14;
  legs_out.lean = 6;
  legs_out.nod = -6;
  legs_out.left_arm = legs_out.right_arm = {32, -68, -10, 6, 30, -50};
  legs_out.left_leg = {88, 8, 10, 8, 30, 0};
  legs_out.right_leg = {98, 6, 8, 30, 24, 0};
  Stance tilted = legs_out;
  tilted.tilt = 14;
  tilted.look = 16;
  tilted.left_leg = {112, 10, 8, 86, 0, 1};
  tilted.right_leg = {86, 6, 8, 2, 30, 0};
  return Clip("sit", "Sitting on the ground", true, 5,
              {{0, knees}, {1, knees}, {2, legs_out}, {3, tilted}, {4, legs_out}});
}

Clip kneel() {
  Stance seiza;
  seiza.left_leg = seiza.right_leg = {82, 6, 0, 148, 50, 0};
  seiza.left_arm = seiza.right_arm = {26, 66, -22, 40, 0, 10};
  Stance bow = seiza;
  bow.lean = 34;
  bow.pitch = 14;
  bow.nod = 12;
  bow.left_arm = bow.right_arm = {62, 82, -16, 34, 0, -30};
  Stance tall = seiza;
  tall.left_leg = tall.right_leg = {2, 5, 0, 92, 50, 0};
  tall.left_arm = tall.right_arm = {70, 60, -20, 112, 20, 0};
  tall.lean = -4;
  Stance proposal = tall;  // one foot set up
  proposal.left_leg = {88, 10, 4, 92, 0, 1};
  proposal.right_leg = {-8, 4, 0, 84, 50, 0};
  proposal.right_arm = {88, 66, 20, 22, 60, 0};
  proposal.left_arm = arms::on_hip;
  return Clip(
      "kneel", "Kneeling", true, 7,
      {{0, seiza}, {1.2f, bow}, {2, bow}, {3, seiza}, {4, tall}, {5, proposal}, {5.8f, proposal}});
}

Clip crouch() {
  Stance up = standing();
  Stance down;
  down.pitch = 18;
  down.lean = 26;
  down.nod = -18;
  down.left_arm = down.right_arm = {84, 62, -10, 34, 20, 0};
  down.left_leg = {112, 12, 4, 142, 24, 1};
  down.right_leg = {106, 12, 4, 140, 24, 1};
  Stance cheeks = down;  // chin in her hands
  cheeks.left_arm = cheeks.right_arm = {58, 62, -2, 138, 20, -10};
  cheeks.tilt = 10;
  cheeks.nod = -10;
  return Clip("crouch", "Crouching", true, 4.4f,
              {{0, up}, {0.9f, down}, {1.6f, down}, {2.2f, cheeks}, {3.2f, cheeks}});
}

}  // namespace

std::vector<Clip> ground_clips() { return {sit(), kneel(), crouch()}; }

}  // namespace psgan
