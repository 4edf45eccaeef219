// Light or dark: as the system has it, until the visitor switches.
import { recall, remember } from './memory.js';

const system = matchMedia('(prefers-color-scheme: dark)');

function wanted() {
  return recall('theme') ?? (system.matches ? 'dark' : 'light');
}

// `show(dark)` hears of every change and of the beginning.
export function followTheme(show) {
  const apply = () => {
    const theme = wanted();
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name="theme-color"]').content =
      getComputedStyle(document.documentElement).getPropertyValue('--page').trim();
    show(theme === 'dark');
  };
  system.addEventListener('change', apply);
  apply();
  return {
    change() {
      remember('theme', wanted() === 'dark' ? 'light' : 'dark');
      apply();
    },
  };
}
