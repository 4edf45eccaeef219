// A photo and the camera drive the pose. The person is one of the project's own characters, as
// psgan-data draws her (view --look 10 --clip disco --time 0.8), in front of the browser's fake
// camera, too.
import assert from 'node:assert/strict';
import { modelFolder, person, phone } from './harness.mjs';

const overlay = modelFolder('watching', { blobs: null });
const sides = (name) => (/^left/.test(name) ? name.replace('left', 'right')
                                            : name.replace('right', 'left'));
const mirrored = (pose) => pose.map(({ name }) => {
  const { x, y } = pose.find((p) => p.name === sides(name));
  return { name, x: 1 - x, y };
});
const mean = (numbers) => numbers.reduce((sum, v) => sum + v, 0) / numbers.length;
const apart = (a, b) => mean(a.map((p, i) => Math.hypot(p.x - b[i].x, p.y - b[i].y)));

// A visitor, and the pose that the person in the picture truly has.
async function beside(harness, options) {
  const visitor = await harness.visit({ overlay, path: '/?ep=wasm#v=1&clip=disco&t=800', ...options });
  const { pose } = await visitor.settled();
  await visitor.press('reset');
  const standing = (await visitor.settled()).pose;
  return { visitor, pose, standing };
}

async function open(visitor, file) {
  const chooser = visitor.page.waitForEvent('filechooser');
  await visitor.press('photo');
  await (await chooser).setFiles(file);
}

// MediaPipe tells of its own graphics context in red.
const ownErrors = (visitor) => visitor.errors.filter((text) => !/^[IW]\d{4} /.test(text));

export default {
  async 'a photo gives its pose, and nothing comes before it is asked for'(harness) {
    const asked = [];
    const { visitor, pose, standing } = await beside(harness, {
      onRequest: (url) => asked.push(new URL(url).pathname), before: () => {
        addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      } });
    assert.ok(!asked.some((path) => /^\/pose\/|watch/.test(path)), 'loaded unasked');
    await open(visitor, person);
    await visitor.until((s) => !s.messages.length && s.preset === null && s.upToDate,
                        'the pose of the photo');
    await visitor.page.mouse.move(2, 2);
    await visitor.rest(600);
    await visitor.screenshot('desktop-photo');
    const { pose: read } = await visitor.state();
    const off = apart(read, pose);
    assert.ok(off < 0.05 && off < 0.7 * apart(standing, pose), `${off} of the picture away`);
    await visitor.press('undo');
    assert.ok(apart((await visitor.settled()).pose, standing) < 1e-4, 'undone at once');
    assert.deepEqual(ownErrors(visitor), []);
    await visitor.close();
    return `${(100 * off).toFixed(1)} % of the picture beside the truth`;
  },

  async 'the camera drives the pose as a mirror does, until she dances'(harness) {
    const { visitor, pose, standing } = await beside(harness);
    await visitor.press('watch');
    // Followed through a film, a drawn person is lost and found again; a real one hardly ever is.
    const right = (seen) => {
      const [mirror, plain] = [mirrored(pose), pose].map((truth) => apart(seen, truth));
      return mirror < 0.05 && mirror < plain && mirror < apart(standing, mirrored(pose));
    };
    await visitor.until((s) => s.watching && s.preset === null && right(s.pose), 'the mirror image');
    await visitor.screenshot('desktop-webcam');
    const { controls } = await visitor.state();
    assert.ok(controls.watch);
    assert.equal(await visitor.page.isVisible('#camera'), true);
    await visitor.press('dance');
    await visitor.until((s) => !s.watching, 'the camera to be left');
    await visitor.page.waitForSelector('#camera', { state: 'hidden' });
    assert.equal(await visitor.page.evaluate(() => document.getElementById('camera').srcObject), null);
    assert.deepEqual(ownErrors(visitor), []);
    await visitor.close();
  },

  async 'no camera, no permission, nobody in the photo: said in words'(harness) {
    const { visitor } = await beside(harness, { device: phone, before: () => {
      navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };
    } });
    await visitor.press('watch');
    const refused = await visitor.until((s) => s.messages.length, 'a message');
    assert.deepEqual(refused.messages, ['The camera was not allowed.']);
    assert.equal(refused.watching, false);
    await open(visitor, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await visitor.until((s) => /notes\.png.* is no picture/.test(s.messages), 'a message');
    const white = await visitor.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 64);
      canvas.getContext('2d').fillRect(0, 0, 64, 64);
      const bytes = await (await canvas.convertToBlob()).arrayBuffer();
      return [...new Uint8Array(bytes)];
    });
    await open(visitor, { name: 'wall.png', mimeType: 'image/png', buffer: Buffer.from(white) });
    await visitor.until((s) => /Nobody .*wall\.png/.test(s.messages), 'a message');
    await visitor.screenshot('phone-nobody');
    await visitor.close();
  },
};
