// The page's side of the engine, which computes pictures in a worker.

export class Engine {
  busy = false;  // A model is loading or a picture being computed.

  // The callbacks: onProgress(text, share), onReady(model, provider), onFailed(model, sentence),
  // onPicture({ model, number, portrait, rgba, side, milliseconds }).
  constructor({ forced, ...callbacks }) {
    this.callbacks = callbacks;
    this.worker = new Worker(new URL('./engine-worker.js', import.meta.url), { type: 'module' });
    this.worker.postMessage({ kind: 'start', forced });
    this.worker.onmessage = ({ data }) => this.#receive(data);
    this.worker.onerror = (event) => {
      this.busy = false;
      callbacks.onFailed(null, `The engine could not run: ${event.message || 'unknown reason'}.`);
    };
  }

  load(model) {
    this.busy = true;
    const folder = new URL(`models/${encodeURIComponent(model.name)}/`, document.baseURI);
    this.worker.postMessage({ kind: 'load', model, url: new URL(model.onnx, folder).href });
  }

  draw(request) {
    this.busy = true;
    this.worker.postMessage({ kind: 'draw', request },
                            [request.latent.buffer, request.keypoints.buffer]);
  }

  #receive(message) {
    if (message.kind === 'progress') return this.callbacks.onProgress(message.text, message.share);
    // The answer to a model that is no longer wanted says nothing about the one now loading.
    if (message.last) this.busy = false;
    if (message.kind === 'ready') this.callbacks.onReady(message.model, message.provider);
    if (message.kind === 'failed') this.callbacks.onFailed(message.model, message.sentence);
    if (message.kind === 'picture') this.callbacks.onPicture(message);
  }
}
