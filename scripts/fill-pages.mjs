#!/usr/bin/env node
// Fills the pages of a site with what it holds: models, pictures, licences.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const help = `Usage: scripts/fill-pages.mjs SITE

Writes into SITE/models.html the cards of SITE/models, into SITE/gallery.html the pictures of
SITE/gallery, and into SITE/licences.html what lies in SITE/licences. scripts/assemble-site calls it.

Example:
  scripts/fill-pages.mjs build/site`;

const [site] = process.argv.slice(2);
if (!site || site === '-h' || site === '--help') {
  console.log(help);
  process.exit(site ? 0 : 2);
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const titleOf = (file) => {
  const words = file.replace(/\.\w+$/, '').replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
};
const filesIn = (folder) => (existsSync(join(site, folder))
  ? readdirSync(join(site, folder)).sort() : []);

function fill(page, mark, html) {
  const file = join(site, page);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(`<!-- ${mark} -->`)) throw new Error(`${file} has no place for ${mark}`);
  writeFileSync(file, text.replace(`<!-- ${mark} -->`, () => html));
}

const cardOf = (name) => JSON.parse(readFileSync(join(site, 'models', name, 'card.json')));

function modelCard(name) {
  const card = cardOf(name);
  const { generator } = card;
  const row = (term, value) => `<dt data-tr>${term}</dt><dd>${escape(value)}</dd>`;
  const preview = card.preview && existsSync(join(site, 'models', name, card.preview))
    ? `<img src="models/${name}/${card.preview}" alt="${escape(card.title)}">` : '';
  return `<article class="card">
        ${preview}
        <h2 data-tr>${escape(card.title)}</h2>
        <p><a href="./#v=1&amp;m=${name}" data-tr>Draw with it</a></p>
        <dl>
          ${row('Picture', `${generator.resolution} × ${generator.resolution}`)}
          ${row('File', `${(card.bytes / 1e6).toFixed(1)} MB, fp16, ONNX`)}
          ${row('Network', `${generator.architecture}, ${generator.encoding}, nf ${generator.fmap_base}/${generator.fmap_max}, z ${generator.latent_size}`)}
          ${row('Training', card.training)}
          ${row('Licence', card.licence)}
          ${row('SHA-256', card.sha256)}
        </dl>
      </article>`;
}

const names = {
  'dear-imgui.txt': 'Dear ImGui',
  'fflate.txt': 'fflate',
  'gifenc.txt': 'gifenc',
  'noto-sans-cjk.txt': 'Noto Sans CJK',
  'onnxruntime-web.txt': 'ONNX Runtime',
};

function licence(file) {
  const text = readFileSync(join(site, 'licences', file), 'utf8');
  const kind = /SIL Open Font|OFL/.test(text) ? 'SIL Open Font License'
    : /MIT/.test(text) ? 'MIT' : 'its own licence';
  return `<article class="card"><h2><a href="licences/${file}">` +
         `${escape(names[file] ?? titleOf(file))}</a></h2><p>${kind}</p></article>`;
}

try {
  const { models } = JSON.parse(readFileSync(join(site, 'models/index.json')));
  fill('models.html', 'models', models.map(modelCard).join('\n      '));
  const pictures = filesIn('gallery').filter((file) => /\.(png|jpe?g|webp)$/.test(file))
    .map((file) => [`gallery/${file}`, titleOf(file)]);
  const previews = models.map((name) => [`models/${name}/preview.png`, cardOf(name).title])
    .filter(([file]) => existsSync(join(site, file)));
  fill('gallery.html', 'gallery', [...pictures, ...previews].map(([file, title]) =>
    `<figure class="card wide"><img src="${file}" alt="${escape(title)}"><figcaption data-tr>${escape(title)}` +
    '</figcaption></figure>').join('\n      '));
  fill('licences.html', 'licences', filesIn('licences').map(licence).join('\n      '));
} catch (error) {
  console.error(`fill-pages: ${error.message}`);
  process.exit(1);
}
