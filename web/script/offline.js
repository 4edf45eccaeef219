// The service worker (site/sw.js): a second visit without the network, and threads on hosts that
// cannot set headers.

import { fetched } from './fetching.js';

const patience = 3000;  // ms; a browser that takes longer does without

let ruled;  // Promise of becomeOffline().

// The page needs the service worker's headers for threads, and is loaded once more to get them.
export const willReload = () => Boolean(navigator.serviceWorker) && !crossOriginIsolated;

// Resolves when the service worker rules the page, or cannot. Where threads need it, the page is
// loaded once more; then this never resolves.
export function becomeOffline() {
  ruled = rulePage();
  return ruled;
}

// Files that are there already are kept, and with them what a visitor may want who has lost the
// network since: the list offline.json, unless every byte costs them.
export async function keep(urls) {
  await ruled;
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return;
  worker.postMessage({ kind: 'keep', urls: [location.href, ...loadedUrls(), ...urls] });
  if (navigator.connection?.saveData) return;
  try {
    const more = await (await fetched('offline.json')).json();
    worker.postMessage({ kind: 'keep', urls: more.map((file) => new URL(file, document.baseURI).href) });
  } catch (error) {
    console.warn(`Not all of the page is kept for later: ${error.message}`);
  }
}

const loadedUrls = () => performance.getEntriesByType('resource').map((entry) => entry.name);

async function rulePage() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  try {
    await Promise.race([rule(workers), new Promise((done) => { setTimeout(done, patience); })]);
  } catch (error) {
    console.warn(`The page will not start without the network: ${error.message}`);
    return;
  }
  if (!workers.controller) return;
  if (!crossOriginIsolated && isFirstTry()) {
    location.reload();
    await new Promise(() => {});
  }
  workers.controller.postMessage({ kind: 'keep', urls: [location.href, ...loadedUrls()] });
}

async function rule(workers) {
  await workers.register('sw.js');
  if (workers.controller) return;
  await new Promise((done) => { workers.addEventListener('controllerchange', done, { once: true }); });
}

// A reload that did not help must not become a thousand.
function isFirstTry() {
  try {
    if (sessionStorage.getItem('kisekae.isolating')) return false;
    sessionStorage.setItem('kisekae.isolating', 'yes');
    return true;
  } catch {
    return false;
  }
}
