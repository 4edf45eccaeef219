// PNG files that carry the editor's state: a text chunk with the fragment of the link.

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const keyword = 'kisekae';

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

// The chunks of a PNG file: [{ type, data }…]; empty if it is none or ends too early.
function chunksOf(png) {
  if (!signature.every((byte, i) => png[i] === byte)) return [];
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    if (at + 12 + length > png.length) return [];
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length), start: at });
    at += 12 + length;
  }
  return chunks;
}

// The file with the fragment (ASCII) in it, before its pixels.
export function withFragment(png, fragment) {
  const body = new TextEncoder().encode(`tEXt${keyword}\0${fragment}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  const { start } = chunksOf(png).find(({ type }) => type === 'IDAT');
  return new Blob([png.subarray(0, start), chunk, png.subarray(start)], { type: 'image/png' });
}

// The fragment in a file of ours; null in any other.
export function fragmentOf(png) {
  for (const { type, data } of chunksOf(png)) {
    if (type !== 'tEXt') continue;
    const text = new TextDecoder('latin1').decode(data);
    if (text.startsWith(`${keyword}\0`)) return text.slice(keyword.length + 1);
  }
  return null;
}
