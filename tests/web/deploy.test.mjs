// What scripts/site does with the built page, on a small copy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root, site } from './harness.mjs';

const run = (script, ...options) =>
  execFileSync(join(root, 'scripts', script), options, { encoding: 'utf8', stdio: 'pipe' });

export default {
  async 'scripts/pack-site leaves out what hosts refuse, and packs the rest beside'() {
    const work = join(root, 'build/web-tests/deploy');
    rmSync(work, { recursive: true, force: true });
    mkdirSync(join(work, 'in/ort'), { recursive: true });
    writeFileSync(join(work, 'in/index.html'), '<p>Kisekae</p>\n'.repeat(200));
    writeFileSync(join(work, 'in/picture.png'), Buffer.alloc(5000, 7));
    writeFileSync(join(work, 'in/ort/large.wasm'), Buffer.alloc(25_000_001));
    const said = run('pack-site', join(work, 'in'), join(work, 'out'));
    assert.match(said, /left out.*large\.wasm/);
    const page = readFileSync(join(work, 'out/index.html'));
    assert.ok(gunzipSync(readFileSync(join(work, 'out/index.html.gz'))).equals(page));
    for (const absent of ['ort/large.wasm', 'picture.png.gz']) {
      assert.equal(statSync(join(work, 'out', absent), { throwIfNoEntry: false }), undefined, absent);
    }
    rmSync(work, { recursive: true, force: true });
  },

  async 'every page names the version in its footer'() {
    const cmake = readFileSync(join(root, 'CMakeLists.txt'), 'utf8');
    const [, version] = /VERSION (\d+\.\d+\.\d+)/.exec(cmake);
    for (const name of ['index.html', 'gallery.html', 'models.html', 'licences.html']) {
      const [footer] = /<footer>[^]*<\/footer>/.exec(readFileSync(join(site, name), 'utf8'));
      assert.ok(footer.includes(`>Kisekae ${version}<`), `${name}: ${footer}`);
    }
  },

  async 'every link of the pages leads to a file'() {
    for (const name of ['index.html', 'gallery.html', 'models.html', 'licences.html']) {
      const html = readFileSync(join(site, name), 'utf8');
      assert.doesNotMatch(html, /<!-- (models|gallery|licences) -->/, `${name} was not filled`);
      for (const [, address] of html.matchAll(/(?:href|src)="([^"#]+)[#"]/g)) {
        if (/^https:/.test(address)) continue;
        const [path] = address.split('?');
        const file = join(site, path.endsWith('/') ? `${path}index.html` : path);
        assert.ok(statSync(file, { throwIfNoEntry: false }), `${name}: ${address}`);
      }
    }
  },
};
