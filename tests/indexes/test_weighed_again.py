"""Words and vectors after edits of few papers: spliced into those of before, and the same as made from nothing."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generator.indexes import paper_words, related, related_again, weighed_again
from generator.indexes.kept_related import rows_with_memory, rules
from generator.indexes.paper_vectors import Weighed, rarity, steps_of, weighed_papers
from generator.indexes.paper_words import KnownWords, PaperWords, keep_words, words_with_memory
from generator.indexes.related import Near, both
from generator.indexes.related_paper import RelatedPapers, digest_of_marks, marks_of
from generator.indexes.weighed_again import WeighedAgain, keep_weighed, weighed_with_memory
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.paper import Paper
from generator.working import columns, kept_files
from tests.support.papers import a_library, a_paper
from tests.support.related_plainly import related_papers
from tests.support.repository import ROOT

EVERYWHERE = "in-all-of-them"


@cache
def a_few() -> Library:
    """Papers that have a tag in common."""
    library = load_content(ROOT / "content", ROOT).library
    some = list(library.papers.items())[2::5]
    return replace(
        library, papers={key: replace(paper, tags=(*paper.tags, EVERYWHERE)) for key, paper in some}
    )


def with_papers(library: Library, *papers: Paper) -> Library:
    return replace(library, papers={**library.papers, **{paper.key: paper for paper in papers}})


def paper_at(library: Library, place: int) -> Paper:
    return list(library.papers.values())[place]


def saying(library: Library, place: int, words: str) -> Library:
    """A few words more in what one paper says."""
    paper = paper_at(library, place)
    return with_papers(library, replace(paper, tldr=f"{words} {paper.tldr or ''}"))


def with_text(library: Library, place: int, text: str) -> Library:
    """A paper that says this and nothing else."""
    return with_papers(
        library,
        replace(paper_at(library, place), title=text, tldr=None, summary=None, name=None, tags=(EVERYWHERE,)),
    )


def without(library: Library, place: int) -> Library:
    gone = paper_at(library, place).key
    return replace(library, papers={key: paper for key, paper in library.papers.items() if key != gone})


def edits(first: Library) -> Iterator[tuple[str, Library]]:
    """A library after one edit and another."""
    library = first
    steps: list[tuple[str, Callable[[Library], Library]]] = [
        ("words that nobody had", lambda now: saying(now, 4, "aardvark mmmidst zzyzx")),
        ("one of them counts with a second paper", lambda now: saying(now, 9, "zzyzx")),
        ("and in a pair with a third", lambda now: saying(now, 0, "aardvark mmmidst")),
        ("the last paper says but this", lambda now: with_text(now, len(now.papers) - 1, "zzyzx attention")),
        ("one that counted stands in one paper again", lambda now: with_text(now, 0, "Nothing of it")),
        ("nothing is said", lambda now: with_text(now, 4, "")),
        ("what was in one paper is gone", lambda now: with_text(with_text(now, 9, ""), 4, "Another")),
        ("a word of all begins to count", lambda now: with_papers(now, replace(paper_at(now, 3), tags=()))),
        (
            "and is in all again",
            lambda now: with_papers(now, replace(paper_at(now, 3), tags=(EVERYWHERE,))),
        ),
        ("nothing that counts", lambda now: with_papers(now, replace(paper_at(now, 7), abstract="Another"))),
        ("the same words in another field", lambda now: in_summary(now, 6)),
        ("one is withdrawn", lambda now: with_papers(now, replace(paper_at(now, 8), status="withdrawn"))),
        ("a withdrawn one speaks", lambda now: saying(now, 8, "attention kernels zzyzx")),
        ("two withdrawn ones share a word", lambda now: sharing(now, 8, 14)),
        (
            "two others say what is behind it",
            lambda now: with_text(with_text(now, 15, "Coupled kernels"), 5, "Coupled kernels"),
        ),
        ("and a word that is nobody else's", lambda now: saying(now, 5, "zzmore")),
        ("two neighbours", lambda now: saying(saying(now, 11, "attention"), 12, "attention aardvark")),
    ]
    for name, step in steps:
        library = step(library)
        yield name, library
    chance = random.Random(20261123)
    words = [word for paper in first.papers.values() for word in (paper.tldr or "").split()]
    for number in range(12):
        place = chance.randrange(len(library.papers))
        library = with_text(library, place, " ".join(chance.sample(words, chance.randrange(1, 12))))
        yield f"by chance {number}", library


def in_summary(library: Library, place: int) -> Library:
    paper = paper_at(library, place)
    return with_papers(library, replace(paper, tldr=None, summary=paper.tldr))


def sharing(library: Library, *places: int) -> Library:
    """Withdrawn papers with a word that no other has: nobody is behind their weightiest one."""
    for place in places:
        library = with_text(library, place, "Qqwith, qqwith, qqwith. Coupled kernels")
        library = with_papers(library, replace(paper_at(library, place), status="withdrawn"))
    return library


def few_edited(monkeypatch: pytest.MonkeyPatch, at_once: int) -> list[float]:
    """Let every edit take the quick way, in small pieces; what is given tells afterwards how many papers changed each
    time.
    """
    monkeypatch.setattr(paper_words, "MOST_EDITED", 0.5)
    monkeypatch.setattr(weighed_again, "MOST_WEIGHED", 1.0)
    monkeypatch.setattr(related, "FEW_LOOKED_UP", 1.0)
    for module in (columns, paper_words, weighed_again, related):
        monkeypatch.setattr(module, "LOOKED_UP_AT_ONCE", at_once)
    changed: list[float] = []
    spliced = weighed_again.weighed_again

    def splicing(known: KnownWords, last: Weighed) -> WeighedAgain:
        found = spliced(known, last)
        assert found.changed is not None
        changed.append(float(found.changed.mean()))
        return found

    monkeypatch.setattr(weighed_again, "weighed_again", splicing)
    return changed


def bounded(monkeypatch: pytest.MonkeyPatch, most_visited: int, compared: int) -> None:
    """Let few places be looked up and few papers be compared; eight are kept of those met."""
    for name, value in {"MOST_VISITED": most_visited, "COMPARED": compared, "MET_KEPT": 8}.items():
        for module in (related, related_again):
            monkeypatch.setattr(module, name, value)


def same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether both hold equal columns: of weights, too, every bit."""
    return all(
        np.array_equal(np.asarray(mine), np.asarray(yours)) for mine, yours in zip(one, other, strict=True)
    )


