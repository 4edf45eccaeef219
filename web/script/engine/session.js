// A model opened by the provider that draws it fastest.
import { inFloat16 } from './float16.js';
import { captured, GpuSession } from './gpu-session.js';

const warmUps = 2;   // Pictures that compile shaders and touch memory, not timed.
const timed = 3;
const slow = 1000;   // ms; one such picture is enough to know.
const fastEnough = 20;  // ms; a faster provider would be no gain that anybody sees.

// Opens the model with each provider in turn and keeps the fastest: { model, ort, session, provider,
// milliseconds, and gpuSession where commands are recorded }. As soon as one draws in `fastEnough`
// or `onlyFirst` is set, the first that works is taken; its engine is loaded alone. `milliseconds`
// is true only for a model with a `limit`; of another, a single picture may show that it works.
// Throws an Error with the last provider's reason when none can draw it.
export async function openFastest(model, bytes, providers, onlyFirst) {
  let best = null;
  let reason = null;
  for (const provider of providers) {
    if (provider.half && !model.workingTypeAt.length) continue;
    if (provider.spare && best?.provider.device === provider.device) continue;
    let opened = null;
    try {
      opened = await open(model, bytes, provider);
      await opened.gpuSession?.prove();
      // A single one only shows that it works, for the visitor waits.
      const alone = !model.limit && (onlyFirst || (!best && provider === providers.at(-1)));
      // One that has proved itself has drawn some already.
      const warm = opened.gpuSession ? 0 : warmUps;
      opened.milliseconds = await time(opened, alone ? 1 : warm + timed, warm);
    } catch (error) {
      reason = error;
      console.warn(`${provider.title} cannot run ${model.name}: ${error?.message ?? error}`);
      if (opened) release(opened);
      continue;
    }
    const [kept, given] = !best || opened.milliseconds < best.milliseconds ? [opened, best]
                                                                           : [best, opened];
    best = kept;
    if (given) await release(given);
    if (onlyFirst || best.milliseconds <= fastEnough) break;
  }
  if (best) return best;
  throw reason ?? new Error('no provider');
}

// Gives back what an opened model holds. Nobody needs to wait for it.
export async function release({ session, gpuSession }) {
  await session.release().catch(() => {});
  gpuSession?.destroy();
}

async function open(model, bytes, provider) {
  const ort = await provider.load(() => {});
  const graph = provider.half ? inFloat16(bytes, model.workingTypeAt) : bytes;
  const session = await ort.InferenceSession.create(graph, {
    ...provider.options, ...(provider.records ? captured : {}), graphOptimizationLevel: 'all',
    logSeverityLevel: 3 });
  const opened = { model, ort, session, provider };
  const [takes, promised] = [session.inputNames, Object.keys(model.inputs)];
  if (takes.length !== promised.length || takes.some((name) => !promised.includes(name)) ||
      !session.outputNames.includes(model.output)) {
    release(opened);
    throw new Error(`its card promises the inputs ${promised} and the output ${model.output}, but ` +
                    `it has ${takes} and ${session.outputNames}`);
  }
  if (provider.records) {
    opened.gpuSession = new GpuSession(ort, session, provider.device,
                                       { ...model.inputs, [model.output]: model.outputDims });
  }
  return opened;
}

// The fastest picture's milliseconds, of `count` less the first `warm` ones.
async function time(opened, count, warm) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const before = performance.now();
    const image = await run(opened, Object.fromEntries(Object.entries(opened.model.inputs).map(
      ([name, dims]) => [name, new Float32Array(dims.reduce((a, b) => a * b)).fill(0.5)])));
    // A graphics card is done when what it was given is.
    await opened.provider.device?.queue.onSubmittedWorkDone();
    image.dispose();
    times.push(performance.now() - before);
    if (i >= 1 && times[i] > slow) break;
  }
  return Math.min(...times.slice(Math.min(warm, times.length - 1)));
}

// Throws an Error if the provider's graphics card is lost: what it is asked then fails without a word.
export function expectCard(provider) {
  if (provider.isLost?.()) throw new Error('the graphics card was lost');
}

// The image tensor [1,3,R,R] of the inputs that the model's card names, Float32Arrays by name; in a
// graphics card's memory where it was computed there. The caller disposes of it.
export async function run({ model, ort: { Tensor }, session, gpuSession, provider }, inputs) {
  expectCard(provider);
  if (gpuSession) return (await gpuSession.run(inputs))[model.output];
  const { [model.output]: image } = await session.run(Object.fromEntries(
    Object.entries(model.inputs).map(
      ([name, dims]) => [name, new Tensor('float32', inputs[name], dims)])));
  if (image.dims.join() !== model.outputDims.join()) {
    image.dispose();
    throw new Error(`its picture is ${image.dims.join('×')}, but its card promises ` +
                    `${model.resolution}²`);
  }
  return image;
}
