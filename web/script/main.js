// The page's script: carries the browser's events into the editor (C++), and what the editor asks
// for out to the engine, the address bar and the clipboard.
import { listenToClipboard } from './clipboard.js';
import { Controls } from './controls.js';
import { beginEmbedding, embedded } from './embedding.js';
import { Engine } from './engine/engine.js';
import { download, imported, unreachable } from './fetching.js';
import { copyLook } from './copy-look.js';
import { chooseFile, listenToDrops, offer, openFile, referenceFile } from './files.js';
import { wantedLanguage } from './language.js';
import { recall, remember } from './memory.js';
import { fetchModels, tellModels } from './models.js';
import { becomeOffline, keep, willReload } from './offline.js';
import { listenToPointer } from './pointer.js';
import { followTheme } from './theme.js';
import { shareLink } from './share.js';
import { showTrouble } from './trouble.js';
import { listenToTools, speak, tellLooks } from './tools.js';

const canvas = document.getElementById('editor');
const firstSight = document.getElementById('first-sight');  // What she looks like, a picture of the site.
const frameBox = canvas.closest('.editor');
const view = canvas.parentElement;  // Of the frame, what stays in the window.
const seedField = document.getElementById('seed');
const camera = document.getElementById('camera');
const announcer = document.getElementById('announcer');
const spoken = document.getElementById('spoken');

let editor;  // The C++ module.
let theme;
let controls;
let engine;
let lastWish = 0;        // The model that the engine was asked for, by the wish's number.
let closeUp;             // Whether a frame shows her head and shoulders.
let detail;              // Light or full, as the visitor wants it.
let awake = 2;           // Frames still to draw.
const frameTimes = [];   // What the last frames cost the page itself, ms.
const pictureTimes = []; // And the last pictures, from request to answer.

function keepTime(times, milliseconds) {
  times.push(milliseconds);
  if (times.length > 200) times.shift();
}

function wake(frames = 3) {
  awake = Math.max(awake, frames);
}

// ---- Start ---------------------------------------------------------------------------------

const named = (file) => (error) => { throw new Error(`${file} could not be loaded: ${error.message}`); };

async function loadEditor() {
  const script = new URL('kisekae.js', import.meta.url);
  const program = new URL('kisekae.wasm', import.meta.url);
  const [{ default: createEditor }, wasmBinary] = await Promise.all([
    imported(script).catch(named('editor/kisekae.js')),
    download(program).catch(named('editor/kisekae.wasm')),
  ]);
  if (!WebAssembly.validate(wasmBinary)) throw new Error('editor/kisekae.wasm is damaged');
  return createEditor({ wasmBinary });
}

// Editor, engine and the models' cards come side by side: they know nothing of each other yet.
async function start() {
  const ruled = embedded ? null : becomeOffline();  // A frame keeps nothing.
  let started;
  const running = new Promise((done) => { started = done; });
  const engineBegun = (ruled && willReload() ? ruled : Promise.resolve()).then(() => {
    engine = makeEngine(running);
  });
  const models = fetchModels();
  const [module, medium, bold] = await Promise.all([
    loadEditor(),
    ...['fonts/Quicksand-Medium.ttf', 'fonts/Quicksand-Bold.ttf'].map(
      (file) => download(file).catch(named(file))),
  ]);
  editor = module;
  const trouble = editor.start('#editor', medium, bold, Math.floor(Math.random() * 2 ** 32));
  if (trouble) throw new Error(trouble);
  editor.expectTouch(matchMedia('(pointer: coarse)').matches);
  await speak(wantedLanguage(), tools);
  chooseDetail();
  // A link comes first; without one the visitor finds again what they left.
  editor.openLink(location.hash || (!embedded && recall('scene')) || '');
  if (embedded) {
    beginEmbedding(editor, filled('Kisekae: open the whole page', []));
  } else {
    editor.setFavourites(recall('favourites') ?? '[]');
    if (!recall('welcomed')) editor.welcome();
  }
  theme = followTheme((dark) => {
    editor.setDark(dark);
    wake();
  });
  controls = new Controls({ view: document.getElementById('view-controls'),
                            sheet: document.getElementById('sheet-controls') }, tools);
  listen();
  resize();
  showFirstSight();
  document.body.classList.add('running');
  performance.mark('editor');
  requestAnimationFrame(frame);
  started();
  await engineBegun;
  await tellModels(await models, tools);
  wake();
}

