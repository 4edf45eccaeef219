// Files as other programs write them, dropped on the page: what the readers make of each kind is
// tested natively; here, that the page gets it, shows it and says so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, root } from './harness.mjs';

const overlay = modelFolder('files', { blobs: null });
const plain = readFileSync(join(root, 'tests/motion/tiny.bvh'), 'utf8');

// The file after a change of its rows of numbers.
function rows(change) {
  const [head, motion] = plain.split(/(?<=Frame Time: [0-9.]+\n)/);
  const list = motion.trim().split('\n').map((row) => row.trim().split(/\s+/));
  return `${head}${change(list).map((row) => row.join(' ')).join('\n')}\n`;
}

function renamed(names) {
  return plain.replace(/(ROOT|JOINT) (\w+)/g, (_, kind, name) => `${kind} ${names(name)}`);
}

// As VRoid Studio calls them, and with a prefix that all share.
const vroid = { Hips: 'J_Bip_C_Hips', Spine: 'J_Bip_C_Spine', Neck: 'J_Bip_C_Neck',
                Head: 'J_Bip_C_Head', UpLeg: 'UpperLeg', Leg: 'LowerLeg', Foot: 'Foot',
                Arm: 'UpperArm', ForeArm: 'LowerArm', Hand: 'Hand' };
function vroidName(name) {
  const [, side, part] = /^(Left|Right)?(\w+)$/.exec(name);
  return side ? `J_Bip_${side[0]}_${vroid[part]}` : vroid[part];
}

const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

// Of a person who stands upright, COCO-18's points in units of the picture.
const body = [[0.5, 0.16], [0.5, 0.25], [0.42, 0.25], [0.4, 0.38], [0.39, 0.5], [0.58, 0.25],
              [0.6, 0.38], [0.61, 0.5], [0.45, 0.5], [0.45, 0.7], [0.45, 0.9], [0.55, 0.5],
              [0.55, 0.7], [0.55, 0.9], [0.48, 0.14], [0.52, 0.14], [0.46, 0.15], [0.54, 0.15]];
const points = (width, height) => body.map(([x, y]) => [x * width, y * height]);
const flat = (list) => list.flatMap(([x, y]) => [x, y, 0.9]);
const person = (list) => ({ pose_keypoints_2d: flat(list) });

// The motion as links carry it: the same text, the same motion.
const motionOf = ({ link }) => new URLSearchParams(link).get('k');

async function openMotion(visitor, name, bytes) {
  await visitor.drop(name, bytes);
  const state = await visitor.until((s) => s.ownMotion || s.messages.length, `${name} to be opened`);
  assert.ok(state.ownMotion, `${name}: ${state.messages}`);
  // That it plays is no complaint.
  const said = state.messages.filter((message) => !message.includes('” plays: ')).join('\n');
  return { motion: motionOf(state), said };
}

async function poseAtBeginning(visitor) {
  if ((await visitor.state()).playing) await visitor.press('play');
  await visitor.until((s) => !s.playing, 'the motion to stop');
  const [left, top, , height] = (await visitor.find('time')).time;
  const beginning = { x: left + 10, y: top + height / 2 };
  await visitor.drag(beginning, beginning);
  const { pose, clipTime } = await visitor.settled();
  assert.ok(clipTime < 0.02, `at ${clipTime} s`);
  return pose;
}

function farthest(a, b) {
  return Math.max(...a.map((p, i) => Math.hypot(p.x - b[i].x, p.y - b[i].y)));
}

const find = (pose, name) => pose.find((p) => p.name === name);

function assertAt(pose, name, x, y) {
  const p = find(pose, name);
  assert.ok(p.visible && Math.hypot(p.x - x, p.y - y) < 4e-3, `${name}: ${JSON.stringify(p)}`);
}

function assertWhole(pose, what) {
  for (const p of pose) {
    assert.ok(p.visible && p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1, `${what}: ${p.name}`);
  }
}

