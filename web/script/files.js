// Files that a visitor opens or drops: motion (BVH), poses (OpenPose's JSON), pictures saved here,
// and any other picture to pose after.
import { fragmentOf } from './png.js';

const longestSide = 1024;  // of a picture to pose after, pixels
let reference = null;      // The file of the last one.

export const referenceFile = () => reference;

// `page`: { editor, say(topic, sentence, values, problem), wake() }.
export async function openFile(file, page) {
  // What an earlier file left to be said is over.
  page.editor.unsay('file');
  page.editor.unsay('reader');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const fragment = fragmentOf(bytes);
  if (fragment !== null) {
    page.editor.openLink(fragment);
  } else if (/\.bvh$/i.test(file.name)) {
    page.editor.openBvh(bytes, file.name);  // which may be UTF-16: the reader sees to it
  } else if (/\.json$/i.test(file.name)) {
    page.editor.openOpenPose(new TextDecoder().decode(bytes), file.name);
  } else {
    await showReference(file, page);
  }
  page.wake();
}

async function showReference(file, page) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map(
      (pixels) => Math.max(1, Math.round(pixels * scale)));
    const sheet = new OffscreenCanvas(width, height).getContext('2d');
    sheet.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    const { data } = sheet.getImageData(0, 0, width, height);
    page.editor.showReference(new Uint8Array(data.buffer), width, height);
    reference = file;
  } catch {
    page.say('file', '“{}” is neither a motion (BVH), a pose (OpenPose’s JSON) nor a picture.',
             [file.name], true);
  }
}

// Files dropped on the page go to `open`.
export function listenToDrops(open) {
  addEventListener('dragover', (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', async (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) await open(file);
  });
}

// Hands a file to the visitor.
export function offer(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Asks the visitor for a file of such kinds.
export function chooseFile(open, kinds = '.bvh,.json,image/*') {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = kinds;
  field.addEventListener('change', () => field.files[0] && open(field.files[0]));
  field.click();
}
