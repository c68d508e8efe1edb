/* The files of the index: fetched, unpacked, kept. The twin of generator/search/shard_reader.py. */

const ASCII_LIMIT = 128;
const DIMENSIONS = 32;
const VECTORS_PER_SHARD = 32;
const utf8 = new TextDecoder();

/* What went wrong in words for the reader; `stale` when another try with a new routing table may help. */
export class SearchFault extends Error {
  constructor(message, stale = false) {
    super(message);
    this.stale = stale;
  }
}

class Bytes {
  place = 0;

  constructor(buffer) {
    this.data = new Uint8Array(buffer);
  }

  number() {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.data[this.place++];
      value |= (byte & 127) << shift;
      if (byte < ASCII_LIMIT) return value;
      if (byte === undefined) throw new SearchFault("A part of the search index is broken.", true);
      shift += 7;
    }
  }

  numbers(count) {
    const found = new Array(count);
    for (let n = 0; n < count; n++) found[n] = this.number();
    return found;
  }

  raw(count) {
    this.place += count;
    return this.data.subarray(this.place - count, this.place);
  }

  word(before) {
    const start = before.slice(0, this.number());
    return start + utf8.decode(this.raw(this.number()));
  }

  words(count) {
    let before = "";
    return Array.from({ length: count }, () => (before = this.word(before)));
  }
}

function readTerms(buffer) {
  const bytes = new Bytes(buffer);
  const count = bytes.number();
  const terms = bytes.words(count);
  const surfaces = terms.map((term) => Array.from({ length: bytes.number() }, () => bytes.word(term)));
  const sizes = bytes.numbers(count);
  const titleSizes = bytes.numbers(count);
  const idfs = bytes.raw(count);
  const documents = sizes.map((size) => {
    const found = new Uint32Array(size);
    let last = -1;
    for (let row = 0; row < size; row++) found[row] = last += bytes.number() + 1;
    return found;
  });
  const column = (size) => bytes.raw(size);
  const impacts = sizes.map(column);
  const places = titleSizes.map(column);
  const lengths = titleSizes.map(column);
  const words = titleSizes.map((size, n) => (surfaces[n].length > 1 ? bytes.raw(size) : null));
  return new Map(
    terms.map((term, n) => [
      term,
      {
        idf: idfs[n],
        documents: documents[n],
        impacts: impacts[n],
        titlePlaces: places[n],
        titleLengths: lengths[n],
        titleWords: words[n],
        surfaces: surfaces[n].length ? surfaces[n] : [term],
      },
    ]),
  );
}

function readWords(buffer) {
  const bytes = new Bytes(buffer);
  const words = bytes.words(bytes.number());
  const levels = bytes.raw(words.length);
  return new Map(words.map((word, n) => [word, levels[n]]));
}

function readFacet(buffer, documents) {
  const bytes = new Bytes(buffer);
  const names = JSON.parse(utf8.decode(bytes.raw(bytes.number())));
  const counts = bytes.numbers(documents);
  return { names, rows: counts.map((count) => bytes.numbers(count)) };
}

const readRecords = (buffer) => JSON.parse(utf8.decode(buffer));
const readNumbers = (buffer, documents) => new Bytes(buffer).numbers(documents);

function readVectors(buffer) {
  const pairs = new Uint8Array(buffer);
  const levels = new Int8Array(2 * pairs.length);
  pairs.forEach((both, n) => {
    levels[2 * n] = (both >> 4) - 8;
    levels[2 * n + 1] = (both & 15) - 8;
  });
  return Array.from({ length: levels.length / DIMENSIONS }, (_, n) => levels.subarray(n * DIMENSIONS, (n + 1) * DIMENSIONS));
}

const DECODERS = { t: readTerms, f: readWords, b: readWords, r: readRecords, v: readVectors, c: readFacet, n: readNumbers };

/* One generation of the index. Reading is synchronous: what is not there yet is noted as missing, and
   whoever asked asks again after `load`. */
export class Store {
  known = new Map();
  missing = new Set();

  constructor(base, routing) {
    this.base = base;
    this.routing = routing;
    this.documents = routing.documents;
    this.bounds = {};
    for (const kind of ["terms", "words", "reversed"]) this.bounds[kind] = routing[kind] ? routing[kind].split(" ") : [];
  }

  shard(name) {
    const found = this.known.get(name);
    if (found === undefined) this.missing.add(name);
    return found;
  }

  async load() {
    const names = [...this.missing];
    this.missing.clear();
    await Promise.all(names.map((name) => this.fetchShard(name)));
  }

  async fetchShard(name) {
    const address = `${this.base}${this.routing.generation}/${name}.bin`;
    let buffer;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new SearchFault("A part of the search index is missing.", true);
      const plain = response.body.pipeThrough(new DecompressionStream("deflate"));
      buffer = await new Response(plain).arrayBuffer();
      // Several parts may be there at once; each is unpacked in a turn of its own.
      await nextTurn();
      this.known.set(name, DECODERS[name[0]](buffer, this.documents));
    } catch (fault) {
      if (fault instanceof SearchFault) throw fault;
      throw new SearchFault("A part of the search index could not be read.", true);
    }
  }

  numberOf(kind, key) {
    const bounds = this.bounds[kind];
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (key < bounds[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  postings(term) {
    return this.shard(`t${this.numberOf("terms", term)}`)?.get(term) ?? null;
  }

  /* The chunks of a dictionary that hold words beginning with `start`, at most `limit` of them. */
  wordsBetween(start, backwards, limit) {
    const [kind, letter] = backwards ? ["reversed", "b"] : ["words", "f"];
    const first = this.numberOf(kind, start);
    const last = Math.min(this.numberOf(kind, `${start}\uffff`), first + limit - 1);
    const found = [];
    for (let number = first; number <= last; number++) found.push(this.shard(letter + number) ?? new Map());
    return found;
  }

  facet(name) {
    return this.shard(`c-${name}`);
  }

  numbers(name) {
    return this.shard(`n-${name}`);
  }

  vector(document) {
    return this.shard(`v${Math.floor(document / VECTORS_PER_SHARD)}`)?.[document % VECTORS_PER_SHARD];
  }

  record(document) {
    const { stride } = this.routing;
    return this.shard(`r${Math.floor(document / stride)}`)?.[document % stride];
  }

  /* Repeat `ask` until it has everything it needs. */
  async until(ask) {
    for (;;) {
      const value = ask();
      if (!this.missing.size) return value;
      await this.load();
      // What has just arrived was unpacked in this turn; the page gets its own before the next work begins.
      await nextTurn();
    }
  }
}

/* A message comes in a turn of its own, and unlike a timer without delay. */
function nextTurn() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((go) => {
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(null);
  });
}

const TURN = 8;

/* Long work in short turns, so that typing and scrolling are never kept waiting (milliseconds). */
export class Turns {
  begun = performance.now();

  /* The page gets its turn when ours has lasted long enough. */
  async end() {
    if (performance.now() - this.begun < TURN) return;
    await nextTurn();
    this.begun = performance.now();
  }
}

export async function openStore(base, renew = false) {
  let response;
  try {
    response = await fetch(`${base}index.json`, { cache: renew ? "reload" : "no-cache" });
  } catch {
    throw new SearchFault("The search index could not be reached.");
  }
  if (!response.ok) throw new SearchFault("The search index is missing.");
  try {
    const routing = await response.json();
    if (routing.version === 1) return new Store(base, routing);
  } catch {
    throw new SearchFault("The search index could not be read.");
  }
  throw new SearchFault("The search index is newer than this page: please reload the page.");
}
