/* A typed query to what is meant by it, the twin of generator/search/query.py and identifiers.py. */
import { compounds, squeezed, stem, stopWords, wordsIn, wordsOf } from "./words.js";

const FIELDS = {
  title: "title", author: "author", authors: "author", by: "author", name: "name", tag: "tag", tags: "tag",
  topic: "topic", topics: "topic", in: "topic", org: "org", organisation: "org", organization: "org", lab: "org",
  venue: "venue", year: "year", kind: "kind", type: "kind", has: "has", status: "status",
};
const CHUNK = /([-+]?)(?:([A-Za-z]+):(?!\/\/))?(?:"([^"]*)"?|(\S+))/g;
const BLANKS = /[\s\x1c-\x1f\x85\ufeff]+/g;
const YEARS = /^([0-9]{4})?(\.\.|-|–|…)?([0-9]{4})?$/;
const MOST_WORDS = 24;
const ARXIV =
  /^(?:https?:\/\/)?(?:(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/|arxiv:\s*)?([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?\/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?\/?$/;
const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.[0-9]{4,9}\/\S+?)[.,;/]*$/;
const ARXIV_DOI = "10.48550/arxiv.";

export function identifierIn(query) {
  const text = query.trim().toLowerCase();
  const doi = DOI.exec(text)?.[1];
  if (doi) return `${doi.startsWith(ARXIV_DOI) ? doi.slice(ARXIV_DOI.length) : doi}#`;
  const id = ARXIV.exec(text)?.[1];
  return id ? `${id}#` : null;
}

const plainWords = (text, field) =>
  wordsIn(text).map((surface) => ({ surface, stem: stem(surface), field, open: false, needed: false, pieces: [] }));

class QueryReader {
  words = [];
  joins = [];
  phrases = [];
  excluded = [];
  filters = [];
  keys = [];
  free = [];
  authors = [];

  chunk(sign, field, quoted, plain, ends) {
    const known = (Object.hasOwn(FIELDS, field.toLowerCase()) && FIELDS[field.toLowerCase()]) || "";
    let value = (quoted ?? plain ?? "").trim();
    if (field && !known) value = `${field}:${value}`;
    const inPostings = known === "title" || known === "author";
    const key = !known && sign !== "-" ? identifierIn(value) : null;
    if (key) this.keys.push(key);
    else if (known && !inPostings) this.facet(known, value, sign === "-");
    else if (quoted !== undefined && known !== "author") this.phrase(value, sign === "-");
    else if (sign === "-") this.excluded.push(...plainWords(value, known));
    else {
      this.text(value, known, sign === "+", ends);
      if (quoted !== undefined) this.author(value);
    }
  }

  facet(field, value, excluded) {
    if (field === "name" && value) this.keys.push(`${squeezed(value)}:`);
    else if (value) this.filters.push({ field, value, excluded });
  }

  phrase(text, excluded) {
    const words = wordsIn(text);
    if (!words.length) return;
    this.phrases.push({ words: words.map((word, place) => [place, stem(word)]), text, excluded });
    if (!excluded) this.words.push(...plainWords(text, "").filter((word) => !stopWords.has(word.surface)));
  }

  author(name) {
    const [family, ...given] = name.split(",");
    const words = wordsIn(`${given.join(",")} ${family}`);
    if (words.length > 1) this.authors.push(words);
  }

  text(text, field, needed, ends) {
    const star = text.endsWith("*");
    const parts = compounds(text);
    parts.forEach((part, number) => {
      const analysed = wordsOf(part);
      const last = number === parts.length - 1;
      const first = this.words.length;
      const several = analysed.words.length > 1;
      const kept = analysed.words.filter((word) => several || !stopWords.has(word));
      const joined = analysed.words.join("");
      kept.forEach((surface, place) => {
        const open = last && place === kept.length - 1 && (star || ends);
        const pieces = kept.length === 1 ? analysed.extra.filter((piece) => piece !== joined) : [];
        this.words.push({ surface, stem: stem(surface), field, open, needed, pieces });
      });
      if (several && kept.length) this.joins.push({ first, last: this.words.length - 1, surface: joined });
    });
    if (!field) this.free.push(text);
  }

  neighbours() {
    const covered = new Set(this.joins.flatMap(({ first, last }) => this.words.slice(first, last + 1)));
    const pairs = this.words.slice(1).map((other, place) => ({ one: this.words[place], other, place }));
    return pairs
      .filter(({ one, other }) => !covered.has(one) && !covered.has(other) && !one.field && !other.field)
      .map(({ one, other, place }) => ({ first: place, last: place + 1, surface: one.surface + other.surface }));
  }

  names() {
    const single = this.free.flatMap(compounds).map(squeezed);
    const names = [squeezed(this.free.join(" ")), ...single].filter(
      (name) => [...name].length > 1 && [...name].length <= 40,
    );
    return [...new Set(names)].map((name) => `${name}:`);
  }

  stopWords(query) {
    const parts = [this.words, this.phrases, this.excluded, this.filters, this.keys];
    if (!parts.some((part) => part.length)) this.words = plainWords(query, "");
  }
}

export function parseQuery(query) {
  const reader = new QueryReader();
  const text = query.replace(/[“”„]/g, '"').replace(BLANKS, " ");
  const whole = identifierIn(text);
  const empty = { words: [], joins: [], phrases: [], excluded: [], filters: [], keys: [], names: [], authors: [] };
  if (whole) return { ...empty, keys: [whole] };
  for (const match of text.matchAll(CHUNK)) {
    reader.chunk(match[1], match[2] ?? "", match[3], match[4], match.index + match[0].length === text.length);
  }
  reader.stopWords(text);
  const words = reader.words.slice(0, MOST_WORDS);
  const joins = [...reader.joins, ...reader.neighbours()].filter((join) => join.last < words.length);
  const { phrases, excluded, filters, keys, authors } = reader;
  return { words, joins, phrases, excluded, filters, keys, names: reader.names(), authors };
}

export function yearRange(value) {
  const match = YEARS.exec(value.trim());
  if (!match || !(match[1] || match[3])) return null;
  const [, first, between, last] = match;
  if (!between) return first && !last ? [Number(first), Number(first)] : null;
  return [Number(first ?? 0), Number(last ?? 9999)];
}
