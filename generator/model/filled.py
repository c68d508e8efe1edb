"""Making many values of a frozen class quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


def filled(kind: type[T], values: Iterable[object]) -> T:
    """A value of a frozen dataclass with slots, from the values of all its fields in order.

    The constructor of such a class sets each field by name through a function that asks whether it may. That takes
    twice as long; for the papers of a large index it adds up to half a second of every run.
    """
    made = object.__new__(kind)
    for put, value in zip(SETTERS.get(kind) or _setters(kind), values, strict=True):
        put(made, value)
    return made


Setter: TypeAlias = Callable[[Any, object], None]
SETTERS: dict[type[object], tuple[Setter, ...]] = {}
"""By class, in the order of its fields."""


def _setters(kind: Any) -> tuple[Setter, ...]:
    SETTERS[kind] = tuple(getattr(kind, field.name).__set__ for field in fields(kind))
    return SETTERS[kind]
