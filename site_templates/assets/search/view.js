/* Results as elements. Whatever comes from the index enters the page as text, never as markup. */
import { compounds, squeezed, stem, wordsOf } from "./words.js";

const PRINTED = /[\p{L}\p{N}\p{M}]+(?:[-'’._‐‑–]{1,2}[\p{L}\p{N}\p{M}]+)*/gu;
const PART = /[\p{L}\p{N}\p{M}]+/gu;
const SHOWN_AUTHORS = 3;

/* An element with attributes and children; a function among the attributes becomes a listener. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== "" && child !== false));
  return element;
}

/* The scripts of generator/text/foreign_words.py; Japanese before the Chinese characters that it also uses. */
const TONGUES = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u], ["ko", /\p{Script=Hangul}/u], ["zh", /\p{Script=Han}/u],
  ["fa", /[پچژگ]/u], ["ar", /\p{Script=Arabic}/u], ["he", /\p{Script=Hebrew}/u],
  ["uk", /[іїєґІЇЄҐ]/u], ["ru", /\p{Script=Cyrillic}/u], ["el", /\p{Script=Greek}/u], ["hy", /\p{Script=Armenian}/u],
  ["ka", /\p{Script=Georgian}/u], ["hi", /\p{Script=Devanagari}/u], ["bn", /\p{Script=Bengali}/u],
  ["ta", /\p{Script=Tamil}/u], ["th", /\p{Script=Thai}/u],
];

/* The attributes of a title that is mostly in another script, a syllable for three letters: its language and direction; none for Latin ones. */
export function tongue(title) {
  const count = (letters) => title.match(letters)?.length ?? 0;
  const latin = count(/\p{Script=Latin}/gu);
  const syllables = count(/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  if (count(/\p{L}/gu) - latin + 2 * syllables <= latin) return {};
  const [lang] = TONGUES.find(([, script]) => script.test(title)) ?? [];
  return lang ? { lang, dir: ["ar", "fa", "he"].includes(lang) ? "rtl" : "ltr" } : {};
}

/* A record by the names of its places; the order is that of generator/search/records.py. */
export function named(record) {
  const [address, title, authors = [], more = 0, date = "", venue = "", topic = "", kind = ""] = record;
  const [tldr = "", text = "", comments = 0, arxiv = "", doi = "", code = 0, status = ""] = record.slice(8);
  return { address, title, authors, more, date, venue, topic, kind, tldr, text, comments, arxiv, doi, code, status };
}

/* The stems that count as found: what was typed, completed, corrected, joined. */
export function wantedStems(plan) {
  const surfaces = plan.slots.flatMap((slot) => [slot.word.surface, ...slot.alternatives.map(({ surface }) => surface)]);
  return new Set(surfaces.flatMap((surface) => surface.split(" ")).map(stem));
}

const stemsOf = (printed) =>
  compounds(printed).flatMap((part) => {
    const { words, extra } = wordsOf(part);
    return [...words, ...extra].map(stem);
  });

/* The stretches of a text that are to be marked, as [start, end]. */
function markedRanges(text, wanted) {
  const ranges = [];
  for (const match of text.matchAll(PRINTED)) {
    const stems = stemsOf(match[0]);
    if (!stems.some((one) => wanted.has(one))) continue;
    const parts = [...match[0].matchAll(PART)];
    const found = parts.filter((part) => stemsOf(part[0]).some((one) => wanted.has(one)));
    if (parts.length === 1 || !found.length) ranges.push([match.index, match.index + match[0].length]);
    else for (const part of found) ranges.push([match.index + part.index, match.index + part.index + part[0].length]);
  }
  return ranges;
}

/* The text with its found words in mark elements. */
export function marked(text, wanted) {
  const nodes = [];
  let end = 0;
  for (const [start, stop] of markedRanges(text, wanted)) {
    nodes.push(text.slice(end, start), el("mark", {}, text.slice(start, stop)));
    end = stop;
  }
  return [...nodes, text.slice(end)];
}

/* The sentence or two that say most about why a paper was found: the tldr unless the text knows more of the query. */
function snippet({ tldr, text }, wanted) {
  const sentences = text.split(/(?<=[.!?])\s+/);
  const distinct = (one) => new Set(markedRanges(one, wanted).map(([start, end]) => squeezed(one.slice(start, end)))).size;
  let best = tldr || sentences[0];
  for (const sentence of sentences) if (distinct(sentence) > distinct(best)) best = sentence;
  return best;
}

/* As kept_apart of generator/text/foreign_words.py: two names from the right in one line would change places. */
const keptApart = (name) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name);

/* As on cards: "A and B", "A, B, C and D", "A, B, C and 2 more". */
export const authorsLine = ({ authors, more }) => {
  const hidden = more + authors.length - SHOWN_AUTHORS;
  const named = authors.slice(0, hidden > 1 ? SHOWN_AUTHORS : SHOWN_AUTHORS + 1).map(keptApart);
  const last = hidden > 1 ? `${hidden} more` : named.pop();
  return [named.join(", "), last].filter(Boolean).join(" and ");
};

export const factsLine = ({ date, venue, topic, kind, status }) =>
  [status, date.slice(0, 4), venue, topic, kind].filter(Boolean).join(" · ");

/* One paper of the results page. */
export function resultItem(record, root, wanted) {
  const paper = named(record);
  const text = snippet(paper, wanted);
  const talk = paper.comments ? `${paper.comments} comment${paper.comments === 1 ? "" : "s"}` : "";
  return el(
    "li",
    { class: "pi-search-result" },
    el("h2", { class: "pi-search-title" }, el("a", { href: root + paper.address, ...tongue(paper.title) }, marked(paper.title, wanted))),
    el("p", { class: "pi-search-authors" }, marked(authorsLine(paper), wanted)),
    text && el("p", { class: "pi-search-snippet" }, marked(text, wanted)),
    el("p", { class: "pi-search-facts" }, [factsLine(paper), talk, paper.code ? "code" : ""].filter(Boolean).join(" · ")),
  );
}

export const papers = (count) => `${count.toLocaleString("en")} paper${count === 1 ? "" : "s"}`;

/* The query with its mistyped words replaced; null where nothing was corrected. */
export function correctedQuery(text, plan) {
  let better = text;
  for (const { word, corrected } of plan.slots) {
    if (!corrected) continue;
    const start = better.toLowerCase().indexOf(word.surface);
    if (start >= 0) better = better.slice(0, start) + corrected + better.slice(start + word.surface.length);
  }
  return better === text ? null : better;
}
