// ?embed=1 in the address: the stage alone, for a frame of another page. It plays the link's motion,
// and a click opens the whole page.

export const embedded = new URLSearchParams(location.search).get('embed') === '1';

// Lays a link over the stage, to the same address without ?embed, and lets the motion play unless
// the visitor asks for little motion.
export function beginEmbedding(editor, name) {
  const whole = new URL(location.href);
  whole.searchParams.delete('embed');
  const link = document.createElement('a');
  link.id = 'whole-page';
  link.href = whole.href;
  link.target = '_blank';
  link.rel = 'noopener';
  link.setAttribute('aria-label', name);
  const canvas = document.getElementById('editor');
  canvas.removeAttribute('tabindex');
  canvas.setAttribute('aria-hidden', 'true');
  canvas.after(link);
  addEventListener('hashchange', () => {
    whole.hash = location.hash;
    link.href = whole.href;
  });
  editor.embed(!matchMedia('(prefers-reduced-motion: reduce)').matches);
}
