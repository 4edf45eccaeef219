// A visitor with Firefox, driven over WebDriver BiDi. Its WebGL needs a display, so it gets one that
// nobody sees.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { patience, Visitor } from './harness.mjs';

// What the tests' visitor uses of a page, in Puppeteer's words.
function asPage(page) {
  return {
    on: (event, hear) => page.on(event, hear),
    evaluate: (code, argument) => page.evaluate(code, argument),
    waitForTimeout: (ms) => new Promise((done) => { setTimeout(done, ms); }),
    viewportSize: () => page.viewport(),
    screenshot: (options) => page.screenshot(options),
    mouse: page.mouse,
    keyboard: page.keyboard,
    touchscreen: { tap: (x, y) => page.mouse.click(x, y) },
    click: (selector) => page.click(selector),
    url: () => page.url(),
    close: () => page.close(),
  };
}

export class Firefox {
  async start() {
    this.display = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1300x24', '-nolisten', 'tcp'],
                         { stdio: ['ignore', 'pipe', 'ignore'] });
    const [number] = await once(this.display.stdout, 'data');
    this.downloads = mkdtempSync(join(tmpdir(), 'kisekae-'));
    this.browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      headless: false,
      timeout: patience,
      protocolTimeout: patience,
      args: ['--width=1400', '--height=1100'],
      env: { ...process.env, DISPLAY: `:${String(number).trim()}`, LIBGL_ALWAYS_SOFTWARE: '1' },
      extraPrefsFirefox: {
        'webgl.force-enabled': true,
        'browser.download.dir': this.downloads,
        'browser.download.folderList': 2,
        'browser.download.useDownloadDir': true,
        'intl.accept_languages': 'en',
      },
    });
  }

  async stop() {
    await this.browser?.close();
    this.display?.kill();
    if (this.downloads) rmSync(this.downloads, { recursive: true, force: true });
  }

  async visit(origin, path, viewport = { width: 1280, height: 800 }) {
    const page = await this.browser.newPage();
    await page.setViewport(viewport);
    const visitor = new Visitor(asPage(page), origin);
    visitor.close = () => page.close();
    page.setDefaultTimeout(patience);
    await page.goto(origin + path);
    await page.waitForFunction(() => window.kisekae && document.body.matches('.running, .failed'));
    return visitor;
  }
}
