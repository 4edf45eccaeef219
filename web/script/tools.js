// The page's own controls around the canvas: what is saved, the language, and the editor's main
// actions once more as buttons, for those who use keys alone or hear the page.
import { copyPose, pastePose } from './clipboard.js';
import { copyEmbedding, copyLink, shareLink } from './share.js';
import { loadFace, loadTexts, showTexts } from './language.js';
import { remember } from './memory.js';
import { Cancelled, save } from './save.js';

const dialog = document.getElementById('saving');
const bar = dialog.querySelector('progress');

// `page`: { editor, engine(), say(topic, sentence, values, problem), filled(sentence, values), openPhoto(),
// watchCamera(), wake() }.
export function listenToTools(page) {
  const menu = document.getElementById('save');
  menu.addEventListener('toggle', () => menu.open && tellSizes(menu, page));
  menu.addEventListener('change', () => tellSizes(menu, page));
  const on = (selector, act) => {
    for (const button of document.querySelectorAll(selector)) {
      button.addEventListener('click', () => act(button));
    }
  };
  on('[data-save]', (button) => {
    menu.open = false;
    saveAs(button.dataset.save, page);
  });
  on('[data-copy]', () => {
    menu.open = false;
    copyLink(page);
  });
  on('[data-copy-pose]', () => copyPose(page));
  on('[data-paste-pose]', () => pastePose(page));
  on('[data-embed]', () => {
    menu.open = false;
    copyEmbedding(page);
  });
  on('[data-photo]', () => page.openPhoto());
  on('[data-watch]', () => page.watchCamera());
  on('[data-share]', () => shareLink(page));
  on('[data-key]', ({ dataset }) => {
    page.editor.key(dataset.key, 'shift' in dataset, 'control' in dataset);
    page.wake();
  });
  on('[data-language]', async (button) => {
    const { language } = button.dataset;
    const trouble = await speak(language, page);
    if (!trouble) remember('language', language);
    else page.say('language', '{} could not be loaded: {}.', [button.textContent, trouble], true);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// The page and the editor in a language. Empty, or why it stays as it is.
export async function speak(code, { editor, wake }) {
  try {
    const [texts, { medium, bold }] = await Promise.all([loadTexts(code), loadFace(code)]);
    showTexts(code, texts);
    editor.setLanguage(JSON.stringify(texts.editor), medium, bold);
    return '';
  } catch (error) {
    console.warn(`The language ${code} could not be loaded: ${error.message}`);
    return error.message;
  } finally {
    wake();
  }
}

// The help says what the present model has to offer.
export function tellLooks({ looks, colours }) {
  for (const line of document.querySelectorAll('[data-knows]')) {
    const [least, apart] = line.dataset.knows.split(' ');
    line.hidden = looks < Number(least) || (apart === 'colours') !== colours;
    for (const gap of line.querySelectorAll('[data-looks]')) gap.textContent = looks;
  }
}

// How many pixels a picture has, and how many of them the model draws.
function tellSizes(menu, { editor, filled }) {
  const drawn = editor.pageState().resolution;
  const { size } = chosen();
  const text = size > 1 ? filled('{}², drawn at {}²', [drawn * size, drawn]) : `${drawn}²`;
  menu.querySelector('[data-save="png"] small').textContent = drawn ? text : '';
}

// What the menu says of files: { ratio, size, transparent, count }; see save().
function chosen() {
  const menu = document.getElementById('save');
  const count = menu.querySelector('[name="count"]');
  if (!count.checkValidity()) count.value = count.defaultValue;
  return { ratio: menu.querySelector('[name="ratio"]:checked').value,
           size: Number(menu.querySelector('[name="size"]:checked').value),
           transparent: menu.querySelector('[name="transparent"]').checked,
           count: Number(count.value) };
}

async function saveAs(kind, page) {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  bar.removeAttribute('value');
  dialog.addEventListener('close', cancel);
  if (!['png', 'skeleton'].includes(kind)) dialog.showModal();
  const wanted = chosen();
  try {
    const name = await save(kind, {
      ...wanted, editor: page.editor, engine: page.engine(), signal: stop.signal,
      onShare: (share) => { bar.value = share; } });
    const drawn = page.editor.pageState().resolution;
    if (kind === 'png' && wanted.size > 1) {
      page.say('saved', 'Saved as {}: drawn at {}², enlarged to {}².',
               [name, drawn, drawn * wanted.size], false);
    } else {
      page.say('saved', 'Saved as {}.', [name], false);
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      page.say('saved', 'Nothing could be saved: {}',
               [page.filled(error.message, error.values ?? [])], true);
    }
  } finally {
    dialog.removeEventListener('close', cancel);
    dialog.close();
  }
}