// The engine; what it tells waits until the editor is `running`.
function makeEngine(running) {
  const later = (act) => (...values) => running.then(() => {
    act(...values);
    wake();
  });
  return new Engine({
    forced: new URLSearchParams(location.search).get('ep'),
    onProgress: later((sentence, values, share) => {
      if (share < 0) performance.mark('last byte');
      editor.modelLoading(filled(sentence, values), share);
    }),
    onReady: later((name, provider) => editor.modelReady(name, provider)),
    onTooSlow: later((name) => editor.modelTooSlow(name)),
    onFailed: later((name, sentence, values) => editor.modelFailed(name ?? '', filled(sentence, values))),
    onPicture: later((picture) => {
      if (picture.model !== editor.model()) return;
      editor.pictureTook(picture.milliseconds);
      showPicture(picture);
    }),
    onFiles: embedded ? () => {} : keep,
  });
}

// The picture that stood in the editor's place until now stands on its stage until the first drawn
// one comes.
function showFirstSight() {
  if (!firstSight?.complete || !firstSight.naturalWidth) return;
  const side = firstSight.naturalWidth;
  const sheet = new OffscreenCanvas(side, side).getContext('2d');
  sheet.drawImage(firstSight, 0, 0, side, side);
  editor.showFirstSight(new Uint8Array(sheet.getImageData(0, 0, side, side).data.buffer), side);
}

// Light or full: `?size=` in the address, or what the visitor chose once. Where every byte costs
// them, only what they ask for now.
function chooseDetail() {
  const sparing = Boolean(navigator.connection?.saveData);
  detail = new URLSearchParams(location.search).get('size') ??
           (embedded ? 'light' : sparing ? 'auto' : recall('detail') ?? 'auto');
  editor.setDetail(detail, sparing);
  closeUp = recall('closeUp') === 'yes';
  editor.setCloseUp(closeUp);
}

// A sentence of the script's own in the visitor's language, its gaps {} filled.
function filled(sentence, values) {
  const inWords = (value) => (value === unreachable ? editor.translated(value) : value);
  return values.reduce((text, value) => text.replace('{}', () => inWords(value)),
                       editor.translated(sentence));
}

function showPicture({ number, portrait, rgba, bitmap, side, milliseconds }) {
  if (portrait < 0) {
    performance.mark('picture');
    keepTime(pictureTimes, milliseconds);
  }
  if (portrait >= 0) {
    editor.showPortrait(portrait, rgba, side);
  } else if (rgba) {
    editor.showPicture(number, rgba, side, milliseconds);
  } else {
    const gl = canvas.getContext('webgl2');
    editor.beginPicture(number, side, milliseconds);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    bitmap.close();
  }
}

// ---- A frame -------------------------------------------------------------------------------

// Whether the processor plays the graphics card, as it does where there is none: then each frame of
// the page takes from the time of the picture that is being computed.
function drawnByProcessor() {
  const gl = canvas.getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  return Boolean(names) && /swiftshader|llvmpipe|softpipe|software|basic render/i.test(
    gl.getParameter(names.UNMASKED_RENDERER_WEBGL));
}

const unhurried = 60;  // ms between frames there, while a picture is computed
let sparingFrames;     // Asked once, as the answer takes a while.
let lastFrame = 0;

// Nothing is drawn while nothing changes, so that an open page costs no battery.
function frame(now) {
  requestAnimationFrame(frame);
  if (awake <= 0) return;
  if (sparingFrames === undefined) editor.setSparing(sparingFrames = drawnByProcessor());
  if (sparingFrames && engine?.busy && now - lastFrame < unhurried) return;
  lastFrame = now;
  awake -= 1;
  const before = performance.now();
  if (editor.frame(now / 1000)) wake(1);
  followEditor();
  if (engine) feedEngine();
  keepTime(frameTimes, performance.now() - before);
}

function feedEngine() {
  const model = editor.modelWish();
  if (model && model.number !== lastWish) {
    // What she looks like already stays until the first model draws her.
    if (lastWish && !model.beside) editor.clearPictures();
    lastWish = model.number;
    if (engine.broken) engine = makeEngine(Promise.resolve());
    engine.load(model);
  }
  // One picture at a time; what changes meanwhile is taken together by the next request.
  if (engine.busy) return;
  const request = editor.takeRequest();
  // Portraits are put together in memory.
  if (request) engine.draw({ ...request, asBytes: request.portrait >= 0 });
}

// ---- What the editor asks of the page ------------------------------------------------------

let lastState;
let lastLayout = '';
let timesSpoken = 0;

