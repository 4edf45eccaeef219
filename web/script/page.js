// The pages without an editor: their language.
import { loadTexts, wantedLanguage } from './language.js';
import { remember } from './memory.js';

for (const choice of document.querySelectorAll('[data-language]')) {
  choice.addEventListener('click', () => {
    remember('language', choice.dataset.language);
    loadTexts(choice.dataset.language);
  });
}
loadTexts(wantedLanguage());
