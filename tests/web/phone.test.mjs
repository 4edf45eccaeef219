// Small windows: she stays in sight while one picks, and a finger scrolls where it does not drag.
import assert from 'node:assert/strict';
import { modelFolder, phone } from './harness.mjs';

const overlay = modelFolder('phone', { blobs: null });
const small = { ...phone, viewport: { width: 360, height: 640 } };
const laptop = { viewport: { width: 1280, height: 650 } };

// The fingers of a visitor.
async function fingers(visitor) {
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', {
    type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  return {
    // From a to b, after lying still for so many milliseconds.
    async swipe(a, b, { still = 0 } = {}) {
      await touch('touchStart', a);
      if (still) await visitor.rest(still);
      for (let i = 1; i <= 8; i += 1) {
        await touch('touchMove', [a[0] + ((b[0] - a[0]) * i) / 8, a[1] + ((b[1] - a[1]) * i) / 8]);
        await visitor.rest(30);
      }
      await touch('touchEnd');
      await visitor.rest();
    },
    // Two of them, from places to places.
    async pinch(from, to) {
      await touch('touchStart', ...from);
      await visitor.rest(60);
      for (let i = 1; i <= 8; i += 1) {
        await touch('touchMove', ...from.map((a, k) => a.map((x, axis) => x + ((to[k][axis] - x) * i) / 8)));
        await visitor.rest(40);
      }
      await touch('touchEnd');
      await visitor.rest();
    },
  };
}

const scrolled = (visitor) => visitor.page.evaluate(() => scrollY);
const poseOf = ({ pose }) => pose.map(({ x, y }) => [x, y]);
const place = (point) => [point.screenX, point.screenY];

