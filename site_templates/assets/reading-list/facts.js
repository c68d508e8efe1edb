/* What the site says of papers: their records, and the files that it offers for reference managers. */
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

export const inWords = (names) => [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");

/* As kept_apart of generator/text/foreign_words.py: two names from the right in one line would change places. */
const keptApart = (name) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name);

/* As on cards: "Ada Lovelace, Alan Turing, Grace Hopper and 57 more"; "60 authors" where only their number is known. */
function byLine(authors, count) {
  if (!authors.length) return count ? `${count} author${count === 1 ? "" : "s"}` : "";
  const names = authors.map(keptApart);
  if (names.length <= SHOWN_AUTHORS + 1) return inWords(names);
  return `${names.slice(0, SHOWN_AUTHORS).join(", ")} and ${names.length - SHOWN_AUTHORS} more`;
}

/* Title, authors and date of a paper as its page shows them; null where the site has no such paper. References for
   reference managers have the date of the venue instead, so the paper's record is asked. */
export async function factsOf(root, id) {
  const found = await reference(root, id, ".json");
  if (found === null) return null;
  const { status, title, title_plain: plain, authors = [], author_count: count, date } = JSON.parse(found);
  return status === "removed" ? null : { title: plain ?? title, by: byLine(authors, count), date };
}

/* For each id: the id it has now and its facts, null where the site knows no such paper. */
export async function lookUp(root, ids) {
  const aliases = await aliasesOf(root);
  return eachOf(ids, async (id) => {
    const now = present(id, aliases);
    return { id, now, facts: await factsOf(root, now) };
  });
}
