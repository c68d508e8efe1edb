"""The manifest: what it tells, and that one made from the last one is the one made from nothing."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.api.manifest import LISTED, manifest_again, manifest_file
from generator.api.places import MANIFEST
from generator.indexes.indexes import build_indexes
from generator.model.output_file import FileDigest
from generator.writing.notes import Put, noted
from tests.support.papers import HERE, NOWHERE, a_library, a_paper
from tests.support.whole_rooms import api_files

LIBRARY = a_library(
    a_paper("one", kind="method"), a_paper("two"), a_paper("gone", status="removed", status_note="Asked for.")
)
INDEXES = build_indexes(LIBRARY)
NAMES = ("a", "b", "aa", "é", "z-1", "z", "z-1.bib", "Ω", 'q"', "b/c", "😀", "{", "path")


def test_it_tells_counts_and_checksums() -> None:
    files = list(api_files(LIBRARY, INDEXES, HERE))
    digests = noted(reversed(files), lambda file: Put(True, (len(file.content), 0)), LISTED).digests
    manifest = json.loads(manifest_file(LIBRARY, INDEXES, replace(HERE, commit="0a1b2c3"), digests).content)
    assert manifest["schema"] == 1
    assert manifest["commit"] == "0a1b2c3"
    assert manifest["latest_addition"] == "2026-11-20"
    assert manifest["counts"]["papers"] == 3
    assert manifest["counts"]["active_papers"] == 2
    contents = {file.address: file.content for file in files}
    assert [file["path"] for file in manifest["files"]] == [
        "addresses.json",
        "llms.txt",
        "paper.schema.json",
        "papers.jsonl",
    ]
    for file in manifest["files"]:
        content = contents[file["path"]]
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    nowhere = json.loads(manifest_file(LIBRARY, INDEXES, NOWHERE, digests).content)
    assert (nowhere["commit"], nowhere["url"]) == (None, None)


def test_whatever_was_replaced_it_is_the_one_made_from_nothing() -> None:
    chance = random.Random(20261123)
    taken_over = 0
    for _ in range(400):
        before = {f"exports/{name}": mark(chance) for name in chance.sample(NAMES, chance.randint(0, 9))}
        replaced = set(chance.sample(sorted(before), chance.randint(0, len(before))))
        others = {f"exports/{name}" for name in NAMES} - before.keys()
        made = {name: mark(chance) for name in sorted(replaced) if chance.random() < 0.6}
        made |= {name: mark(chance) for name in chance.sample(sorted(others), chance.randint(0, 3))}
        stands = {name: digest for name, digest in before.items() if name not in replaced}
        expected = manifest_file(LIBRARY, INDEXES, NOWHERE, {**stands, **made})
        left = {MANIFEST: manifest_file(LIBRARY, INDEXES, HERE, before).content}
        again = manifest_again(LIBRARY, INDEXES, NOWHERE, made, replaced - made.keys(), left.get)
        assert again in (expected, None)
        # An empty list has no place for a first line.
        assert (again is None) == (not before)
        taken_over += again is not None
    assert taken_over > 300


def mark(chance: random.Random) -> FileDigest:
    return chance.randrange(10**6), hashlib.sha256(chance.randbytes(8)).hexdigest()


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda _: None,
        lambda _: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b'"path": "exports/b"', b'"path": 7'),
        lambda content: content.replace(b'"path": "exports/b"', b'"path": "exports/b'),
        lambda content: content.replace(b"exports/c", b"exports/cc"),
        lambda content: content.replace(b"\n    }", b"}"),
    ],
)
def test_one_that_is_not_as_it_was_left_is_not_taken_over(
    spoiled: Callable[[bytes], bytes | None],
) -> None:
    chance = random.Random(1)
    whole = manifest_file(LIBRARY, INDEXES, HERE, {f"exports/{one}": mark(chance) for one in "abc"}).content
    made, gone = {f"exports/{one}": mark(chance) for one in "bd"}, {"exports/c"}
    assert manifest_again(LIBRARY, INDEXES, HERE, made, gone, {MANIFEST: whole}.get) is not None
    assert manifest_again(LIBRARY, INDEXES, HERE, made, gone, {MANIFEST: spoiled(whole)}.get) is None
