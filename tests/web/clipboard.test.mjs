// Poses by copy and paste.
import assert from 'node:assert/strict';
import { modelFolder } from './harness.mjs';

const overlay = modelFolder('clipboard', { blobs: null });
const shortcut = (visitor, key) => visitor.page.keyboard.press(`Control+${key}`);
const focus = (visitor) => visitor.page.evaluate(
  () => document.getElementById('editor').focus({ preventScroll: true }));
const wrist = ({ pose }) => pose.find((p) => p.name === 'left_wrist');

export default {
  async 'a pose is copied, and pasted in another page of the same'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.press('preset 3');
    const before = await visitor.settled();
    await focus(visitor);
    await shortcut(visitor, 'c');
    const text = await visitor.clipboard(/pose_keypoints_2d/);
    const { people, canvas_width: width, canvas_height: height } = JSON.parse(text);
    assert.equal(people.length, 1);
    assert.equal(width, height);
    await visitor.until((s) => /copied/.test(s.messages), 'the message');
    await visitor.press('reset');
    await visitor.settled();
    await focus(visitor);
    await shortcut(visitor, 'v');
    await visitor.until((s) => /pasted/.test(s.messages), 'the message');
    const after = await visitor.settled();
    after.pose.forEach((p, i) => {
      const q = before.pose[i];
      assert.ok(Math.hypot(p.x - q.x, p.y - q.y) < 1e-3 && Math.abs(p.depth - q.depth) < 2e-3, p.name);
    });
    await visitor.screenshot('desktop-pasted');
    await visitor.press('undo');
    const undone = await visitor.settled();
    assert.ok(Math.hypot(wrist(undone).x - wrist(before).x, wrist(undone).y - wrist(before).y) > 0.01);
    await visitor.close();
  },

  async 'what is no pose is said, and text fields keep their own copy and paste'(harness) {
    const visitor = await harness.visit({ overlay });
    const { link } = await visitor.settled();
    await visitor.page.evaluate(() => navigator.clipboard.writeText('42 swans'));
    await focus(visitor);
    await shortcut(visitor, 'v');
    const { messages } = await visitor.until((s) => s.messages.length, 'a sentence');
    assert.match(messages.join(), /no pose/);
    assert.equal((await visitor.state()).link, link);

    await visitor.page.evaluate(() => navigator.clipboard.writeText('12'));
    await visitor.find('tab character');
    await visitor.press('tab character');
    await visitor.page.fill('#seed', '');
    await visitor.page.focus('#seed');
    await shortcut(visitor, 'v');
    assert.equal(await visitor.page.inputValue('#seed'), '12');
    await visitor.until((s) => s.seed === '12', 'the number');
    await visitor.page.locator('#seed').selectText();
    await shortcut(visitor, 'c');
    assert.equal(await visitor.clipboard(/./), '12');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'buttons copy and paste, too'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await visitor.page.focus('[data-copy-pose]');
    await visitor.page.keyboard.press('Enter');
    await visitor.clipboard(/pose_keypoints_2d/);
    await visitor.press('mirror');
    await visitor.press('preset 5');
    const there = wrist(await visitor.settled());
    await visitor.page.focus('[data-paste-pose]');
    await visitor.page.keyboard.press('Enter');
    await visitor.until((s) => /pasted/.test(s.messages), 'the message');
    const here = wrist(await visitor.settled());
    assert.ok(Math.hypot(here.x - there.x, here.y - there.y) > 0.01);
    await visitor.close();
  },
};
