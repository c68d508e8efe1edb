"""What is made of a formula: its two forms, or why it has none. Plain tuples, as they are kept between builds."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class TexFault(NamedTuple):
    """Why a formula cannot be typeset; `offset` counts characters from the start of the TeX."""

    offset: int
    message: str
    hint: str


class TexForms(NamedTuple):
    """A formula as a `<math>` element and in plain characters."""

    mathml: str
    plain: str


Formula: TypeAlias = TexForms | TexFault
