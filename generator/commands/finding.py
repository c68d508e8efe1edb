"""Papers named on the command line: offered by the shell, found by id or file."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.common import stop
from generator.model.library import Library
from generator.model.paper import Paper
from generator.project import open_project
from generator.reporting import printable
from generator.settings.reading import SettingsFault
from generator.text.nearest import did_you_mean


def paper_ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The ids that begin so, for the shell's completion: read off the names of files, which is quick."""
    folder = context.params.get("content")
    if not isinstance(folder, Path):
        try:
            folder = open_project(context.params.get("config_file") or Path("mkdocs.yml")).content
        except SettingsFault:
            return []
    return sorted({path.stem for path in (folder / "papers").rglob(f"{incomplete}*.y*ml")})


def found_paper(name: str, library: Library) -> Paper:
    """The paper with this id, this former id or this file; leaves with status 2 where there is none."""
    key = Path(name).stem if name.endswith((".yml", ".yaml")) else name
    owners = {alias: paper.key for paper in library.papers.values() for alias in paper.aliases}
    paper = library.papers.get(key) or library.papers.get(owners.get(key, ""))
    if paper is None:
        stop(
            f"there is no paper '{printable(name)}'; "
            + did_you_mean(key, library.papers, "an id is a file's name without .yml")
        )
    return paper
