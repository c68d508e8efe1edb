"""What comes from the disk in rows answers as plain mappings of traces and digests do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.working.known_leaves import KnownLeaves, LeafRows, LeafTrace, packed_leaves
from generator.working.known_reads import KnownReads, packed_reads
from generator.working.packed import END, numbers_in, packed_numbers, packed_texts, texts_in
from generator.working.reads import SEPARATOR, WHOLE

READS = [f"papers{SEPARATOR}{key}" for key in "abcd"] + [
    f"card{SEPARATOR}a",
    f"tags{WHOLE}",
    f"card{SEPARATOR}",
]
NAMES = [f"papers/{key}/index.html" for key in "abcdef"]
DIGESTS = st.text("0123456789abcdef", max_size=4)
TRACES = st.builds(
    LeafTrace,
    given=DIGESTS,
    reads=st.lists(st.sampled_from(READS), unique=True, max_size=4).map(tuple),
    addresses=st.lists(st.sampled_from("xyz"), max_size=3).map(tuple),
    found=st.lists(st.sampled_from("xyz"), max_size=2).map(tuple),
    digests=st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 2**40), DIGESTS), max_size=2).map(
        tuple
    ),
)
LEAVES = st.dictionaries(st.sampled_from(NAMES), TRACES)
EDITS = st.dictionaries(st.sampled_from(NAMES), st.none() | TRACES)


def kept(leaves: dict[str, LeafTrace]) -> KnownLeaves:
    """The leaves after they were on the disk."""
    packed, numbers = packed_reads(dict.fromkeys(READS, "1"))
    return KnownLeaves({}, LeafRows(packed_leaves(leaves, numbers), KnownReads({}, packed)))


@given(LEAVES, st.lists(EDITS, max_size=2), st.sets(st.sampled_from(READS)))
def test_leaves_in_rows_are_like_a_mapping(
    before: dict[str, LeafTrace], edits: list[dict[str, LeafTrace | None]], reads: set[str]
) -> None:
    leaves, expected = kept(before), dict(before)
    for edit in edits:
        leaves = leaves.edited(edit)
        expected = {name: trace for name, trace in {**expected, **edit}.items() if trace is not None}
    assert leaves == expected
    assert len(leaves) == len(expected)
    assert {name for name in NAMES if name in leaves} == set(expected)
    assert [leaves.given(name) for name in NAMES] == [
        expected[name].given if name in expected else None for name in NAMES
    ]
    assert leaves.that_read(reads) == {
        name for name, trace in expected.items() if reads.intersection(trace.reads)
    }
    for told, part in (
        (leaves.addresses(), "addresses"),
        (leaves.found(), "found"),
        (leaves.digests(), "digests"),
    ):
        every: list[Any] = [one for trace in expected.values() for one in getattr(trace, part)]
        assert sorted(told) == sorted(every)


@given(st.dictionaries(st.sampled_from(READS), DIGESTS), st.dictionaries(st.sampled_from(READS), DIGESTS))
def test_reads_by_mapping_are_like_a_mapping(before: dict[str, str], edit: dict[str, str]) -> None:
    packed, numbers = packed_reads(before)
    known, expected = KnownReads({}, packed).edited(edit), {**before, **edit}
    assert known == expected
    assert len(known) == len(expected)
    assert [known.numbered(number) for number in numbers.values()] == list(numbers)
    assert {known.number(read) for read in READS} == {numbers.get(read) for read in READS}
    papers = {read for read in expected if read.startswith("papers")}
    assert known.changed_in("papers", lambda _: "nothing like it") == papers
    assert known.changed_in("papers", lambda key: expected[f"papers{SEPARATOR}{key}"]) == set()
    assert known.changed_in("nowhere", str) == set()
    about = {f"papers{SEPARATOR}a", f"card{SEPARATOR}a", f"tags{WHOLE}"}
    assert set(known.about(["a", "nobody"])) == about & set(expected)
    assert known.names() == {read.partition(SEPARATOR)[0].removesuffix(WHOLE) for read in expected}
    of_papers = {read.partition(SEPARATOR)[2] for read in expected if read.startswith(f"papers{SEPARATOR}")}
    assert set(known.keys_in("papers")) == of_papers
    assert known.keys_in("tags") == known.keys_in("nobody") == []
    for read in set(READS) - set(expected):
        with pytest.raises(KeyError):
            known[read]


@given(st.lists(st.text(st.characters(exclude_characters=END), max_size=3)))
def test_texts_come_back(texts: list[str]) -> None:
    assert texts_in(packed_texts(texts)) == texts


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert list(numbers_in(packed_numbers(numbers))) == numbers


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="sign"):
        packed_texts(["a", f"b{END}"])
    with pytest.raises(ValueError, match="missing"):
        texts_in((3, f"a{END}b"))
    with pytest.raises(ValueError, match="multiple"):
        numbers_in(b"123")
    packed, numbers = packed_reads({READS[0]: "1"})
    with pytest.raises(ValueError, match="missing"):
        KnownReads({}, (packed[0], (0, "")))
    leaves = packed_leaves({"a": LeafTrace("g", (READS[0],), ("x",), (), (("x", 1, "2"),))}, numbers)
    for damaged in (
        leaves._replace(names=(0, "")),
        leaves._replace(given=(0, "")),
        leaves._replace(addresses=((0, ""), leaves.addresses[1])),
        leaves._replace(reads=(leaves.reads[0], packed_numbers([2]))),
        leaves._replace(sizes=b""),
    ):
        with pytest.raises(ValueError, match="missing"):
            LeafRows(damaged, KnownReads({}, packed))
