"""TeX and markup as services send them, and the words a reader sees; TeX judged by another reader too."""

from __future__ import annotations

import time
import unicodedata

import pytest
from pylatexenc.latex2text import LatexNodes2Text

from generator.fetching.markup_words import words_of_markup
from generator.fetching.tex_words import LETTERS, MARKS, clean_line, clean_paragraphs


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"Erd{\H{o}}s--R\'enyi graphs", "Erdős–Rényi graphs"),
        (r"Schr{\"o}dinger and G\"odel, {\'E}cole, na\"{\i}ve", "Schrödinger and Gödel, École, naïve"),
        (
            r"\v{S}ime\v c, Gar\c{c}\~ao, \AA ngstr\"om, \O rsted, stra{\ss}e",
            "Šimeč, Garção, Ångström, Ørsted, straße",
        ),
        (r"{\L}ukasz Kaiser and Ho\.zar", "Łukasz Kaiser and Hożar"),
        (
            r"The $\alpha$-R\'enyi entropy of $O(n^{2}\log n)$",
            r"The $\alpha$-Rényi entropy of $O(n^{2}\log n)$",
        ),
        (r"Bounds on \(x_i\) and $$y$$", "Bounds on $x_i$ and $y$"),
        (r"\textsc{LoRA}: {\em fast} and \emph{very \textbf{small}}", "LoRA: fast and very small"),
        (r"{GPT}-4 \& friends at 50\% of the cost", "GPT-4 & friends at 50% of the cost"),
        ("``Attention'' is all---really", "“Attention” is all—really"),
        ("from $5 to $6, or \\$7", "from $5 to $6, or \\$7"),
        ("Sets {0, 1} stay", "Sets {0, 1} stay"),
        ("see https://example.org/~ada/a--b_{c} for more", "see https://example.org/~ada/a--b_{c} for more"),
        ("run it with --help", "run it with --help"),
        (r"our \modelname model~\cite{x}", r"our \modelname model"),
        ("a\u202eb\u200bc\x07d  e\n f", "a bc d e f"),
    ],
)
def test_tex_becomes_words(tex: str, words: str) -> None:
    assert clean_line(tex) == words


def test_accents_and_letters_are_those_another_reader_sees() -> None:
    reader = LatexNodes2Text()
    for mark in MARKS:
        for letter in "aceginorsuzACEGINORSUZ":
            tex = f"\\{mark}{{{letter}}}"
            theirs = unicodedata.normalize("NFC", reader.latex_to_text(tex))
            assert clean_line(tex) == theirs, tex
    for name in ("ss", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "aa", "AA"):
        assert LETTERS[name] == reader.latex_to_text(f"\\{name}{{}}")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<jats:p>One.</jats:p><jats:p>Two &amp; three.</jats:p>", "One.\n\nTwo & three."),
        ("<jats:title>Abstract</jats:title><jats:p>It works.</jats:p>", "It works."),
        (
            "<jats:sec><jats:title>Methods</jats:title><jats:p>We <jats:italic>try</jats:italic>.</jats:p></jats:sec>",
            "Methods:\n\nWe try.",
        ),
        ("&lt;p&gt;Escaped twice, p &amp;lt; 0.05&lt;/p&gt;", "Escaped twice, p < 0.05"),
        ("H<sub>2</sub>O and x<jats:sup>n</jats:sup> and w<sub>ij</sub>", "H₂O and xⁿ and w$_{ij}$"),
        (
            "cost <jats:alternatives><jats:tex-math>$$O(n^2)$$</jats:tex-math><mml:math>O</mml:math></jats:alternatives> here",
            "cost $O(n^2)$ here",
        ),
        (
            "an <mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math> alone",
            "an x=1 alone",
        ),
        ("<script>alert(1)</script>text<style>p{}</style>", "text"),
        ("</p></p>stray <b>and open", "stray and open"),
        ("no markup, 3 < 4", "no markup, 3 < 4"),
        # A section of a sort that nobody knows, at which the parser of older Pythons gives up.
        ("<p>See <![x[ this ]]> &amp; that</p>", "See <![x[ this ]]> & that"),
    ],
)
def test_markup_becomes_words(markup: str, words: str) -> None:
    assert words_of_markup(markup) == words


@pytest.mark.parametrize("markup", ["<p " * 60_000, "<i>" * 30_000 + "</b>" * 30_000])
def test_broken_markup_takes_no_longer_than_its_length(markup: str) -> None:
    began = time.monotonic()
    words_of_markup(f"<i>A</i>{markup}")
    assert time.monotonic() - began < 5


def test_paragraphs_of_an_abstract_stay() -> None:
    assert (
        clean_paragraphs("One line\nwrapped.\n\nA second\r\nparagraph.")
        == "One line wrapped.\n\nA second paragraph."
    )
