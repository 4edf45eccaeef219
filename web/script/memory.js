// What the page remembers from visit to visit, in this browser alone. Storage may be denied or
// full; then it lasts as long as the page.
const here = new Map();

export function recall(name) {
  try {
    return localStorage.getItem(`kisekae.${name}`) ?? here.get(name) ?? null;
  } catch {
    return here.get(name) ?? null;
  }
}

export function remember(name, text) {
  here.set(name, text);
  try {
    localStorage.setItem(`kisekae.${name}`, text);
  } catch { /* as said above */ }
}
