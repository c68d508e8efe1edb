r"""Titles as they were before the source lost their backslashes and dollar signs.

The listings print TeX with its signs removed: `HyperZ$\cdot$Z` came out as ``HyperZcdotZ``, `$O(n^2)$` as
``O(n^2)``. What can only be a lost command is put back; whatever could be a word stays. So a command counts
only where no small letter touches it (``timesteps`` and ``sometimes`` are safe), and those that are words
of their own (``times``, ``sim``) only beside a figure or a capital.

A title that has dollar signs already was typeset by somebody and is left alone.
"""

from __future__ import annotations

import re
import unicodedata

from generator.text.maths import mixed_plain

NO_WORDS = (
    "cdot|leq|geq|neq|infty|odot|otimes|oplus|rightarrow|leftarrow|leftrightarrow|Rightarrow|mapsto|propto"
)
"""Commands that are no English words; beside no small letter they are lost commands."""

ORDER_OF_GROWTH = re.compile(
    r"(?<![A-Za-z0-9])(?P<sign>[OΩΘo])(?P<open>left)?\((?P<inside>[^()]{1,60}(?:\([^()]{0,20}\)[^()]{0,20})?)\)"
)
GROWTH_TERM = re.compile(r"(?:\^|_|(?<![A-Za-z])(?:sqrt|[A-Za-z]?log)(?![a-z])|\{|cdot|times)")
LONG_WORD = re.compile(r"(?![A-Za-z]?(?:sqrt|cdot|times|log)[A-Za-z]?(?![A-Za-z]))[A-Za-z]{4,}")

RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # what survived with its backslash
    (re.compile(r"\\(?:emph|text(?:it|bf|rm|sf|tt|sc)?)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\([%&#_])"), r"\1"),
    (re.compile(r"(?<![A-Za-z\\])text(?:it|bf|rm|sf|tt|sc)\{([^{}]*)\}"), r"\1"),
    # letters of a style: mathcal{X}, mathbb{R}
    (re.compile(r"(?<![A-Za-z\\])math(cal|bb|bf|rm|frak|scr)\{([A-Za-z])\}"), r"$\\math\1{\2}$"),
    # commands in braces of their own: {cdot}
    (re.compile(rf"\{{({NO_WORDS}|times)\}}"), r"$\\\1$"),
    # commands glued to capitals, figures and brackets: ZcdotZ, 3cdot4
    (re.compile(rf"(?<![a-z\\$])({NO_WORDS})(?![a-z])"), r"$\\\1$"),
    # about: approx13%, sim10%
    (re.compile(r"(?<![A-Za-z\\$])approx\s?(?=[0-9])"), r"$\\approx$"),
    (re.compile(r"(?<![A-Za-z0-9\\$])sim(?=[0-9]+(?:\.[0-9]+)?(?:[%×x]|\s|$))"), r"$\\sim$"),
    # times: 16times16, 8timesA800, 2.8times faster
    (re.compile(r"(?<=[0-9A-Z)\]])times(?=[0-9A-Z(]|\b)(?![a-z])"), r"$\\times$"),
    # raised and lowered: E^2VPT, A^{2}-Nets, x_{i}
    (re.compile(r"(?<=[A-Za-z0-9)\]])\^(\{[^{}$]{1,20}\}|[0-9]{1,3}|[A-Za-z+*](?![A-Za-z]))"), r"$^\1$"),
    (re.compile(r"(?<=[A-Za-z0-9)\]])_(\{[^{}$]{1,20}\})"), r"$_\1$"),
    # TeX's quotation marks
    (re.compile(r"``(.+?)(?:''|\")"), r"“\1”"),
)  # fmt: skip


def repaired_title(title: str) -> str:
    """The title with its TeX back between dollar signs, in NFC, blanks single."""
    words = " ".join(unicodedata.normalize("NFC", title).split())
    if re.search(r"(?<!\\)\$.*(?<!\\)\$", words):
        return words
    words = ORDER_OF_GROWTH.sub(_order_of_growth, words)
    for pattern, replacement in RULES:
        words = _outside_formulas(words, pattern, replacement)
    return words


def repaired_prose(text: str) -> str:
    """An abstract with the same damage mended, in plain characters: nothing typesets abstracts."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(mixed_plain(repaired_title(paragraph)) for paragraph in paragraphs)


def _outside_formulas(text: str, pattern: re.Pattern[str], replacement: str) -> str:
    """The text with a rule applied to its prose; what stands between dollar signs already is finished."""
    parts = re.split(r"(\$[^$]*\$)", text)
    return "".join(part if place % 2 else pattern.sub(replacement, part) for place, part in enumerate(parts))


def _order_of_growth(found: re.Match[str]) -> str:
    """O(n^2), O(nlog n) and Oleft(n^{1.5}dright) as one formula; O(reasonable words) as it was."""
    inside = found["inside"]
    if found["open"]:
        if not inside.endswith("right"):
            return found[0]
        inside = inside.removesuffix("right")
    if not (found["open"] or GROWTH_TERM.search(inside)) or any(
        LONG_WORD.match(word) for word in re.findall(r"[A-Za-z]+", inside)
    ):
        return found[0]
    inside = re.sub(r"\s*(?<!\\)log\s*", r" \\log ", inside).strip()
    inside = re.sub(r"(?<!\\)sqrt(?=\{|\b)", r"\\sqrt", inside)
    inside = re.sub(r"\s*(?<![\\A-Za-z])(cdot|times)(?![a-z])\s*", r" \\\1 ", inside)
    return f"${found['sign']}({inside})$"
