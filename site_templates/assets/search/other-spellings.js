/* Other spellings of a word, the twin of generator/search/other_spellings.py, which says why; the tables are written at build. */
import { beginnings, wholeWords } from "./spelling-pairs.js";

const VERB =
  /^([a-z]{3,})(?:i([sz])(e|es|ed|er|ers|ing|able|ability|ation|ations|ational)|y([sz])(e|es|ed|er|ers|ing|able))$/;

export function otherSpellings(word) {
  const found = [];
  const [, stem, ofI, endOfI, ofY, endOfY] = VERB.exec(word) ?? [];
  if (stem && !/[vw]$/.test(stem)) {
    const [vowel, letter, ending] = ofI ? ["i", ofI, endOfI] : ["y", ofY, endOfY];
    found.push(`${stem}${vowel}${letter === "s" ? "z" : "s"}${ending}`);
  }
  const pair = beginnings.find(([one]) => word.startsWith(one));
  if (pair) found.push(pair[1] + word.slice(pair[0].length));
  if (wholeWords.has(word)) found.push(wholeWords.get(word));
  return found;
}
