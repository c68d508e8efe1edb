/* Scores and answers, the twin of generator/search/scoring.py and engine.py: the same numbers to the last bit. */
import { LEAST_WORDS, rerank, RERANKED } from "./meaning.js";
import { makePlan } from "./plan.js";
import { isBlank, parseQuery, yearRange } from "./query.js";
import { openStore, SearchFault, Turns } from "./shards.js";
import { squeezed, wordsIn } from "./words.js";

export { SearchFault };

const SURFACE_GAIN = 0.25;
const COVERAGE_FLOOR = 0.3;
const TITLE_GAIN = 0.8;
const NAME_GAIN = 1.0;
const ADJACENT_GAIN = 0.2;
const NO_PLACE = 63;
const ENOUGH = 10;
const LEAST_SHARE = 0.03;
const PERHAPS_THEIRS = 0.25;
const BITS = { "": 0, title: 2, author: 1 };

/* Columns with one entry per paper; cleared before each use through the list of touched papers. */
class Columns {
  constructor(size) {
    this.score = new Float64Array(size);
    this.matched = new Uint8Array(size);
    this.weight = new Float64Array(size);
    this.inTitle = new Uint8Array(size);
    this.titleLength = new Uint8Array(size);
    this.best = new Float64Array(size);
    this.bestTitle = new Uint16Array(size);
    this.adjacent = new Uint8Array(size);
    this.expected = new Uint16Array(size);
    this.touched = [];
  }

  clear() {
    // An answer keeps its scores for as long as somebody scrolls through it.
    if (this.touched.length) this.score = new Float64Array(this.score.length);
    for (const document of this.touched) {
      this.matched[document] = this.weight[document] = 0;
      this.inTitle[document] = this.titleLength[document] = 0;
      this.adjacent[document] = this.expected[document] = 0;
    }
    this.touched = [];
  }
}

/* Calls `take` with each paper of one term, its value, and where it stands in the title: the place
   there above the title's length plus one, in eight bits each; 0 when it is not in the title. */
function eachHit(postings, { surface, weight, idf }, field, take) {
  const { documents, impacts, titlePlaces, titleLengths, titleWords, surfaces } = postings;
  const needed = BITS[field];
  const unit = weight * idf;
  const wanted = surfaces.indexOf(surface);
  let row = 0;
  for (let place = 0; place < documents.length; place++) {
    const impact = impacts[place];
    let value = unit * (impact >> 2);
    let title = 0;
    if (impact & 2) {
      title = (titlePlaces[row] << 8) | (titleLengths[row] + 1);
      if (wanted === (titleWords ? titleWords[row] : 0)) value *= 1 + SURFACE_GAIN;
      row++;
    }
    if ((impact & needed) === needed) take(documents[place], value, title);
  }
}

/* Several terms that must all be there: the mean of their values. */
function eachCommonHit(alternative, field, take) {
  const parts = alternative.postings.map((postings) => {
    const hits = new Map();
    eachHit(postings, alternative, field, (document, value, title) => hits.set(document, { value, title }));
    return hits;
  });
  for (const document of parts[0].keys()) {
    const hits = parts.map((part) => part.get(document));
    if (!hits.every(Boolean)) continue;
    const value = hits.reduce((sum, hit) => sum + hit.value, 0) / hits.length;
    const longest = Math.max(...hits.map((hit) => hit.title & 255));
    const title = hits.every((hit) => hit.title) ? (NO_PLACE << 8) | longest : 0;
    take(document, value, title);
  }
}

function addSlot(columns, slot, number) {
  const { best, bestTitle } = columns;
  const here = [];
  const take = (document, value, title) => {
    if (best[document] === 0) here.push(document);
    if (value > best[document]) {
      best[document] = value;
      bestTitle[document] = title;
    }
  };
  for (const alternative of slot.alternatives) {
    if (alternative.postings.length > 1) eachCommonHit(alternative, slot.word.field, take);
    else eachHit(alternative.postings[0], alternative, slot.word.field, take);
  }
  for (const document of here) {
    if (columns.matched[document] === 0) columns.touched.push(document);
    columns.score[document] += best[document];
    columns.matched[document]++;
    columns.weight[document] += slot.idf;
    if (bestTitle[document]) {
      columns.inTitle[document]++;
      columns.titleLength[document] = (bestTitle[document] & 255) - 1;
      const place = bestTitle[document] >> 8;
      if (place < NO_PLACE) {
        // The number of the word and its place in one: equal when it follows the word before it.
        if (number && columns.expected[document] === number * 64 + place) columns.adjacent[document]++;
        columns.expected[document] = (number + 1) * 64 + place + 1;
      }
    }
    best[document] = bestTitle[document] = 0;
  }
}

