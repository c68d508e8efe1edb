"""Random edits, good ones and slips: a check that relies on the last one finds what a check from nothing finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from generator.loading.kept_readings import KeptReadings
from generator.loading.library_loader import load_content
from generator.model.entry_texts import NO_TEXTS
from generator.model.later_papers import LaterPapers
from generator.working import kept_files
from tests.incremental.editing import Editor

PAPERS, STEPS = 25, 24
SLIPS = ("", "x", "\n", ":", "[", "#")


def slip(content: Path, chance: random.Random) -> None:
    """Something that nobody wants: a file that is gone, or a link, or has another sign somewhere."""
    files = sorted([*content.glob("*.yml"), *content.glob("*/*.yml")])
    file = chance.choice(files)
    sort = chance.random()
    if file.is_symlink() or sort < 0.15:
        file.unlink()
    elif sort < 0.25:
        file.unlink()
        file.symlink_to("nowhere.yml")
    else:
        text = file.read_text("utf-8")
        place = chance.randrange(len(text) or 1)
        file.write_text(text[:place] + chance.choice(SLIPS) + text[place + 1 :], "utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_a_check_finds_what_one_from_nothing_finds(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:
        # What is kept stays behind by an edit or two.
        monkeypatch.setattr(kept_files, "MANY", 0)
        monkeypatch.setattr(kept_files, "FEW", 2)
    editor, chance = Editor(tmp_path, seed), random.Random(seed)
    editor.begin(PAPERS)
    content, cache = tmp_path / "content", tmp_path / "cache"
    told_without_papers = 0
    for _ in range(STEPS):
        edit = chance.random()
        if edit < 0.3:
            editor.reword()
        elif edit < 0.6:
            slip(content, chance)
        kept = KeptReadings(cache)
        found = load_content(content, content, kept, papers_later=chance.random() < 0.8)
        expected = load_content(content, content)
        told_without_papers += isinstance(found.library.papers, LaterPapers)
        assert (found.problems, found.files) == (expected.problems, expected.files)
        assert len(found.library.papers) == len(expected.library.papers)
        if chance.random() < 0.5:
            assert found._replace(texts=NO_TEXTS) == expected
        kept.keep()
    assert told_without_papers
