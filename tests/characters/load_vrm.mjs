// Characters through an independent reader, @pixiv/three-vrm: it must find the humanoid, every bone
// in its place, and MToon materials. Pictures are left out, since Node cannot decode them.
// Usage: node load_vrm.mjs WRITE_VRM_PROGRAM [COUNT]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { VRMLoaderPlugin } from '@pixiv/three-vrm';

globalThis.self ??= globalThis;
globalThis.ProgressEvent ??= class {};

/** The same file without its textures. */
function withoutPictures(bytes) {
  const length = bytes.readUInt32LE(12);
  const json = JSON.parse(bytes.subarray(20, 20 + length).toString());
  delete json.textures;
  delete json.images;
  delete json.samplers;
  for (const material of json.materials) {
    delete material.pbrMetallicRoughness.baseColorTexture;
    delete material.extensions.VRMC_materials_mtoon.shadeMultiplyTexture;
  }
  let text = Buffer.from(JSON.stringify(json));
  text = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
  const header = Buffer.from(bytes.subarray(0, 20));
  const rest = bytes.subarray(20 + length);
  header.writeUInt32LE(20 + text.length + rest.length, 8);
  header.writeUInt32LE(text.length, 12);
  return Buffer.concat([header, text, rest]);
}

const fail = (message) => {
  throw new Error(message);
};

const [program, count = '4'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'vrm-'));
try {
  execFileSync(program, [folder, count]);
  for (const file of readdirSync(folder).sort()) {
    const bytes = withoutPictures(readFileSync(join(folder, file)));
    const loader = new GLTFLoader();
    loader.register((parser) => new VRMLoaderPlugin(parser));
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const { vrm } = (await loader.parseAsync(buffer, '')).userData;
    if (!vrm) fail(`${file}: no VRM found`);
    if (vrm.meta.metaVersion !== '1') fail(`${file}: meta version ${vrm.meta.metaVersion}`);
    vrm.scene.updateMatrixWorld(true);
    const place = (bone) =>
      (vrm.humanoid.getRawBoneNode(bone) ?? fail(`${file}: no ${bone}`)).getWorldPosition(new Vector3());
    if (!(place('head').y > place('hips').y)) fail(`${file}: head below hips`);
    if (!(place('leftHand').x > 0.3 && place('rightHand').x < -0.3)) fail(`${file}: no T-pose`);
    if (!(place('leftEye').z > place('head').z)) fail(`${file}: eyes behind the head`);
    let materials = 0;
    vrm.scene.traverse((object) => {
      for (const m of [object.material ?? []].flat()) {
        if (m.isMToonMaterial) ++materials;
        else fail(`${file}: ${m.name} is no MToon material`);
      }
    });
    if (materials === 0) fail(`${file}: nothing to see`);
    console.log(`${file}: ${vrm.meta.name}, ${materials} materials`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
