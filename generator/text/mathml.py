"""TeX to MathML: typeset by latex2mathml, then built anew from a list of what may stand in a page.

The library's tree is read, never printed: each element and attribute is copied only when it is on the lists
below, each text is decoded once and escaped on the way out. Whatever the library may do with odd input,
nothing but presentation MathML leaves.

On the way the tree is fitted to what browsers draw (MathML Core): letter styles become the Unicode letters
of that style, since browsers ignore `mathvariant` but for `normal`; upright letters in a row become one
word, so that a screen reader says it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

DEEPEST_TREE = 60
LARGEST_TREE = 1500
"""Elements of one formula; 500 characters of sane TeX make less than 1,000."""

LENGTH = re.compile(r"-?(?:[0-9]{1,2}|[0-9]{0,2}\.[0-9]{1,3})em")
TRUTH = re.compile(r"true|false")

ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "mi": {"mathvariant": re.compile("normal")},
    "mn": {},
    "mo": {
        "stretchy": TRUTH,
        "form": re.compile("prefix|infix|postfix"),
        "minsize": LENGTH,
        "maxsize": LENGTH,
        "movablelimits": TRUTH,
        "lspace": LENGTH,
        "rspace": LENGTH,
    },
    "mtext": {},
    "mspace": {"width": LENGTH},
    "mrow": {},
    "mfrac": {"linethickness": re.compile("0")},
    "msqrt": {},
    "mroot": {},
    "mstyle": {"displaystyle": TRUTH, "scriptlevel": re.compile("[012]")},
    "msub": {},
    "msup": {},
    "msubsup": {},
    "munder": {"accentunder": TRUTH},
    "mover": {"accent": TRUTH},
    "munderover": {},
    "mtable": {},
    "mtr": {},
    "mtd": {},
}
"""Every element that may leave, with its attributes and the values these may have."""

CHILDREN_OF: dict[str, int] = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
"""Elements that a browser draws only with this number of children."""

NAMED_WIDTHS = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
    "thinmathspace": "0.167em",
    "thickmathspace": "0.278em",
}

MISREAD = {("mi", "&#x0007E;"): ("mo", "∼")}
r"""The library sets ``\sim`` as an identifier spelt like the ASCII tilde."""

UPRIGHT_LETTER = re.compile(r"\\mathrm\s*\{\s*([A-Za-z])\s*\}")
r"""The library forgets that one letter in ``\mathrm{}`` is upright, but not in two pairs of braces."""

ARGUMENT = re.compile(r"\\arg(?![A-Za-z])")

ACCENTS = frozenset("´¯˘ˇ˙¨⃛`^˚→~―")
"""Marks that belong close over their letter; the library leaves out the attribute that says so."""

STYLE_NAMES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "monospace": "MONOSPACE",
}
OLDER_STYLE_NAMES = {"DOUBLE-STRUCK": "DOUBLE-STRUCK", "SCRIPT": "SCRIPT", "FRAKTUR": "BLACK-LETTER"}
"""Styled letters that Unicode had before it had whole alphabets keep their older names (SCRIPT CAPITAL B)."""


@dataclass(frozen=True, slots=True)
class MathNode:
    """An element of a formula that is fit for a page. Either `text` or `children` is empty."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple[MathNode, ...] = ()


class TypesettingError(Exception):
    """The formula cannot be typeset; the message is for the editor."""


@lru_cache(maxsize=8192)
def typeset(tex: str) -> tuple[MathNode, ...]:
    """The formula as a row of elements. Expects TeX that `first_tex_fault` passed; raises TypesettingError.

    The same TeX gives the same row, so it is kept: titles come back on every list that names the paper.
    """
    from latex2mathml.converter import convert_to_element  # late: slow to load, and most texts have no maths

    try:
        root = convert_to_element(fitted_to_library(tex))
    except Exception as cause:
        # The library signals faulty TeX with whatever its code ran into: its own errors, but also
        # StopIteration, IndexError, KeyError, RecursionError. All of them mean the same to the editor.
        raise TypesettingError(_reason(cause)) from cause
    row = _Rebuilding().row(root[0])
    if not row:
        raise TypesettingError("the formula is empty")
    return row


