/* The service worker: what was seen once can be seen again without a connection. Nothing is sent anywhere. */
const CACHE = "paperindex-1";
const SHARD = /\/search\/[0-9a-f]{12}\/[^/]+\.bin$/;
const SMALL = 600_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/* Shards never change under their name, so the stored copy is as good as a new one. */
async function stored(request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/* Everything else is asked for anew; the stored copy answers when nobody else does. */
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok && response.type === "basic") await cache.put(bare(request), response.clone());
    return response;
  } catch (fault) {
    const known = await cache.match(bare(request));
    if (known) return known;
    throw fault;
  }
}

/* A page is the same for every query behind its question mark. */
function bare(request) {
  const address = new URL(request.url);
  return request.mode === "navigate" ? address.origin + address.pathname : request.url;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  event.respondWith(SHARD.test(address.pathname) ? stored(request) : fresh(request));
});

/* A page asks for the whole of a small index; shards of earlier generations are dropped. */
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

async function keep({ base, routing, pages }) {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (SHARD.test(new URL(request.url).pathname) && !request.url.includes(`/${routing.generation}/`)) await cache.delete(request);
  }
  await Promise.all(pages.map(async (page) => (await cache.match(page)) ?? cache.add(page).catch(() => {})));
  if (routing.bytes > SMALL) return;
  const shards = routing.files.flatMap(([letter, count]) => Array.from({ length: count }, (_, n) => letter + n));
  for (const name of [...shards, ...routing.columns]) {
    await stored(new Request(`${base}${routing.generation}/${name}.bin`)).catch(() => {});
  }
}
