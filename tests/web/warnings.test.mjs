// A visit that uses every leaf of the panel leaves nothing in the browser's console.
import assert from 'node:assert/strict';
import { modelFolder, phone } from './harness.mjs';

const overlay = modelFolder('warnings', { blobs: null });

async function visitAll(harness, device) {
  const warnings = [];
  const visitor = await harness.visit({ overlay, device, onWarning: (text) => {
    if (!/registration blocked by Playwright/.test(text)) warnings.push(text);  // The harness' own.
  } });
  await visitor.settled();
  await visitor.press('random');
  await visitor.press('neighbours');
  await visitor.until((s) => s.neighbourPictures === 9, 'the neighbours');
  await visitor.press('add to row');
  await visitor.press('own pose 0');
  await visitor.press('pose friend 0');
  await visitor.settled();
  await visitor.press('tab pose');
  await visitor.until((s) => s.posePictures === s.presets, 'the poses');
  await visitor.press('preset 4');
  await visitor.settled();
  await visitor.press('favourite');
  await visitor.press('all points');
  if (!device) {
    // Words that come and go beside what a mouse rests on are a list of their own.
    for (const control of ['preset 2', 'undo', 'theme', 'eye']) {
      const [left, top, width, height] = (await visitor.state()).controls[control];
      const down = await visitor.reveal(top, top + height);
      await visitor.page.mouse.move(left + width / 2, top + height / 2 + down);
      await visitor.rest(700);
      await visitor.page.mouse.move(3, 3);
      await visitor.rest();
    }
  }
  await visitor.press('tab motion');
  await visitor.press('next clip');
  await visitor.until((s) => s.playing && s.pictures > 8, 'motion');
  await visitor.press('play');
  await visitor.press('key add');
  await visitor.press('theme');
  await visitor.press('undo');
  await visitor.settled();
  assert.deepEqual(warnings, []);
  assert.deepEqual(visitor.errors, []);
  await visitor.close();
}

export default {
  'a visit that uses every leaf warns of nothing': (harness) => visitAll(harness),
  'nor does one on a phone': (harness) => visitAll(harness, phone),
};
