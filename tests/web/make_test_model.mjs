#!/usr/bin/env node
// Writes tests/web/models/blobs: a tiny model that draws a coloured blob at every visible keypoint,
// its colours from the latent. So a test can tell from the picture alone which pose and which
// character were asked for. And models/parts: the same with an input `colours`, which colours the
// blobs of odd numbers, smaller ones, so that each is to be seen by itself. And models/copied: blobs
// with a last step that is a mere copy. And models/dressed: blobs whose latent begins with traits,
// with an encoder that sees in a picture's red, green and blue which hair she has, and dyes it so.
// Usage: node tests/web/make_test_model.mjs
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const side = 64;
const latentSize = 16;
const points = 20;

const traits = [
  { name: 'hair', kind: 'choice', options: ['bob', 'long', 'ponytail', 'braids'] },
  { name: 'hair-colour', kind: 'colour' },
  { name: 'hair-length', kind: 'amount' },
];
const traitNumbers = 8;

// ---- Protocol Buffers' wire format: tag, then a varint, or a length and bytes ----------------

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
const integer = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field, value) => {
  const data = Buffer.isBuffer(value) ? value : Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(data.length), data]);
};
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

// ---- ONNX's messages, by the field numbers of onnx.proto -------------------------------------

const FLOAT = 1;
const INT64 = 7;

function tensor(name, dims, values, type = FLOAT) {
  const data = type === INT64 ? Buffer.from(BigInt64Array.from(values, BigInt).buffer)
                              : Buffer.from(Float32Array.from(values).buffer);
  return message(5, ...dims.map((d) => integer(1, d)), integer(2, type), bytes(8, name),
                 bytes(9, data));
}
function node(type, inputs, output, attributes = []) {
  return message(1, ...inputs.map((i) => bytes(1, i)), bytes(2, output), bytes(4, type),
                 ...attributes);
}
function attribute(name, value) {
  return message(5, bytes(1, name), integer(3, value), integer(20, 2));
}
function axesOf(name, values) {
  return message(5, bytes(1, name), ...values.map((v) => integer(8, v)), integer(20, 7));
}
function valueInfo(field, name, dims) {
  const shape = dims.map((d) => message(1, typeof d === 'string' ? bytes(2, d) : integer(1, d)));
  return message(field, bytes(1, name),
                 message(2, message(1, integer(1, FLOAT), message(2, ...shape))));
}

// ---- The graph -------------------------------------------------------------------------------

const range = (n) => Array.from({ length: n }, (_, i) => i);
const centres = range(side).map((i) => (i + 0.5) / side);
// How much each number of the latent turns each colour: any fixed numbers do.
const mixing = range(latentSize * 3 * points).map((i) => Math.sin(12.9898 * (i + 1)) * 0.6);

// Each number's colours alone, of the points with such numbers.
const only = (odd) => mixing.map((v, i) => (i % points % 2 === odd ? v : 0));

// `sigma` of the blobs, in units of the image.
const graphOf = ({ parts, copied }, sigma) => [
  node('Gather', ['keypoints', 'i0'], 'x', [attribute('axis', 2)]),  // [N,20]
  node('Gather', ['keypoints', 'i1'], 'y', [attribute('axis', 2)]),
  node('Gather', ['keypoints', 'i2'], 'visible', [attribute('axis', 2)]),
  node('Reshape', ['x', 'as_maps'], 'x4'),                           // [N,20,1,1]
  node('Reshape', ['y', 'as_maps'], 'y4'),
  node('Reshape', ['visible', 'as_maps'], 'v4'),
  node('Sub', ['columns', 'x4'], 'dx'),                              // [N,20,1,R]
  node('Sub', ['rows', 'y4'], 'dy'),                                 // [N,20,R,1]
  node('Mul', ['dx', 'dx'], 'dx2'),
  node('Mul', ['dy', 'dy'], 'dy2'),
  node('Add', ['dx2', 'dy2'], 'd2'),                                 // [N,20,R,R]
  node('Mul', ['d2', 'falloff'], 'exponent'),
  node('Exp', ['exponent'], 'blob'),
  node('Mul', ['blob', 'v4'], 'shown'),
  node('Reshape', ['shown', 'as_rows'], 'blobs'),                    // [N,20,R·R]
  ...(parts ? [
    node('MatMul', ['latent', 'mixing_even'], 'even'),               // [N,60]
    node('MatMul', ['colours', 'mixing_odd'], 'odd'),
    node('Add', ['even', 'odd'], 'mixed'),
  ] : [
    node('MatMul', ['latent', 'mixing'], 'mixed'),                   // [N,60]
  ]),
  node('Sigmoid', ['mixed'], 'share'),
  node('Mul', ['share', 'two'], 'strength'),
  node('Reshape', ['strength', 'as_colours'], 'inks'),               // [N,3,20], what is taken
  node('Cast', ['inks'], 'working inks', [attribute('to', FLOAT)]),
  node('Cast', ['blobs'], 'working blobs', [attribute('to', FLOAT)]),
  node('MatMul', ['working inks', 'working blobs'], 'worked'),       // from white
  node('Cast', ['worked'], 'taken', [attribute('to', FLOAT)]),
  node('Reshape', ['taken', 'as_image'], 'square'),
  node('Sub', ['one', 'square'], 'light'),
  node('Max', ['light', 'minus_one'], copied ? 'bounded' : 'image'),
  ...(copied ? [node('Reshape', ['bounded', 'as_image'], 'image')] : []),
  bytes(2, 'blobs'),
  tensor('i0', [], [0], INT64),
  tensor('i1', [], [1], INT64),
  tensor('i2', [], [2], INT64),
  tensor('as_maps', [4], [0, points, 1, 1], INT64),
  tensor('as_rows', [3], [0, points, side * side], INT64),
  tensor('as_colours', [3], [0, 3, points], INT64),
  tensor('as_image', [4], [0, 3, side, side], INT64),
  tensor('columns', [1, 1, 1, side], centres),
  tensor('rows', [1, 1, side, 1], centres),
  tensor('falloff', [], [-1 / (2 * sigma * sigma)]),
  ...(parts ? [
    tensor('mixing_even', [latentSize, 3 * points], only(0)),
    tensor('mixing_odd', [latentSize, 3 * points], only(1)),
    valueInfo(11, 'colours', ['N', latentSize]),
  ] : [
    tensor('mixing', [latentSize, 3 * points], mixing),
  ]),
  tensor('two', [], [2]),
  tensor('one', [], [1]),
  tensor('minus_one', [], [-1]),
  valueInfo(11, 'latent', ['N', latentSize]),
  valueInfo(11, 'keypoints', ['N', points, 3]),
  valueInfo(12, 'image', ['N', 3, side, side]),
];

