// The frame with her head and shoulders.
import assert from 'node:assert/strict';
import { modelFolder } from './harness.mjs';

const overlay = modelFolder('close-up', { blobs: null });

const inside = ([left, top, width, height], { screenX, screenY }) =>
  screenX >= left && screenX < left + width && screenY >= top && screenY < top + height;

// Colours on a grid in a frame.
async function seen(visitor, [left, top, width, height]) {
  const places = [];
  for (let i = 1; i < 16; ++i) {
    for (let j = 1; j < 16; ++j) places.push([left + width * i / 16, top + height * j / 16]);
  }
  return visitor.pixels(places);
}

export default {
  async 'a frame shows head and shoulders, out of her way, and is remembered'(harness) {
    const visitor = await harness.visit({ overlay });
    assert.equal((await visitor.settled()).closeUp[2], 0);
    await visitor.press('close-up');
    const state = await visitor.settled();
    const frame = state.closeUp;
    assert.ok(frame[2] > 80, `${frame[2]} pixels wide`);
    assert.ok(frame[0] >= state.stage[0] && frame[1] >= state.stage[1], 'on the stage');
    assert.ok(state.pose.every((p) => !inside(frame, p)), 'no point of hers is under it');
    const colours = await seen(visitor, frame);
    assert.ok(colours.some((c) => c.join() !== colours[0].join()), 'something is drawn in it');
    await visitor.screenshot('desktop-close-up');

    // A hand where the frame stands sends it to another corner.
    const wrist = await visitor.point('right_wrist');
    await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                       { x: frame[0] + frame[2] / 2, y: frame[1] + frame[3] / 2 });
    const moved = (await visitor.settled()).closeUp;
    assert.notDeepEqual(moved.slice(0, 2), frame.slice(0, 2));

    await visitor.reload();
    assert.ok((await visitor.settled()).closeUp[2] > 80, 'as it was left');
    await visitor.press('close-up');
    assert.equal((await visitor.settled()).closeUp[2], 0);
    await visitor.close();
  },
};