def fitted_to_library(tex: str) -> str:
    """The formula with what the library does not know written as it does."""
    return ARGUMENT.sub(r"\\operatorname{arg}", UPRIGHT_LETTER.sub(r"\\mathrm{{\1}}", tex))


def mathml(row: Iterable[MathNode]) -> str:
    """The formula as an element for an HTML page."""
    return "<math>" + "".join(_markup(node) for node in row) + "</math>"


def _markup(node: MathNode) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes)
    inside = escape(node.text) + "".join(_markup(child) for child in node.children)
    return f"<{node.tag}{attributes}>{inside}</{node.tag}>"


def _reason(cause: Exception) -> str:
    """The library's errors in words; their names are all it says."""
    return {
        "DoubleSubscriptsError": "two subscripts follow one another",
        "DoubleSuperscriptsError": "two superscripts follow one another",
        "ExtraLeftOrMissingRightError": "\\left and \\right do not pair up",
        "NoAvailableTokensError": "the formula is empty",
        "MissingSuperScriptOrSubscriptError": "nothing follows '^' or '_'",
        "LimitsMustFollowMathOperatorError": "\\limits follows nothing that has limits",
        "RecursionError": "the formula nests too deep",
    }.get(type(cause).__name__, "a command lacks its argument")


class _Rebuilding:
    """Copies the library's tree; counts what it has copied."""

    def __init__(self) -> None:
        self.made = 0

    def row(self, parent: Element, depth: int = 0) -> tuple[MathNode, ...]:
        """The children of an element, fit for a page; a row that holds one row is that row."""
        if depth > DEEPEST_TREE:
            raise TypesettingError("the formula nests too deep")
        nodes = [self.node(child, depth + 1) for child in parent]
        if parent.tag in CHILDREN_OF:
            # Base, script, numerator: each stands for itself.
            return tuple(whole for node in nodes for whole in words_joined([node]))
        nodes = list(words_joined(words_spaced(nodes)))
        if len(nodes) == 1 and nodes[0].tag == "mrow" and parent.tag in ("mrow", "msqrt", "mtd", "mstyle"):
            return nodes[0].children
        return tuple(nodes)

    def node(self, element: Element, depth: int) -> MathNode:
        self.made += 1
        tag = element.tag
        if tag not in ALLOWED:
            raise TypesettingError("the formula uses a construction that pages do not carry")
        if self.made > LARGEST_TREE:
            raise TypesettingError("the formula is too large")
        if (tag, element.text) in MISREAD:
            tag, text = MISREAD[tag, element.text or ""]
        else:
            text = _decoded(element.text or "")
        children = self.row(element, depth)
        if len(children) != CHILDREN_OF.get(tag, len(children)):
            raise TypesettingError("a command lacks its argument")
        if tag == "mtext":
            text = re.sub(r"\\([%$#&_])", r"\1", text)
        elif text.startswith("\\") and (element.text or "").startswith("\\"):
            raise TypesettingError(f"unknown TeX command '{text}'")
        if tag == "mo" and is_function_name(text):
            tag = "mi"
        variant = element.get("mathvariant", "")
        if variant in STYLE_NAMES:
            text = "".join(styled(character, STYLE_NAMES[variant]) for character in text)
        if tag == "mrow" and len(children) == 1:
            return _braced(children[0])
        return MathNode(tag, self._attributes(element, tag, children), text, children)

    @staticmethod
    def _attributes(
        element: Element, tag: str, children: tuple[MathNode, ...]
    ) -> tuple[tuple[str, str], ...]:
        given = {name: NAMED_WIDTHS.get(value, value) for name, value in element.attrib.items()}
        if tag == "mover" and children[1].tag == "mo" and children[1].text in ACCENTS:
            given["accent"] = "true"
        shapes = ALLOWED[tag]
        return tuple(
            sorted(
                (name, value)
                for name, value in given.items()
                if name in shapes and shapes[name].fullmatch(value)
            )
        )


