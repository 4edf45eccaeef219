// The page in Firefox: a link, dragging, undo, languages, what is saved.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { difference, modelFolder } from './harness.mjs';
import { Firefox } from './firefox.mjs';

const overlay = modelFolder('firefox', { blobs: null });

async function withFirefox(body) {
  const firefox = new Firefox();
  try {
    await firefox.start();
    return await body(firefox);
  } finally {
    await firefox.stop();
  }
}

// Waits for a download that is complete.
function downloaded(visitor, file) {
  return visitor.eventually(() => {
    if (!existsSync(file) || existsSync(`${file}.part`)) return null;
    const bytes = readFileSync(file);
    return bytes.length > 0 && bytes;
  }, file);
}

export default {
  async 'Firefox: a link, a drag, undo and a saved picture'(harness) {
    return withFirefox(async (firefox) => {
      const origin = await harness.origin(overlay);
      const visitor = await firefox.visit(origin, '/?lang=en#v=1&m=blobs&seed=42');
      const opened = await visitor.settled();
      assert.equal(opened.seed, '42');
      assert.match(opened.provider, /^WebAssembly/);
      await visitor.screenshot('firefox-start');
      await visitor.key('s');
      const before = await visitor.picture();
      await visitor.key('s');

      const wrist = await visitor.point('left_wrist');
      await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                         { x: wrist.screenX + 60, y: wrist.screenY - 160 });
      const dragged = await visitor.settled();
      const now = dragged.pose.find((p) => p.name === 'left_wrist');
      assert.ok(now.screenY < wrist.screenY - 40, 'the wrist did not follow');
      await visitor.screenshot('firefox-dragged');
      await visitor.key('s');
      assert.ok(difference(before, await visitor.picture()) > 60, 'the picture did not follow');
      await visitor.key('s');

      await visitor.page.click('#save summary');
      await visitor.page.click('[data-save="png"]');
      const png = await downloaded(visitor, join(firefox.downloads, 'kisekae-42.png'));
      assert.equal(png.subarray(1, 4).toString(), 'PNG');
      assert.ok(png.includes(`kisekae\0${dragged.link}`), 'the picture does not hold its link');

      await visitor.press('undo');
      const undone = await visitor.settled();
      const back = undone.pose.find((p) => p.name === 'left_wrist');
      assert.ok(Math.abs(back.x - wrist.x) < 1e-3 && Math.abs(back.y - wrist.y) < 1e-3);
      assert.deepEqual(visitor.errors, []);
      await visitor.close();

      const friend = await firefox.visit(origin, `/?lang=ja#${dragged.link}`,
                                         { width: 390, height: 844 });
      const same = await friend.settled();
      assert.equal(same.link, dragged.link);
      assert.deepEqual(same.messages, []);
      await friend.screenshot('firefox-phone-ja');
      await friend.close();
      return opened.provider;
    });
  },
};
