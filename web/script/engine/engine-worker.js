// The engine: onnxruntime-web in a worker, so that the editor never waits for it. It holds one
// model, answers each request with a picture, and meanwhile fetches the next model.
import { download } from '../fetching.js';
import { GpuPicture } from './gpu-picture.js';
import { findProviders } from './runtime.js';
import { expectCard, openFastest, release, run } from './session.js';

let forced = null;     // An execution provider from the address, for tests and doubts.
let providersFound;    // Promise of them:
let providers = null;  // those to try, the best first.
let loaded = null;     // What openFastest() gave, its bytes, and a GpuPicture where it helps.
let wish = 0;          // The newest model asked for, by number.
let queue = Promise.resolve();
let waiting = 0;

function post(message, transfer = []) {
  // `last` tells the page that nothing more is under way.
  postMessage({ ...message, last: waiting === 0 }, transfer);
}

onmessage = ({ data }) => {
  if (data.kind === 'start') start(data.forced);
  if (data.kind === 'load') load(data.model, data.url);
  if (data.kind === 'draw') inTurn(() => draw(data.request));
  if (data.kind === 'encode') encode(data);
};

// One thing after another: what runs, runs alone.
function inTurn(act) {
  waiting += 1;
  queue = queue.then(() => {
    waiting -= 1;
    return act();
  });
}

// An Error whose sentence the page may translate: its gaps {} are filled there.
class Trouble extends Error {
  constructor(sentence, ...values) {
    super(sentence);
    this.values = values;
  }
}

// `goesOn`: another model draws on.
function fail(model, error) {
  const { message, values = [] } = error;
  post({ kind: 'failed', model, sentence: message, values, goesOn: loaded !== null });
}

const reasonOf = (error) => (isOutOfMemory(error) ? 'the memory is not enough'
                                                  : String(error?.message ?? error).slice(0, 200));

function isOutOfMemory(error) {
  return error instanceof RangeError || /out of memory|bad_alloc|allocat/i.test(error?.message ?? error);
}

// ---- Loading -------------------------------------------------------------------------------

// The engine comes before anybody knows for which model.
async function start(provider) {
  forced = provider;
  providersFound = findProviders(forced);
  providers = await providersFound;
  loadEngine(() => {}).catch(() => {});  // Who loads a model tries again, and says so.
}

// Pictures are drawn while the bytes come, by the model that is there.
async function load(model, url) {
  wish = model.number;
  if (!model.beside) inTurn(letGo);
  if (model.beside && loaded?.model.name === model.name) return inTurn(() => takeOver(model, null));
  try {
    const bytes = await fetchAll(model, url);
    return inTurn(() => takeOver(model, bytes));
  } catch (error) {
    return inTurn(() => fail(model.name, error));
  }
}

async function takeOver(model, bytes) {
  if (wish !== model.number) {
    post({ kind: 'outdated' });
    return;
  }
  if (loaded?.model.name === model.name) {
    post({ kind: 'ready', model: model.name, provider: loaded.provider.title });
    return;
  }
  if (!loaded) progress('Starting the engine', [], -1);
  try {
    await openModel(model, bytes);
  } catch (error) {
    fail(model.name, error);
  }
}

function letGo() {
  // A lost device may keep a session from ever letting go, so nobody waits for it.
  if (loaded) release(loaded);
  loaded = null;
}

async function openModel(model, bytes) {
  let opened = null;
  try {
    opened = await openFastest(model, bytes, providers, forced !== null);
  } catch (error) {
    throw new Trouble('The model “{}” could not be opened ({}).', model.title, reasonOf(error));
  }
  if (model.limit && opened.milliseconds > model.limit) {
    console.info(`${model.name} takes ${opened.milliseconds.toFixed(0)} ms for a picture`);
    release(opened);
    post({ kind: 'too slow', model: model.name });
    return;
  }
  letGo();
  loaded = { ...opened, bytes };
  const { device, title } = loaded.provider;
  if (device) {
    try {
      loaded.gpuPicture = new GpuPicture(device, model.resolution);
    } catch (error) {
      console.warn(`Pictures take the way through memory: ${error.message}`);
    }
  }
  post({ kind: 'ready', model: model.name, provider: title });
  postMessage({ kind: 'files',
                urls: performance.getEntriesByType('resource').map(({ name }) => name) });
}

function progress(sentence, values, share) {
  postMessage({ kind: 'progress', sentence, values, share });
}

// The model's bytes. The engine, several times larger than a model, comes at the same time.
async function fetchAll(model, url) {
  await providersFound;
  const arrived = { model: [0, model.bytes], engine: [0, 0] };
  const count = (what) => (received, total) => {
    arrived[what] = [received, total];
    const [sum, all] = [0, 1].map((i) => arrived.model[i] + arrived.engine[i]);
    const megabytes = (n) => (n / 1e6).toFixed(1);
    progress('Loading {} · {} of {} MB', [model.title, megabytes(sum), megabytes(all)],
             Math.min(sum / all, 1));
  };
  const [bytes] = await Promise.all([
    fetchModel(model, url, count('model')),
    loadEngine(count('engine')),
  ]);
  return bytes;
}

