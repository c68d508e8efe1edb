"""What commands share that compare the content with a revision, or with a published site."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from generator.api.addresses_file import AddressesFault, read_addresses
from generator.commands.asking import web_for
from generator.commands.common import EXIT_FAULTS, shown_here, stop
from generator.loading.library_loader import LoadedContent, load_content
from generator.model.library import Library
from generator.project import open_project
from generator.reporting import printable
from generator.reviewing.vanished import Published, published_library
from generator.revisions.git import GitFault
from generator.revisions.other_revision import changed_since, content_at
from generator.settings.reading import SettingsFault


def library_at(content: Path, revision: str) -> Library:
    """The content as it was; leaves with status 2 where git does not know the revision."""
    return loaded_at(content, revision).library


def loaded_at(content: Path, revision: str) -> LoadedContent:
    """The content as it was, with its problems; leaves with status 2 where git does not know the revision."""
    with tempfile.TemporaryDirectory(prefix="paperindex-") as folder:
        try:
            content_at(content, revision, Path(folder))
        except (GitFault, OSError) as fault:
            stop(printable(str(fault)))
        return load_content(Path(folder), Path(folder))


def published(content: Path, against: str, config_file: Path) -> Published:
    """What a manifest, or else a revision, says that readers may link to. Leaves with status 2 where it says nothing."""
    if re.match(r"https?://", against, re.IGNORECASE):
        return _published_at(against, config_file)
    file = Path(against)
    if not file.is_file():
        return published_library(library_at(content, against), extent_wanted(config_file))
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        named = told.get("addresses") if isinstance(told, dict) else None
        if isinstance(named, str):
            # A manifest names the file beside it.
            file = file.parent / Path(named).name
        return Published(claims=read_addresses(file.read_text(encoding="utf-8")))
    except OSError as error:
        stop(f"{shown_here(file)} cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        stop(f"{shown_here(file)} is no manifest: {error}")
    except AddressesFault as fault:
        stop(f"{shown_here(file)}: {fault}")


def extent_wanted(config_file: Path) -> str | None:
    """What the index says of its extent; None where its settings cannot be read, which a build will tell."""
    try:
        return open_project(config_file).extent
    except SettingsFault:
        return None


def _published_at(address: str, config_file: Path) -> Published:
    """The same of a site that is published; leaves with status 1 where it does not answer."""
    # As in services_for: who asks nobody does not wait for the library that talks HTTP.
    from generator.fetching.faults import FetchFault
    from generator.fetching.published_site import published_addresses
    from generator.fetching.services import WrongSetting

    try:
        return Published(claims=read_addresses(published_addresses(web_for(config_file), address)))
    except WrongSetting as fault:
        stop(str(fault))
    except FetchFault as fault:
        stop(printable(str(fault)), EXIT_FAULTS)
    except AddressesFault as fault:
        stop(f"{printable(address[:200])} is no manifest: {fault}")


def changed_paths(revision: str) -> list[str]:
    """The files that changed since this branch left ``revision``, as messages name them."""
    try:
        return [shown_here(path) for path in changed_since(Path.cwd(), revision)]
    except GitFault as fault:
        stop(printable(str(fault)))