function finish(columns, plan) {
  const { score, weight, inTitle, titleLength, adjacent } = columns;
  const whole = plan.slots.reduce((sum, slot) => sum + slot.idf, 0);
  const named = new Set(plan.names.flatMap((postings) => [...postings.documents]));
  for (const document of columns.touched) {
    const coverage = weight[document] / whole;
    score[document] *= COVERAGE_FLOOR + (1 - COVERAGE_FLOOR) * coverage * coverage;
    if (inTitle[document]) {
      const length = Math.max(titleLength[document], plan.slots.length, inTitle[document]);
      score[document] *= 1 + TITLE_GAIN * (inTitle[document] / length);
    }
    if (adjacent[document]) score[document] *= 1 + ADJACENT_GAIN * (adjacent[document] / (plan.slots.length - 1));
    if (named.size && named.has(document)) score[document] *= 1 + NAME_GAIN;
  }
}

function withField(postings, field) {
  const bits = BITS[field];
  return postings.documents.filter((_, place) => (postings.impacts[place] & bits) === bits);
}

function inAll(several, field) {
  const sets = several.map((postings) => new Set(postings ? withField(postings, field) : []));
  return [...sets[0]].filter((document) => sets.every((set) => set.has(document)));
}

/* Each paper whose title has the term, with its first place there. */
const titlePlaces = (postings) =>
  new Map(postings ? Array.from(withField(postings, "title"), (document, row) => [document, postings.titlePlaces[row]]) : []);

/* Papers whose title has the words at the given distances, as far as the first place of each word tells: a stop word
   may have stood there once before. */
function papersWithPhrase(words, postings) {
  const all = words.map(([distance, , isStop], number) => ({ distance, isStop, places: titlePlaces(postings[number]) }));
  const isLoose = all.filter(({ isStop }) => !isStop).length >= 2;
  const [first, ...others] = [...all].sort((one, other) => one.isStop - other.isStop);
  const found = [];
  for (const [document, place] of first.places) {
    const start = place - first.distance;
    const fits = ({ distance, isStop, places }) => {
      const here = places.get(document);
      return here !== undefined && (isLoose && isStop ? here <= start + distance : here === start + distance);
    };
    if (others.every(fits)) found.push(document);
  }
  return found;
}

/* Papers that have every word of a phrase anywhere, or what counts as finding it. */
function papersWithWords(plan, { words }) {
  const terms = new Set(words.filter(([, , isStop]) => !isStop).map(([, term]) => term));
  const slots = plan.slots.filter(({ word }) => terms.has(word.stem) && !word.field);
  const sets = slots.map((slot) => new Set(slot.alternatives.flatMap(({ postings }) => inAll(postings, ""))));
  return sets.length ? [...sets[0]].filter((document) => sets.every((set) => set.has(document))) : [];
}

/* Papers with an excluded word; of a compound those that write it as one, or have its words in a row in the title.
   Where none does, those that have its words. */
function papersWithExcluded({ stems, field, joined, postings, together }) {
  if (joined) {
    const words = stems.map((term, place) => [place, term, false]);
    const found = [...papersWithPhrase(words, postings), ...(together ? together.documents : [])];
    if (found.length) return found;
  }
  return inAll(postings, field);
}

/* The numbers of the values that a condition means: by id or name, else by the beginning of a name. */
export function facetValues(names, { field, value }) {
  const numbers = names.map((_, number) => number);
  const years = field === "year" ? yearRange(value) : null;
  if (years) return new Set(numbers.filter((n) => years[0] <= Number(names[n][0]) && Number(names[n][0]) <= years[1]));
  const wanted = squeezed(value);
  const exact = numbers.filter((n) => squeezed(names[n][0]) === wanted || squeezed(names[n][1]) === wanted);
  if (exact.length || !wanted) return new Set(exact);
  return new Set(numbers.filter((n) => squeezed(names[n][1]).startsWith(wanted)));
}

function papersOfFilter(store, condition) {
  const facet = store.facet(condition.field);
  if (!facet) return [];
  const chosen = facetValues(facet.names, condition);
  return facet.rows.flatMap((row, document) => (row.some((value) => chosen.has(value)) ? [document] : []));
}

