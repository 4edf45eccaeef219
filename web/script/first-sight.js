// Runs before the page is there, and is no module for that. A link, or what a visitor left here, is
// another character than the one that stands in the editor's place at first.
{
  const left = () => {
    try {
      return localStorage.getItem('kisekae.scene');
    } catch {
      return null;
    }
  };
  // Nor does a frame of another page (embedding.js) begin with it.
  const embedded = new URLSearchParams(location.search).get('embed') === '1';
  document.documentElement.classList.toggle('embedded', embedded);
  if (embedded || location.hash.length > 1 || left()) document.documentElement.classList.add('known');
}
// A program that does not come has nobody to say so.
addEventListener('error', ({ target }) => {
  if (target.id !== 'program') return;
  import('./trouble.js').then(({ showTrouble }) => showTrouble(
    'The editor could not start: a file of its program could not be loaded.'));
}, true);