// The first provider's engine; a host may lack the largest, which some refuse.
async function loadEngine(count) {
  for (;;) {
    const { title, load: loadThis } = providers[0];
    try {
      await loadThis(count);
      return;
    } catch (error) {
      const others = providers.filter((provider) => provider.load !== loadThis);
      if (!others.length) {
        throw new Trouble('The engine that runs models could not be loaded: {}.', reasonOf(error));
      }
      console.warn(`${title} is not here: ${error.message}`);
      providers = others;
    }
  }
}

async function fetchModel(model, url, count) {
  const address = `${url}?h=${encodeURIComponent(model.sha256.slice(0, 16))}`;
  // What was kept from an earlier visit may have been damaged; then it comes once more.
  for (const cache of ['default', 'reload']) {
    const bytes = await download(address, (received) => count(received, model.bytes), { cache })
      .catch((error) => {
        throw new Trouble('The model “{}” could not be loaded: {}.', model.title, error.message);
      });
    if (await isWhole(model, bytes)) return bytes;
  }
  throw new Trouble('The model “{}” is damaged: its file has not the content that its card promises.',
                    model.title);
}

async function isWhole(model, bytes) {
  if (bytes.length !== model.bytes) return false;
  // Browsers hash only on https and localhost; elsewhere the length must do.
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((b) => b.toString(16).padStart(2, '0')).join('') === model.sha256;
}

// ---- Drawing -------------------------------------------------------------------------------

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

// `request.asBytes` asks for RGBA in memory; otherwise the answer may be a bitmap, which stays on
// the graphics card.
async function draw(request) {
  const name = loaded?.model.name;
  try {
    if (!loaded) throw new Error('no model is loaded');
    const side = loaded.model.resolution;
    const before = performance.now();
    const image = await run(loaded, request.inputs);
    const answer = { kind: 'picture', model: name, number: request.number,
                     portrait: request.portrait, ticket: request.ticket, side };
    let given;
    if (loaded.gpuPicture && !request.asBytes) {
      given = answer.bitmap = loaded.gpuPicture.bitmapOf(image);
      await loaded.provider.device.queue.onSubmittedWorkDone();
    } else {
      answer.rgba = toRgba(await image.getData(), side);
      given = answer.rgba.buffer;
    }
    image.dispose();
    expectCard(loaded.provider);
    post({ ...answer, milliseconds: performance.now() - before }, [given]);
  } catch (error) {
    await recover(request, name, error);
  }
}

// ---- Finding what a character wears ----------------------------------------------------------

let reader = null;  // The encoder last opened: { sha256, ort, session }.

async function encoderOf({ title, sha256, bytes }, url) {
  if (reader?.sha256 !== sha256) {
    const file = await fetchModel({ title, sha256, bytes }, url, () => {});
    await providersFound;
    const ort = await providers[0].load(() => {});
    // A few milliseconds' work, which no graphics card is worth.
    const session = await ort.InferenceSession.create(
      file, { executionProviders: ['wasm'], logSeverityLevel: 3 });
    reader = { sha256, ort, session };
  }
  return reader;
}

async function encode({ encoder, inputs, ticket, url }) {
  try {
    const { ort, session } = await encoderOf(encoder, url);
    const before = performance.now();
    const { found } = await session.run(Object.fromEntries(Object.entries(inputs).map(
      ([name, { values, dims }]) => [name, new ort.Tensor('float32', values, dims)])));
    console.info(`The encoder took ${(performance.now() - before).toFixed(0)} ms`);
    postMessage({ kind: 'encoded', ticket, found: Float32Array.from(found.data) });
  } catch (error) {
    const trouble = error instanceof Trouble
      ? error : new Trouble('The look could not be read ({}).', reasonOf(error));
    postMessage({ kind: 'not encoded', ticket, sentence: trouble.message, values: trouble.values });
  }
}

// A graphics card may be lost at any time: then the next provider takes over and draws the same.
async function recover(request, name, error) {
  const failed = loaded;
  const rest = failed ? providers.slice(providers.indexOf(failed.provider) + 1)
    .filter(({ device }) => device !== failed.provider.device) : [];
  if (!rest.length) {
    letGo();
    fail(name, new Trouble('The picture could not be computed ({}).', reasonOf(error)));
    return;
  }
  console.warn(`${failed.provider.title} failed: ${error?.message ?? error}`);
  providers = rest;
  letGo();
  try {
    await openModel({ ...failed.model, limit: 0 }, failed.bytes);
  } catch (problem) {
    fail(name, problem);
    return;
  }
  await draw(request);
}
