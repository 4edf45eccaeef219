// A session whose inputs and output have fixed places in a graphics card's memory. So onnxruntime
// can record a picture's commands once and give the same ones to the card for every further
// picture, which costs the processor a tenth of giving them anew.
export const captured = { enableGraphCapture: true, freeDimensionOverrides: { N: 1 } };

export class GpuSession {
  // `shapes` are those of the session's inputs and of its output, by name.
  constructor({ Tensor }, session, device, shapes) {
    this.Tensor = Tensor;
    this.session = session;
    this.device = device;
    this.buffers = {};
    const tensors = Object.fromEntries(Object.entries(shapes).map(([name, dims]) => {
      const size = 4 * dims.reduce((a, b) => a * b, 1);
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      // Kernels bind whole groups of four numbers.
      this.buffers[name] = device.createBuffer({ size: Math.ceil(size / 16) * 16, usage });
      return [name, this.#tensor(name, dims)];
    }));
    const pick = (names) => Object.fromEntries(names.map((name) => [name, tensors[name]]));
    this.feeds = pick(session.inputNames);
    this.fetches = pick(session.outputNames);
  }

  // The outputs, by name, of inputs given as Float32Arrays; they hold until the next run.
  async run(values) {
    for (const name of this.session.inputNames) {
      this.device.queue.writeBuffer(this.buffers[name], 0, values[name]);
    }
    await this.session.run(this.feeds, this.fetches);
    // Ones to dispose of, as of any other run's; the session's own stay.
    return Object.fromEntries(Object.entries(this.fetches).map(
      ([name, { dims }]) => [name, this.#tensor(name, dims)]));
  }

  // Throws an Error unless each input alone changes the picture and the first one comes again: some
  // of what onnxruntime asks of a card, such as copies, is left out of its records without a word,
  // and pictures then stay as they were. A card need not add up in the same order twice, so that a
  // tenth of one of 255 steps, in the mean, is no difference.
  async prove() {
    const some = (name, seed) => Float32Array.from(
      { length: this.feeds[name].size }, (_, i) => 0.5 + 0.4 * Math.sin(seed + 7 * i));
    const values = Object.fromEntries(this.session.inputNames.map((name) => [name, some(name, 1)]));
    const draw = async (changed) => {
      const [image] = Object.values(await this.run({ ...values, ...changed }));
      return image.getData();
    };
    const same = (a, b) =>
      a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) < 1e-3 * a.length;
    const first = await draw({});
    if (!first.every(Number.isFinite)) throw new Error('its picture has holes');
    for (const name of this.session.inputNames) {
      if (same(await draw({ [name]: some(name, 2) }), first)) {
        throw new Error(`its picture does not follow ${name}`);
      }
    }
    if (!same(await draw({}), first)) throw new Error('its picture is not the same twice');
  }

  destroy() {
    Object.values(this.buffers).forEach((buffer) => buffer.destroy());
  }

  #tensor(name, dims) {
    return this.Tensor.fromGpuBuffer(this.buffers[name],
                                     { dataType: 'float32', dims, download: () => this.#read(name) });
  }

  async #read(name) {
    const { device, buffers: { [name]: from } } = this;
    const copy = device.createBuffer({ size: from.size,
                                       usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, copy, 0, from.size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(copy.getMappedRange().slice(0));
    copy.destroy();
    return values;
  }
}
