// What a visitor takes home: every kind of file is decoded again.
import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { modelFolder } from './harness.mjs';
import { assertBlobs, choose, dropped, isWhite, pixelsOf, saved } from './saving.mjs';

const overlay = modelFolder('saving', { blobs: null });

// Catmull-Rom in double precision, the edge's pixels going on beyond it: RGB of pixels².
function catmullRom(rgba, side, pixels) {
  const weights = (t) => [-0.5 * t ** 3 + t ** 2 - 0.5 * t, 1.5 * t ** 3 - 2.5 * t ** 2 + 1,
                          -1.5 * t ** 3 + 2 * t ** 2 + 0.5 * t, 0.5 * t ** 3 - 0.5 * t ** 2];
  const along = (i) => {
    const at = ((i + 0.5) / pixels) * side - 0.5;
    return weights(at - Math.floor(at)).map((weight, k) => [
      weight, Math.min(Math.max(Math.floor(at) - 1 + k, 0), side - 1)]);
  };
  const result = [];
  for (let y = 0; y < pixels; y += 1) {
    for (let x = 0; x < pixels; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (const [wy, row] of along(y)) {
          for (const [wx, column] of along(x)) {
            sum += wy * wx * rgba[(row * side + column) * 4 + channel];
          }
        }
        result.push(Math.min(Math.max(sum, 0), 255));
      }
    }
  }
  return result;
}

