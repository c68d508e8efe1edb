"""Titles in another script: which language a screen reader should speak, and which way it runs.

An entry does not say the language of its title; the script tells it, or its most read language. What is written in
Latin letters is left alone, whatever its language: a wrong guess would be read out worse than none.
The search's view.js knows the same scripts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import NamedTuple

LANGUAGES = {
    **{"ARABIC": "ar", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "zh", "CYRILLIC": "ru", "DEVANAGARI": "hi"},
    **{"GEORGIAN": "ka", "GREEK": "el", "HANGUL": "ko", "HEBREW": "he", "HIRAGANA": "ja", "KATAKANA": "ja"},
    **{"TAMIL": "ta", "THAI": "th"},
}
"""By the first word of the names that Unicode gives to a script's letters."""
SYLLABLES = frozenset({"CJK", "HANGUL", "HIRAGANA", "KATAKANA"})
LETTERS_OF_A_SYLLABLE = 3
"""What one sign of these scripts takes in Latin letters: a Korean title may well quote a long English name."""
FROM_THE_RIGHT = frozenset({"ar", "fa", "he"})
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
TELLING_LETTERS = {"fa": frozenset("پچژگ"), "uk": frozenset("іїєґІЇЄҐ")}
"""What Arabic and Russian do not write."""


class Tongue(NamedTuple):
    """The language of a foreign text as BCP 47 tags it, and its direction as HTML names it."""

    language: str
    direction: str


def foreign_tongue(text: str) -> Tongue | None:
    """The tongue of a text that is mostly in another script; None for Latin letters and formulas."""
    if text.isascii():
        return None
    scripts = Counter(unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha())
    latin = scripts.pop("LATIN", 0)
    foreign = {
        script: count * (LETTERS_OF_A_SYLLABLE if script in SYLLABLES else 1)
        for script, count in scripts.items()
        if script in LANGUAGES
    }
    if sum(foreign.values()) <= latin:
        return None
    language = LANGUAGES[min(foreign, key=lambda script: (-foreign[script], script))]
    # Japanese has as many Chinese characters as letters of its own; Chinese and Korean have none of those.
    if foreign.keys() & {"HIRAGANA", "KATAKANA"}:
        language = "ja"
    if language in ("ar", "ru"):
        telling = (other for other, letters in TELLING_LETTERS.items() if letters & set(text))
        language = next(telling, language)
    return Tongue(language, "rtl" if language in FROM_THE_RIGHT else "ltr")


def kept_apart(name: str) -> str:
    """The name so that it changes no order around it: two from the right in one line would change places."""
    if name.isascii() or not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in name):
        return name
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"