function followEditor() {
  const state = editor.pageState();
  canvas.style.cursor = state.cursor;
  lastState = state;
  if (document.activeElement !== seedField && seedField.value !== state.seed) {
    seedField.value = state.seed;
  }
  const layout = [state.stageRight, state.stageBottom, state.stageWidth, state.height, state.sheetTop,
                  state.seedX, state.seedY, state.seedWidth, state.seedHeight]
    .map(Math.round).join(' ');
  if (layout !== lastLayout) {
    lastLayout = layout;
    seedField.hidden = state.seedWidth <= 0;
    seedField.style.left = `${state.seedX}px`;
    seedField.style.top = `${state.seedY}px`;
    seedField.style.width = `${state.seedWidth}px`;
    seedField.style.height = `${state.seedHeight}px`;
    // The sheet goes on behind the stage, and so does the field.
    seedField.style.clipPath = `inset(${Math.max(-4, state.sheetTop - state.seedY)}px -4px -4px)`;
    frameBox.style.setProperty('--sheet-top', `${state.sheetTop}px`);
    // What the camera sees lies in the stage's corner.
    camera.style.left = `${state.stageRight - 14}px`;
    camera.style.top = `${state.stageBottom - 14}px`;
    camera.style.width = `${state.stageWidth * 0.24}px`;
    resize(state.height);
  }
  controls.follow(state.playing);
  // Those who do not see the canvas hear its messages, and what their keys did.
  if (announcer.textContent !== state.message) announcer.textContent = state.message;
  if (timesSpoken !== state.timesSpoken) {
    timesSpoken = state.timesSpoken;
    // The same words once more are another text to the browser.
    spoken.textContent = state.spoken + (timesSpoken % 2 ? '\u00a0' : '');
  }
  if (embedded) return;
  if (!state.newcomer && !recall('welcomed')) remember('welcomed', 'yes');
  if (state.leafOpened) showLeaf();
  if (state.share) shareLink(tools);
  if (state.openFile) chooseFile((file) => openFile(file, tools));
  if (state.openPhoto) openPhoto();
  if (state.watch) watchCamera();
  if (state.saveOpenPose) offer(new Blob([editor.openPose()]), 'pose.json');
  if (state.takePose) takePose();
  if (state.copyLook) copyLook(referenceFile(), tools);
  tellLooks(state);
  if (state.changeTheme) theme.change();
  if (state.reload) reload();
  document.body.classList.toggle('drawing', state.drawing);
  if (state.closeUp !== closeUp) {
    closeUp = state.closeUp;
    remember('closeUp', closeUp ? 'yes' : 'no');
  }
  if (state.detail !== detail) {
    detail = state.detail;
    remember('detail', detail);
  }
  if (state.favouritesChanged) remember('favourites', editor.favourites());
  followAddress(state.playing);
}

let addressDue = 0;

// Browsers refuse more than a few address changes a second.
function followAddress(playing) {
  if (playing || addressDue) return;
  const fragment = '#' + editor.link();
  if (fragment === location.hash) return;
  addressDue = setTimeout(() => {
    addressDue = 0;
    const link = '#' + editor.link();
    history.replaceState(null, '', link);
    remember('scene', link);
  }, 350);
}

// `retry`: the page can try it again.
function say(topic, sentence, values, problem, retry = false) {
  editor.say(topic, filled(sentence, values), problem, retry);
  wake();
}

// From the beginning. The address holds everything.
function reload() {
  history.replaceState(null, '', '#' + editor.link());
  location.reload();
}

// What the page's own controls need.
const tools = { get editor() { return editor; }, engine: () => engine, say, filled, openPhoto,
                watchCamera, wake };

// What reads poses comes when it is first wanted.
const watcher = () => imported(new URL('watch.js', import.meta.url));

function openPhoto() {
  chooseFile(async (file) => (await watcher()).readPhoto(file, tools), 'image/*');
}

// Of the person in the picture that she is posed after, which then has done its service.
async function takePose() {
  const file = referenceFile();
  if (file && await (await watcher()).readPhoto(file, tools)) editor.showReference(new Uint8Array(), 0, 0);
  wake();
}

async function watchCamera() {
  const { watch, stopWatching } = await watcher();
  if (editor.watching()) return stopWatching(tools);
  return watch(tools);
}

// ---- What the browser tells the editor -----------------------------------------------------

let tallest = 0;    // Of the window at its present width: a phone's bars come and go.
let lastWidth = 0;

