// Runs a generator in onnxruntime-node: raw float32 files in and out.
//   node run_onnx.mjs NODE_MODULES MODEL LATENTS KEYPOINTS N Z OUT [COLOURS]
import {createRequire} from 'node:module';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [modules, model, latents, keypoints, n, z, out, colours] = process.argv.slice(2);
const require = createRequire(join(modules, 'placeholder.js'));
const ort = require('onnxruntime-node');
const floats = (file) => {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const session = await ort.InferenceSession.create(model);
const {image} = await session.run({
  latent: new ort.Tensor('float32', floats(latents), [Number(n), Number(z)]),
  ...(colours && {colours: new ort.Tensor('float32', floats(colours), [Number(n), Number(z)])}),
  keypoints: new ort.Tensor('float32', floats(keypoints), [Number(n), 20, 3]),
});
writeFileSync(out, new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength));
