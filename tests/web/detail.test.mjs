// Light and full models: the light one is there at once, the full one where the machine is fast
// enough, and the visitor's word before both.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { difference, modelFolder } from './harness.mjs';

const family = [{ name: 'pair', light: 'small', full: 'large' }];
const overlay = modelFolder('detail', { small: null, large: null }, family);
const worker = '**/editor/engine/engine-worker.js';

// The worker says that every picture took so long.
const taking = (milliseconds) => ({ [worker]: (source) => {
  const changed = source.replace('milliseconds: performance.now() - before', `milliseconds: ${milliseconds}`);
  assert.notEqual(changed, source);
  return changed;
} });
// A trial of a new model is as slow as the machine is, which may be busy.
const patient = { '**/editor/engine/session.js': (source) =>
  source.replace('times.push(performance.now() - before)', 'times.push(1)') };

function visit(harness, { asked = [], ...options } = {}) {
  return harness.visit({ overlay, onRequest: (url) => asked.push(new URL(url).pathname), ...options });
}
const fullFile = '/models/large/model.onnx';

const allDrawn = (s) => s.upToDate && s.portraits > 0;

export default {
  async 'a fast machine goes from the light model to the full one without a gap'(harness) {
    const asked = [];
    const visitor = await visit(harness, { asked, answers: { ...taking(5), ...patient }, before: () => {
      // What the stage shows in every frame once she is there: a picture, or nothing but paper.
      window.bare = 0;
      window.seen = [];
      const look = () => {
        requestAnimationFrame(look);
        if (!document.body?.matches('.drawing')) return;
        const state = window.kisekae.state();
        // From the first one that is there and drawn.
        if (state.pictures === 0 || (window.counted === undefined && !state.upToDate)) return;
        if (window.seen.at(-1) !== state.model) window.seen.push(state.model);
        const canvas = document.getElementById('editor');
        const box = canvas.getBoundingClientRect();
        const [left, top, width, height] = state.stage;
        const copy = new OffscreenCanvas(64, 64).getContext('2d', { willReadFrequently: true });
        const ratio = canvas.width / box.width;
        copy.drawImage(canvas, (left - box.left + width * 0.2) * ratio,
                       (top - box.top + height * 0.2) * ratio, width * 0.6 * ratio,
                       height * 0.6 * ratio, 0, 0, 64, 64);
        const { data } = copy.getImageData(0, 0, 64, 64);
        let coloured = 0;
        for (let i = 0; i < data.length; i += 4) coloured += data[i] + data[i + 1] + data[i + 2] < 600;
        window.counted ??= coloured;
        if (coloured < window.counted / 2) window.bare += 1;
      };
      requestAnimationFrame(look);
    } });
    await visitor.until((s) => s.model === 'large' && s.upToDate, 'the full model');
    await visitor.settled();
    const { page } = visitor;
    assert.deepEqual(await page.evaluate(() => window.seen), ['small', 'large']);
    assert.ok(await page.evaluate(() => window.counted) > 50, 'the test sees nothing');
    assert.equal(await page.evaluate(() => window.bare), 0, 'the stage was empty for a moment');
    const state = await visitor.state();
    assert.match(state.link, /m=pair&/);
    assert.deepEqual(state.messages, []);
    assert.ok(asked.indexOf('/models/small/model.onnx') < asked.indexOf(fullFile));
    // Its pictures follow the pose as before.
    const before = await visitor.picture();
    await visitor.key('m');
    await visitor.press('next');
    await visitor.settled();
    assert.ok(difference(before, await visitor.picture()) > 20);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a slow machine stays with the light model and does not fetch the full one'(harness) {
    const asked = [];
    const visitor = await visit(harness, { asked, answers: taking(300) });
    await visitor.until(allDrawn);
    for (let i = 0; i < 4; i += 1) await visitor.press('next');
    await visitor.settled();
    assert.equal((await visitor.state()).model, 'small');
    assert.ok(!asked.includes(fullFile));
    await visitor.close();
  },

  async 'a graphics card goes from the light model to the full one, too'(harness) {
    const picture = async (path) => {
      const visitor = await visit(harness, { path, answers: { ...taking(5), ...patient } });
      await visitor.until((s) => s.model === 'large' && s.upToDate);
      await visitor.press('next');
      const { provider } = await visitor.settled();
      await visitor.key('s');
      const seen = await visitor.picture();
      await visitor.close();
      return { provider, seen };
    };
    const cpu = await picture('/?ep=wasm');
    const gpu = await picture('/?ep=webgpu');
    assert.equal(gpu.provider, 'WebGPU');
    const apart = difference(cpu.seen, gpu.seen);
    assert.ok(apart <= 2, `the pictures differ by ${apart} of 255`);
  },

  async 'a full model that turns out slow is not taken'(harness) {
    const asked = [];
    const visitor = await visit(harness, { asked, answers: { ...taking(5),
      '**/editor/engine/session.js': (source) =>
        source.replace('times.push(performance.now() - before)', 'times.push(200)') } });
    await visitor.until(() => asked.includes(fullFile), 'the full model to be tried');
    await visitor.until((s) => s.modelComing === '' && s.upToDate, 'the trial to end');
    await visitor.press('next');
    const state = await visitor.settled();
    assert.equal(state.model, 'small');
    assert.deepEqual(state.messages, []);
    await visitor.close();
  },

  async 'who saves data gets the full model only on demand'(harness) {
    const asked = [];
    const visitor = await visit(harness, { asked, answers: { ...taking(5), ...patient }, before: () => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    } });
    await visitor.until(allDrawn);
    for (let i = 0; i < 4; i += 1) await visitor.press('next');
    assert.ok(!asked.includes(fullFile));
    await visitor.press('detail 2');
    await visitor.until((s) => s.model === 'large' && s.upToDate);
    assert.ok(asked.includes(fullFile));
    await visitor.close();
  },

  async 'the choice of a model is kept'(harness) {
    const visitor = await visit(harness, { answers: taking(300) });
    await visitor.until(allDrawn);
    await visitor.press('detail 2');
    await visitor.until((s) => /full model draws now, with 64 × 64/.test(s.messages), 'the word of it');
    await visitor.until((s) => s.model === 'large' && s.upToDate);
    await visitor.rest();
    await visitor.screenshot('desktop-full-model');
    const context = visitor.page.context();
    await visitor.page.close();
    const asked = [];
    const later = await visit(harness, { asked, context });
    assert.equal((await later.settled()).model, 'large');
    assert.ok(!asked.includes('/models/small/model.onnx'));
    await later.press('detail 1');
    const { detail } = await later.until((s) => s.model === 'small' && s.upToDate);
    assert.equal(detail, 'light');
    await later.close();
  },

  async 'the address can ask for a size'(harness) {
    const visitor = await visit(harness, { path: '/?ep=wasm&size=full#v=1&m=pair' });
    assert.equal((await visitor.settled()).model, 'large');
    await visitor.close();
  },

  async 'a full model that is missing harms nobody'(harness) {
    const missing = modelFolder('detail-missing', { small: null,
      large: (card, folder) => rmSync(join(folder, 'model.onnx')) }, family);
    const asked = [];
    const visitor = await visit(harness, { overlay: missing, asked, answers: taking(5) });
    await visitor.until(() => asked.includes(fullFile), 'the full model to be tried');
    await visitor.until((s) => s.modelComing === '', 'the trial to end');
    assert.deepEqual((await visitor.settled()).messages, []);
    await visitor.press('detail 2');
    const { messages, model, detail } = await visitor.until((s) => s.messages.length > 0);
    assert.match(messages.join(' '), /could not be loaded: the server answered 404/);
    assert.equal(model, 'small');
    assert.equal(detail, 'auto');
    await visitor.press('next');
    await visitor.settled();
    await visitor.close();
  },
};
