/* From what was typed to what is looked up, the twin of generator/search/planning.py and spelling.py. */
import { otherSpellings } from "./other-spellings.js";
import { stem, stopWords } from "./words.js";

const COMPLETION = 0.8;
const WEAK_COMPLETION = 0.3;
const CORRECTION = 0.7;
const DOUBTFUL_CORRECTION = 0.5;
const OTHER_SPELLING = 0.95;
const PARTS = 0.9;
const JOIN = 1.0;
const UNKNOWN_IDF = 96;
const MOST_COMPLETIONS = 40;
const MOST_CORRECTIONS = 6;
const SHORTEST_CORRECTED = 4;
const SHORTEST_CORRECTED_TWICE = 8;
const MOST_CHUNKS = 3;
const SHORTEST_PART = 3;

const isAscii = (word) => /^[\x00-\x7f]*$/.test(word);
const reversed = (word) => [...word].reverse().join("");
const length = (word) => (isAscii(word) ? word.length : [...word].length);

const commonestFirst = ([one, level], [other, otherLevel]) =>
  otherLevel - level || length(one) - length(other) || (one < other ? -1 : 1);

function completions(store, start) {
  if (length(start) < 2) return [];
  const fitting = [];
  for (const chunk of store.wordsBetween(start, false, MOST_CHUNKS)) {
    for (const entry of chunk) if (entry[0].startsWith(start) && entry[0] !== start) fitting.push(entry);
  }
  return fitting.sort(commonestFirst).slice(0, MOST_COMPLETIONS).map(([word]) => word);
}

export function oneMistake(word, other) {
  const [longer, shorter] = word.length >= other.length ? [word, other] : [other, word];
  if (longer.length - shorter.length > 1 || word === other) return false;
  // Most words differ at once and again at the end; the rest of the work is for the few others.
  const differsAtOnce = longer[0] !== shorter[0] && longer[1] !== shorter[0] && longer.length > 1;
  if (differsAtOnce && longer.at(-1) !== shorter.at(-1)) return false;
  let start = 0;
  while (start < shorter.length && longer[start] === shorter[start]) start++;
  if (longer.length > shorter.length) return longer.slice(start + 1) === shorter.slice(start);
  if (longer.slice(start + 1) === shorter.slice(start + 1)) return true;
  const swapped = longer[start + 1] === shorter[start] && longer[start] === shorter[start + 1];
  return swapped && longer.slice(start + 2) === shorter.slice(start + 2);
}

/* Where they differ first is one mistake, of each kind in turn; what follows has at most one more. */
export function twoMistakes(word, other) {
  if (Math.abs(word.length - other.length) > 2 || word[0] !== other[0] || !isAscii(other)) return false;
  let start = 1;
  while (start < word.length && start < other.length && word[start] === other[start]) start++;
  const [one, rest] = [word.slice(start), other.slice(start)];
  const near = (first, second) => {
    const [left, right] = [one.slice(first), rest.slice(second)];
    return left === right || oneMistake(left, right);
  };
  const swapped = one.slice(0, 2) === reversed(rest.slice(0, 2));
  return near(1, 1) || near(1, 0) || near(0, 1) || (swapped && near(2, 2));
}

function corrections(store, word, isKnown) {
  if (word.length < SHORTEST_CORRECTED || !isAscii(word)) return [];
  const half = word.length >> 1;
  const backwards = reversed(word);
  const forward = store.wordsBetween(word.slice(0, half), false, MOST_CHUNKS);
  const backward = store.wordsBetween(backwards.slice(0, word.length - half), true, MOST_CHUNKS);
  const found = new Map();
  for (const chunk of forward) for (const [other, level] of chunk) if (oneMistake(word, other)) found.set(other, level);
  for (const chunk of backward) {
    for (const [other, level] of chunk) if (oneMistake(backwards, other)) found.set(reversed(other), level);
  }
  if (!found.size && !isKnown && word.length >= SHORTEST_CORRECTED_TWICE) {
    for (const chunk of forward) for (const [other, level] of chunk) if (twoMistakes(word, other)) found.set(other, level);
    for (const chunk of backward) {
      for (const [turned, level] of chunk) {
        if (turned.at(-1) !== word[0]) continue;
        const other = reversed(turned);
        if (twoMistakes(word, other)) found.set(other, level);
      }
    }
  }
  const fitting = [...found];
  return fitting.sort(commonestFirst).slice(0, MOST_CORRECTIONS).map(([other]) => other);
}

