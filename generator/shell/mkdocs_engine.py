"""MkDocs with Material, run for its pages and its frame only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.site_identity import SiteIdentity
from generator.project import Project
from generator.shell.engine import Engine, EngineFault

if TYPE_CHECKING:
    from mkdocs.theme import Theme


def run_mkdocs(project: Project, site: Path) -> SiteIdentity:
    """Build the hand-written pages and the marked page into ``site``."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Imported here: starting MkDocs costs more than everything else a small build does.
    import logging

    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from generator.shell.identity import site_identity
    from generator.shell.plugin import PaperIndexPlugin

    # Its progress is noise beside ours; what it has to complain about still comes through.
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = load_config(str(project.config_file), site_dir=str(site))
        plugin = config.plugins.get("paperindex")
        if not isinstance(plugin, PaperIndexPlugin):
            raise EngineFault("mkdocs.yml does not name the paperindex plugin: add it under plugins:")
        plugin.frame_only = True
        leave_icons_unlisted(config.theme)
        build(config)
    except MkDocsException as error:
        raise EngineFault(str(error)) from error
    return site_identity(config)


def leave_icons_unlisted(theme: Theme) -> None:
    """Let MkDocs, which asks what files the theme has, not be told those in hidden folders: it leaves them out anyway.

    Material keeps 14,000 icons in one, which templates take by their names.
    """
    from jinja2 import Environment, FileSystemLoader

    class UnhiddenFiles(FileSystemLoader):
        def list_templates(self) -> list[str]:
            return sorted({name for folder in self.searchpath for name in unhidden_files(folder)})

    usual = theme.get_env

    def get_env() -> Environment:
        environment = usual()
        environment.loader = UnhiddenFiles(theme.dirs)
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs has no setting for it


def unhidden_files(folder: str) -> Iterator[str]:
    """The files below a folder, as a loader of templates names them, but for those in hidden folders."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name).relative_to(folder).as_posix() for name in names)


MKDOCS = Engine(name="mkdocs", packages=("mkdocs", "mkdocs-material"), render=run_mkdocs)
