// Execution providers: WebGPU where there is one, WebAssembly everywhere, the same picture by both.
import assert from 'node:assert/strict';
import { difference, modelFolder } from './harness.mjs';

const overlay = modelFolder('providers', { blobs: null });
const worker = '**/editor/engine/engine-worker.js';

// Counts what the graphics card is told to bind, which is known beforehand in recorded commands.
const counting = { [worker]: (source) => `
  globalThis.bindings = 0;
  const bind = GPUDevice.prototype.createBindGroup;
  GPUDevice.prototype.createBindGroup = function (...given) {
    bindings += 1;
    return bind.apply(this, given);
  };
  ${source}` };

// How many bindings the next character's picture takes.
async function bindingsOf(visitor) {
  const bindings = () => visitor.page.workers()[0].evaluate(() => globalThis.bindings);
  const before = await bindings();
  await visitor.press('next');
  await visitor.settled();
  return await bindings() - before;
}

async function pictureBy(harness, path, more = {}) {
  const visitor = await harness.visit({ overlay, path, ...more });
  const { provider } = await visitor.settled();
  await visitor.key('s');
  const picture = await visitor.picture();
  return { visitor, provider, picture };
}

// A visit whose graphics device is lost in the way that `how` brings about in the worker.
async function losing(harness, how) {
  const visitor = await harness.visit({ overlay, path: '/?ep=webgpu', answers: {
    [worker]: (source) => `
      const devices = [];
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...options) {
        const device = await request.apply(this, options);
        devices.push(device);
        return device;
      };
      globalThis.lose = () => devices.forEach((device) => device.destroy());
      addEventListener('message', ({ data }) => {
        if (data.kind === 'draw' && globalThis.loseAtDraw) lose();
      });
      ${source}` } });
  assert.equal((await visitor.settled()).provider, 'WebGPU');
  await visitor.page.workers()[0].evaluate(how);
  await visitor.press('next');
  await visitor.until((s) => s.provider.startsWith('WebAssembly') && s.upToDate);
  assert.deepEqual((await visitor.state()).messages, []);
  await visitor.close();
}

export default {
  async 'WebGPU draws what WebAssembly draws'(harness) {
    const cpu = await pictureBy(harness, '/?ep=wasm');
    const gpu = await pictureBy(harness, '/?ep=webgpu');
    assert.match(cpu.provider, /^WebAssembly/);
    assert.equal(gpu.provider, 'WebGPU');
    const apart = difference(cpu.picture, gpu.picture);
    assert.ok(apart <= 2, `the pictures differ by ${apart} of 255`);
    await gpu.visitor.screenshot('desktop-webgpu');
    assert.deepEqual(gpu.visitor.errors, []);
    await cpu.visitor.close();
    await gpu.visitor.close();
    return `largest difference ${apart} of 255`;
  },

  async 'the graphics card keeps the commands of a picture'(harness) {
    const visitor = await harness.visit({ overlay, path: '/?ep=webgpu', answers: counting });
    assert.equal((await visitor.settled()).provider, 'WebGPU');
    assert.equal(await bindingsOf(visitor), 1);  // Its way to the screen.
    await visitor.close();
  },

  async 'a model whose commands cannot be kept is drawn by the graphics card'(harness) {
    const models = modelFolder('copied', { copied: null }, ['copied'], 'copied');
    const cpu = await pictureBy(harness, '/?ep=wasm', { overlay: models });
    const gpu = await pictureBy(harness, '/?ep=webgpu', { overlay: models, answers: counting });
    assert.equal(gpu.provider, 'WebGPU');
    const apart = difference(cpu.picture, gpu.picture);
    assert.ok(apart <= 2, `the pictures differ by ${apart} of 255`);
    assert.ok(await bindingsOf(gpu.visitor) > 5);
    await cpu.visitor.close();
    await gpu.visitor.close();
  },

  // No card of a processor has float16 and a browser that takes it: WebAssembly stands in for one.
  async 'a graphics card with float16 is given the model that works in it'(harness) {
    const standIn = (source) => source.replace("device.features.has('shader-f16')", 'true')
      .replace("...onCard, title: 'WebGPU fp16', half: true, records: true",
               "...providers.at(-1), title: 'WebGPU fp16', half: true");
    const cpu = await pictureBy(harness, '/?ep=wasm', { overlay: undefined });
    const half = await pictureBy(harness, '/?ep=webgpu', {
      overlay: undefined, answers: { '**/editor/engine/runtime.js': standIn } });
    assert.equal(half.provider, 'WebGPU fp16');
    const apart = difference(cpu.picture, half.picture);
    assert.ok(apart <= 8, `the pictures differ by ${apart} of 255`);
    await cpu.visitor.close();
    await half.visitor.close();
  },

  async 'a graphics card that only claims to have float16 works in float32'(harness) {
    const warnings = [];
    const visitor = await harness.visit({ overlay, path: '/?ep=webgpu', answers: {
      '**/editor/engine/runtime.js': (source) =>
        source.replace("device.features.has('shader-f16')", 'true') },
      onWarning: (text) => warnings.push(text) });
    assert.equal((await visitor.settled()).provider, 'WebGPU');
    assert.match(warnings.join(), /WebGPU fp16 cannot run blobs/);
    await visitor.close();
  },

  async 'without a graphics adapter WebAssembly takes over'(harness) {
    const visitor = await harness.visit({ overlay, path: '/?ep=webgpu', answers: {
      [worker]: (source) => `GPU.prototype.requestAdapter = async () => null;\n${source}` } });
    assert.match((await visitor.settled()).provider, /^WebAssembly/);
    await visitor.close();
  },

  async 'an adapter without a card behind it is left alone'(harness) {
    const visitor = await harness.visit({ overlay, path: '/', answers: {
      [worker]: (source) => `Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter',
        { get: () => true });\n${source}` } });
    assert.match((await visitor.settled()).provider, /^WebAssembly/);
    await visitor.close();
  },

  async 'a graphics device that fails leaves the work to WebAssembly'(harness) {
    const visitor = await harness.visit({ overlay, path: '/?ep=webgpu', answers: {
      [worker]: (source) =>
        `GPUAdapter.prototype.requestDevice = async () => { throw new Error('lost'); };\n${source}` } });
    assert.match((await visitor.settled()).provider, /^WebAssembly/);
    await visitor.close();
  },

  async 'a graphics device lost in the middle of work is replaced'(harness) {
    await losing(harness, () => { globalThis.loseAtDraw = true; });
  },

  async 'a graphics device lost between two pictures is replaced'(harness) {
    await losing(harness, () => globalThis.lose());
  },

  async 'threads run, for the page is cross-origin isolated'(harness) {
    const visitor = await harness.visit({ overlay });
    assert.equal(await visitor.page.evaluate(() => crossOriginIsolated), true);
    const { provider } = await visitor.settled();
    const cores = await visitor.page.evaluate(() => navigator.hardwareConcurrency);
    if (cores > 1) assert.match(provider, /×\d/);
    await visitor.close();
  },
};
