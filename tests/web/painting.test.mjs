// Only what differs from the last frame is painted; the canvas must look as if all were.
import assert from 'node:assert/strict';
import { modelFolder, phone } from './harness.mjs';

const overlay = modelFolder('painting', { blobs: null });

// Notes the part of the canvas that each frame paints, in pixels from the bottom left, and how often
// a picture is enlarged sharply, which nothing else draws triangles without indices for.
function notePaint() {
  window.painted = [];
  window.sharpened = 0;
  const { clear, drawArrays } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawArrays = function (...values) {
    window.sharpened += 1;
    return drawArrays.apply(this, values);
  };
  WebGL2RenderingContext.prototype.clear = function (...values) {
    window.painted.push([...this.getParameter(this.SCISSOR_BOX)]);
    return clear.apply(this, values);
  };
}

// Holds the canvas against itself painted whole: how many of its numbers differ.
async function differences(visitor) {
  await visitor.settled();
  return visitor.page.evaluate(async () => {
    const canvas = document.getElementById('editor');
    const look = () => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const before = look();
    window.painted.length = 0;
    window.kisekae.repaint();
    const whole = () => window.painted.some(
      ([x, y, width, height]) => x === 0 && y === 0 && width === canvas.width && height >= canvas.height - 1);
    while (!whole()) await new Promise((done) => { requestAnimationFrame(done); });
    return look().reduce((sum, value, i) => sum + (value !== before[i]), 0);
  });
}

export default {
  async 'what is painted in parts looks like all of it painted'(harness) {
    for (const device of [undefined, phone]) {
      const visitor = await harness.visit({ overlay, device, before: notePaint });
      const alike = async (what) => assert.equal(await differences(visitor), 0, what);
      await visitor.settled();
      await alike('at first');
      const wrist = await visitor.point('left_wrist');
      if (!device) {
        await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                           { x: wrist.screenX + 50, y: wrist.screenY - 90 });
        await alike('after a drag');
        const { undo: [left, top, width, height] } = await visitor.find('undo');
        await visitor.page.mouse.move(left + width / 2, top + height / 2);
        await visitor.rest(900);
        await alike('with a tip');
        await visitor.page.mouse.move(3, 3);
        await visitor.rest(900);
        await alike('after the tip');
      }
      await visitor.press('tab motion');
      await alike('another leaf of the panel');
      await visitor.press('play');
      await visitor.until((s) => s.playing && s.pictures > 8);
      await visitor.press('play');
      await alike('after a dance');
      await visitor.press('theme');
      await alike('in the dark');
      await visitor.close();
    }
  },

  // In motion pictures are enlarged in the simplest way where the processor plays the graphics card,
  // as it does in these tests.
  async 'a dance paints nothing but her and the time line, and the picture at rest is sharp'(harness) {
    const visitor = await harness.visit({ overlay, before: notePaint });
    const { stage: [left, , width] } = await visitor.settled();
    await visitor.press('play');
    await visitor.until((s) => s.playing);
    await visitor.page.mouse.move(3, 3);
    await visitor.rest(900);
    await visitor.page.evaluate(() => {
      window.painted.length = 0;
      window.sharpened = 0;
    });
    await visitor.rest(1500);
    const [painted, sharpened] = await visitor.page.evaluate(() => [window.painted, window.sharpened]);
    assert.equal(sharpened, 0);
    assert.ok(painted.length > 3, `${painted.length} frames`);
    const shadow = 24;
    for (const [x, , across] of painted) {
      assert.ok(x >= left - shadow && x + across <= left + width + shadow,
                `from ${x} to ${x + across}, the stage from ${left} to ${left + width}`);
    }
    await visitor.press('play');
    await visitor.settled();
    assert.ok(await visitor.page.evaluate(() => window.sharpened) > 0);
    await visitor.close();
  },

  async 'a page at rest paints nothing'(harness) {
    const visitor = await harness.visit({ overlay, before: notePaint });
    await visitor.settled();
    await visitor.rest(1500);
    await visitor.page.evaluate(() => { window.painted.length = 0; });
    await visitor.page.mouse.move(2, 2);
    await visitor.page.mouse.move(5, 5);
    await visitor.rest(500);
    assert.deepEqual(await visitor.page.evaluate(() => window.painted), []);
    await visitor.close();
  },
};
