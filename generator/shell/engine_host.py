"""An engine run for its pages and its frame only, and remembered until something it depends on changes.

The memory is a convenience and never trusted: every file of it is compared with the digest it had when it
was made. What is damaged, cut short or of another version is made anew without a word.
"""

from __future__ import annotations

import atexit
import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import gettempdir

from generator import __version__
from generator.model.engine_site import EngineSite
from generator.model.site_identity import SiteIdentity
from generator.pages import frame as frame_room
from generator.pages.frame import MARKED_ADDRESS
from generator.project import Project
from generator.settings.reading import SettingsFault, read_settings
from generator.shell.engine import Engine, EngineFault
from generator.shell.engine_folder import engine_files, plain_files
from generator.shell.identity import commit_of
from generator.shell.mkdocs_engine import MKDOCS
from generator.working.kept_files import kept_file
from generator.working.surroundings import installed_packages
from generator.writing.site_writer import explained
from generator.writing.workshop import Workshop, workshop

SURROUNDINGS = ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL")
"""Environment variables that change what the engine prints."""

FROM_THE_ENVIRONMENT = re.compile(r"!ENV\s+\[?([^\]\n#]+)")
"""Settings that mkdocs.yml takes from variables: ``!ENV NAME`` or ``!ENV [FIRST, SECOND, default]``."""

DIGESTS = "whole.json"
"""What the output was when it was made: the identity, and the digest of every file."""

KEPT = 3
"""How many past outputs stay in the cache: enough to switch between branches."""


INSTALLED_WITH = {"zensical": "pip install 'paperindex[zensical]'"}
"""What brings an engine that does not come with the tool itself."""


def engine_called(name: str) -> Engine:
    """The engine of that name. Raises EngineFault with what to do where it is not installed."""
    if name == MKDOCS.name:
        engine = MKDOCS
    else:
        # Late: what mends its pages loads Python-Markdown, and a build with MkDocs from the cache needs neither.
        from generator.shell.zensical_engine import ZENSICAL

        engine = ZENSICAL
    try:
        for package in engine.packages:
            version(package)
    except ModuleNotFoundError as missing:
        remedy = INSTALLED_WITH.get(name, "pip install paperindex")
        raise EngineFault(
            f"the engine '{name}' needs {missing.name}, which is not installed: {remedy}"
        ) from None
    return engine


def version(package: str) -> str:
    """The version of an installed package. Raises ModuleNotFoundError where there is none."""
    for folder in installed_packages():
        name, _, number = folder.removesuffix(".dist-info").rpartition("-")
        if name.lower().replace("_", "-") == package:
            return number
    # Late: it reads e-mail headers and archives, which takes longer to load than to look at the folders' names.
    from importlib.metadata import version as recorded_version

    return recorded_version(package)


def engine_site(project: Project, engine: Engine = MKDOCS) -> EngineSite:
    """The engine's pages and frame, from the cache where nothing they depend on has changed.

    Raises EngineFault with the engine's message when it cannot build, or with the system's when the disk refuses.
    """
    try:
        return _from_cache(project, engine)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise EngineFault(explained(error, project.cache)) from error
    # A checkout that may only be read is no reason not to build a site elsewhere.
    passing = Workshop(Path(gettempdir()), "paperindex-engine-")
    atexit.register(passing.close)
    try:
        return _from_cache(replace(project, cache=passing.path), engine)
    except OSError as error:
        raise EngineFault(explained(error, passing.path)) from error


def _from_cache(project: Project, engine: Engine) -> EngineSite:
    folder = project.cache / "engine" / fingerprint(project, engine)
    kept = remembered(folder)
    if kept is None:
        render_into(project, engine, folder)
        kept = remembered(folder)
    if kept is None:
        raise EngineFault(f"{folder} changes while it is read: is another program at work there?")
    return kept


