"""Name and addresses of the site, from mkdocs.yml and from the surroundings of a build on GitHub."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.model.published_place import folder_address, repository_address, site_address
from generator.model.site_identity import SiteIdentity
from generator.settings.reading import plugin_options

if TYPE_CHECKING:
    # A build from the cache, or with another engine, starts no MkDocs.
    from mkdocs.config.defaults import MkDocsConfig

COMMIT = re.compile(r"[0-9a-f]{7,64}")


def apply_surroundings(config: MkDocsConfig) -> None:
    """Fill ``site_url`` and ``repo_url`` from the GitHub Actions environment where mkdocs.yml says nothing."""
    if config.site_url:
        # MkDocs makes addresses of pages from it.
        config.site_url = folder_address(config.site_url)
    repository = repository_address(os.environ)
    if repository is None:
        return
    if not config.repo_url:
        config.repo_url = repository
        config.repo_name = "GitHub"
    if not config.site_url:
        config.site_url = site_address(os.environ)


def site_identity(config: MkDocsConfig) -> SiteIdentity:
    """The identity that the configuration describes."""
    folder = Path(config.config_file_path).parent
    content = str(config.plugins["paperindex"].config["content"])
    return SiteIdentity(
        name=config.site_name,
        description=config.site_description or config.site_name,
        language=str(config.theme.get("language", "en") or "en"),
        url=folder_address(config.site_url) if config.site_url else None,
        repository=config.repo_url.rstrip("/") if config.repo_url else None,
        commit=commit_of(os.environ.get("GITHUB_SHA", "")),
        branch=branch_of(config.edit_uri),
        content_folder=Path(os.path.relpath(folder / content, folder)).as_posix(),
    )


def identity_of_settings(settings: dict[str, Any], environment: Mapping[str, str]) -> SiteIdentity:
    """The same from the plain values of mkdocs.yml, for engines that are not MkDocs."""
    theme = settings.get("theme")
    name = str(settings.get("site_name") or "")
    url = settings.get("site_url") or site_address(environment)
    repository = settings.get("repo_url") or repository_address(environment)
    return SiteIdentity(
        name=name,
        description=str(settings.get("site_description") or name),
        language=str((theme.get("language") if isinstance(theme, dict) else None) or "en"),
        url=folder_address(str(url)) if url else None,
        repository=str(repository).rstrip("/") if repository else None,
        commit=commit_of(environment.get("GITHUB_SHA", "")),
        branch=branch_of(settings.get("edit_uri")),
        content_folder=posixpath.normpath(str(plugin_options(settings).get("content", "content"))),
    )


def commit_of(name: str) -> str | None:
    """The revision that GitHub Actions names; None elsewhere."""
    return name if COMMIT.fullmatch(name) else None


def branch_of(edit_uri: str | None) -> str:
    """The branch that ``edit_uri`` names, as in ``edit/main/docs/``; ``main`` where it names none."""
    match = re.match(r"(?:edit|blob|tree)/([^/]+)/", edit_uri or "")
    # MkDocs fills in edit/master/docs/ by itself for every GitHub address.
    return match[1] if match and match[1] != "master" else "main"
