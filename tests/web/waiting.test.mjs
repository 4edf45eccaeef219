// Before the first picture is drawn: what there is to see, and what comes side by side.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, site } from './harness.mjs';
import { serve } from '../../scripts/serve.mjs';

const overlay = modelFolder('waiting', { blobs: null });

// A visit whose files of a kind wait until `go()` is called.
async function held(harness, pattern, hash = '') {
  const origin = await harness.origin(overlay);
  const context = await harness.browser.newContext({ serviceWorkers: 'block',
                                                     viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const asked = [];
  let go;
  const going = new Promise((done) => { go = done; });
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route(pattern, async (route) => {
    await going;
    await route.continue();
  });
  await page.goto(`${origin}/?ep=wasm${hash}`, { waitUntil: 'commit' });
  return { page, asked, go, close: () => context.close() };
}

const box = (page) => page.evaluate(() => {
  const { left, top, width } = document.getElementById('first-sight').getBoundingClientRect();
  return [left, top, width];
});

export default {
  async 'she is seen before the editor is there, and stays where she was'(harness) {
    const { page, asked, go, close } = await held(harness, /kisekae\.wasm/);
    await page.waitForFunction(() => document.getElementById('first-sight')?.naturalWidth > 0);
    const before = await box(page);
    assert.ok(before[2] > 400, `she is ${before[2]} pixels wide`);
    // Side by side: nothing waits for the editor.
    for (const file of ['/ort/ort-wasm-simd-threaded.wasm', '/models/blobs/card.json']) {
      for (const began = Date.now(); !asked.includes(file);) {
        assert.ok(Date.now() - began < 60_000, `${file} waits for the editor`);
        await page.waitForTimeout(50);
      }
    }
    await page.screenshot({ path: join(site, '../screenshots/desktop-first-sight.png') });
    go();
    await page.waitForFunction(() => document.body?.matches('.running'));
    const { stage } = await page.evaluate(() => window.kisekae.state());
    stage.slice(0, 3).forEach((edge, i) => assert.ok(Math.abs(edge - before[i]) < 3,
      `the stage is at ${stage}, she was at ${before}`));
    await close();
  },

  async 'the stage shows her until she is drawn or changed'(harness) {
    const { page, go, close } = await held(harness, /model\.onnx/);
    await page.waitForFunction(() => document.body?.matches('.running'));
    const ink = () => page.evaluate(async () => {
      const frame = () => new Promise((done) => { requestAnimationFrame(done); });
      for (let i = 0; i < 6; i += 1) await frame();
      const canvas = document.getElementById('editor');
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const [left, top, width] = window.kisekae.state().stage;
      const { left: x, top: y } = canvas.getBoundingClientRect();
      // Her skirt, beside the skeleton's lines.
      const { data } = copy.getImageData(left - x + 0.43 * width, top - y + 0.56 * width, 8, 4);
      return data.slice(0, 3).join();
    });
    const seen = await ink();
    assert.notEqual(seen, '255,255,255');
    await page.evaluate(() => document.getElementById('editor').focus());
    await page.keyboard.press('m');
    for (const began = Date.now(); await ink() !== '255,255,255';) {
      assert.ok(Date.now() - began < 30_000, `a picture of another pose stays: ${await ink()}`);
    }
    go();
    await close();
  },

  async 'a link shows nobody else before'(harness) {
    const { page, go, close } = await held(harness, /kisekae\.wasm/, '#v=1&seed=7');
    await page.waitForFunction(() => document.getElementById('first-sight'));
    assert.equal(await page.isVisible('#first-sight'), false);
    assert.equal(await page.isVisible('.starting'), true);
    go();
    await close();
  },

  async 'packed copies are sent to who can unpack them'() {
    const { execFileSync } = await import('node:child_process');
    const folder = join(site, '../web-tests/packed');
    execFileSync(join(site, '../../scripts/pack-site'), [site, folder]);
    const server = await serve({ folders: [folder], port: 0 });
    const url = `http://localhost:${server.address().port}/editor/kisekae.wasm`;
    const packed = await fetch(url);
    assert.match(packed.headers.get('content-encoding'), /gzip|br/);
    assert.equal(packed.headers.get('content-type'), 'application/wasm');
    const plain = readFileSync(join(site, 'editor/kisekae.wasm'));
    assert.ok(Buffer.from(await packed.arrayBuffer()).equals(plain));
    const unpacked = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    assert.equal(unpacked.headers.get('content-encoding'), null);
    assert.equal(Number(unpacked.headers.get('content-length')), plain.length);
    assert.notEqual(unpacked.headers.get('etag'), packed.headers.get('etag'));
    server.close();
    server.closeAllConnections();
    return `${(Number(packed.headers.get('content-length')) / plain.length * 100).toFixed(0)} %`;
  },
};
