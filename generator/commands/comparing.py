"""What commands share that compare the content with a revision, or with a published site."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from generator.api.addresses_file import AddressesFault, read_addresses
from generator.commands.common import shown_here, stop
from generator.loading.library_loader import LoadedContent, load_content
from generator.model.library import Library
from generator.reporting import printable
from generator.reviewing.vanished import Published, published_library
from generator.revisions.git import GitFault
from generator.revisions.other_revision import changed_since, content_at


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


def published(content: Path, against: str) -> Published:
    """What a manifest, or else a revision, says that readers may link to. Leaves with status 2 where it says nothing."""
    file = Path(against)
    if not file.is_file():
        return published_library(library_at(content, against))
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


def changed_paths(revision: str) -> list[str]:
    """The files that changed since this branch left ``revision``, as messages name them."""
    try:
        return [shown_here(path) for path in changed_since(Path.cwd(), revision)]
    except GitFault as fault:
        stop(printable(str(fault)))
