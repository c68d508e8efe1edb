"""The settled form: nothing lost, nothing changed in meaning, and the same when formatted again."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.editing.entry_format import comments_of, formatted_entry, quoted, written
from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.loading.positioned_yaml import Mapping, parse_document
from generator.model.paper import Paper
from tests.support.repository import ROOT

UNTIDY = """\
# about the file

tags: [kv-cache,   long-context]   # two of them
title:   'Efﬁcient  Attention'
# who wrote it
authors:
  # the first
  - Ada Lovelace   # of London
  - "Alan, Turing"
date: 2024-03-01
links:
  # official
  code: https://example.org/code
  arxiv: '2401.00010'
topic: sparse-attention
venue: {year: 2025, name: NeurIPS}   # oral
summary: >
  One sentence that was
  wrapped somewhere.

  A second paragraph # with a sign.
listed:
- {comments: 3, source: hf-daily-papers, date: 2025-11-11}
# the end
"""

TIDY = """\
# about the file
title: "Efficient Attention"
# who wrote it
authors:
  # the first
  - Ada Lovelace  # of London
  - Alan, Turing
date: 2024-03-01
venue: {name: NeurIPS, year: 2025}  # oral

topic: sparse-attention
tags: [kv-cache, long-context]  # two of them

summary: |
  One sentence that was wrapped somewhere.

  A second paragraph # with a sign.

links:
  arxiv: "2401.00010"
  # official
  code: https://example.org/code
listed:
  - {source: hf-daily-papers, date: 2025-11-11, comments: 3}

