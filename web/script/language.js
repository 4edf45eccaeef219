// The visitor's language: English as the page is written, or a dictionary of site/languages and a
// typeface with just its characters. `?lang=` in the address comes first, then the visitor's
// choice, then the browser's languages.
import { recall } from './memory.js';

const languages = ['en', 'zh', 'ja'];
let dictionary = {};

export function wantedLanguage() {
  const asked = [new URLSearchParams(location.search).get('lang'), recall('language'),
                 ...(navigator.languages ?? [])];
  return asked.map((code) => code?.slice(0, 2).toLowerCase()).find((code) => languages.includes(code)) ?? 'en';
}

async function answered(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

// { texts, medium, bold }: the editor's texts as JSON and its typeface, empty for English. Turns
// the page around the editor into the language as well.
export async function loadLanguage(code) {
  let loaded = { editor: {}, page: {} };
  let faces = [new Uint8Array(), new Uint8Array()];
  if (code !== 'en') {
    const text = answered(`languages/${code}.json`).then((answer) => answer.json());
    const bytes = ['Regular', 'Bold'].map(async (weight) => new Uint8Array(
      await (await answered(`fonts/${code}-${weight}.otf`)).arrayBuffer()));
    [loaded, ...faces] = await Promise.all([text, ...bytes]);
  }
  dictionary = loaded.page;
  translatePage(code);
  return { texts: JSON.stringify(loaded.editor), medium: faces[0], bold: faces[1] };
}

const originals = new WeakMap();  // Element → what it said in English.

// What an element says in English, its lines joined, is its key.
function original(element, name, value) {
  if (!originals.has(element)) originals.set(element, {});
  return originals.get(element)[name] ??= value().replace(/\s+/g, ' ').trim();
}

export function translatePage(code) {
  document.documentElement.lang = code === 'zh' ? 'zh-Hans' : code;
  for (const element of document.querySelectorAll('[data-tr]')) {
    const english = original(element, 'text', () => element.innerHTML);
    element.innerHTML = dictionary[english] ?? english;
  }
  for (const element of document.querySelectorAll('[data-tr-names]')) {
    for (const name of element.dataset.trNames.split(' ')) {
      const english = original(element, name, () => element.getAttribute(name));
      element.setAttribute(name, dictionary[english] ?? english);
    }
  }
  for (const choice of document.querySelectorAll('[data-language]')) {
    choice.setAttribute('aria-pressed', choice.dataset.language === code);
  }
}
