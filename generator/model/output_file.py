"""One file of the site, decided but not yet written."""

from __future__ import annotations

from generator.model.late_methods import dataclass


@dataclass(frozen=True, slots=True)
class OutputFile:
    """What stands at one address of the site."""

    address: str
    """Path below the site's folder: relative, forward slashes, no empty or dotted parts."""
    content: bytes
    source: str | None = None
    """The content file it was made from, where it was made from one."""


@dataclass(frozen=True, slots=True)
class FileDigest:
    """How large a file is, and its fingerprint."""

    size: int
    sha256: str
    """Hexadecimal."""
