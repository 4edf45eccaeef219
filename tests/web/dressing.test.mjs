// Characters mixed, walked among and in a row; poses kept; light and dark.
import assert from 'node:assert/strict';
import { difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('dressing', { blobs: null });

export default {
  async 'two characters are mixed, and back and forward find the old ones'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const seven = await visitor.picture();
    await visitor.press('mix on');
    const { seed2, mix, controls } = await visitor.settled();
    assert.match(seed2, /^[0-9]+$/);
    assert.equal(mix, 0.5);
    assert.ok(difference(seven, await visitor.picture()) > 20, 'the mix looks like the first');
    const [left, top, width, height] = controls.mix;
    await visitor.page.mouse.click(left + 2, top + height / 2);
    assert.equal((await visitor.settled()).mix, 0);
    await visitor.page.mouse.move(left + width / 2, top + height / 2);
    await visitor.rest();
    assert.ok(difference(seven, await visitor.picture()) < 3, 'nothing of the second is left');
    await visitor.screenshot('desktop-mix');
    await visitor.press('mix off');
    await visitor.press('random');
    const random = (await visitor.settled()).seed;
    await visitor.press('back');
    assert.equal((await visitor.settled()).seed, '7');
    await visitor.press('forward');
    assert.equal((await visitor.settled()).seed, random);
    await visitor.close();
  },

  async 'neighbours are drawn and walked to, and a link finds the way'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('neighbours');
    await visitor.until((s) => s.neighbourPictures === 9, 'nine pictures');
    await visitor.rest();
    await visitor.screenshot('desktop-neighbours');
    await visitor.press('neighbour 2');
    await visitor.press('neighbour 6');
    const { steps, link } = await visitor.settled();
    assert.equal(steps, 2);
    await visitor.key('s');
    const here = await visitor.picture();
    await visitor.close();
    const friend = await harness.visit({ overlay, path: `/?ep=wasm#${link}` });
    await friend.settled();
    await friend.key('s');
    assert.ok(difference(here, await friend.picture()) < 3, 'the friend sees another one');
    await friend.close();
  },

  async 'several stand in a row and do the same'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('add to row');
    await visitor.press('add to row');
    assert.equal((await visitor.settled()).row, 2);
    await visitor.press('next clip');
    await visitor.until((s) => s.pictures > 10, 'pictures of all of them');
    await visitor.screenshot('desktop-row');
    await visitor.press('play');
    await visitor.press('leave row 0');
    assert.equal((await visitor.settled()).row, 1);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a kept pose and the theme are there on the next visit'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('preset 3');
    await visitor.press('favourite');
    await visitor.press('theme');
    assert.equal((await visitor.settled()).dark, true);
    await visitor.screenshot('desktop-dark');
    await visitor.page.reload();
    await visitor.page.waitForFunction(() => window.kisekae && document.body.matches('.running'));
    await visitor.press('reset');
    const upright = (await visitor.settled()).pose;
    const { favourites, dark } = await visitor.state();
    assert.equal(favourites, 1);
    assert.equal(dark, true);
    await visitor.press('favourite 0');
    assert.notDeepEqual((await visitor.settled()).pose, upright);
    await visitor.press('favourite 0 away');
    assert.equal((await visitor.state()).favourites, 0);
    await visitor.close();
  },
};
