// Enlarges a picture as the stage does (web/picture.cpp): by Catmull-Rom's cubic, which passes
// through the pixels that are there.

// For each of `to` places along `from` pixels: the first of four pixels and their weights.
function taps(from, to) {
  return Array.from({ length: to }, (_, i) => {
    const at = ((i + 0.5) * from) / to - 0.5;
    const first = Math.floor(at) - 1;
    const t = at - Math.floor(at);
    const weights = [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t,
                     (t - 1) * t * t].map((w) => w / 2);
    return { pixels: [0, 1, 2, 3].map((k) => Math.min(Math.max(first + k, 0), from - 1)), weights };
  });
}

// RGBA of side² pixels → RGBA of to² pixels, a Uint8ClampedArray. Opaque.
export function enlarge(rgba, side, to) {
  const places = taps(side, to);
  const wide = new Float32Array(side * to * 3);  // rows as they were, columns enlarged
  for (let y = 0, out = 0; y < side; y += 1) {
    for (const { pixels: [a, b, c, d], weights: [p, q, r, s] } of places) {
      const row = y * side;
      for (let k = 0; k < 3; k += 1, out += 1) {
        wide[out] = p * rgba[(row + a) * 4 + k] + q * rgba[(row + b) * 4 + k] +
                    r * rgba[(row + c) * 4 + k] + s * rgba[(row + d) * 4 + k];
      }
    }
  }
  const large = new Uint8ClampedArray(to * to * 4).fill(255);
  let out = 0;
  for (const { pixels, weights: [p, q, r, s] } of places) {
    const [a, b, c, d] = pixels.map((y) => y * to * 3);
    for (let x = 0; x < to * 3; out += 4) {
      for (let k = 0; k < 3; k += 1, x += 1) {
        large[out + k] = p * wide[a + x] + q * wide[b + x] + r * wide[c + x] + s * wide[d + x];
      }
    }
  }
  return large;
}
