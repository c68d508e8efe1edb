"""Which files are bibliographies, in what format, and who reads each."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from generator.importing.listing_text import OTHER_ENCODINGS
from generator.model.problem import Place, Problem

if TYPE_CHECKING:
    from generator.importing.bibliography import Bibliography


class Format(Enum):
    """The formats of bibliographies."""

    BIBTEX = "BibTeX"
    RIS = "RIS"
    CSL_JSON = "CSL-JSON"


ENDINGS = {
    ".bib": Format.BIBTEX,
    ".bibtex": Format.BIBTEX,
    ".ris": Format.RIS,
    ".nbib": Format.RIS,
    ".json": Format.CSL_JSON,
}
SIGNS = (
    (re.compile(r"(?:\s*%[^\n]*\n)*\s*@[a-z]+\s*[{(]", re.IGNORECASE), Format.BIBTEX),
    (re.compile(r"\s*(?:\[\s*)?\{\s*\""), Format.CSL_JSON),
    # Some publishers put their name before the first record.
    (re.compile(r"(?:.*\n){0,9}(?:TY {1,2}- *[A-Z]|PMID- *\d)"), Format.RIS),
)
"""What a file begins with whose name says nothing."""


def format_by_name(name: str) -> Format | None:
    """The format that a file's name tells."""
    return next((one for ending, one in ENDINGS.items() if name.lower().endswith(ending)), None)


def format_by_look(text: str) -> Format | None:
    """The format that a text's beginning tells."""
    return next((one for sign, one in SIGNS if sign.match(text)), None)


def read_bibliography(form: Format, text: str, path: str) -> Bibliography:
    """The papers of a bibliography; ``path`` is how messages call it. Never raises for what the file holds."""
    # Each is loaded where it is met: listings need none, and what reads BibTeX takes longest.
    if form is Format.BIBTEX:
        from generator.importing.bibtex_file import read_bibtex

        return read_bibtex(text, path)
    if form is Format.RIS:
        from generator.importing.ris_file import read_ris

        return read_ris(text, path)
    from generator.importing.csl_items import read_csl

    return read_csl(text, path)


def in_utf8(content: bytes, path: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes of a bibliography as UTF-8, with a warning where they are of the days before it: RIS was defined in the
    character set of Windows, and EndNote kept to it for long. What is no text stays as it is.
    """
    if b"\0" in content or content.startswith(tuple(mark for mark, _ in OTHER_ENCODINGS)):
        return content, ()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return content, ()
        line = content.count(b"\n", 0, fault.start) + 1
        message = "the file is not UTF-8; it was read as Windows-1252"
        hint = "look at the names with accents; where they are wrong, export the bibliography as UTF-8"
        return text.encode("utf-8"), (Problem("W706", message, Place(path, line), hint),)
    return content, ()
