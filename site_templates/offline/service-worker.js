/* What was seen once can be seen again without a connection, and the search works on a train. One worker for the site.

   The build writes three constants above this text: GENERATION (a digest of all core files), CORE (their addresses) and
   SEARCH (the generation of the search index). Two stores: the core of this generation, whole or not at all, and the
   pages visited, bounded in number and bytes. Nothing is sent anywhere. */
const SCOPE = new URL(self.registration.scope);
// Two indexes on one host share the browser's stores; each touches only its own.
const OWN = `paperindex:${SCOPE.pathname}:`;
const CORE_STORE = `${OWN}core:${GENERATION}`;
const VISITED_STORE = `${OWN}visited`;
const MOST_ENTRIES = 200;
const MOST_BYTES = 20_000_000;
const LARGEST = 600_000;
const PATIENCE = 4000;
const AT_ONCE = 6;
const SIZE = "x-paperindex-bytes";
const TIME = "x-paperindex-time";

const SHARD = /\/search\/[0-9a-f]{12}\/[^/]+\.bin$/;
const NAMED_BY_CONTENT = /\.[0-9a-f]{8}[./]/;
const NOT_KEPT = /^(?:exports|feeds)\/|\.(?:zip|xml|jsonl|txt|opml)$|^(?:manifest|addresses)\.json$|^service-worker\.js$/;

const core = new Set(CORE.map((address) => new URL(address, SCOPE).href));
const bare = (address) => address.replace(/[?#].*$/, "");
const inSite = (address) => bare(address).slice(SCOPE.href.length);
const settled = (address) => SHARD.test(bare(address)) || NAMED_BY_CONTENT.test(bare(address));

/* A page is the same for every query behind its question mark; a module is not. */
const keyOf = (request) => (request.mode === "navigate" || core.has(bare(request.url)) ? bare(request.url) : request.url.replace(/#.*$/, ""));

/* ---- the core: fetched whole when a new generation is installed ---- */

self.addEventListener("install", (event) => event.waitUntil(install().then(() => self.skipWaiting())));

async function install() {
  const store = await caches.open(CORE_STORE);
  const waiting = [...core];
  const worker = async () => {
    for (let address = waiting.pop(); address; address = waiting.pop()) await keepCore(store, address);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } catch (fault) {
    // What a lost connection left out, the next try adds. What has no room would only lie there and take it from others.
    if (fault.name === "QuotaExceededError") await caches.delete(CORE_STORE);
    throw fault;
  }
}

async function keepCore(store, address) {
  if (await store.match(address)) return;
  const earlier = settled(address) ? await caches.match(address) : undefined;
  const response = earlier ?? (await fetch(address, { cache: "no-cache" }));
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
  await store.put(address, response);
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver().then(() => self.clients.claim())));

/* Earlier generations go. What pages visited under them still need, their styles and scripts, joins the visited. */
async function takeOver() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(OWN) || name === CORE_STORE || name === VISITED_STORE) continue;
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      if (NAMED_BY_CONTENT.test(request.url) && !core.has(request.url)) await keep(request.url, await store.match(request));
    }
    await caches.delete(name);
  }
  const visited = await caches.open(VISITED_STORE);
  for (const request of await visited.keys()) {
    const old = SHARD.test(request.url) && !request.url.includes(`/${SEARCH}/`);
    if (old || core.has(request.url)) await forget(visited, request.url);
  }
}

/* ---- the visited: bounded, what was not used longest goes first ---- */

let known = null;
let queue = Promise.resolve();

/* Size and time of each visited file, read once after the worker wakes. */
async function entries(store) {
  if (known) return known;
  const read = new Map();
  for (const request of await store.keys()) {
    const { headers } = await store.match(request);
    read.set(request.url, { bytes: Number(headers.get(SIZE)), time: Number(headers.get(TIME)) });
  }
  return (known = read);
}

async function forget(store, address) {
  (await entries(store)).delete(address);
  await store.delete(address);
}

/* One after another, so that the bounds are counted right; a full disk costs a page kept, nothing else. */
function keep(address, response) {
  queue = queue.then(() => keepNow(address, response)).catch(() => {});
  return queue;
}

async function keepNow(address, response) {
  const body = await response.arrayBuffer();
  if (body.byteLength > LARGEST) return;
  const store = await caches.open(VISITED_STORE);
  const all = await entries(store);
  const headers = new Headers({ "content-type": response.headers.get("content-type") ?? "" });
  const time = Date.now();
  headers.set(SIZE, String(body.byteLength));
  headers.set(TIME, String(time));
  await store.put(address, new Response(body, { headers }));
  all.set(address, { bytes: body.byteLength, time });
  let bytes = [...all.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  for (const [oldest, entry] of [...all].sort(([, one], [, other]) => one.time - other.time)) {
    if (all.size <= MOST_ENTRIES && bytes <= MOST_BYTES) break;
    bytes -= entry.bytes;
    await forget(store, oldest);
  }
}

const worthKeeping = (response, address) =>
  response.ok && response.type === "basic" && !response.redirected && !core.has(bare(address)) && !NOT_KEPT.test(inSite(address));

/* ---- answering ---- */

async function stored(address) {
  try {
    // Not opened, which would make it: a later generation may have taken it away while this one still answers.
    const found = await caches.match(address, { cacheName: CORE_STORE });
    if (found) return found;
    const seen = await caches.match(address, { cacheName: VISITED_STORE });
    const entry = seen && known?.get(address);
    if (entry) entry.time = Date.now();
    return seen;
  } catch {
    // A store that the browser cannot read has nothing; the connection is still there.
    return undefined;
  }
}

async function fetched(request, event) {
  const response = await fetch(request);
  const address = keyOf(request);
  if (worthKeeping(response, address)) event.waitUntil(keep(address, response.clone()));
  return response;
}

/* A file named by its content never changes, so the stored copy is as good as a new one. */
async function storedFirst(request, event) {
  return (await stored(keyOf(request))) ?? fetched(request, event);
}

/* Everything else is asked for anew. Without an answer, or without one in good time, the stored copy answers. */
async function newest(request, event) {
  const answer = fetched(request, event);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const first = await Promise.race([answer, late]);
    if (first) return first;
    return (await stored(keyOf(request))) ?? (await answer);
  } catch (fault) {
    const copy = await stored(keyOf(request));
    if (copy) return copy;
    if (request.mode !== "navigate") throw fault;
    return Response.redirect(new URL(`offline/#${encodeURIComponent(inSite(request.url))}`, SCOPE).href);
  } finally {
    // Whichever lost the race may fail without anybody waiting for it.
    answer.catch(() => {});
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE.href) || request.headers.has("range")) return;
  event.respondWith(settled(request.url) ? storedFirst(request, event) : newest(request, event));
});

/* The page that brought the worker was loaded before there was one: it names itself and what it uses. */
self.addEventListener("message", (event) => {
  const { keep: addresses } = event.data ?? {};
  if (Array.isArray(addresses)) event.waitUntil(Promise.all(addresses.map(keepPage)));
});

async function keepPage(address) {
  const page = bare(address);
  if (!page.startsWith(SCOPE.href) || core.has(page) || (settled(page) && (await stored(page)))) return;
  const response = await fetch(address).catch(() => null);
  if (response && worthKeeping(response, page)) await keep(page, response);
}
