// The pages without an editor: their language, light or dark.
import { loadTexts, showTexts, wantedLanguage } from './language.js';
import { remember } from './memory.js';
import { followTheme } from './theme.js';

async function speak(code) {
  try {
    showTexts(code, await loadTexts(code));
    return true;
  } catch (error) {
    console.warn(`The language ${code} could not be loaded: ${error.message}`);
    return false;
  }
}

for (const choice of document.querySelectorAll('[data-language]')) {
  choice.addEventListener('click', async () => {
    const { language } = choice.dataset;
    if (await speak(language)) remember('language', language);
  });
}
speak(wantedLanguage());
followTheme(() => {});
