"""What has to be known of the written files to finish a site: noted as they are written, so that none is read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.output_file import FileDigest, OutputFile
from generator.working.known_files import FileMark
from generator.writing.links import DeadLinks, PageLinks

NOT_FOR_SEARCH_ENGINES = b'<meta name="robots" content="noindex">'
UNBOUND = "404.html"
"""Served at any address, so its links are no relative ones."""


class Put(NamedTuple):
    """What became of a file that was put into a site."""

    written: bool
    """Whether it is new or differs from the last site's."""
    mark: FileMark


@dataclass(slots=True)
class Notes:
    """Of one part of a site, or of several parts together."""

    addresses: dict[str, FileMark] = field(default_factory=dict)
    """Every file, with its size and its time."""
    written: list[str] = field(default_factory=list)
    """The files that are new or differ from the last site."""
    found: list[str] = field(default_factory=list)
    """Pages that search engines should know."""
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Files that pages link to, with a page that does and its link; not all of those that are there anyway."""
    digests: dict[str, FileDigest] = field(default_factory=dict)
    """Of the files that the manifest lists."""

    def add(self, other: Notes) -> None:
        """Take in the notes of another part, in any order: of several pages that link to a file the first by address
        is named.
        """
        self.addresses.update(other.addresses)
        self.written += other.written
        self.found += other.found
        for target, link in other.targets.items():
            if target in self.addresses:
                continue
            self.targets[target] = min(link, self.targets.get(target, link))
        self.digests.update(other.digests)


def noted(
    outputs: Iterable[OutputFile],
    write: Callable[[OutputFile], Put],
    in_manifest: tuple[str, ...],
    links: PageLinks | None = None,
) -> Notes:
    """Write every output and note what matters of it.

    Files whose addresses begin as ``in_manifest`` says get a digest.
    Links of pages are gathered in ``links`` where several leaves share them, and stand in the notes otherwise.
    """
    notes, gathered = Notes(), links or PageLinks()
    for output in outputs:
        address, content = output.address, output.content
        put = write(output)
        notes.addresses[address] = put.mark
        if put.written:
            notes.written.append(address)
        if address.endswith(".html"):
            if address != UNBOUND:
                gathered.read(address.rpartition("/")[0], address, content, output.framed)
                # A tag for search engines stands in the head.
                if NOT_FOR_SEARCH_ENGINES not in (output.framed.own[0] if output.framed else content):
                    notes.found.append(address)
        elif is_listed(address, in_manifest):
            notes.digests[address] = len(content), hashlib.sha256(content).hexdigest()
        # It may be large, and so may the next one, which is made before these names get another meaning.
        del output, content
    if links is None:
        notes.targets = gathered.targets
    return notes


def is_listed(address: str, in_manifest: tuple[str, ...]) -> bool:
    """Whether the manifest lists a file; ``in_manifest`` is as `noted` takes it."""
    return address.startswith(in_manifest) and not address.endswith(".html")


def check_targets(notes: Notes, standing: Container[str] = ()) -> None:
    """Raise DeadLinks unless every file that pages link to was written, or is among the ``standing`` ones."""
    dead = [
        link
        for target, link in notes.targets.items()
        if target not in notes.addresses and target not in standing
    ]
    if dead:
        raise DeadLinks(sorted(set(dead)))
