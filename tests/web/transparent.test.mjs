// Pictures and sprite sheets with a transparent ground, at their sizes.
import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { modelFolder } from './harness.mjs';
import { choose, decoded, dropped, isWhite, saved } from './saving.mjs';

const overlay = modelFolder('transparent', { blobs: null });

const at = ({ width, rgba }, x, y) => [...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];

export default {
  async 'a transparent picture is the white one on white, and brings her back'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('next');
    const before = await visitor.settled();
    const white = await decoded(visitor, (await saved(visitor, 'png')).bytes);
    await choose(visitor, '[name="transparent"]');
    const { bytes } = await saved(visitor, 'png');
    const clear = await decoded(visitor, bytes);
    assert.deepEqual([clear.width, clear.height], [256, 256]);
    assert.deepEqual(at(clear, 2, 2), [0, 0, 0, 0]);
    let partly = 0;
    for (let i = 0; i < clear.rgba.length; i += 4) {
      const alpha = clear.rgba[i + 3];
      partly += alpha > 0 && alpha < 255;
      for (let c = 0; c < 3; c += 1) {
        const onWhite = (clear.rgba[i + c] * alpha) / 255 + 255 - alpha;
        assert.ok(Math.abs(onWhite - white.rgba[i + c]) < 4, `pixel ${i / 4}: ${onWhite}`);
      }
    }
    assert.ok(partly > 100, `${partly} pixels are half transparent`);
    for (const p of before.pose.filter(({ visible }) => visible)) {
      const [, , , alpha] = at(clear, Math.floor(p.x * 256), Math.floor(p.y * 256));
      assert.equal(alpha, 255, p.name);
    }
    await choose(visitor, '[name="size"][value="2"]');
    const small = await saved(visitor, 'png');
    assert.equal((await decoded(visitor, small.bytes)).width, 128);
    await visitor.close();

    for (const picture of [bytes, small.bytes]) {
      const friend = await harness.visit({ overlay });
      await friend.settled();
      await dropped(friend, picture, 'her.png');
      await friend.eventually(async () => (await friend.state()).link === before.link, 'the saved state');
      await friend.close();
    }
  },

  async 'a sprite sheet holds the moments of the motion where its JSON says'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.page.click('#save summary');
    await visitor.page.fill('[name="count"]', '6');
    await visitor.screenshot('desktop-save-menu');
    await visitor.page.click('#save summary');
    await choose(visitor, '[name="size"][value="1"]');
    await choose(visitor, '[name="transparent"]');
    const { name, bytes } = await saved(visitor, 'sheet');
    assert.equal(name, 'kisekae-7-sheet.zip');
    const files = unzipSync(bytes);
    assert.deepEqual(Object.keys(files).sort(), ['kisekae-7.json', 'kisekae-7.png']);
    const json = JSON.parse(Buffer.from(files['kisekae-7.json']));
    const sheet = await decoded(visitor, files['kisekae-7.png']);
    assert.deepEqual(json.meta.size, { w: sheet.width, h: sheet.height });
    const frames = Object.values(json.frames).map(({ frame }) => frame);
    assert.equal(frames.length, 6);
    const inks = frames.map(({ x, y, w, h }) => {
      assert.deepEqual([w, h], [64, 64]);
      assert.equal(at(sheet, x, y)[3], 0, 'a corner of a frame');
      const alphas = [];
      for (let j = 0; j < h; j += 1) {
        for (let i = 0; i < w; i += 1) alphas.push(at(sheet, x + i, y + j)[3]);
      }
      return alphas;
    });
    for (const ink of inks) assert.ok(ink.filter((alpha) => alpha > 200).length > 100, 'an empty frame');
    assert.notDeepEqual(inks[0], inks[2], 'nothing moves');
    const total = Object.values(json.frames).reduce((sum, { duration }) => sum + duration, 0);
    const { duration } = await visitor.state();
    assert.ok(Math.abs(total - duration * 1000) < 10, `${total} ms of ${duration} s`);
    // On paper if that is wanted.
    await visitor.page.click('#save summary');
    await visitor.page.uncheck('[name="transparent"]');
    await visitor.page.click('#save summary');
    const white = unzipSync((await saved(visitor, 'sheet')).bytes);
    assert.ok(isWhite(at(await decoded(visitor, white['kisekae-7.png']), 0, 0).slice(0, 3)));
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a sheet that is too large is refused in a sentence'(harness) {
    const visitor = await harness.visit({ overlay, answers: { '**/editor/save.js': (source) =>
      source.replace('const largestSheet = 8192', 'const largestSheet = 300') } });
    await visitor.settled();
    await visitor.page.click('#save summary');
    await visitor.page.click('[data-save="sheet"]');
    const { messages } = await visitor.until((s) => s.messages.length, 'the sentence');
    assert.match(messages.join(), /8 frames of this size are 768 × 768 pixels, more than 300/);
    await visitor.close();
  },
};
