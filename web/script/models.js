// Which models there are: models/index.json names folders, each with a card.json, and says which
// belong together.
import { fetched } from './fetching.js';

const indexFile = 'models/index.json';
const cardFile = (name) => `models/${encodeURIComponent(name)}/card.json`;

// A file's text, or the Error why it did not come.
const textOf = (url) => fetched(url).then((answer) => answer.text()).catch((error) => error);

// The folders that an index names; what is wrong with it the editor says.
function foldersIn(index) {
  try {
    return JSON.parse(index).models
      .flatMap((one) => (typeof one === 'string' ? [one] : [one.light, one.full])).filter(Boolean);
  } catch {
    return [];
  }
}

// What there is to read: { index, cards }, cards by folder, all texts or Errors.
export async function fetchModels() {
  const index = await textOf(indexFile);
  const cards = new Map(foldersIn(index).map((name) => [name, textOf(cardFile(name))]));
  return { index, cards };
}

// Tells the editor every model's card, in the order of the index; what is missing becomes a
// message. `page`: { editor, say(topic, sentence, values, problem, retry) }.
export async function tellModels({ index, cards }, { editor, say }) {
  const missing = (topic, file, { message }) => say(
    topic, '{} could not be read: {}.', [file, message], true, true);
  let names = [];
  if (index instanceof Error) missing('index', indexFile, index);
  else names = JSON.parse(editor.readIndex(index));
  const texts = await Promise.all(names.map((name) => cards.get(name) ?? textOf(cardFile(name))));
  for (const [i, name] of names.entries()) {
    if (texts[i] instanceof Error) missing(`card ${name}`, cardFile(name), texts[i]);
    else editor.addModel(name, texts[i]);
  }
  editor.modelsComplete();
}
