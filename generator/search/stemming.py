"""The stemmer and the stop words of lunr, the same words in Python and in the page.

Python lunr 0.8.0 and lunr.js 2.3.9 stem differently: ``array`` is ``arrai`` in one and ``array`` in the other,
and short or odd words (``ies``, ``eed``, doubled y) differ too. So neither is used: Porter's algorithm (Program
14(3), 1980) is written out here and in the page's ``stemming.js``, with the two departures that lunr.js makes, in
step 1a, where something must stand before the ending, and in 1c, where y turns to i only after a consonant. The
tests hold the two equal on the corpus and on invented words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lunr.stop_word_filter import WORDS

STOP_WORDS: frozenset[str] = frozenset(WORDS)

# A y counts as a vowel unless a vowel stands before it; at the head of a word it is a consonant,
# which the stemmer notes by a capital.
CONSONANTS = "[^aeiou][^aeiouy]*"
VOWELS = "[aeiouy][aeiou]*"
MEASURE_ABOVE_0 = re.compile(f"(?:{CONSONANTS})?{VOWELS}{CONSONANTS}")
MEASURE_ABOVE_1 = re.compile(f"(?:{CONSONANTS})?{VOWELS}{CONSONANTS}{VOWELS}{CONSONANTS}")
MEASURE_1 = re.compile(f"(?:{CONSONANTS})?{VOWELS}{CONSONANTS}(?:{VOWELS})?$")
HAS_VOWEL = re.compile(f"(?:{CONSONANTS})?[aeiouy]")
SHORT_END = re.compile(f"{CONSONANTS}[aeiouy][^aeiouwxy]$")
DOUBLED = re.compile(r"([^aeiouylsz])\1$")

STEP_2 = {
    **{"ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble"},
    **{"alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate"},
    **{"ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al"},
    **{"iviti": "ive", "biliti": "ble", "logi": "log"},
}
STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
STEP_4 = (
    "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize".split()
)  # and -ion after s or t


def longest_first(endings: Iterable[str]) -> re.Pattern[str]:
    """A pattern that parts a word into what comes before and its longest known ending."""
    return re.compile(f"(.+?)({'|'.join(sorted(endings, key=len, reverse=True))})$")


ENDING_2, ENDING_3, ENDING_4 = longest_first(STEP_2), longest_first(STEP_3), longest_first(STEP_4)
# Most words have none of them, which is told sooner without a pattern.
ENDINGS_2, ENDINGS_3, ENDINGS_4 = tuple(STEP_2), tuple(STEP_3), (*STEP_4, "ion")
ENDING_ION = re.compile("(.+?[st])ion$")


def stem(word: str) -> str:
    """The stem of a folded word; what is not made of the letters a to z stays as it is."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    initial_y = word[0] == "y"
    word = f"Y{word[1:]}" if initial_y else word
    word = final_y(past_forms(plural(word)))
    if word.endswith(ENDINGS_2):
        word = exchanged(word, ENDING_2, STEP_2)
    if word.endswith(ENDINGS_3):
        word = exchanged(word, ENDING_3, STEP_3)
    if word.endswith(ENDINGS_4):
        word = without_suffix(word)
    word = final_e(word)
    return f"y{word[1:]}" if initial_y else word


def plural(word: str) -> str:
    """Step 1a: caresses, ponies, cats."""
    if len(word) > 4 and word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-2]
    if len(word) > 2 and word[-1] == "s" and word[-2] != "s":
        return word[:-1]
    return word


def past_forms(word: str) -> str:
    """Step 1b: agreed, plastered, motoring."""
    if len(word) > 3 and word.endswith("eed"):
        return word[:-1] if MEASURE_ABOVE_0.match(word[:-3]) else word
    cut = 2 if word.endswith("ed") else 3 if word.endswith("ing") else 0
    if not cut or len(word) <= cut or not HAS_VOWEL.match(word[:-cut]):
        return word
    word = word[:-cut]
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if DOUBLED.search(word):
        return word[:-1]
    return f"{word}e" if SHORT_END.match(word) else word


def final_y(word: str) -> str:
    """Step 1c: happy, but neither by nor say."""
    if len(word) > 2 and word[-1] == "y" and word[-2] not in "aeiou":
        return f"{word[:-1]}i"
    return word


def exchanged(word: str, endings: re.Pattern[str], by: dict[str, str]) -> str:
    """Steps 2 and 3: a long suffix by its shorter kin."""
    match = endings.match(word)
    if match and MEASURE_ABOVE_0.match(match.group(1)):
        return match.group(1) + by[match.group(2)]
    return word


def without_suffix(word: str) -> str:
    """Step 4: the last suffix of a long word."""
    match = ENDING_4.match(word) or ENDING_ION.match(word)
    return match.group(1) if match and MEASURE_ABOVE_1.match(match.group(1)) else word


def final_e(word: str) -> str:
    """Step 5: a final e, and one of two l."""
    if len(word) > 1 and word[-1] == "e":
        rest = word[:-1]
        if MEASURE_ABOVE_1.match(rest) or (MEASURE_1.match(rest) and not SHORT_END.match(rest)):
            word = rest
    if word.endswith("ll") and MEASURE_ABOVE_1.match(word):
        word = word[:-1]
    return word
