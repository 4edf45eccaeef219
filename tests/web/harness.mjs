// What the page's tests stand on: the built page behind the project's server, a real browser, and
// a look at the canvas's pixels.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../scripts/serve.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const site = join(root, 'build/site');
export const screenshots = join(root, 'build/screenshots');
const work = join(root, 'build/web-tests');
const film = join(work, 'person.mjpeg');
export const person = join(root, 'tests/web/person.jpg');

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = {
  viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true,
};

// ms until something that must happen is taken to be missing: long, for it is only waited out by
// what fails, and a machine may have much else to do.
export const patience = 240_000;

const browserFlags = [
  '--no-sandbox', '--disable-background-networking', '--disable-component-update',
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
  '--enable-unsafe-webgpu', '--use-gl=angle', '--enable-features=Vulkan',
];
// WebGPU and WebGL2 by SwiftShader, the same everywhere.
const softwareFlags = ['--use-webgpu-adapter=swiftshader', '--use-angle=swiftshader',
                       '--use-vulkan=swiftshader'];
// The machine's own graphics card, which browsers without a window do not take unasked.
const cardFlags = ['--ignore-gpu-blocklist',
                   ...(process.platform === 'linux' ? ['--use-angle=vulkan', '--disable-vulkan-surface']
                                                     : [])];

// A folder of models that takes the place of the page's own. `models` maps a name to a function
// that may change its card or its bytes; `families` is what the index lists, all of them by
// themselves unless it is given. All are like the tests' model `like`.
export function modelFolder(name, models, families = Object.keys(models), like = 'blobs') {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  const blobs = join(root, 'tests/web/models', like);
  for (const [model, change] of Object.entries(models)) {
    const target = join(folder, 'models', model);
    mkdirSync(join(folder, 'models'), { recursive: true });
    cpSync(blobs, target, { recursive: true });
    const card = { ...JSON.parse(readFileSync(join(blobs, 'card.json'))), name: model };
    change?.(card, target);
    writeFileSync(join(target, 'card.json'), JSON.stringify(card));
  }
  writeFileSync(join(folder, 'models/index.json'), JSON.stringify({ models: families }));
  return folder;
}

export class Harness {
  foreign = [];  // Requests that left for another origin.

  // `card`: with the machine's graphics card.
  constructor({ card = false } = {}) {
    this.flags = [...browserFlags, ...(card ? cardFlags : softwareFlags)];
  }

  async start() {
    mkdirSync(screenshots, { recursive: true });
    // What the fake camera films: by its ending a film of JPEGs, of one here.
    mkdirSync(work, { recursive: true });
    cpSync(person, film);
    this.servers = new Map();
    await this.launch();
  }

  async launch() {
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...this.flags, `--use-file-for-fake-video-capture=${film}`],
    });
  }

  // Ends the visits that a failed test left open, and replaces a browser that died of it.
  async sendHome() {
    await Promise.allSettled((this.browser?.contexts() ?? []).map((context) => context.close()));
    if (this.browser && !this.browser.isConnected()) await this.launch();
  }

  async stop() {
    await this.browser?.close();
    for (const server of this.servers?.values() ?? []) server.close();
  }

  async origin(overlay) {
    if (!this.servers.has(overlay)) {
      const folders = [overlay, site].filter(Boolean);
      this.servers.set(overlay, await serve({ folders, port: 0 }));
    }
    return `http://localhost:${this.servers.get(overlay).address().port}`;
  }

  // A visitor with a browser of their own. `path` is what follows the origin; `answers` rewrites
  // files on their way: a pattern of addresses to a function from text to text. `onRequest` hears
  // every address that is asked for, `onWarning` every warning. `before` runs in the page before its
  // own scripts. Without a service worker, which would answer in place of the server, unless `kept`.
  // What `refuse` says of an address gets no answer. `context` is an earlier visit's, which the visitor comes back with. A `newcomer` has never been
  // here.
  async visit({ overlay, path = '/?ep=wasm', device = desktop, answers = {}, onRequest,
                onWarning, before, refuse, kept = false, context, origin, locale = 'en', newcomer = false }) {
    origin ??= await this.origin(overlay);
    // The screen is larger than the window, as on any desktop.
    context ??= await this.browser.newContext({
      ...device, screen: { width: 2560, height: 1600 }, serviceWorkers: kept ? 'allow' : 'block',
      locale });
    context.setDefaultTimeout(patience);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    const page = await context.newPage();
    if (!newcomer) {
      await page.addInitScript(() => {
        try {
          localStorage.setItem('kisekae.welcomed', 'yes');
        } catch { /* some tests deny it */ }
      });
    }
    // The same dice for everybody: a test must not hang on luck.
    await page.addInitScript(() => {
      let state = 20181231;
      Math.random = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
    });
    if (before) await page.addInitScript(before);
    const visitor = new Visitor(page, origin);
    page.on('console', (message) => {
      if (message.type() === 'warning') onWarning?.(message.text());
    });
    page.on('request', (request) => {
      onRequest?.(request.url());
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin + '/')) {
        this.foreign.push(request.url());
      }
    });
    if (refuse) {
      await page.route('**', (route) => (refuse(route.request().url()) ? route.abort() : route.fallback()));
    }
    for (const [pattern, rewrite] of Object.entries(answers)) {
      await page.route(pattern, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: rewrite(await response.text()) });
      });
    }
    await page.goto(origin + path);
    await page.waitForFunction(() => window.kisekae && document.body.matches('.running, .failed'));
    return visitor;
  }
}

