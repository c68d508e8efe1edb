"""What tells that an entry was edited since the last build."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from generator.last_build import entry_marks
from generator.model.entry_texts import EntryTexts
from generator.model.history import NO_HISTORY
from generator.pipeline import check_project
from generator.project import open_project
from tests.support.papers import a_paper
from tests.support.projects import make_project

PAPER = a_paper("kimi-linear", tldr="Short.")
SOURCE = PAPER.source
PAPERS = {PAPER.key: PAPER}


def test_a_known_text_tells_the_whole_entry() -> None:
    texts = EntryTexts("rules", {SOURCE: b"0123456789abcdef"})
    (mark,) = entry_marks(PAPERS, NO_HISTORY, texts=texts).values()
    assert mark == entry_marks(PAPERS, NO_HISTORY, texts=EntryTexts("rules", dict(texts.digests)))[PAPER.key]
    other = EntryTexts("rules", {SOURCE: b"1123456789abcdef"})
    (edited,) = entry_marks(PAPERS, NO_HISTORY, texts=other).values()
    assert edited.whole != mark.whole
    assert edited.apart_from_words == mark.apart_from_words
    dated = replace(NO_HISTORY, last={SOURCE: dt.date(2026, 1, 2)})
    assert entry_marks(PAPERS, dated, texts=texts)[PAPER.key].whole != mark.whole


def test_without_a_text_the_paper_itself_tells() -> None:
    before = entry_marks(PAPERS, NO_HISTORY)[PAPER.key]
    (same,) = entry_marks({PAPER.key: replace(PAPER)}, NO_HISTORY).values()
    (other,) = entry_marks({PAPER.key: replace(PAPER, tldr="Shorter.")}, NO_HISTORY).values()
    assert same == before
    assert other.whole != before.whole


def test_whoever_keeps_readings_knows_the_texts(tmp_path: Path) -> None:
    make_project(tmp_path)
    project = open_project(tmp_path / "mkdocs.yml")
    first, again = (check_project(project) for _ in range(2))
    assert first.texts == again.texts
    assert first.texts.digests.keys() == {paper.source for paper in first.library.papers.values()}
    entry = next((tmp_path / "content" / "papers").glob("*.yml"))
    entry.write_text(entry.read_text("utf-8") + "# a note\n", "utf-8")
    edited = check_project(project).texts.digests
    assert {source for source, text in edited.items() if first.texts.digests[source] != text} == {
        f"papers/{entry.name}"
    }
