"""The record of a build comes back as it was kept, whole or with later changes, and damaged it is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.working.entry_marks import EntryMark, EntryMarks
from generator.working.kept_build import EDITS, keep_build, known_build
from generator.working.known_files import KnownFiles
from generator.working.known_leaves import KnownLeaves, LeafTrace
from generator.working.known_reads import KnownReads
from generator.working.packed import END
from generator.working.traces import KnownBuild, KnownSite, PlanTrace, Untraced

STAMP = "this program"
PAGES = [f"papers/{number}/index.html" for number in range(300)]
BUILD = KnownBuild(
    stamp=STAMP,
    site=KnownSite(
        folder=(1, 2),
        spare=(1, 3),
        differs=("x",),
        files=KnownFiles({page: (5, place) for place, page in enumerate(PAGES)}),
    ),
    leaves=KnownLeaves(
        {page: LeafTrace("g", (f"papers\0{page}",), (page,), (page,), ((page, 3, "abc"),)) for page in PAGES}
    ),
    reads=KnownReads({f"papers\0{page}": "1" for page in PAGES}),
    plan=PlanTrace(
        EntryMarks.of({page: EntryMark("w1", "r1") for page in PAGES}), (dict.fromkeys(PAGES, 7), {}, {})
    ),
    untraced=Untraced(("index.html", "sitemap.xml"), ("index.html",), ("sitemap.xml",)),
)


def edited(build: KnownBuild, number: int) -> KnownBuild:
    """After an edit that changed one page, removed the next one and brought another."""
    page, gone, new = PAGES[number], PAGES[number + 1], f"papers/new-{number}/index.html"
    return KnownBuild(
        stamp=STAMP,
        site=replace(
            build.site,
            folder=(1, 40 + number),
            differs=(page, gone, new),
            files=build.site.files.edited({gone: None, page: (6, 0), new: (7, 0)}),
        ),
        leaves=build.leaves.edited({gone: None, new: LeafTrace(f"g{number}", (), (new,))}),
        reads=build.reads.edited({f"papers\0{page}": "2"}),
        plan=PlanTrace(
            EntryMarks.of({**build.plan.entries, page: EntryMark("w2", "r1")}),
            ({**build.plan.told_apart[0], page: 8}, {page: "A title"}, {}),
        ),
        untraced=Untraced(("index.html", f"search/{number}.bin"), ("index.html",)),
    )


def read(file: Path) -> KnownBuild | None:
    found = known_build(file, STAMP)
    return found and found[0]


def keep_an_edit(file: Path, number: int) -> KnownBuild:
    """Edit what lies there and keep it, as a build does."""
    before = known_build(file, STAMP)
    assert before is not None
    build = edited(before[0], number)
    keep_build(file, build, *before)
    return build


@pytest.fixture
def record(tmp_path: Path) -> Path:
    keep_build(tmp_path / "record", BUILD)
    return tmp_path / "record"


def test_a_record_comes_back_as_it_was_kept(record: Path) -> None:
    assert read(record) == BUILD
    assert known_build(record, "another program") is None
    assert known_build(record.with_name("missing"), STAMP) is None


def test_changes_are_kept_beside_it(record: Path) -> None:
    whole = record.read_bytes()
    for number in (10, 20, 10):
        build = keep_an_edit(record, number)
        assert read(record) == build
    assert record.read_bytes() == whole
    assert 0 < record.with_name(f"record{EDITS}").stat().st_size < len(whole) / 8


def test_a_file_that_was_carried_over_with_another_time_is_kept(record: Path) -> None:
    """As where `serve` put a page into the site ahead of the build: both sites have it, and it is not written again."""
    before = known_build(record, STAMP)
    assert before is not None
    files = before[0].site.files.edited({PAGES[3]: (6, 99)})
    build = replace(before[0], site=replace(before[0].site, differs=(), files=files))
    keep_build(record, build, *before)
    assert read(record) == build


def test_of_files_that_came_and_went_since_nothing_is_kept(record: Path) -> None:
    """As those of the search do, whose folder has another name after every edit."""
    sizes = []
    for number in range(6):
        before = known_build(record, STAMP)
        assert before is not None
        last = {f"search/{number - 1}/{one}.bin": None for one in range(50) if number}
        new = {f"search/{number}/{one}.bin": (9, number) for one in range(50)}
        files = before[0].site.files.edited({**last, **new})
        build = replace(before[0], site=replace(before[0].site, differs=(*last, *new), files=files))
        keep_build(record, build, *before)
        assert read(record) == build
        sizes.append(record.with_name(f"record{EDITS}").stat().st_size)
    assert len(set(sizes[1:])) == 1


def test_many_changes_are_kept_by_writing_it_whole(record: Path) -> None:
    before = known_build(record, STAMP)
    assert before is not None
    build = before[0]
    for number in range(0, 200, 2):
        build = edited(build, number)
    keep_build(record, build, *before)
    found = read(record)
    assert found is not None
    assert not record.with_name(f"record{EDITS}").exists()
    # What nobody looks up any more is dropped at last.
    gone = {f"papers\0{PAGES[number + 1]}" for number in range(0, 200, 2)}
    used = {key: one for key, one in build.reads.items() if key not in gone}
    assert found == replace(build, reads=KnownReads(used))


def test_a_build_made_from_nothing_is_kept_whole(record: Path) -> None:
    before = known_build(record, STAMP)
    assert before is not None
    other = edited(BUILD, 30)
    keep_build(record, other, *before)
    found = read(record)
    assert found is not None
    assert (found.site, found.leaves, found.plan) == (other.site, other.leaves, other.plan)
    assert not record.with_name(f"record{EDITS}").exists()


def test_what_cannot_be_packed_leaves_the_last_record(record: Path) -> None:
    odd = replace(BUILD, leaves=BUILD.leaves.edited({f"papers/{END}": LeafTrace("g", (), ())}))
    keep_build(record, odd)
    assert read(record) == BUILD


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_damaged_record_is_none(record: Path, place: int) -> None:
    damage(record, place)
    assert read(record) is None
    record.write_bytes(record.read_bytes()[:30])
    assert read(record) is None


@pytest.mark.parametrize("place", [0, 40, -1])
def test_damaged_changes_are_none(record: Path, place: int) -> None:
    keep_an_edit(record, 10)
    damage(record.with_name(f"record{EDITS}"), place)
    assert read(record) == BUILD


def test_changes_of_another_record_are_none(record: Path) -> None:
    keep_an_edit(record, 10)
    changes = record.with_name(f"record{EDITS}").read_bytes()
    other = edited(BUILD, 50)
    keep_build(record, other)
    record.with_name(f"record{EDITS}").write_bytes(changes)
    found = read(record)
    assert found is not None
    assert found.site == other.site


def damage(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
