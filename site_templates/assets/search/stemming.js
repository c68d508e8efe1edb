/* Porter's stemmer (Program 14(3), 1980), the twin of generator/search/stemming.py, which says what it departs in. */
const CONSONANTS = "[^aeiou][^aeiouy]*";
const VOWELS = "[aeiouy][aeiou]*";
const MEASURE_ABOVE_0 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}`);
const MEASURE_ABOVE_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`);
const MEASURE_1 = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}(?:${VOWELS})?$`);
const HAS_VOWEL = new RegExp(`^(?:${CONSONANTS})?[aeiouy]`);
const SHORT_END = new RegExp(`^${CONSONANTS}[aeiouy][^aeiouwxy]$`);
const DOUBLED = /([^aeiouylsz])\1$/;

const STEP_2 = {
  ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al", entli: "ent",
  eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive", fulness: "ful",
  ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble", logi: "log",
};
const STEP_3 = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };
const STEP_4 = "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize".split(" ");

const longestFirst = (endings) =>
  new RegExp(`^(.+?)(${[...endings].sort((one, other) => other.length - one.length).join("|")})$`);
const ENDING_2 = longestFirst(Object.keys(STEP_2));
const ENDING_3 = longestFirst(Object.keys(STEP_3));
const ENDING_4 = longestFirst(STEP_4);
const ENDING_ION = /^(.+?[st])ion$/;

function plural(word) {
  if (/.(?:sses|ies)$/.test(word)) return word.slice(0, -2);
  return /.[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function pastForms(word) {
  if (/.eed$/.test(word)) return MEASURE_ABOVE_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const rest = /^(.+)(?:ed|ing)$/.exec(word)?.[1];
  if (!rest || !HAS_VOWEL.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (DOUBLED.test(rest)) return rest.slice(0, -1);
  return SHORT_END.test(rest) ? `${rest}e` : rest;
}

const finalY = (word) => word.replace(/(.[^aeiou])y$/, "$1i");

function exchanged(word, endings, by) {
  const match = endings.exec(word);
  return match && MEASURE_ABOVE_0.test(match[1]) ? match[1] + by[match[2]] : word;
}

function withoutSuffix(word) {
  const rest = (ENDING_4.exec(word) ?? ENDING_ION.exec(word))?.[1];
  return rest && MEASURE_ABOVE_1.test(rest) ? rest : word;
}

function finalE(word) {
  const rest = /^(.+)e$/.exec(word)?.[1];
  if (rest && (MEASURE_ABOVE_1.test(rest) || (MEASURE_1.test(rest) && !SHORT_END.test(rest)))) word = rest;
  return word.endsWith("ll") && MEASURE_ABOVE_1.test(word) ? word.slice(0, -1) : word;
}

export function stem(word) {
  if (word.length < 3 || !/^[A-Za-z]+$/.test(word)) return word;
  const initialY = word[0] === "y";
  let stemmed = finalY(pastForms(plural(initialY ? `Y${word.slice(1)}` : word)));
  stemmed = exchanged(exchanged(stemmed, ENDING_2, STEP_2), ENDING_3, STEP_3);
  stemmed = finalE(withoutSuffix(stemmed));
  return initialY ? `y${stemmed.slice(1)}` : stemmed;
}
