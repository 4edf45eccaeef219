// Poses by copy and paste, to and from other editors: OpenPose's JSON.

// Where a visitor writes, the keys are the field's own.
const isText = (target) => Boolean(target.closest?.(
  'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, [contenteditable]'));

// `page`: { editor, say(topic, sentence, values, problem), wake() }.
export function listenToClipboard(page) {
  document.addEventListener('copy', (event) => {
    if (isText(event.target) || String(getSelection())) return;
    event.clipboardData.setData('text/plain', page.editor.copiedPose());
    event.preventDefault();
    tellCopied(page);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain');
    if (isText(event.target) || !text) return;
    event.preventDefault();
    page.editor.pastePose(text);
    page.wake();
  });
}

const tellCopied = (page) => page.say('file', 'The pose is copied, as OpenPose’s JSON.', [], false);

// The same by buttons.
export async function copyPose(page) {
  try {
    await navigator.clipboard.writeText(page.editor.copiedPose());
    tellCopied(page);
  } catch {
    page.say('file', 'The browser did not allow copying; Ctrl and C copy, too.', [], true);
  }
}

export async function pastePose(page) {
  try {
    page.editor.pastePose(await navigator.clipboard.readText());
    page.wake();
  } catch {
    page.say('file', 'The browser did not allow pasting; Ctrl and V paste, too.', [], true);
  }
}