# the end
"""


def paper(text: str) -> Paper | None:
    file = ContentFile(Path("papers/a-paper.yml"), "papers/a-paper.yml", "a-paper.yml", len(text), 0)
    return read_entry(file, text).paper


def formatted(text: str) -> str:
    result = formatted_entry(text)
    assert result is not None
    return result


def test_an_untidy_entry_becomes_tidy_and_keeps_its_comments() -> None:
    assert formatted(UNTIDY) == TIDY


def test_formatting_again_changes_nothing_and_the_paper_stays_the_same() -> None:
    assert formatted(TIDY) == TIDY
    assert paper(UNTIDY) == paper(TIDY) is not None


@pytest.mark.parametrize(
    "value",
    [
        "listed:\n  - {source: hf-daily-papers, date:\n# here\n      2026-04-21}",
        "tldr:\n# here\n  A sentence.",
        "venue:\n  # here\n  name: ICML",
        "results:\n  - One\n  # here\n  - Two",
        "authors: [Ada Lovelace,\n  # here\n  Alan Turing]",
        "summary: |\n  Text.\n# here",
        "links:\n  # here\n  code: https://example.org/",
    ],
)
def test_a_comment_inside_a_value_is_kept_and_settles_at_once(value: str) -> None:
    once = formatted(f"title: A\n{value}\nadded: 2026-01-01\n")
    assert once.count("# here") == 1
    assert formatted(once) == once


@pytest.mark.parametrize(
    "text", ["5x: faster than before", "3D: Shapes", "2:1: a ratio", "4x #1", "10 % more: yes"]
)
def test_text_that_begins_with_a_figure_keeps_the_quotes_it_needs(text: str) -> None:
    entry = f'title: A\nname: "{text}"\nresults:\n  - "{text}"\n'
    once = formatted(entry)
    assert once.count(f'"{text}"') == 2
    assert formatted(once) == once


def test_what_is_told_is_not_made_to_look_well() -> None:
    assert formatted_entry("title: A\nauthors:\n  - Ada Lovelace\n    - Alan Turing\n") is None


def test_a_file_changed_at_random_settles_at_once_and_says_the_same() -> None:
    entries = [
        file.read_text(encoding="utf-8")
        for file in sorted((ROOT / "content" / "papers").rglob("*.yml"))[::40]
    ]
    random = Random(6)
    signs = [*"\"'[]{}:#-&*|>%@\\ \n$,~", "e\u0301", "ﬁ", "\u00a0", " # c", "\n# comment\n", "null"]
    settled = 0
    for _ in range(1200):
        text = random.choice(entries)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(text))
            text = text[:at] + random.choice(signs) + text[at + random.choice((0, 0, 1, 8)) :]
        once = formatted_entry(text)
        if once is not None:
            settled += 1
            assert formatted_entry(once) == once
            assert paper(once) == paper(text)
    assert settled > 500


@pytest.mark.parametrize("broken", ["title: [", "", "- a\n", "title: a\ntitle: b\n", "a: &b c\n"])
def test_what_cannot_be_read_is_left_alone(broken: str) -> None:
    assert formatted_entry(broken) is None


def test_every_entry_of_this_index_is_in_its_settled_form() -> None:
    untidy = [
        file.name
        for file in sorted((ROOT / "content" / "papers").rglob("*.yml"))
        if formatted_entry(text := file.read_text(encoding="utf-8")) != text
    ]
    assert untidy == []


@given(st.text(min_size=1, max_size=60))
def test_text_written_plainly_or_quoted_reads_back(text: str) -> None:
    line = " ".join(text.split())
    for inside, template in ((False, "name: {}\n"), (True, "authors: [{}]\n")):
        document = parse_document(template.format(written(line, inside=inside)))
        if document.faults or not line:
            continue  # characters that no entry may hold
        assert isinstance(document.root, Mapping)
        node = next(iter(document.root.entries.values()))[1]
        value = node.items[0] if inside else node  # type: ignore[union-attr] # a list by construction
        assert value.value == line  # type: ignore[union-attr] # a scalar by construction


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1
)


@pytest.mark.parametrize("name", ["A:?", "A?", "A:?b", "Who? Knows", "A, B", "[A]", "{A}"])
def test_a_name_that_would_end_a_list_on_one_line_is_quoted(name: str) -> None:
    entry = f"title: A Title\nauthors: [{quoted(name)}]\ndate: 2024\ntopic: attention\n"
    formatted = formatted_entry(entry)
    assert formatted is not None
    assert f"authors: [{quoted(name)}]\n" in formatted
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        assert yaml.load(formatted, loader)["authors"] == [name]


@given(title=LINES, tldr=LINES, summary=LINES, names=st.lists(LINES, min_size=1, max_size=5, unique=True))
def test_any_readable_entry_keeps_its_meaning(title: str, tldr: str, summary: str, names: list[str]) -> None:
    entry = (
        f"summary: {quoted(summary)}\n"
        f"title: {quoted(title)}\ntldr: {quoted(tldr)}\nauthors: [{', '.join(map(quoted, names))}]\n"
        "date: 2024\ntopic: attention\n"
    )
    before = paper(entry)
    result = formatted_entry(entry)
    if result is None or before is None:
        return
    assert paper(result) == before
    assert formatted(result) == result


def test_no_comment_is_lost_wherever_it_stands() -> None:
    lines = UNTIDY.split("\n")
    for number in range(len(lines)):
        if lines[number].startswith("  wrapped") or lines[number].strip() in (
            "",
            "A second paragraph # with a sign.",
        ):
            continue
        for extra in ("# note 4711", "  # note 4711"):
            changed = "\n".join([*lines[:number], extra, *lines[number:]])
            root = parse_document(changed).root
            if root is None or not any("4711" in comment.text for comment in comments_of(changed, root)):
                continue  # inside a block of text a # is text
            result = formatted(changed)
            assert result.count("note 4711") == 1, (number, result)
            assert paper(result) == paper(changed)
            assert formatted(result) == result


def test_prose_is_wrapped_but_no_formula_is_broken() -> None:
    text = "title: A\nsummary: " + "word " * 18 + "$O(n \\log n + m)$ " + "word " * 10
    rows = [row for row in formatted(text).split("\n") if row.startswith("  ")]
    assert max(map(len, rows)) <= 102
    assert any("$O(n \\log n + m)$" in row for row in rows)
    assert re.search(r"\$[^$]*$", rows[0]) is None or "$O(n \\log n + m)$" in rows[0]
