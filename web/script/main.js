// The page's script: carries the browser's events into the editor (C++), and what the editor asks
// for out to the engine, the address bar and the clipboard.
import createEditor from './kisekae.js';
import { Engine } from './engine/engine.js';
import { chooseFile, listenToDrops, offer, openFile, referenceFile } from './files.js';
import { wantedLanguage } from './language.js';
import { recall, remember } from './memory.js';
import { findModels } from './models.js';
import { becomeOffline } from './offline.js';
import { followTheme } from './theme.js';
import { listenToTools, speak, tellLooks } from './tools.js';

const canvas = document.getElementById('editor');
const frameBox = canvas.parentElement;
const seedField = document.getElementById('seed');
const camera = document.getElementById('camera');
const announcer = document.getElementById('announcer');

let editor;  // The C++ module.
let theme;
let engine;
let lastWish = 0;        // The model that the engine was asked for, by the wish's number.
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

async function bytesOf(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function start() {
  const [module, medium, bold] = await Promise.all([
    createEditor(),
    bytesOf('fonts/Quicksand-Medium.ttf'),
    bytesOf('fonts/Quicksand-Bold.ttf'),
  ]);
  editor = module;
  const trouble = editor.start('#editor', medium, bold, Math.floor(Math.random() * 2 ** 32));
  if (trouble) throw new Error(trouble);
  await speak(wantedLanguage(), tools);
  chooseDetail();
  // A link comes first; without one the visitor finds again what they left.
  editor.openLink(location.hash || recall('scene') || '');
  editor.setFavourites(recall('favourites') ?? '[]');
  if (!recall('welcomed')) editor.welcome();
  theme = followTheme((dark) => {
    editor.setDark(dark);
    wake();
  });
  listen();
  resize();
  document.body.classList.add('running');
  performance.mark('editor');
  requestAnimationFrame(frame);

  // The engine's files are kept only if the service worker sees them come.
  await becomeOffline();
  engine = new Engine({
    forced: new URLSearchParams(location.search).get('ep'),
    onProgress: (sentence, values, share) => {
      if (share < 0) performance.mark('last byte');
      editor.modelLoading(filled(sentence, values), share);
      wake();
    },
    onReady: (name, provider) => {
      editor.modelReady(name, provider);
      wake();
    },
    onTooSlow: (name) => {
      editor.modelTooSlow(name);
      wake();
    },
    onFailed: (name, sentence, values) => {
      editor.modelFailed(name ?? '', filled(sentence, values));
      wake();
    },
    onPicture: (picture) => {
      if (picture.model !== editor.model()) return;
      editor.pictureTook(picture.milliseconds);
      showPicture(picture);
      wake();
    },
  });
  await findModels(editor);
  wake();
}

// Light or full: `?size=` in the address, or what the visitor chose once. Where every byte costs
// them, only what they ask for now.
function chooseDetail() {
  const sparing = Boolean(navigator.connection?.saveData);
  detail = new URLSearchParams(location.search).get('size') ??
           (sparing ? 'auto' : recall('detail') ?? 'auto');
  editor.setDetail(detail, sparing);
}

// A sentence of the script's own in the visitor's language, its gaps {} filled.
function filled(sentence, values) {
  return values.reduce((text, value) => text.replace('{}', () => value), editor.translated(sentence));
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
    lastWish = model.number;
    if (!model.beside) editor.clearPictures();
    engine.load(model);
  }
  // One picture at a time; what changes meanwhile is taken together by the next request.
  if (engine.busy) return;
  const request = editor.takeRequest();
  // Portraits are put together in memory.
  if (request) engine.draw({ ...request, asBytes: request.portrait >= 0 });
}

// ---- What the editor asks of the page ------------------------------------------------------

let lastLayout = '';

