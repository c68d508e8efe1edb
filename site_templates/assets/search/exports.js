/* Found papers as BibTeX and as CSV. */
import { named } from "./view.js";

/* The same signs as in generator/exports/tex_text.py: BibTeX counts braces, escaped or not, so none may stay one. */
const TEX = {
  "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}", "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_", "@": "{@}",
  "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}",
};
/* The second sign of pairs that TeX would draw as one is kept apart from the first. */
const TEX_SIGN = /[\\{}~^&%$#_@<>|]|(?<=-)-|(?<=`)`|(?<=')'|(?<=[?!])`|(?<=,),/g;
const tex = (text) => text.replace(TEX_SIGN, (sign) => TEX[sign] ?? `{}${sign}`);
const keyOf = (address) => address.replace(/\/$/, "").split("/").pop();

function bibtexEntry(record) {
  const paper = named(record);
  const [year, month] = paper.date.split("-");
  const fields = [
    // Doubled braces keep the capitals of names such as GPT in every style.
    ["title", `{${tex(paper.title)}}`],
    ["author", [...paper.authors.map((name) => `{${tex(name)}}`), ...(paper.more ? ["others"] : [])].join(" and ")],
    ["year", year],
    ["month", month && String(Number(month))],
    ["booktitle", paper.venue && tex(paper.venue)],
    ["eprint", paper.arxiv],
    ["archiveprefix", paper.arxiv && "arXiv"],
    ["doi", paper.doi],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
  return `@${paper.venue ? "inproceedings" : "misc"}{${keyOf(paper.address)},\n${lines.join(",\n")}\n}\n`;
}

export const bibtex = (records) => records.map(bibtexEntry).join("\n");

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
