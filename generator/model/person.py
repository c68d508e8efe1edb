"""People whose names need help: several spellings of one person, or one name shared by two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.model.paper import PaperKey

PersonKey: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What an editor recorded about one author."""

    key: PersonKey
    """Also the last part of the author page's address."""
    name: str
    """The spelling that pages show."""

    spellings: tuple[str, ...] = ()
    """Further spellings under which papers print the person."""
    papers: tuple[PaperKey, ...] = ()
    """Only where two people share a name: the papers that are this person's."""

    orcid: str | None = None
    homepage: str | None = None
