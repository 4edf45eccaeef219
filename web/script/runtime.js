// Chooses the build of onnxruntime-web that fits the browser, and loads only that.
//
//   wasm     no graphics card to compute on
//   jspi     WebGPU in a browser that can suspend WebAssembly
//   webgpu   WebGPU elsewhere, at twice the size
import { download } from './download.js';

const builds = {
  wasm: ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'],
  jspi: ['ort.jspi.bundle.min.mjs', 'ort-wasm-simd-threaded.jspi.wasm'],
  webgpu: ['ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
};
const folder = new URL('../ort/', import.meta.url);

// A graphics card to compute on. A fallback adapter is none: it computes WebGPU on the processor,
// many times slower than WebAssembly does.
async function hasGraphicsCard(fallbackToo) {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    return Boolean(adapter) && (fallbackToo || !adapter.info?.isFallbackAdapter);
  } catch {
    return false;
  }
}

// Each build is loaded once. One whose WebGPU has failed may have taken its WebAssembly along, so
// every provider has a build of its own.
const loaded = new Map();

function load(build, threads, onBytes) {
  if (!loaded.has(build)) {
    const coming = fetchBuild(build, threads, onBytes);
    coming.catch(() => loaded.delete(build));  // The next model tries again.
    loaded.set(build, coming);
  }
  return loaded.get(build);
}

async function fetchBuild(build, threads, onBytes) {
  const [script, wasmFile] = builds[build];
  const sizes = await (await fetch(new URL('sizes.json', folder))).json();
  // Fetched here and not by onnxruntime, for the visitor wants to see it come.
  const [ort, wasmBinary] = await Promise.all([
    import(new URL(script, folder)),
    download(new URL(wasmFile, folder), (received) => onBytes(received, sizes[wasmFile])),
  ]);
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmBinary = wasmBinary;
  ort.env.logLevel = 'error';
  return ort;
}

// The providers to try, the best first: { name, title, load(onBytes) }, where load() gives
// onnxruntime. `forced` is 'wasm' or 'webgpu', or null for the one that suits the machine.
export async function findProviders(forced) {
  const gpu = forced !== 'wasm' && await hasGraphicsCard(forced === 'webgpu');
  const threads = globalThis.crossOriginIsolated
    ? Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1)) : 1;
  const webgpu = {
    name: 'webgpu',
    title: 'WebGPU',
    load: (onBytes) => load('Suspending' in WebAssembly ? 'jspi' : 'webgpu', 1, onBytes),
  };
  const wasm = {
    name: 'wasm',
    title: threads > 1 ? `WebAssembly ×${threads}` : 'WebAssembly',
    load: (onBytes) => load('wasm', threads, onBytes),
  };
  if (!gpu) return [wasm];
  return [webgpu, wasm];
}
