/* From a text somebody brings to entries for the list: ids are looked up, other references found by arXiv id, DOI or title. */
import { papersIn } from "./exchange.js";
import { lookUp, NotReached } from "./facts.js";

const bare = (doi) => doi.trim().toLowerCase().replace(/^https?:\/\/(?:dx\.)?doi\.org\//, "");

/* How many papers of the search are looked at for one that has the very title. */
const ALIKE = 5;

/* A title without the signs of TeX. */
const withoutTex = (title) => title.replace(/\\(?:[a-zA-Z]+|.)/g, "").replace(/[{}$]/g, "");

/* The id of the index's paper with this arXiv id, DOI or title; "" where there is none. */
async function idByHints({ arxiv = "", doi = "", title = "" }, search) {
  const { named, squeezed, wordsIn, engine } = await search();
  const plain = withoutTex(title);
  const ways = [
    [arxiv, (paper) => paper.arxiv === arxiv],
    [bare(doi), (paper) => bare(paper.doi) === bare(doi)],
    [wordsIn(plain).join(" "), (paper) => squeezed(paper.title) === squeezed(plain)],
  ];
  for (const [wanted, means] of ways.filter(([words]) => words)) {
    const { records } = await engine.find(wanted, ALIKE);
    const paper = records.map(named).find(means);
    if (paper) return paper.address.split("/")[1];
  }
  return "";
}

/* The search is fetched only when a reference names no id of this index. */
function searchOnce(root) {
  let loading = null;
  return () =>
    (loading ??= Promise.all([import("../search/engine.js"), import("../search/view.js"), import("../search/words.js")]).then(
      ([{ Search }, { named }, { squeezed, wordsIn }]) => ({ named, squeezed, wordsIn, engine: new Search(root) })));
}

const told = ({ id, entry }) => entry.title || id || "an entry without a title";

/* The entries to merge into the list, the names of what the index does not have and of what could not be looked for,
   and how many papers were named. */
export async function bringIn(root, text, now) {
  const named = papersIn(text, now);
  const ids = [...new Set(named.map(({ id }) => id).filter(Boolean))];
  let known;
  try {
    known = new Map((await lookUp(root, ids)).map((answer) => [answer.id, answer]));
  } catch (fault) {
    if (!(fault instanceof NotReached)) throw fault;
    // Without a connection ids are taken at their word; facts come when there is one.
    known = new Map(ids.map((id) => [id, { id, now: id, facts: {} }]));
  }
  const search = searchOnce(root);
  const entries = [];
  const unknown = [];
  const missed = [];
  for (const one of named) {
    const answer = known.get(one.id);
    const found = answer?.facts ? answer.now : await idByHints(one.hints, search).catch(() => null);
    if (found) entries.push([found, { ...one.entry, ...answer?.facts, saved: one.entry.saved || now }]);
    // A list of this page may hold a paper that has left the index: its note must not be lost.
    else if (one.id && one.entry.saved) entries.push([one.id, one.entry]);
    else (found === null ? missed : unknown).push(told(one));
  }
  return { entries, unknown, missed, total: named.length };
}
