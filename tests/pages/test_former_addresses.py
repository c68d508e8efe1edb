"""Whoever fetches a paper's citation, follows a topic or includes its list keeps getting it after a renaming."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import run_cli
from tests.support.projects import files_in, make_project

OTHER = """
    title: Another Paper
    authors: [Ada Lovelace]
    date: 2024-03-05
    topic: attention
    aliases: [of-old, older]
"""
TOPIC = "name: Attention\ndescription: What draws it.\norder: 1\ngroup: Models\n"
ENDINGS = (".bib", ".ris", ".csl.json", ".json", ".md")


def built(folder: Path) -> dict[str, bytes]:
    run_cli("build", cwd=folder).expect(0)
    return files_in(folder / "site")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return make_project(
        tmp_path,
        {
            "content/papers/another.yml": OTHER,
            "content/topics/attention.yml": f"{TOPIC}aliases: [looking]\n",
        },
    )


def test_files_lie_at_former_addresses_as_well(index: Path) -> None:
    site = built(index)
    for ending in ENDINGS:
        for former in ("of-old", "older"):
            assert site[f"papers/{former}{ending}"] == site[f"papers/another{ending}"]
    for ending in (".bib", ".ris", ".csl.json"):
        assert site[f"exports/topics/looking{ending}"] == site[f"exports/topics/attention{ending}"]
    for ending in (".xml", ".json"):
        assert site[f"feeds/topics/looking{ending}"] == site[f"feeds/topics/attention{ending}"]
    assert b"topics/attention" in site["feeds/topics/looking.xml"]


def test_they_follow_every_edit(index: Path) -> None:
    built(index)
    paper, topic = index / "content/papers/another.yml", index / "content/topics/attention.yml"
    site: dict[str, bytes] = {}
    edits = (
        (paper, "Another Paper", "A Paper by Another Name"),
        (paper, "2024-03-05", "2023-03-05"),
        (paper, "[of-old, older]", "[older]"),
        (topic, "[looking]", "[looking, seeing]"),
        (topic, "aliases: [looking, seeing]\n", ""),
        (paper, "topic: attention", "topic: attention\nstatus: removed\nstatus_note: Asked for."),
    )
    for number, (file, before, now) in enumerate(edits):
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, now), "utf-8")
        site = built(index)
        run_cli("build", "--site-dir", index / f"anew-{number}", cwd=index).expect(0)
        anew = files_in(index / f"anew-{number}")
        assert site.keys() == anew.keys()
        assert [name for name in anew if anew[name] != site[name]] == []
    assert "papers/older.json" in site
    assert "papers/of-old.json" not in site
    assert "papers/older.bib" not in site
    assert not any("looking" in name for name in site)


def test_the_last_paper_of_a_renamed_topic_takes_its_files_along(index: Path) -> None:
    assert "exports/topics/looking.bib" in built(index)
    other = "name: Elsewhere\ndescription: What is not here.\norder: 2\ngroup: Models\n"
    (index / "content/topics/elsewhere.yml").write_text(other, "utf-8")
    built(index)
    for file in (index / "content/papers").glob("*.yml"):
        file.write_text(file.read_text("utf-8").replace("topic: attention", "topic: elsewhere"), "utf-8")
    site = built(index)
    assert not any(name.startswith(("exports/topics/looking", "feeds/topics/looking")) for name in site)
    assert "topics/looking/index.html" in site
