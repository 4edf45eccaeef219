// The pages without an editor: their language, light or dark.
import { loadTexts, wantedLanguage } from './language.js';
import { remember } from './memory.js';
import { followTheme } from './theme.js';

for (const choice of document.querySelectorAll('[data-language]')) {
  choice.addEventListener('click', () => {
    remember('language', choice.dataset.language);
    loadTexts(choice.dataset.language);
  });
}
loadTexts(wantedLanguage());
followTheme(() => {});
