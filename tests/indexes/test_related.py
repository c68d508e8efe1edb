"""Related papers: who is near, why, and that no order of files changes it."""

from __future__ import annotations

import math

from generator.indexes import related
from generator.indexes.related import said_word, spoken_words, told_words
from generator.indexes.related_paper import MOST_RELATED
from generator.model.library import Library
from generator.model.topic import Tag
from tests.support.papers import a_library, a_paper
from tests.support.related_plainly import related_papers, word_vectors

TAGS = (Tag(key="state-space", name="State-space models"), Tag(key="kernels", name="Kernels"))
LIBRARY = a_library(
    a_paper(
        "mamba", title="Mamba: selective scan", tags=("state-space",), summary="A scan over hidden states."
    ),
    a_paper("vmamba", title="VMamba: visual scan", tags=("state-space",), builds_on=("mamba",)),
    a_paper("scanner", title="Another scan of hidden states", tags=("state-space",)),
    a_paper("flash", title="Tiled softmax in fast memory", tags=("kernels",)),
    a_paper("tiles", title="Softmax tiles for slow memory", tags=("kernels",)),
    a_paper("gone", title="Mamba: selective scan again", tags=("state-space",), status="withdrawn"),
    tags=TAGS,
)


def test_the_nearest_share_words_and_say_which() -> None:
    (near,) = related_papers(LIBRARY)["flash"]
    assert near.paper == "tiles"
    assert 0 < near.nearness <= 1
    assert "Kernels" in near.shared
    assert "memory" in near.shared


def test_lineage_is_told_elsewhere_and_withdrawn_papers_nowhere() -> None:
    found = related_papers(LIBRARY)
    assert [near.paper for near in found["mamba"]] == ["scanner"]
    assert "mamba" not in [near.paper for near in found["vmamba"]]
    assert all(near.paper not in ("gone", key) for key, papers in found.items() for near in papers)
    # Who withdrew a paper may still be led on from it.
    assert found["gone"]


def test_at_most_so_many_the_nearest_first() -> None:
    papers = [
        a_paper(f"paper-{n:02}", title=f"Sparse kernels {'tiles ' * (n % 3)}", tags=("kernels",))
        for n in range(20)
    ]
    library = a_library(*papers, a_paper("other", title="Nothing alike"), tags=TAGS)
    for near in related_papers(library, most=4).values():
        assert len(near) <= 4
        assert [(-one.nearness, one.paper) for one in near] == sorted(
            (-one.nearness, one.paper) for one in near
        )


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return math.fsum(weight * other[word] for word, weight in one.items() if word in other)


def test_nearness_is_the_cosine_of_the_plain_definition() -> None:
    """Held against every pair compared outright, which the lists of words only spare."""
    vectors = word_vectors(LIBRARY)
    for key, near in related_papers(LIBRARY).items():
        for one in near:
            assert one.nearness == round(cosine(vectors[key], vectors[one.paper]), 6)
        lineage = {key, *LIBRARY.papers[key].builds_on} | {
            k for k, p in LIBRARY.papers.items() if key in p.builds_on
        }
        best = sorted(
            (-round(cosine(vectors[key], vector), 6), other)
            for other, vector in vectors.items()
            if other not in lineage and LIBRARY.papers[other].is_active
        )
        expected = [other for score, other in best if -score >= related.LEAST_NEARNESS]
        assert [one.paper for one in near] == expected[: len(near)]
        assert len(near) == min(len(expected), MOST_RELATED)


def told(*words: str) -> tuple[str, ...]:
    return told_words((name, spoken_words(name)) for name in (said_word(LIBRARY, word) for word in words))


def test_pairs_of_words_stand_for_their_parts() -> None:
    assert told("state space", "state", "space", "scan") == ("state space", "scan")
    assert told("#state-space", "state") == ("State-space models", "state")
    assert told("state", "scan", "state space") == ("scan", "state space")


def test_the_order_of_reading_changes_nothing() -> None:
    turned = Library(
        papers=dict(reversed(list(LIBRARY.papers.items()))), topics=LIBRARY.topics, tags=LIBRARY.tags
    )
    assert related_papers(turned) == dict(related_papers(LIBRARY))
