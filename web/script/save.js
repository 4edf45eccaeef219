// What a visitor takes home: a picture, an animation, a film, its frames.
import { offer } from './files.js';
import { imported } from './fetching.js';
import { placed, placementOf } from './placing.js';
import { withFragment } from './png.js';
import { drawSkeleton } from './skeleton-picture.js';

const skeletonSide = 1024;
const motionSide = 512;
const longest = 20;  // seconds of a motion
const largestSheet = 8192;  // pixels of a side, which browsers' canvases and games take
// What a network means by white is a few steps darker here and there.
const nearlyWhite = 250;
// Of the pixels that a model draws, how wide the edge between a figure and the ground is.
const edge = 3;

// The kinds, by the names in the page's buttons: each takes a Shoot and gives [blob, ending].
const kinds = {
  async png(shoot) {
    const frame = shoot.onCanvas(await shoot.frame(-1));
    return [withFragment(await pngOf(frame), shoot.fragment), '.png'];
  },

  // The skeletons alone, each where its figure is in the picture.
  async skeleton(shoot) {
    const frame = await shoot.frame(-1, skeletonSide);
    const { width, height, left, top } = placementOf([frame], shoot.ratio);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillRect(0, 0, width, height);
    const { people, ...file } = JSON.parse(shoot.editor.openPoses());
    const layout = shoot.layout(skeletonSide);
    for (const [i, person] of people.entries()) {
      drawSkeleton(context, { ...file, people: [person] }, {
        left: left + layout.lefts[i], top: top + layout.top, side: skeletonSide });
    }
    return [await canvas.convertToBlob({ type: 'image/png' }), '-skeleton.png'];
  },

  async gif(shoot) {
    const { GIFEncoder, quantize, applyPalette } = await library('gifenc.js');
    const frames = await shoot.film(20);
    // One palette for all frames, or colours flicker.
    const step = Math.max(1, Math.floor(frames.length / 8));
    const some = frames.filter((_, i) => i % step === 0);
    const sample = new Uint8Array(some.reduce((sum, { data }) => sum + data.length, 0));
    some.reduce((at, { data }) => (sample.set(data, at), at + data.length), 0);
    // The paper's white is none that others are mixed into.
    const palette = [[255, 255, 255], ...quantize(sample, 255)];
    const gif = GIFEncoder();
    for (const { data, width, height } of frames) {
      gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: 50 });
      await shoot.breathe();
    }
    gif.finish();
    return [new Blob([gif.bytes()], { type: 'image/gif' }), '.gif'];
  },

  async video(shoot) {
    const rate = 30;
    const type = filmType();
    const frames = await shoot.film(rate);
    const canvas = document.createElement('canvas');
    canvas.width = frames[0].width;
    canvas.height = frames[0].height;
    const context = canvas.getContext('2d');
    context.putImageData(frames[0], 0, 0);
    const recorder = new MediaRecorder(canvas.captureStream(rate), {
      mimeType: type, videoBitsPerSecond: 6_000_000 });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((done) => { recorder.onstop = done; });
    recorder.start();
    // A recorder writes what it sees at the pace at which it sees it.
    const began = performance.now();
    for (let i = 0; i < frames.length; i += 1) {
      context.putImageData(frames[i], 0, 0);
      const due = began + ((i + 1) * 1000) / rate - performance.now();
      await shoot.breathe(Math.max(due, 0));
    }
    recorder.stop();
    await stopped;
    return [new Blob(parts, { type }), type.startsWith('video/mp4') ? '.mp4' : '.webm'];
  },

  async frames(shoot) {
    const { zipSync } = await library('fflate.js');
    const files = {};
    for (const [i, frame] of (await shoot.film(24, shoot.transparent)).entries()) {
      // PNG files are small already.
      files[`frame-${String(i).padStart(4, '0')}.png`] = [await pngOf(frame), { level: 0 }];
      await shoot.breathe();
    }
    return [new Blob([zipSync(files)], { type: 'application/zip' }), '.zip'];
  },

  // A sprite sheet and where its frames are.
  async sheet(shoot) {
    const { zipSync, strToU8 } = await library('fflate.js');
    const { editor, name, count } = shoot;
    const frames = await shoot.moments(count);
    const [{ width, height }] = frames;
    const { columns, ...size } = editor.sheetLayout(count, width, height);
    const whole = new OffscreenCanvas(size.width, size.height);
    const context = whole.getContext('2d');
    for (const [i, frame] of frames.entries()) {
      context.putImageData(frame, (i % columns) * width, Math.floor(i / columns) * height);
    }
    const picture = withFragment(await bytesOf(await whole.convertToBlob({ type: 'image/png' })),
                                 shoot.fragment);
    const rectangles = editor.sheetJson(name, `${name}.png`, count, width, height,
                                        (shoot.seconds * 1000) / count);
    const files = { [`${name}.png`]: [await bytesOf(picture), { level: 0 }],
                    [`${name}.json`]: strToU8(rectangles) };
    return [new Blob([zipSync(files)], { type: 'application/zip' }), '-sheet.zip'];
  },
};

export class Cancelled extends Error {}

const library = (file) => imported(new URL(`../lib/${file}`, import.meta.url));

// Thrown with a sentence for the visitor.
function filmType() {
  const types = ['video/mp4;codecs=avc1.42E01F', 'video/webm;codecs=vp9', 'video/webm;codecs=vp8'];
  const found = globalThis.MediaRecorder && types.find((type) => MediaRecorder.isTypeSupported(type));
  if (!found) throw new Error('This browser cannot record video. A GIF it can.');
  return found;
}

