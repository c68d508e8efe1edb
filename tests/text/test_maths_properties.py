"""Any text at all gives markup that is well formed, from the list, and says what was typed."""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.text.mathml import ALLOWED, CHILDREN_OF
from generator.text.maths import (
    BrokenRun,
    MathRun,
    TextRun,
    maths_faults,
    mixed_html,
    mixed_plain,
    parse_mixed,
)
from generator.text.mixed_text import pieces_of
from generator.text.tex_check import known_commands

# The loader refuses control characters and lone surrogates, which no XML may hold.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n\t")
TEX_ATOMS = st.one_of(
    st.sampled_from(sorted("\\" + name for name in known_commands())),
    st.sampled_from(
        [
            *"{}^_&%#$()[]|'~<>=+-*/,.!?\"` \n0123456789abcxyzAZα²",
            r"\\",
            r"\{",
            r"\}",
            r"\,",
            r"\;",
            r"\ ",
            r"\&",
        ]
    ),
    st.sampled_from(
        [r"\frac{a}{b}", r"\sqrt[3]{x}", r"\text{a b}", r"\operatorname{f}", r"\mathbb{R}", "x_i^2"]
    ),
    st.sampled_from(
        [r"\begin{pmatrix}", r"\end{pmatrix}", r"\begin{cases}", r"\end{cases}", r"\left(", r"\right)"]
    ),
    st.sampled_from(
        [r"\href{javascript:x}{y}", "<script>", "&lt;", "&#x3c;", r"\style", r"\def\a{\a}", r"\verb|x|"]
    ),
)
TEX = st.lists(TEX_ATOMS, max_size=25).map("".join)
MIXED = st.lists(
    st.one_of(TEX.map(lambda tex: f"${tex}$"), st.text(CHARACTERS, max_size=20), TEX_ATOMS), max_size=6
).map("".join)


def check_element(element: ET.Element) -> None:
    if element.tag in ("page", "math", "code"):
        assert element.attrib == {}
    else:
        shapes = ALLOWED[element.tag]
        for name, value in element.attrib.items():
            assert shapes[name].fullmatch(value), (element.tag, name, value)
        assert len(element) == CHILDREN_OF.get(element.tag, len(element))
    for child in element:
        assert child.tag in ("math", "code") if element.tag == "page" else child.tag in ALLOWED
        check_element(child)


@settings(max_examples=400, deadline=None)
@given(MIXED)
@example(r"$\text{</mtext><script>}$")
@example("$" + r"\sqrt" * 90 + "x$")
@example("$" + "x^" * 200 + "2$")
@example("$" + r"\hat" * 120 + "x$")
def test_markup_is_well_formed_and_from_the_list(text: str) -> None:
    check_element(ET.fromstring(f"<page>{mixed_html(text)}</page>"))


@settings(max_examples=300, deadline=None)
@given(st.text(CHARACTERS, max_size=60))
def test_words_come_out_as_they_went_in(text: str) -> None:
    runs = parse_mixed(text)
    if all(isinstance(run, TextRun) for run in runs):
        assert mixed_plain(text) == text.replace("\\$", "$")
        assert html.unescape(mixed_html(text)) == text.replace("\\$", "$")


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_every_character_belongs_to_one_piece_and_every_fault_to_a_character(text: str) -> None:
    pieces = list(pieces_of(text))
    assert "".join(piece.source for piece in pieces) == text
    offset = 0
    for piece in pieces:
        assert piece.offset == offset
        offset += len(piece.source)
    for fault in maths_faults(text):
        assert 0 <= fault.offset < len(text)
        assert fault.message.isprintable()
        assert fault.hint


@settings(max_examples=300, deadline=None)
@given(TEX)
def test_a_formula_that_is_shown_has_one_line_of_plain_text(tex: str) -> None:
    for run in parse_mixed(f"${tex}$"):
        if isinstance(run, MathRun):
            assert run.plain.strip() == run.plain
            assert run.plain.isprintable() or "\u20d7" in run.plain
            assert "\\" not in run.plain.replace("\\", "", tex.count("backslash") + tex.count("setminus"))
        elif isinstance(run, BrokenRun):
            assert run.fault.message
