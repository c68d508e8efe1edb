"""The traces of leaves on their way from the process that made them to the record of a build.

A large site has some hundred thousand traces, and until the last one is there nobody asks for any. So they travel and
wait as they will lie on the disk, in rows, those of a batch of leaves together and pressed. From nothing the rows of
all batches are put behind each other and no trace is ever taken apart.
"""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.working.known_leaves import KnownLeaves, LeafRows, LeafTrace, PackedLeaves, packed_leaves
from generator.working.known_reads import KnownReads, PackedReads, packed_reads
from generator.working.packed import PackedTexts, joined_texts, numbers_in, packed_texts, texts_in
from generator.working.reads import Read

MadeLeaves = bytes
"""The traces of some leaves, and digests of what they looked up."""
QUICKLY = 1
"""Of zlib's levels: what one takes longer over is hardly any smaller."""


def made_leaves(traces: Mapping[str, LeafTrace], digests: Mapping[Read, str]) -> MadeLeaves | None:
    """For another process. ``digests`` are of everything that was looked up; those that nobody wants to know may be empty.

    None where a name or a key holds a sign that none may have: such a build leaves no record.
    """
    try:
        reads, numbers = packed_reads(digests)
        return zlib.compress(marshal.dumps((reads, tuple(packed_leaves(traces, numbers)))), QUICKLY)
    except ValueError:
        return None


def traces_of(batches: Iterable[MadeLeaves]) -> dict[str, LeafTrace]:
    """The traces one by one, where they are few."""
    found: dict[str, LeafTrace] = {}
    for reads, leaves in map(_opened, batches):
        found.update(KnownLeaves({}, LeafRows(leaves, KnownReads({}, reads))))
    return found


def known_of(batches: Sequence[MadeLeaves]) -> tuple[KnownLeaves, KnownReads]:
    """What is known of a site that was made from nothing, in these batches."""
    keys, digests = _all_reads(batches)
    groups = tuple((name, packed_texts(places)) for name, places in keys.items())
    told = joined_texts([packed_texts(digests[name]) for name in keys])
    reads = KnownReads({}, (groups, told))
    del groups, told, digests
    firsts: dict[str, int] = {}
    first = 0
    for name, places in keys.items():
        firsts[name] = first
        first += len(places)
    parts: list[PackedLeaves] = []
    for (own_groups, _), leaves in map(_opened, batches):
        numbers = [
            firsts[name] + keys[name][key] for name, own_keys in own_groups for key in texts_in(own_keys)
        ]
        own = array("q", map(numbers.__getitem__, numbers_in(leaves.reads[0])))
        parts.append(leaves._replace(reads=(own.tobytes(), leaves.reads[1])))
    return KnownLeaves({}, LeafRows(_together(parts), reads)), reads


def _all_reads(batches: Iterable[MadeLeaves]) -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    """Mapping by mapping the place of each key, and the digests in that order."""
    keys: dict[str, dict[str, int]] = {}
    digests: dict[str, list[str]] = {}
    same: dict[str, str] = {}
    for (groups, told), _ in map(_opened, batches):
        own_digests = iter(texts_in(told))
        for name, own_keys in groups:
            places, of_mapping = keys.setdefault(name, {}), digests.setdefault(name, [])
            for key in texts_in(own_keys):
                digest = next(own_digests)
                if key not in places:
                    # Most keys are those of papers, and stand in many mappings.
                    places[same.setdefault(key, key)] = len(places)
                    of_mapping.append(digest)
    return keys, digests


def _opened(batch: MadeLeaves) -> tuple[PackedReads, PackedLeaves]:
    reads, leaves = marshal.loads(zlib.decompress(batch))  # noqa: S302  (our own copy wrote it)
    return reads, PackedLeaves(*leaves)


def _together(parts: Sequence[PackedLeaves]) -> PackedLeaves:
    """Rows one behind the other."""

    def texts(rows: Iterator[PackedTexts]) -> PackedTexts:
        return joined_texts(list(rows))

    def stretches(rows: Sequence[tuple[PackedTexts, bytes]]) -> tuple[PackedTexts, bytes]:
        return texts(row for row, _ in rows), b"".join(counts for _, counts in rows)

    return PackedLeaves(
        names=texts(part.names for part in parts),
        given=texts(part.given for part in parts),
        reads=(
            b"".join(part.reads[0] for part in parts),
            b"".join(part.reads[1] for part in parts),
        ),
        addresses=stretches([part.addresses for part in parts]),
        found=stretches([part.found for part in parts]),
        listed=stretches([part.listed for part in parts]),
        sizes=b"".join(part.sizes for part in parts),
        fingerprints=texts(part.fingerprints for part in parts),
    )
