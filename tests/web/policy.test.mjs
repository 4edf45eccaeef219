// What the pages may do: their policy is strict, and they keep to it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder, site } from './harness.mjs';

const pages = readdirSync(site).filter((name) => name.endsWith('.html'));

const cases = {
  async 'nothing that a visitor does breaks the policy'(harness) {
    const overlay = modelFolder('policy', { blobs: null });
    const visitor = await harness.visit({ overlay, before: () => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    } });
    await visitor.settled();
    await visitor.press('random');
    await visitor.press('play');
    await visitor.rest(600);
    await visitor.press('play');
    await visitor.press('link');
    await visitor.settled();
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },
};

for (const name of pages) {
  cases[`${name} has a strict policy and nothing inline`] = async () => {
    const html = readFileSync(join(site, name), 'utf8');
    const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1];
    assert.ok(policy, 'it has no policy');
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/, 'a script inline');
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/, 'a style or handler inline');
    assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\/(?![^"]*" rel="noreferrer")/,
                        'a file of another origin');
  };
}

export default cases;