const cases = {
  async 'two fingers look closer, and the page stays'(harness) {
    const visitor = await harness.visit({ overlay, device: phone });
    const { pinch } = await fingers(visitor);
    const { stage: [left, top, width], yaw, ...before } = await visitor.settled();
    const at = (x, y) => [left + x * width, top + y * width];
    await pinch([at(0.12, 0.5), at(0.3, 0.5)], [at(0.05, 0.5), at(0.6, 0.5)]);
    const closer = await visitor.settled();
    assert.ok(closer.zoom > 2, `zoom ${closer.zoom}`);
    assert.equal(closer.yaw, yaw, 'she turned');
    assert.deepEqual(poseOf(closer), poseOf(before));
    assert.equal(await visitor.page.evaluate(() => visualViewport.scale), 1, 'the page grew');
    await visitor.screenshot('phone-closer');
    await pinch([at(0.05, 0.3), at(0.9, 0.3)], [at(0.3, 0.3), at(0.45, 0.3)]);
    assert.equal((await visitor.settled()).zoom, 1);
    await visitor.close();
  },

  async 'a finger that lies on a joint drags it, and one on its way down the page does not'(harness) {
    const visitor = await harness.visit({ overlay, device: phone });
    const before = await visitor.settled();
    await visitor.screenshot('phone-start');
    const finger = await fingers(visitor);
    const [x, y] = place(before.pose.find((p) => p.name === 'left_knee'));

    await finger.swipe([x + 4, y], [x + 10, y - 200]);
    await visitor.page.waitForFunction(() => scrollY > 100);
    assert.deepEqual(poseOf(await visitor.settled()), poseOf(before), 'scrolling bent her leg');
    assert.equal((await visitor.state()).selected, null);
    await visitor.page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await visitor.rest();

    await finger.swipe([x + 4, y], [x + 30, y - 60], { still: 400 });
    const knee = (await visitor.settled()).pose.find((p) => p.name === 'left_knee');
    assert.ok(Math.hypot(knee.screenX - x, knee.screenY - y) > 20, JSON.stringify(knee));
    assert.equal(await scrolled(visitor), 0, 'the page scrolled');
    assert.equal((await visitor.state()).selected, 'left_knee');
    // The chosen point is a handle.
    await finger.swipe(place(knee), [knee.screenX, knee.screenY + 50]);
    const again = (await visitor.settled()).pose.find((p) => p.name === 'left_knee');
    assert.ok(again.screenY - knee.screenY > 20, `${knee.screenY} to ${again.screenY}`);
    assert.equal(await scrolled(visitor), 0, 'the page scrolled');
    await visitor.screenshot('phone-dragged');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a swipe beside her turns her'(harness) {
    const visitor = await harness.visit({ overlay, device: phone });
    const { stage: [left, top, width, height] } = await visitor.settled();
    const finger = await fingers(visitor);
    const y = top + height * 0.8;
    await finger.swipe([left + 20, y], [left + 20 + width * 0.1, y + 6]);
    const { yaw } = await visitor.settled();
    assert.ok(yaw > 0.15, `turned by ${yaw}`);
    assert.equal(await scrolled(visitor), 0, 'the page scrolled');
    await finger.swipe([left + 20, y], [left + 24, y - 200]);
    await visitor.page.waitForFunction(() => scrollY > 100);
    assert.equal((await visitor.settled()).yaw, yaw, 'scrolling turned her');
    await visitor.close();
  },

  async 'poses are a strip that a finger pulls'(harness) {
    const visitor = await harness.visit({ overlay, device: small });
    const before = await visitor.settled();
    await visitor.press('tab pose');
    const { controls } = await visitor.state();
    const presets = Object.keys(controls).filter((id) => /^preset \d/.test(id));
    assert.ok(presets.length > 5);
    assert.equal(new Set(presets.map((id) => controls[id][1])).size, 1, 'one line');
    const [x, y, width, height] = controls['preset 2'];
    assert.ok(y + height <= small.viewport.height, 'the poses are below the window');
    await visitor.screenshot('small-pose');
    await (await fingers(visitor)).swipe([x + width / 2, y + height / 2], [40, y + height / 2]);
    const after = await visitor.state();
    assert.ok(after.controls['preset 2'][0] < x - 60, 'the strip stays');
    assert.deepEqual(poseOf(after), poseOf(before), 'pulling chose a pose');
    await visitor.press('preset 6');
    assert.equal((await visitor.settled()).preset, 6);
    await visitor.close();
  },

  async 'nothing lies over the eye, and hints name buttons that are there'(harness) {
    const visitor = await harness.visit({ overlay, device: small, newcomer: true });
    const { controls, stage: [left, top, width] } = await visitor.settled();
    await visitor.screenshot('small-newcomer');
    const [x, y, side] = controls.eye;
    assert.ok(x >= left && x + side <= left + width && y >= top);
    const around = await visitor.pixels([[x + 4, y + side / 2], [x + side - 4, y + side / 2]]);
    for (const [r, g, b] of around) assert.ok(r > 200 && g > 200 && b > 200, `${r} ${g} ${b} over the eye`);
    await visitor.press('eye');
    assert.equal((await visitor.state()).skeleton, false);
    // The hint says "Dance": a button of that name is in the window.
    const dance = await visitor.page.getByRole('button', { name: 'Dance', exact: true }).first();
    assert.ok(await dance.count());
    const [, danceTop, danceWidth, danceHeight] = controls.dance;
    assert.ok(danceTop + danceHeight <= small.viewport.height && danceWidth > 60, 'Dance without words');
    await visitor.close();
  },
};

for (const [size, device] of Object.entries({ phone, small, laptop })) {
  cases[`she stays in sight while one picks: ${size}`] = async (harness) => {
    const visitor = await harness.visit({ overlay, device });
    await visitor.settled();
    const { height } = device.viewport;
    const inSight = async (what) => {
      const { stage: [, top, , side], sheetTop } = await visitor.settled();
      assert.ok(top >= 0 && top + side <= height, `${what}: she is from ${top} to ${top + side}`);
      return sheetTop;
    };
    for (const control of ['preset 3', 'clip 1', 'turn', 'open bvh', 'add to row']) {
      await visitor.press(control);
      const sheetTop = await inSight(control);
      const { controls } = await visitor.state();
      if (controls[control]) assert.ok(controls[control][1] + 4 >= sheetTop, `${control} is behind her`);
    }
    await visitor.screenshot(`${size}-picked`);
    assert.equal(await visitor.page.evaluate(
      () => document.documentElement.scrollWidth <= innerWidth), true, 'the page is too wide');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  };
}

export default cases;
