// The time line and its keys, figures turned round, and files dropped on the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, person, phone, root } from './harness.mjs';

const overlay = modelFolder('motion', { blobs: null });

export default {
  async 'a motion is made of keys, played and sent'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('new motion');
    const at = async (share) => {
      const [left, top, width, height] = (await visitor.find('time')).time;
      return { x: left + 10 + (width - 20) * share, y: top + height / 2 };
    };
    await visitor.drag(await at(0.5), await at(0.5));
    const wrist = await visitor.point('left_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: wrist.screenX + 60, y: wrist.screenY - 160 });
    await visitor.press('key add');
    let state = await visitor.settled();
    assert.equal(state.keys.length, 2);
    assert.equal(state.key, 1);
    assert.ok(Math.abs(state.keys[1] - 1) < 0.03, `a key at ${state.keys}`);
    await visitor.screenshot('desktop-time-line');

    // The key is dragged along the time line; undone, it is back.
    await visitor.drag(await at(0.5), await at(0.75));
    state = await visitor.state();
    assert.ok(Math.abs(state.keys[1] - 1.5) < 0.05, `moved to ${state.keys}`);
    await visitor.press('undo');
    assert.ok(Math.abs((await visitor.state()).keys[1] - 1) < 0.03);

    await visitor.press('play');
    const { link } = await visitor.until((s) => s.playing);
    await visitor.close();
    const friend = await harness.visit({ overlay, path: `/?ep=wasm#${link}` });
    const there = await friend.until((s) => s.playing && s.pictures > 2);
    assert.equal(there.keys.length, 2);
    assert.deepEqual(there.messages, []);
    await friend.close();
  },

  async 'of many keys those can be taken hold of that a hand can tell apart'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('tab motion');
    let state;
    const shown = () => Object.entries(state.controls)
      .filter(([id]) => /^key \d+$/.test(id)).map(([, [x, , width]]) => x + width / 2)
      .sort((a, b) => a - b);
    // Arms that beat up and down for eight seconds.
    const tiny = readFileSync(join(root, 'tests/motion/tiny.bvh'), 'utf8');
    const [head, frames] = tiny.split(/Frame Time: .*\n/);
    const beats = Array.from({ length: 24 }, () => frames.trim()).join('\n');
    await visitor.drop('beats.bvh',
               `${head.replace(/Frames: \d+/, 'Frames: 96')}Frame Time: 0.0833333\n${beats}\n`);
    await visitor.until((s) => s.ownMotion && s.keys.length > 40, 'many keys');
    await visitor.press('play');
    state = await visitor.state();
    assert.ok(state.controls['time zoom'], `${state.keys.length} keys are no crowd`);
    const first = shown();
    assert.ok(first.length > 3 && first.length < state.keys.length);
    for (let i = 1; i < first.length; ++i) assert.ok(first[i] - first[i - 1] > 12.5, `${first}`);
    await visitor.screenshot('desktop-many-keys');
    await visitor.press('time zoom');
    await visitor.press('time zoom');
    state = await visitor.state();
    const [left, , width] = state.controls.time;
    const closer = shown();
    assert.ok(closer.every((x) => x >= left && x <= left + width));
    assert.ok(closer.length > first.length / 4, 'no more keys in a part than in it before');
    await visitor.screenshot('desktop-keys-closer');
    await visitor.close();
  },

  async 'the ground turns her round'(harness) {
    const visitor = await harness.visit({ overlay });
    const { stage: [left, top, width, height] } = await visitor.settled();
    const [x, y] = [left + width * 0.06, top + height * 0.6];
    await visitor.page.mouse.move(x, y);
    await visitor.rest();
    assert.equal(await visitor.page.evaluate(() => document.getElementById('editor').style.cursor),
                 'ew-resize');
    await visitor.screenshot('desktop-over-paper');
    await visitor.drag({ x, y }, { x: x + 10, y });
    assert.equal((await visitor.state()).yaw, 0, 'a hand that only shook');
    await visitor.drag({ x, y }, { x: x + width * 0.8 + 12, y }, 20);
    const { yaw, pose } = await visitor.settled();
    assert.ok(Math.abs(yaw - 0.8 * Math.PI) < 0.05, `turned by ${yaw}`);
    assert.equal(pose.find((p) => p.name === 'nose').visible, false);
    await visitor.screenshot('desktop-turned');
    await visitor.press('undo');
    assert.equal((await visitor.state()).yaw, 0);
    await visitor.close();
  },

  async 'files dropped on the page: motion, pose, picture, rubbish'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.drop('tiny.bvh', readFileSync(join(root, 'tests/motion/tiny.bvh')));
    let state = await visitor.until((s) => s.ownMotion && s.playing, 'the motion of the file');
    assert.deepEqual(state.messages, ['“tiny.bvh” plays: 0.1 s of motion.']);
    await visitor.rest(1000);
    assert.ok((await visitor.state()).playing, 'it plays until somebody stops it');

    const someone = (shift) => ({ pose_keypoints_2d: [
      ...[[250, 100], [250, 140], [220, 140], [200, 200], [190, 250], [280, 140], [300, 200], [310, 250],
          [250, 260], [235, 260], [232, 340], [230, 420], [265, 260], [268, 340], [270, 420],
          [242, 95], [258, 95]].flatMap(([x, y]) => [x + shift, y, 0.9]), ...Array(24).fill(0)] });
    const file = { canvas_width: 500, canvas_height: 500, people: [someone(0), someone(80)] };
    await visitor.drop('pose.json', JSON.stringify(file));
    state = await visitor.until((s) => s.people === 2, 'two people');
    assert.match(state.messages.join(), /2 people in “pose.json”/);
    await visitor.rest();
    assert.ok((await visitor.state()).controls['person 1'], 'they are there to choose from');
    await visitor.press('person 1');
    // Her own proportions, in the picture's middle, until one wants the file's.
    const eyes = (pose) => pose.find((p) => p.name === 'left_eye').x - pose.find((p) => p.name === 'right_eye').x;
    const fitted = (await visitor.settled()).pose;
    assert.ok(Math.abs(eyes(fitted) - 0.056) < 0.01, `eyes ${eyes(fitted)} apart`);
    assert.ok(Math.abs(fitted.find((p) => p.name === 'neck').x - 0.5) < 0.05);
    await visitor.rest();
    await visitor.screenshot('desktop-person-fitted');
    await visitor.press('as in file');
    await visitor.until((s) => s.asInFile && s.people === 2, 'the pose as in the file');
    const nose = (await visitor.settled()).pose.find((p) => p.name === 'nose');
    await visitor.screenshot('desktop-person-as-in-file');
    assert.ok(Math.abs(nose.x - 330 / 500) < 2e-3 && Math.abs(nose.y - 0.2) < 2e-3, JSON.stringify(nose));

    await visitor.drop('reference.png', readFileSync(join(root, 'tests/data/golden.png')));
    await visitor.until((s) => s.reference, 'the reference picture');
    await visitor.rest();
    await visitor.screenshot('desktop-reference');
    await visitor.press('reference away');
    assert.equal((await visitor.state()).reference, false);

    // A photo of a person may also be what she does.
    const { link } = await visitor.state();
    await visitor.drop('person.jpg', readFileSync(person));
    await visitor.until((s) => s.reference, 'the photo');
    await visitor.press('take pose');
    const taken = await visitor.until((s) => !s.reference, 'the pose of the photo');
    assert.notEqual(taken.link, link);
    assert.deepEqual(taken.messages, []);

    await visitor.drop('notes.txt', 'nothing of the kind');
    await visitor.drop('broken.bvh', 'HIERARCHY nonsense');
    await visitor.until((s) => /broken\.bvh/.test(s.messages), 'a message');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'two fingers drag two joints'(harness) {
    const visitor = await harness.visit({ overlay, device: phone });
    const { pose } = await visitor.settled();
    const find = (name) => pose.find((p) => p.name === name);
    const [left, right] = [find('left_wrist'), find('right_wrist')];
    const fingers = await visitor.page.context().newCDPSession(visitor.page);
    const touch = (type, ...points) => fingers.send('Input.dispatchTouchEvent', {
      type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const at = (lift) => [[left.screenX + lift / 3, left.screenY - lift],
                          [right.screenX - lift / 3, right.screenY - lift]];
    await touch('touchStart', at(0)[0]);
    await touch('touchStart', ...at(0));
    for (let i = 1; i <= 6; i += 1) {
      await touch('touchMove', ...at(i * 10));
      await visitor.rest(60);
    }
    await touch('touchEnd');
    const state = await visitor.settled();
    for (const [name, before] of [['left_wrist', left], ['right_wrist', right]]) {
      const now = state.pose.find((p) => p.name === name);
      assert.ok(before.screenY - now.screenY > 45, `${name}: ${before.screenY} to ${now.screenY}`);
    }
    await visitor.press('undo');
    const { pose: back } = await visitor.settled();
    for (const p of back) assert.ok(Math.abs(p.x - find(p.name).x) < 1e-5, 'one edit, undone at once');
    await visitor.close();
  },
};
