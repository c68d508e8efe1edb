/* From a text somebody brings to entries for the list: ids are looked up, other references found by arXiv id or DOI. */
import { papersIn } from "./exchange.js";
import { lookUp, NotReached } from "./facts.js";

const bare = (doi) => doi.trim().toLowerCase().replace(/^https?:\/\/(?:dx\.)?doi\.org\//, "");

/* The id of the index's paper with this arXiv id or DOI; "" where there is none. */
async function idByHints({ arxiv = "", doi = "" }, search) {
  for (const wanted of [arxiv, bare(doi)].filter(Boolean)) {
    const { named, search: engine } = await search();
    const { records } = await engine.find(wanted, 1);
    const paper = records.length ? named(records[0]) : null;
    if (paper && (paper.arxiv === wanted || bare(paper.doi) === wanted)) return paper.address.split("/")[1];
  }
  return "";
}

/* The search is fetched only when a reference names no id of this index. */
function searchOnce(root) {
  let loading = null;
  return () =>
    (loading ??= Promise.all([import("../search/engine.js"), import("../search/view.js")]).then(([{ Search }, { named }]) => ({ named, search: new Search(root) })));
}

const told = ({ id, entry }) => entry.title || id || "an entry without a title";

/* The entries to merge into the list, the names of what the index does not have, and how many papers were named. */
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
  for (const one of named) {
    const answer = known.get(one.id);
    const found = answer?.facts ? answer.now : await idByHints(one.hints, search).catch(() => "");
    if (found) entries.push([found, { ...one.entry, ...answer?.facts, saved: one.entry.saved || now }]);
    // A list of this page may hold a paper that has left the index: its note must not be lost.
    else if (one.id && one.entry.saved) entries.push([one.id, one.entry]);
    else unknown.push(told(one));
  }
  return { entries, unknown, total: named.length };
}