def fingerprint(project: Project, engine: Engine) -> str:
    """A digest of everything the engine's output depends on."""
    digest = hashlib.sha256()
    versions = [__version__, engine.name, *(version(package) for package in engine.packages)]
    names = [*SURROUNDINGS, *_variables(project.config_file)]
    digest.update(
        json.dumps([versions, installed_packages(), [os.environ.get(name) for name in names]]).encode()
    )
    folders = [project.docs, *(place / "theme" for place in project.templates), Path(__file__).parent]
    files = [
        *map(os.fspath, _settings_files(project.config_file)),
        frame_room.__file__,
        *(path for folder in folders for path in plain_files(folder).values()),
    ]
    for path in files:
        if not path.endswith(".pyc"):
            digest.update(f"\0{path}\0{digest_of_file(path)}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def _settings_files(config_file: Path) -> Iterator[Path]:
    """mkdocs.yml and the files that it says it inherits from."""
    seen: set[Path] = set()
    while config_file not in seen and config_file.is_file():
        seen.add(config_file)
        yield config_file
        try:
            parent = read_settings(config_file).get("INHERIT")
        except SettingsFault:
            return
        if not isinstance(parent, str):
            return
        config_file = config_file.parent / parent


def _variables(config_file: Path) -> list[str]:
    """The environment variables that the settings name."""
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in _settings_files(config_file)]
    return sorted(
        {
            name.strip("\"' ")
            for text in texts
            for names in FROM_THE_ENVIRONMENT.findall(text)
            for name in names.split(",")
        }
    )


def render_into(project: Project, engine: Engine, folder: Path) -> None:
    """Run the engine and keep its output under ``folder``, which appears only when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with workshop(folder.parent, ".new-") as new:
        identity = engine.render(project, new / "site")
        whole = {"identity": asdict(identity), "files": digests_of(new / "site")}
        (new / DIGESTS).write_text(json.dumps(whole), encoding="utf-8")
        _put_in_place(new, folder)
    forget_oldest(folder.parent)


def _put_in_place(new: Path, folder: Path) -> None:
    """Give the finished output its name, unless another build was quicker and what it made is whole."""
    while not _renamed(new, folder) and remembered(folder) is None:
        # Another build may find it damaged as well: only what was moved away is ours alone to remove.
        with workshop(folder.parent, ".new-") as aside, suppress(FileNotFoundError):
            folder.rename(aside / "damaged")


def _renamed(new: Path, folder: Path) -> bool:
    """Whether nothing was there that stands in the way."""
    try:
        new.rename(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise
        return False
    return True


def digests_of(site: Path) -> dict[str, str]:
    """The digest of every file below a folder, by its address."""
    return {address: digest_of_file(path) for address, path in plain_files(site).items()}


def digest_of_file(path: str) -> str:
    """Of what a file holds."""
    with open(path, "rb") as stream:  # noqa: PTH123  (see `plain_files`)
        return hashlib.sha256(stream.read()).hexdigest()


def remembered(folder: Path) -> EngineSite | None:
    """The output kept under ``folder``; None where there is none, or where it is not what it was when made."""
    site = folder / "site"
    try:
        kept, _ = kept_file(folder / DIGESTS) or (b"", 0)
        whole = json.loads(kept)
        identity = SiteIdentity(**whole["identity"])
        if whole["files"] != digests_of(site):
            return None
        frame = (site / MARKED_ADDRESS / "index.html").read_text(encoding="utf-8")
        os.utime(folder)
    except (
        FileNotFoundError,
        NotADirectoryError,
        IsADirectoryError,
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
    ):
        return None
    # The pages do not name the revision, so they outlive it; the identity does.
    identity = replace(identity, commit=commit_of(os.environ.get("GITHUB_SHA", "")))
    return EngineSite(identity=identity, frame=frame, files=engine_files(site))


def forget_oldest(cache: Path) -> None:
    """Delete all but the few outputs used last."""
    kept = sorted(
        (path for path in cache.iterdir() if not path.name.startswith(".")),
        key=lambda path: -path.stat().st_mtime_ns,
    )
    for folder in kept[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