function followEditor() {
  const state = editor.pageState();
  canvas.style.cursor = state.cursor;
  if (document.activeElement !== seedField && seedField.value !== state.seed) {
    seedField.value = state.seed;
  }
  const layout = [state.stageRight, state.stageBottom, state.stageWidth, state.height, state.seedX, state.seedY, state.seedWidth, state.seedHeight]
    .map(Math.round).join(' ');
  if (layout !== lastLayout) {
    lastLayout = layout;
    seedField.hidden = state.seedWidth <= 0;
    seedField.style.left = `${state.seedX}px`;
    seedField.style.top = `${state.seedY}px`;
    seedField.style.width = `${state.seedWidth}px`;
    seedField.style.height = `${state.seedHeight}px`;
    // What the camera sees lies in the stage's corner.
    camera.style.left = `${state.stageRight - 14}px`;
    camera.style.top = `${state.stageBottom - 14}px`;
    camera.style.width = `${state.stageWidth * 0.24}px`;
    resize(state.height);
  }
  // Those who do not see the canvas hear its messages.
  if (announcer.textContent !== state.message) announcer.textContent = state.message;
  if (!state.newcomer && !recall('welcomed')) remember('welcomed', 'yes');
  if (state.share) shareLink();
  if (state.openFile) chooseFile((file) => openFile(file, tools));
  if (state.openPhoto) openPhoto();
  if (state.watch) watchCamera();
  if (state.saveOpenPose) offer(new Blob([editor.openPose()]), 'pose.json');
  if (state.takePose) takePose();
  tellLooks(state);
  if (state.changeTheme) theme.change();
  document.body.classList.toggle('drawing', state.drawing);
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

function say(topic, sentence, values, problem) {
  editor.say(topic, filled(sentence, values), problem);
  wake();
}

// What the page's own controls need.
const tools = { get editor() { return editor; }, engine: () => engine, say, filled, copyLink, shareLink, openPhoto, watchCamera, wake };

// What reads poses comes when it is first wanted.
const watcher = () => import('./watch.js');

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

const address = () => location.href.split('#')[0] + '#' + editor.link();

// By what the device has for it: a phone hands links on to people, a desktop copies them.
async function shareLink() {
  if (!navigator.share || !matchMedia('(pointer: coarse)').matches) return copyLink();
  try {
    await navigator.share({ title: document.title, url: address() });
  } catch (error) {
    if (error.name !== 'AbortError') await copyLink();  // Aborted: they thought better of it.
  }
}

async function copyLink() {
  const link = address();
  try {
    await navigator.clipboard.writeText(link);
    say('copied', 'The link is copied.', [], false);
  } catch {
    history.replaceState(null, '', link);
    say('copy', 'The browser did not allow copying; the link is in the address bar.', [], true);
  }
}

// ---- What the browser tells the editor -----------------------------------------------------

function resize(wantedHeight = editor.pageState().height) {
  const width = frameBox.clientWidth;
  const visible = innerHeight - (frameBox.getBoundingClientRect().top + scrollY);
  const height = Math.ceil(Math.max(wantedHeight, 360));
  const ratio = Math.min(devicePixelRatio || 1, 3);
  frameBox.style.height = `${height}px`;
  const pixels = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) {
    [canvas.width, canvas.height] = pixels;
  }
  editor.resize(width, height, ratio, visible);
  wake();
}

function listenToPointer() {
  const tell = (kind, event) => {
    const box = canvas.getBoundingClientRect();
    editor.pointer(kind, event.clientX - box.left, event.clientY - box.top,
                   event.pointerType === 'touch', event.timeStamp / 1000);
    wake();
  };
  // Fingers beyond the first drag points of their own.
  const another = (kind) => (event) => {
    if (event.isPrimary || event.pointerType !== 'touch') return;
    const box = canvas.getBoundingClientRect();
    editor.finger(kind, event.pointerId, event.clientX - box.left, event.clientY - box.top);
    wake();
  };
  for (const kind of ['down', 'move', 'up', 'cancel']) {
    canvas.addEventListener(`pointer${kind}`, another(kind));
  }
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
    tell('down', event);
  });
  canvas.addEventListener('pointermove', (event) => event.isPrimary && tell('move', event));
  canvas.addEventListener('pointerup', (event) => event.isPrimary && tell('up', event));
  canvas.addEventListener('pointercancel', (event) => event.isPrimary && tell('cancel', event));
  canvas.addEventListener('pointerleave', (event) => event.isPrimary && tell('leave', event));
  // As browsers report a pinch on a touch pad, too. A wheel alone scrolls the page.
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    const box = canvas.getBoundingClientRect();
    const by = Math.max(-1, Math.min(1, -event.deltaY / 100));
    if (!editor.wheel(event.clientX - box.left, event.clientY - box.top, by)) return;
    event.preventDefault();
    wake();
  }, { passive: false });
  // A finger scrolls the page, unless it takes hold of a point or a slider.
  canvas.addEventListener('touchstart', (event) => {
    const box = canvas.getBoundingClientRect();
    const grabbed = [...event.changedTouches].some(
      ({ clientX, clientY }) => editor.grabs(clientX - box.left, clientY - box.top));
    if (grabbed) event.preventDefault();
  }, { passive: false });
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
  seedField.addEventListener('blur', () => {
    editor.endTyping();
    editor.unsay('seed');
    seedField.setAttribute('aria-invalid', 'false');
    wake();
  });
  seedField.addEventListener('keydown', (event) => event.key === 'Enter' && seedField.blur());
}

function listen() {
  listenToPointer();
  listenToSeedField();
  listenToTools(tools);
  listenToDrops((file) => openFile(file, tools));
  canvas.addEventListener('keydown', (event) => {
    if (event.altKey) return;
    if (editor.key(event.key, event.shiftKey, event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      wake();
    }
  });
  // A graphics context that was taken away comes back empty. The address holds everything.
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
  canvas.addEventListener('webglcontextrestored', () => {
    history.replaceState(null, '', '#' + editor.link());
    location.reload();
  });
  addEventListener('resize', () => resize());
  addEventListener('hashchange', () => {
    editor.openLink(location.hash);
    wake();
  });
  document.addEventListener('visibilitychange', () => {
    // A phone may close a page that is out of sight.
    if (document.hidden) remember('scene', '#' + editor.link());
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
  repaint() {
    editor.repaint();
    wake();
  },
  state() {
    const state = JSON.parse(editor.stateJson());
    const box = canvas.getBoundingClientRect();
    for (const point of state.pose) {
      point.screenX += box.left;
      point.screenY += box.top;
    }
    for (const place of [state.stage, ...Object.values(state.controls)]) {
      place[0] += box.left;
      place[1] += box.top;
    }
    return state;
  },
};

start().catch((error) => {
  document.body.classList.add('failed');
  const why = globalThis.WebAssembly ? error.message
    : 'this browser has no WebAssembly, which the editor is written in.';
  document.getElementById('trouble').textContent = `The editor could not start: ${why}`;
});