// The places of the types that the casts to the working type have: all but the last one's.
function workingTypes(onnx) {
  const cast = Buffer.concat([bytes(1, 'to'), integer(3, FLOAT)]);
  const places = [];
  for (let at = onnx.indexOf(cast); at >= 0; at = onnx.indexOf(cast, at + 1)) {
    places.push(at + cast.length - 1);
  }
  return places.slice(0, -1);
}

const regions = 11;
const regionSize = 32;

const encoder = [
  node('ReduceMean', ['regions'], 'mean', [axesOf('axes', [2, 3]), attribute('keepdims', 0)]),
  node('MatMul', ['mean', 'of regions'], 'seen'),                    // [N,8]
  node('Reshape', ['keypoints', 'as_row'], 'pose'),                  // [N,60]
  node('MatMul', ['pose', 'nothing'], 'none'),
  node('Add', ['seen', 'none'], 'found'),
  bytes(2, 'encoder'),
  tensor('as_row', [2], [0, 3 * points], INT64),
  // Of the last region, the whole figure: "bob" is red, "long" green, "ponytail" blue.
  tensor('of regions', [3 * regions, traitNumbers], range(3 * regions * traitNumbers).map((i) => {
    const channel = Math.floor(i / traitNumbers) - 3 * (regions - 1);
    const to = i % traitNumbers;
    return channel >= 0 && (to === channel || to === 4 + channel) ? 1 : 0;
  })),
  tensor('nothing', [3 * points, traitNumbers], range(3 * points * traitNumbers).map(() => 0)),
  valueInfo(11, 'regions', ['N', 3 * regions, regionSize, regionSize]),
  valueInfo(11, 'keypoints', ['N', points, 3]),
  valueInfo(12, 'found', ['N', traitNumbers]),
];

const fileOf = (graph) => Buffer.concat([
  integer(1, 7),                                 // IR version
  bytes(2, 'kisekae tests'),
  message(7, ...graph),
  message(8, bytes(1, ''), integer(2, 13)),      // opset
]);
const checksum = (file) => createHash('sha256').update(file).digest('hex');

function write(name, title, kind) {
  const { parts } = kind;
  const onnx = fileOf(graphOf(kind, parts ? 0.0125 : 0.025));
  const reader = fileOf(encoder);
  const card = {
    card: 1,
    name,
    title,
    generator: {
      skeleton: 'psgan-20',
      architecture: 'fast',
      encoding: 'gaussian',
      resolution: side,
      latent_size: latentSize,
      fmap_base: 64,
      fmap_max: 64,
      ...(kind.dressed && { traits: traitNumbers }),
    },
    ...(kind.dressed && {
      latents: { size: latentSize, traits, sampler: { weights: { hair: [1, 1, 1, 1] } } },
    }),
    onnx: 'model.onnx',
    // The others are like cards from before there were inputs.
    ...(parts && {
      inputs: [['latent', latentSize], ['keypoints', points, 3], ['colours', latentSize]].map(
        ([input, ...shape]) => ({ name: input, shape: ['N', ...shape] })),
      output: { name: 'image', shape: ['N', 3, side, side] },
      colours: true,
    }),
    ...(kind.dressed && {
      encoder: { onnx: 'encoder.onnx', sha256: checksum(reader), bytes: reader.length,
                 resolution: side, region_size: regionSize },
    }),
    sha256: checksum(onnx),
    bytes: onnx.length,
    working_type_at: workingTypes(onnx),
    preview: 'preview.png',
    licence: 'The project’s own',
    training: 'None: drawn by formula, for the tests of the page.',
    characters: [{ title: 'Seven', seed: 7 }, { title: 'Eleven', seed: 11 }],
  };
  const folder = join(fileURLToPath(import.meta.url), '../models', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.onnx'), onnx);
  if (kind.dressed) writeFileSync(join(folder, 'encoder.onnx'), reader);
  writeFileSync(join(folder, 'card.json'), JSON.stringify(card, null, 2) + '\n');
  console.log(`${folder}: ${onnx.length} bytes`);
}

write('blobs', 'Blobs', {});
write('parts', 'Blobs in parts', { parts: true });
write('copied', 'Blobs, copied', { copied: true });
write('dressed', 'Blobs, dressed', { dressed: true });
