/* Text to words, the twin of generator/search/analysis.py: every rule here has its double there. */
import { stem } from "./stemming.js";
import { stopWords } from "./stop-words.js";

export { stem, stopWords };

const GREEK =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
const PLAIN = {
  ß: "ss", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", đ: "d", Đ: "D", ð: "d", Ð: "D", þ: "th", Þ: "TH",
  ł: "l", Ł: "L", ı: "i", ħ: "h", Ħ: "H", "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "−": "-",
};
GREEK.forEach((name, offset) => {
  PLAIN[String.fromCharCode(0x3b1 + offset)] = `-${name}-`;
  if (offset !== 17) PLAIN[String.fromCharCode(0x391 + offset)] = `-${name}-`;
});

const NOT_ASCII = /[^\x00-\x7f]/;
const UNSPACED = /[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{323af}]+/gu;
const COMPOUND = /[\p{L}\p{N}]+(?:[-'._]{1,2}[\p{L}\p{N}]+)*/gu;
const SEGMENT = /[\p{L}\p{N}]+/gu;
const PIECE = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const LONGEST_WORD = 40;

const unique = (list) => [...new Set(list)];
const length = (word) => (NOT_ASCII.test(word) ? [...word].length : word.length);

export function plainLetters(text) {
  if (!NOT_ASCII.test(text)) return text;
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[^\x00-\x7f]/gu, (letter) => PLAIN[letter] ?? letter).replace(UNSPACED, inPairs);
}

/* The signs of a run of Chinese or Japanese, each with the next one, as words. */
function inPairs(run) {
  const signs = [...run];
  const pairs = signs.length > 1 ? signs.slice(1).map((sign, place) => signs[place] + sign) : signs;
  return ` ${pairs.join(" ")} `;
}

export const compounds = (text) => plainLetters(text).match(COMPOUND) ?? [];

function segmentsOf(compound) {
  const base = /.'[sS]$/su.test(compound) ? compound.slice(0, -2) : compound;
  return (base.match(SEGMENT) ?? []).filter((segment) => length(segment) <= LONGEST_WORD);
}

function piecesOf(segment) {
  if (NOT_ASCII.test(segment)) return [];
  const pieces = segment.match(PIECE) ?? [];
  return pieces.length > 1 ? pieces.filter((piece) => piece.length > 1).map((piece) => piece.toLowerCase()) : [];
}

export function wordsOf(compound) {
  const segments = segmentsOf(compound);
  const words = segments.map((segment) => segment.toLowerCase());
  const extra = segments.flatMap(piecesOf);
  const joined = words.join("");
  if (words.length > 1 && length(joined) <= LONGEST_WORD) extra.push(joined);
  return { words, extra: unique(extra).filter((word) => !words.includes(word)) };
}

export const wordsIn = (text) => compounds(text).flatMap((compound) => wordsOf(compound).words);
export const squeezed = (text) => wordsIn(text).join("");
