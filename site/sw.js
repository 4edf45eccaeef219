// The page's service worker: keeps what the page has loaded, so that a later visit starts without
// the network, and adds the headers that threads need where the host does not set them.
//
// An address with ?h= names its content by hash and never changes: what is kept is right for ever.
// Anything else is asked for first and kept for the day when nobody answers.

const cacheName = 'kisekae-1';
const patience = 4000;  // ms until what is kept is good enough for a slow network

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(tidyUp()));

async function tidyUp() {
  for (const name of await caches.keys()) {
    if (name.startsWith('kisekae-') && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  event.respondWith((url.searchParams.has('h') ? byHash(request, event) : newest(request, event))
    .then((answer) => isolated(answer, url.searchParams.get('embed') === '1')));
});

// What came before this worker ruled is kept as well: the page tells which files.
self.addEventListener('message', (event) => {
  if (event.data?.kind === 'keep') event.waitUntil(keepAll(event.data.urls));
});

async function keepAll(urls) {
  const cache = await caches.open(cacheName);
  await Promise.all(urls.map(async (url) => {
    if (new URL(url).origin !== self.location.origin || await cache.match(key(url))) return;
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) await cache.put(key(url), answer);
  }));
}

// The search of an address is for the page, such as ?ep=, unless it is a hash.
function key(address) {
  const url = new URL(address);
  url.hash = '';
  if (!url.searchParams.has('h')) url.search = '';
  return url.href;
}

// `reload` is asked for when what was kept turned out to be damaged.
async function byHash(request, event) {
  const cache = await open();
  const kept = request.cache === 'reload' ? null : await cache?.match(key(request.url));
  if (kept) return kept;
  const answer = await fetch(request);
  event.waitUntil(replace(cache, request.url, answer));
  return answer;
}

async function newest(request, event) {
  const cache = await open();
  const coming = fetch(request).then((answer) => {
    event.waitUntil(keep(cache, request.url, answer));
    return answer;
  });
  const kept = await cache?.match(key(request.url));
  if (!kept) return coming;
  const late = new Promise((done) => { setTimeout(done, patience, kept.clone()); });
  return Promise.race([coming.catch(() => kept), late]);
}

// Null where storage is denied: then nothing is kept, and everything still works.
function open() {
  return caches.open(cacheName).catch(() => null);
}

async function keep(cache, url, answer) {
  if (!cache || !answer.ok || answer.status !== 200) return;
  await cache.put(key(url), answer.clone()).catch(() => {});  // The disk may be full.
}

// One content alone of each file.
async function replace(cache, url, answer) {
  const copy = answer.clone();
  for (const old of await cache?.keys() ?? []) {
    if (new URL(old.url).pathname === new URL(url).pathname) await cache.delete(old);
  }
  await keep(cache, url, copy);
}

// The answer with the headers of cross-origin isolation; `shared`: pages of other sites may show it in
// a frame.
function isolated(answer, shared) {
  if (!answer.body || answer.type !== 'basic') return answer;
  const headers = new Headers(answer.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', shared ? 'cross-origin' : 'same-origin');
  return new Response(answer.body, {
    status: answer.status, statusText: answer.statusText, headers });
}
