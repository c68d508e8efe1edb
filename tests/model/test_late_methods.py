"""Classes whose methods are written late do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from generator.model import late_methods
from generator.model.late_methods import LateMethod
from generator.model.paper import Listing
from tests.support.repository import ROOT


def classes_by(dataclass: Any) -> SimpleNamespace:
    """The same classes, made by one decorator."""

    @dataclass(frozen=True, slots=True)
    class Place:
        name: str
        rank: int = 3
        seen: list[str] = dataclasses.field(default_factory=list)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        name: str
        late: int = 1

    @dataclass(frozen=True, slots=True)
    class Wider(Place):
        width: int = 0

    @dataclass(slots=True)
    class Open:
        """One that may change, with a field that it fills itself."""

        parts: list[str]
        size: int = dataclasses.field(init=False)
        unit: str = dataclasses.field(default="cm", kw_only=True)

        def __post_init__(self) -> None:
            self.size = len(self.parts)

    @dataclass(frozen=True, slots=True)
    class Plain:
        name: str

        def __repr__(self) -> str:
            return "its own words"

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        rank: int

    return SimpleNamespace(**{name: kind for name, kind in locals().items() if isinstance(kind, type)})


def changed(value: Any) -> object:
    """It, with another list."""
    value.parts = ["x"]
    return value


OURS, THEIRS = classes_by(late_methods.dataclass), classes_by(dataclasses.dataclass)

DOINGS: dict[str, Callable[[Any], object]] = {
    "a value": lambda of: of.Place("home"),
    "by name": lambda of: of.Place(rank=2, name="home"),
    "a list of its own": lambda of: (of.Place("a").seen is of.Place("b").seen, of.Place("a", 1, ["x"])),
    "by name only": lambda of: of.Named(name="x"),
    "not by place": lambda of: of.Named("x"),
    "nothing given": lambda of: of.Place(),
    "too much given": lambda of: of.Place("a", 1, [], 5),
    "an unknown name": lambda of: of.Place("a", colour="red"),
    "inherited fields": lambda of: (of.Wider("a", 1, [], 7), of.Wider("a") == of.Place("a")),
    "filled by itself": lambda of: of.Open(["a", "b"], unit="mm"),
    "its own words": lambda of: of.Plain("a"),
    "empty": lambda of: (of.Empty(), of.Empty() == of.Empty(), hash(of.Empty())),
    "equal": lambda of: of.Place("a") == of.Place("a"),
    "not equal": lambda of: of.Place("a") == of.Place("b"),
    "of another class": lambda of: (of.Named(name="a") == of.Plain("a"), of.Plain("a") == "a"),
    "a hash": lambda of: hash(of.Named(name="a")),
    "no hash of a list": lambda of: hash(of.Place("a")),
    "no hash of what may change": lambda of: hash(of.Open([])),
    "set": lambda of: setattr(of.Place("a"), "name", "b"),
    "deleted": lambda of: delattr(of.Place("a"), "name"),
    "changed": lambda of: changed(of.Open([])),
    "replaced": lambda of: dataclasses.replace(of.Wider("a", 1), width=3),
    "as a dict": lambda of: dataclasses.asdict(of.Named(name="a")),
    "as a tuple": lambda of: dataclasses.astuple(of.Wider("a")),
    "copied": lambda of: copy.deepcopy(of.Wider("a", 1, ["x"])),
    "matched": lambda of: of.Place.__match_args__,
    "signature": lambda of: [
        (name, one.kind) for name, one in inspect.signature(of.Open).parameters.items() if name != "self"
    ],
    "name of a method": lambda of: (of.Place.__init__.__qualname__, of.Place.__eq__.__module__),
    "in order": lambda of: sorted([of.Ordered(2), of.Ordered(1)]),
}


def outcome(doing: Callable[[Any], object], of: Any) -> str:
    """What comes out, in words, or the fault."""
    try:
        return repr(doing(of))
    except (TypeError, AttributeError) as fault:
        return f"{type(fault).__name__}: {fault}"


@pytest.mark.parametrize("doing", DOINGS.values(), ids=DOINGS)
def test_they_do_what_the_library_does(doing: Callable[[Any], object]) -> None:
    assert outcome(doing, OURS) == outcome(doing, THEIRS)
    # The first call wrote the method; the second finds it.
    assert outcome(doing, OURS) == outcome(doing, THEIRS)


def test_a_value_survives_the_way_to_another_process() -> None:
    listing = Listing(source="list", comments=3)
    assert pickle.loads(pickle.dumps(listing)) == listing


def test_a_method_is_written_when_it_is_called_for() -> None:
    kind = classes_by(late_methods.dataclass).Named

    def late() -> set[str]:
        return {name for name, one in vars(kind).items() if isinstance(one, LateMethod)}

    assert late() == {"__init__", "__repr__", "__eq__", "__hash__"}
    repr(kind(name="a"))
    assert late() == {"__eq__", "__hash__"}


def test_no_class_of_the_program_waits_for_its_methods() -> None:
    at_once = re.compile(r"^from dataclasses import [^\n]*\bdataclass\b", re.MULTILINE)
    found = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "generator").rglob("*.py"))
        if at_once.search(file.read_text(encoding="utf-8"))
    ]
    assert found == [], "take `dataclass` from generator.model.late_methods"
