/* Found papers as BibTeX and as CSV. */
import { named } from "./view.js";

const AT_ONCE = 8;

/* The entry of one paper as its page offers it: an entry made here could differ from it under the same key. */
async function entry(record, root) {
  const address = `${root}${named(record).address.replace(/\/$/, "")}.bib`;
  const answer = await fetch(address);
  if (answer.ok) return answer.text();
  // A removed paper is found, but not cited.
  if (answer.status === 404) return "";
  throw new Error(`${address}: ${answer.status}`);
}

/* Rejects where a paper's entry cannot be read. */
export async function bibtex(records, root) {
  const entries = [];
  for (let start = 0; start < records.length; start += AT_ONCE) {
    entries.push(...(await Promise.all(records.slice(start, start + AT_ONCE).map((record) => entry(record, root)))));
  }
  return entries.filter(Boolean).join("\n");
}

/* A cell that a spreadsheet would take for a formula gets an apostrophe in front; wide signs count in East Asia. Every
   cell stands in quotes, so that a semicolon in it begins no cell where those part them. */
function cell(value) {
  const text = /^\s*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

export function csv(records, root) {
  const head = ["title", "authors", "date", "venue", "topic", "kind", "arxiv", "doi", "comments", "page"];
  const rows = records.map(named).map((paper) => [
    paper.title,
    [...paper.authors, ...(paper.more ? [`and ${paper.more} more`] : [])].join("; "),
    paper.date, paper.venue, paper.topic, paper.kind, paper.arxiv, paper.doi, String(paper.comments),
    new URL(root + paper.address, location.href).href,
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
