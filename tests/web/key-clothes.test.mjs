// Key frames that change what she wears.
import assert from 'node:assert/strict';
import { difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('key-clothes', { dressed: null }, undefined, 'dressed');

export default {
  async 'she changes clothes at a key, and a link carries it'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.key('s');
    const { worn } = await visitor.state();
    const options = ['bob', 'long', 'ponytail', 'braids'];
    const other = (options.indexOf(worn.hair) + 1) % options.length;
    await visitor.press('new motion');
    const [left, top, width, height] = (await visitor.find('time')).time;
    const middle = { x: left + width / 2, y: top + height / 2 };
    await visitor.drag(middle, middle);
    const before = await visitor.picture();
    await visitor.press('key add');
    await visitor.press('dress key');
    await visitor.press('tab character');
    await visitor.press('wardrobe 0');
    await visitor.press(`option ${other}`);
    const state = await visitor.settled();
    assert.deepEqual(state.keyParts, [{}, { hair: options[other] }]);
    assert.deepEqual(state.parts, {});
    assert.ok(difference(before, await visitor.picture()) > 10, 'the picture did not change');
    await visitor.screenshot('desktop-key-clothes');
    await visitor.press('tab motion');
    await visitor.screenshot('desktop-key-clothes-motion');
    assert.match(state.link, new RegExp(`&k2\\.hair=${options[other]}`));
    await visitor.press('key previous');
    assert.equal((await visitor.settled()).worn.hair, worn.hair);
    assert.ok(difference(before, await visitor.picture()) < 3, 'she wears it before the key');
    await visitor.close();

    const guest = await harness.visit({ overlay, path: `/?ep=wasm#${state.link}&k1.wings=two` });
    const { messages } = await guest.until((s) => s.messages.length, 'the sentence');
    assert.equal(messages.length, 1);
    assert.match(messages[0], /Not in this wardrobe: .*wings/);
    assert.equal((await guest.settled()).worn.hair, options[other]);
    await guest.close();
  },
};
