"""Text that YAML would cut short, turn into something else or read as an order: kept as typed, or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.loading.positioned_yaml import DEEPEST_NESTING, Mapping, Scalar, parse_document

FILE = ContentFile(Path("a.yml"), "papers/a.yml", "content/papers/a.yml", 0, 0)


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "on", "off", "~", "null", "true", "1.10", "1e3", "0x1F", "0o17", "017", "1_000", ".inf", ".nan",
     "12:30", "190:20:30", "2401.00010", "2025-10-30", "2025-10-30T10:00:00Z", "+1", "=", "<<<"],
)  # fmt: skip
def test_yaml_turns_no_text_into_something_else(typed: str) -> None:
    root = parse_document(f"name: {typed}\n").root
    assert isinstance(root, Mapping)
    name = root.entries["name"][1]
    assert isinstance(name, Scalar)
    assert name.value == typed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("title: Attention #1", "E106"), ("title: Attention\t#1", "E106"), ("title: &Attention is all", "E103"),
        ("title: *Attention", "E103"), ("title: !Attention is all", "E103"), ("title: [Re] Attention", "E101"),
        ("title: [Re]", "E205"), ("title: {Attention}", "E205"), ("title: Attention: a survey", "E101"),
        ("title: @attention", "E101"), ("title: `attention`", "E101"), ("title: %attention", "E101"),
        ('title: "Attention" is all', "E101"), ("title: 'Attention' is all", "E101"), ("title: > Attention", "E101"),
        ("title: | Attention", "E101"), ("title: - Attention", "E101"), ("title: ? Attention", "E101"),
        ("results: [a: b]", "E205"), ("results:\n  - Faster: by 10 %", "E205"), ("results: one, two", "E205"),
        ("authors: Ada Lovelace", "E205"), ("title:", "E212"), ("title: ''", "E212"), ("title: # nothing", "E212"),
        ("title: a\n...\ntitle: b", "E101"), ("links: {arxiv: 2401.00010}", "E213"), ("<<: {title: x}", "E103"),
        ("title: a\ntitle: b", "E102"), ("? [title]\n: x", "E103"), ('title: "\\ud83d"', "E101"),
    ],
)  # fmt: skip
def test_what_yaml_would_cut_or_turn_is_told(typed: str, code: str) -> None:
    assert code in [problem.code for problem in read_entry(FILE, typed + "\n").problems]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    "typed", ["title: a{}b", 'title: "a{}b"', "title: 'a{}b'", "title: |\n  a{}b", "# a{}b"]
)
def test_what_ends_a_line_for_yaml_alone_moves_no_place(sign: str, typed: str) -> None:
    text = typed.format(sign) + "\ndate: 2024-03-01\n"
    document = parse_document(text)
    assert isinstance(document.root, Mapping)
    assert document.faults == []
    (date, _), line = document.root.entries["date"], text.count("\n") - 1
    assert (date.line, date.column) == (line, 0)
    if "title" in document.root.entries:
        title = document.root.entries["title"][1]
        assert isinstance(title, Scalar)
        assert title.value.strip() == f"a{sign}b"
    broken = parse_document(text + "topic: a: b\n")
    assert [(fault.line, fault.column) for fault in broken.faults] == [(line + 1, 8)]


def test_twelve_levels_are_read_and_thirteen_are_not() -> None:
    for depth, faults in ((DEEPEST_NESTING, []), (DEEPEST_NESTING + 1, ["E105"])):
        lists = f"x: {'[' * (depth - 1)}a{']' * (depth - 1)}"
        assert [fault.code for fault in parse_document(lists).faults] == faults
        mappings = "\n".join(f"{' ' * level}k:" for level in range(depth)) + " v"
        assert [fault.code for fault in parse_document(mappings).faults] == faults
