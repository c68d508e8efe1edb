"""Where one index keeps its things: the folders a build reads and writes."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generator.model.extent import EXTENTS
from generator.model.published_place import folder_address, repository_address, site_address
from generator.working.kept_files import is_there, keep_file, kept_file
from generator.working.surroundings import installed_packages

PACKAGE = Path(__file__).resolve().parent


class ProjectFault(Exception):
    """The folder does not hold an index, or its configuration cannot be read; the message says what to do."""


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

    Raises ProjectFault where the file is missing or is not readable as YAML.
    """
    config_file = config_file.absolute()
    settings = read_settings(config_file)
    folder = config_file.parent
    own = plugin_options(settings)
    return Project(
        config_file=config_file,
        content=(content or folder / str(own.get("content", "content"))).absolute(),
        docs=(folder / str(settings.get("docs_dir", "docs"))).absolute(),
        templates=template_folders(folder),
        site=(site or folder / str(settings.get("site_dir", "site"))).absolute(),
        cache=_cache(config_file),
        site_url=_site_url(settings) or site_address(os.environ),
        repository=_address(settings.get("repo_url")) or repository_address(os.environ),
        social_cards=_choice(own, "social_cards"),
        extent=_extent(own),
    )


def _cache(config_file: Path) -> Path:
    return config_file.parent / ".cache" / "paperindex"


def _choice(options: dict[str, Any], name: str) -> bool | None:
    """An option of the plugin that is on, off, or not spoken of."""
    value = options.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise ProjectFault(f"mkdocs.yml says '{name}: {value}': write true or false, or leave it out")


def _extent(options: dict[str, Any]) -> str | None:
    """What the index says of its extent; None where it says nothing."""
    value = options.get("extent")
    if value is None or value in EXTENTS:
        return value
    raise ProjectFault(f"mkdocs.yml says 'extent: {value}': write {' or '.join(EXTENTS)}, or leave it out")


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


def read_settings(config_file: Path) -> dict[str, Any]:
    """The plain values of ``mkdocs.yml``; tagged ones (``!ENV``, Python names) belong to MkDocs and become None."""
    try:
        text = config_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ProjectFault(
            f"{config_file.name} is not here: run the command in the folder of an index"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectFault(f"{config_file.name} cannot be read: {error}") from None
    settings = _settings_of(text, config_file)
    if not isinstance(settings, dict):
        raise ProjectFault(f"{config_file.name} holds no settings")
    return settings


def _settings_of(text: str, config_file: Path) -> Any:
    """What ``text`` says, from the cache where it has been read before.

    They are few, but what reads YAML takes longer to load than all entries of an index to check, and with those kept
    nothing else needs it. They stand under a digest of themselves and of all that they depend on.
    """
    cache = _cache(config_file)
    name = hashlib.sha256(os.fsencode(config_file.absolute())).hexdigest()[:16]
    kept, _ = kept_file(cache / "settings" / name) or (b"", 0)
    digest, _, values = kept.partition(b"\n")
    if digest == _digest_of_settings(text, values):
        return marshal.loads(values)  # noqa: S302 - the bytes are those that were written
    settings = _parsed(text, config_file)
    # Who only looks at an index leaves nothing there. A date among the settings is no plain value.
    if is_there(cache):
        with suppress(ValueError):
            values = marshal.dumps(settings)
            keep_file(cache / "settings" / name, _digest_of_settings(text, values), b"\n", values)
    return settings


def _digest_of_settings(text: str, values: bytes) -> bytes:
    """Of the text, of what it was found to say, and of the programs that found it."""
    parser = [package for package in installed_packages() if package.lower().startswith("pyyaml-")]
    digest = hashlib.sha256(f"{sys.version}\0{parser}\0".encode("utf-8", "surrogateescape"))
    for part in (Path(__file__).read_bytes(), text.encode(), values):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest().encode()


def _parsed(text: str, config_file: Path) -> Any:
    import yaml  # late: see _settings_of

    try:
        return plain_settings(text)
    except yaml.YAMLError as error:
        raise ProjectFault(f"{config_file.name} is not readable as YAML: {error}") from None


def plain_settings(text: str) -> Any:
    """The plain values of settings written as YAML; tagged ones are None. Raises yaml.YAMLError where they are not YAML."""
    import yaml  # late: see _settings_of

    class SettingsLoader(yaml.SafeLoader):
        """Reads what is plain and lets tags pass that only MkDocs understands."""

    SettingsLoader.add_multi_constructor("", lambda *_: None)
    return yaml.load(text, SettingsLoader)  # noqa: S506 - a SafeLoader that drops tags


def plugin_options(settings: dict[str, Any]) -> dict[str, Any]:
    """The options given to the ``paperindex`` plugin, however the list of plugins is written."""
    plugins = settings.get("plugins") or []
    entries = (
        plugins.items()
        if isinstance(plugins, dict)
        else [
            pair for item in plugins for pair in (item.items() if isinstance(item, dict) else [(item, None)])
        ]
    )
    return next(
        (options for name, options in entries if name == "paperindex" and isinstance(options, dict)), {}
    )
