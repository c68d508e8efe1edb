/* What the site says of papers: the same files that it offers for reference managers. */
import { present } from "./store.js";

const AT_ONCE = 6;
const SHOWN_AUTHORS = 3;

/* The answers of `ask` for each item, in order, a few at a time. */
export async function eachOf(items, ask) {
  const answers = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const place = next++;
      answers[place] = await ask(items[place]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return answers;
}

export class NotReached extends Error {}

/* The text of a file of the site; null where the site has none. Raises NotReached without a connection. */
async function textAt(address) {
  let answer;
  try {
    answer = await fetch(address);
  } catch {
    throw new NotReached(address);
  }
  if (answer.status === 404) return null;
  if (!answer.ok) throw new NotReached(address);
  return answer.text();
}

/* A paper's own file: `ending` is ".bib", ".ris", ".csl.json" or ".json". */
export const reference = (root, id, ending) => textAt(`${root}papers/${id}${ending}`);

/* Former ids and what they became. */
export async function aliasesOf(root) {
  try {
    return JSON.parse((await textAt(`${root}aliases.json`)) ?? "{}");
  } catch {
    return {};
  }
}

const nameOf = ({ literal, given, "non-dropping-particle": particle, family, suffix }) =>
  literal ?? [given, particle, family, suffix].filter(Boolean).join(" ");

/* "Ada Lovelace, Alan Turing and 57 more" */
function byLine(authors) {
  const more = authors.at(-1)?.literal === "others";
  const names = (more ? authors.slice(0, -1) : authors).map(nameOf);
  const hidden = names.length - SHOWN_AUTHORS;
  const shown = names.slice(0, SHOWN_AUTHORS).join(", ");
  if (hidden > 0) return `${shown} and ${hidden} more`;
  return more ? `${shown} and others` : shown;
}

/* A lean site has no CSL item of a paper; its record tells the same. */
const hasRecordsOnly = () => Boolean(document.getElementById("pi-reading")?.dataset.formats);

async function recordedFacts(root, id) {
  const found = await reference(root, id, ".json");
  if (found === null) return null;
  const { status, title, title_plain: plain, authors = [], date } = JSON.parse(found);
  return status === "removed" ? null : { title: plain ?? title, by: byLine(authors.map((name) => ({ literal: name }))), date };
}

/* Title, authors and date of a paper as the site tells them now; null where it has no such paper. */
export async function factsOf(root, id) {
  if (hasRecordsOnly()) return recordedFacts(root, id);
  const found = await reference(root, id, ".csl.json");
  if (found === null) return null;
  const [item] = JSON.parse(found);
  const parts = item.issued?.["date-parts"]?.[0] ?? [];
  const date = parts.map((part, place) => String(part).padStart(place ? 2 : 4, "0")).join("-");
  return { title: item.title, by: byLine(item.author ?? []), date };
}

/* For each id: the id it has now and its facts, null where the site knows no such paper. */
export async function lookUp(root, ids) {
  const aliases = await aliasesOf(root);
  return eachOf(ids, async (id) => {
    const now = present(id, aliases);
    return { id, now, facts: await factsOf(root, now) };
  });
}
