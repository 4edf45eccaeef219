// English, Chinese and Japanese: nothing is left out, the browser is followed, and a switch.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, phone, site } from './harness.mjs';

const overlay = modelFolder('languages', { blobs: null });
const dictionary = (code) => JSON.parse(readFileSync(join(site, `languages/${code}.json`)));

// Names, numbers and what the tests' model calls its own.
const needsNone = /^(WebAssembly|WebGPU|Blobs|The |Seven$|Eleven$|Skeleton only)|\d+ ms$|^[\d.]+ s$/;

const gaps = (text) => text.split('{}').length - 1;

const cases = {
  async 'the dictionaries hold the same texts, each with its gaps'() {
    const [zh, ja] = ['zh', 'ja'].map(dictionary);
    for (const part of ['editor', 'page']) {
      assert.deepEqual(Object.keys(zh[part]), Object.keys(ja[part]));
      for (const words of [zh[part], ja[part]]) {
        for (const [english, translated] of Object.entries(words)) {
          assert.ok(translated.trim(), english);
          assert.equal(gaps(translated), gaps(english), english);
        }
      }
    }
  },

  async 'every text of the pages is in the dictionaries'() {
    const { page: words } = dictionary('ja');
    for (const name of readdirSync(site).filter((file) => file.endsWith('.html'))) {
      const html = readFileSync(join(site, name), 'utf8');
      for (const [whole, , text] of html.matchAll(/<(\w+)[^>]*\sdata-tr>([\s\S]*?)<\/\1>/g)) {
        const english = text.replace(/\s+/g, ' ').trim();
        // Models and pictures have names of their own.
        if (!/<h2|<figcaption/.test(whole) || name === 'index.html') {
          assert.ok(english in words, `${name}: “${english}”`);
        }
      }
    }
  },

  async 'the page follows the browser, and the switch comes before it'(harness) {
    const visitor = await harness.visit({ overlay, locale: 'zh-CN' });
    const { page } = visitor;
    await visitor.settled();
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
    assert.match(await page.textContent('h2'), /使用方法/);
    await page.click('[data-language="ja"]');
    await page.waitForSelector('html[lang="ja"]');
    assert.match(await page.textContent('h2'), /使い方/);
    assert.equal(await page.getAttribute('[data-language="ja"]', 'aria-pressed'), 'true');
    const context = page.context();
    await page.close();
    const later = await harness.visit({ overlay, context });
    await later.settled();
    assert.match(await later.page.textContent('h2'), /使い方/);
    await later.page.click('[data-language="en"]');
    await later.page.waitForSelector('html[lang="en"]');
    assert.match(await later.page.textContent('h2'), /How to use it/);
    assert.deepEqual(later.errors, []);
    await later.close();
  },

  async 'the main actions are buttons that the Tab key finds'(harness) {
    const visitor = await harness.visit({ overlay });
    const before = await visitor.settled();
    const { page } = visitor;
    await page.focus('[data-key="m"]');
    await visitor.screenshot('desktop-actions');
    await page.keyboard.press('Enter');
    const mirrored = await visitor.settled();
    const x = (state, name) => state.pose.find((p) => p.name === name).x;
    assert.ok(Math.abs(x(mirrored, 'left_wrist') - (1 - x(before, 'right_wrist'))) < 0.01);
    await page.focus('[data-key="z"]');
    await page.keyboard.press('Enter');
    assert.ok(Math.abs(x(await visitor.settled(), 'left_wrist') - x(before, 'left_wrist')) < 1e-3);
    await visitor.close();
  },
};

for (const code of ['zh', 'ja']) {
  cases[`the editor speaks ${code} throughout`] = async (harness) => {
    const visitor = await harness.visit({ overlay, path: `/?ep=wasm&lang=${code}` });
    const state = await visitor.settled();
    await visitor.drag(...['left_wrist', 'right_wrist'].map((name) => {
      const { screenX: x, screenY: y } = state.pose.find((p) => p.name === name);
      return { x, y };
    }));
    await visitor.screenshot(`desktop-${code}`);
    const { untranslated } = await visitor.settled();
    assert.deepEqual(untranslated.filter((text) => !needsNone.test(text)), []);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
    const small = await harness.visit({ overlay, path: `/?ep=wasm&lang=${code}`, device: phone });
    await small.settled();
    await small.screenshot(`phone-${code}`);
    await small.close();
  };
}

export default cases;
