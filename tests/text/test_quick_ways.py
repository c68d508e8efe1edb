"""What is written in a quick way for the sake of large indexes, against the plain way to say the same."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from generator.api.paper_record import pretty_json
from generator.exports.tex_text import SPECIALS, tex_words
from generator.text.folding import folded_words, without_accents
from generator.text.html_words import html_words
from generator.text.markdown_text import markdown_words
from generator.text.one_line import encodable, one_line
from generator.text.person_name import GROUP_ENDS, GROUP_WORD, is_group
from tests.support.odd_texts import any_text

SIGNS = st.text(st.sampled_from("aWwé \\{}~^&%$#_@<>|-`',?!\"*[]=.:/1+\u00a0\u200f\x01\n"), max_size=24)
TEXTS = any_text | SIGNS
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)
NOT_IN_A_LINE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")


@given(TEXTS)
def test_words_are_escaped_as_the_standard_library_does_it(text: str) -> None:
    assert html_words(text) == html.escape(text)


@given(TEXTS)
@example("Noam M. Shazeer")
@example("a_b  c\x1fd\u2028e")
def test_words_are_letters_and_digits_without_a_sign_between(text: str) -> None:
    assert folded_words(text) == tuple(re.findall(r"[^\W_]+", without_accents(text)))


@given(TEXTS)
@example(" a")
@example("a ")
@example("a  b")
def test_a_line_is_its_words_with_a_blank_between(text: str) -> None:
    assert one_line(text) == " ".join(NOT_IN_A_LINE.sub("", encodable(text)).split())


@given(TEXTS)
@example("a---b ``c'' ?`d,, e!`")
@example("-{-}--")
def test_signs_of_tex_are_found_all_at_once(text: str) -> None:
    pairs = r"(?<=-)-|(?<=`)`|(?<=')'|(?<=[?!])`|(?<=,),"
    found = re.compile("|".join([*map(re.escape, SPECIALS), pairs]))
    said = found.sub(lambda one: SPECIALS.get(one.group(), "{}" + one.group()), one_line(text))
    assert tex_words(text) == said


@given(TEXTS)
@example("see www.x_y.org, WWW.a, c://d and _:/e")
def test_signs_of_markdown_are_found_all_at_once(text: str) -> None:
    found = re.compile(r"""[\\`*_{}\[\]<>#|~!$&@^"=]|(?<=\w):(?=/)|(?<=www)\.""", re.IGNORECASE)
    # A word before it keeps the rules for the start of a line out.
    assert markdown_words(f"a {text}") == found.sub(r"\\\g<0>", one_line(f"a {text}"))


@given(VALUES)
def test_records_are_laid_out_as_the_standard_library_does_it(value: Any) -> None:
    assert pretty_json(value) == encodable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


@given(
    st.lists(
        st.sampled_from([*sorted(GROUP_ENDS), "task", "the", "and", "Ada", "é", "AI.", "Li-Ai", "x2"]),
        min_size=1,
    )
)
def test_groups_are_told_from_people_by_one_rule(words: list[str]) -> None:
    for name in (" ".join(words), " ".join(words).title()):
        assert is_group(name) == (GROUP_WORD.search(name) is not None)