def read_again(library: Library, kept: Path) -> tuple[KnownWords, WeighedAgain]:
    """What a build reads and weighs, given what the last one left."""
    marks = marks_of(library.papers.values())
    read = words_with_memory(library.papers, marks, kept / "words.bin")
    weighed = weighed_with_memory(read, kept / "vectors.bin", read.before)
    keep_words(kept / "words.bin", marks, read.words)
    keep_weighed(kept / "vectors.bin", digest_of_marks(marks), weighed.weighed)
    return read, weighed


def vectors_by_name(words: PaperWords, weighed: Weighed) -> list[dict[str, float]]:
    """Each paper's words, spelled out, with their weights."""
    texts = ["", *words.words]
    names = [
        f"{texts[(name >> 32) + 1]} {texts[name & 0xFFFFFFFF]}" for name in weighed.counting.names.tolist()
    ]
    starts, vectors = weighed.vectors.starts.tolist(), weighed.vectors
    said = [
        (names[word], weight)
        for word, weight in zip(vectors.words.tolist(), vectors.weights.tolist(), strict=True)
    ]
    return [dict(said[begin:end]) for begin, end in pairwise(starts)]


@pytest.mark.parametrize("at_once", [50, 1 << 20])
def test_after_every_edit_words_and_vectors_are_those_made_from_nothing(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = few_edited(monkeypatch, at_once)
    read, found = read_again(a_few(), tmp_path)
    for name, library in edits(a_few()):
        before = read.words, found.weighed
        read, found = read_again(library, tmp_path)
        whole = paper_words.paper_words(list(library.papers.values()))
        assert same(read.words, whole), name
        for mine, anew in zip(found.weighed, weighed_papers(whole), strict=True):
            assert same(mine, anew), name
        assert found.renumbered.tolist() == renumbered(*before, read.words, found.weighed), name
        assert found.changed is not None, name
        vectors = zip(vectors_by_name(*before), vectors_by_name(read.words, found.weighed), strict=True)
        otherwise = [place for place, (one, other) in enumerate(vectors) if one != other]
        assert found.changed[otherwise].all(), name
    assert len(changed) == 27
    assert min(changed) < 0.2


def renumbered(words: PaperWords, weighed: Weighed, now: PaperWords, weighed_now: Weighed) -> list[int]:
    """For each word that counted its number now, by its text."""
    texts, texts_now = ["", *words.words], ["", *now.words]
    numbers = {
        (texts_now[(name >> 32) + 1], texts_now[name & 0xFFFFFFFF]): number
        for number, name in enumerate(weighed_now.counting.names.tolist())
    }
    return [
        numbers.get((texts[(name >> 32) + 1], texts[name & 0xFFFFFFFF]), -1)
        for name in weighed.counting.names.tolist()
    ]


@pytest.mark.parametrize(
    ("at_once", "most_visited", "behind"), [(3, 10, 0), (1 << 20, 2_000, 0), (3, 1, 0), (3, 10, 3)]
)
def test_after_every_edit_related_papers_are_those_of_a_build_from_nothing(
    at_once: int, most_visited: int, behind: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MANY", 0)
    monkeypatch.setattr(kept_files, "FEW", behind)
    few_edited(monkeypatch, max(at_once, 50))
    monkeypatch.setattr(related, "LOOKED_UP_AT_ONCE", at_once)
    monkeypatch.setattr(related_again, "MOST_CHANGED", 1.0)
    if most_visited < 2_000:
        # Few compared, so that whoever is not looked up again is missed.
        bounded(monkeypatch, most_visited, compared=8)
    rows_with_memory(a_few(), tmp_path)
    for name, library in edits(a_few()):
        rows = rows_with_memory(library, tmp_path)
        assert dict(RelatedPapers(library.papers, rows)) == related_papers(library), name


def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers are looked for, each time."""
    found, looked = related.RelatedFinder.found, list[int]()

    def finding(finder: related.RelatedFinder, places: Sequence[int]) -> related.Found:
        looked.append(len(places))
        return found(finder, places)

    monkeypatch.setattr(related.RelatedFinder, "found", finding)
    return looked


def coming_and_going(first: Library) -> Iterator[tuple[str, Library]]:
    """A library in which papers come and go, one edit after the other."""
    one = replace(paper_at(first, 5), builds_on=(), tldr=None, summary=None, name=None)
    key = paper_at(first, 20).key
    now = with_papers(first, replace(one, key="zz-new", title="A zzyzx"))
    yield "the last one is new", now
    now = with_papers(now, replace(one, key="0-new", title="Zzyzx of kernels"))
    yield "the first one is new", now
    now = with_papers(now, replace(one, key="m-new", title="Kernels", builds_on=(key, "zz-new")))
    yield "one in the middle builds on others", now
    now = without_key(now, "zz-new", key)
    yield "two are gone", now
    now = with_papers(without_key(now, "0-new"), replace(one, key="0-other", title="Zzyzx of kernels"))
    yield "one is called otherwise", now
    now = with_papers(now, replace(one, key="aside", title="Zzyzx aside", status="withdrawn"))
    yield "a withdrawn one comes", now
    now = with_papers(without_key(now, "m-new"), replace(now.papers["aside"], status="active"))
    yield "it stands again and another one goes", now
    yield "and all is as it was but for a few", without_key(now, "aside")


def without_key(library: Library, *gone: str) -> Library:
    left = {
        key: replace(paper, builds_on=tuple(one for one in paper.builds_on if one not in gone))
        for key, paper in library.papers.items()
        if key not in gone
    }
    return replace(library, papers=left)


def in_order(library: Library) -> Library:
    return replace(library, papers=dict(sorted(library.papers.items())))


@pytest.mark.parametrize("behind", [0, 3])
def test_where_papers_come_or_go_only_those_near_them_are_looked_for(
    behind: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MANY", 0)
    monkeypatch.setattr(kept_files, "FEW", behind)
    changed = few_edited(monkeypatch, 1 << 20)
    monkeypatch.setattr(related_again, "MOST_CHANGED", 1.0)
    # A word of all papers makes a scale of its own of each number of papers.
    first = with_papers(
        a_few(), replace(paper_at(a_few(), 3), tags=()), replace(paper_at(a_few(), 30), tags=())
    )
    rows_with_memory(first, tmp_path)
    looked = looked_for(monkeypatch)
    spared = 0
    for name, library in coming_and_going(first):
        library = in_order(library)
        looked.clear()
        rows = rows_with_memory(library, tmp_path)
        spared += len(library.papers) - sum(looked)
        assert dict(RelatedPapers(library.papers, rows)) == related_papers(library), name
    # In an index so small a new word changes many papers.
    assert spared > 3 * len(first.papers)
    assert len(changed) >= 7


def test_a_word_of_all_papers_and_another_scale_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = few_edited(monkeypatch, 1 << 20)
    first = in_order(a_few())
    rows_with_memory(first, tmp_path)
    # A tag of all is one of all but one now.
    library = in_order(with_papers(first, replace(paper_at(first, 5), key="zz-new", tags=())))
    rows = rows_with_memory(library, tmp_path)
    assert dict(RelatedPapers(library.papers, rows)) == related_papers(library)
    library = first
    rows = rows_with_memory(library, tmp_path)
    assert dict(RelatedPapers(library.papers, rows)) == related_papers(library)
    assert changed == []
    for number in range(12):
        new = replace(paper_at(first, number), key=f"zz-{number}", title=f"Another {number}", tags=())
        library = in_order(with_papers(library, new))
    rows = rows_with_memory(library, tmp_path)
    assert steps_of(len(library.papers)) != steps_of(len(first.papers))
    assert dict(RelatedPapers(library.papers, rows)) == related_papers(library)
    assert changed == []


@pytest.mark.parametrize(("most_visited", "behind"), [(2_000, 0), (10, 0), (1, 2), (10, 3)])
def test_papers_that_come_go_and_change_by_chance_are_related_as_from_nothing(
    most_visited: int, behind: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MANY", 0)
    monkeypatch.setattr(kept_files, "FEW", behind)
    few_edited(monkeypatch, 1 << 20)
    monkeypatch.setattr(related_again, "MOST_CHANGED", 1.0)
    if most_visited < 2_000:
        bounded(monkeypatch, most_visited, compared=7)
    chance = random.Random(20261125 + most_visited)
    library = of_few_words(chance, 60)
    rows_with_memory(library, tmp_path)
    for number in range(60):
        for _ in range(chance.randint(1, 2)):
            deed, place = chance.randrange(5), chance.randrange(len(library.papers))
            paper = paper_at(library, place)
            if deed == 0:
                library = without_key(library, paper.key)
            elif deed == 1:
                new = replace(paper, key=f"paper-{chance.randrange(200):03}x", title=words_by_chance(chance))
                library = with_papers(library, replace(new, builds_on=()))
            elif deed == 2:
                library = with_papers(library, replace(paper, title=words_by_chance(chance)))
            elif deed == 3:
                status = chance.choice(("active", "withdrawn"))
                library = with_papers(library, replace(paper, status=status))
            else:
                other = paper_at(library, chance.randrange(len(library.papers))).key
                library = with_papers(
                    library, replace(paper, builds_on=(other,) if other < paper.key else ())
                )
        library = in_order(library)
        rows = rows_with_memory(library, tmp_path)
        assert dict(RelatedPapers(library.papers, rows)) == related_papers(library), number


def test_what_is_kept_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = few_edited(monkeypatch, 1 << 20)
    rows_with_memory(a_few(), tmp_path)
    file = tmp_path / "vectors.bin"
    others: list[Callable[[bytes], bytes]] = [
        lambda whole: whole[:-1],
        lambda whole: whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        lambda _: b"",
    ]
    library = a_few()
    for number, damaged in enumerate(others):
        file.write_bytes(damaged(file.read_bytes()))
        library = saying(library, number, "attention kernels")
        rows = rows_with_memory(library, tmp_path)
        assert dict(RelatedPapers(library.papers, rows)) == related_papers(library)
    assert changed == []
    # Of another build: right in itself, but made from other words.
    other = file.read_bytes()
    rows_with_memory(saying(library, 7, "zzyzx kernels"), tmp_path)
    assert len(changed) == 1
    file.write_bytes(other)
    library = saying(library, 9, "zzyzx kernels")
    assert dict(RelatedPapers(library.papers, rows_with_memory(library, tmp_path))) == related_papers(library)
    assert len(changed) == 1


def test_vectors_stay_where_words_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever withdraws a paper changes no word of any."""
    rows_with_memory(a_few(), tmp_path)

    def weighing(*_: object) -> Weighed:
        raise AssertionError("weighed")

    library = with_papers(a_few(), replace(paper_at(a_few(), 8), status="withdrawn"))
    with monkeypatch.context() as patch:
        patch.setattr(weighed_again, "weighed_papers", weighing)
        rows = rows_with_memory(library, tmp_path)
    assert dict(RelatedPapers(library.papers, rows)) == related_papers(library)


def of_few_words(chance: random.Random, count: int) -> Library:
    """Papers of words that many share, every fifth with those of another one."""
    library = a_few()
    one = replace(paper_at(library, 0), tldr=None, summary=None, name=None, tags=(), builds_on=())
    papers: list[Paper] = []
    for number in range(count):
        title = papers[number // 2].title if number % 5 == 4 else words_by_chance(chance)
        papers.append(replace(one, key=f"paper-{number:03}", title=title))
    return replace(library, papers={paper.key: paper for paper in papers})


def words_by_chance(chance: random.Random) -> str:
    """Some words, the first of them the more often."""
    return ", ".join(f"word{int(120 * chance.random() ** 2):03}x" for _ in range(9))


def test_who_falls_behind_or_stands_equally_near_is_told_as_by_a_build_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_edited(monkeypatch, 1 << 20)
    monkeypatch.setattr(related_again, "MOST_CHANGED", 1.0)
    bounded(monkeypatch, most_visited=14, compared=7)
    chance = random.Random(20261124)
    library = of_few_words(chance, 90)
    rows_with_memory(library, tmp_path)
    for number in range(60):
        paper = paper_at(library, chance.randrange(90))
        words = paper.title.split(", ")
        words[chance.randrange(len(words))] = words_by_chance(chance).split(", ")[0]
        library = with_papers(library, replace(paper, title=", ".join(words)))
        rows = rows_with_memory(library, tmp_path)
        assert dict(RelatedPapers(library.papers, rows)) == related_papers(library), number


@pytest.mark.parametrize("others", [0, 1, 40, 300])
def test_others_are_merged_as_all_are_sorted(others: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related_again, "MOST_HELD_AT_ONCE", 7)
    chance = np.random.default_rng(others)
    pairs = chance.permutation(30 * 50)[: 400 + others]
    # Of few kinds, so that many are equally near.
    near = Near(pairs // 50, pairs % 50, chance.integers(1, 4, len(pairs)) / 7)
    own = np.arange(len(pairs)) < 400
    first, second = near.chosen(own), near.chosen(~own)
    first = first.chosen(first.ordered())
    merged = both(first, second)
    assert related_again.merged_order(first, second).tolist() == merged.ordered().tolist()


def test_words_are_as_rare_as_they_were_but_for_steps() -> None:
    assert [rarity(spread, 1024) for spread in (0, 1023, 512, 256, 2)] == [0, 1, 8, 16, 72]
    steps = [rarity(spread, 5_000) for spread in range(1, 5_000)]
    assert steps == sorted(steps, reverse=True)
    assert sum(one != other for one, other in pairwise(steps)) < 8 * math.log2(5_000)


def test_one_paper_more_with_a_common_word_weighs_nobody_anew(tmp_path: Path) -> None:
    papers = {
        f"p{number:03}": a_paper(
            f"p{number:03}", title=f"Paper {'common' if number % 2 else 'other'} {number}x"
        )
        for number in range(200)
    }
    library = a_library(*papers.values())
    rows_with_memory(library, tmp_path)
    other = a_library(*{**papers, "p000": replace(papers["p000"], title="Paper common 0x")}.values())
    marks = marks_of(other.papers.values())
    known = words_with_memory(other.papers, marks, tmp_path / "words.bin")
    found = weighed_with_memory(known, tmp_path / "vectors.bin", f"{rules()} {known.before}")
    assert found.changed is not None
    assert found.changed.tolist() == [True] + [False] * 199
