"""MkDocs run for its pages and its frame only, and remembered until something it depends on changes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from generator import __version__
from generator.model.engine_site import EngineSite
from generator.model.site_identity import SiteIdentity
from generator.pages.frame import MARKED_ADDRESS
from generator.project import Project

SURROUNDINGS = ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL")
"""Environment variables that change what the engine prints."""

KEPT = 3
"""How many past outputs stay in the cache: enough to switch between branches."""


class EngineFault(Exception):
    """The engine could not render its pages; the message is its own."""


def engine_site(project: Project) -> EngineSite:
    """The engine's pages and frame, from the cache where nothing they depend on has changed.

    Raises EngineFault with MkDocs' message when it cannot build.
    """
    folder = project.cache / "engine" / fingerprint(project)
    if not (folder / "identity.json").is_file():
        render_into(project, folder)
    return remembered(folder)


def fingerprint(project: Project) -> str:
    """A digest of everything the engine's output depends on."""
    digest = hashlib.sha256()
    versions = [__version__, version("mkdocs"), version("mkdocs-material")]
    digest.update(json.dumps([versions, [os.environ.get(name) for name in SURROUNDINGS]]).encode())
    folders = [project.docs, *(place / "theme" for place in project.templates), Path(__file__).parent]
    files = [
        project.config_file,
        *(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()),
    ]
    for path in files:
        if path.suffix != ".pyc":
            digest.update(f"\0{path.relative_to(path.anchor)}\0".encode("utf-8", "surrogateescape"))
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def render_into(project: Project, folder: Path) -> None:
    """Run MkDocs and keep its output under ``folder``, which appears only when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        identity = run_mkdocs(project, workshop / "site")
        (workshop / "identity.json").write_text(json.dumps(asdict(identity)), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        workshop.rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    forget_oldest(folder.parent)


def run_mkdocs(project: Project, site: Path) -> SiteIdentity:
    """Build the hand-written pages and the marked page into ``site``."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Imported here: starting MkDocs costs more than everything else a small build does.
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


def remembered(folder: Path) -> EngineSite:
    """The output kept under ``folder``."""
    from generator.shell.engine_folder import engine_files

    identity = SiteIdentity(**json.loads((folder / "identity.json").read_text(encoding="utf-8")))
    frame = (folder / "site" / MARKED_ADDRESS / "index.html").read_text(encoding="utf-8")
    os.utime(folder)
    return EngineSite(identity=identity, frame=frame, files=engine_files(folder / "site"))


def forget_oldest(cache: Path) -> None:
    """Delete all but the few outputs used last."""
    kept = sorted(
        (path for path in cache.iterdir() if not path.name.startswith(".")),
        key=lambda path: -path.stat().st_mtime_ns,
    )
    for folder in kept[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
