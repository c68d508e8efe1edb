"""Reading plain entries without the parser, against the parser: the same nodes in the same places, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.loading.plain_yaml import plain_document
from generator.loading.positioned_yaml import Document, Mapping, Scalar, Sequence, parse_document
from tests.support.repository import ROOT

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yml"))

SIGNS = st.one_of(
    st.sampled_from(
        ["\n", " ", "  ", "\n  ", "\n\n", "\n ", ":", ": ", " #", "#", ",", ", ", "-", "- ", "''"]
    ),
    st.sampled_from(["[", "]", "{", "}", '"', "'", "|", ">", "\\", "?", "!", "&", "*", "%", "@", "`", "<<"]),
    st.sampled_from(["---", "...", "\n---\n", "\n# a\n", "\t", "\u00a0", "\u2028"]),
)
WORDS = st.sampled_from(
    ["a", "b2", "Ada Lovelace", "10.1000/182", "https://a.org/b", "Müller", "𝒳 ok", "no", "x y"]
)
KEYS = st.sampled_from(["title", "a", "links", "builds_on", "y"])
TEXTS = st.one_of(
    WORDS,
    WORDS.map("'{}'".format),
    WORDS.map('"{}"'.format),
    st.just("'it''s'"),
    st.just('"a \\\\ and \\"b\\""'),
)
PAIRS = st.lists(st.tuples(KEYS, TEXTS), min_size=1, max_size=3).map(
    lambda pairs: "{" + ", ".join(f"{key}: {text}" for key, text in pairs) + "}"
)
LISTS = st.tuples(
    st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([", ", ",\n   ", ",", ",\n "])
).map(lambda parts: "[" + parts[1].join(parts[0]) + "]")
LINES = st.lists(
    st.one_of(WORDS, st.just(""), st.just("  deeper"), st.just(" ")), min_size=1, max_size=4
).map(lambda lines: "|" + "".join(f"\n  {line}" if line.strip() else f"\n{line}" for line in lines))
BELOW = st.one_of(
    st.lists(st.tuples(KEYS, TEXTS).map(": ".join), min_size=1, max_size=3),
    st.lists(st.one_of(TEXTS, PAIRS).map("- {}".format), min_size=1, max_size=3),
    LISTS.map(lambda typed: [typed]),
).map(lambda lines: "".join(f"\n  {line}" for line in lines))
FIELDS = st.one_of(
    st.tuples(KEYS, st.one_of(TEXTS, LISTS, PAIRS, LINES)).map(": ".join),
    st.tuples(KEYS, BELOW).map(":".join),
    st.sampled_from(["# a comment", ""]),
)
EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2), SIGNS), max_size=3)


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    """``text`` with some signs put in, or in the place of others."""
    for place, taken, sign in edits:
        at = place % (len(text) + 1)
        text = text[:at] + sign + text[at + taken :]
    return text


@settings(max_examples=400)
@given(st.lists(FIELDS, max_size=5).map(lambda fields: "\n".join(fields) + "\n"), EDITS)
@example("a: b #c\n", [])
@example("a: |\n  b\n   \n\n# c\nd: e\n", [])
@example("a: [b,\n  c, d]\n", [])
@example("a: {b: c, b: d}\n", [])
@example("a: 'b''c'\n", [])
@example('a: "\\"b\\" \\\\c"\n', [])
@example('a: "b\\\\\\"c"\n', [])
@example('a: ["b\\\\", "c\\""]\n', [])
@example('a: "b\\tc"\n', [])
@example("a: b\n\n  c\n", [])
def test_it_reads_what_the_parser_reads(text: str, edits: list[tuple[int, int, str]]) -> None:
    text = edited(text, edits)
    found = plain_document(text)
    assert found is None or (found == parse_document(text) and words_are_those_of_the_items(found))


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.relative_to(CASES[0].parents[3])))
def test_in_the_cases_too(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    found = plain_document(text)
    assert found is None or found == parse_document(text)


def words_are_those_of_the_items(document: Document) -> bool:
    """Whether lists that tell their words beforehand tell those that they hold."""
    assert isinstance(document.root, Mapping)
    lists = [node for _, node in document.root.entries.values() if isinstance(node, Sequence)]
    return all(
        one.words is None
        or one.words == [item.value if isinstance(item, Scalar) else None for item in one.items]
        for one in lists
    )


def test_nearly_every_entry_is_plain() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "content" / "papers").glob("*.yml")]
    read = [plain_document(text) for text in texts]
    assert all(found is None or words_are_those_of_the_items(found) for found in read)
    assert all(
        found is None or found == parse_document(text) for found, text in zip(read, texts, strict=True)
    )
    assert sum(found is not None for found in read) > 0.95 * len(texts)


def test_brackets_are_counted_before_they_are_read() -> None:
    line = "a: [" + "b, " * 3 + "b]\n"
    assert plain_document(line) is not None
    assert plain_document(line + "# " + "[" * 200 + "\n") is None
