"""Papers and files named on the command line: offered by the shell, found by id, file or address."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from generator.commands.common import shown_here, stop
from generator.loading.content_files import ENTRY_ENDINGS, entry_files
from generator.model.library import Library
from generator.model.paper import Paper
from generator.project import open_project
from generator.reporting import printable
from generator.settings.reading import SettingsFault
from generator.text.nearest import did_you_mean

PAGE = re.compile(r"(?:^|/)papers/([^/?#]+)/?(?:index\.html)?(?:[?#].*)?$")
"""The address of a paper's page, whole or from the site's top."""


def paper_ids(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str] | list[CompletionItem]:
    """The ids that begin so, for the shell's completion: read off the names of files, which is quick. Files themselves
    are left to the shell.
    """
    if "/" in incomplete:
        return [CompletionItem(incomplete, type="file")]
    folder = context.params.get("content")
    if not isinstance(folder, Path):
        try:
            folder = open_project(context.params.get("config_file") or Path("mkdocs.yml")).content
        except SettingsFault:
            return []
    return sorted({path.stem for path in (folder / "papers").rglob(f"{incomplete}*.y*ml")})


def entry_id(typed: str) -> str:
    """The id that is meant by an id, by the name of an entry's file, or by the address of its page."""
    if typed.endswith(ENTRY_ENDINGS):
        return Path(typed).stem
    page = PAGE.search(typed)
    return page[1] if page else typed


def named_places(names: Iterable[str], folder: Path, config_file: Path) -> tuple[Path, ...]:
    """The files and folders that are named, by path or as the id of an entry or a topic, settled.

    Leaves with status 2 where a name leads to nothing of the index, whose content lies in ``folder``.
    """
    shown = shown_here(folder)
    top, settings = settled_path(folder), settled_path(config_file)
    files: dict[str, Path] | None = None
    found: list[Path] = []
    for name in names:
        is_there = os.path.lexists(name)
        if is_there:
            path = settled_path(Path(name))
            if path.is_relative_to(top) or top.is_relative_to(path) or path == settings:
                found.append(path)
                continue
        if files is None:
            files = {
                file.stem: file.path
                for part in ("topics", "papers")
                for file in entry_files(folder / part, folder, shown).files
            }
        key = entry_id(name)
        if key in files:
            found.append(settled_path(files[key]))
        elif is_there:
            stop(f"{printable(name[:200])} is no part of this index, whose entries lie in {shown}/papers")
        else:
            hint = did_you_mean(key, files, f"an entry's id is its file's name in {shown}/papers")
            stop(f"there is no entry '{printable(name[:100])}'; {hint}")
    return tuple(found)


def settled_path(path: Path) -> Path:
    """Absolute and without links on the way, so that two ways to a file are one; an entry that is a link stays itself."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def is_in(path: Path, places: Container[Path]) -> bool:
    """Whether a settled path is one of the places, or lies in one."""
    return path in places or any(folder in places for folder in path.parents)


def found_paper(name: str, library: Library) -> Paper:
    """The paper with this id, this former id, this file or this page; leaves with status 2 where there is none."""
    key = entry_id(name)
    owners = {alias: paper.key for paper in library.papers.values() for alias in paper.aliases}
    paper = library.papers.get(key) or library.papers.get(owners.get(key, ""))
    if paper is None:
        stop(
            f"there is no paper '{printable(name)}'; "
            + did_you_mean(key, library.papers, "an id is a file's name without .yml")
        )
    return paper
