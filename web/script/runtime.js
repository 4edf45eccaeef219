// Chooses the build of onnxruntime-web that fits the browser: each can do less than the next and
// is smaller. Only the chosen one is downloaded.
//
//   wasm     no graphics card to compute on
//   jspi     WebGPU in a browser that can suspend WebAssembly
//   webgpu   WebGPU elsewhere, at twice the size

const builds = {
  wasm: ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'],
  jspi: ['ort.jspi.bundle.min.mjs', 'ort-wasm-simd-threaded.jspi.wasm'],
  webgpu: ['ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
};
const folder = new URL('../ort/', import.meta.url);

async function hasAdapter() {
  try {
    return Boolean(await navigator.gpu?.requestAdapter());
  } catch {
    return false;
  }
}

// Returns { ort, providers: [{ name, title }…] }, the preferred provider first.
// `forced` is 'wasm' or 'webgpu' to leave no choice, or null.
export async function loadRuntime(forced) {
  const gpu = forced !== 'wasm' && await hasAdapter();
  const build = !gpu ? 'wasm' : 'Suspending' in WebAssembly ? 'jspi' : 'webgpu';
  const [script, wasmFile] = builds[build];
  const ort = await import(new URL(script, folder));
  const threads = globalThis.crossOriginIsolated
    ? Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1)) : 1;
  ort.env.wasm.numThreads = threads;
  // The bundle holds its own script; only the WebAssembly lies beside it.
  ort.env.wasm.wasmPaths = { wasm: new URL(wasmFile, folder).href };
  ort.env.logLevel = 'error';
  const wasm = { name: 'wasm', title: threads > 1 ? `WebAssembly ×${threads}` : 'WebAssembly' };
  const webgpu = { name: 'webgpu', title: 'WebGPU' };
  return { ort, providers: !gpu ? [wasm] : forced === 'webgpu' ? [webgpu] : [webgpu, wasm] };
}
