"""Related papers from a memory, in groups and in lots: the same as one by one and without."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.indexes import paper_vectors, paper_words, related, related_again
from generator.indexes.kept_related import rows_with_memory
from generator.indexes.paper_words import counting_word, parts_of
from generator.indexes.related import RelatedFinder, related_finder
from generator.indexes.related_paper import RelatedPaper, RelatedPapers
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from tests.support.related_plainly import related_papers, word_vectors
from tests.support.repository import ROOT

ODD_TEXTS = (
    "Größe, state-space models; deep 深度学习 nets: $O(n^2)$ kernels",
    "kernels kernels kernels. Kernels of state spaces",
    "a of 2025 (the)",
    "",
)


def related_with_memory(library: Library, kept: Path) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """The related papers as a build comes to them."""
    return dict(RelatedPapers(library.papers, rows_with_memory(library, kept)))


@cache
def a_few() -> Library:
    library = load_content(ROOT / "content", ROOT).library
    return replace(library, papers=dict(list(library.papers.items())[::4]))


def edited(library: Library, chance: random.Random, number: int) -> Library:
    """A few papers changed, taken away or added."""
    papers = dict(library.papers)
    for _ in range(3):
        key = chance.choice(list(papers))
        text = chance.choice(ODD_TEXTS)
        deed = chance.randrange(4)
        if deed == 0:
            papers[key] = replace(papers[key], tldr=text, status=chance.choice(("active", "withdrawn")))
        elif deed == 1:
            del papers[key]
        elif deed == 2:
            other = chance.choice(list(papers.values()))
            papers[key] = replace(papers[key], tags=other.tags, topic=other.topic, builds_on=(other.key,))
        else:
            papers[f"new-{number}"] = replace(papers[key], key=f"new-{number}", title=text)
    return replace(library, papers=dict(sorted(papers.items())))


def test_after_any_edits_memory_gives_what_a_build_without_gives(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    library = a_few()
    for number in range(8):
        assert related_with_memory(library, tmp_path) == related_papers(library), number
        library = edited(library, chance, number)


def reworded(library: Library, chance: random.Random) -> Library:
    """One word of one paper exchanged for one of another, or all of them."""
    papers = dict(library.papers)
    key, other = chance.sample(sorted(papers), 2)
    words, others = ((papers[one].tldr or "no words").split() for one in (key, other))
    words[chance.randrange(len(words))] = chance.choice(others)
    papers[key] = replace(papers[key], tldr=" ".join(chance.choice((words, words, others))))
    return replace(library, papers=papers)


BOUNDS: dict[str, dict[str, int]] = {
    "as built": {},
    "few compared": {"MOST_VISITED": 60, "COMPARED": 8, "MET_KEPT": 8, "GROUP": 20},
    "few words looked up": {"HEAVIEST_WORDS": 12, "MOST_VISITED": 10},
}


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=list(BOUNDS))
def test_after_other_words_only_the_papers_that_have_them_are_looked_for(
    bounds: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in bounds.items():
        for module in (paper_vectors, related, related_again):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)
    looked: list[int] = []
    found = RelatedFinder.found

    def finding(finder: RelatedFinder, places: Sequence[int]) -> related.Found:
        looked.append(len(places))
        return found(finder, places)

    chance = random.Random(20261122)
    library = replace(a_few(), papers={**a_few().papers, **heirs(a_few())})
    assert related_with_memory(library, tmp_path) == related_papers(library)
    spared = 0
    for _ in range(12):
        library = reworded(library, chance)
        with monkeypatch.context() as patch:
            patch.setattr(RelatedFinder, "found", finding)
            after = related_with_memory(library, tmp_path)
        assert after == related_papers(library)
        spared += len(library.papers) - looked.pop()
    assert spared > 3 * len(library.papers)


def heirs(library: Library) -> dict[str, Paper]:
    """So many papers that build on one that more than the usual number have to be compared with it."""
    first, *others = library.papers.values()
    return {paper.key: replace(paper, builds_on=(first.key,)) for paper in others[:45]}


def test_only_the_papers_that_are_new_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = a_few()
    first = related_with_memory(library, tmp_path)
    read: list[Paper] = []
    whole = paper_words.read_words

    def reading(papers: list[Paper]) -> paper_words.PaperWords:
        read.extend(papers)
        return whole(papers)

    monkeypatch.setattr(paper_words, "read_words", reading)
    key = list(library.papers)[5]
    changed = replace(library.papers[key], tldr="Another sentence")
    edited = replace(library, papers={**library.papers, key: changed})
    second = related_with_memory(edited, tmp_path)
    assert read == [changed]
    assert second == related_papers(edited)
    # Words are as before, but what is found was made from others.
    read.clear()
    (tmp_path / "words.bin").write_bytes((tmp_path / "words.bin").read_bytes()[:-1])
    assert related_with_memory(library, tmp_path) == first
    assert read == list(library.papers.values())


def test_nothing_is_looked_for_when_nothing_it_depends_on_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = a_few()
    first = related_with_memory(library, tmp_path)
    looked: list[Library] = []

    def finding(library: Library, *given: Any, **named: Any) -> RelatedFinder:
        looked.append(library)
        return RelatedFinder(library, *given, **named)

    monkeypatch.setattr(related, "RelatedFinder", finding)
    key, ancestor = list(library.papers)[5:7]

    def after(**fields: Any) -> Library:
        return replace(library, papers={**library.papers, key: replace(library.papers[key], **fields)})

    assert related_with_memory(after(abstract="Another", authors=("Another Author",)), tmp_path) == first
    assert looked == []
    tag, topic = next(iter(library.tags)), library.papers[key].topic
    others = [
        after(status="withdrawn"),
        after(builds_on=(ancestor,)),
        after(title="Another"),
        replace(library, tags={**library.tags, tag: replace(library.tags[tag], name="Another")}),
        replace(library, topics={**library.topics, topic: replace(library.topics[topic], name="Another")}),
        library,
    ]
    for number, other in enumerate(others, 1):
        assert related_with_memory(other, tmp_path) == related_papers(other)
        assert len(looked) == 2 * number
    file = tmp_path / "found"
    word = first[key][0].shared[0].encode()
    assert word in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(word, word[::-1]))
    assert related_with_memory(library, tmp_path) == first


def test_groups_lots_and_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library = a_few()
    whole, keys = related_papers(library), list(library.papers)
    monkeypatch.setattr(paper_words, "PAPERS_AT_ONCE", 17)
    monkeypatch.setattr(related, "GROUP", 7)
    for name, value in (("PAPERS_WEIGHED_AT_ONCE", 10), ("ROWS_SORTED_AT_ONCE", 500), ("MOST_RUNS", 1_000)):
        monkeypatch.setattr(paper_vectors, name, value)
    finder = related_finder(library, jobs=2)
    assert dict(zip(keys, finder.of(keys), strict=True)) == whole
    assert {key: finder(key) for key in keys[:20]} == {key: whole[key] for key in keys[:20]}


def plain_words(paper: Paper) -> dict[str, float]:
    """What a paper is about, in the simplest words."""
    weights = {f"#{tag}": 2.0 for tag in paper.tags} | {f"@{topic}": 1.5 for topic in paper.topics}
    for text, weight in (
        (f"{paper.title} {paper.name or ''}", 3.0),
        (f"{paper.tldr or ''} {paper.summary or ''}", 1.0),
    ):
        for word in plain_words_of(text):
            weights[word] = weights.get(word, 0.0) + weight
    return weights


def plain_words_of(text: str) -> Iterator[str]:
    before = ""
    for part in parts_of(text):
        word = counting_word(part)
        if word:
            yield word
            if before:
                yield f"{before} {word}"
        before = word if part[-1].isalnum() else ""


def in_eighths(count: int) -> int:
    return round(8 * math.log2(count))


def test_vectors_are_those_of_the_plain_definition() -> None:
    library = edited(a_few(), random.Random(7), 1)
    counts = {key: plain_words(paper) for key, paper in library.papers.items()}
    spread = Counter(word for words in counts.values() for word in words)
    for key, vector in word_vectors(library).items():
        weights = {
            word: (1 + math.log(weight)) * max(1, in_eighths(len(counts)) - in_eighths(spread[word]))
            for word, weight in counts[key].items()
            if 1 < spread[word] < len(counts)
        }
        heaviest = sorted(weights, key=lambda word: (-weights[word], word))[: paper_vectors.HEAVIEST_WORDS]
        length = math.sqrt(sum(weights[word] ** 2 for word in heaviest))
        assert list(vector) == heaviest
        assert all(math.isclose(vector[word], weights[word] / length) for word in heaviest)


def test_beyond_the_bound_the_nearest_are_compared_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few places looked up, whoever is found still has the nearness of the plain definition."""
    library = a_few()
    monkeypatch.setattr(related, "MOST_VISITED", 25)
    vectors = word_vectors(library)
    found = related_papers(library)
    assert sum(map(len, found.values())) > len(found)
    for key, near in found.items():
        for one in near:
            other = vectors[one.paper]
            cosine = math.fsum(weight * other.get(word, 0.0) for word, weight in vectors[key].items())
            assert one.nearness == round(cosine, 6)
