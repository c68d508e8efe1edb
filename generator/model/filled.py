"""Making many values of a frozen class quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Maker: TypeAlias = Callable[[Iterable[object]], Any]

MAKERS: dict[type[object], Maker] = {}
"""By class."""


def filled(kind: type[T], values: Iterable[object]) -> T:
    """A value of a frozen dataclass with slots, from the values of all its fields in order. Raises ValueError for more or fewer.

    The constructor of such a class sets each field by name through a function that asks whether it may. That takes ten
    times as long; for the papers of a large index it adds up to half a second of every run.
    """
    made: T = (MAKERS.get(kind) or _maker(kind))(values)
    return made


def _maker(kind: Any) -> Maker:
    """A function that makes values of a class.

    It fills a value of a class with the same slots that asks nothing, and then gives it its own class, which Python allows
    between classes of the same slots. The names stand in its code, as in that of a constructor, which is put together in
    the same way.
    """
    names = [field.name for field in fields(kind)]
    open_kind = type(f"Open{kind.__name__}", (), {"__slots__": names})
    room: dict[str, Any] = {"open_kind": open_kind, "kind": kind}
    lines = (
        "def make(values):",
        " made = open_kind()",
        f" {''.join(f'made.{name}, ' for name in names)} = values",
        " made.__class__ = kind",
        " return made",
    )
    exec("\n".join(lines), room)  # noqa: S102  (names of fields, and nothing from outside)
    MAKERS[kind] = room["make"]
    return MAKERS[kind]
