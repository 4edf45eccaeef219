// Somebody who has never been here: told in one line what to do, and three taps away from sending a
// character that dances.
import assert from 'node:assert/strict';
import { desktop, difference, modelFolder, phone } from './harness.mjs';

const overlay = modelFolder('newcomer', { blobs: null });

// Stands in for the sheet by which a phone hands a link on; what it got is in window.shared.
const shareSheet = () => {
  window.shared = [];
  navigator.share = async (data) => { window.shared.push(data.url); };
};

const cases = {
  async 'a first visit says what to do, until it was done'(harness) {
    const visitor = await harness.visit({ overlay, newcomer: true });
    assert.equal((await visitor.settled()).newcomer, true);
    await visitor.screenshot('desktop-newcomer');
    await visitor.press('random');
    const { newcomer, pose } = await visitor.settled();
    assert.equal(newcomer, true, 'another character is no pose');
    const wrist = pose.find((p) => p.name === 'left_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: wrist.screenX + 60, y: wrist.screenY - 120 });
    assert.equal((await visitor.settled()).newcomer, false);
    await visitor.reload();
    assert.equal((await visitor.settled()).newcomer, false, 'said again');
    await visitor.close();
  },

  async 'the skeleton steps back while nobody reaches for it'(harness) {
    const visitor = await harness.visit({ overlay });
    const { stage: [left, top, width], pose } = await visitor.settled();
    const { page } = visitor;
    // On the thigh, away from the blobs at its ends.
    const [hip, knee] = ['left_hip', 'left_knee'].map((name) => pose.find((p) => p.name === name));
    const thigh = [[(hip.screenX + knee.screenX) / 2, (hip.screenY + knee.screenY) / 2]];
    const paper = await visitor.pixels(thigh);
    await page.mouse.move(left + width * 0.9, top + width * 0.8);
    await visitor.eventually(async () => difference(paper, await visitor.pixels(thigh)) > 60,
                             'the skeleton');
    await page.mouse.move(2, 2);
    await visitor.eventually(async () => difference(paper, await visitor.pixels(thigh)) < 3,
                             'the skeleton to step back');
    await visitor.close();
  },
};

for (const [size, device] of Object.entries({ desktop, phone })) {
  cases[`two taps make a dance and send it: ${size}`] = async (harness) => {
    const visitor = await harness.visit({ overlay, device, newcomer: true,
                                          before: size === 'phone' ? shareSheet : undefined });
    const { controls } = await visitor.settled();
    for (const name of ['dance', 'link']) {
      const [, top, , height] = controls[name];
      assert.ok(top >= 0 && top + height <= device.viewport.height, `${name} is out of sight`);
    }
    let taps = 0;
    const tap = (control) => {
      taps += 1;
      return visitor.press(control);
    };
    await tap('dance');
    const dancing = await visitor.until((s) => s.playing && s.pictures > 4, 'a dance');
    await visitor.screenshot(`${size}-dance`);
    await tap('link');
    const link = size === 'phone'
      ? await visitor.eventually(() => visitor.page.evaluate(() => window.shared[0]), 'the sheet')
      : await visitor.clipboard(/#v=1.*clip=/);
    assert.ok(taps <= 3);
    assert.equal((await visitor.state()).playing, true, 'sending stops the dance');
    await visitor.press('play');  // Two dances at once are much for a machine without a graphics card.
    await visitor.screenshot(`${size}-shared`);

    const friend = await harness.visit({ overlay, device, path: `/?ep=wasm${new URL(link).hash}` });
    const seen = await friend.until((s) => s.playing && s.pictures > 4, 'the dance of the link');
    for (const what of ['model', 'seed', 'clip', 'ownMotion', 'speed', 'yaw']) {
      assert.equal(seen[what], dancing[what], what);
    }
    assert.deepEqual(seen.messages, []);
    const pictures = [];
    await friend.press('play');
    for (const one of [visitor, friend]) {
      await one.press('time');
      await one.settled();
      await one.key('s');
      pictures.push(await one.picture());
    }
    assert.ok(difference(...pictures) < 3, 'the friend sees another dance');
    assert.deepEqual([...visitor.errors, ...friend.errors], []);
    await visitor.close();
    await friend.close();
  };
}

export default cases;
