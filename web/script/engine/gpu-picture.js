// From onnxruntime's buffer on the graphics card to a bitmap on the same card, never through the
// processor's memory.

const shader = /* wgsl */ `
@group(0) @binding(0) var<storage, read> image: array<f32>;  // [3,R,R] in [−1,1]

@vertex fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32((i << 1u) & 2u) * 2.0 - 1.0, 1.0 - f32(i & 2u) * 2.0, 0.0, 1.0);
}

override side: u32;

@fragment fn pixel(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let i = u32(at.y) * side + u32(at.x);
  let rgb = vec3f(image[i], image[i + side * side], image[i + 2u * side * side]);
  return vec4f(clamp(rgb * 0.5 + 0.5, vec3f(0.0), vec3f(1.0)), 1.0);
}`;

export class GpuPicture {
  constructor(device, side) {
    this.device = device;
    this.canvas = new OffscreenCanvas(side, side);
    this.context = this.canvas.getContext('webgpu');
    const format = 'rgba8unorm';
    this.context.configure({ device, format, alphaMode: 'opaque' });
    const module = device.createShaderModule({ code: shader });
    this.pipeline = device.createRenderPipeline({
      layout: 'auto',
      vertex: { module, entryPoint: 'corner' },
      fragment: { module, entryPoint: 'pixel', constants: { side }, targets: [{ format }] },
    });
  }

  // An ImageBitmap of the tensor's picture.
  bitmapOf(image) {
    const { device, pipeline } = this;
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: image.gpuBuffer } }],
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginRenderPass({ colorAttachments: [{
      view: this.context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store' }] });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.draw(3);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return this.canvas.transferToImageBitmap();
  }
}
