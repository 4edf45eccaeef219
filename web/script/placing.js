// Figures on a canvas of another ratio than the model's square: paper goes on where the canvas is
// wider or higher, and what is only paper may be cut off.

export const ratios = { square: null, portrait: 2 / 3, landscape: 3 / 2 };  // width : height

// The columns [from, to) of pictures of one size in which any of them has ink. All of them, if
// none has.
function inked(frames) {
  const [{ width, height }] = frames;
  let [from, to] = [width, 0];
  for (const { data } of frames) {
    const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
    for (let y = 0; y < height; y += 1) {
      const row = words.subarray(y * width, (y + 1) * width);
      let x = 0;
      while (x < from && row[x] === 0xffffffff) x += 1;
      from = Math.min(from, x);
      x = width - 1;
      while (x >= to && row[x] === 0xffffffff) x -= 1;
      to = Math.max(to, x + 1);
    }
  }
  return from < to ? [from, to] : [0, width];
}

// Where pictures of one size come to lie on a canvas of a ratio (a name above) so that none loses
// ink: { width, height, left, top }, pixels.
export function placementOf(frames, ratio) {
  const [{ width, height }] = frames;
  const wanted = ratios[ratio];
  if (!wanted) return { width, height, left: 0, top: 0 };
  const [from, to] = inked(frames);
  const margin = Math.round(height * 0.03);
  const needed = Math.min(to - from + 2 * margin, width);
  const fits = needed <= Math.round(height * wanted);
  const across = fits ? Math.round(height * wanted) : needed;
  const down = fits ? height : Math.round(across / wanted);
  // The middle is the square's, unless that would cut ink.
  const middle = across < width
    ? Math.min(Math.max(width / 2, to + margin - across / 2), from - margin + across / 2)
    : width / 2;
  return { width: across, height: down, left: Math.round(across / 2 - middle),
           top: Math.round((down - height) / 2) };
}

// A picture on such a canvas.
export function placed(frame, { width, height, left, top }, ground = 255) {
  if (frame.width === width && frame.height === height) return frame;
  const canvas = new ImageData(width, height);
  new Uint32Array(canvas.data.buffer).fill(ground === 255 ? 0xffffffff : 0xff000000);
  for (let y = 0; y < frame.height; y += 1) {
    const from = Math.max(0, -left);
    const to = Math.min(frame.width, width - left);
    canvas.data.set(frame.data.subarray((y * frame.width + from) * 4, (y * frame.width + to) * 4),
                    ((y + top) * width + left + from) * 4);
  }
  return canvas;
}
