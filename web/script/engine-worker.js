// The engine: onnxruntime-web in a worker, so that the editor never waits for it. It takes one
// model at a time and answers each request with a picture.
import { download } from './download.js';
import { findProviders } from './runtime.js';

let forced = null;     // An execution provider from the address, for tests and doubts.
let providers = null;  // Those to try, the best first.
let loaded = null;     // { model, url, ort, session, provider }
let queue = Promise.resolve();
let waiting = 0;

function post(message, transfer = []) {
  // `last` tells the page that nothing more is under way.
  postMessage({ ...message, last: waiting === 0 }, transfer);
}

onmessage = ({ data }) => {
  if (data.kind === 'start') {
    forced = data.forced;
    return;
  }
  waiting += 1;
  queue = queue.then(async () => {
    waiting -= 1;
    if (data.kind === 'load') await load(data.model, data.url);
    if (data.kind === 'draw') await draw(data.request);
  });
};

// ---- Loading -------------------------------------------------------------------------------

async function load(model, url) {
  try {
    if (loaded) await loaded.session.release();
    loaded = null;
    providers ??= await findProviders(forced);
    const bytes = await fetchAll(model, url);
    progress('Starting the engine', -1);
    await verify(model, bytes);
    loaded = { url, ...await openSession(model, bytes) };
    post({ kind: 'ready', model: model.name, provider: loaded.provider.title });
  } catch (error) {
    post({ kind: 'failed', model: model.name, sentence: error.message });
  }
}

function progress(text, share) {
  postMessage({ kind: 'progress', text, share });
}

// The model's bytes. The engine, several times larger than a model, comes at the same time.
async function fetchAll(model, url) {
  const arrived = { model: [0, model.bytes], engine: [0, 0] };
  const count = (what) => (received, total) => {
    arrived[what] = [received, total];
    const [sum, all] = [0, 1].map((i) => arrived.model[i] + arrived.engine[i]);
    const megabytes = (n) => (n / 1e6).toFixed(1);
    progress(`Loading ${model.title} · ${megabytes(sum)} of ${megabytes(all)} MB`,
             Math.min(sum / all, 1));
  };
  const onModelBytes = count('model');
  const [bytes] = await Promise.all([
    download(url, (received) => onModelBytes(received, model.bytes)).catch((error) => {
      throw new Error(`The model “${model.title}” could not be loaded: ${error.message}.`);
    }),
    providers[0].load(count('engine')).catch((error) => {
      throw new Error(`The engine that runs models could not be loaded: ${error.message}.`);
    }),
  ]);
  return bytes;
}

async function verify(model, bytes) {
  // Browsers hash only on https and localhost; elsewhere the length must do.
  const digest = globalThis.crypto?.subtle && await crypto.subtle.digest('SHA-256', bytes);
  const hex = digest && [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
  if (bytes.length !== model.bytes || (hex && hex !== model.sha256)) {
    throw new Error(`The model “${model.title}” is damaged: its file has not the content that ` +
                    `its card promises.`);
  }
}

// The first provider that computes a picture; a graphics card may refuse only then.
async function openSession(model, bytes) {
  let reason = null;
  for (const provider of providers) {
    let session = null;
    try {
      const ort = await provider.load(() => {});
      session = await ort.InferenceSession.create(bytes, {
        executionProviders: [provider.name],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
      const candidate = { model, ort, session, provider };
      check(candidate);
      await run(candidate, new Float32Array(model.latentSize), new Float32Array(60).fill(0.5));
      return candidate;
    } catch (error) {
      reason = error;
      console.warn(`${provider.title} cannot run ${model.name}: ${error?.message ?? error}`);
      await session?.release().catch(() => {});
    }
  }
  throw new Error(`The model “${model.title}” could not be opened (${reason?.message ?? reason}).`);
}

function check({ session }) {
  const has = (list, name) => list.includes(name);
  if (!has(session.inputNames, 'latent') || !has(session.inputNames, 'keypoints') ||
      !has(session.outputNames, 'image')) {
    throw new Error('it needs the inputs latent and keypoints and the output image, but has ' +
                    `${session.inputNames} and ${session.outputNames}`);
  }
}

// ---- Drawing -------------------------------------------------------------------------------

async function run({ model, ort: { Tensor }, session }, latent, keypoints) {
  const { image } = await session.run({
    latent: new Tensor('float32', latent, [1, model.latentSize]),
    keypoints: new Tensor('float32', keypoints, [1, 20, 3]),
  });
  const side = model.resolution;
  if (image.dims.join() !== [1, 3, side, side].join()) {
    throw new Error(`its picture is ${image.dims.join('×')}, but its card promises ${side}²`);
  }
  const pixels = await image.getData();
  image.dispose();
  return pixels;
}

// [3,R,R] in [−1,1] to RGBA bytes; a clamped array rounds and keeps to 0…255 by itself.
function toRgba(pixels, side) {
  const area = side * side;
  const rgba = new Uint8ClampedArray(area * 4);
  for (let i = 0, j = 0; i < area; i += 1, j += 4) {
    rgba[j] = pixels[i] * 127.5 + 127.5;
    rgba[j + 1] = pixels[i + area] * 127.5 + 127.5;
    rgba[j + 2] = pixels[i + 2 * area] * 127.5 + 127.5;
    rgba[j + 3] = 255;
  }
  return new Uint8Array(rgba.buffer);
}

async function draw({ number, portrait, latent, keypoints }) {
  const name = loaded?.model.name;
  try {
    if (!loaded) throw new Error('No model is loaded.');
    const side = loaded.model.resolution;
    const before = performance.now();
    const rgba = toRgba(await run(loaded, latent, keypoints), side);
    const milliseconds = performance.now() - before;
    post({ kind: 'picture', model: name, number, portrait, rgba, side, milliseconds },
         [rgba.buffer]);
  } catch (error) {
    if (await replaceProvider(error)) return;
    loaded = null;
    post({ kind: 'failed', model: name, sentence: `The picture could not be computed (${error.message}).` });
  }
}

// A graphics card may be lost at any time: then the next provider takes over.
async function replaceProvider(error) {
  const rest = providers?.slice(providers.indexOf(loaded?.provider) + 1);
  if (!loaded || !rest.length) return false;
  console.warn(`${loaded.provider.title} failed: ${error?.message ?? error}`);
  providers = rest;
  const { model, url, session } = loaded;
  loaded = null;
  // The lost device may keep the session from ever letting go.
  session.release().catch(() => {});
  await load(model, url);
  return true;
}
