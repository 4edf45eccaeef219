// What a visitor takes home: a picture, an animation, a film, its frames.
import { offer } from './files.js';
import { withFragment } from './png.js';

const pictureSide = 1024;
const motionSide = 512;
const longest = 20;  // seconds of a motion

// The kinds, by the names in the page's buttons: each takes a Shoot and gives [blob, ending].
const kinds = {
  async png(shoot) {
    const frame = await shoot.frame(-1, pictureSide);
    return [withFragment(await pngOf(frame), shoot.fragment), 'png'];
  },

  async gif(shoot) {
    const { GIFEncoder, quantize, applyPalette } = await import('../lib/gifenc.js');
    const frames = await shoot.frames(20, motionSide);
    // One palette for all frames, or colours flicker.
    const step = Math.max(1, Math.floor(frames.length / 8));
    const some = frames.filter((_, i) => i % step === 0);
    const sample = new Uint8Array(some.reduce((sum, { data }) => sum + data.length, 0));
    some.reduce((at, { data }) => (sample.set(data, at), at + data.length), 0);
    const palette = quantize(sample, 256);
    const gif = GIFEncoder();
    for (const { data, width, height } of frames) {
      gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: 50 });
      await shoot.breathe();
    }
    gif.finish();
    return [new Blob([gif.bytes()], { type: 'image/gif' }), 'gif'];
  },

  async video(shoot) {
    const rate = 30;
    const type = filmType();
    const frames = await shoot.frames(rate, motionSide);
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
    return [new Blob(parts, { type }), type.startsWith('video/mp4') ? 'mp4' : 'webm'];
  },

  async frames(shoot) {
    const { zipSync } = await import('../lib/fflate.js');
    const files = {};
    for (const [i, frame] of (await shoot.frames(24, motionSide)).entries()) {
      // PNG files are small already.
      files[`frame-${String(i).padStart(4, '0')}.png`] = [await pngOf(frame), { level: 0 }];
      await shoot.breathe();
    }
    return [new Blob([zipSync(files)], { type: 'application/zip' }), 'zip'];
  },
};

export class Cancelled extends Error {}

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
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

// One saving: it computes frames and tells how far it is.
class Shoot {
  constructor(editor, engine, onShare, signal) {
    Object.assign(this, { editor, engine, onShare, signal });
    this.fragment = editor.link();
  }

  // ImageData of the characters at a moment of the motion, side by side, or as they stand on the
  // stage (a negative time).
  async frame(seconds, side) {
    const requests = this.editor.frameRequests(seconds);
    const frame = new ImageData(side * requests.length, side);
    for (const [i, request] of requests.entries()) {
      const { rgba, side: computed } = await this.engine.compute(request);
      const large = this.editor.enlarged(rgba, computed, side);
      for (let y = 0; y < side; y += 1) {
        frame.data.set(large.subarray(y * side * 4, (y + 1) * side * 4),
                       (y * requests.length + i) * side * 4);
      }
    }
    await this.breathe();
    return frame;
  }

  // All of the motion.
  async frames(rate, side) {
    const seconds = Math.min(this.editor.motionSeconds(), longest);
    const count = Math.max(1, Math.round(seconds * rate));
    const frames = [];
    for (let i = 0; i < count; i += 1) {
      frames.push(await this.frame((i * seconds) / count, side));
      this.onShare((i + 1) / count);
    }
    return frames;
  }

  // Lets the page live, and ends here when the visitor has had enough.
  async breathe(milliseconds = 0) {
    await new Promise((done) => { setTimeout(done, milliseconds); });
    if (this.signal.aborted) throw new Cancelled();
  }
}

// Computes and hands over a file of a kind: png, gif, video or frames. `onShare` hears how much is
// done, from 0 to 1. Throws Cancelled when the signal says so.
export async function save(kind, { editor, engine, onShare, signal }) {
  const shoot = new Shoot(editor, engine, onShare, signal);
  const [blob, ending] = await kinds[kind](shoot);
  const name = `kisekae-${editor.pageState().seed}.${ending}`;
  offer(blob, name);
  return name;
}
