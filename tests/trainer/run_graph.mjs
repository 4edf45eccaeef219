// Runs a graph in onnxruntime-node: node run_graph.mjs NODE_MODULES REQUEST, a JSON file
// { model, inputs: { NAME: { file, dims } }, output, out }, the files raw float32.
import {createRequire} from 'node:module';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [modules, requestFile] = process.argv.slice(2);
const require = createRequire(join(modules, 'placeholder.js'));
const ort = require('onnxruntime-node');
const {model, inputs, output, out} = JSON.parse(readFileSync(requestFile));
const floats = (file) => {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const session = await ort.InferenceSession.create(model);
const results = await session.run(Object.fromEntries(Object.entries(inputs).map(
  ([name, {file, dims}]) => [name, new ort.Tensor('float32', floats(file), dims)])));
const {data} = results[output];
writeFileSync(out, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
