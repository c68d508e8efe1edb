"""A formula in plain characters: for page titles, feeds, search and everything that has no MathML.

Made from the typeset tree, so it says what the page says. `O(n^2)` becomes O(n²); what Unicode cannot raise
or lower is marked as in TeX: x^(k+1), w_i. Blanks follow a reader's habit: none around + and ×, one on each
side of = and ≤.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.text.mathml import MathNode

RAISED = str.maketrans("0123456789+−-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
"""Only signs that every font has; the few raised letters of Unicode would make some formulas legible and
others not.
"""

ALREADY_HIGH = frozenset("′″‴°∘∗*†")
COMBINING = {
    "^": "\u0302",
    "~": "\u0303",
    "¯": "\u0304",
    "―": "\u0304",
    "˙": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "→": "\u20d7",
}
"""Marks over one letter that Unicode can put there."""

KEPT_STYLED = frozenset("ℂℍℕℙℚℝℤ")
"""Styled letters that are the usual plain-text sign of their set; all others read as the letter they are."""

RELATIONS = frozenset("=<>≤≥≈∼≃≅≠≡∈∉⊂⊆⊃⊇≪≫∝∣⊢⊨≺≻∧∨") | {chr(c) for c in range(0x2190, 0x2200)}
WIDE_BLANK = re.compile(r"(?:[1-9]|0?\.[5-9])\d*(?:\.\d+)?em")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of plain formula; `role` decides which blanks stand around it."""

    text: str
    role: str = "sign"
    """sign, number, word, relation, comma or blank"""


def plain_maths(row: Sequence[MathNode]) -> str:
    """The formula in one line of plain characters."""
    return " ".join(_joined(list(_parts(row)), airy=True).split())


def _parts(row: Sequence[MathNode]) -> Iterator[Part]:
    """The formula's pieces in reading order, rows within rows laid out flat."""
    for node in row:
        if node.tag in ("mrow", "mstyle"):
            yield from _parts(node.children)
        else:
            yield _part(node)


def _part(node: MathNode) -> Part:
    """One element as plain characters."""
    if node.tag in ("mi", "mn", "mo", "mtext"):
        return _leaf(node)
    if node.tag == "mspace":
        return (
            Part(" ", "blank") if WIDE_BLANK.fullmatch(dict(node.attributes).get("width", "")) else Part("")
        )
    if node.tag == "mtable":
        return Part(
            "; ".join(", ".join(_tight(cell.children) for cell in line.children) for line in node.children)
        )
    if node.tag == "msqrt":
        return Part("√" + _grouped(node.children))
    inside = node.children
    if node.tag == "mroot":
        return Part(f"{_script(inside[1], RAISED, '')}√{_grouped(inside[:1])}")
    if node.tag == "mfrac":
        return _fraction(node)
    return _with_scripts(node.tag, inside)


def _leaf(node: MathNode) -> Part:
    text = "".join(_read_letter(character) for character in node.text.replace("\u00a0", " "))
    if node.tag == "mn":
        return Part(text, "number")
    if node.tag == "mtext":
        return Part(text)
    if text == ",":
        return Part(text, "comma")
    if text in RELATIONS:
        return Part(text, "relation")
    return Part(text, "word" if len(text) > 1 and text[0].isalpha() else "sign")


def _read_letter(character: str) -> str:
    if character in KEPT_STYLED or not unicodedata.decomposition(character).startswith("<font>"):
        return character
    return unicodedata.normalize("NFKC", character)


def _fraction(node: MathNode) -> Part:
    above, below = node.children
    if ("linethickness", "0") in node.attributes:
        return Part(f"{_tight((above,))} choose {_tight((below,))}")
    return Part(f"{_grouped((above,))}/{_grouped((below,))}")


def _with_scripts(tag: str, inside: Sequence[MathNode]) -> Part:
    """A base with what stands beside, over or under it."""
    base = list(_parts(inside[:1]))
    text = _joined(base, airy=False)
    role = base[-1].role if len(base) == 1 and base[0].role == "word" else "sign"
    if tag == "mover" and inside[1].tag == "mo":
        return Part(_marked(text, inside[1].text), role)
    if tag == "munder" and inside[1].tag == "mo":
        return Part(text, role)
    if len(base) > 1:
        text = f"({text})"
    if tag in ("msub", "munder", "msubsup", "munderover"):
        text += _script(inside[1], LOWERED, "_")
    if tag in ("msup", "mover", "msubsup", "munderover"):
        text += _script(inside[-1], RAISED, "^")
    return Part(text, role)


def _marked(text: str, mark: str) -> str:
    """A letter under its accent; a longer base, or a mark that Unicode cannot place, stays bare."""
    if len(text) != 1 or mark not in COMBINING:
        return text if mark not in RELATIONS or text not in RELATIONS else mark
    return unicodedata.normalize("NFC", text + COMBINING[mark])


def _script(node: MathNode, letters: dict[int, int], sign: str) -> str:
    """What is raised or lowered: in small characters where they exist, else behind a sign."""
    text = _tight((node,))
    if not text or (sign == "^" and all(character in ALREADY_HIGH for character in text)):
        return text.replace("∘", "°")
    if all(ord(character) in letters for character in text):
        return text.translate(letters)
    return sign + (text if len(text) == 1 or text.isalnum() else f"({text})")


def _grouped(row: Sequence[MathNode]) -> str:
    """A numerator, denominator or radicand: in brackets when it is more than one thing."""
    parts = [part for part in _parts(row) if part.text]
    text = _joined(parts, airy=False)
    return text if len(parts) <= 1 or text.isalnum() else f"({text})"


def _tight(row: Sequence[MathNode]) -> str:
    return _joined(list(_parts(row)), airy=False)


def _joined(parts: list[Part], *, airy: bool) -> str:
    """The parts with the blanks a reader expects; `airy` puts them around relations too."""
    parts = [part for part in parts if part.text]
    line: list[str] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        after = parts[place + 1] if place + 1 < len(parts) else None
        if part.role == "relation" and airy and before is not None and after is not None:
            line.append(f" {part.text} ")
        elif part.role == "comma" and after is not None and not _inside_number(before, after):
            line.append(part.text + " ")
        elif before is not None and _needs_blank(before, part):
            line.append(" " + part.text)
        else:
            line.append(part.text)
    return "".join(line)


def _inside_number(before: Part | None, after: Part) -> bool:
    return before is not None and before.role == after.role == "number"


def _needs_blank(before: Part, part: Part) -> bool:
    """A word stands apart from letters and digits beside it, and from a bracket that closes before it."""
    if "word" not in (before.role, part.role) or not part.text[0].isalnum():
        return False
    return before.role == "word" or before.text[-1].isalnum() or before.text[-1] in ")]}"
