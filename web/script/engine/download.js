// A file's bytes, with a word after every piece. Throws an Error that says what the server said.
export async function download(url, onBytes, options = {}) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const parts = [];
  let received = 0;
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    received += value.length;
    onBytes(received);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
