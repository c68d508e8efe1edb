"""MkDocs with Material, run for its pages and its frame only."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.site_identity import SiteIdentity
from generator.project import Project
from generator.reporting import problem_text
from generator.settings.checks import PLUGIN_MISSING, SettingFault
from generator.settings.places import placed_settings
from generator.shell.engine import Engine, EngineFault

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.theme import Theme

REFUSED = "MkDocs refuses the settings"
MKDOCS_HINT = "the user guide of MkDocs tells what this setting may be"
log = logging.getLogger("mkdocs.plugins.paperindex")


def run_mkdocs(project: Project, site: Path) -> SiteIdentity:
    """Build the hand-written pages and the marked page into ``site``. Raises EngineFault with what MkDocs said."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Imported here: starting MkDocs costs more than everything else a small build does.
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    from generator.shell.identity import site_identity
    from generator.shell.plugin import PaperIndexPlugin

    # Its progress is noise beside ours; what it has to complain about still comes through.
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = checked_config(project.config_file, site)
        plugin = config.plugins.get("paperindex")
        if not isinstance(plugin, PaperIndexPlugin):
            raise EngineFault("\n".join([REFUSED, *settings_report(project.config_file, [PLUGIN_MISSING])]))
        plugin.frame_only = True
        leave_icons_unlisted(config.theme)
        build(config)
    except MkDocsException as error:
        raise EngineFault(str(error)) from error
    return site_identity(config)


def checked_config(config_file: Path, site: Path) -> MkDocsConfig:
    """The settings as MkDocs understands them; what it warns of is printed.

    Raises EngineFault with all that it refuses, each with its place.
    """
    from mkdocs.config.defaults import MkDocsConfig

    config = MkDocsConfig(config_file_path=str(config_file))
    with config_file.open("rb") as stream:
        config.load_file(stream)
    config.load_dict({"site_dir": str(site)})
    # As MkDocs' own load_config does, which tells neither line nor column.
    errors, warnings = config.validate()
    doubts = settings_report(config_file, _said("W801", warnings))
    if errors:
        raise EngineFault("\n".join([REFUSED, *settings_report(config_file, _said("E803", errors)), *doubts]))
    for text in doubts:
        log.warning("%s", text)
    return config


def _said(code: str, words: Iterable[tuple[str, object]]) -> list[SettingFault]:
    """What MkDocs says of settings, each by its name."""
    return [SettingFault(code, f"{name}: {said}", MKDOCS_HINT, (name,), at_key=True) for name, said in words]


def settings_report(config_file: Path, faults: Iterable[SettingFault]) -> list[str]:
    """The faults as messages with their places."""
    text = config_file.read_text(encoding="utf-8-sig")
    return [problem_text(problem) for problem in placed_settings(faults, text, config_file.name)]


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
