"""The standard library's `dataclass`, with methods that are written when they are first called for.

The library writes six methods for every class and has Python compile them while the module is loaded, 0.7 ms a class.
A build knows some 120 classes, so it began a twelfth of a second later for it, and most of these methods nobody calls.
Type checkers see the library's decorator. What a class does is the same too, but for what no value of ours needs: a
value that holds itself cannot be printed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - so that it may be imported from here
else:

    def dataclass(
        kind: type[Any] | None = None, /, *, frozen: bool = False, slots: bool = False, **others: Any
    ) -> Any:
        """The decorator. Classes without slots, and those with an order, are few: the library makes them as ever."""
        if not slots or others.get("order"):
            made = dataclasses.dataclass(frozen=frozen, slots=slots, **others)
        else:

            def made(kind: type[Any]) -> type[Any]:
                bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, **others)(kind)
                return _with_late_methods(bare, frozen=frozen)

        return made if kind is None else made(kind)


class LateMethod:
    """Stands where a method belongs until somebody asks for it; then that is written and takes the place."""

    def __init__(self, kind: type[Any], name: str, text_of: Callable[[type[Any]], str]) -> None:
        self.kind = kind
        self.name = name
        self.text_of = text_of

    def __get__(self, value: object, kind: type[Any] | None = None) -> Any:
        """The method, bound to the value as Python does it for any function."""
        method = _compiled(self.kind, self.name, self.text_of(self.kind))
        setattr(self.kind, self.name, method)
        return method.__get__(value, kind)


def _with_late_methods(kind: type[Any], *, frozen: bool) -> type[Any]:
    """``kind``, a dataclass with slots and nothing else, with its methods."""
    methods: dict[str, object] = {
        "__init__": LateMethod(kind, "__init__", _frozen_constructor if frozen else _constructor),
        "__repr__": LateMethod(kind, "__repr__", _what_it_says),
        "__eq__": LateMethod(kind, "__eq__", _equality),
        "__hash__": None,
    }
    if frozen:
        methods |= {
            "__hash__": LateMethod(kind, "__hash__", _hash),
            "__setattr__": _refuse_to_set,
            "__delattr__": _refuse_to_delete,
            # Copies and the pickles that processes send each other are filled without the constructor.
            "__getstate__": _state,
            "__setstate__": _set_state,
        }
    for name, method in methods.items():
        # A class may have written one itself; what it inherits is about other fields.
        if name == "__hash__" or name not in vars(kind):
            setattr(kind, name, method)
    return kind


def _compiled(kind: type[Any], name: str, text: str) -> Any:
    known: dict[str, Any] = {"__none_given": MISSING}
    for field in dataclasses.fields(kind):
        known[f"__default_{field.name}"] = field.default
        known[f"__make_{field.name}"] = field.default_factory
        # A slot's own setter: the library's constructor sets by name, which takes half as long again.
        known[f"__put_{field.name}"] = getattr(kind, field.name).__set__
    exec(text, known)  # noqa: S102 - the text is made below, of field names alone
    method = known[name]
    method.__module__, method.__qualname__ = kind.__module__, f"{kind.__qualname__}.{name}"
    return method


def _constructor(kind: type[Any]) -> str:
    return _constructor_text(kind, "self.{0} = {1}")


def _frozen_constructor(kind: type[Any]) -> str:
    return _constructor_text(kind, "__put_{0}(self, {1})")


def _constructor_text(kind: type[Any], set_field: str) -> str:
    given = [field for field in dataclasses.fields(kind) if field.init]
    named = [_parameter(field) for field in given if field.kw_only]
    parameters = [_parameter(field) for field in given if not field.kw_only] + (
        ["*", *named] if named else []
    )
    body = [set_field.format(field.name, _given(field)) for field in given]
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    return f"def __init__(self, {', '.join(parameters)}):\n    " + "\n    ".join(body or ["pass"])


def _parameter(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return f"{field.name}=__default_{field.name}"
    return f"{field.name}=__none_given" if field.default_factory is not MISSING else field.name


def _given(field: Field[Any]) -> str:
    if field.default_factory is MISSING:
        return field.name
    return f"__make_{field.name}() if {field.name} is __none_given else {field.name}"


def _what_it_says(kind: type[Any]) -> str:
    said = ", ".join(f"{name}={{self.{name}!r}}" for name in _names(kind))
    return f"def __repr__(self):\n    return f'{{self.__class__.__qualname__}}({said})'"


def _equality(kind: type[Any]) -> str:
    return (
        "def __eq__(self, other):\n"
        "    if other.__class__ is not self.__class__:\n        return NotImplemented\n"
        f"    return {_values(kind, 'self')} == {_values(kind, 'other')}"
    )


def _hash(kind: type[Any]) -> str:
    return f"def __hash__(self):\n    return hash({_values(kind, 'self')})"


def _values(kind: type[Any], value: str) -> str:
    """A tuple of all fields, as code."""
    return "(" + "".join(f"{value}.{name}, " for name in _names(kind)) + ")"


def _names(kind: type[Any]) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(value: Any) -> list[object]:
    return [getattr(value, name) for name in _names(value)]


def _set_state(value: Any, state: list[object]) -> None:
    for name, one in zip(_names(value), state, strict=True):
        object.__setattr__(value, name, one)
