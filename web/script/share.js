// The link to what is on the page, handed on, copied, or as HTML for another page.

const address = ({ editor }) => location.href.split('#')[0] + '#' + editor.link();

// By what the device has for it: a phone hands links on to people, a desktop copies them. `page`:
// { editor, say(topic, sentence, values, problem) }.
export async function shareLink(page) {
  if (!navigator.share || !matchMedia('(pointer: coarse)').matches) return copyLink(page);
  try {
    await navigator.share({ title: document.title, url: address(page) });
  } catch (error) {
    if (error.name !== 'AbortError') await copyLink(page);  // Aborted: they thought better of it.
  }
}

export async function copyLink(page) {
  const link = address(page);
  try {
    await navigator.clipboard.writeText(link);
    page.say('copied', 'The link is copied.', [], false);
  } catch {
    history.replaceState(null, '', link);
    page.say('copy', 'The browser did not allow copying; the link is in the address bar.', [], true);
  }
}

// A frame with the stage alone (embedding.js).
export async function copyEmbedding(page) {
  const link = new URL(address(page));
  link.search = '?embed=1';
  // Links hold no characters that HTML writes otherwise, but for the ampersand.
  const html = `<iframe src="${link.href.replaceAll('&', '&amp;')}" width="480" height="480" ` +
    'title="Kisekae" loading="lazy" style="border: 0"></iframe>';
  try {
    await navigator.clipboard.writeText(html);
    page.say('copied', 'The HTML of a frame with this is copied.', [], false);
  } catch {
    page.say('copy', 'The browser did not allow copying.', [], true);
  }
}
