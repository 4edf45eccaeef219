// Links: the address holds model, seed and pose, and opening it restores them.
import assert from 'node:assert/strict';
import { modelFolder } from './harness.mjs';

const overlay = modelFolder('links', {
  blobs: null,
  dots: (card) => { card.title = 'Dots'; },
});

export default {
  async 'a link restores model, seed and pose'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('models 1');
    await visitor.until((s) => s.model === 'dots' && s.upToDate);
    await visitor.press('next');
    const wrist = await visitor.point('right_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: wrist.screenX, y: wrist.screenY - 200 });
    const knee = await visitor.point('left_knee');
    await visitor.page.mouse.dblclick(knee.screenX, knee.screenY + await visitor.reveal(knee.screenY));
    const before = await visitor.settled();
    const { hash } = await visitor.address();
    assert.match(hash, /^#v=1&m=dots&seed=8&p=/);
    await visitor.close();

    const friend = await harness.visit({ overlay, path: '/?ep=wasm' + hash });
    const after = await friend.settled();
    assert.equal(after.model, 'dots');
    assert.equal(after.seed, '8');
    after.pose.forEach((p, i) => {
      assert.equal(p.visible, before.pose[i].visible, p.name);
      assert.ok(Math.abs(p.x - before.pose[i].x) < 1 / 2048 && Math.abs(p.y - before.pose[i].y) < 1 / 2048);
    });
    assert.deepEqual(after.messages, []);
    await friend.screenshot('desktop-from-link');
    await friend.close();
  },

  async 'the address follows a drag, and Copy link copies it'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const before = await visitor.address();
    const toe = await visitor.point('left_toe');
    await visitor.drag({ x: toe.screenX, y: toe.screenY }, { x: toe.screenX + 80, y: toe.screenY - 90 });
    const after = await visitor.address();
    assert.notEqual(before.hash, after.hash);
    await visitor.press('link');
    assert.equal(await visitor.clipboard(/#v=1/), after.href);
    await visitor.rest();
    await visitor.screenshot('desktop-link-copied');
    await visitor.close();
  },

  async 'a link pasted into the open page is opened'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.page.evaluate(() => { location.hash = '#v=1&m=dots&seed=12345'; });
    const state = await visitor.until((s) => s.model === 'dots' && s.upToDate);
    assert.equal(state.seed, '12345');
    await visitor.close();
  },

  async 'a bad link says what is wrong, and the rest of it is used'(harness) {
    const visitor = await harness.visit({
      overlay, path: '/?ep=wasm#v=1&m=nobody&seed=99&p=not-a-pose' });
    const state = await visitor.settled();
    assert.equal(state.seed, '99');
    assert.equal(state.model, 'blobs');
    assert.equal(state.messages.length, 2, JSON.stringify(state.messages));
    assert.match(state.messages.join(' '), /nobody/);
    await visitor.screenshot('desktop-bad-link');
    // The cross of the first message closes it.
    const [left, top, width] = state.stage;
    await visitor.page.mouse.click(left + width - 14 - 52 - 22, top + 14 + 22);
    await visitor.until((s) => s.messages.length === 1, 'a closed message');
    await visitor.close();
  },
};
