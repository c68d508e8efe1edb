"""The numbers of the ranking that are settled at build. Tuned in ``benchmarks/search`` on one half of the
judged queries, reported on the other; the numbers used while answering stand in ``scoring.py``."""

from __future__ import annotations

TITLE_WEIGHT = 5.0
"""Readers remember titles, so a word of the title leads."""
NAME_WEIGHT = 5.0
AUTHOR_WEIGHT = 3.0
"""Half of all look-ups carry a surname; it must outweigh the same word in running text."""
TAG_WEIGHT = 2.0
"""Tags and topics are an editor's word on what a paper is about."""
ABBREVIATION_WEIGHT = 0.25
"""Of what a tag means: whoever types it sees the papers first that have it themselves."""
PLACE_WEIGHT = 1.0
"""Organisations and venues: a hint, rarely what a paper is about."""
TLDR_WEIGHT = 1.0
"""On top of its share in the running text."""
EXTRA_SHARE = 0.5
"""A hump of a camel or a joined form stands for a word that is already counted."""

SATURATION = 1.6
"""BM25's k1: how soon further occurrences stop counting."""
LENGTH_SHARE = 0.75
"""BM25's b, for the running text only: titles and names are short by nature."""

IMPACT_LEVELS = 63
"""Six bits; the two others of the byte say whether the word stands in the title or among the authors."""
IDF_UNIT = 16
"""Rarity is kept in sixteenths, one byte."""
