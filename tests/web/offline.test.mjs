// The service worker: a second visit without the network, threads without the host's headers.
import assert from 'node:assert/strict';
import { modelFolder, person, site } from './harness.mjs';
import { serve } from '../../scripts/serve.mjs';

const folders = () => [modelFolder('offline', { blobs: null }), site];

// A server of the test's own, to be shut while the browser lives.
async function ownServer(options) {
  const server = await serve({ folders: folders(), port: 0, ...options });
  return { server, origin: `http://localhost:${server.address().port}` };
}

async function shut(server) {
  const closed = new Promise((done) => { server.close(done); });
  server.closeAllConnections();
  await closed;
}

const keptPaths = (page) => page.evaluate(async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) kept.push(new URL(url).pathname);
  }
  return kept;
});

export default {
  async 'a second visit starts without the network'(harness) {
    const { server, origin } = await ownServer();
    const first = await harness.visit({ origin, kept: true, path: '/?ep=wasm&lang=ja' });
    const before = await first.settled();
    const needed = ['/', '/editor/kisekae.wasm', '/editor/engine/engine-worker.js', '/style.css',
                    '/ort/ort-wasm-simd-threaded.wasm', '/models/blobs/model.onnx',
                    '/models/blobs/card.json', '/languages/ja.json'];
    await first.eventually(async () => {
      const kept = await keptPaths(first.page);
      return needed.every((path) => kept.includes(path));
    }, `${needed} to be kept`);
    const context = first.page.context();
    await first.page.close();
    await shut(server);

    const second = await harness.visit({ origin, context, path: '/?ep=wasm&lang=ja' });
    const after = await second.settled();
    assert.equal(after.model, 'blobs');
    assert.equal(after.link, before.link);
    assert.deepEqual(after.messages, []);
    await second.press('next');
    await second.settled();
    await second.screenshot('desktop-offline-ja');
    await second.close();
  },

  async 'what was never used is there without the network, or said in words'(harness) {
    const { server, origin } = await ownServer();
    const first = await harness.visit({ origin, kept: true });
    await first.settled();
    await first.eventually(async () => {
      const kept = await keptPaths(first.page);
      return ['/lib/gifenc.js', '/languages/zh.json', '/fonts/zh-Bold.otf', '/editor/watch.js',
              '/ort/ort-wasm-simd-threaded.wasm'].every((path) => kept.includes(path));
    }, 'the small files to be kept');
    const { page } = first;
    await shut(server);
    await page.click('[data-language="zh"]');
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans');
    await page.click('[data-language="en"]');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    const download = page.waitForEvent('download');
    await page.click('#save summary');
    await page.click('[data-save="gif"]');
    assert.match((await download).suggestedFilename(), /\.gif$/);
    // The reader of poses is large and was never asked for.
    const chooser = page.waitForEvent('filechooser');
    await first.press('photo');
    await (await chooser).setFiles(person);
    await first.until((s) => /Poses cannot be read here: the network or this site/.test(s.messages),
                      'the reason');
    await first.close();
  },

  async 'threads run on a host that sets no headers'(harness) {
    const { server, origin } = await ownServer({ isolated: false });
    const visitor = await harness.visit({ origin, kept: true });
    await visitor.page.waitForFunction(() => crossOriginIsolated && window.kisekae &&
                                       document.body?.matches('.running'));
    const { provider } = await visitor.settled();
    const cores = await visitor.page.evaluate(() => navigator.hardwareConcurrency);
    if (cores > 1) assert.match(provider, /×\d/);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
    await shut(server);
    return provider;
  },

  async 'without a service worker such a host gives one thread'(harness) {
    const { server, origin } = await ownServer({ isolated: false });
    const visitor = await harness.visit({ origin });
    assert.equal((await visitor.settled()).provider, 'WebAssembly');
    await visitor.close();
    await shut(server);
  },
};