/* Papers whose arXiv id or DOI the query has. */
const identified = ({ keys }, plan) => [
  ...new Set(keys.flatMap((key, number) => (plan.keys[number] && key.endsWith("#") ? [...plan.keys[number].documents] : []))),
];

/* Withdrawn, retracted and superseded papers, unless the query asks for a status or names a paper by its id. */
function papersSetAside(store, query) {
  const asked = query.keys.length || query.filters.some((condition) => condition.field === "status");
  return asked ? [] : (store.routing.aside ?? []);
}

/* What identifiers, phrases, excluded words and facets leave, as one byte per paper; null when nothing limits. */
function allowedPapers(store, query, plan) {
  const sets = [];
  // An identifier that no paper has does not stand in the way of the words around it.
  const isUnheard = plan.slots.length && !plan.keys.some(Boolean) && query.keys.every((key) => key.endsWith("#"));
  if (plan.keys.length && !isUnheard) sets.push([plan.keys.flatMap((key) => (key ? [...key.documents] : [])), false]);
  for (const phrase of plan.phrases) {
    const having = papersWithPhrase(phrase.words, phrase.postings);
    // A phrase that no title has is taken for words that a paper must have; whoever shows the answer says so.
    phrase.scattered = !phrase.excluded && !having.length;
    sets.push([phrase.scattered ? papersWithWords(plan, phrase) : having, phrase.excluded]);
  }
  for (const one of plan.excluded) if (!one.name.length) sets.push([papersWithExcluded(one), true]);
  for (const condition of query.filters) sets.push([papersOfFilter(store, condition), condition.excluded]);
  const aside = papersSetAside(store, query);
  if (aside.length) sets.push([aside, true]);
  if (!sets.length) return null;
  const allowed = new Uint8Array(store.documents).fill(1);
  for (const [papers, excluded] of sets) {
    const named = new Uint8Array(store.documents);
    for (const document of papers) named[document] = 1;
    for (let document = 0; document < allowed.length; document++) {
      if (named[document] === Number(excluded)) allowed[document] = 0;
    }
  }
  return allowed;
}

/* Papers with only some of the words, as far as they are worth showing beside the best. */
function fairlyGood(documents, scores) {
  let best = 0;
  for (const document of documents) if (scores[document] > best) best = scores[document];
  return documents.filter((document) => scores[document] >= best * LEAST_SHARE);
}

function withNeededWords(plan, documents) {
  for (const slot of plan.slots) {
    if (!slot.word.needed && !slot.word.field) continue;
    const having = new Set(slot.alternatives.flatMap(({ postings }) => inAll(postings, slot.word.field)));
    documents = documents.filter((document) => having.has(document));
  }
  return documents;
}

/* Only papers of the authors that are named as a whole; where nobody is called so, the words of the name count. None of
   the authors that are excluded as a whole. */
async function withNamedAuthors(store, query, plan, documents, scores) {
  for (const name of query.authors) {
    const records = await store.until(() => documents.map((document) => store.record(document)));
    const having = documents.filter((_, place) => isBy(records[place], name) || mayBeByOthers(records[place]));
    documents.forEach((document, place) => {
      if (!isBy(records[place], name) && mayBeByOthers(records[place])) scores[document] *= PERHAPS_THEIRS;
    });
    if (having.length) documents = having;
  }
  for (const { name, field, postings } of plan.excluded) {
    if (!name.length) continue;
    const called = new Set(inAll(postings, field));
    const theirs = documents.filter((document) => called.has(document));
    const records = await store.until(() => theirs.map((document) => store.record(document)));
    const left = new Set(theirs.filter((_, place) => mayBeByOthers(records[place]) || isBy(records[place], name)));
    documents = documents.filter((document) => !left.has(document));
  }
  return documents;
}

/* Whether somebody of that name is among the authors that a record names, and whether there are more than it names. */
const isBy = ([, , authors = []], name) => authors.some((author) => isCalled(wordsIn(author), name));
const mayBeByOthers = ([, , , more = 0]) => more > 0;

/* Whether the words of an author's name hold those of `name` in this order; an initial is as good as a name. */
function isCalled(words, name) {
  let next = 0;
  for (const word of words) if (next < name.length && agree(word, name[next])) next++;
  return next === name.length;
}

const agree = (one, other) => {
  const [[first, ...rest], [letter, ...others]] = [one, other];
  return one === other || (first === letter && !(rest.length && others.length));
};

