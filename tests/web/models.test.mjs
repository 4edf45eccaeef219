// The models that the page ships.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsIn } from '../../scripts/model-index.mjs';
import { difference, phone, site } from './harness.mjs';

const index = join(site, 'models/index.json');
const models = existsSync(index) ? modelsIn(JSON.parse(readFileSync(index))) : [];

// Without a graphics card a picture takes a processor many seconds by WebGPU.
const softwareGpuPatience = 900_000;

const cardOf = (name) => JSON.parse(readFileSync(join(site, 'models', name, 'card.json')));
const pixels = (name) => cardOf(name).generator.resolution;
const smallest = models.map(({ folder }) => folder).sort((a, b) => pixels(a) - pixels(b))[0];

const cases = {};
for (const { folder: name, family, size } of models) {
  const path = (provider) => `/?ep=${provider}&size=${size}#v=1&m=${family}`;
  cases[`the model ${name} draws a character that follows the pose`] = async (harness) => {
    const visitor = await harness.visit({ path: path('wasm') });
    const state = await visitor.settled();
    assert.equal(state.model, name);
    assert.deepEqual(state.messages, []);
    const { characters } = cardOf(name);
    await visitor.until((s) => s.portraits === characters.length, 'all portraits');
    await visitor.rest();
    await visitor.screenshot(`desktop-${name}`);
    await visitor.key('s');
    const standing = await visitor.picture();
    await visitor.press('preset 4');
    await visitor.settled();
    assert.ok(difference(standing, await visitor.picture()) > 60, 'the picture ignores the pose');
    await visitor.screenshot(`desktop-${name}-without-skeleton`);
    const before = await visitor.picture();
    await visitor.press('random');
    await visitor.settled();
    assert.ok(difference(before, await visitor.picture()) > 40, 'the picture ignores the seed');
    assert.deepEqual(visitor.errors, []);
    const { milliseconds, provider } = await visitor.state();
    await visitor.close();
    return `${provider}, ${milliseconds.toFixed(0)} ms a picture`;
  };
  // Not only its speed: onnxruntime's WebGPU has kernels that are wrong for some shapes. That its
  // commands can be recorded is seen by the smallest model; the others are of the same steps.
  const answers = {
    // Each character has a little picture, which would be drawn, too.
    '**/card.json': (text) => {
      const card = JSON.parse(text);
      return JSON.stringify({ ...card, characters: card.characters.slice(0, 1) });
    },
    ...(name !== smallest && {
      '**/editor/engine/runtime.js': (source) => source.replace('{ ...onCard, records: true }, ', ''),
    }),
  };
  cases[`WebGPU draws the model ${name} as WebAssembly does`] = async (harness) => {
    const pictures = [];
    for (const provider of ['wasm', 'webgpu']) {
      const visitor = await harness.visit({ path: path(provider), answers });
      const state = await visitor.settled(softwareGpuPatience);
      assert.match(state.provider, provider === 'wasm' ? /^WebAssembly/ : /^WebGPU/);
      await visitor.key('s');
      pictures.push(await visitor.picture());
      await visitor.close();
    }
    const apart = difference(...pictures);
    assert.ok(apart <= 3, `the pictures differ by ${apart} of 255`);
    return `largest difference ${apart} of 255`;
  };
  cases[`the model ${name} on a phone`] = async (harness) => {
    const visitor = await harness.visit({ path: path('wasm'), device: phone });
    await visitor.settled();
    await visitor.screenshot(`phone-${name}`);
    await visitor.close();
  };
}

export default cases;
