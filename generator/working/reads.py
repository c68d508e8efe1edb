"""What a piece of work looked up, so that it need not be done again as long as it would find the same.

Mappings are *watched*: whoever asks one for a key leaves a note. The notes of a piece of work, with a digest of each
value it found, tell the next build whether that piece could come out otherwise.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")

SEPARATOR = "\0"
"""Stands between a mapping's name and the parts of a key; no key of an index holds it."""
WHOLE = "*"
"""In the place of a name's separator: all of a mapping was looked through."""
NOTHING = object()
DIGEST_SIZE = 12
"""Bytes; their hexadecimal form has twice as many characters."""

Read = str
"""``papers\\0kimi-linear``: a value that was looked up. A key of several texts has as many parts; ``papers*`` is all."""


class Reads:
    """Gathers what is looked up, in mappings that it watches."""

    def __init__(self) -> None:
        self.noted: set[Read] | None = None
        """What was looked up so far; None while nobody wants to know."""
        self._values: dict[str, Callable[[Any], object]] = {}
        self._digests: dict[Read, str] = {}
        self._told: dict[int, tuple[object, str]] = {}
        """The digests of values by their identity, with the values, so that no other can have it."""

    def watched(self, name: str, mapping: Mapping[K, V]) -> Mapping[K, V]:
        """The mapping, which henceforth notes under ``name`` what is asked of it. Keys are texts, or tuples of texts."""
        self._values[name] = lambda key: mapping if key is NOTHING else mapping.get(key)
        return WatchedMapping(name, mapping, self)

    def made(self, name: str, make: Callable[[Any], object]) -> None:
        """Let values that are made from a key be noted with `one`: whatever their making looks up is no news of its own."""
        self._values[name] = make

    @contextmanager
    def gathered(self) -> Iterator[set[Read]]:
        """What the block looks up."""
        before, self.noted = self.noted, set()
        try:
            yield self.noted
        finally:
            self.noted = before

    def apart(self, things: Iterable[V], noted: Iterable[set[Read]]) -> Iterator[V]:
        """The things one after the other; what is looked up before the next one is asked for is noted in its own set."""
        before = self.noted
        try:
            for thing, self.noted in zip(things, noted, strict=True):
                yield thing
        finally:
            self.noted = before

    def again(self, noted: set[Read]) -> None:
        """Let what was noted `apart` be looked up now."""
        if self.noted is not None:
            self.noted |= noted

    def one(self, name: str, key: str, make: Callable[[str], V]) -> V:
        """What is made of ``key``, noted as one value in the place of everything that is looked up to make it."""
        noted = self.noted
        if noted is None:
            return make(key)
        noted.add(sys.intern(f"{name}{SEPARATOR}{key}"))
        self.noted = None
        try:
            return make(key)
        finally:
            self.noted = noted

    def digest(self, read: Read) -> str:
        """Of the value that stands there now; the same for equal values."""
        known = self._digests.get(read)
        if known is None:
            known = self._digests[read] = self.digest_of_value(self._value(read))
        return known

    def digest_in(self, name: str) -> Callable[[str], str]:
        """The same of values of one mapping by their keys, for whoever asks for all of them: none is remembered."""
        find = self._values[name]

        def digest(key: str) -> str:
            value = find(key)
            told = repr(value) if type(value) is str else ""
            # As `digest_of` does it, which is asked of every paper.
            return told if 0 < len(told) < 2 * DIGEST_SIZE else self.digest_of_value(value)

        return digest

    def digest_of_value(self, value: object) -> str:
        """As `digest_of`; one that several mappings hold is digested once."""
        if not hasattr(value, "__dataclass_fields__"):
            return digest_of(value)
        # What a paper says of itself is long.
        same, known = self._told.get(id(value), (None, ""))
        if same is not value:
            known = digest_of(value)
            self._told[id(value)] = value, known
        return known

    def _value(self, read: Read) -> object:
        name, separator, rest = read.partition(SEPARATOR)
        if not separator:
            mapping = self._values[name.removesuffix(WHOLE)](NOTHING)
            return list(mapping.items()) if isinstance(mapping, Mapping) else mapping
        find = self._values.get(name)
        try:
            return find and find(tuple(rest.split(SEPARATOR)) if SEPARATOR in rest else rest)
        except KeyError:
            return None


def is_in(name: str, read: Read) -> bool:
    """Whether it was looked up in the mapping of this name."""
    return read.startswith((f"{name}{SEPARATOR}", f"{name}{WHOLE}"))


def digest_of(value: object) -> str:
    """A digest of a value made of frozen dataclasses, texts, numbers, tuples, lists and dictionaries.

    It goes by what the value says of itself, which is the same for equal ones, however they came to be.
    """
    told = repr(value)
    # What is shorter than any digest stands for itself.
    if len(told) < 2 * DIGEST_SIZE:
        return told
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).hexdigest()


class WatchedMapping(Mapping[K, V]):
    """A mapping that notes what is asked of it."""

    __slots__ = ("_mapping", "_name", "_notes", "_reads")

    def __init__(self, name: str, mapping: Mapping[K, V], reads: Reads) -> None:
        self._name = name
        self._mapping = mapping
        self._reads = reads
        self._notes: dict[object, Read] = {}
        """By key. The same text every time, or what a process sends back would hold it for every leaf anew."""

    def _note(self, key: object) -> None:
        noted = self._reads.noted
        if noted is not None:
            read = self._notes.get(key)
            if read is None:
                parts = SEPARATOR.join(key) if isinstance(key, tuple) else key
                read = self._notes[key] = sys.intern(f"{self._name}{SEPARATOR}{parts}")
            noted.add(read)

    def _note_all(self) -> None:
        noted = self._reads.noted
        if noted is not None:
            noted.add(sys.intern(f"{self._name}{WHOLE}"))

    def __getitem__(self, key: K) -> V:
        self._note(key)
        return self._mapping[key]

    def get(self, key: K, default: Any = None) -> Any:
        """As a mapping does it; that nothing is there is a finding too."""
        self._note(key)
        return self._mapping.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._mapping

    def __iter__(self) -> Iterator[K]:
        self._note_all()
        return iter(self._mapping)

    def __len__(self) -> int:
        self._note_all()
        return len(self._mapping)

    def keys(self) -> KeysView[K]:
        """As a mapping does it."""
        self._note_all()
        return self._mapping.keys()

    def values(self) -> ValuesView[V]:
        """As a mapping does it."""
        self._note_all()
        return self._mapping.values()

    def items(self) -> ItemsView[K, V]:
        """As a mapping does it."""
        self._note_all()
        return self._mapping.items()
