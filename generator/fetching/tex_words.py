r"""TeX as authors type it into forms, as the words that readers see; formulas are left as they are.

    Erd{\H{o}}s--R\'enyi graphs with $O(n^2)$ edges   →   Erdős–Rényi graphs with $O(n^2)$ edges

What is not known here stays as typed, so that the editor sees it.
"""

from __future__ import annotations

import re
import unicodedata

from generator.loading.positioned_yaml import FORBIDDEN_CHARACTERS, INVISIBLE_CHARACTERS
from generator.text.mixed_text import PieceKind, pieces_of
from generator.text.one_line import encodable
from generator.text.settled import settled_line, settled_paragraphs

MARKS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""Accents by their command (The TeXbook, ch. 9), as characters that combine with the letter before them."""

LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textendash": "–", "textemdash": "—", "textdegree": "°", "texttrademark": "™",
    "textregistered": "®", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textasciitilde": "~", "textbackslash": "\\", "textunderscore": "_",
    "textless": "<", "textgreater": ">", "textbar": "|", "TeX": "TeX", "LaTeX": "LaTeX", "euro": "€",
}  # fmt: skip

BASE = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
SIGN_ACCENT = re.compile(rf"\\([`'^~=.\"])\s*(?:\{{\s*({BASE})\s*\}}|({BASE}))")
LETTER_ACCENT = re.compile(rf"\\([urHvdckb])(?:\s*\{{\s*({BASE})\s*\}}|\s+({BASE})(?![A-Za-z]))")
LETTER = re.compile(rf"\\({'|'.join(sorted(LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
ESCAPED = re.compile(r"\\([%&#_{}])")
STYLE = re.compile(
    r"\\(?:emph|text(?:bf|it|sc|tt|rm|sf|sl|up|md|normal)?|mbox|underline|uline|url|uppercase)\s*\{([^{}]*)\}"
)
OLD_STYLE = re.compile(r"\{\\(?:em|bf|it|sc|tt|rm|sf|sl|bfseries|itshape|scshape|ttfamily)\b\s*([^{}]*)\}")
LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
CITED = re.compile(r"[\s~]?\\(?:cite[a-z]*|footnote|label|ref|thanks)\*?(?:\[[^\]]*\])*\s*\{[^{}]*\}")
FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\\ensuremath\s*\{([^{}]*)\}|\$\$([^$]+)\$\$", re.DOTALL)
KEPT_TOGETHER = re.compile(r"\{([^\W_](?:[^\W_]|-)*)\}")
"""Braces that guard a word's capitals. Sets such as {0, 1} hold commas and stay."""

RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (STYLE, r"\1"),
    (OLD_STYLE, r"\1"),
    (LINKED, r"\1"),
    (CITED, ""),
    (KEPT_TOGETHER, r"\1"),
)
TYPOGRAPHY: tuple[tuple[re.Pattern[str], str], ...] = (
    (ESCAPED, r"\1"),
    (re.compile(r"\\[,;:! ]|\\\\"), " "),
    (re.compile(r"\\[-/]"), ""),
    (re.compile(r"``(.+?)''", re.DOTALL), r"“\1”"),
    (re.compile(r"(?<!\w)`([^`'\n]+)'(?!\w)"), r"‘\1’"),
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    # Between words or figures; the options of commands (--help) keep their dashes.
    (re.compile(r"(?<=[\w)\]])--(?=[\w(\[])|(?<= )--(?= )"), "–"),
    (re.compile(r"(?<=[\w.,)])~(?=[\w(\[$])"), " "),
)
ADDRESS = re.compile(r"(https?://\S+)")
DEEPEST = 6
"""Styles within styles; each round opens the innermost ones."""


def words_of_tex(text: str) -> str:
    """The text without TeX outside formulas."""
    if not re.search(r"[\\{~`$]|--", text):
        return text
    text = FORMULA.sub(_between_dollars, text)
    return "".join(
        piece.source if piece.kind is PieceKind.TEX else _prose(piece.source) for piece in pieces_of(text)
    )


def clean_line(text: str) -> str:
    """Foreign text on one line: no TeX, no control, invisible or direction-changing characters."""
    return settled_line(_visible(words_of_tex(text)))


def clean_paragraphs(text: str) -> str:
    """Foreign text in paragraphs, cleaned in the same way; an empty line parts them."""
    return settled_paragraphs(_visible(words_of_tex(text.replace("\r\n", "\n").replace("\r", "\n"))))


def _visible(text: str) -> str:
    return INVISIBLE_CHARACTERS.sub("", FORBIDDEN_CHARACTERS.sub(" ", encodable(text)))


def _between_dollars(found: re.Match[str]) -> str:
    inside = next(group for group in found.groups() if group is not None)
    return f"${' '.join(inside.split())}$"


def _prose(text: str) -> str:
    parts = ADDRESS.split(text)
    return "".join(part if place % 2 else _words(part) for place, part in enumerate(parts))


def _words(text: str) -> str:
    text = SIGN_ACCENT.sub(_accented, text)
    text = LETTER_ACCENT.sub(_accented, text)
    text = LETTER.sub(lambda found: LETTERS[found[1]], text)
    for _ in range(DEEPEST):
        before = text
        for pattern, replacement in RULES:
            text = pattern.sub(replacement, text)
        if text == before:
            break
    for pattern, replacement in TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    return text


def _accented(found: re.Match[str]) -> str:
    base = (found[2] or found[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", base + MARKS[found[1]])
