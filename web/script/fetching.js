// Fetching files; what does not come is an Error with the reason in words.

// Of every fetch that got no answer: browsers do not tell more. Translated where it is shown.
export const unreachable = 'the network or this site cannot be reached';

// The answer, which is a good one.
export async function fetched(url, options = {}) {
  const answer = await fetch(url, options).catch(() => { throw new Error(unreachable); });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer;
}

// A file's bytes, with a word after every piece.
export async function download(url, onBytes = () => {}, options = {}) {
  const answer = await fetched(url, options);
  const parts = [];
  let received = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read().catch(() => { throw new Error(unreachable); });
    if (done) break;
    parts.push(value);
    received += value.length;
    onBytes(received);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const tries = new Map();

// A module that is wanted only now. Browsers remember that one did not come, so that a second try
// is for another address.
export async function imported(url) {
  const count = tries.get(url.href) ?? 0;
  const again = new URL(url);
  if (count) again.searchParams.set('again', count);
  try {
    return await import(again);
  } catch (error) {
    tries.set(url.href, count + 1);
    // A module that came and is wrong says so itself.
    if (error instanceof SyntaxError) throw error;
    throw new Error(unreachable);
  }
}