async function pngOf(frame) {
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d').putImageData(frame, 0, 0);
  return bytesOf(await canvas.convertToBlob({ type: 'image/png' }));
}

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

// A sentence for the visitor with gaps {} for values.
function problem(sentence, values) {
  return Object.assign(new Error(sentence), { values });
}

// White leaves what is below, as on the stage.
function layOver(frame, rgba, side, left, top) {
  const from = Math.max(0, -left);
  const to = Math.min(side, frame.width - left);
  for (let y = 0; y < side; y += 1) {
    let into = ((y + top) * frame.width + left + from) * 4;
    for (let i = (y * side + from) * 4; i < (y * side + to) * 4; i += 1, into += 1) {
      frame.data[into] = (frame.data[into] * rgba[i]) / 255;
    }
  }
}

// The paper is white, exactly.
function whiten(rgba) {
  for (let i = 0; i < rgba.length; i += 4) {
    if (Math.min(rgba[i], rgba[i + 1], rgba[i + 2]) >= nearlyWhite) rgba.fill(255, i, i + 3);
  }
}

// One saving: it computes frames and tells how far it is.
class Shoot {
  constructor(wanted) {
    Object.assign(this, wanted);
    this.fragment = this.editor.link();
    this.seconds = Math.min(this.editor.motionSeconds(), longest);
  }

  // On the canvas of the ratio, its ground transparent if that is wanted.
  onCanvas(frame, placement = placementOf([frame], this.ratio), transparent = this.transparent) {
    const { seconds, side, drawn } = frame;
    const canvas = placed(frame, placement);
    if (!transparent) return canvas;
    const layout = this.layout(side);
    const rgba = this.editor.withoutGround(canvas.data, canvas.width, canvas.height, seconds, {
      lefts: layout.lefts.map((left) => left + placement.left), top: layout.top + placement.top, side,
      edge: (edge * side) / drawn });
    return rgba ? new ImageData(rgba, canvas.width, canvas.height) : canvas;
  }

  // Where the characters' pictures of side² lie on a canvas of width × height, in pixels.
  layout(side) {
    const { width, height, lefts, top } = this.editor.frameLayout();
    const pixels = (parts) => Math.round(parts * side);
    return { width: pixels(width), height: pixels(height), lefts: lefts.map(pixels),
             top: pixels(top) };
  }

  // ImageData of the characters at a moment of the motion, side by side or where they were put, or
  // as they stand on the stage (a negative time); each enlarged as on the stage to side², or without
  // that to the size that was chosen. It knows the moment, the side and how much of it is drawn.
  async frame(seconds, side) {
    const requests = this.editor.frameRequests(seconds);
    let frame;
    let layout;
    for (const [i, request] of requests.entries()) {
      const { rgba, side: drawn } = await this.engine.compute(request);
      const wanted = side ?? drawn * this.size;
      layout ??= this.layout(wanted);
      if (!frame) {
        frame = new ImageData(layout.width, layout.height);
        frame.data.fill(255);
        Object.assign(frame, { seconds, side: wanted, drawn });
      }
      const large = side ? this.editor.enlarged(rgba, drawn, side)
        : wanted === drawn ? rgba : this.editor.resampled(rgba, drawn, wanted);
      layOver(frame, large, wanted, layout.lefts[i], layout.top);
    }
    whiten(frame.data);
    await this.breathe();
    return frame;
  }

  // All of the motion so many times a second.
  film(rate, transparent = false) {
    return this.moments(Math.max(1, Math.round(this.seconds * rate)), motionSide, transparent);
  }

  // So many moments of the motion at even distances, on one canvas.
  async moments(count, side, transparent = this.transparent) {
    const frames = [];
    for (let i = 0; i < count; i += 1) {
      frames.push(await this.frame((i * this.seconds) / count, side));
      if (!side) this.#checkSheet(frames[0], count);
      this.onShare((i + 1) / count);
    }
    const placement = placementOf(frames, this.ratio);
    return frames.map((frame) => this.onCanvas(frame, placement, transparent));
  }

  #checkSheet({ width, height }, count) {
    const sheet = this.editor.sheetLayout(count, width, height);
    if (Math.max(sheet.width, sheet.height) <= largestSheet) return;
    throw problem('{} frames of this size are {} × {} pixels, more than {} on a side.',
                  [count, sheet.width, sheet.height, largestSheet]);
  }

  // Lets the page live, and ends here when the visitor has had enough.
  async breathe(milliseconds = 0) {
    await new Promise((done) => { setTimeout(done, milliseconds); });
    if (this.signal.aborted) throw new Cancelled();
  }
}

// Computes and hands over a file of a kind: png, skeleton, gif, video, frames or sheet. `wanted`:
// { editor, engine, ratio (of the canvas, placing.js), size (of a picture or a sheet's frames, of the
// pixels that the model draws), transparent (the ground of pictures, frames and sheets), count (of a
// sheet's frames), onShare, signal }. `onShare` hears how much is done, from 0 to 1. Throws Cancelled
// when the signal says so, and sentences for the visitor, whose `values` fill their gaps.
export async function save(kind, wanted) {
  const name = `kisekae-${wanted.editor.pageState().seed}`;
  const [blob, ending] = await kinds[kind](new Shoot({ ...wanted, name }));
  offer(blob, name + ending);
  return name + ending;
}
