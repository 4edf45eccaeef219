#!/usr/bin/env node
// The page's tests: every file beside this one that ends in .test.mjs. Usage:
//   node tests/web/run.mjs [WORDS…]   only the tests whose names hold one of the words
// Prints a line for each test and "web: N passed, N failed"; screenshots go to build/screenshots.
// A test that fails is tried once more, with a word about the first attempt: browsers that draw in
// software beside other work are late now and then, and what is wrong is wrong twice.
import { readdirSync } from 'node:fs';
import { Harness, isBuilt } from './harness.mjs';

const words = process.argv.slice(2);
const folder = new URL('./', import.meta.url);

const tests = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort()) {
  const { default: cases } = await import(new URL(file, folder));
  tests.push(...Object.entries(cases));
}
const wanted = tests.filter(([name]) => !words.length || words.some((word) => name.includes(word)));

let passed = 0;
let failed = 0;
let number = 0;
const harness = new Harness();

const indented = (error) => String(error.stack ?? error).replace(/^/gm, '    ');

async function attempt(name, body) {
  number += 1;
  const notes = [];
  const started = Date.now();
  for (let left = 2; left > 0; left -= 1) {
    try {
      notes.unshift(await body(harness));
      passed += 1;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log([`ok ${number} - ${name} (${seconds} s)`, ...notes.filter(Boolean)].join(' # '));
      return;
    } catch (error) {
      await harness.sendHome();
      if (left === 1) {
        failed += 1;
        console.log(`not ok ${number} - ${name}\n${indented(error)}`);
      } else {
        notes.push('at the second attempt');
        console.log(`    once failed: ${name}\n${indented(error)}`);
      }
    }
  }
}

// Playwright answers these by closing its browser, after which the tests would go on without.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

if (!isBuilt()) {
  console.log('The page is not built: scripts/build web builds it.');
  console.log('web: 0 passed, 1 failed');
  process.exit(1);
}
await attempt('the browser starts', () => harness.start());
if (!failed) {
  for (const [name, body] of wanted) await attempt(name, body);
  await attempt('no request has left for another origin', () => {
    if (harness.foreign.length) throw new Error(harness.foreign.join('\n'));
  });
}
await harness.stop();
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
