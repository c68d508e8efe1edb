"""What an engine is to us: a program that makes the frame and the hand-written pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from generator.model.site_identity import SiteIdentity
from generator.project import Project


class EngineFault(Exception):
    """The engine could not render its pages; the message is its own."""


class Engine(NamedTuple):
    """One engine by its name on the command line."""

    name: str
    packages: tuple[str, ...]
    """The packages that it comes in, whose versions decide what it makes."""
    render: Callable[[Project, Path], SiteIdentity]
    """Build the hand-written pages and the marked page into a folder. Raises EngineFault when it cannot."""
