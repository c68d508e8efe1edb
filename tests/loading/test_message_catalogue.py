"""The catalogue is complete, and its examples do what they say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.loading.library_loader import load_content
from generator.loading.message_catalogue import CATALOGUE, MessageKind
from tests.loading.test_check_cases import CASES, EDITORIAL_CASES, GENERATOR, HERE

KINDS = {kind.code: kind for group in CATALOGUE for kind in group.kinds}
WITHOUT_A_CASE = {"E001", "E002", "E003", "E004", "E006", "W506", "W508"}
ENTRY = """\
title: A Paper About Attention
authors: [Ada Lovelace, Alan Turing]
date: 2024-03-01
topic: sparse-attention
"""
SHOWN_AS_FILE = WITHOUT_A_CASE | {"W001", "E301", "E309", "W501", "W505"}
"""Kinds whose examples are not lines of one entry."""


def test_every_code_is_described_and_every_description_has_its_code() -> None:
    used = set()
    for module in (GENERATOR / "loading").glob("*.py"):
        if module.name != "message_catalogue.py":
            used.update(re.findall(r'"([EW]\d{3})"', module.read_text(encoding="utf-8")))
    assert used == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_each_description_says_something_of_its_own(kind: MessageKind) -> None:
    assert kind.title
    assert len(kind.why) > 30
    assert kind.wrong != kind.right
    assert len([other for other in KINDS.values() if other.title == kind.title]) == 1


@pytest.mark.parametrize("code", sorted(set(KINDS) - SHOWN_AS_FILE))
def test_the_wrong_example_stands_in_a_case(code: str) -> None:
    """So it is a true one: the case proves that it brings the message."""
    case_texts = "".join(
        file.read_text(encoding="utf-8")
        for case in (*CASES, *EDITORIAL_CASES)
        if case.name.startswith(code)
        for file in sorted(case.rglob("*.yml"))
    )
    for line in KINDS[code].wrong.split("\n"):
        example = re.sub(r"<U\+([0-9A-F]+)>", lambda match: chr(int(match[1], 16)), line)
        key = example.split(":")[0]
        assert example in case_texts or key in case_texts, line


@pytest.mark.parametrize("code", sorted(set(KINDS) - SHOWN_AS_FILE))
def test_the_right_example_brings_no_such_message(code: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(HERE / "base", content)
    (content / "papers" / "a-paper.yml").write_text(with_example(KINDS[code].right), "utf-8")
    told = load_content(content, tmp_path, editorial=code.startswith("W5"))
    about_it = {p.code for p in told.problems if p.place.path.endswith("a-paper.yml")}
    assert code not in about_it or code == "W503"
    assert not told.has_errors, [p.message for p in told.problems]


def with_example(lines: str) -> str:
    """A whole entry in which the example's fields stand."""
    inside_links = re.match(r"(arxiv|doi|code|project):", lines)
    if inside_links:
        return ENTRY + f"links:\n  {lines}\n"
    own = set(re.findall(r"^(\w+):", lines, re.MULTILINE))
    if "author_count" in own:
        own.add("authors")
    rest = [line for line in ENTRY.splitlines() if line.split(":")[0] not in own]
    status = "status: superseded\nstatus_note: See there.\n" if "superseded_by" in own else ""
    return "\n".join(rest) + f"\n{lines}\n{status}"
