// The service worker (site/sw.js): a second visit without the network, and threads on hosts that
// cannot set headers.

const patience = 3000;  // ms; a browser that takes longer does without

// Resolves when the service worker rules the page, or cannot. Where threads need it, the page is
// loaded once more; then this never resolves.
export async function becomeOffline() {
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
  const urls = performance.getEntriesByType('resource').map((entry) => entry.name);
  workers.controller.postMessage({ kind: 'keep', urls: [location.href, ...urls] });
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
