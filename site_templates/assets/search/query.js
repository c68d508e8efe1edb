/* A typed query to what is meant by it, the twin of generator/search/query.py, typing_habits.py and identifiers.py. */
import { oneMistake } from "./plan.js";
import { compounds, squeezed, stem, stopWords, wordsIn, wordsOf } from "./words.js";

const FIELDS = {
  title: "title", author: "author", authors: "author", by: "author", name: "name", tag: "tag", tags: "tag",
  topic: "topic", topics: "topic", in: "topic", org: "org", organisation: "org", organization: "org", lab: "org",
  venue: "venue", year: "year", kind: "kind", type: "kind", has: "has", status: "status",
};
const OFTEN_MISSPELT = ["author", "authors", "title"];
const CHUNK = /([-+]?)(?:([A-Za-z]+):(?!\/\/))?(?:"([^"]*)"?|(\S+))/g;
const BLANKS = /[\s\x1c-\x1f\x85\ufeff]+/g;
const YEARS = /^([0-9]{4})?(\.\.|-|–|…|:|\+)?([0-9]{4})?$/;
const YEARS_BEYOND = /^([<>])(=?)([0-9]{4})$/;
const SIGNS = /"|(?<!\S)[-+]+(?=\S)/g;
const MOST_WORDS = 24;
const ARXIV =
  /^(?:https?:\/\/)?(?:(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/|arxiv:\s*)?([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?\/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?\/?$/;
const DOI = /^(?:(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|doi:\s*)?(10\.[0-9]{4,9}\/\S+?)(?:\?utm_\S*)?[.,;/]*$/;
const ARXIV_DOI = "10.48550/arxiv.";
const IN_ADDRESS = [
  /[/=:]([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?\/?(?=$|[?#&)])/,
  /\/(?:abs|pdf|html)\/([a-z-]+(?:\.[a-z]{2})?\/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?\/?(?=$|[?#&)])/,
  /\/(10\.[0-9]{4,9}\/[^\s?#]+?)(?:\/(?:full|pdf|abstract)|\.pdf)?\/?(?=$|[?#])/,
];
const IN_ACL_ANTHOLOGY = /(?:^|[/.])acl(?:anthology\.org|web\.org\/anthology)\/([a-z0-9.-]+?)(?:v[0-9]+)?(?:\.pdf)?\/?$/;

const ACCENT = /\{?\\(?:["'`^~=.]|[uvHckr](?=[ {\\])) ?(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))\}?/g;
const LETTER = /\{\\([A-Za-z]{1,2})\}/g;
const COMMAND = /\\[A-Za-z]+\*?(?:\[[^\][]*\])*(?=\{)/g;
const GROUP = /\{([^\s{}]*)\}/g;
const ET_AL = /[-_]?(?<![A-Za-z0-9])et\.?[ _-]?al(?![A-Za-z0-9])[.,]*(?:[-_](?=\S))?/gi;
const SHORT_YEAR = /(?<=[A-Za-z ])['’]([0-9]{2})(?![0-9A-Za-z])/g;
const AND_NOT = /(?<!\S)AND NOT (?=["A-Za-z])/g;
const FIELD_AND_BLANK = /(?<!\S)([-+]?(?:authors?|title|year)): (?=\S)/gi;
const YEAR_WITHOUT_COLON = /(?<!\S)([-+]?year) ?:? ?([<>]=?) ?(?=[0-9]{4}(?!\S))/gi;
const INITIALS = /(?<!\S)([-+]?(?:authors?|by)):((?:[A-Za-z]\. ?)+[^\s".]{2,})/gi;
const ASKED_FIRST =
  /^ ?(?:(?:please )?(?:find|show|give|list|recommend|suggest)(?: me)? )?(?:(?:who wrote|what is|what are|which is|which are) )?(?:(?:all|any|best|good|important|latest|new|original|recent|seminal|some|the) )*(?:papers?|articles?|works?|research|publications?|literature|studies) (?:on|about|for|that|using) /i;
const ASKED_LAST = /(?: (?:papers?|pdf|arxiv|github)(?: (?:with )?(?:code|download|link))?)+[ ?.!]*$/i;
const HOW_IT_WORKS = /^ ?how (?:do|does|did) (.+) works?[ ?.!]*$/i;
const ENOUGH_TO_ASK_FOR = 2;

function withoutTex(text) {
  if (!/[{\\]/.test(text)) return text;
  return text.replace(ACCENT, "$1$2").replace(LETTER, "$1").replace(COMMAND, " ").replace(GROUP, "$1");
}

function withoutCiting(text) {
  const bare = text.replace(ET_AL, " ");
  const cited = wordsIn(bare).length ? bare : text;
  return cited.replace(SHORT_YEAR, (_, year) => ` ${Number(year) >= 60 ? 19 : 20}${year}`);
}

/* Papers on a subject need not call themselves papers. */
function withoutAsking(text) {
  const bare = text.replace(HOW_IT_WORKS, "$1 ").replace(ASKED_FIRST, "").replace(ASKED_LAST, " ");
  const left = new Set(wordsIn(bare).filter((word) => !stopWords.has(word)));
  return left.size >= ENOUGH_TO_ASK_FOR ? bare : text;
}

const withOurFields = (text) =>
  text
    .replace(AND_NOT, "-")
    .replace(YEAR_WITHOUT_COLON, "$1:$2")
    .replace(FIELD_AND_BLANK, "$1:")
    .replace(INITIALS, '$1:"$2"');

const OPENING = { ")": "(", "]": "[", "}": "{", ">": "<" };

/* Without the brackets of a sentence around it and what closes that; brackets that a DOI itself has stay. */
function withoutBrackets(text) {
  let bare = text.replace(/^[([{<]+/, "");
  const count = (sign) => bare.split(sign).length;
  const isLoose = (last) => ".,;:".includes(last) || (OPENING[last] && count(last) > count(OPENING[last]));
  while (bare && isLoose(bare.at(-1))) bare = bare.slice(0, -1);
  return bare;
}

export function identifierIn(query) {
  const text = withoutBrackets(query.trim().toLowerCase());
  const doi = DOI.exec(text)?.[1];
  if (doi) return `${doi.startsWith(ARXIV_DOI) ? doi.slice(ARXIV_DOI.length).replace(/v[0-9]+$/, "") : doi}#`;
  const id = ARXIV.exec(text)?.[1];
  return id ? `${id}#` : identifierInAddress(text);
}

/* Of a page about a paper, wherever that page is. */
function identifierInAddress(text) {
  if (text.includes(" ")) return null;
  const acl = IN_ACL_ANTHOLOGY.exec(text)?.[1];
  if (acl) return `10.18653/v1/${acl}#`;
  const found = IN_ADDRESS.map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  return found ? identifierIn(found) : null;
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
    const known = fieldMeant(field.toLowerCase());
    let value = (quoted ?? plain ?? "").trim();
    if (field && !known) value = `${field}:${value}`;
    const inPostings = known === "title" || known === "author";
    const key = !known && sign !== "-" ? identifierIn(value) : null;
    if (key) this.keys.push(key);
    else if (known && !inPostings) this.facet(known, value, sign === "-");
    else if (quoted !== undefined && known !== "author") this.phrase(value, sign === "-");
    else if (sign === "-") this.exclude(value, known, quoted !== undefined);
    else {
      const name = quoted === undefined ? [] : nameIn(value);
      if (name.length) this.authors.push(name);
      this.text(value, known, sign === "+", ends, withoutInitials(name));
    }
  }

  facet(field, value, excluded) {
    if (field === "name" && value) this.keys.push(`${squeezed(value)}:`);
    else if (value) this.filters.push({ field, value, excluded });
  }

  phrase(text, excluded) {
    const words = wordsIn(text);
    if (!words.length) return;
    const first = new Map();
    words.forEach((word, place) => first.has(stem(word)) || first.set(stem(word), [place, stem(word), stopWords.has(word)]));
    this.phrases.push({ words: [...first.values()], text, excluded });
    if (!excluded) this.words.push(...plainWords(text, "").filter((word) => !stopWords.has(word.surface)));
  }

  exclude(text, field, whole) {
    const name = whole ? nameIn(text) : [];
    if (name.length) {
      this.excluded.push({ text, stems: withoutInitials(name).map(stem), field, joined: "", name });
      return;
    }
    for (const part of compounds(text)) {
      const { words } = wordsOf(part);
      const joined = words.length > 1 && !field ? stem(words.join("")) : "";
      if (words.length) this.excluded.push({ text: part, stems: words.map(stem), field, joined, name: [] });
    }
  }

  text(text, field, needed, ends, lookedUp) {
    const star = text.endsWith("*");
    const parts = compounds(text);
    parts.forEach((part, number) => {
      const analysed = wordsOf(part);
      const last = number === parts.length - 1;
      const first = this.words.length;
      const several = analysed.words.length > 1;
      // An author may be called He or An.
      const stays = (word) => several || field === "author" || !stopWords.has(word);
      const kept = analysed.words.filter((word) => stays(word) && (!lookedUp.length || lookedUp.includes(word)));
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
  let text = query.replace(/[“”„]/g, '"').replace(BLANKS, " ");
  const whole = identifierIn(text);
  const empty = { words: [], joins: [], phrases: [], excluded: [], filters: [], keys: [], names: [], authors: [] };
  if (whole) return { ...empty, keys: [whole] };
  text = withoutCiting(withoutTex(text));
  text = isParagraph(text) ? text.replace(SIGNS, " ") : withOurFields(withoutAsking(text));
  const openEnd = text.endsWith('"') ? -1 : text.length;
  for (const match of text.matchAll(CHUNK)) {
    reader.chunk(match[1], match[2] ?? "", match[3], match[4], match.index + match[0].length === openEnd);
  }
  reader.stopWords(text);
  const words = reader.words.slice(0, MOST_WORDS);
  const joins = [...reader.joins, ...reader.neighbours()].filter((join) => join.last < words.length);
  const { phrases, excluded, filters, keys, authors } = reader;
  return { words, joins, phrases, excluded, filters, keys, names: reader.names(), authors };
}

/* Whether nothing was typed. */
export const isBlank = (text) => !text.replace(BLANKS, " ").trim();

/* Whether a text was pasted: what stands in quotes or behind a dash there is no wish of whoever searches. */
function isParagraph(text) {
  const isQuoted = text.trimStart().startsWith('"') && text.split('"').length <= 3;
  return wordsIn(text).length > MOST_WORDS && !isQuoted;
}

/* The words of "Ada Lovelace" or "Lovelace, Ada", given names first; nothing where it is one word. */
function nameIn(text) {
  const [family, ...given] = text.split(",");
  const words = wordsIn(`${given.join(",")} ${family}`);
  return words.length > 1 ? words : [];
}

/* The words of a name to look up: a paper that has the whole given name has no word for its initial. */
function withoutInitials(name) {
  const long = name.filter((word) => [...word].length > 1);
  return long.length ? long : name;
}

/* A facet is never meant with a typing mistake: meant wrongly it would leave nothing. */
function fieldMeant(typed) {
  if (Object.hasOwn(FIELDS, typed)) return FIELDS[typed];
  const near = typed.length > 4 ? OFTEN_MISSPELT.find((field) => oneMistake(typed, field)) : null;
  return near ? FIELDS[near] : "";
}

export function yearRange(value) {
  const beyond = YEARS_BEYOND.exec(value.trim());
  if (beyond) {
    const year = Number(beyond[3]) + (beyond[2] ? 0 : beyond[1] === ">" ? 1 : -1);
    return beyond[1] === ">" ? [year, 9999] : [0, year];
  }
  const match = YEARS.exec(value.trim());
  if (!match || !(match[1] || match[3])) return null;
  const [, first, between, last] = match;
  if (!between) return first && !last ? [Number(first), Number(first)] : null;
  return [Number(first ?? 0), Number(last ?? 9999)];
}
