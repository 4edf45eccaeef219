#!/usr/bin/env node
// The page's tests: every file beside this one that ends in .test.mjs. Usage:
//   node tests/web/run.mjs [--at-once N] [WORDS…]   only the tests whose names hold one of the words
// Prints a line for each test and "web: N passed, N failed"; screenshots go to build/screenshots.
//
// Most tests spend most of their time waiting for the page, so N of them (two, on one core one) run
// at a time, each in a browser of its own. A file may export `alone`, the names of tests that need
// the machine to themselves; they run at the end. So does, once more, a test that failed, with a
// note about the first attempt: browsers that draw in software beside other work are late now and
// then, and what is wrong is wrong twice.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Harness, isBuilt } from './harness.mjs';

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true, options: { 'at-once': { type: 'string' } } });
const atOnce = Number(options['at-once'] ?? Math.min(2, availableParallelism()));
if (!(Number.isInteger(atOnce) && atOnce > 0)) {
  console.error(`run.mjs: --at-once is "${options['at-once']}", expected a whole number from 1 on`);
  process.exit(2);
}
const folder = new URL('./', import.meta.url);

const together = [];
const alone = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort()) {
  const { default: cases, alone: lonely = [] } = await import(new URL(file, folder));
  for (const name of lonely) {
    if (!cases[name]) throw new Error(`${file}: alone names "${name}", which is none of its tests`);
  }
  for (const [name, body] of Object.entries(cases)) {
    if (words.length && !words.some((word) => name.includes(word))) continue;
    (lonely.includes(name) ? alone : together).push({ name, body });
  }
}

let passed = 0;
let failed = 0;
let number = 0;
const again = [];

const indented = (error) => String(error.stack ?? error).replace(/^/gm, '    ');

async function attempt(harness, { name, body, last = false, notes = [] }) {
  const started = Date.now();
  try {
    const note = await body(harness);
    passed += 1;
    number += 1;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log([`ok ${number} - ${name} (${seconds} s)`, ...[note, ...notes].filter(Boolean)].join(' # '));
  } catch (error) {
    await harness.sendHome();
    if (last) {
      failed += 1;
      number += 1;
      console.log(`not ok ${number} - ${name}\n${indented(error)}`);
    } else {
      again.push({ name, body, last: true, notes: ['at the second attempt'] });
      console.log(`    once failed: ${name}\n${indented(error)}`);
    }
  }
}

// One browser after the other takes the next test until none is left.
async function work(harness, tests) {
  for (let test = tests.shift(); test; test = tests.shift()) await attempt(harness, test);
}

// Playwright answers these by closing its browser, after which the tests would go on without.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

if (!isBuilt()) {
  console.log('The page is not built: scripts/build web builds it.');
  console.log('web: 0 passed, 1 failed');
  process.exit(1);
}
const harnesses = Array.from({ length: atOnce }, () => new Harness());
const [first] = harnesses;
await attempt(first, { name: 'the browser starts', last: true, body: async () => {
  for (const harness of harnesses) await harness.start();
} });
if (!failed) {
  await Promise.all(harnesses.map((harness) => work(harness, together)));
  await work(first, alone);
  await work(first, again);
  await attempt(first, { name: 'no request has left for another origin', last: true, body: () => {
    const foreign = harnesses.flatMap((harness) => harness.foreign);
    if (foreign.length) throw new Error(foreign.join('\n'));
  } });
}
await Promise.all(harnesses.map((harness) => harness.stop()));
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
