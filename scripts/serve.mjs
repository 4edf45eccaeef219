#!/usr/bin/env node
// A small server for the page while one works on it: static files with the headers that let
// WebAssembly use threads (cross-origin isolation).
import { createServer } from 'node:http';
import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const help = `Usage: scripts/serve.mjs [--port N] [--host NAME] [--overlay FOLDER] [FOLDER]

Serves FOLDER (build/site) on http://localhost:8080 until Ctrl-C; of a folder that scripts/pack-site
made, the packed copies.
  --port N          another port; 0 takes a free one
  --host NAME       listen on another address than localhost, such as 0.0.0.0
  --overlay FOLDER  files that take the place of FOLDER's

Examples:
  scripts/serve.mjs
  scripts/serve.mjs --port 9000 build/site
  scripts/pack-site build/site build/deploy && scripts/serve.mjs build/deploy`;

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.txt': 'text/plain; charset=utf-8',
};

// The file for an address, or null; addresses that lead out of the folders name none.
function fileFor(folders, pathname) {
  const path = normalize(pathname.endsWith('/') ? pathname + 'index.html' : pathname);
  for (const folder of folders) {
    const file = join(folder, path);
    if (!file.startsWith(folder + sep)) continue;
    if (existsSync(file) && statSync(file).isFile()) return file;
  }
  return null;
}

// What takes the place of a file for a client that unpacks it: [file, encoding], if scripts/pack-site
// has put a packed copy beside it.
function packed(file, accepted = '') {
  const encodings = accepted.split(',').map((one) => one.split(';')[0].trim());
  for (const [encoding, ending] of [['br', '.br'], ['gzip', '.gz']]) {
    if (encodings.includes(encoding) && existsSync(file + ending)) return [file + ending, encoding];
  }
  return [file, null];
}

// Serves folders, the first that has a file winning. Resolves to the listening server. With
// `isolated` false it sets no more headers than a host that lets one set none.
export function serve({ folders, port = 8080, host = 'localhost', isolated = true }) {
  const roots = folders.map((folder) => realpathSync(folder));
  const server = createServer((request, response) => {
    const headers = {
      ...(isolated && {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'same-origin',
      }),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
    };
    const refuse = (status, text) => {
      response.writeHead(status, { ...headers, 'Content-Type': types['.txt'] });
      response.end(text + '\n');
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET');
    let file;
    try {
      const { pathname, searchParams } = new URL(request.url, 'http://localhost');
      file = fileFor(roots, decodeURIComponent(pathname));
      // Isolated pages of other sites may show it in a frame.
      if (isolated && searchParams.get('embed') === '1') {
        headers['Cross-Origin-Resource-Policy'] = 'cross-origin';
      }
    } catch {
      return refuse(400, 'Bad address');
    }
    if (!file) return refuse(404, 'Not found');
    const [sent, encoding] = packed(file, request.headers['accept-encoding']);
    const stats = statSync(sent);
    headers.Vary = 'Accept-Encoding';
    const tag = `"${stats.size.toString(16)}-${Math.round(stats.mtimeMs).toString(16)}"`;
    headers.ETag = tag;
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304, headers);
      return response.end();
    }
    response.writeHead(200, {
      ...headers,
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': stats.size,
      ...(encoding && { 'Content-Encoding': encoding }),
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(sent).on('error', () => response.destroy()).pipe(response);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => done(server));
  });
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: 'localhost' },
        overlay: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    console.error(`serve: ${error.message}`);
    process.exit(2);
  }
}

async function main() {
  const { values, positionals } = parse();
  if (values.help) return console.log(help);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    console.error(`serve: --port is "${values.port}", expected a number from 0 to 65535`);
    process.exit(2);
  }
  const site = resolve(positionals[0] ?? join(fileURLToPath(import.meta.url), '../../build/site'));
  const folders = [values.overlay, site].filter(Boolean);
  for (const folder of folders) {
    if (!existsSync(folder)) {
      console.error(`serve: there is no folder ${folder}; scripts/build web makes the page`);
      process.exit(1);
    }
  }
  try {
    const server = await serve({ folders, port, host: values.host });
    console.log(`Kisekae is on http://${values.host}:${server.address().port} (Ctrl-C ends it)`);
  } catch (error) {
    const busy = error.code === 'EADDRINUSE';
    console.error(busy ? `serve: port ${port} is taken; choose another with --port`
                       : `serve: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main();
}
