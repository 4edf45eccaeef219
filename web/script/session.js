// A model opened by the provider that draws it fastest.

const warmUps = 2;   // Pictures that compile shaders and touch memory, not timed.
const timed = 3;
const slow = 1000;   // ms; one such picture is enough to know.
const fastEnough = 20;  // ms; a faster provider would be no gain that anybody sees.

// Opens the model with each provider in turn and keeps the fastest: { model, ort, session, provider,
// milliseconds }. As soon as one draws in `fastEnough` or `onlyFirst` is set, the first that works
// is taken; its engine is loaded alone. `milliseconds` is true only for a model with a `limit`; of
// another, a single picture may show that it works. Throws an Error with the last provider's reason
// when none can draw it.
export async function openFastest(model, bytes, providers, onlyFirst) {
  let best = null;
  let reason = null;
  for (const provider of providers) {
    let opened = null;
    try {
      opened = await open(model, bytes, provider);
      // A single one only shows that it works, for the visitor waits.
      const alone = !model.limit && (onlyFirst || (!best && provider === providers.at(-1)));
      opened.milliseconds = await time(opened, alone ? 1 : warmUps + timed);
    } catch (error) {
      reason = error;
      console.warn(`${provider.title} cannot run ${model.name}: ${error?.message ?? error}`);
      opened?.session.release().catch(() => {});
      continue;
    }
    const [kept, given] = !best || opened.milliseconds < best.milliseconds ? [opened, best]
                                                                           : [best, opened];
    best = kept;
    await given?.session.release().catch(() => {});
    if (onlyFirst || best.milliseconds <= fastEnough) break;
  }
  if (best) return best;
  throw reason ?? new Error('no provider');
}

async function open(model, bytes, provider) {
  const ort = await provider.load(() => {});
  const session = await ort.InferenceSession.create(bytes, {
    ...provider.options, graphOptimizationLevel: 'all', logSeverityLevel: 3 });
  const opened = { model, ort, session, provider };
  const has = (list, name) => list.includes(name);
  if (!has(session.inputNames, 'latent') || !has(session.inputNames, 'keypoints') ||
      !has(session.outputNames, 'image')) {
    session.release().catch(() => {});
    throw new Error('it needs the inputs latent and keypoints and the output image, but has ' +
                    `${session.inputNames} and ${session.outputNames}`);
  }
  return opened;
}

async function time(opened, count) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const before = performance.now();
    const latent = new Float32Array(opened.model.latentSize);
    const image = await run(opened, { latent, keypoints: new Float32Array(60).fill(0.5) });
    // A graphics card is done when what it was given is.
    await opened.provider.device?.queue.onSubmittedWorkDone();
    image.dispose();
    times.push(performance.now() - before);
    if (i >= 1 && times[i] > slow) break;
  }
  return Math.min(...times.slice(Math.min(warmUps, times.length - 1)));
}

// The image tensor [1,3,R,R] of a latent [Z], keypoints [20·3] and, for models that have them apart,
// the latent of the colours [Z], else her own; in a graphics card's memory where it was computed
// there. The caller disposes of it.
export async function run({ model, ort: { Tensor }, session }, inputs) {
  const dims = { latent: [1, model.latentSize], colours: [1, model.latentSize],
                 keypoints: [1, 20, 3] };
  const given = { colours: inputs.latent, ...inputs };
  const { image } = await session.run(Object.fromEntries(session.inputNames.map(
    (name) => [name, new Tensor('float32', given[name], dims[name])])));
  const side = model.resolution;
  if (image.dims.join() !== [1, 3, side, side].join()) {
    image.dispose();
    throw new Error(`its picture is ${image.dims.join('×')}, but its card promises ${side}²`);
  }
  return image;
}
