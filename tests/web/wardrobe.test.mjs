// The wardrobe of a model whose latents begin with traits.
import assert from 'node:assert/strict';
import { difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('wardrobe', { dressed: null }, undefined, 'dressed');

export default {
  async 'a part is worn, undone and carried by a link'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.key('s');
    const before = await visitor.picture();
    const { worn } = await visitor.state();
    const options = ['bob', 'long', 'ponytail', 'braids'];
    const other = (options.indexOf(worn.hair) + 1) % options.length;
    await visitor.press('wardrobe 0');
    await visitor.press(`option ${other}`);
    assert.equal((await visitor.settled()).worn.hair, options[other]);
    assert.ok(difference(before, await visitor.picture()) > 10, 'the picture did not change');
    await visitor.screenshot('desktop-wardrobe');
    const dressed = await visitor.picture();
    await visitor.press('undo');
    assert.equal((await visitor.settled()).worn.hair, worn.hair);
    assert.ok(difference(before, await visitor.picture()) < 1, 'undo left something');
    await visitor.press('redo');
    const { link } = await visitor.settled();
    assert.match(link, new RegExp(`part\\.hair=${options[other]}`));
    await visitor.close();

    const guest = await harness.visit({ overlay, path: `/?ep=wasm#${link}` });
    assert.equal((await guest.settled()).worn.hair, options[other]);
    await guest.key('s');
    await guest.screenshot('desktop-wardrobe-link');
    assert.ok(difference(dressed, await guest.picture()) < 5, 'the guest sees somebody else');
    await guest.close();
  },

  async 'colours are chosen, and kept while the rest is random'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('wardrobe 0');
    await visitor.press('hair-colour 1');
    const chosen = (await visitor.settled()).worn;
    await visitor.slide('hair-colour field', 0.4);
    const dragged = (await visitor.settled()).worn;
    assert.notDeepEqual(dragged['hair-colour'], chosen['hair-colour']);
    await visitor.press('undo');
    assert.deepEqual((await visitor.settled()).worn['hair-colour'], chosen['hair-colour']);
    await visitor.press('lock');
    for (let i = 0; i < 3; ++i) {
      await visitor.press('random');
      const { worn, locked } = await visitor.settled();
      assert.deepEqual(worn['hair-colour'], chosen['hair-colour']);
      assert.equal(worn.hair, chosen.hair);
      assert.deepEqual(locked, ['hair', 'hair-colour', 'hair-length']);
    }
    await visitor.close();
  },

  async 'parts that are not in the wardrobe are said'(harness) {
    const visitor = await harness.visit(
      { overlay, path: '/?ep=wasm#v=1&seed=7&part.hair=bob&part.wings=two' });
    const { worn, messages } = await visitor.settled();
    assert.equal(worn.hair, 'bob');
    assert.ok(messages.some((m) => m.includes('wings')), messages.join());
    await visitor.close();
  },
};