function resize(wantedHeight = editor.pageState().height) {
  const width = frameBox.clientWidth;
  if (width !== lastWidth || !matchMedia('(pointer: coarse)').matches) tallest = 0;
  const screenful = tallest || innerHeight;
  tallest = Math.max(tallest, innerHeight);
  lastWidth = width;
  const visible = screenful - (frameBox.getBoundingClientRect().top + scrollY);
  const height = embedded ? innerHeight : Math.ceil(Math.max(wantedHeight, 360));
  const shown = Math.min(height, tallest);
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const wasInSight = view.getBoundingClientRect().top >= 0;
  frameBox.style.height = `${height}px`;
  view.style.height = `${shown}px`;
  const pixels = [Math.round(width * ratio), Math.round(shown * ratio)];
  if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) {
    [canvas.width, canvas.height] = pixels;
  }
  // A panel that has become shorter must not pull her out of the window.
  const above = view.getBoundingClientRect().top;
  if (wasInSight && above < 0) scrollBy({ top: above, behavior: 'instant' });
  editor.resize(width, shown, ratio, visible);
  followScroll();
}

// The canvas stays in the window while the page scrolls past it; the panel moves in it.
function followScroll() {
  editor.scroll(view.getBoundingClientRect().top - frameBox.getBoundingClientRect().top);
  wake();
}

// A leaf of the panel begins where the stage ends.
function showLeaf() {
  if (view.getBoundingClientRect().top > frameBox.getBoundingClientRect().top) {
    scrollBy({ top: frameBox.getBoundingClientRect().top, behavior: 'instant' });
  }
}

function listenToSeedField() {
  const take = () => {
    const text = seedField.value.trim();
    const good = editor.setSeed(text);
    seedField.setAttribute('aria-invalid', String(!good));
    if (good || !text) {
      editor.unsay('seed');
    } else {
      say('seed', '“{}” is no number from 0 to {}.', [text, '18446744073709551615'], true);
    }
    wake();
  };
  seedField.addEventListener('input', take);
  // In a place that the page does not know to scroll to.
  seedField.addEventListener('focus', () => {
    const { sheetTop, seedY, seedHeight } = lastState;
    const least = sheetTop + 8, most = view.clientHeight - seedHeight - 8;
    if (seedY < least || seedY > most) scrollBy({ top: seedY - least, behavior: 'instant' });
  });
  seedField.addEventListener('blur', () => {
    editor.endTyping();
    editor.unsay('seed');
    seedField.setAttribute('aria-invalid', 'false');
    wake();
  });
  seedField.addEventListener('keydown', (event) => event.key === 'Enter' && seedField.blur());
}

function listen() {
  if (!embedded) {
    listenToPointer(canvas, editor, wake);
    listenToSeedField();
    listenToTools(tools);
    listenToClipboard(tools);
    listenToDrops((file) => openFile(file, tools));
  }
  frameBox.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    // On a control the editor's keys are the control's own, but for undo.
    const ours = event.target === canvas || (control && event.target !== seedField);
    if (event.altKey || !ours) return;
    if (editor.key(event.key, event.shiftKey, control)) {
      event.preventDefault();
      wake();
    }
  });
  // A graphics context that was taken away comes back empty. The address holds everything.
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextrestored', reload);
  addEventListener('resize', () => resize());
  addEventListener('scroll', followScroll, { passive: true });
  addEventListener('hashchange', () => {
    editor.openLink(location.hash);
    wake();
  });
  document.addEventListener('visibilitychange', () => {
    // A phone may close a page that is out of sight.
    if (document.hidden && !embedded) remember('scene', '#' + editor.link());
    wake();
  });
  // A move to a screen with other pixels changes no size.
  setInterval(() => {
    if (canvas.width !== Math.round(frameBox.clientWidth * Math.min(devicePixelRatio || 1, 3))) {
      resize();
    }
  }, 1000);
}

// For tests and the curious: the state, with places in CSS pixels of the window.
window.kisekae = {
  frameTimes,
  pictureTimes,
  // Brings a control of the editor into its strip's part that is seen.
  reach(id) {
    editor.reach(id);
    wake();
  },
  repaint() {
    editor.repaint();
    wake();
  },
  // Undefined until the editor has come.
  state() {
    if (!editor) return undefined;
    const state = JSON.parse(editor.stateJson());
    const box = canvas.getBoundingClientRect();
    for (const point of state.pose) {
      point.screenX += box.left;
      point.screenY += box.top;
    }
    state.sheetTop += box.top;
    for (const place of [state.stage, state.pickedBox, state.closeUp,
                         ...Object.values(state.controls ?? {})]) {
      place[0] += box.left;
      place[1] += box.top;
    }
    return state;
  },
};

start().catch(({ message }) => {
  showTrouble(globalThis.WebAssembly ? `The editor could not start: ${message}.`
    : 'The editor could not start: this browser has no WebAssembly, which the editor is written in.');
});
