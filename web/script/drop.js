// Files dropped on the page. A picture that the page saved brings back everything in it.
import { fragmentOf } from './png.js';

// `open(name, bytes, fragment)` takes each file; `fragment` is that of a picture saved here, else
// null.
export function listenToDrops(open) {
  addEventListener('dragover', (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', async (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      open(file.name, bytes, fragmentOf(bytes));
    }
  });
}
