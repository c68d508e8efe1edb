"""Random edits, good ones and slips: a check that relies on the last one finds what a check from nothing finds."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from generator.loading.kept_readings import KeptReadings
from generator.loading.library_loader import load_content
from generator.model.entry_texts import NO_TEXTS
from generator.model.later_papers import LaterPapers, facts_of
from generator.working import kept_files
from tests.incremental.editing import NAMES, Editor

PAPERS, STEPS = 25, 60
FORMER = ("old-one", "paper-99")
"""Keys that no paper has when it begins."""
RARE_NAMES = ("Rara Avis", "R. Avis", "R Ávis", "Rara Avus", "Nobody Else")
PERSON = "rara-avis: {name: Rara Avis, spellings: [R. Avis]}\n"
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


def clash(content: Path, chance: random.Random) -> None:
    """Let entries that are well read by themselves say what does not go together, or nearly so."""
    one, other, third = chance.sample(sorted(content.glob("papers/**/*.yml")), 3)
    if third.parent.name == "papers" and chance.random() < 0.1:
        # The same key from another file, or the file itself in another folder.
        folder = content / "papers" / "more"
        folder.mkdir(exist_ok=True)
        shutil.copy2(third, folder / third.name)
        if chance.random() < 0.5:
            third.unlink()
        return
    text = one.read_text("utf-8")
    if chance.random() < 0.4:
        # A new entry, or one that was not there for a while; perhaps with a key that was somebody's.
        one = content / "papers" / f"{chance.choice(FORMER)}.yml"
        text = re.sub("^title: .*", f"title: All of {one.stem} and more", text, flags=re.MULTILINE)
    own, others = (
        re.search("^title: (.*)$", told, re.MULTILINE) for told in (text, other.read_text("utf-8"))
    )
    assert own is not None
    assert others is not None
    keys = [one.stem, other.stem, *FORMER]
    line = chance.choice(
        [
            *(f"title: {others[1]}", f"title: {others[1]}s", f"title: {others[1].title()}"),
            *(f"title: {own[1]}", f"title: {own[1].swapcase()}", f"title: {own[1]}s"),
            f"links: {{arxiv: '2401.0000{chance.randint(1, 3)}'}}",
            f"links: {{doi: 10.1234/{chance.choice('aA')}{chance.randint(1, 2)}}}",
            f"builds_on: [{chance.choice(keys)}]",
            *[f"superseded_by: {chance.choice(keys)}\nstatus: superseded"] * 2,
            *[f"aliases: [{chance.choice(keys)}]"] * 2,
            *("status: retracted", "status: removed", "added: 2026-03-04", "tags: [nothing-of-the-kind]"),
            f"also_in: [{chance.choice(['nowhere', 'sparse'])}]",
            *[f"authors: [{chance.choice(NAMES)}, {chance.choice(RARE_NAMES)}]"] * 2,
        ]
    )
    fields = "|".join(told.partition(":")[0] for told in line.splitlines())
    text = re.sub(rf"^({fields}|status_note): .*\n", "", text, flags=re.MULTILINE)
    one.write_text(f"{text}{line}\n" + ("status_note: So it is.\n" if "status" in line else ""), "utf-8")


EDITS = (
    *("add", "reword", "retitle", "redate", "delete", "retag", "say_who_wrote_it", "give_up"),
    *("say_where_it_appeared", "say_where_it_was_listed", "move_to_another_topic", "say_what_it_builds_on"),
)
"""The changes of `Editor` that touch entries alone."""


@pytest.mark.parametrize("seed", range(16))
def test_a_check_finds_what_one_from_nothing_finds(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:
        # What is kept stays behind by an edit or two.
        monkeypatch.setattr(kept_files, "MANY", 0)
        monkeypatch.setattr(kept_files, "FEW", 2)
    editor, chance = Editor(tmp_path, seed), random.Random(seed)
    editor.begin(PAPERS)
    content, cache, good = tmp_path / "content", tmp_path / "cache", tmp_path / "good"
    if seed % 3:
        (content / "people.yml").write_text(PERSON, "utf-8")
    shutil.copytree(content, good)
    told_without_papers, is_good = set[str](), True
    for _ in range(STEPS):
        has_links = any(file.is_symlink() for file in content.rglob("*.yml"))
        if not is_good and (has_links or chance.random() < 0.7):
            shutil.rmtree(content)
            shutil.copytree(good, content)
            is_good, edit = True, "mended"
        else:
            if is_good:
                shutil.rmtree(good)
                shutil.copytree(content, good)
            edit = chance.choice([*EDITS, *["clash"] * 9, *["slip"] * 3])
            if edit == "slip":
                slip(content, chance)
            elif edit == "clash":
                clash(content, chance)
            else:
                getattr(editor, edit)()
        kept = KeptReadings(cache)
        found = load_content(content, content, kept, papers_later=chance.random() < 0.8)
        expected = load_content(content, content)
        is_good = not expected.has_errors
        if isinstance(found.library.papers, LaterPapers):
            told_without_papers.add(edit)
            assert found.library.papers.facts == facts_of(expected.library.papers), edit
        assert (found.problems, found.files) == (expected.problems, expected.files), edit
        assert list(found.library.papers) == list(expected.library.papers)
        assert found.texts.digests.keys() >= {paper.source for paper in expected.library.papers.values()}
        if chance.random() < 0.5:
            assert found._replace(texts=NO_TEXTS) == expected
        kept.keep()
    assert told_without_papers