def _braced(only: MathNode) -> MathNode:
    """What stands alone in braces needs no row; an operator there is meant without blanks, as in 1{,}000."""
    if only.tag != "mo":
        return only
    return MathNode(
        "mo", tuple(sorted({**dict(only.attributes), "lspace": "0em", "rspace": "0em"}.items())), only.text
    )


ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")


def _decoded(text: str) -> str:
    """The library writes characters as entities into its texts; the TeX itself cannot hold any (`&` and `#`
    are refused).
    """
    return ENTITY.sub(lambda found: chr(int(found[1], 16)), text)


def is_function_name(text: str) -> bool:
    """Whether an operator's text is a name such as lim or softmax. ``mod`` stands between its operands and
    is none.
    """
    return len(text) > 1 and text[0].isalpha() and text != "mod"


def words_spaced(nodes: list[MathNode]) -> Iterator[MathNode]:
    """A thin blank between a function's name and a letter or figure beside it: n log n, but log(n).

    TeX does so, MathML's identifiers do not.
    """
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        if before is not None and (_is_named(before) or _is_named(node)) and _wants_blank(before, node):
            yield THIN_BLANK
        yield node


THIN_BLANK = MathNode("mspace", (("width", "0.167em"),))


def _is_named(node: MathNode) -> bool:
    """Whether a node is a function's name, alone or with something raised or lowered."""
    if node.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return _is_named(node.children[0])
    return node.tag == "mi" and len(node.text) > 1 and node.text[0].isalpha()


def _wants_blank(before: MathNode, after: MathNode) -> bool:
    return all(node.tag not in ("mo", "mspace", "mtext") for node in (_edge(before, -1), _edge(after, 0)))


def _edge(node: MathNode, side: int) -> MathNode:
    """What a node shows at its left (0) or right (-1) edge: of a row its outermost part, of scripts their
    base.
    """
    if node.tag in ("mrow", "mstyle") and node.children:
        return _edge(node.children[side], side)
    if node.tag in ("msub", "msup", "msubsup"):
        return _edge(node.children[0], side)
    return node


def words_joined(nodes: Iterable[MathNode]) -> Iterator[MathNode]:
    """Upright letters that stand side by side, made one identifier: K and L become KL."""
    word: list[str] = []
    for node in nodes:
        if node.tag == "mi" and node.attributes == (("mathvariant", "normal"),) and len(node.text) == 1:
            word.append(node.text)
            continue
        yield from _upright(word)
        word = []
        yield node
    yield from _upright(word)


def _upright(letters: list[str]) -> Iterator[MathNode]:
    """Browsers slant a single letter unless told not to, and never a longer word."""
    if letters:
        yield MathNode("mi", () if len(letters) > 1 else (("mathvariant", "normal"),), "".join(letters))


@lru_cache(maxsize=1024)
def styled(character: str, style: str) -> str:
    """The letter of an alphabet of Unicode's mathematical letters, or the character itself where there is
    none.
    """
    for name in _styled_names(unicodedata.name(character, ""), style):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character


def _styled_names(name: str, style: str) -> Iterator[str]:
    """The names under which Unicode may hold the styled form of a character."""
    digit = name.removeprefix("DIGIT ")
    if digit != name:
        yield f"MATHEMATICAL {style} DIGIT {digit}"
    letter = re.fullmatch(r"(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER (.+)", name)
    if letter is not None:
        yield f"MATHEMATICAL {style} {letter[1]} {letter[2]}"
        if style in OLDER_STYLE_NAMES:
            yield f"{OLDER_STYLE_NAMES[style]} {letter[1]} {letter[2]}"
