// What tests of saved files have in common: the menu, and a look into pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export async function saved(visitor, kind) {
  const { page } = visitor;
  await page.click('#save summary');
  const coming = page.waitForEvent('download');
  await page.click(`[data-save="${kind}"]`);
  // The message goes after a few seconds, and downloads may be slow to be told.
  const said = visitor.until((s) => s.messages.some((m) => m.includes('Saved')), 'the message');
  const [download] = await Promise.all([coming, said]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// The pixels of a picture file at places from 0 to 1, as the browser decodes them.
export const pixelsOf = (visitor, bytes, type, places) => visitor.page.evaluate(
  async ({ data, type: kind, at }) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(data)], { type: kind }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return { width: bitmap.width, height: bitmap.height, pixels: at.map(([x, y]) => [
      ...context.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1)
        .data].slice(0, 3)) };
  }, { data: [...bytes], type, at: places });

export const isWhite = (colour) => Math.min(...colour) === 255;

// A blob of the tests' model lies at every point, and nothing in the corner.
export function assertBlobs({ pixels }) {
  const [corner, ...points] = pixels;
  assert.ok(isWhite(corner), `the ground is ${corner}`);
  points.forEach((colour, i) => assert.ok(!isWhite(colour), `no blob at point ${i}: ${colour}`));
}

export async function dropped(visitor, bytes, name) {
  await visitor.page.evaluate(({ data, name: called }) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(data)], called));
    document.body.dispatchEvent(new DragEvent('drop', {
      dataTransfer: files, bubbles: true, cancelable: true }));
  }, { data: [...bytes], name });
  await visitor.rest(200);
}

// Ticks something in the menu.
export async function choose(visitor, selector) {
  await visitor.page.click('#save summary');
  await visitor.page.check(selector);
  await visitor.page.click('#save summary');
}

// All of a picture file: { width, height, rgba }.
export async function decoded(visitor, bytes) {
  const { width, height, base64 } = await visitor.page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(data)], { type: 'image/png' }),
                                           { premultiplyAlpha: 'none' });
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let text = '';
    for (let i = 0; i < pixels.length; i += 8192) {
      text += String.fromCharCode(...pixels.subarray(i, i + 8192));
    }
    return { width: bitmap.width, height: bitmap.height, base64: btoa(text) };
  }, [...bytes]);
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}
