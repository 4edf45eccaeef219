// The look of the character in a picture, by the encoder that comes with a model.

// The file's picture in the middle of a white square, as the editor shows it: RGBA bytes.
async function squared(file, side) {
  const bitmap = await createImageBitmap(file);
  const scale = side / Math.max(bitmap.width, bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  const sheet = new OffscreenCanvas(side, side).getContext('2d');
  sheet.fillStyle = 'white';
  sheet.fillRect(0, 0, side, side);
  sheet.imageSmoothingQuality = 'high';
  sheet.drawImage(bitmap, (side - width) / 2, (side - height) / 2, width, height);
  bitmap.close();
  return new Uint8Array(sheet.getImageData(0, 0, side, side).data.buffer);
}

// She becomes the character in the picture, who stands as the skeleton does. `page`: { editor,
// engine(), say(topic, sentence, values, problem), wake() }.
export async function copyLook(file, { editor, engine, say, wake }) {
  const encoder = editor.encoder();
  if (!file || !encoder) return;
  try {
    const given = editor.encoderInputs(await squared(file, encoder.side));
    if (!given) return;
    const inputs = Object.fromEntries(Object.entries(given).map(
      ([name, { values, dims }]) => [name, { values: Float32Array.from(values), dims }]));
    const found = await engine().encode(encoder, inputs);
    // Another model may have come meanwhile.
    if (editor.encoder()?.sha256 === encoder.sha256) editor.takeLook(found);
  } catch (error) {
    say('look', error.sentence ?? 'The look could not be read ({}).',
        error.values ?? [String(error?.message ?? error)], true);
  }
  wake();
}
