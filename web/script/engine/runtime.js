// The ways to compute a picture, and the build of onnxruntime-web that each needs:
//
//   wasm     no graphics card to compute on
//   jspi     WebGPU in a browser that can suspend WebAssembly
//   webgpu   WebGPU elsewhere, at twice the size
import { download, fetched, imported } from '../fetching.js';

const builds = {
  wasm: ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'],
  jspi: ['ort.jspi.bundle.min.mjs', 'ort-wasm-simd-threaded.jspi.wasm'],
  webgpu: ['ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
};
const folder = new URL('../../ort/', import.meta.url);

// The graphics device to compute on, or null. A fallback adapter is none: it computes WebGPU on
// the processor, many times slower than WebAssembly does.
async function graphicsDevice(fallbackToo) {
  try {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter || (adapter.info?.isFallbackAdapter && !fallbackToo)) return null;
    const most = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeInvocationsPerWorkgroup',
                  'maxComputeWorkgroupSizeX', 'maxComputeWorkgroupStorageSize',
                  'maxStorageBuffersPerShaderStage'];
    return await adapter.requestDevice({
      requiredFeatures: ['shader-f16', 'subgroups'].filter((name) => adapter.features.has(name)),
      requiredLimits: Object.fromEntries(most.map((name) => [name, adapter.limits[name]])),
    });
  } catch (error) {
    console.warn(`The graphics card cannot be used: ${error?.message ?? error}`);
    return null;
  }
}

// Each build is loaded once. One whose WebGPU has failed may have taken its WebAssembly along, so
// every provider has a build of its own.
const loaded = new Map();
const listeners = new Map();  // To each build's bytes: the last who asked.

function load(build, threads, onBytes) {
  listeners.set(build, onBytes);
  if (!loaded.has(build)) {
    const coming = fetchBuild(build, threads, (...bytes) => listeners.get(build)(...bytes));
    coming.catch(() => loaded.delete(build));  // The next model tries again.
    loaded.set(build, coming);
  }
  return loaded.get(build);
}

async function fetchBuild(build, threads, onBytes) {
  const [script, wasmFile] = builds[build];
  const files = await (await fetched(new URL('files.json', folder))).json();
  const { bytes, hash } = files[wasmFile];
  // Fetched here and not by onnxruntime, for the visitor wants to see it come. An address with the
  // content's hash needs asking for only once.
  const [ort, wasmBinary] = await Promise.all([
    imported(new URL(`${script}?h=${files[script].hash}`, folder)),
    download(new URL(`${wasmFile}?h=${hash}`, folder), (received) => onBytes(received, bytes)),
  ]);
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmBinary = wasmBinary;
  ort.env.logLevel = 'error';
  return ort;
}

// The providers that this machine may have, the one that is likely fastest first:
// { title, options, device, isLost(), half, records, spare, load(onBytes) }, where load() gives
// onnxruntime, `options` go into a session, `device` is a graphics card's, which may get lost, one of
// `half` precision computes in float16, one that `records` keeps the commands of a picture, and a
// `spare` one is for when no other can use the same device. `forced` is null or one of
//   webgpu     the graphics card, even one that a processor plays; WebAssembly where there is none
//   webgpu32   the same in float32
//   wasm       WebAssembly with as many threads as help
//   wasm1      WebAssembly with one thread
export async function findProviders(forced) {
  const device = forced?.startsWith('wasm') ? null : await graphicsDevice(forced?.startsWith('webgpu'));
  const threads = globalThis.crossOriginIsolated && forced !== 'wasm1'
    ? Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1)) : 1;
  const providers = [{
    title: threads > 1 ? `WebAssembly ×${threads}` : 'WebAssembly',
    options: { executionProviders: ['wasm'] },
    load: (onBytes) => load('wasm', threads, onBytes),
  }];
  if (device) {
    let lost = false;
    device.lost.then(() => { lost = true; });
    const onCard = {
      title: 'WebGPU',
      device,
      isLost: () => lost,
      options: {
        executionProviders: [{ name: 'webgpu', device }],
        preferredOutputLocation: 'gpu-buffer',
      },
      load: (onBytes) => load('Suspending' in WebAssembly ? 'jspi' : 'webgpu', 1, onBytes),
    };
    providers.unshift({ ...onCard, records: true }, { ...onCard, spare: true });
    if (forced !== 'webgpu32' && device.features.has('shader-f16')) {
      providers.unshift({ ...onCard, title: 'WebGPU fp16', half: true, records: true });
    }
  }
  return providers;
}
