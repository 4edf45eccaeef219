// Characters through an independent reader in a real browser: three.js with @pixiv/three-vrm loads
// them with their textures, poses them, lets their springs swing, and draws them.
// Usage: node pose_vrm.mjs WRITE_VRM_PROGRAM [COUNT [SCREENSHOT.png]]
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../scripts/serve.mjs';

const page = `<!doctype html><meta charset="utf-8"><body style="margin:0">
<script type="importmap">{"imports": {
  "three": "/three/build/three.module.js",
  "three/addons/": "/three/examples/jsm/",
  "@pixiv/three-vrm": "/@pixiv/three-vrm/lib/three-vrm.module.js"}}</script>
<script type="module">
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { VRMLoaderPlugin } from '@pixiv/three-vrm';

const size = [240, 360];
const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
renderer.setSize(...size);
renderer.setClearColor(0xffffff, 0);
document.body.append(renderer.domElement);
const camera = new THREE.PerspectiveCamera(18, size[0] / size[1], 0.1, 20);
camera.position.set(0, 0.85, 6.2);
camera.lookAt(0, 0.85, 0);
const light = new THREE.DirectionalLight(0xffffff, Math.PI);
light.position.set(-1, 1.2, 1.5);

/** Where a bone is: in the world, and as a pixel of the picture. */
function place(vrm, bone) {
  const world = vrm.humanoid.getRawBoneNode(bone).getWorldPosition(new THREE.Vector3());
  const on_screen = world.clone().project(camera);
  return { world: world.toArray(),
           pixel: [(on_screen.x + 1) / 2 * size[0], (1 - on_screen.y) / 2 * size[1]] };
}

/** Draws, and says what is not ground: in all, and round some bones. */
function look(vrm, scene, bones) {
  renderer.render(scene, camera);
  const gl = renderer.getContext();
  const pixels = new Uint8Array(4 * size[0] * size[1]);
  gl.readPixels(0, 0, ...size, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const inked = (x, y) => {
    const at = 4 * ((size[1] - 1 - Math.round(y)) * size[0] + Math.round(x));
    return pixels[at + 3] > 0;
  };
  let ink = 0;
  const colours = new Set();
  for (let y = 0; y < size[1]; ++y)
    for (let x = 0; x < size[0]; ++x)
      if (inked(x, y)) {
        ++ink;
        const at = 4 * ((size[1] - 1 - y) * size[0] + x);
        colours.add((pixels[at] >> 5) * 64 + (pixels[at + 1] >> 5) * 8 + (pixels[at + 2] >> 5));
      }
  const places = {};
  for (const bone of bones) {
    places[bone] = place(vrm, bone);
    places[bone].inked = inked(...places[bone].pixel);
  }
  return { ink, colours: colours.size, places, picture: renderer.domElement.toDataURL() };
}

const turn = (x, y, z) => new THREE.Quaternion().setFromEuler(new THREE.Euler(x, y, z)).toArray();

window.inspect = async (file) => {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const { userData: { vrm } } = await loader.loadAsync(file);
  const scene = new THREE.Scene();
  scene.add(vrm.scene, light);
  const unlike_mtoon = [];
  vrm.scene.traverse((object) => {
    for (const m of [object.material ?? []].flat()) if (!m.isMToonMaterial) unlike_mtoon.push(m.name);
  });
  const bones = ['head', 'hips', 'leftHand', 'rightHand', 'leftFoot', 'rightFoot', 'leftEye'];
  const settle = () => { for (let i = 0; i < 120; ++i) vrm.update(1 / 60); };
  settle();
  const standing = look(vrm, scene, bones);
  // One arm up, the other down, a leg raised; then a bow.
  vrm.humanoid.setNormalizedPose({
    leftUpperArm: { rotation: turn(0, 0, 1.2) }, rightUpperArm: { rotation: turn(0, 0, 1.3) },
    leftUpperLeg: { rotation: turn(0, 0, 0.7) }, head: { rotation: turn(0, 0.4, 0) } });
  settle();
  const posed = look(vrm, scene, bones);
  vrm.humanoid.setNormalizedPose({ spine: { rotation: turn(0.9, 0, 0) } });
  settle();
  const springs = [...(vrm.springBoneManager?.joints ?? [])].map(
    ({ bone }) => bone.getWorldPosition(new THREE.Vector3()).toArray());
  return { title: vrm.meta.name, version: vrm.meta.metaVersion, unlike_mtoon, standing, posed,
           bowing: look(vrm, scene, bones), springs };
};
window.ready = true;
</script>`;

function check(file, it) {
  const of_file = (what) => `${file}: ${what}`;
  assert.equal(it.version, '1', of_file('its meta version'));
  assert.deepEqual(it.unlike_mtoon, [], of_file('materials that are not MToon'));
  const { standing, posed, bowing } = it;
  const high = (view, bone) => view.places[bone].world[1];
  assert.ok(high(standing, 'head') > high(standing, 'hips'), of_file('her head is above her hips'));
  assert.ok(standing.places.leftHand.world[0] > 0.3 && standing.places.rightHand.world[0] < -0.3,
            of_file('she stands in T-pose'));
  assert.ok(standing.places.leftEye.world[2] > standing.places.head.world[2],
            of_file('she faces the front'));
  assert.ok(high(posed, 'leftHand') > high(standing, 'leftHand') + 0.25, of_file('an arm goes up'));
  assert.ok(high(posed, 'rightHand') < high(standing, 'rightHand') - 0.25,
            of_file('an arm goes down'));
  assert.ok(high(bowing, 'head') < high(standing, 'head') - 0.1, of_file('she bows'));
  for (const view of [standing, posed, bowing]) {
    assert.ok(view.ink > 4000, of_file(`${view.ink} pixels are drawn`));
    assert.ok(view.colours > 12, of_file(`${view.colours} colours: textures are missing`));
    for (const [bone, place] of Object.entries(view.places))
      assert.ok(place.inked, of_file(`nothing is drawn where her ${bone} is`));
  }
  for (const spring of it.springs)
    assert.ok(spring.every(Number.isFinite), of_file('a spring went astray'));
}

const [program, count = '4', screenshot] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'vrm-'));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
let server, browser;
try {
  execFileSync(program, [folder, count]);
  writeFileSync(join(folder, 'index.html'), page);
  server = await serve({ folders: [folder, modules], port: 0 });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader',
           '--disable-background-networking', '--disable-component-update'],
  });
  const tab = await browser.newPage({ viewport: { width: 800, height: 500 } });
  const troubles = [];
  tab.on('pageerror', (error) => troubles.push(error.message));
  await tab.goto(`http://localhost:${server.address().port}/`);
  await tab.waitForFunction(() => window.ready, null, { timeout: 60_000 });
  const pictures = [];
  let swinging = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.vrm')).sort()) {
    const it = await tab.evaluate((name) => window.inspect('/' + name), file);
    check(file, it);
    swinging += it.springs.length;
    pictures.push(it.standing.picture, it.posed.picture, it.bowing.picture);
    console.log(`${file}: ${it.title}, ${it.springs.length} spring bones`);
  }
  assert.deepEqual(troubles, []);
  assert.ok(swinging > 0, 'no character has spring bones');
  if (screenshot) {
    await tab.setViewportSize({ width: 6 * 240, height: 360 * Math.ceil(pictures.length / 6) });
    await tab.setContent('<body style="margin:0;line-height:0">' +
                         pictures.map((data) => `<img src="${data}">`).join(''));
    await tab.screenshot({ path: screenshot });
  }
} finally {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true });
}
