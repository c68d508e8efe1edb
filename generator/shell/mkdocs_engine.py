"""MkDocs with Material, run for its pages and its frame only."""

from __future__ import annotations

import os
from pathlib import Path

from generator.model.site_identity import SiteIdentity
from generator.project import Project
from generator.shell.engine import Engine, EngineFault


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
        build(config)
    except MkDocsException as error:
        raise EngineFault(str(error)) from error
    return site_identity(config)


MKDOCS = Engine(name="mkdocs", packages=("mkdocs", "mkdocs-material"), render=run_mkdocs)
