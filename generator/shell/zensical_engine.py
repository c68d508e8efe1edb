"""Zensical, the successor of Material for MkDocs, run for its pages and its frame only.

It reads mkdocs.yml and Material's templates but runs none of MkDocs' plugins, so the marked page reaches it as a
Markdown file. It works in a folder of its own with a copy of the hand-written pages, the templates and the settings,
and in a process of its own: nothing of it stays in ours. Where its habits differ from MkDocs', they are met here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.model.site_identity import SiteIdentity
from generator.pages.frame import MARKED_ADDRESS, MARKED_BODY, MARKED_DESCRIPTION, MARKED_TITLE
from generator.project import Project
from generator.settings.reading import plain_settings
from generator.shell.engine import Engine, EngineFault
from generator.shell.identity import identity_of_settings
from generator.shell.whole_settings import entry, whole_settings, with_entries, with_items, without
from generator.shell.zensical_links import AS_WRITTEN
from generator.writing.workshop import workshop

PATIENCE = 300
"""Seconds. It takes about one for ten pages; one that hangs must not hold a build for ever."""

NOT_FOR_ZENSICAL = ("hooks", "watch", "strict")
"""Settings that name Python code for MkDocs, or that are about serving."""
LIKE_OURS = frozenset({"paperindex", "search", "material/search"})
"""Plugins whose work is done elsewhere: the marked page is a file, and the search is ours."""

QUIET = {"NO_COLOR": "1", "PYTHONUTF8": "1"}
CODES = re.compile(r"\x1b\[[0-9;]*m")
LAST_WORDS = 2000
"""Characters of its output that a fault repeats: the reason stands at the end."""

MARKED_PAGE = f"""---
title: {MARKED_TITLE}
description: {MARKED_DESCRIPTION}
hide: [navigation, toc]
---

{MARKED_BODY}
"""

# Its own link past the header leads to a place that our templates do not have; ours follows right behind.
SKIP_LINK = re.compile(r'<div data-md-component="skip">.*?</div>\s*', re.DOTALL)
# Its templates write a slash as a character reference wherever text is escaped.
ESCAPED_SLASH = "&#x2f;"
MARKED_LINK = re.compile(rf"""(\s(?:href|src)=["']?){AS_WRITTEN}""", re.IGNORECASE)


def run_zensical(project: Project, site: Path) -> SiteIdentity:
    """Build the hand-written pages and the marked page into ``site``. Raises EngineFault with Zensical's words."""
    if not project.docs.is_dir():
        raise EngineFault(f"{project.docs} is no folder: the hand-written pages live there (docs_dir)")
    site.parent.mkdir(parents=True, exist_ok=True)
    with workshop(site.parent, ".zensical-") as place:
        settings = whole_settings(project.config_file)
        identity = identity_of_settings(plain_settings(yaml.serialize(settings)), os.environ)
        _lay_out(project, settings, identity, place)
        _build(place / "mkdocs.yml", project.folder)
        marked = place / "site" / MARKED_ADDRESS / "index.html"
        if not marked.is_file():
            raise EngineFault("Zensical made no page from which a frame could be cut")
        for page in _rendered_pages(place):
            page.write_text(repaired(page.read_text(encoding="utf-8")), encoding="utf-8")
        (place / "site" / "search.json").unlink(missing_ok=True)
        (place / "site").rename(site)
    return identity


def _lay_out(project: Project, settings: yaml.MappingNode, identity: SiteIdentity, place: Path) -> None:
    """Everything that Zensical reads, in one folder, as it wants it."""
    docs, templates = place / "docs", place / "templates"
    copy_files(project.docs, docs)
    marked = docs / (MARKED_ADDRESS.rstrip("/") + ".md")
    marked.parent.mkdir(parents=True)
    marked.write_text(MARKED_PAGE, encoding="utf-8")
    own = entry(entry(settings, "theme"), "custom_dir")
    templates.mkdir()
    if isinstance(own, yaml.ScalarNode) and own.value:
        copy_files(project.folder / own.value, templates)
    # An index's own file wins over the tool's of the same name.
    for folder in reversed(project.templates):
        copy_files(folder / "theme", templates)
    given = zensical_settings(settings, identity, docs)
    (place / "mkdocs.yml").write_text(yaml.serialize(given, allow_unicode=True), encoding="utf-8")


def zensical_settings(settings: yaml.MappingNode, identity: SiteIdentity, docs: Path) -> yaml.MappingNode:
    """The settings of an index as Zensical gets them."""
    # Like Material's own page frame; its other look has another one.
    theme = {"name": "material", "variant": "classic", "font": False, "custom_dir": "templates"}
    changed: dict[str, Any] = {
        "docs_dir": docs.name,
        "site_dir": "site",
        "site_url": identity.url,
        "repo_url": identity.repository,
        "theme": with_entries(entry(settings, "theme"), theme),
        "plugins": with_items(
            entry(settings, "plugins"), LIKE_OURS.__contains__, {"search": {"enabled": False}}
        ),
        "markdown_extensions": with_items(
            entry(settings, "markdown_extensions"),
            lambda _: False,
            {"generator.shell.zensical_links": {"docs": str(docs)}},
        ),
        # It knows the hand-written pages only; the build follows every link to the whole site.
        "validation": {"invalid_links": False, "invalid_link_anchors": False},
    }
    return with_entries(without(settings, *NOT_FOR_ZENSICAL), changed)


def _build(config_file: Path, folder: Path) -> None:
    """Run Zensical. ``folder`` is where relative paths of Markdown extensions start, as with MkDocs."""
    command = [sys.executable, "-P", "-m", "zensical", "build", "--config-file", str(config_file)]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EngineFault(f"Zensical did not end within {PATIENCE} seconds") from None
    if done.returncode != 0:
        told = CODES.sub("", (done.stdout + done.stderr).decode("utf-8", "replace")).strip()
        raise EngineFault(f"Zensical could not build the hand-written pages:\n{last_words(told)}")


def last_words(told: str) -> str:
    """What a program said at its end; of a traceback only what it was about."""
    before, trace, after = told.rpartition("Traceback (most recent call last)")
    if not trace:
        return told[-LAST_WORDS:]
    *_, last = after.rstrip().split("\n")
    return f"{before[-LAST_WORDS:]}{last}\nIt may be a setting of a form that it does not expect: see what a build with MkDocs says"


def _rendered_pages(place: Path) -> Iterator[Path]:
    """The pages that Zensical made, but not those that lay finished among the hand-written ones."""
    site = place / "site"
    for page in sorted(site.rglob("*.html")):
        if not (place / "docs" / page.relative_to(site)).exists():
            yield page


def repaired(html: str) -> str:
    """A page as our templates mean it."""
    return MARKED_LINK.sub(r"\1", SKIP_LINK.sub("", html, count=1).replace(ESCAPED_SLASH, "/"))


def copy_files(source: Path, target: Path) -> None:
    """Copy what can be read as a file, whatever links lead to it; what lies there already is replaced."""
    for folder, _, names in os.walk(source, followlinks=True):
        for path in (Path(folder, name) for name in names):
            if path.is_file():
                place = target / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)


ZENSICAL = Engine(name="zensical", packages=("zensical",), render=run_zensical)
