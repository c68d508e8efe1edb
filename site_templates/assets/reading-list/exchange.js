/* Reading lists as files and links: what is written here can be read here, notes included. */
import { entryFrom, isId } from "./store.js";

export const FORMATS = {
  bib: { label: "BibTeX", name: "reading-list.bib", type: "application/x-bibtex", ending: ".bib" },
  ris: { label: "RIS", name: "reading-list.ris", type: "application/x-research-info-systems", ending: ".ris" },
  csl: { label: "CSL-JSON", name: "reading-list.csl.json", type: "application/vnd.citationstyles.csl+json", ending: ".csl.json" },
  md: { label: "Markdown", name: "reading-list.md", type: "text/markdown" },
  json: { label: "All of it, for another browser", name: "reading-list.json", type: "application/json" },
};

const OURS = "paperindex-reading-list";

/* Notes as TeX words: the same signs as in generator/exports/tex_text.py. Braces must balance even when escaped. */
const TEX = {
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}", "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_", "@": "{@}",
  "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}",
};
const FROM_TEX = new Map(Object.entries(TEX).map(([sign, source]) => [source, sign]));
const TEX_SOURCE = /\\text[a-z]+\{\}|\\[&%$#_]|\{@\}/g;

export const texWords = (words) => words.replace(/[\\{}~^&%$#_@<>|]/g, (sign) => TEX[sign]);
export const fromTexWords = (source) => source.replace(TEX_SOURCE, (found) => FROM_TEX.get(found) ?? found);

const lines = (words) => words.split(/\r\n|\r|\n/);
const cleaned = (note) => note.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");

/* ---- writing: `references` are the site's own files for the papers, null where there is none ---- */

const WITH_NOTE = {
  bib: (entry, note) => entry.replace("\n", () => `\n  annote = {${texWords(note)}},\n`),
  ris: (record, note) => record.replace(/^ER {2}- /m, () => `${lines(note).map((line) => `RN  - ${line}\r\n`).join("")}ER  - `),
  csl: (list, note) => JSON.stringify(JSON.parse(list).map((item) => ({ ...item, annote: note }))),
};

/* One file out of the papers' own; `papers` are [id, entry], `references` their texts in the same order. */
export function joined(format, papers, references, withNotes) {
  const parts = papers.flatMap(([, { note }], place) => {
    const found = references[place];
    if (found === null) return [];
    return [withNotes && note.trim() ? WITH_NOTE[format](found, cleaned(note)) : found];
  });
  if (format !== "csl") return parts.join(format === "bib" ? "\n" : "");
  const items = parts.flatMap((part) => JSON.parse(part));
  return items.length ? `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]\n` : "[]\n";
}

const markdownWords = (words) => words.replace(/[\\`*_{}[\]<>#|~$&]/g, "\\$&");

/* A list of tasks: read papers are ticked, notes are quoted under their paper. */
export function markdown(papers, base, withNotes) {
  const items = papers.map(([id, { title, by, date, note, read }]) => {
    const facts = [by && markdownWords(by), date.slice(0, 4)].filter(Boolean).join(", ");
    const head = `- [${read ? "x" : " "}] [${markdownWords(title || id)}](${base}papers/${id}/)${facts ? ` — ${facts}` : ""}`;
    const quoted = withNotes && note.trim() ? lines(cleaned(note)).map((line) => `  > ${line}`) : [];
    return [head, ...quoted].join("\n");
  });
  return `# Reading list\n\n${items.join("\n")}\n`;
}

export function backup(papers) {
  const all = papers.map(([id, entry]) => ({ id, ...entry }));
  return `${JSON.stringify({ format: OURS, version: 1, papers: all }, null, 1)}\n`;
}

/* The part of a link that a browser keeps to itself. */
export const fragment = (ids) => `#papers=${ids.join(",")}`;

/* The ids that such links in a text name; the full stop or bracket of a sentence around a link is none of an id. */
export function idsInFragment(address) {
  const named = [...address.matchAll(/#papers=([^&\s]*)/g)].map(([, list]) => {
    try {
      return decodeURIComponent(list);
    } catch {
      // A broken escape holds no id; the rest may.
      return list;
    }
  });
  const ids = named.flatMap((list) => list.split(",")).map((id) => id.replace(/[^a-z0-9]+$/, ""));
  return [...new Set(ids.filter(isId))];
}

/* ---- reading ---- */

const found = (id, fields = {}, hints = {}) => ({ id, entry: entryFrom(fields), hints });

function fromJson(value) {
  if (value?.format === OURS && Array.isArray(value.papers)) {
    return value.papers.filter((one) => isId(one?.id)).map((one) => found(one.id, one));
  }
  if (!Array.isArray(value)) return [];
  return value.filter((item) => item && typeof item === "object").map((item) =>
    found(isId(item.id) ? item.id : "", { title: item.title, note: item.annote },
      hintsIn(item.DOI, item.title, [item.number, item.archive_location, item.URL, item.DOI, item["container-title"], item.note])));
}

const ARXIV = /(?:arxiv[:.]|arxiv\.org\/(?:abs|pdf|html)\/|^)\s*([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?\/[0-9]{7})/im;

/* What tells which paper a reference without an id of ours means. Libraries note a preprint's arXiv id in any of these `places`. */
function hintsIn(doi, title, places) {
  const words = (value) => (typeof value === "string" ? value : "");
  return { doi: words(doi), title: words(title), arxiv: ARXIV.exec(places.map(words).join("\n"))?.[1].toLowerCase() ?? "" };
}

/* Where BibTeX of libraries and of Google Scholar has an arXiv id: its field, a link, or the name of the "journal". */
const BIB_PLACES = ["eprint", "arxivid", "url", "doi", "journal", "journaltitle", "booktitle", "howpublished", "note"];

/* The value of a BibTeX field, its own delimiters taken off. */
function bibField(entry, name) {
  const start = new RegExp(`[,{]\\s*${name}\\s*=\\s*([{"])`, "i").exec(entry);
  if (!start) return "";
  let depth = 0;
  const from = start.index + start[0].length;
  for (let place = from; place < entry.length; place++) {
    const sign = entry[place];
    if (depth === 0 && sign === (start[1] === "{" ? "}" : '"')) return entry.slice(from, place);
    if (sign === "{") depth++;
    if (sign === "}") depth--;
  }
  return "";
}

function fromBibtex(source) {
  return source.split(/^\s*(?=@\w+\s*\{)/m).flatMap((entry) => {
    const key = /^@(\w+)\s*\{\s*([^,\s}]+)\s*,/.exec(entry);
    if (!key || /^(?:comment|string|preamble)$/i.test(key[1])) return [];
    const title = bibField(entry, "title").replace(/[{}]/g, "");
    const hints = hintsIn(bibField(entry, "doi"), title, BIB_PLACES.map((name) => bibField(entry, name)));
    return [found(isId(key[2]) ? key[2] : "", { title, note: fromTexWords(bibField(entry, "annote")) }, hints)];
  });
}

function fromRis(source) {
  return source.split(/^ER {2}-.*$/m).flatMap((record) => {
    const values = (tag) => [...record.matchAll(new RegExp(`^${tag}  - ?(.*?)\\r?$`, "gm"))].map((match) => match[1]);
    if (!values("TY").length) return [];
    const id = values("ID")[0]?.trim() ?? "";
    const title = values("TI")[0] ?? values("T1")[0];
    const hints = hintsIn(values("DO")[0], title, ["AN", "UR", "DO", "JO", "JF", "T2", "M3", "N1"].flatMap(values));
    return [found(isId(id) ? id : "", { title, note: values("RN").join("\n") }, hints)];
  });
}

/* A note below its paper, as `markdown` writes it. */
const QUOTED = /^ {2}> ?/;
const PAPER_LINK = /papers\/([a-z0-9-]+)\/(?:index\.html)?(?=[)\s>"#?]|$)/;

/* Our own Markdown, or any text with links to papers or lists of the site. */
function fromText(source, now) {
  const all = [];
  for (const line of lines(source)) {
    const link = PAPER_LINK.exec(line);
    if (QUOTED.test(line) && all.length) {
      const { entry } = all.at(-1);
      const words = line.replace(QUOTED, "");
      entry.note = entry.noted ? `${entry.note}\n${words}` : words;
      entry.noted = true;
      continue;
    }
    all.push(...idsInFragment(line).map((id) => found(id)));
    if (link && isId(link[1])) {
      const title = /\[((?:\\.|[^\]\\])*)\]\(/.exec(line.replace(/^\s*- \[[ xX]\] /, ""))?.[1] ?? "";
      all.push(found(link[1], { title: title.replace(/\\(.)/g, "$1"), read: /^\s*[-*] \[[xX]\]/.test(line) ? now : 0 }));
    }
  }
  return all.map(({ id, entry, hints }) => ({ id, entry: entryFrom(entry), hints }));
}

/* The papers that a text names, whichever of the formats it has: {id, entry, hints}; id is "" where only hints tell. */
export function papersIn(source, now) {
  try {
    return fromJson(JSON.parse(source));
  } catch {
    // No JSON: one of the others.
  }
  if (/^\s*@\w+\s*\{/m.test(source)) return fromBibtex(source);
  if (/^TY {2}-/m.test(source)) return fromRis(source);
  return fromText(source, now);
}
