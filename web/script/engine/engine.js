// The page's side of the engine, which computes pictures in a worker.

export class Engine {
  busy = false;  // A picture is being computed.
  broken = false;  // Nothing will come of it any more.
  #tickets = new Map();  // Pictures that compute() waits for.
  #ticket = 0;

  // The callbacks: onProgress(sentence, values, share), onReady(model, provider),
  // onTooSlow(model), onFailed(model, sentence, values), onPicture({ model, number, portrait, side,
  // milliseconds, and rgba or bitmap }), onFiles(urls) of what the engine is made of. The gaps {} of
  // a sentence are for its values.
  constructor({ forced, ...callbacks }) {
    this.callbacks = callbacks;
    this.worker = new Worker(new URL('./engine-worker.js', import.meta.url), { type: 'module' });
    this.worker.postMessage({ kind: 'start', forced });
    this.worker.onmessage = ({ data }) => this.#receive(data);
    this.worker.onerror = (event) => {
      this.busy = false;
      this.broken = true;
      this.#refuseAll();
      callbacks.onFailed(null, 'The engine could not run: {}.', [event.message || '?']);
    };
  }

  // `model` is the editor's wish: one that comes beside the present one takes over when it draws,
  // and only if it does so within `limit` ms, unless that is 0.
  load(model) {
    const folder = new URL(`models/${encodeURIComponent(model.name)}/`, document.baseURI);
    this.worker.postMessage({ kind: 'load', model, url: new URL(model.onnx, folder).href });
  }

  draw(request) {
    this.busy = true;
    this.worker.postMessage({ kind: 'draw', request },
                            Object.values(request.inputs).map(({ buffer }) => buffer));
  }

  // A picture of such inputs for something else than the screen: { rgba, side }. Rejects when it
  // fails.
  compute(inputs) {
    const ticket = (this.#ticket += 1);
    this.draw({ inputs, number: 0, portrait: -1, ticket, asBytes: true });
    return new Promise((done, refuse) => this.#tickets.set(ticket, { done, refuse }));
  }

  // What a model's encoder finds for such inputs, { values, dims } by name: a Float32Array. Rejects
  // with an Error that has a sentence and the values of its gaps.
  encode(encoder, inputs) {
    const ticket = (this.#ticket += 1);
    const folder = new URL(`models/${encodeURIComponent(encoder.model)}/`, document.baseURI);
    this.worker.postMessage({ kind: 'encode', encoder, inputs, ticket,
                              url: new URL(encoder.onnx, folder).href });
    return new Promise((done, refuse) => this.#tickets.set(ticket, { done, refuse }));
  }

  #receive(message) {
    const { onProgress, onReady, onTooSlow, onFailed, onPicture, onFiles } = this.callbacks;
    const { kind, model, sentence, values } = message;
    if (kind === 'progress') return onProgress(sentence, values, message.share);
    if (kind === 'files') return onFiles(message.urls);
    if (kind === 'encoded') return this.#settle(message.ticket, ({ done }) => done(message.found));
    if (kind === 'not encoded') {
      return this.#settle(message.ticket, ({ refuse }) =>
        refuse(Object.assign(new Error(sentence), { sentence, values })));
    }
    // The answer to a model that is no longer wanted says nothing about the one now loading.
    if (message.last) this.busy = false;
    if (kind === 'ready') onReady(model, message.provider);
    if (kind === 'too slow') onTooSlow(model);
    if (kind === 'failed') {
      if (!message.goesOn) this.#refuseAll();
      onFailed(model, sentence, values);
    }
    if (kind !== 'picture') return undefined;
    if (!message.ticket) return onPicture(message);
    return this.#settle(message.ticket, ({ done }) => done(message));
  }

  #settle(ticket, answer) {
    if (this.#tickets.has(ticket)) answer(this.#tickets.get(ticket));
    this.#tickets.delete(ticket);
  }

  #refuseAll() {
    for (const { refuse } of this.#tickets.values()) refuse(new Error('the engine failed'));
    this.#tickets.clear();
  }
}
