"""What is written in a quick way for the sake of large indexes, against the plain way to say the same."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from generator.api.head_tags import meta_lines
from generator.api.paper_record import pretty_json
from generator.exports.bibtex import bibtex_name
from generator.exports.formatted import _apa_name, apa_authors, ieee_authors
from generator.exports.tex_text import SPECIALS, WORD, tex_title, tex_words
from generator.indexes.names import _folded_and_slug, family_name_first
from generator.indexes.ordering import keys_by_title, title_key
from generator.indexes.references import Reference
from generator.indexes.venue_sorts import VenueSort
from generator.loading.near_duplicates import _figures
from generator.model.filled import filled
from generator.model.paper import Links, Paper
from generator.model.partial_date import PartialDate
from generator.pages.paper_views import Named
from generator.pages.printer import ROOT_MARK, links
from generator.text import person_name
from generator.text.folding import folded, folded_words, without_accents
from generator.text.html_words import finished, html_words
from generator.text.letter_bag import COUNTED, MOST_COUNTED, letter_bag
from generator.text.markdown_text import markdown_words
from generator.text.one_line import encodable, one_blank_between, one_line
from generator.text.person_name import (
    GROUP_ENDS,
    GROUP_WORD,
    OTHERS,
    PersonName,
    is_group,
    is_rest_of_authors,
    plain_names,
    split_names,
)
from generator.text.printable import are_printable, is_printable
from generator.text.slugs import slug_of
from tests.support.odd_texts import any_text
from tests.support.papers import a_paper

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


@given(TEXTS, st.sampled_from([1, 30, 300]))
@example("\x7f", 300)
@example("a\n", 300)
def test_what_can_be_printed_is_told_as_by_the_method(text: str, times: int) -> None:
    assert is_printable(text * times) == (text * times).isprintable()
    assert are_printable(text * times) == (text * times).replace("\n", "").isprintable()


@given(TEXTS | st.text("ab1-", max_size=40))
@example("a" * (MOST_COUNTED + 3))
def test_a_bag_has_a_one_for_each_letter(text: str) -> None:
    often = Counter(text)
    counts = [min(often[letter], MOST_COUNTED) for letter in COUNTED]
    bag = "".join(("1" * count).rjust(MOST_COUNTED, "0") for count in reversed(counts))
    assert letter_bag(text) == int(bag, 2)


@given(TEXTS)
@example("GPT-4 and 3²")
def test_figures_are_told_sign_by_sign(text: str) -> None:
    assert _figures(folded(text)) == "".join(sign for sign in folded(text) if sign.isdigit())


@given(st.lists(TEXTS, min_size=11, max_size=11))
def test_values_are_filled_as_their_constructor_does_it(texts: list[str]) -> None:
    links = filled(Links, texts)
    assert type(links) is Links
    assert links == Links(**dict(zip([field.name for field in fields(Links)], texts, strict=True)))
    paper = a_paper(links=links, title=texts[0])
    assert filled(Paper, [getattr(paper, field.name) for field in fields(Paper)]) == paper


@pytest.mark.parametrize("count", [10, 12])
def test_values_are_filled_with_no_more_and_no_fewer_than_there_are_fields(count: int) -> None:
    with pytest.raises(ValueError, match="values to unpack"):
        filled(Links, [None] * count)


def test_values_that_were_filled_are_as_frozen_as_others() -> None:
    with pytest.raises(FrozenInstanceError):
        filled(Links, [None] * 11).doi = "10.1000/182"  # type: ignore[misc]


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


PARTS_OF_NAMES = st.sampled_from(
    ["Ada", "J", "J.", "van", "De", "Jr.", "III", "O'Neil", "Li-Ai", "Team", "the", "And", "Zoë", "x2", "王"]
) | st.text(st.sampled_from("aBé."), min_size=1, max_size=4)


@given(PARTS_OF_NAMES, PARTS_OF_NAMES)
def test_a_name_of_two_words_is_split_as_any_other(first: str, second: str) -> None:
    name = f"{first} {second}"
    if is_group(name):
        assert split_names([name])[0] == PersonName(literal=name)
    elif not person_name.is_east_asian(name):
        assert split_names([name])[0] == person_name._split_words([first, second], "")


@given(st.lists(st.tuples(PARTS_OF_NAMES, PARTS_OF_NAMES).map(" ".join), max_size=3))
@example(["Ada Lovelace", "Alan Turing"])
@example(["Ada Lovelace", "Ada And"])
@example(["Ada Lovelace", "Et Al"])
@example(["Ada Lovelace", "Quantum Team", "The Quantum"])
def test_plain_names_are_split_and_stand_in_references_as_the_rules_for_all_say(printed: list[str]) -> None:
    found = plain_names(printed)
    assert found in ((), tuple(split_names(printed)))
    for name in found:
        assert not is_rest_of_authors(name.in_native_order)
        assert bibtex_name(name) == f"{name.family}, {name.given}" == name.family_first
        assert _apa_name(name) == f"{name.family}, {name.given[0]}."


@given(st.sampled_from(["et al", "Et Al.", "others", "AND OTHERS", "other\u017f", "…", "..."]), SIGNS)
def test_who_is_not_named_is_told_by_the_whole_name(others: str, sign: str) -> None:
    for name in (others, f"{others}{sign}", f"{others} x"):
        assert is_rest_of_authors(name) == (one_line(name).casefold() in OTHERS)


@given(st.lists(st.tuples(st.sampled_from("abc"), TEXTS | st.sampled_from(["A b", "The a", "a", "ab"]))))
def test_titles_are_sorted_by_their_words_and_then_by_the_key(titles: list[tuple[str, str]]) -> None:
    papers = [a_paper(f"{key}{number}", title=title) for number, (key, title) in enumerate(titles)]
    assert keys_by_title(papers) == tuple(paper.key for paper in sorted(papers, key=title_key))


@given(TEXTS | st.lists(PARTS_OF_NAMES, min_size=1, max_size=3).map(" ".join))
@example("Index")
@example("Ada  Lovelace")
def test_names_are_ordered_and_addressed_by_their_folded_words(name: str) -> None:
    words = folded_words(name)
    assert family_name_first(name) == "\0".join((*words[-1:], *words[:-1]))
    assert _folded_and_slug(name) == (folded(name) or name, slug_of(name))


@given(st.lists(st.tuples(st.sampled_from(["citation_title", "og:title"]), TEXTS.map(one_line))))
def test_tags_are_escaped_one_like_all(tags: list[tuple[str, str]]) -> None:
    for (name, value), line in zip(tags, meta_lines(tags), strict=True):
        kind = "property" if name == "og:title" else "name"
        assert line == f'<meta {kind}="{name}" content="{html.escape(value)}">'


@given(st.builds(PersonName, *[st.just("") | PARTS_OF_NAMES] * 4, st.just("")))
@example(PersonName("King", "Martin Luther", "", "Jr."))
def test_a_plain_name_is_shortened_by_the_rules_for_all(name: PersonName) -> None:
    initials = person_name._initials(name.given)
    assert name.initials == initials
    assert name.family_first == ", ".join(filter(None, (name.whole_family, name.given, name.suffix)))
    if person_name.is_east_asian(name.family):
        return
    reference = Reference(
        "a", (), "A", "A", (name,), False, None, VenueSort.NONE, None, PartialDate(2025), None
    )
    assert apa_authors(reference) == ", ".join(filter(None, (name.whole_family, initials, name.suffix)))
    assert ieee_authors(reference) == " ".join(filter(None, (initials, name.whole_family, name.suffix)))


def plain_tex_title(title: str) -> str:
    """A title without formulas, word by word."""
    text = one_line(title)
    pieces, done = [], 0
    for found in WORD.finditer(text):
        word = found.group()
        inner = word[1:] if found.start() == 0 else word
        if any(letter.isupper() or letter.istitle() for letter in inner):
            pieces += [tex_piece(text[done : found.start()]), f"{{{tex_piece(word)}}}"]
            done = found.end()
    return "".join([*pieces, tex_piece(text[done:])])


def tex_piece(text: str) -> str:
    """`tex_words` of a text that keeps the blanks at its ends."""
    return tex_words(f"x{text}x")[1:-1]


@given(TEXTS.filter(lambda text: "$" not in text))
@example("BERT: Pre-training of Deep--Bidirectional (GPT-2) a_B Ǆ 100% iPhones")
def test_capitals_of_titles_are_kept_word_by_word(title: str) -> None:
    assert tex_title(title) == plain_tex_title(title)


@given(TEXTS)
@example("a\n b")
@example("a \u00a0b")
@example("a  b")
@example(" a")
@example("a ")
def test_a_paragraph_is_its_words_with_a_blank_between(text: str) -> None:
    assert one_blank_between(text) == " ".join(text.split())


@given(TEXTS)
def test_finished_html_is_markup(text: str) -> None:
    assert type(finished(text)) is Markup
    assert finished(text) == Markup(text)


LOOP = Environment(autoescape=True).from_string(
    '{% for one in places %}<a href="{{ root }}/{{ one.address }}">{{ one.name }}</a>'
    "{{ ', ' if not loop.last }}{% endfor %}"
)


@given(st.lists(st.builds(Named, TEXTS | TEXTS.map(Markup), TEXTS)))
def test_links_are_what_a_template_would_print(places: list[Named]) -> None:
    assert links(places) == Markup(LOOP.render(places=places, root=ROOT_MARK))
