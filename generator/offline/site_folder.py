"""A built site read back from its folder."""

from __future__ import annotations

from pathlib import Path

from generator.text.script_text import without_comments

PRELUDE = "offline/disk.js"


class NoSite(Exception):
    """The folder holds no built site."""


def read_site(folder: Path) -> dict[str, bytes]:
    """Every file of the site by its address, in order. Raises NoSite when there is none."""
    if not all((folder / name).is_file() for name in ("index.html", "manifest.json", "search/index.json")):
        raise NoSite(folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def disk_prelude(templates: tuple[Path, ...]) -> str:
    """The script that runs the site's modules from a disk."""
    return without_comments(
        next(place / PRELUDE for place in templates if (place / PRELUDE).is_file()).read_text("utf-8")
    )