export default {
  async 'pictures are enlarged by Catmull-Rom, to a step of a byte'(harness) {
    const visitor = await harness.visit({ overlay, answers: { '**/editor/main.js': (source) =>
      source.replace('window.kisekae = {', 'window.kisekae = { get editor() { return editor; },') } });
    await visitor.settled();
    let state = 7;
    const byte = () => (state = (state * 1103515245 + 12345) % 2 ** 31) >> 23;
    let largest = 0;
    for (const [side, pixels] of [[16, 41], [8, 64], [32, 32]]) {
      // Black and white side by side, where the curve goes beyond both, among all else.
      const rgba = Array.from({ length: side * side * 4 }, (_, i) =>
        (i % 4 === 3 ? 255 : byte() < 40 ? 255 * (byte() & 1) : byte()));
      const found = await visitor.page.evaluate(([values, from, to]) =>
        [...window.kisekae.editor.enlarged(new Uint8Array(values), from, to)], [rgba, side, pixels]);
      assert.equal(found.length, pixels * pixels * 4);
      catmullRom(rgba, side, pixels).forEach((expected, i) => {
        const is = found[Math.floor(i / 3) * 4 + (i % 3)];
        largest = Math.max(largest, Math.abs(is - expected));
      });
    }
    // Half a step from rounding, and half a one from ten bits between the passes.
    assert.ok(largest < 1.3, `up to ${largest.toFixed(2)} of 255 off`);
    await visitor.close();
    return `at most ${largest.toFixed(2)} of 255 off`;
  },

  async 'a saved picture shows the pose, and dropped on the page restores it'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('next');
    const wrist = await visitor.point('left_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: wrist.screenX + 60, y: wrist.screenY - 150 });
    const before = await visitor.settled();
    const { name, bytes } = await saved(visitor, 'png');
    assert.equal(name, 'kisekae-8.png');
    const places = before.pose.filter((p) => p.visible).map((p) => [p.x, p.y]);
    const decoded = await pixelsOf(visitor, bytes, 'image/png', [[0.02, 0.02], ...places]);
    assert.deepEqual([decoded.width, decoded.height], [256, 256]);
    assertBlobs(decoded);
    // It says how much of that is drawn, and there is the picture without more.
    await visitor.page.click('#save summary');
    assert.equal(await visitor.page.textContent('[data-save="png"] small'), '256², drawn at 64²');
    await visitor.page.click('#save summary');
    await choose(visitor, '[name="size"][value="1"]');
    const drawn = await saved(visitor, 'png');
    const small = await pixelsOf(visitor, drawn.bytes, 'image/png', [[0.02, 0.02], ...places]);
    assert.deepEqual([small.width, small.height], [64, 64]);
    assertBlobs(small);
    await visitor.close();

    const friend = await harness.visit({ overlay });
    await friend.settled();
    await dropped(friend, bytes, name);
    const { link } = before;
    await friend.eventually(async () => (await friend.state()).link === link, 'the saved state');
    assert.deepEqual((await friend.settled()).messages, []);
    await dropped(friend, bytes.subarray(0, 500), 'half.png');
    await friend.until((s) => /half\.png/.test(s.messages), 'a message');
    await friend.close();
  },

  async 'the canvas has another ratio, and the skeleton lies where the figure does'(harness) {
    const visitor = await harness.visit({ overlay });
    const { pose } = await visitor.settled();
    const find = (name) => pose.find((p) => p.name === name);
    const ink = [find('right_wrist'), find('left_wrist')];
    for (const [ratio, size, span] of [['landscape', [1536, 1024], 1024 / 1536],
                                       ['portrait', [683, 1024], 1024 / 683]]) {
      await choose(visitor, `[value="${ratio}"]`);
      // The paper is as wide as the canvas, or wider and cut at its sides.
      const places = ink.map((p) => [0.5 + (p.x - 0.5) * span, p.y]);
      const picture = await pixelsOf(visitor, (await saved(visitor, 'png')).bytes, 'image/png',
                                     [[0.01, 0.01], ...places]);
      assert.deepEqual([picture.width, picture.height], size.map((pixels) => Math.round(pixels / 4)));
      assertBlobs(picture);
      const { name, bytes } = await saved(visitor, 'skeleton');
      assert.match(name, /-skeleton\.png$/);
      const skeleton = await pixelsOf(visitor, bytes, 'image/png', [[0.01, 0.01], ...places]);
      // Black paper; OpenPose's colours of its points 4 and 7, the wrists.
      assert.deepEqual(skeleton.pixels, [[0, 0, 0], [170, 255, 0], [0, 255, 85]]);
      assert.deepEqual([skeleton.width, skeleton.height], size);
    }
    await visitor.close();
  },

  async 'a saved GIF moves'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const { bytes } = await saved(visitor, 'gif');
    const frames = await visitor.page.evaluate(async (data) => {
      const decoder = new ImageDecoder({ data: new Uint8Array(data), type: 'image/gif' });
      await decoder.tracks.ready;
      await decoder.completed;
      const { frameCount } = decoder.tracks.selectedTrack;
      const sums = [];
      for (const frameIndex of [0, Math.floor(frameCount / 2)]) {
        const { image } = await decoder.decode({ frameIndex });
        const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d');
        context.drawImage(image, 0, 0);
        sums.push({ side: image.displayWidth, duration: image.duration,
                    data: [...context.getImageData(0, 0, 512, 512).data] });
      }
      return { frameCount, sums };
    }, [...bytes]);
    assert.ok(frames.frameCount >= 10, `${frames.frameCount} frames`);
    const [first, second] = frames.sums;
    assert.equal(first.side, 512);
    assert.equal(first.duration, 50_000);  // µs
    const moved = first.data.filter((v, i) => Math.abs(v - second.data[i]) > 60).length;
    assert.ok(moved > 500, `${moved} numbers differ`);
    assert.ok(isWhite(first.data.slice(0, 3)), `the ground is ${first.data.slice(0, 3)}`);
    await visitor.close();
    return `${frames.frameCount} frames, ${(bytes.length / 1024).toFixed(0)} KiB`;
  },

  async 'a saved video plays'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const { name, bytes } = await saved(visitor, 'video');
    const type = name.split('.').pop();
    assert.ok(type === 'webm' ? bytes.readUInt32BE() === 0x1a45dfa3
                              : bytes.subarray(4, 8).toString() === 'ftyp', `no ${type}`);
    // The page's own policy allows no media.
    const context = await harness.browser.newContext();
    const player = await context.newPage();
    const played = await player.evaluate(async ({ data, kind }) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([new Uint8Array(data)], { type: `video/${kind}` }));
      await new Promise((done, fail) => { video.onloadeddata = done; video.onerror = fail; });
      const seconds = await new Promise((done) => {
        video.onended = () => done(video.currentTime);
        video.playbackRate = 4;
        video.play();
      });
      return { seconds, width: video.videoWidth, height: video.videoHeight };
    }, { data: [...bytes], kind: type });
    assert.deepEqual([played.width, played.height], [512, 512]);
    assert.ok(played.seconds > 0.5, `it plays ${played.seconds} s`);
    await context.close();
    await visitor.close();
    return `${name}, ${played.seconds.toFixed(2)} s, ${(bytes.length / 1024).toFixed(0)} KiB`;
  },

  async 'saved frames are pictures in a zip'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const { bytes } = await saved(visitor, 'frames');
    const files = unzipSync(bytes);
    const names = Object.keys(files);
    assert.ok(names.length >= 10);
    assert.equal(names[0], 'frame-0000.png');
    const { width, pixels } = await pixelsOf(visitor, files[names[0]], 'image/png', [[0.01, 0.01]]);
    assert.equal(width, 512);
    assert.ok(isWhite(pixels[0]));
    await visitor.close();
    return `${names.length} frames`;
  },

  async 'saving can be given up'(harness) {
    // A machine may be done before anybody can change their mind.
    const visitor = await harness.visit({ overlay, answers: { '**/editor/save.js': (source) =>
      source.replace('setTimeout(done, milliseconds)', 'setTimeout(done, milliseconds + 400)') } });
    await visitor.settled();
    await visitor.page.click('#save summary');
    await visitor.screenshot('desktop-save-menu');
    await visitor.page.click('[data-save="frames"]');
    await visitor.page.waitForSelector('#saving[open]');
    await visitor.screenshot('desktop-saving');
    await visitor.page.click('#saving button');
    await visitor.page.waitForFunction(() => !document.querySelector('#saving[open]'));
    await visitor.press('next');
    assert.deepEqual((await visitor.settled()).messages, []);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },
};