function runTogether(store, word) {
  if (word.length < 2 * SHORTEST_PART || !isAscii(word)) return null;
  const levelIn = (chunks, part) => chunks.find((chunk) => chunk.has(part))?.get(part);
  const forward = store.wordsBetween(word.slice(0, SHORTEST_PART), false, MOST_CHUNKS);
  const backward = store.wordsBetween(reversed(word.slice(-SHORTEST_PART)), true, MOST_CHUNKS);
  let best = null;
  for (let cut = SHORTEST_PART; cut <= word.length - SHORTEST_PART; cut++) {
    const first = levelIn(forward, word.slice(0, cut));
    const second = levelIn(backward, reversed(word.slice(cut)));
    if (first === undefined || second === undefined) continue;
    const level = Math.min(first, second);
    if (!best || level >= best.level) best = { level, cut };
  }
  return best && [word.slice(0, best.cut), word.slice(best.cut)];
}

function addExact(store, slot) {
  const found = store.postings(slot.word.stem);
  if (!found) return;
  slot.exact = found.idf;
  slot.alternatives.push({ surface: slot.word.surface, weight: 1, postings: [found], idf: found.idf });
}

function addOtherSpellings(store, slot) {
  for (const surface of otherSpellings(slot.word.surface)) {
    const found = stem(surface) === slot.word.stem ? null : store.postings(stem(surface));
    if (!found) continue;
    slot.exact = Math.min(slot.exact || found.idf, found.idf);
    slot.alternatives.push({ surface, weight: OTHER_SPELLING, postings: [found], idf: found.idf });
  }
  for (const alternative of slot.alternatives) alternative.idf = slot.exact;
}

function addJoin(store, slots, { first, last, surface }) {
  const found = store.postings(stem(surface));
  if (!found) return;
  const covered = slots.slice(first, last + 1);
  const weight = JOIN / covered.length;
  const together = covered.reduce((sum, slot) => sum + slot.exact, 0);
  const idf = covered.every((slot) => slot.exact) ? Math.min(found.idf, together) : found.idf;
  for (const slot of covered) slot.alternatives.push({ surface, weight, postings: [found], idf });
}

function addWords(store, slot, surfaces, weight) {
  const found = new Map();
  for (const surface of surfaces) {
    const postings = store.postings(stem(surface));
    if (postings) found.set(surface, postings);
  }
  if (!found.size) return null;
  const idf = Math.min(...[...found.values()].map((postings) => postings.idf));
  for (const [surface, postings] of found) slot.alternatives.push({ surface, weight, postings: [postings], idf });
  return found.keys().next().value;
}

function addParts(store, slot, parts) {
  const found = parts.map((part) => store.postings(stem(part)));
  if (!found.every(Boolean)) return;
  const idf = Math.max(...found.map((postings) => postings.idf));
  slot.alternatives.push({ surface: parts.join(" "), weight: PARTS, postings: found, idf });
}

function isDoubtful(slot) {
  if (slot.alternatives.length !== 1 || stopWords.has(slot.word.surface)) return false;
  const [postings] = slot.alternatives[0].postings;
  return postings.documents.length === 1 && !(postings.impacts[0] & 3);
}

/* Stops early while parts of the index are on their way: nothing is guessed from what is not there yet. */
function addSpellings(store, slot) {
  const { word } = slot;
  const known = slot.alternatives.length > 0;
  const before = store.missing.size;
  if (word.open) {
    const surfaces = completions(store, word.surface).filter((surface) => stem(surface) !== word.stem);
    addWords(store, slot, surfaces, known ? WEAK_COMPLETION : COMPLETION);
  }
  if (store.missing.size > before) return;
  if (!slot.alternatives.length && word.pieces.length) addParts(store, slot, word.pieces);
  if (store.missing.size > before) return;
  if (!slot.alternatives.length) {
    const parts = runTogether(store, word.surface);
    if (parts) addParts(store, slot, parts);
    slot.corrected = addWords(store, slot, corrections(store, word.surface, false), CORRECTION) ?? parts?.join(" ") ?? null;
  } else if (known && isDoubtful(slot)) {
    addWords(store, slot, corrections(store, word.surface, true), DOUBTFUL_CORRECTION);
  }
}

export function makePlan(store, query) {
  const slots = query.words.map((word) => ({ word, alternatives: [], exact: 0, corrected: null }));
  for (const slot of slots) {
    addExact(store, slot);
    addOtherSpellings(store, slot);
  }
  for (const join of query.joins) addJoin(store, slots, join);
  const plan = {
    slots,
    names: query.names.map((name) => store.postings(name)).filter(Boolean),
    keys: query.keys.map((key) => store.postings(key)),
    excluded: query.excluded.map((one) => ({
      ...one,
      postings: one.stems.map((term) => store.postings(term)),
      together: one.joined ? store.postings(one.joined) : null,
    })),
    phrases: query.phrases.map((phrase) => ({ ...phrase, postings: phrase.words.map(([, term]) => store.postings(term)) })),
  };
  if (!store.missing.size) for (const slot of slots) addSpellings(store, slot);
  for (const slot of slots) {
    slot.idf = slot.alternatives.length ? Math.max(...slot.alternatives.map(({ idf }) => idf)) : UNKNOWN_IDF;
  }
  return plan;
}