export class Visitor {
  errors = [];  // What a developer would see in red, missing files aside.

  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
        this.errors.push(message.text());
      }
    });
  }

  state() {
    return this.page.evaluate(() => window.kisekae.state());
  }

  // Waits until the state fulfils a condition, which is written in the page's language.
  async until(condition, what = condition.toString(), longest = patience) {
    const started = Date.now();
    for (;;) {
      const state = await this.state();
      if (condition(state)) return state;
      assert.ok(Date.now() - started < longest, `waited in vain for ${what}: ${
        JSON.stringify({ ...state, pose: undefined, controls: undefined })}`);
      await this.page.waitForTimeout(50);
    }
  }

  // Waits for the picture of the present pose and character.
  async settled(longest = patience) {
    await this.until((s) => s.upToDate && !s.inputWaits, 'the picture to follow', longest);
    await this.rest();
    return this.state();
  }

  // Waits until an asynchronous check holds, and gives what it gave.
  async eventually(check, what) {
    const started = Date.now();
    for (;;) {
      const found = await check();
      if (found) return found;
      assert.ok(Date.now() - started < patience, `waited in vain for ${what}`);
      await this.page.waitForTimeout(50);
    }
  }

  // Waits until the editor has taken what was done to it and the canvas shows it, however slow the
  // frames of a machine are; before that for so long, as for movements that end by themselves.
  async rest(milliseconds = 350) {
    await this.page.waitForTimeout(milliseconds);
    await this.page.evaluate(async () => {
      const frame = () => new Promise((done) => { requestAnimationFrame(done); });
      await frame();
      await frame();
      if (!document.body?.matches('.running')) return;
      while (window.kisekae.state().inputWaits) await frame();
      await frame();
      await frame();
    });
  }

  // Scrolls the page if places from `top` to `bottom` (in the window) are not in it below `from`;
  // returns by how much everything that scrolls has moved down.
  async reveal(top, bottom = top, from = 0) {
    const { height } = this.page.viewportSize();
    if (top >= from && bottom <= height) return 0;
    const scrolled = () => this.page.evaluate(() => scrollY);
    const before = await scrolled();
    // In the sheet no farther than needed, as a visitor would.
    const by = !from ? (top + bottom - height) / 2 : top < from ? top - from - 8 : bottom - height + 8;
    await this.page.evaluate((to) => scrollTo({ top: Math.max(0, to), behavior: 'instant' }),
                             before + by);
    await this.rest(50);
    return before - await scrolled();
  }

  async point(name) {
    const { pose } = await this.state();
    return pose.find((p) => p.name === name);
  }

  // The canvas's colours at places of the window (CSS pixels): [[r, g, b]…].
  pixels(places) {
    return this.page.evaluate((list) => {
      const canvas = document.getElementById('editor');
      const box = canvas.getBoundingClientRect();
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const ratio = canvas.width / box.width;
      return list.map(([x, y]) => [...copy.getImageData(
        Math.round((x - box.left) * ratio), Math.round((y - box.top) * ratio), 1, 1).data]
        .slice(0, 3));
    }, places);
  }

  // The stage without its skeleton and the line above it, as numbers on a grid, to tell pictures
  // apart.
  async picture(grid = 40) {
    const { stage: [left, top, width, height] } = await this.state();
    const places = [];
    for (let j = 3; j < grid - 3; j += 1) {
      for (let i = 0; i < grid; i += 1) {
        places.push([left + ((i + 0.5) / grid) * width, top + ((j + 0.5) / grid) * height]);
      }
    }
    return this.pixels(places);
  }

  async key(key) {
    await this.page.evaluate(() => document.getElementById('editor').focus({ preventScroll: true }));
    await this.page.keyboard.press(key);
    await this.rest();
  }

  // A file falls on the page.
  async drop(name, bytes) {
    await this.page.evaluate(([fileName, base64]) => {
      const data = new DataTransfer();
      const array = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([array], fileName));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    }, [name, Buffer.from(bytes).toString('base64')]);
    await this.rest();
  }

  async drag(from, to, steps = 6) {
    const { mouse } = this.page;
    const down = await this.reveal(from.y);
    await mouse.move(from.x, from.y + down);
    await mouse.down();
    await mouse.move(to.x, to.y + down, { steps });
    await this.rest(80);
    await mouse.up();
    await this.rest(80);
  }

  // Brings a control into the window, which may lie in the sheet that scrolls behind the stage, or in
  // a strip; its place then.
  async bring(control) {
    await this.find(control);
    const inSheet = (state) => state.inSheet?.includes(control);
    let state = await this.state();
    let [left, top, width, height] = state.controls[control];
    const window = this.page.viewportSize();
    if (left < 0 || left + width > window.width) {
      await this.page.evaluate((id) => window.kisekae.reach(id), control);
      await this.rest(50);
    }
    // What scrolls may end a little away from where it was sent.
    for (let i = 0; i < 3; i += 1) {
      state = await this.state();
      [left, top, width, height] = state.controls[control];
      const moved = await this.reveal(top, top + height, inSheet(state) ? Math.max(1, state.sheetTop) : 0);
      if (!moved) break;
    }
    return [left, top, width, height];
  }

  // The controls, after opening the leaf of the panel that has this one.
  async find(control) {
    let { controls } = await this.state();
    for (const leaf of ['tab character', 'tab pose', 'tab motion']) {
      if (controls[control] || control.startsWith('tab ')) break;
      await this.press(leaf);
      ({ controls } = await this.state());
    }
    assert.ok(controls[control], `no control "${control}" among ${Object.keys(controls)}`);
    return controls;
  }

  // Clicks or taps a control of the editor.
  async press(control) {
    const [left, top, width, height] = await this.bring(control);
    const tool = this.page.viewportSize().width < 760 ? this.page.touchscreen.tap.bind(
      this.page.touchscreen) : this.page.mouse.click.bind(this.page.mouse);
    await tool(left + width / 2, top + height / 2);
    await this.rest();
  }

  // Clicks a share of the way along a slider that is there.
  async slide(control, share) {
    const [left, top, width, height] = await this.bring(control);
    await this.page.mouse.click(left + width * share, top + height / 2);
    await this.rest();
  }

  // The page's address, once it has followed the editor.
  async address() {
    await this.settled();
    const { link } = await this.state();
    await this.page.waitForFunction((hash) => location.hash === hash, `#${link}`);
    return new URL(this.page.url());
  }

  // What the clipboard holds, once it is something like that.
  clipboard(pattern) {
    return this.eventually(async () => {
      // It refuses while the page has not the focus.
      const text = await this.page.evaluate(() => navigator.clipboard.readText().catch(() => ''));
      return pattern.test(text) && text;
    }, `${pattern} in the clipboard`);
  }

  // The page once more, as by the browser's button.
  async reload() {
    await this.page.reload();
    await this.page.waitForFunction(() => window.kisekae && document.body?.matches('.running'));
  }

  async screenshot(name) {
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  async close() {
    await this.page.context().close();
  }
}

// How far two colours are apart, 0 to 255.
export const apart = (a, b) => Math.max(...a.map((v, i) => Math.abs(v - b[i])));

// The largest difference of two pictures.
export const difference = (a, b) => Math.max(...a.map((colour, i) => apart(colour, b[i])));

export const isBuilt = () => existsSync(join(site, 'index.html'));
