// Characters mixed, walked among and in a row; poses kept; light and dark.
import assert from 'node:assert/strict';
import { difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('dressing', { blobs: null });
const withParts = modelFolder('dressing-parts', { parts: null }, undefined, 'parts');

// The colours of the blobs of even numbers, which are the figure's, and of odd ones.
async function inks(visitor) {
  const { pose } = await visitor.settled();
  // No other blob lies over theirs.
  const alone = (p) => p.visible && pose.every((q) => q === p || Math.hypot(p.x - q.x, p.y - q.y) > 0.06);
  const all = await visitor.pixels(pose.map((p) => [p.screenX, p.screenY]));
  const parts = [0, 1].map((odd) => all.filter((_, i) => i % 2 === odd && alone(pose[i])));
  assert.ok(parts.every((colours) => colours.length > 1), 'the test sees nothing');
  return parts;
}

export default {
  async 'two characters are mixed, and back and forward find the old ones'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const seven = await visitor.picture();
    await visitor.press('mix on');
    const { seed2, mix } = await visitor.settled();
    assert.match(seed2, /^[0-9]+$/);
    assert.equal(mix, 0.5);
    assert.ok(difference(seven, await visitor.picture()) > 20, 'the mix looks like the first');
    await visitor.slide('mix', 0.005);
    assert.equal((await visitor.settled()).mix, 0);
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

  async 'the figure is kept and the colours change, or the other way round'(harness) {
    const visitor = await harness.visit({ overlay: withParts });
    await visitor.settled();
    await visitor.key('s');
    const [figure, colours] = await inks(visitor);
    await visitor.press('part 2');
    await visitor.press('random');
    const dyed = await inks(visitor);
    assert.ok(difference(figure, dyed[0]) < 3, 'the figure changed');
    assert.ok(difference(colours, dyed[1]) > 20, 'the colours did not');
    await visitor.screenshot('desktop-parts');
    const { seed, part, link } = await visitor.state();
    assert.deepEqual([seed, part], ['7', 'colours']);
    await visitor.press('part 1');
    await visitor.press('random');
    const changed = await inks(visitor);
    assert.ok(difference(dyed[0], changed[0]) > 20, 'the figure did not change');
    assert.ok(difference(dyed[1], changed[1]) < 3, 'the colours changed');
    await visitor.press('undo');
    const undone = await inks(visitor);
    assert.ok(difference(dyed[0], undone[0]) < 3, 'undo brings the figure back');
    await visitor.close();

    const friend = await harness.visit({ overlay: withParts, path: `/?ep=wasm#${link}` });
    await friend.settled();
    await friend.key('s');
    const same = await inks(friend);
    for (const i of [0, 1]) assert.ok(difference(dyed[i], same[i]) < 3, 'the friend sees another');
    assert.deepEqual((await friend.state()).messages, []);
    await friend.press('mix on');
    await friend.press('mix another');  // Who has the same dice was first offered the same one.
    await friend.slide('mix', 0.995);
    const mixed = await inks(friend);
    assert.ok(difference(dyed[0], mixed[0]) < 3, 'a mix of the colours changed the figure');
    assert.ok(difference(dyed[1], mixed[1]) > 20, 'the colours are not mixed');
    assert.deepEqual(friend.errors, []);
    await friend.close();
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

  async 'a friend has a pose and a place of her own'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('add to row');
    await visitor.press('own pose 0');
    await visitor.press('preset 3');
    const before = await visitor.settled();
    assert.equal(before.companions[0].ownPose, true);
    const [left, top, width] = before.stage;
    const friend = { x: left + before.companions[0].across * width, y: top + width * 0.5 };
    // Dragged to the middle, she stays herself; pressed, she is the one who is posed.
    await visitor.drag(friend, { x: left + 0.4 * width, y: friend.y }, 12);
    const moved = await visitor.settled();
    assert.ok(moved.companions[0].across > before.companions[0].across + 0.05, moved.companions[0].across);
    assert.equal(moved.seed, before.seed);
    await visitor.screenshot('desktop-friend-own-pose');
    await visitor.page.mouse.click(left + moved.companions[0].across * width, friend.y);
    const turned = await visitor.until((s) => s.seed === before.companions[0].seed, 'her turn');
    assert.ok(Math.abs(turned.across - moved.companions[0].across) < 0.01, 'she jumped');
    const wrist = (s) => s.pose.find((p) => p.name === 'left_wrist');
    assert.ok(Math.abs(wrist(turned).y - wrist(before).y) > 0.05, 'both have one pose');
    const { link } = await visitor.settled();
    const again = await harness.visit({ overlay, path: `/?ep=wasm#${link}` });
    const there = await again.settled();
    assert.deepEqual(there.companions, (await visitor.settled()).companions);
    await again.close();
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
    await visitor.reload();
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
