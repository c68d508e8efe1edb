"""Habits of typing and pasting that a query is freed of before it is read: TeX, "et al.", fields as other engines take them.

``query.js`` has the twin. What a query means stands in ``query.py``.
"""

from __future__ import annotations

import re

from generator.search.analysis import words_in
from generator.search.stemming import STOP_WORDS

ACCENT = re.compile(r"""\{?\\(?:["'`^~=.]|[uvHckr](?=[ {\\])) ?(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))\}?""")
r"""``{\"o}``, ``\'e`` and ``\v{c}``."""
LETTER = re.compile(r"\{\\([A-Za-z]{1,2})\}")
r"""``{\o}`` and ``{\ss}``."""
COMMAND = re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]\[]*\])*(?=\{)")
r"""``\cite[p. 3]{`` up to the brace."""
GROUP = re.compile(r"\{([^\s{}]*)\}")
"""``{BERT}`` or ``{A}ttention``."""

ET_AL = re.compile(
    r"[-_]?(?<![A-Za-z0-9])et\.?[ _-]?al(?![A-Za-z0-9])[.,]*(?:[-_](?=\S))?", re.IGNORECASE | re.ASCII
)
SHORT_YEAR = re.compile(r"(?<=[A-Za-z ])['’]([0-9]{2})(?![0-9A-Za-z])")
"""``NeurIPS'17``."""
FIRST_SHORT_YEAR = 60
"""Of the century before ours."""

AND_NOT = re.compile(r'(?<!\S)AND NOT (?=["A-Za-z])')
FIELD_AND_BLANK = re.compile(r"(?<!\S)([-+]?(?:authors?|title|year)): (?=\S)", re.IGNORECASE | re.ASCII)
YEAR_WITHOUT_COLON = re.compile(
    r"(?<!\S)([-+]?year) ?:? ?([<>]=?) ?(?=[0-9]{4}(?!\S))", re.IGNORECASE | re.ASCII
)
INITIALS = re.compile(
    r'(?<!\S)([-+]?(?:authors?|by)):((?:[A-Za-z]\. ?)+[^\s".]{2,})', re.IGNORECASE | re.ASCII
)
"""``author:Y. Zhang``, which is one name."""

ASKED_FIRST = re.compile(
    r"^ ?(?:(?:please )?(?:find|show|give|list|recommend|suggest)(?: me)? )?"
    r"(?:(?:who wrote|what is|what are|which is|which are) )?"
    r"(?:(?:all|any|best|good|important|latest|new|original|recent|seminal|some|the) )*"
    r"(?:papers?|articles?|works?|research|publications?|literature|studies) (?:on|about|for|that|using) ",
    re.IGNORECASE | re.ASCII,
)
"""``recent papers about``."""
ASKED_LAST = re.compile(
    r"(?: (?:papers?|pdf|arxiv|github)(?: (?:with )?(?:code|download|link))?)+[ ?.!]*$",
    re.IGNORECASE | re.ASCII,
)
HOW_IT_WORKS = re.compile(r"^ ?how (?:do|does|did) (.+) works?[ ?.!]*$", re.IGNORECASE | re.ASCII)
ENOUGH_TO_ASK_FOR = 2
"""Words that are left: ``position paper`` asks for such papers."""


def without_tex(text: str) -> str:
    """The words that TeX prints, as far as names and titles have any."""
    if "{" not in text and "\\" not in text:
        return text
    text = LETTER.sub(r"\1", ACCENT.sub(r"\1\2", text))
    return GROUP.sub(r"\1", COMMAND.sub(" ", text))


def without_citing(text: str) -> str:
    """``Vaswani et al. '17`` as ``Vaswani 2017``."""
    bare = ET_AL.sub(" ", text)
    text = bare if words_in(bare) else text
    return SHORT_YEAR.sub(lambda year: f" {19 if int(year[1]) >= FIRST_SHORT_YEAR else 20}{year[1]}", text)


def with_our_fields(text: str) -> str:
    """``author: Y. Zhang`` and ``year > 2020`` as fields are written here."""
    text = YEAR_WITHOUT_COLON.sub(r"\1:\2", AND_NOT.sub("-", text))
    return INITIALS.sub(r'\1:"\2"', FIELD_AND_BLANK.sub(r"\1:", text))


def without_asking(text: str) -> str:
    """What ``recent papers about …``, ``… paper pdf`` and ``how does … work?`` are about.

    Papers on a subject need not call themselves papers; those that do would hide the others.
    """
    bare = ASKED_LAST.sub(" ", ASKED_FIRST.sub("", HOW_IT_WORKS.sub(r"\1 ", text)))
    left = {word for word in words_in(bare) if word not in STOP_WORDS}
    return bare if len(left) >= ENOUGH_TO_ASK_FOR else text
