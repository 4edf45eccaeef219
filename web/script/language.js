// The visitor's language: English as the page is written, or a dictionary of site/languages and a
// typeface with just its characters. `?lang=` in the address comes first, then the visitor's
// choice, then the browser's languages.
import { download, fetched } from './fetching.js';
import { recall } from './memory.js';

const languages = ['en', 'zh', 'ja'];
let dictionary = {};

export function wantedLanguage() {
  const asked = [new URLSearchParams(location.search).get('lang'), recall('language'),
                 ...(navigator.languages ?? [])];
  return asked.map((code) => code?.slice(0, 2).toLowerCase()).find((code) => languages.includes(code)) ?? 'en';
}

// A language's texts: { page, editor }.
export async function loadTexts(code) {
  if (code === 'en') return { editor: {}, page: {} };
  return (await fetched(`languages/${code}.json`)).json();
}

// Turns the page around the editor into a language.
export function showTexts(code, { page }) {
  dictionary = page;
  translatePage(code);
}

// The bytes of the editor's typeface for a language, { medium, bold }; empty for English.
export async function loadFace(code) {
  if (code === 'en') return { medium: new Uint8Array(), bold: new Uint8Array() };
  const [medium, bold] = await Promise.all(
    ['Regular', 'Bold'].map((weight) => download(`fonts/${code}-${weight}.otf`)));
  return { medium, bold };
}

const originals = new WeakMap();  // Element → what it said in English.

// What an element says in English, its lines joined, is its key.
function original(element, name, value) {
  if (!originals.has(element)) originals.set(element, {});
  return originals.get(element)[name] ??= value().replace(/\s+/g, ' ').trim();
}

function translatePage(code) {
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
