// The look of a character in a picture, by a model's encoder: that of models/dressed sees how red,
// green and blue the picture is where the skeleton lies.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, phone } from './harness.mjs';

const overlay = modelFolder('look', { dressed: null }, undefined, 'dressed');

// A picture of one colour, as a BMP file.
function filled(red, green, blue, side = 64) {
  const file = Buffer.alloc(54 + 3 * side * side);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);  // where the pixels begin
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let i = 54; i < file.length; i += 3) file.set([blue, green, red], i);
  return file;
}

const said = (state) => JSON.stringify(state.messages);

export default {
  async 'the look of a picture is worn, undone and carried by a link'(harness) {
    const visitor = await harness.visit({ overlay });
    const before = (await visitor.settled()).worn;
    for (const [name, colour] of [['long', [0, 255, 0]], ['ponytail', [0, 0, 255]]]) {
      await visitor.drop('her.bmp', filled(...colour));
      await visitor.until((s) => s.reference, 'the picture');
      await visitor.press('copy look');
      const { worn } = await visitor.until((s) => s.worn.hair === name, `hair ${name}`);
      // White from around the picture is seen, too.
      const dyed = colour.map((channel) => channel / 255);
      worn['hair-colour'].forEach((channel, i) => assert.ok(
        Math.abs(channel - dyed[i]) < 0.2, `${worn['hair-colour']}, not ${dyed}`));
    }
    await visitor.rest();
    await visitor.screenshot('desktop-copied-look');
    const state = await visitor.settled();
    assert.match(state.link, /part\.hair-colour=[0-9a-f]{4}ff/);
    assert.match(said(state), /where the skeleton lies/);
    await visitor.press('undo');
    await visitor.press('undo');
    assert.deepEqual((await visitor.settled()).worn, before);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'its control has room on a phone'(harness) {
    const visitor = await harness.visit({ overlay, device: phone });
    await visitor.settled();
    await visitor.drop('her.bmp', filled(255, 0, 0));
    await visitor.until((s) => s.reference, 'the picture');
    await visitor.rest();
    await visitor.screenshot('phone-copied-look');
    await visitor.press('copy look');
    await visitor.until((s) => s.worn.hair === 'bob', 'red hair');
    await visitor.close();
  },

  async 'an encoder that is not there is said, and nothing changes'(harness) {
    const broken = modelFolder('look-broken', {
      dressed: (card, folder) => writeFileSync(join(folder, card.encoder.onnx), 'nothing'),
    }, undefined, 'dressed');
    const visitor = await harness.visit({ overlay: broken });
    const { worn } = await visitor.settled();
    await visitor.drop('her.bmp', filled(255, 0, 0));
    await visitor.until((s) => s.reference, 'the picture');
    await visitor.press('copy look');
    const state = await visitor.until((s) => s.messages.length, 'a message');
    assert.match(said(state), /is damaged/);
    assert.deepEqual(state.worn, worn);
    await visitor.close();
  },

  async 'a model without an encoder does not offer it'(harness) {
    const without = modelFolder('look-without', {
      dressed: (card) => delete card.encoder,
    }, undefined, 'dressed');
    const visitor = await harness.visit({ overlay: without });
    await visitor.settled();
    await visitor.drop('her.bmp', filled(255, 0, 0));
    await visitor.until((s) => s.reference, 'the picture');
    const { controls } = await visitor.state();
    assert.ok(controls['take pose'] && !controls['copy look']);
    await visitor.close();
  },
};
