"""One file of the site, decided but not yet written."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Framed(NamedTuple):
    """What a page is made of, for those who would otherwise read the same frame again on every page."""

    frame: str
    """Which frame stands around it: that of two pages at one depth is the same where this is the same."""
    own: tuple[bytes, ...]
    """What stands in the frame, the page's own tags in the head first; but for the words of its title, its description
    and its own full address."""


class OutputFile(NamedTuple):
    """What stands at one address of the site."""

    address: str
    """Path below the site's folder: relative, forward slashes, no empty or dotted parts."""
    content: bytes
    source: str | None = None
    """The content file it was made from, where it was made from one."""
    framed: Framed | None = None
    was: str | None = None
    """Another address at which the last site may have the very same content."""


FileDigest: TypeAlias = tuple[int, str]
"""How many bytes a file has, and its fingerprint (SHA-256, hexadecimal)."""
