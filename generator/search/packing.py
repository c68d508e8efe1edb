"""Sections of bytes as one compressed shard, and what may stand in for making it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

Sections: TypeAlias = Callable[[], Sequence[bytes]]
Pack: TypeAlias = Callable[[Sequence[bytes], Sections], bytes]
"""Makes a shard. It is handed what the sections are made of, which with the kind of shard tells one from every other
shard, and how to make them, which it leaves where it remembers the shard."""

COMPRESSION = 9


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


def freshly_packed(_: Sequence[bytes], sections: Sections) -> bytes:
    """A ``Pack`` that remembers nothing."""
    return packed(sections())


BLOCK_WORTH = 700
"""A block's own code table costs about 60 bytes; shorter sections share their neighbour's."""
