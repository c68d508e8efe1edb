"""What the site engine made: the hand-written pages, the theme's files and the marked page for the frame."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.model.site_identity import SiteIdentity

ENGINES = ("mkdocs", "zensical")
"""The names of the engines on the command line, the usual one first."""


class EngineSite(NamedTuple):
    """The engine's output, lying in a folder of its own."""

    identity: SiteIdentity
    frame: str
    """The marked page, whole."""
    files: Mapping[str, Path]
    """Every other file by its address; pages end in ``.html``."""