/* The best `most` of the papers, best first; equal scores in the order of the index. A heap keeps the worst
   of the chosen on top, so that long lists are not sorted for ten results. */
function bestOf(documents, scores, most) {
  const before = (one, other) => scores[other] - scores[one] || one - other;
  if (documents.length <= most * 4) return documents.slice().sort(before).slice(0, most);
  const heap = documents.slice(0, most).sort((one, other) => before(other, one));
  for (let next = most; next < documents.length; next++) {
    const document = documents[next];
    if (before(document, heap[0]) >= 0) continue;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= most) break;
      if (child + 1 < most && before(heap[child + 1], heap[child]) > 0) child++;
      if (before(document, heap[child]) >= 0) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = document;
  }
  return heap.sort(before);
}

class Answer {
  constructor(query, plan, documents, scores, complete) {
    Object.assign(this, { query, plan, documents, scores, complete });
  }

  best(most) {
    return bestOf(this.documents, this.scores, most);
  }

  /* The same answer with fewer papers. */
  only(documents) {
    if (documents === this.documents) return this;
    return new Answer(this.query, this.plan, documents, this.scores, this.complete);
  }
}

/* What a question needs before papers are counted: its plan, and the papers it allows. */
function prepared(store, text) {
  const query = parseQuery(text);
  const plan = makePlan(store, query);
  return { query, plan, allowed: allowedPapers(store, query, plan) };
}

/* Papers that have a word of the plan, with their scores. */
async function scored(columns, plan, turns) {
  for (const [number, slot] of plan.slots.entries()) {
    addSlot(columns, slot, number);
    await turns.end();
  }
  finish(columns, plan);
  await turns.end();
  return columns.touched;
}

async function answerWith(columns, store, text) {
  const { query, plan, allowed } = await store.until(() => prepared(store, text));
  const turns = new Turns();
  columns.clear();
  let found;
  if (plan.slots.length) {
    found = await scored(columns, plan, turns);
    // What an identifier names is asked for, whether or not it has the words beside it.
    const asked = identified(query, plan).filter((document) => !columns.matched[document]);
    found = [...found, ...asked];
    if (allowed) found = found.filter((document) => allowed[document]);
  } else {
    const asked = query.filters.length + query.phrases.length + query.excluded.length + query.keys.length;
    found = asked || isBlank(text) ? Array.from({ length: store.documents }, (_, n) => n).filter((n) => !allowed || allowed[n]) : [];
  }
  found = await withNamedAuthors(store, query, plan, withNeededWords(plan, found), columns.score);
  const count = plan.slots.length;
  const complete = found.filter((document) => columns.matched[document] === count);
  const shown = complete.length >= ENOUGH ? complete : fairlyGood(found, columns.score);
  await turns.end();
  if (count >= LEAST_WORDS && shown.length > 1) {
    const best = bestOf(shown, columns.score, RERANKED);
    const vectors = await store.until(() => best.map((document) => store.vector(document)));
    rerank(best, columns.score, (_, place) => vectors[place]);
  }
  return new Answer(query, plan, shown, columns.score, complete.length);
}

/* The search over one site. An index that was replaced while the page was open is opened anew, once a question. */
export class Search {
  constructor(root) {
    this.base = `${root}search/`;
    this.opening = null;
  }

  open(renew = false) {
    if (!this.opening || renew) {
      this.opening = openStore(this.base, renew);
      this.opening.catch(() => (this.opening = null));
    }
    return this.opening;
  }

  async ask(question) {
    const store = await this.open();
    try {
      return await question(store);
    } catch (fault) {
      if (!fault.stale) throw fault;
      const renewed = await this.open(true);
      if (renewed.routing.generation === store.routing.generation) throw fault;
      return question(renewed);
    }
  }

  answer(text) {
    return this.ask((store) => this.answerFrom(store, text));
  }

  /* The answer of one generation; without words and conditions that is every paper. */
  async answerFrom(store, text) {
    // Two questions at once must not count in the same columns: the second brings its own.
    const columns = store.columns ?? new Columns(store.documents);
    store.columns = null;
    try {
      return await answerWith(columns, store, text);
    } finally {
      store.columns = columns;
    }
  }

  /* The answer with the records of its best papers. */
  find(text, most) {
    return this.ask(async (store) => {
      const answer = await this.answerFrom(store, text);
      const documents = answer.best(most);
      const records = await store.until(() => documents.map((document) => store.record(document)));
      return { answer, documents, records, store };
    });
  }
}
