// A copy of a model's file that computes in float16, for graphics cards that can. Its inputs and its
// output stay float32. `places` is what its card lists as working_type_at; throws an Error where the
// file does not have the type float32 there.
const float32 = 1;  // of ONNX's types
const float16 = 10;

export function inFloat16(bytes, places) {
  const copy = Uint8Array.from(bytes);
  for (const place of places) {
    if (copy[place] !== float32) {
      throw new Error(`its card names byte ${place} as its working type, which is ${copy[place]}`);
    }
    copy[place] = float16;
  }
  return copy;
}
