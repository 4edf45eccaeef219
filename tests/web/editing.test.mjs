// What a visitor does to the picture: dragging, hiding, choosing characters, poses and motion.
import assert from 'node:assert/strict';
import { apart, difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('editing', { blobs: null });
const white = [255, 255, 255];

async function blobAt(visitor, x, y) {
  const [colour] = await visitor.pixels([[x, y]]);
  return apart(colour, white) > 60;
}

export default {
  async 'several points are picked, moved and scaled together'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const { page } = visitor;
    const place = async (name) => {
      const { screenX: x, screenY: y } = await visitor.point(name);
      return { x, y };
    };
    await page.keyboard.down('Shift');
    for (const name of ['left_wrist', 'left_elbow']) {
      const { x, y } = await place(name);
      await page.mouse.click(x, y);
      await visitor.rest(100);
    }
    await page.keyboard.up('Shift');
    const [wrist, elbow, neck] = [await place('left_wrist'), await place('left_elbow'), await place('neck')];
    await visitor.drag(wrist, { x: wrist.x + 60, y: wrist.y - 40 }, 10);
    const moved = [await place('left_wrist'), await place('left_elbow'), await place('neck')];
    for (const [was, is, by] of [[wrist, moved[0], 60], [elbow, moved[1], 60], [neck, moved[2], 0]]) {
      assert.ok(Math.abs(is.x - was.x - by) < 4, `${was.x} went to ${is.x}, not by ${by}`);
    }
    // With the button it is the same: what is picked is dragged, not taken out.
    await visitor.press('several points');
    const pair = async () => [await place('left_wrist'), await place('left_elbow')];
    const here = await pair();
    await visitor.drag(here[0], { x: here[0].x, y: here[0].y + 30 }, 10);
    const lower = await pair();
    lower.forEach((is, i) => assert.ok(Math.abs(is.y - here[i].y - 30) < 4, `${here[i].y} went to ${is.y}`));
    await visitor.drag(lower[0], here[0], 10);
    // A corner of their box scales them about the other one.
    const { pickedBox: [left, top, width, height] } = await visitor.state();
    await visitor.drag({ x: left + width, y: top + height },
                       { x: left + width * 1.5, y: top + height * 1.5 }, 10);
    const length = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);
    const grown = [await place('left_wrist'), await place('left_elbow')];
    assert.ok(length(grown) > 1.25 * length(moved), `${length(moved)} grew to ${length(grown)}`);
    await visitor.screenshot('desktop-several-points');
    // A box drawn with Shift picks what is inside.
    await visitor.key('Escape');
    await page.keyboard.down('Shift');
    const [hip, toe] = [await place('right_hip'), await place('left_toe')];
    await visitor.drag({ x: hip.x - 110, y: hip.y + 12 }, { x: toe.x + 60, y: toe.y + 20 }, 8);
    await page.keyboard.up('Shift');
    const picked = await page.$$eval('#view-controls [aria-pressed="true"]',
                                     (list) => list.map((one) => one.getAttribute('aria-label')));
    for (const part of ['knee', 'ankle', 'toe']) {
      for (const side of ['Left', 'Right']) {
        assert.ok(picked.some((name) => name?.startsWith(`${side} ${part}`)), `${side} ${part}: ${picked}`);
      }
    }
    await visitor.close();
  },

  async 'the page starts, and a blob lies at every keypoint'(harness) {
    const visitor = await harness.visit({ overlay });
    const state = await visitor.settled();
    assert.equal(state.model, 'blobs');
    assert.match(state.provider, /^WebAssembly/);
    assert.ok(state.milliseconds > 0);
    assert.equal(state.seed, '7', 'the card names the first character');
    await visitor.screenshot('desktop-start');
    await visitor.key('s');
    for (const p of state.pose.filter((q) => q.visible)) {
      assert.ok(await blobAt(visitor, p.screenX, p.screenY), `no blob at ${p.name}`);
    }
    const [left, top, width, height] = state.stage;
    assert.ok(!await blobAt(visitor, left + width * 0.03, top + height * 0.5), 'a blob on the ground');
    await visitor.screenshot('desktop-without-skeleton');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a dragged joint moves, and the picture follows'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const wrist = await visitor.point('left_wrist');
    const to = { x: wrist.screenX + 70, y: wrist.screenY - 190 };
    await visitor.key('s');
    assert.ok(!await blobAt(visitor, to.x, to.y));
    await visitor.key('s');
    await visitor.drag({ x: wrist.screenX + 3, y: wrist.screenY + 2 }, { x: to.x + 3, y: to.y + 2 });
    const state = await visitor.settled();
    const moved = state.pose.find((p) => p.name === 'left_wrist');
    assert.ok(Math.hypot(moved.screenX - to.x, moved.screenY - to.y) < 1.5,
              'the point keeps its place under the pointer');
    assert.equal(state.selected, 'left_wrist');
    await visitor.screenshot('desktop-dragged');
    await visitor.key('s');
    assert.ok(await blobAt(visitor, to.x, to.y), 'no blob where the wrist was dragged');
    assert.ok(!await blobAt(visitor, wrist.screenX, wrist.screenY), 'the old blob is still there');
    await visitor.close();
  },

  async 'limbs bend and keep their lengths, and free points do not'(harness) {
    const visitor = await harness.visit({ overlay });
    const before = await visitor.settled();
    const find = (state, name) => state.pose.find((p) => p.name === name);
    // In space, metres: what is nearer looks larger.
    const place = ({ x, y, depth }) => {
      const half = 0.9525 - depth * Math.tan(Math.PI / 20);
      return [(2 * x - 1) * half, (1 - 2 * y) * half, depth];
    };
    const length = (state, a, b) => {
      const [from, to] = [a, b].map((name) => place(find(state, name)));
      return Math.hypot(...from.map((v, i) => v - to[i]));
    };
    const arm = (state) => length(state, 'right_shoulder', 'right_elbow') +
                           length(state, 'right_elbow', 'right_wrist');
    const wrist = find(before, 'right_wrist');
    const shoulder = find(before, 'right_shoulder');

    // To the shoulder: the elbow bends. Far beyond: the arm is stretched, and no longer than it is.
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: shoulder.screenX - 40, y: shoulder.screenY });
    const bent = await visitor.state();
    assert.ok(Math.abs(arm(bent) - arm(before)) < 1e-3, `${arm(before)} became ${arm(bent)}`);
    assert.ok(length(bent, 'right_shoulder', 'right_wrist') < 0.8 * arm(bent), 'the elbow bends');
    assert.equal(find(bent, 'right_shoulder').x, shoulder.x);
    const now = find(bent, 'right_wrist');
    await visitor.drag({ x: now.screenX, y: now.screenY }, { x: now.screenX - 250, y: now.screenY });
    const stretched = await visitor.state();
    assert.ok(Math.abs(arm(stretched) - arm(before)) < 1e-3, `${arm(before)} became ${arm(stretched)}`);
    assert.ok(length(stretched, 'right_shoulder', 'right_wrist') > 0.99 * arm(stretched));

    await visitor.press('free');
    const far = await visitor.point('right_wrist');
    await visitor.drag({ x: far.screenX, y: far.screenY }, { x: far.screenX - 100, y: far.screenY });
    const free = await visitor.state();
    assert.ok(Math.abs(find(free, 'right_wrist').screenX - far.screenX + 100) < 2);
    assert.equal(find(free, 'right_elbow').x, find(stretched, 'right_elbow').x);
    for (let i = 0; i < 3; i += 1) await visitor.press('undo');
    assert.deepEqual((await visitor.state()).pose.map((p) => p.x), before.pose.map((p) => p.x));
    for (let i = 0; i < 3; i += 1) await visitor.press('redo');
    assert.deepEqual((await visitor.state()).pose.map((p) => p.x), free.pose.map((p) => p.x));
    await visitor.close();
  },

  async 'a joint cannot leave the picture'(harness) {
    const visitor = await harness.visit({ overlay });
    const { stage } = await visitor.settled();
    const ankle = await visitor.point('right_ankle');
    await visitor.drag({ x: ankle.screenX, y: ankle.screenY },
                       { x: stage[0] - 60, y: stage[1] + stage[3] + 10 });
    const { pose, messages } = await visitor.settled();
    for (const p of pose) assert.ok(p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1, p.name);
    assert.deepEqual(messages, []);
    await visitor.close();
  },

  async 'a hidden point leaves the picture and comes back'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const knee = await visitor.point('left_knee');
    await visitor.drag({ x: knee.screenX, y: knee.screenY }, { x: knee.screenX, y: knee.screenY });
    await visitor.press('hide');
    await visitor.settled();
    // The page may have scrolled to the button.
    const { screenX: x, screenY: y, visible } = await visitor.point('left_knee');
    assert.equal(visible, false);
    await visitor.screenshot('desktop-hidden-point');
    await visitor.key('s');
    assert.ok(!await blobAt(visitor, x, y));
    await visitor.key('s');
    await visitor.page.mouse.dblclick(x, y + await visitor.reveal(y));
    await visitor.settled();
    assert.equal((await visitor.point('left_knee')).visible, true);
    await visitor.close();
  },

  async 'mirror and reset'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const wrist = await visitor.point('left_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY }, { x: wrist.screenX + 40, y: 200 });
    const lifted = await visitor.point('left_wrist');
    await visitor.press('mirror');
    const mirrored = await visitor.point('right_wrist');
    assert.ok(Math.abs(mirrored.x - (1 - lifted.x)) < 1e-6 && mirrored.y === lifted.y);
    await visitor.press('reset');
    const { x, y } = await visitor.point('left_wrist');
    assert.ok(Math.abs(x - wrist.x) < 1e-6 && Math.abs(y - wrist.y) < 1e-6);
    await visitor.close();
  },

  async 'the stage comes closer and is moved, and a joint stays under the pointer'(harness) {
    const visitor = await harness.visit({ overlay });
    const before = await visitor.settled();
    const [left, top, width, height] = before.stage;
    await visitor.press('zoom in');
    await visitor.press('zoom in');
    const wrist = await visitor.point('left_wrist');
    const was = before.pose.find((p) => p.name === 'left_wrist');
    const middle = [left + width / 2, top + height / 2];
    assert.ok(Math.abs((wrist.screenX - middle[0]) - 2.25 * (was.screenX - middle[0])) < 1.5);
    await visitor.screenshot('desktop-closer');
    // The paper moves what is seen, and turns nobody.
    await visitor.drag({ x: left + width * 0.1, y: top + height * 0.5 },
                       { x: left + width * 0.3, y: top + height * 0.5 });
    const moved = await visitor.point('left_wrist');
    assert.ok(Math.abs(moved.screenX - wrist.screenX - width * 0.2) < 2,
              `moved by ${moved.screenX - wrist.screenX} of ${width * 0.2}`);
    assert.equal((await visitor.state()).yaw, 0);
    const to = { x: moved.screenX - 40, y: moved.screenY - 60 };
    await visitor.drag({ x: moved.screenX, y: moved.screenY }, to);
    const there = (await visitor.settled()).pose.find((p) => p.name === 'left_wrist');
    assert.ok(Math.hypot(there.screenX - to.x, there.screenY - to.y) < 2);
    await visitor.key('s');
    assert.ok(await blobAt(visitor, to.x, to.y), 'the picture comes closer with its skeleton');
    await visitor.press('zoom out');
    await visitor.press('zoom out');
    const { controls } = await visitor.state();
    assert.ok(!controls['zoom out'], 'all of her is seen again');
    await visitor.close();
  },

  async 'another seed is another picture, the same seed the same'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.key('s');
    const seven = await visitor.picture();
    await visitor.press('next');
    assert.equal((await visitor.settled()).seed, '8');
    assert.ok(difference(seven, await visitor.picture()) > 40, 'the picture stayed the same');
    await visitor.press('previous');
    await visitor.settled();
    assert.ok(difference(seven, await visitor.picture()) === 0, 'seed 7 came back changed');
    await visitor.press('random');
    const random = (await visitor.settled()).seed;
    assert.notEqual(random, '7');
    await visitor.page.fill('#seed', '18446744073709551615');
    assert.equal((await visitor.settled()).seed, '18446744073709551615');
    await visitor.page.fill('#seed', '12a');
    assert.equal((await visitor.state()).seed, '18446744073709551615');
    assert.equal(await visitor.page.getAttribute('#seed', 'aria-invalid'), 'true');
    assert.match((await visitor.state()).messages.join(), /“12a” is no number/);
    await visitor.press('characters 1');
    assert.equal((await visitor.settled()).seed, '11');
    assert.equal(await visitor.page.inputValue('#seed'), '11');
    await visitor.close();
  },

  async 'the card’s characters are portrayed'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.until((s) => s.portraits === 2, 'two portraits');
    await visitor.rest();
    const { controls } = await visitor.state();
    const boxes = await Promise.all([0, 1].map(async (i) => {
      const [left, top, width, height] = controls[`characters ${i}`];
      const places = Array.from({ length: 12 }, (_, j) => [left + width / 2, top + height * (0.1 + 0.07 * j)]);
      return visitor.pixels(places);
    }));
    assert.ok(difference(boxes[0], boxes[1]) > 40, 'both portraits are the same');
    await visitor.close();
  },

  async 'at least 24 poses, each another one'(harness) {
    const visitor = await harness.visit({ overlay });
    const { presets } = await visitor.settled();
    assert.ok(presets >= 24, `${presets} presets`);
    const seen = new Set();
    for (let i = 0; i < presets; i += 1) {
      await visitor.press(`preset ${i}`);
      const state = await visitor.state();
      assert.equal(state.preset, i);
      seen.add(JSON.stringify(state.pose.map((p) => [p.x, p.y, p.visible])));
    }
    assert.equal(seen.size, presets);
    await visitor.until((s) => s.posePictures === s.presets, 'pictures of the poses');
    await visitor.rest();
    await visitor.screenshot('desktop-poses');
    await visitor.close();
  },

  async 'motion plays, frame after frame, and turns'(harness) {
    const visitor = await harness.visit({ overlay });
    const before = await visitor.settled();
    assert.ok(before.clips >= 1);
    await visitor.press('next clip');
    assert.equal((await visitor.state()).playing, true);
    const first = await visitor.picture();
    const places = ({ pose }) => pose.map((p) => p.x).join();
    const one = places(await visitor.state());
    await visitor.eventually(async () => places(await visitor.state()) !== one, 'another pose');
    await visitor.until((s) => s.pictures > 8, '8 pictures in motion');
    await visitor.eventually(async () => difference(first, await visitor.picture()) > 40,
                             'another picture');
    await visitor.screenshot('desktop-motion');
    await visitor.press('play');
    const still = await visitor.settled();
    assert.equal(still.playing, false);
    await visitor.slide('turn', 0.8);
    const turned = await visitor.settled();
    assert.ok(turned.yaw > 1 && turned.yaw < 2.5, `yaw ${turned.yaw}`);
    assert.notDeepEqual(still.pose.map((p) => p.x), turned.pose.map((p) => p.x));
    await visitor.close();
  },

  async 'the keyboard chooses and moves a point'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.key('.');
    await visitor.key('.');
    const { selected, pose } = await visitor.state();
    assert.equal(selected, 'neck');
    await visitor.key('l');  // The point alone.
    await visitor.key('Shift+ArrowRight');
    const moved = await visitor.point('neck');
    assert.ok(Math.abs(moved.x - pose.find((p) => p.name === 'neck').x - 0.025) < 1e-5);
    await visitor.key('Control+z');
    await visitor.key('h');
    assert.equal((await visitor.point('neck')).visible, false);
    await visitor.key('e');
    assert.ok((await visitor.state()).yaw > 0.1);
    // Nobody is caught: Tab goes on to the rest of the page.
    await visitor.page.keyboard.press('Tab');
    assert.notEqual(await visitor.page.evaluate(() => document.activeElement.id), 'editor');
    await visitor.close();
  },
};
