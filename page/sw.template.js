// Keeps the page and its engine for use without a network. Only what this site itself serves; the list and version are written when it is built.
const version = '__VERSION__';
const files = __FILES__;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(version).then(cache => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(n => n.startsWith('localrig-') && n !== version).map(n => caches.delete(n)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  const scope = new URL(self.registration.scope);
  const path = url.pathname.startsWith(scope.pathname) ? url.pathname.slice(scope.pathname.length) : undefined;
  const name = path === '' || path === undefined ? './' : `./${path}`;
  if (path === undefined || !files.includes(name)) return; // the server's own questions go to the server
  event.respondWith(caches.open(version).then(cache => cache.match(name)).then(kept => kept ?? fetch(event.request)));
});
