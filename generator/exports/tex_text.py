r"""Words as TeX source: whatever they say, they stay words, and their braces balance.

BibTeX counts braces without regard to backslashes, so ``\{`` is no way to write one. Accents and foreign
letters stay as they are: the files are UTF-8, which biber, pybtex and today's BibTeX styles read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from generator.text.maths import MathRun, TextRun, parse_mixed
from generator.text.one_line import encodable, one_line

SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    # Some readers of BibTeX take @ before a brace for the start of the next entry.
    "@": "{@}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
SPECIAL = re.compile(f"[{re.escape(''.join(SPECIALS))}]")
LIGATURES = ("--", "``", "''", "?`", "!`", ",,")
"""Pairs that TeX would draw as one."""
SECOND_OF_LIGATURE = re.compile("|".join(f"(?<={re.escape(pair[0])}){pair[1]}" for pair in LIGATURES))

WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
MATHS_TOKEN = re.compile(r"\\([A-Za-z]+|.)|@", re.DOTALL)
UNSAFE_IN_ADDRESS = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")


def tex_words(text: str) -> str:
    """``text`` as TeX source that prints exactly it."""
    return _escaped(one_line(text))


def _escaped(text: str) -> str:
    if SPECIAL.search(text) is not None:
        text = SPECIAL.sub(lambda found: SPECIALS[found.group()], text)
    for pair in LIGATURES:
        if pair in text:
            return SECOND_OF_LIGATURE.sub(r"{}\g<0>", text)
    return text


def tex_title(title: str) -> str:
    """A title as TeX source: formulas stay formulas, and words with capitals keep them in every style.

    Styles that print titles in lower case would turn Gaussian into gaussian and BERT into bert. Which capitals
    belong to names cannot be told from the title, so all are kept but the first letter's, which styles keep.
    """
    title = one_line(title)
    if "$" not in title:
        return _with_capitals_kept(title, is_start=True)
    pieces = []
    for run in parse_mixed(title):
        if isinstance(run, MathRun):
            pieces.append(f"{{${tex_formula(run.tex)}$}}")
        else:
            words = run.text if isinstance(run, TextRun) else run.source
            pieces.append(_with_capitals_kept(words, is_start=run.offset == 0))
    return "".join(pieces)


def _with_capitals_kept(text: str, *, is_start: bool) -> str:
    escaped = _escaped if _escaped(text) != text else str
    if not _has_capitals(text[1:] if is_start else text):
        return escaped(text)
    tokens = text.split(" ")
    for place, token in enumerate(tokens):
        if _has_capitals(token):
            is_first = is_start and place == 0
            # Nearly every token is a word and nothing else.
            is_word = token.isalnum() and not is_first
            tokens[place] = f"{{{token}}}" if is_word else _with_its_capitals(token, escaped, is_first)
        elif escaped is not str:
            tokens[place] = escaped(token)
    return " ".join(tokens)


def _with_its_capitals(token: str, escaped: Callable[[str], str], is_first: bool) -> str:
    # Words begin and end with a letter or a figure, so no pair of signs is torn apart.
    found = WORD.search(token)
    if found is None:
        return escaped(token)
    word = found.group()
    if not _has_capitals(word[1:] if is_first and found.start() == 0 else word):
        return escaped(token)
    return f"{escaped(token[: found.start()])}{{{escaped(word)}}}{escaped(token[found.end() :])}"


def _has_capitals(word: str) -> bool:
    if word.isascii():
        return word != word.lower()
    return any(letter.isupper() or letter.istitle() for letter in word)


def tex_formula(tex: str) -> str:
    r"""A formula for BibTeX: ``\{`` becomes ``\lbrace``, so that the braces left are pairs."""
    return MATHS_TOKEN.sub(_formula_token, tex)


def _formula_token(found: re.Match[str]) -> str:
    command = found[1]
    if command is None:
        return SPECIALS["@"]
    # A blank behind a double backslash: some readers take the second one as escaping a brace that follows.
    return {"{": r"\lbrace ", "}": r"\rbrace ", "\\": r"\\ "}.get(command, found.group())


def tex_verbatim(value: str) -> str:
    """An address or identifier, which TeX packages read letter by letter; what no address may hold is encoded."""
    return UNSAFE_IN_ADDRESS.sub(lambda found: quote(encodable(found.group()), safe=""), value)
