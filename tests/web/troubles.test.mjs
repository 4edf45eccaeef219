// What goes wrong: every trouble is told in words, and the editor goes on.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, phone, site } from './harness.mjs';

// The skeleton still follows the mouse.
async function stillEdits(visitor) {
  const wrist = await visitor.point('left_wrist');
  await visitor.drag({ x: wrist.screenX, y: wrist.screenY },
                     { x: wrist.screenX + 20, y: wrist.screenY - 60 });
  const moved = await visitor.point('left_wrist');
  assert.ok(Math.abs(moved.screenY - wrist.screenY + 60) < 2, 'the skeleton does not follow');
}

async function expectTrouble(harness, overlay, words, screenshot, { loud = false, ...options } = {}) {
  const visitor = await harness.visit({ overlay, ...options });
  const state = await visitor.until((s) => s.messages.length > 0, 'a message');
  const text = state.messages.join(' ');
  assert.match(text, words);
  await visitor.rest();
  await visitor.screenshot(screenshot);
  await stillEdits(visitor);
  if (!loud) assert.deepEqual(visitor.errors, []);
  await visitor.close();
}

export default {
  async 'what failed is tried again'(harness) {
    let lost = true;
    const overlay = modelFolder('again', { blobs: null });
    const visitor = await harness.visit({ overlay, refuse: (url) => lost && url.endsWith('/index.json') });
    await visitor.until((s) => s.messages.some((m) => /index\.json could not be read/.test(m)));
    await visitor.screenshot('desktop-try-again');
    lost = false;
    const [left, top, width, height] = await visitor.bring('try again index');
    await visitor.page.mouse.click(left + width / 2, top + height / 2);
    // The page begins anew.
    await visitor.eventually(() => visitor.page.evaluate(
      () => window.kisekae?.state().model === 'blobs').catch(() => false), 'the model');
    assert.deepEqual((await visitor.settled()).messages, []);
    await visitor.close();
  },

  async 'a model that did not come is asked for again'(harness) {
    let lost = true;
    const overlay = modelFolder('later', { blobs: null });
    const visitor = await harness.visit({ overlay, refuse: (url) => lost && /\.onnx/.test(url) });
    const { messages } = await visitor.until((s) => s.messages.length > 0, 'a message');
    assert.match(messages.join(), /could not be loaded: the network or this site cannot be reached/);
    await visitor.screenshot('desktop-model-lost');
    lost = false;
    await visitor.press('try again model');
    assert.deepEqual((await visitor.settled()).messages, []);
    await visitor.close();
  },

  async 'a bad file is forgotten when a good one comes, and by itself'(harness) {
    const visitor = await harness.visit({ overlay: modelFolder('files', { blobs: null }) });
    await visitor.settled();
    await visitor.drop('broken.bvh', Buffer.from('no motion'));
    await visitor.until((s) => /broken\.bvh/.test(s.messages), 'a message');
    await visitor.drop('notes.txt', Buffer.from('nothing'));
    const { messages } = await visitor.until((s) => /notes\.txt/.test(s.messages), 'a message');
    assert.equal(messages.length, 1, messages.join());
    await visitor.until((s) => s.messages.length === 0, 'the message to pass');
    await visitor.close();
  },

  async 'a missing part of the program is told in words'(harness) {
    for (const [file, words] of [['kisekae.wasm', /editor\/kisekae\.wasm could not be loaded: the server answered 404/],
                                 ['kisekae.js', /editor\/kisekae\.js could not be loaded/],
                                 ['pointer.js', /a file of its program could not be loaded/]]) {
      const origin = await harness.origin();
      const context = await harness.browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      await page.route(`**/editor/${file}`, (route) => route.fulfill({ status: 404, body: '' }));
      await page.goto(origin);
      await page.waitForFunction(() => document.body.matches('.failed'));
      assert.match(await page.innerText('#trouble'), words);
      assert.doesNotMatch(await page.innerText('#trouble'), /Aborted|sync|fetch/);
      await page.unroute(`**/editor/${file}`);
      if (file === 'kisekae.wasm') await page.screenshot({ path: 'build/screenshots/desktop-no-editor.png' });
      await page.click('#trouble button');
      await page.waitForFunction(() => document.body?.matches('.running'));
      await context.close();
    }
  },

  async 'a model without its file'(harness) {
    const overlay = modelFolder('no-file', { blobs: (card, folder) => rmSync(join(folder, 'model.onnx')) });
    await expectTrouble(harness, overlay, /Blobs.*could not be loaded: the server answered 404/, 'desktop-missing-model');
  },

  async 'a model without its card'(harness) {
    const overlay = modelFolder('no-card', { blobs: null });
    rmSync(join(overlay, 'models/blobs/card.json'));
    await expectTrouble(harness, overlay, /blobs\/card.json could not be read.*404/, 'desktop-missing-card');
  },

  async 'a model that takes what the page does not know'(harness) {
    const inputs = [{ name: 'latent', shape: ['N', 16] }, { name: 'keypoints', shape: ['N', 20, 3] },
                    { name: 'mood', shape: ['N', 4] }];
    const output = { name: 'image', shape: ['N', 3, 64, 64] };
    const moody = modelFolder('moody', { blobs: (card) => Object.assign(card, { inputs, output }) });
    await expectTrouble(harness, moody, /"blobs" takes an input "mood" that this page does not know/,
                        'desktop-unknown-input');
    const promising = modelFolder('promising', { blobs: (card) => Object.assign(
      card, { inputs: inputs.slice(0, 1), output }) });
    await expectTrouble(harness, promising, /Blobs.*its card promises the inputs latent/,
                        'desktop-wrong-inputs');
  },

  async 'a damaged model'(harness) {
    const overlay = modelFolder('damaged', { blobs: (card, folder) => {
      const file = join(folder, 'model.onnx');
      const bytes = readFileSync(file);
      bytes[2000] ^= 1;
      writeFileSync(file, bytes);
    } });
    await expectTrouble(harness, overlay, /Blobs.*is damaged/, 'desktop-damaged-model');
    await expectTrouble(harness, overlay, /Blobs.*is damaged/, 'phone-damaged-model', { device: phone });
  },

  async 'a model that was cut off'(harness) {
    const overlay = modelFolder('cut', { blobs: (card, folder) => {
      const file = join(folder, 'model.onnx');
      writeFileSync(file, readFileSync(file).subarray(0, 3000));
    } });
    await expectTrouble(harness, overlay, /Blobs.*is damaged/, 'desktop-cut-model');
  },

  async 'a file that is no network, though its hash is right'(harness) {
    const { createHash } = await import('node:crypto');
    const overlay = modelFolder('nonsense', { blobs: (card, folder) => {
      const bytes = Buffer.from('This is not a model.');
      writeFileSync(join(folder, 'model.onnx'), bytes);
      card.bytes = bytes.length;
      card.sha256 = createHash('sha256').update(bytes).digest('hex');
      card.working_type_at = [];
    } });
    await expectTrouble(harness, overlay, /Blobs.*could not be opened/, 'desktop-nonsense-model');
  },

  async 'a card of another skeleton'(harness) {
    const overlay = modelFolder('skeleton', { blobs: (card) => { card.generator.skeleton = 'openpose-25'; } });
    await expectTrouble(harness, overlay, /openpose-25/, 'desktop-other-skeleton');
  },

  async 'a card that promises another resolution'(harness) {
    const overlay = modelFolder('resolution', { blobs: (card) => { card.generator.resolution = 128; } });
    await expectTrouble(harness, overlay, /64.*128/, 'desktop-other-resolution');
  },

  async 'no list of models'(harness) {
    const overlay = modelFolder('no-list', { blobs: null });
    writeFileSync(join(overlay, 'models/index.json'), '{"models": "blobs"}');
    await expectTrouble(harness, overlay, /index.json is damaged/, 'desktop-no-models');
  },

  async 'a bad model beside a good one'(harness) {
    const overlay = modelFolder('beside', {
      broken: (card) => { card.sha256 = 'short'; },
      blobs: null,
    });
    const visitor = await harness.visit({ overlay });
    const state = await visitor.settled();
    assert.equal(state.model, 'blobs');
    assert.match(state.messages.join(' '), /broken\/card.json/);
    await visitor.close();
  },

  async 'an engine that is not there'(harness) {
    const overlay = modelFolder('no-engine', { blobs: null });
    mkdirSync(join(overlay, 'ort'), { recursive: true });
    const files = JSON.parse(readFileSync(join(site, 'ort/files.json')));
    files['ort-wasm-simd-threaded.nowhere.wasm'] = { bytes: 1, hash: '0' };
    writeFileSync(join(overlay, 'ort/files.json'), JSON.stringify(files));
    await expectTrouble(harness, overlay, /engine that runs models could not be loaded.*404/,
                        'desktop-no-engine', { answers: { '**/editor/engine/runtime.js': (source) =>
                          source.replaceAll('threaded.wasm', 'threaded.nowhere.wasm') } });
  },

  async 'a machine without the memory for it'(harness) {
    const overlay = modelFolder('memory', { blobs: null });
    await expectTrouble(harness, overlay, /Blobs.*could not be opened.*memory is not enough/,
                        'desktop-no-memory', { answers: { '**/editor/engine/engine-worker.js': (source) =>
                          `WebAssembly.Memory = class {
                             constructor() { throw new RangeError('could not allocate memory'); }
                           };\n${source}` } });
  },

  async 'a worker that does not start'(harness) {
    const overlay = modelFolder('no-worker', { blobs: null });
    await expectTrouble(harness, overlay, /The engine could not run/, 'desktop-no-worker', {
      answers: { '**/editor/engine/engine-worker.js': () => 'throw new Error("no");' }, loud: true });
  },

  async 'a browser that denies storage'(harness) {
    const overlay = modelFolder('no-storage', { blobs: null });
    const visitor = await harness.visit({ overlay, before: () => {
      const deny = () => { throw new DOMException('denied', 'SecurityError'); };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(globalThis, name, { get: deny });
      }
      navigator.serviceWorker.register = async () => deny();
    } });
    await visitor.settled();
    await stillEdits(visitor);
    assert.deepEqual((await visitor.settled()).messages, []);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'a browser without WebAssembly says so, and the text stays'(harness) {
    const visitor = await harness.visit({ before: () => { delete globalThis.WebAssembly; } });
    assert.match(await visitor.page.textContent('#trouble'), /no WebAssembly/);
    assert.match(await visitor.page.textContent('main'), /How to use it/);
    await visitor.screenshot('desktop-no-webassembly');
    await visitor.close();
  },

  async 'a page that was closed is found again as it was'(harness) {
    const overlay = modelFolder('again', { blobs: null });
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await stillEdits(visitor);
    await visitor.address();
    const before = await visitor.state();
    const context = visitor.page.context();
    await visitor.page.close();
    const later = await harness.visit({ overlay, context });
    assert.equal((await later.settled()).link, before.link);
    await later.close();
  },

  async 'a graphics context that was taken away comes back with everything'(harness) {
    const overlay = modelFolder('context', { blobs: null });
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    await stillEdits(visitor);
    const before = await visitor.settled();
    const reloaded = visitor.page.waitForEvent('load');
    await visitor.page.evaluate(() => {
      const lose = document.getElementById('editor').getContext('webgl2')
        .getExtension('WEBGL_lose_context');
      lose.loseContext();
      setTimeout(() => lose.restoreContext(), 100);
    });
    await reloaded;
    await visitor.page.waitForFunction(() => document.body?.matches('.running'));
    assert.equal((await visitor.settled()).link, before.link);
    await visitor.close();
  },

  async 'a browser without WebGL 2 says so, and the text stays'(harness) {
    const context = await harness.browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null; });
    await page.goto(await harness.origin());
    await page.waitForSelector('body.failed');
    assert.match(await page.textContent('#trouble'), /WebGL 2/);
    assert.match(await page.textContent('main'), /How to use it/);
    await context.close();
  },
};
