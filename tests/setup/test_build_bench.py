"""The bench of building measures what it says, on indexes that are faultless and the same each time."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import cast

from benchmarks.build.chart import bars_of, chart
from benchmarks.build.edits import EDITS, as_new, edited, next_edited, spread_out
from benchmarks.build.peers import context_of_papers, hugo_layout, pages_alike, rows_of
from benchmarks.build.shipped import compressed, view
from benchmarks.build.synthetic import write_index
from benchmarks.watching import Sampler
from tests.support.command_line import plain_environment, run_cli
from tests.support.repository import ROOT


def texts_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_seed_makes_one_faultless_index(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        write_index(tmp_path / name, 40, seed)
    assert texts_in(tmp_path / "one") == texts_in(tmp_path / "same")
    assert texts_in(tmp_path / "one") != texts_in(tmp_path / "other")
    assert "no problems" in run_cli("check", cwd=tmp_path / "one").expect(0).output


def test_the_memory_and_work_of_helpers_count() -> None:
    grow = 'x = b"x" * 120_000_000; sum(range(20_000_000)); print("grown", flush=True); input()'
    helper = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", helper], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        sampler = Sampler(process.pid)
        assert process.stdout is not None
        assert process.stdout.readline() == "grown\n"
        seconds, megabytes = sampler.stop()
        process.communicate("that is enough\n")
    assert seconds > 0.1
    assert megabytes > 110


def test_the_bench_runs_and_prints_its_tables() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.build", "--sizes", "25", "--seed", "3"),
            *("--alone", "--no-shipped", "--serve-up-to", "0"),
        ],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "seed 3" in done.stdout
    for row in (
        "check, cold",
        "check, warm",
        "papers' pages alone, cold",
        "build, cold",
        "build, nothing changed",
        "build, one entry edited",
    ):
        assert f"| {row} | " in done.stdout
    assert "| papers: pages, references, records | " in done.stdout
    growth = done.stdout.partition("### What one paper takes")[2].splitlines()
    assert any(line.startswith("| 25 | ") for line in growth)
    for sort in ("words", "title", "tags", "date", "topic", "a new paper", "a paper removed"):
        assert re.search(rf"^\| {sort} \| \d\.\d\d \| ", done.stdout, re.MULTILINE)
    changed = int(done.stdout.partition("Files that the edit changed: ")[2].split()[0].replace(",", ""))
    assert 5 < changed < 150


def test_every_sort_of_edit_changes_an_entry_and_the_index_stays_faultless(tmp_path: Path) -> None:
    write_index(tmp_path, 40, 7)
    before = texts_in(tmp_path / "content")
    one, other = sorted((tmp_path / "content" / "papers").glob("*.yml"))[6:8]
    text, lines = one.read_text("utf-8"), {}
    for edit in EDITS:
        changed = edit.change(text, other.read_text("utf-8"))
        lines[edit.name] = [
            new.partition(":")[0]
            for old, new in zip(text.splitlines(), changed.splitlines(), strict=True)
            if old != new
        ]
        one.write_text(changed, "utf-8")
        run_cli("check", cwd=tmp_path).expect(0)
    sentence, *summary = lines.pop("all words")
    assert sentence == "tldr"
    assert summary
    assert all(line.startswith("  ") for line in summary)
    assert lines == {name: ["tldr" if name == "words" else name] for name in lines}
    one.write_text(text, "utf-8")
    one.with_name("like-it.yml").write_text(as_new(text), "utf-8")
    run_cli("check", cwd=tmp_path).expect(0)
    one.with_name("like-it.yml").unlink()
    assert texts_in(tmp_path / "content") == before


def test_fields_in_another_form_are_left_to_other_entries(tmp_path: Path) -> None:
    text = "title: A\ntldr: >\n  Some words.\ntags: [one, two]\ntopic: a\nlinks:\n  doi: 10.1/2\nname: B\nadded: 2026-01-01\n"
    entry, other = tmp_path / "entry.yml", tmp_path / "other.yml"
    entry.write_text(text, "utf-8")
    other.write_text("topic: a\n", "utf-8")
    kept = {edit.name for edit in EDITS if edited(entry, [entry, other], edit) is None}
    assert kept == {"words", "all words", "tags", "date", "topic"}
    other.write_text("tldr: Other words.\ntopic: a\n", "utf-8")
    (changed,) = (edited(entry, [entry, other], edit) for edit in EDITS if edit.name == "all words")
    assert changed == (
        entry,
        text.replace("tldr: >\n  Some words.\n", "tldr: Edited Other words.\n"),
    )
    assert as_new(text).splitlines()[1:] == [
        "tldr: >",
        "  Some words.",
        "tags: [one, two]",
        "topic: a",
        "added: 2026-01-01",
    ]


def test_lists_and_titles_of_several_lines_are_edited_whole(tmp_path: Path) -> None:
    text = "title: 'A long\n  title'\ntags:\n- one\n- two\n- three\ntopic: a\n"
    entry = tmp_path / "entry.yml"
    entry.write_text(text, "utf-8")
    (changed,) = (edited(entry, [entry], edit) for edit in EDITS if edit.name == "tags")
    assert changed == (entry, text.replace("- three\n", ""))
    assert as_new(text).splitlines() == [
        "title: Something That Nobody Has Looked Into So Far",
        *text.splitlines()[2:],
    ]
    entry.write_text(text.replace("- three\n", ""), "utf-8")
    assert [edit.name for edit in EDITS if edited(entry, [entry], edit)] == ["title"]


def test_an_edit_that_no_entry_allows_is_looked_for_once_in_each(tmp_path: Path) -> None:
    entries = [tmp_path / f"{number}.yml" for number in range(5)]
    for entry in entries:
        entry.write_text("topic: a\n", "utf-8")
    found = {edit.name: next_edited(spread_out(entries), entries, edit) for edit in EDITS}
    assert set(found.values()) == {None}
    entries[3].write_text("title: B\n", "utf-8")
    (title,) = (edit for edit in EDITS if edit.name == "title")
    assert next_edited(spread_out(entries), entries, title) == (entries[3], "title: Bx\n")


def test_the_edits_of_an_index_without_entries_are_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.build.edits", str(tmp_path)],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "there are no entries" in done.stderr
    assert "Traceback" not in done.stderr


def test_peers_are_handed_what_a_page_says_of_others(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_index(index, 60, 7)
    rows = list(rows_of(context_of_papers(index)))
    keys = {row["key"] for row in rows}
    assert len(keys) == 60
    forebears: dict[object, object] = {
        row["key"]: ancestor for row in rows for ancestor in cast("list[str]", row.get("builds_on", []))
    }
    assert forebears
    for row in rows:
        heirs = {heir for heir, ancestor in forebears.items() if ancestor == row["key"]}
        assert set(cast("list[str]", row.get("heirs", []))) == heirs
        assert ("lineage" in row) == bool(heirs or row["key"] in forebears)
    authors = [author for row in rows for author in cast("list[dict[str, str]]", row["authors"])]
    assert all(author["name"] == f"{author['given']} {author['family']}" for author in authors)
    assert any("page" in author for author in authors)


def test_a_layout_for_hugo_keeps_nothing_of_the_page_it_is_made_from(tmp_path: Path) -> None:
    write_index(tmp_path, 25, 7)
    run_cli("build", cwd=tmp_path).expect(0)
    ours = tmp_path / "site" / "papers"
    page = (ours / "paper-000003" / "index.html").read_text("utf-8")
    layout = hugo_layout(page)
    assert "paper-0000" in page
    assert "paper-0000" not in layout
    assert "number 3" not in layout
    assert '<article class="md-content__inner' in layout
    assert layout.count("{{ partial") == 2
    assert pages_alike(ours, ours).startswith("25 of 25 ")
    theirs = tmp_path / "theirs"
    shutil.copytree(ours, theirs, ignore=shutil.ignore_patterns("*.*[!l]"))
    (theirs / "paper-000003" / "index.html").write_text(page.replace("number 3<", "number 4<", 1), "utf-8")
    assert pages_alike(ours, theirs).startswith("24 of 25 ")


def test_the_chart_names_every_build_with_its_time() -> None:
    figures = {"build, cold": {"wall": 3.1}, "Hugo, <one> file": {"wall": 0.17}}
    drawn = chart("Building 300 papers", bars_of(figures, 300), "ms")
    root = ET.fromstring(drawn)
    told = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert told == [
        "Building 300 papers",
        "Hugo, <one> file",
        "0.57 ms",
        "Paper Index, whole site",
        "10.33 ms",
    ]
    assert root.get("aria-label") == (
        "Building 300 papers. Hugo, <one> file: 0.57 ms; Paper Index, whole site: 10.33 ms"
    )


def test_the_weight_of_a_page_is_that_of_all_it_names(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("p { color: red }", "utf-8")
    page = tmp_path / "index.html"
    page.write_text('<link rel="stylesheet" href="./site.css"><link rel="next" href="./other.html">', "utf-8")
    (tmp_path / "other.html").write_text("x", "utf-8")
    assert view(page) == compressed(page) + compressed(tmp_path / "site.css")