export default {
  async 'motion files in the spelling of other programs'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const { motion, said } = await openMotion(visitor, 'tiny.bvh', plain);
    assert.ok(motion);
    assert.equal(said, '');
    const same = {
      'utf16.bvh': utf16(plain),
      'bom.bvh': `\ufeff${plain}`,
      'cr.bvh': plain.replaceAll('\n', '\r'),
      'glued.bvh': plain.replace(/\n\s*\{/g, '{'),
      'capitals.bvh': plain.replaceAll('CHANNELS', 'Channels').replaceAll('End Site', 'END SITE'),
      'order.bvh': plain.replace(/(OFFSET .*)\n(\s*CHANNELS .*)/g, '$2\n$1'),
      'comma.bvh': rows((list) => list.map((row) => row.map((n) => `${n},0`))),
      'WALK.BVH': plain,
      'vroid.bvh': renamed(vroidName),
      'prefix.bvh': renamed((name) => `Armature_01_${name}`),
    };
    for (const [name, bytes] of Object.entries(same)) {
      const opened = await openMotion(visitor, name, bytes);
      assert.equal(opened.motion, motion, name);
      assert.equal(opened.said, '', name);
    }
    await visitor.screenshot('desktop-file-vroid-names');

    const told = {
      'promise.bvh': [plain.replace('Frames: 4', 'Frames: 6'), /promises 6 frames and has 4 whole/],
      'two.bvh': [`${plain.slice(0, plain.indexOf('MOTION'))}${
        rows((list) => list.map((row) => [...row, ...row])).replace('HIERARCHY', '')}`,
                  /has 2 figures; the first one is used/],
    };
    for (const [name, [bytes, words]] of Object.entries(told)) {
      const opened = await openMotion(visitor, name, bytes);
      assert.equal(opened.motion, motion, name);
      assert.match(opened.said, words);
      assert.match(opened.said, new RegExp(name), 'which file it was');
    }
    await visitor.screenshot('desktop-file-two-people');
    assert.match((await openMotion(visitor, 'cut.bvh', rows(
      (list) => [...list.slice(0, 3), list[3].slice(0, 9)]))).said, /has 3 whole ones/);
    assert.match((await openMotion(visitor, 'nan.bvh', rows(
      ([first, second, ...rest]) => [first, ['nan', ...second.slice(1)], ...rest]))).said,
                 /1 frame has values that are no numbers/);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'motion files with another up, another front and the zero pose in a heap'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await openMotion(visitor, 'tiny.bvh', plain);
    const upright = await poseAtBeginning(visitor);
    const lying = rows((list) => list.map(([x, y, z, a, , c, ...rest]) => [x, -z, y, a, 90, c, ...rest]));
    assert.match((await openMotion(visitor, 'z_up.bvh', lying)).said, /Z is up in it, not Y/);
    const raised = await poseAtBeginning(visitor);
    assert.ok(farthest(raised, upright) < 0.01, `${farthest(raised, upright)} off`);
    await visitor.screenshot('desktop-file-z-up');
    const back = rows((list) => list.map(
      ([x, y, z, a, b, c, ...rest]) => [500 - x, y, 300 - z, a, b, Number(c) + 180, ...rest]));
    assert.equal((await openMotion(visitor, 'turned.bvh', back)).said, '');
    const facing = await poseAtBeginning(visitor);
    assert.ok(farthest(facing, upright) < 0.01, `${farthest(facing, upright)} off`);
    assert.ok(find(facing, 'nose').visible, 'she faces us');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a motion that cannot be read is shown with its tree'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const legless = `HIERARCHY\nROOT Tail\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation
      JOINT Fin\n{\nOFFSET 0 9 0\nCHANNELS 3 Zrotation Xrotation Yrotation\nEnd Site\n{\nOFFSET 0 3 0\n}
      }\n}\nMOTION\nFrames: 1\nFrame Time: 0.03\n0 0 0 0 0 0\n`;
    await visitor.drop('fish.bvh', legless);
    const { messages, ownMotion } = await visitor.until((s) => s.messages.length > 0, 'a message');
    assert.equal(ownMotion, false);
    const text = messages.join('\n');
    assert.match(text, /fish\.bvh/);
    assert.match(text, /Tail[^]*Fin/);
    assert.doesNotMatch(text, /--/, 'a page has no command line');
    await visitor.screenshot('desktop-file-fish');
    await visitor.close();
  },

  async 'pose files in the forms of other programs'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.drop('first.json', JSON.stringify({ people: [person(points(1920, 1080))] }));
    await visitor.until((s) => s.people === 1, 'one person');
    assertWhole((await visitor.settled()).pose, 'fitted to her');
    await visitor.screenshot('desktop-file-photograph-fitted');
    await visitor.press('as in file');
    await visitor.until((s) => s.asInFile);
    const opened = async (name, content, people = 1) => {
      await visitor.press('reset');
      await visitor.until((s) => s.people === 0);
      await visitor.drop(name, typeof content === 'string' ? content : JSON.stringify(content));
      const state = await visitor.until((s) => s.people || s.messages.length, `${name} to be opened`);
      assert.equal(state.people, people, `${name}: ${state.messages}`);
      return state;
    };

    // Of a picture whose size nobody tells, the whole person, as large as fits.
    const { pose } = await opened('photograph.json', { people: [person(points(1920, 1080))] });
    assertWhole(pose, 'a photograph');
    const tall = Math.max(...pose.map((p) => p.y)) - Math.min(...pose.map((p) => p.y));
    assert.ok(tall > 0.7, `${tall} of the picture high`);
    await visitor.screenshot('desktop-file-photograph-as-in-file');

    // The same place whatever the canvas is called, and from −1 to 1.
    const canvas = (size, list) => ({ canvas_width: size, canvas_height: size, people: [person(list)] });
    for (const size of [640, '640', 640.5]) {
      const state = await opened('canvas.json', canvas(size, points(Number(size), Number(size))));
      assertAt(state.pose, 'nose', 0.5, 0.16);
      assert.deepEqual(state.messages, []);
    }
    for (const size of [0, null]) {
      assertWhole((await opened('none.json', canvas(size, points(640, 640)))).pose, `canvas ${size}`);
    }
    assertWhole((await opened('scale4.json', { people: [person(
      body.map(([x, y]) => [2 * x - 1, 2 * y - 1]))] })).pose, 'from −1 to 1');
    const outside = await opened('outside.json', { canvas_width: 32, canvas_height: 24,
                                                   people: [person(points(640, 480))] });
    assert.match(outside.messages.join(), /Most points of outside\.json lie outside/);

    // What is not there is missing.
    const editor = (list) => ({ width: 640, height: 640, keypoints: list });
    const all = await opened('editor.json', editor(points(640, 640)));
    assertAt(all.pose, 'nose', 0.5, 0.16);
    assertAt(all.pose, 'left_ankle', 0.55, 0.9);
    const without = points(640, 640);
    without[4] = null;
    const one = (await opened('null.json', editor(without))).pose;
    assert.deepEqual(one.filter((p) => !p.visible).map((p) => p.name), ['right_wrist']);
    const second = await opened('person.json', {
      canvas_width: 640, canvas_height: 640, people: [null, person(points(640, 640))] });
    assertAt(second.pose, 'nose', 0.5, 0.16);
    const hands = await opened('hands.json', { people: [{ pose_keypoints_2d: [] }] }, 0);
    assert.match(hands.messages.join(), /nobody in hands\.json/);
    await visitor.screenshot('desktop-file-nobody');

    // COCO's order, alone and at the beginning of DWPose's 133 points.
    const order = [0, 15, 14, 17, 16, 5, 2, 6, 3, 7, 4, 11, 8, 12, 9, 13, 10];
    const coco = order.map((i) => points(640, 640)[i]);
    for (const count of [17, 133]) {
      const list = [...coco, ...Array(count - 17).fill([320, 320])];
      const state = await opened('coco.json', canvas(640, list));
      assertAt(state.pose, 'left_wrist', 0.61, 0.5);
      assertAt(state.pose, 'right_knee', 0.45, 0.7);
    }
    const strange = await opened('strange.json', canvas(640, points(640, 640).slice(0, 7)), 0);
    assert.match(strange.messages.join(), /strange\.json.*(7|21)/s);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a picture is turned as its camera was held'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    // Red on its left, blue on its right, and EXIF that says: turned a quarter to the left.
    const bytes = await visitor.page.evaluate(async () => {
      const sheet = new OffscreenCanvas(128, 64);
      const paint = sheet.getContext('2d');
      paint.fillStyle = '#f00';
      paint.fillRect(0, 0, 64, 64);
      paint.fillStyle = '#00f';
      paint.fillRect(64, 0, 64, 64);
      const blob = await sheet.convertToBlob({ type: 'image/jpeg' });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
    const exif = [0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    await visitor.drop('phone.jpg', Uint8Array.from([...bytes.slice(0, 2), ...exif, ...bytes.slice(2)]));
    await visitor.until((s) => s.reference, 'the picture');
    await visitor.settled();
    await visitor.screenshot('desktop-file-exif');
    const { stage: [left, top, width, height] } = await visitor.state();
    const [above, below] = await visitor.pixels(
      [0.2, 0.8].map((share) => [left + width * 0.3, top + height * share]));
    assert.ok(above[0] - above[2] > 20, `above ${above}, expected red`);
    assert.ok(below[2] - below[0] > 20, `below ${below}, expected blue`);
    await visitor.close();
  },
};
