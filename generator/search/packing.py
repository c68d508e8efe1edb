"""Sections of bytes as one compressed shard, and what may stand in for making it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, TypeVar

T = TypeVar("T")
Sections: TypeAlias = Callable[[], Sequence[bytes]]


class Pack(Protocol):
    """Makes shards."""

    def __call__(self, told: Sequence[bytes], sections: Sections, /) -> bytes:
        """One shard. ``told`` is what the sections are made of, which with the kind of shard tells one from every other
        shard; ``sections`` makes them, which is left where the shard is remembered.
        """

    def all(self, make: Callable[[int], T], count: int) -> list[T]:
        """What ``make`` gives for each number below ``count``, which may ask this for shards, in any process."""


COMPRESSION = 7
"""Of zlib's ways. The slowest one, 9, makes shards smaller by less than a thousandth; those of a large index, where runs of
the same few bytes are long, take it nearly three times as long.
"""


def packed(sections: Sequence[bytes]) -> bytes:
    """The sections one behind the other, compressed with zlib, whose checksum guards a shard.

    Every section begins a block of its own, because letters, gaps and weights have different habits.
    """
    engine = zlib.compressobj(COMPRESSION, zlib.DEFLATED, 15, 9)
    parts = []
    for section in sections:
        parts.append(engine.compress(section))
        if len(section) > BLOCK_WORTH:
            parts.append(engine.flush(zlib.Z_BLOCK))
    parts.append(engine.flush())
    return b"".join(parts)


class FreshPack:
    """A ``Pack`` that remembers nothing."""

    def __call__(self, _: Sequence[bytes], sections: Sections, /) -> bytes:
        """One shard, made."""
        return packed(sections())

    def all(self, make: Callable[[int], T], count: int) -> list[T]:
        """One after the other."""
        return [make(number) for number in range(count)]


BLOCK_WORTH = 700
"""A block's own code table costs about 60 bytes; shorter sections share their neighbour's."""
