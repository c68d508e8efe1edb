"""Readings kept on disk: what they save, and that nothing wrong is ever believed."""

from __future__ import annotations

import hashlib
import marshal
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.loading import entry_reader, kept_readings, near_duplicates, vocabulary_readers
from generator.loading.content_files import ContentFile, read_text
from generator.loading.entry_reader import read_entries, read_entry
from generator.loading.kept_readings import (
    FILES_IN_A_LOT,
    LENGTH_OF_NUMBER,
    KeptFacts,
    KeptFindings,
    KeptList,
    KeptReadings,
)
from generator.loading.library_loader import LoadedContent, load_content
from generator.loading.plain_readings import paper_of, row_of
from generator.model.entry_texts import NO_TEXTS
from generator.model.later_papers import LaterPapers
from generator.model.problem import Problem
from tests.support.repository import ROOT

OLD = 1_700_000_000
ENTRY = (
    "title: {title}\ndate: 2024-05-01\ntopic: attention\nauthors: [Ada Example]\nlinks:\n  arxiv: '{arxiv}'\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "topics").mkdir(parents=True)
    (folder / "papers").mkdir()
    (folder / "topics" / "attention.yml").write_text(
        "name: Attention\ngroup: All\norder: 1\ndescription: What looks where.\n", "utf-8"
    )
    for number in range(3):
        write(folder, f"p{number}", f"Paper number {number} about {'abc'[number] * 9}", number)
    return folder


def write(content: Path, key: str, title: str, number: int, when: int = OLD) -> Path:
    path = content / "papers" / f"{key}.yml"
    path.write_text(ENTRY.format(title=title, arxiv=f"2405.0000{number}"), "utf-8")
    os.utime(path, (when, when))
    return path


def loaded(content: Path, cache: Path, papers_later: bool = False) -> LoadedContent:
    kept = KeptReadings(cache)
    found = load_content(content, content, kept, papers_later=papers_later)
    kept.keep()
    # Only who keeps readings knows texts by digests.
    return found._replace(texts=NO_TEXTS)


def test_every_paper_of_the_index_survives_being_kept(tmp_path: Path) -> None:
    library = load_content(ROOT / "content", ROOT).library
    for paper in library.papers.values():
        again = paper_of(marshal.loads(marshal.dumps(row_of(paper))))
        assert again == paper
        assert repr(again) == repr(paper)


def test_an_unchanged_entry_is_not_read_again(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache" / "readings.json"
    first = loaded(content, cache)
    assert first.problems == ()
    read: list[str] = []

    def noted(file: ContentFile) -> str | Problem:
        read.append(file.stem)
        return read_text(file)

    monkeypatch.setattr(kept_readings, "read_text", noted)
    assert loaded(content, cache) == first
    assert read == []
    write(content, "p1", "Another title for the second paper", 1, OLD + 60)
    changed = loaded(content, cache)
    assert read == ["p1"]
    assert changed.library.papers["p1"].title == "Another title for the second paper"
    assert changed == load_content(content, content)


def test_a_checkout_with_new_times_is_told_by_its_text(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    first = loaded(content, cache)
    for path in (content / "papers").iterdir():
        os.utime(path)
    monkeypatch.setattr(
        entry_reader, "read_entries", lambda *_: pytest.fail("parsed although the text is known")
    )
    assert loaded(content, cache) == first


def test_a_lot_of_files_is_told_one_by_one(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "readings.json"
    loaded(content, cache)
    # One that is known, one that cannot be read, one that has to be read, and all of them again behind a faulty one.
    (content / "papers" / "p1.yml").write_bytes(b"title: \xff\n")
    write(content, "p2", "Another title: with a colon", 2, OLD + 60)
    for number in range(3, 3 * FILES_IN_A_LOT):
        write(content, f"p{number}", f"A paper that is number {number}", 0)
    os.utime(content / "papers" / "p0.yml")
    assert loaded(content, cache) == load_content(content, content)
    assert loaded(content, cache) == load_content(content, content)


def test_entries_read_together_are_those_read_one_by_one() -> None:
    paths = sorted((Path(__file__).parent / "cases").rglob("papers/*.yml"))
    entries = [
        (ContentFile(path, path.name, path.name, 0, 0), path.read_text("utf-8", "replace")) for path in paths
    ]
    assert read_entries(entries) == [read_entry(file, text) for file, text in entries]


VOCABULARY = {
    "topics/attention.yml": (
        "name: Attention\ngroup: All\norder: 1\ndescription: What looks where.\naliases: [heed]\n"
        "start_here:\n  - {paper: p1, why: It is short}\n"
    ),
    "tags.yml": "kv-cache:\n  name: KV cache\n  aliases: [KV, cache of keys]\nrag:\n  name: RAG\n",
    "people.yml": "ada-example:\n  name: Ada Example\n  homepage: https://ada.edu/\n  orcid: 0000-0002-1825-0097\n",
}


def test_topics_tags_and_people_are_not_read_again_either(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    for name, text in VOCABULARY.items():
        (content / name).write_text(text, "utf-8")
    first = loaded(content, cache)
    library = first.library
    assert (len(library.topics), len(library.tags), len(library.people), first.problems) == (1, 2, 1, ())
    (content / "tags.yml").touch()
    with monkeypatch.context() as now:
        now.setattr(vocabulary_readers, "read_vocabulary", lambda *_: pytest.fail("read again"))
        again = loaded(content, cache)
    assert again == first
    assert repr(again) == repr(first)
    (content / "tags.yml").write_text("rag:\n  name: Retrieval\n", "utf-8")
    changed = loaded(content, cache).library
    assert [(tag.key, tag.name) for tag in changed.tags.values()] == [("rag", "Retrieval")]
    assert changed.topics == library.topics


def test_a_fault_in_the_vocabulary_is_told_each_time(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "readings.json"
    (content / "tags.yml").write_text("rag:\n  nmae: RAG\n", "utf-8")
    problems = loaded(content, cache).problems
    assert problems == load_content(content, content).problems != ()
    kept = cache.read_bytes(), cache.stat().st_mtime_ns
    assert loaded(content, cache).problems == problems
    assert (cache.read_bytes(), cache.stat().st_mtime_ns) == kept


@pytest.mark.parametrize("papers_later", [False, True])
def test_a_change_at_the_moment_of_keeping_is_seen(content: Path, tmp_path: Path, papers_later: bool) -> None:
    cache = tmp_path / "readings.json"
    loaded(content, cache)
    moment = cache.stat().st_mtime_ns
    path = content / "papers" / "p0.yml"
    text = path.read_text("utf-8")
    os.utime(path, ns=(moment, moment))
    loaded(content, cache)
    os.utime(cache, ns=(moment, moment))
    path.write_text(text.replace("topic: attention", "topic: attentiom"), "utf-8")
    os.utime(path, ns=(moment, moment))
    found = loaded(content, cache, papers_later)
    assert [problem.code for problem in found.problems] == ["E305"]
    assert found.library.papers["p0"].topic == "attentiom"


def test_entries_with_problems_are_told_each_time_and_read_once(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    path = write(content, "p2", "A paper with a wrong date", 2)
    path.write_text(path.read_text("utf-8").replace("2024-05-01", "2024-99-01"), "utf-8")
    problems = loaded(content, cache).problems
    assert problems == load_content(content, content).problems != ()
    from_elsewhere = load_content(content, tmp_path).problems
    assert from_elsewhere[0].place.path == "content/papers/p2.yml"
    monkeypatch.setattr(entry_reader, "read_entries", lambda *_: pytest.fail("read again"))
    assert loaded(content, cache).problems == problems
    assert load_content(content, tmp_path, KeptReadings(cache)).problems == from_elsewhere


def test_alike_titles_are_looked_for_when_a_title_changes(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    write(content, "p1", "Paper number about aaaaaaaaas", 1)
    write(content, "p0", "Paper number about aaaaaaaaa", 0)
    found = loaded(content, cache)
    assert [problem.code for problem in found.problems] == ["W405"]
    monkeypatch.setattr(near_duplicates, "_title", lambda *_: pytest.fail("looked at again"))
    path = write(content, "p2", "Paper number 2 about ccccccccc", 2, OLD + 60)
    path.write_text(path.read_text("utf-8").replace("2024-05-01", "2024-06-01"), "utf-8")
    assert loaded(content, cache).problems == found.problems
    monkeypatch.undo()
    write(content, "p1", "Another title", 1, OLD + 60)
    assert loaded(content, cache).problems == ()
    write(content, "p1", "Paper number - about aaaaaaaaa", 1, OLD + 120)
    assert [problem.code for problem in loaded(content, cache).problems] == ["E304"]
    assert [problem.code for problem in loaded(content, cache).problems] == ["E304"]


def flipped(body: bytes) -> bytes:
    return body[:-200] + bytes([body[-200] ^ 1]) + body[-199:]


def flipped_in_the_list(body: bytes) -> bytes:
    assert b"looks where" in body
    return body.replace(b"looks where", b"locks where")


def lying_in_the_list(kept: bytes) -> bytes:
    """Well formed and with a right digest, but not what this program writes."""
    head, parts = parts_of(kept)
    return signed(head._replace(sources=head.sources[:2]), parts)


def lying_in_a_reading(kept: bytes) -> bytes:
    head, (titles, *readings) = parts_of(kept)
    readings[1] = marshal.dumps("x" * (len(readings[1]) - 5), 2)
    return signed(head, [titles, *readings])


def lying_in_the_vocabulary(kept: bytes) -> bytes:
    head, parts = parts_of(kept)
    digest, topics, tags, people = head.vocabulary
    return signed(head._replace(vocabulary=(digest, [topics[0][:4]], tags, people)), parts)


NOTHING_FOUND = KeptFindings(((0, ""), (0, ""), {}, {}, {}), ((0, ""), []), [], [])


def lying_in_the_facts(kept: bytes) -> bytes:
    head, parts = parts_of(kept)
    assert head.found is not None
    keys, (count, sources), *others = head.found.facts
    facts: KeptFacts = (keys, (count + 1, sources), others[0], others[1], others[2])
    return signed(head._replace(found=head.found._replace(facts=facts)), parts)


def lying_in_what_was_found(kept: bytes) -> bytes:
    head, parts = parts_of(kept)
    return signed(head._replace(found=NOTHING_FOUND._replace(faults=[("papers/p1.yml",)])), parts)


def of_other_rules(kept: bytes) -> bytes:
    head, parts = parts_of(kept)
    told = [part.replace(b"Paper number", b"Paper nimber") for part in parts]
    assert told != parts
    return signed(head._replace(rules="other rules", found=NOTHING_FOUND), told)


def parts_of(kept: bytes) -> tuple[KeptList, list[bytes]]:
    """What is kept: the list, and what follows it: what is known of the titles, and the readings."""
    body = kept.partition(b"\n")[2]
    place = LENGTH_OF_NUMBER + int.from_bytes(body[:LENGTH_OF_NUMBER])
    head = KeptList(*marshal.loads(body[LENGTH_OF_NUMBER:place]))
    assert head.found is not None
    head = head._replace(found=KeptFindings(*head.found))
    parts = []
    for length in (head.length_of_titles, *head.lengths):
        parts.append(body[place : place + length])
        place += length
    return head, parts


def signed(head: KeptList, parts: list[bytes]) -> bytes:
    rest = b"".join(parts)
    listed = marshal.dumps(kept_readings._plain_list(head._replace(digest=hashlib.sha256(rest).digest())), 2)
    told = len(listed).to_bytes(LENGTH_OF_NUMBER) + listed
    return hashlib.sha256(told).hexdigest().encode() + b"\n" + told + rest


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        flipped_in_the_list,
        lying_in_the_list,
        lying_in_a_reading,
        lying_in_the_vocabulary,
        lying_in_the_facts,
        lying_in_what_was_found,
        of_other_rules,
        lambda body: body[: len(body) // 2],
        lambda _: b"",
        lambda _: b"\xff\x00",
    ],
)
@pytest.mark.parametrize("papers_later", [False, True])
@pytest.mark.parametrize("is_edited", [False, True])
def test_a_damaged_cache_is_as_good_as_none(
    content: Path, tmp_path: Path, damage: Callable[[bytes], bytes], papers_later: bool, is_edited: bool
) -> None:
    cache = tmp_path / "readings.json"
    loaded(content, cache)
    cache.write_bytes(damage(cache.read_bytes()))
    if is_edited:
        path = content / "papers" / "p0.yml"
        path.write_text(path.read_text("utf-8").replace("title: ", "title: Another "), "utf-8")
    expected = load_content(content, content)
    again = loaded(content, cache, papers_later)
    assert len(again.library.papers) == len(expected.library.papers)
    assert again == expected
    assert loaded(content, cache) == expected


def test_a_cache_that_cannot_be_written_is_no_fault(content: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert len(loaded(content, tmp_path / "file" / "readings.json").library.papers) == 3


def faulty(content: Path) -> None:
    """Give two entries faults of their own, one a wrong reference, and two the same arXiv id."""
    (content / "papers" / "p3.yml").write_text("title: [unclosed\n", "utf-8")
    path = write(content, "p4", "A paper that builds on nothing", 4)
    faults = "builds_on: [nowhere]\nkind: thoery\ntags: [rag, kv-cache]\n"
    path.write_text(path.read_text("utf-8") + faults, "utf-8")
    write(content, "p5", "A paper with an id of another", 1)


def test_what_is_known_as_it_is_says_its_faults_without_a_paper(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(content)
    cache = tmp_path / "readings.json"
    first = loaded(content, cache)
    assert [problem.code for problem in first.problems] == ["E101", "E307", "E206", "E306", "E306", "E302"]
    from_elsewhere = load_content(content, tmp_path).problems
    with monkeypatch.context() as now:
        now.setattr(kept_readings, "whole_reading", lambda *_: pytest.fail("a reading was taken apart"))
        again = loaded(content, cache, papers_later=True)
        assert (again.problems, again.files) == (first.problems, first.files)
        assert len(again.library.papers) == len(first.library.papers) == 5
        elsewhere = load_content(content, tmp_path, KeptReadings(cache), papers_later=True)
        assert elsewhere.problems == from_elsewhere
    assert again == first


def test_after_an_edit_of_words_only_the_edited_entry_is_read(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(content)
    cache = tmp_path / "readings.json"
    edited = write(content, "p1", "Paper with words", 1)
    edited.write_text(f"{edited.read_text('utf-8')}tldr: Some words.\n", "utf-8")
    before = loaded(content, cache)
    for words in ("New words.", "Newer ones, **marked**.", "Words without one."):
        text = re.sub("(?m)^tldr: .*$", f'tldr: "{words}"', edited.read_text("utf-8"))
        edited.write_text(text, "utf-8")
        os.utime(edited, (OLD + 60, OLD + 60))
        expected = load_content(content, content)
        with monkeypatch.context() as now:
            now.setattr(kept_readings, "whole_reading", lambda *_: pytest.fail("a reading was taken apart"))
            found = loaded(content, cache, papers_later=True)
            assert (found.problems, found.files) == (expected.problems, expected.files)
        assert (found.problems == before.problems) == ("marked" not in words)
        # What was kept is as good as if all had been read.
        assert loaded(content, cache) == expected


def test_after_more_edits_processes_share_the_reading(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    loaded(content, cache)
    for words, most, sort in (("One", 1, LaterPapers), ("Two", 0, dict)):
        monkeypatch.setattr(kept_readings, "MOST_EDITED", most)
        edited = write(content, "p1", "Paper number 1 about bbbbbbbbb", 1)
        edited.write_text(f"{edited.read_text('utf-8')}summary: {words}.\n", "utf-8")
        found = loaded(content, cache, papers_later=True)
        assert type(found.library.papers) is sort
        assert found == load_content(content, content)


def removed(content: Path) -> None:
    (content / "papers" / "p1.yml").unlink()


def added(content: Path) -> None:
    write(content, "p9", "A new paper", 9)


def renamed(content: Path) -> None:
    """With the size, the time and the place that it had."""
    (content / "papers" / "p1.yml").rename(content / "papers" / "p11.yml")


def edited_in_place(content: Path) -> None:
    """With the size that it had."""
    path = content / "papers" / "p0.yml"
    path.write_text(path.read_text("utf-8").replace("topic: attention", "topic: attentiom"), "utf-8")
    os.utime(path, (OLD + 60, OLD + 60))


def without_its_topic(content: Path) -> None:
    path = content / "topics" / "attention.yml"
    path.rename(path.with_name("heed.yml"))


def with_a_faulty_vocabulary(content: Path) -> None:
    (content / "tags.yml").write_text("rag:\n  nmae: RAG\n", "utf-8")


def with_tags_behind_a_link(content: Path) -> None:
    """Nothing is read of them, as if they were not there; but that explains why no tag is defined."""
    (content / "tags.yml").symlink_to("elsewhere.yml")


def with_a_stray_file(content: Path) -> None:
    (content / "papers" / "p7.yml.txt").write_text("", "utf-8")


@pytest.mark.parametrize(
    "edit",
    [
        added,
        edited_in_place,
        removed,
        renamed,
        with_a_faulty_vocabulary,
        with_a_stray_file,
        with_tags_behind_a_link,
        without_its_topic,
    ],
)
def test_after_any_edit_the_whole_content_is_judged_anew(
    content: Path, tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    faulty(content)
    cache = tmp_path / "readings.json"
    before = loaded(content, cache)
    edit(content)
    expected = load_content(content, content)
    assert expected != before
    assert loaded(content, cache, papers_later=True) == expected
    assert loaded(content, cache, papers_later=True) == expected


def test_what_was_found_without_tags_is_not_what_is_found_behind_a_link_nor_the_other_way_round(
    content: Path, tmp_path: Path
) -> None:
    faulty(content)
    with_tags_behind_a_link(content)
    cache = tmp_path / "readings.json"
    assert "E306" not in {problem.code for problem in loaded(content, cache).problems}
    (content / "tags.yml").unlink()
    expected = load_content(content, content)
    assert "E306" in {problem.code for problem in expected.problems}
    assert loaded(content, cache, papers_later=True) == expected


def test_several_processes_read_what_one_reads(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_readings, "FILES_AT_ONCE", 2)
    for number in range(3, 12):
        write(content, f"p{number}", f"Paper number {number} about {'abcdefghijkl'[number] * 9}", number)
    (content / "papers" / "p5.yml").write_text("title: [unclosed\n", "utf-8")
    (content / "papers" / "p7.yml").write_text(ENTRY.format(title="Two  blanks", arxiv="2405.00007"), "utf-8")
    read: list[LoadedContent] = []
    for jobs in (1, 3):
        kept = KeptReadings(tmp_path / f"{jobs}.json", jobs)
        read.append(load_content(content, content, kept))
        kept.keep()
    assert read[0] == read[1]
    assert len(read[0].problems) > 1
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "3.json").read_bytes()
