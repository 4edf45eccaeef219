// The stage alone in a frame of another site's page.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { modelFolder } from './harness.mjs';

const overlay = modelFolder('embedding', {
  light: null, full: (card) => { card.title = 'Full'; },
}, [{ name: 'pair', light: 'light', full: 'full' }]);
const dance = 'v=1&m=pair&seed=8&clip=walk';

// A page with a frame, of another origin than the frame's; `isolated` as pages with threads are.
async function host(html, isolated) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', ...(isolated && {
      'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }) });
    response.end(`<!doctype html><title>A blog</title>${html}`);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

const stateOf = (frame) => frame.evaluate(() => window.kisekae?.state());

async function until(visitor, frame, condition, what) {
  return visitor.eventually(async () => {
    const state = await stateOf(frame).catch(() => null);
    return state && condition(state) && state;
  }, what);
}

export default {
  async 'the HTML that the menu copies is a frame that plays, and a click opens the page'(harness) {
    const visitor = await harness.visit({ overlay, path: `/?ep=wasm#${dance}` });
    await visitor.settled();
    await visitor.page.click('#save summary');
    await visitor.page.click('[data-embed]');
    const html = await visitor.clipboard(/<iframe/);
    assert.match(html, /^<iframe src="[^"]+\?embed=1#v=1&amp;[^"]+" [^>]*><\/iframe>$/);
    assert.match(html, /title="/);
    for (const isolated of [false, true]) {
      const { server, url } = await host(html, isolated);
      const page = await visitor.page.context().newPage();
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(url);
      const frame = await visitor.eventually(async () => page.frames().find((f) => f.url().includes('embed=1')),
                                             'the frame');
      const state = await until(visitor, frame, (s) => s.playing && s.pictures > 3, 'a frame that plays');
      assert.equal(state.seed, '8');
      assert.deepEqual(Object.keys(state.controls ?? {}), []);
      // No more than it needs.
      const unneeded = /sw\.js|offline\.json|models\/full\/model|\/lib\/|\/pose\/|gallery/;
      assert.deepEqual(asked.filter((address) => unneeded.test(address)), []);
      assert.equal(await frame.isVisible('header'), false);
      assert.deepEqual(await frame.evaluate(() => [
        document.documentElement.scrollHeight <= innerHeight,
        document.documentElement.scrollWidth <= innerWidth]), [true, true]);
      if (!isolated) await page.screenshot({ path: 'build/screenshots/desktop-embedded.png' });
      const opening = page.context().waitForEvent('page');
      await frame.click('#whole-page');
      const opened = await opening;
      const address = new URL(opened.url());
      assert.equal(address.search, '');
      assert.match(address.hash, /seed=8/);
      await page.close();
      server.close();
    }
    await visitor.close();
  },

  async 'a frame leaves what the visitor has on the page alone, and still poses stay still'(harness) {
    const visitor = await harness.visit({ overlay, path: '/?ep=wasm#v=1&m=pair&seed=5' });
    await visitor.settled();
    await visitor.eventually(() => visitor.page.evaluate(() => localStorage.getItem('kisekae.scene')), 'the scene');
    const { context, origin } = { context: visitor.page.context(), origin: visitor.origin };
    const frame = await context.newPage();
    await frame.goto(`${origin}/?ep=wasm&embed=1#v=1&m=pair&seed=9`);
    await frame.waitForFunction(() => window.kisekae?.state()?.pictures > 0);
    const state = await frame.evaluate(() => window.kisekae.state());
    assert.equal(state.playing, false);
    await frame.waitForTimeout(600);
    assert.match(await frame.evaluate(() => localStorage.getItem('kisekae.scene')), /seed=5/);
    await visitor.close();
  },

  async 'who asks for little motion gets a still one'(harness) {
    const visitor = await harness.visit({ overlay, device: { reducedMotion: 'reduce' },
      path: `/?ep=wasm&embed=1#${dance}` });
    const state = await visitor.until((s) => s.pictures > 0, 'a picture');
    assert.equal(state.playing, false);
    await visitor.close();
  },
};
