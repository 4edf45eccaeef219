#!/usr/bin/env node
// Makes the pages of a site whole: their common shell, and what the site holds of models, pictures
// and licences.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsIn } from './model-index.mjs';

const help = `Usage: scripts/fill-pages.mjs SITE

Puts each page of SITE into SITE/shell.html: a page is a list of <template slot="NAME">, whose
contents take the places of the shell's <slot name="NAME">, and where it has none, the slot's own
contents stay. Then writes into index.html the picture that
stands there until the page draws, into models.html the cards of SITE/models, into gallery.html the pictures
of SITE/gallery, and into licences.html what lies in SITE/licences. scripts/assemble-site calls it.

Example:
  scripts/fill-pages.mjs build/site`;

const [site] = process.argv.slice(2);
if (!site || site === '-h' || site === '--help') {
  console.log(help);
  process.exit(site ? 0 : 2);
}

// The project's version, from the one place that names it.
function projectVersion() {
  const cmake = readFileSync(new URL('../CMakeLists.txt', import.meta.url), 'utf8');
  const found = /^project\(kisekae VERSION ([\d.]+)/m.exec(cmake);
  if (!found) throw new Error('CMakeLists.txt has no project(kisekae VERSION …)');
  return found[1];
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const titleOf = (file) => {
  const words = file.replace(/\.\w+$/, '').replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
};
// A figure's title and caption, which scripts/figures writes beside it.
const captionOf = (file) => {
  const beside = join(site, 'gallery', file.replace(/\.\w+$/, '.json'));
  if (!existsSync(beside)) return {};
  const { title, caption } = JSON.parse(readFileSync(beside, 'utf8'));
  return { title, more: ` · ${escape(caption.replace(`${title}, `, ''))}` };
};
const filesIn = (folder) => (existsSync(join(site, folder))
  ? readdirSync(join(site, folder)).sort() : []);

// ---- The shell -----------------------------------------------------------------------------

const addressOf = (page) => (page === 'index.html' ? './' : page);

// The page in the shell. A link to itself is none.
function inShell(page, shell) {
  const parts = new Map();
  const text = readFileSync(join(site, page), 'utf8');
  for (const [, name, contents] of text.matchAll(/<template slot="(\w+)">([^]*?)<\/template>/g)) {
    if (!shell.includes(`<slot name="${name}">`)) throw new Error(`${page}: shell.html has no slot ${name}`);
    parts.set(name, contents.trim());
  }
  if (!parts.has('title')) throw new Error(`${page} has no <template slot="title">`);
  return shell
    .replace(/<slot name="(\w+)">([^]*?)<\/slot>/g, (_, name, own) => parts.get(name) ?? own)
    .replace(new RegExp(`<a href="${addressOf(page).replaceAll('.', '\\.')}"( data-tr)?[^>]*>([^]*?)</a>`, 'g'),
             (_, translated = '', words) => `<span aria-current="page"${translated}>${words}</span>`)
    .replace(/^ +\n/gm, '');
}

// ---- What the site holds -------------------------------------------------------------------

function fill(page, mark, html) {
  const file = join(site, page);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(`<!-- ${mark} -->`)) throw new Error(`${file} has no place for ${mark}`);
  writeFileSync(file, text.replace(`<!-- ${mark} -->`, () => html));
}

// The models, each with the address that draws with it. A family has a light one and a full one.
function modelsOf(index) {
  return modelsIn(index).map(({ folder, family, size, alone }) => ({
    folder, kind: alone ? null : size,
    address: alone ? `./#v=1&m=${family}` : `./?size=${size}#v=1&m=${family}`,
    card: JSON.parse(readFileSync(join(site, 'models', folder, 'card.json'))),
  }));
}

const kinds = { light: 'Light model', full: 'Full model' };

function modelCard({ folder, kind, address, card }) {
  const { generator } = card;
  const row = (term, value) => `<dt data-tr>${term}</dt><dd>${escape(value)}</dd>`;
  const preview = card.preview && existsSync(join(site, 'models', folder, card.preview))
    ? `<img src="models/${folder}/${card.preview}" alt="${escape(card.title)}">` : '';
  return `<article class="card">
        ${preview}
        <h2 data-tr>${escape(card.title)}</h2>
        ${kind ? `<p data-tr>${kinds[kind]}</p>` : ''}
        <p><a href="${escape(address)}" data-tr>Draw with it</a></p>
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

// What she looks like before editor, engine and model are there, of the model that draws first.
function firstSight({ folder, card }) {
  return card.start && existsSync(join(site, 'models', folder, card.start))
    ? `<img id="first-sight" src="models/${folder}/${card.start}" alt="" fetchpriority="high">` : '';
}

function picture({ file, title, more = '' }) {
  return `<figure class="card wide"><img src="${file}" alt="${escape(title)}" loading="lazy">` +
         `<figcaption><span data-tr>${escape(title)}</span>${more}</figcaption></figure>`;
}

const names = {
  'dear-imgui.txt': 'Dear ImGui',
  'fflate.txt': 'fflate',
  'gifenc.txt': 'gifenc',
  'mediapipe.txt': 'MediaPipe Pose',
  'noto-sans-cjk.txt': 'Noto Sans CJK',
  'onnxruntime-web.txt': 'ONNX Runtime',
};

function licence(file) {
  const text = readFileSync(join(site, 'licences', file), 'utf8');
  const kind = /SIL Open Font|OFL/.test(text) ? 'SIL Open Font License'
    : /Apache License/.test(text) ? 'Apache License 2.0'
    : /MIT/.test(text) ? 'MIT' : 'its own licence';
  return `<article class="card"><h2><a href="licences/${file}">` +
         `${escape(names[file] ?? titleOf(file))}</a></h2><p>${kind}</p></article>`;
}

try {
  const shell = readFileSync(join(site, 'shell.html'), 'utf8')
    .replace('<!-- version -->', projectVersion());
  for (const page of readdirSync(site).filter((name) => name.endsWith('.html') && name !== 'shell.html')) {
    writeFileSync(join(site, page), inShell(page, shell));
  }
  rmSync(join(site, 'shell.html'));

  const models = modelsOf(JSON.parse(readFileSync(join(site, 'models/index.json'))));
  fill('models.html', 'models', models.map(modelCard).join('\n      '));
  const pictures = filesIn('gallery').filter((file) => /\.(png|jpe?g|webp|gif)$/.test(file))
    .map((file) => ({ file: `gallery/${file}`, title: titleOf(file), ...captionOf(file) }));
  const previews = models.map(({ folder, card }) => ({
    file: `models/${folder}/preview.png`, title: card.title,
    more: ` · ${card.generator.resolution} × ${card.generator.resolution}`,
  })).filter(({ file }) => existsSync(join(site, file)));
  fill('gallery.html', 'gallery', [...previews, ...pictures].map(picture).join('\n      '));
  fill('index.html', 'first sight', firstSight(models[0]));
  fill('licences.html', 'licences', filesIn('licences').map(licence).join('\n      '));
} catch (error) {
  console.error(`fill-pages: ${error.message}`);
  process.exit(1);
}
