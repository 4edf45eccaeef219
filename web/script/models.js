// Which models there are: models/index.json names folders, each with a card.json, and says which
// belong together.

async function textOf(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.text();
}

// Tells the editor every model's card, in the order of the index; what is missing becomes a
// message.
export async function findModels(editor) {
  let names = [];
  try {
    names = JSON.parse(editor.readIndex(await textOf('models/index.json')));
  } catch (error) {
    editor.say('index', `models/index.json could not be read: ${error.message}.`, true);
  }
  const cards = await Promise.all(names.map(async (name) => {
    const url = `models/${encodeURIComponent(name)}/card.json`;
    try {
      return await textOf(url);
    } catch (error) {
      editor.say(`card ${name}`, `${url} could not be read: ${error.message}.`, true);
      return null;
    }
  }));
  names.forEach((name, i) => cards[i] !== null && editor.addModel(name, cards[i]));
  editor.modelsComplete();
}
