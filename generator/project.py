"""Where one index keeps its things: the folders a build reads and writes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.model.published_place import folder_address, repository_address, site_address
from generator.settings.reading import cache_of, checked_settings, plugin_options

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The folders of one index, all absolute."""

    config_file: Path
    content: Path
    docs: Path
    templates: tuple[Path, ...]
    """Where templates, styles and scripts are looked for: the index's own folder first, then the tool's."""
    site: Path
    cache: Path
    site_url: str | None = None
    """Where the site is published, with a slash at the end; None where nobody has said it."""
    repository: str | None = None
    """Where the sources live, without a slash at the end."""
    social_cards: bool | None = None
    """Whether papers and topics get a picture for links to them; None leaves it to their number."""
    extent: str | None = None
    """Whether the site is ``full`` or ``lean``; None leaves it to the number of papers."""

    @property
    def folder(self) -> Path:
        """Where mkdocs.yml lies."""
        return self.config_file.parent


class SiteMemory(NamedTuple):
    """Where a build leaves to the next one what it knows, the site that was replaced, and the indexes of its papers."""

    record: Path
    folder_times: Path
    spare: Path
    indexes: Path


def memory_of(project: Project, folder: Path | None = None) -> SiteMemory:
    """Below ``folder``, or in the project's cache where nothing is said."""
    # Several sites may be built from one index.
    name = hashlib.sha256(os.fsencode(project.site)).hexdigest()[:16]
    place = folder or project.cache
    return SiteMemory(
        record=place / "builds" / name,
        folder_times=place / "builds" / f"{name}.folders",
        spare=place / "replaced" / name,
        indexes=place / "indexes" / name,
    )


def open_project(config_file: Path, *, content: Path | None = None, site: Path | None = None) -> Project:
    """The project that a ``mkdocs.yml`` describes; ``content`` and ``site`` replace what it says.

    Raises SettingsFault where the file is missing, is not readable as YAML, or says what cannot be.
    """
    settings = checked_settings(config_file)
    config_file = config_file.absolute()
    folder = config_file.parent
    own = plugin_options(settings)
    return Project(
        config_file=config_file,
        content=(content or folder / (own.get("content") or "content")).absolute(),
        docs=(folder / (settings.get("docs_dir") or "docs")).absolute(),
        templates=template_folders(folder),
        site=(site or folder / (settings.get("site_dir") or "site")).absolute(),
        cache=cache_of(config_file),
        site_url=_site_url(settings) or site_address(os.environ),
        repository=_address(settings.get("repo_url")) or repository_address(os.environ),
        social_cards=own.get("social_cards"),
        extent=own.get("extent"),
    )


def _site_url(settings: dict[str, Any]) -> str | None:
    address = _address(settings.get("site_url"))
    return folder_address(address) if address else None


def _address(value: object) -> str | None:
    """A setting that is an address, without its final slashes."""
    return value.rstrip("/") if isinstance(value, str) and value.startswith("http") else None


def template_folders(folder: Path) -> tuple[Path, ...]:
    """An index's own ``site_templates`` where it has one, then those that came with the tool."""
    shipped = next(
        (
            place
            for place in (PACKAGE / "site_templates", PACKAGE.parent / "site_templates")
            if place.is_dir()
        ),
        PACKAGE / "site_templates",
    )
    own = folder / "site_templates"
    return (own, shipped) if own.is_dir() and own.resolve() != shipped.resolve() else (shipped,)
