"""What the site holds, for whoever mirrors it or wants to know whether anything changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from json.encoder import encode_basestring_ascii

from generator.api.addresses_file import ADDRESSES
from generator.api.paper_record import RECORD_ENDING, SCHEMA_VERSION, pretty_json
from generator.api.places import ALL_PAPERS, FOR_LANGUAGE_MODELS, MANIFEST, SCHEMA
from generator.indexes.indexes import Indexes
from generator.model.library import Library
from generator.model.output_file import FileDigest, OutputFile
from generator.model.site_identity import SiteIdentity

LISTED = (
    "exports/",
    "feeds/",
    ALL_PAPERS.partition(".")[0] + ".",
    "papers--",
    SCHEMA,
    ADDRESSES,
    FOR_LANGUAGE_MODELS,
)
"""Where the files begin that the manifest lists: those that speak of many papers, not the thousands of one each."""

FILES_BEGIN = b'"files": ['
FILES_END = b"\n  "
BETWEEN_FILES = b",\n"
FILE_BEGINS, ADDRESS_ENDS, FILE_ENDS = b'    {\n      "path": ', b",\n", b"\n    }"


def manifest_file(
    library: Library,
    indexes: Indexes,
    identity: SiteIdentity,
    files: Mapping[str, FileDigest],
) -> OutputFile:
    """The manifest; ``files`` are those whose addresses begin as ``LISTED`` says."""
    # Thousands of lines of one form: the encoder that indents would take a tenth of a second for them.
    told = BETWEEN_FILES.join([_told(address, files[address]) for address in sorted(files)])
    return _manifest(library, indexes, identity, told)


def manifest_again(
    library: Library,
    indexes: Indexes,
    identity: SiteIdentity,
    files: Mapping[str, FileDigest],
    gone: Collection[str],
    left: Callable[[str], bytes | None],
) -> OutputFile | None:
    """The same where all stands that the last manifest lists but these ``files``, some of which may be new, and those that
    are ``gone``.

    ``left`` gives what the last build left at an address. None where that is no such manifest.
    """
    old = left(MANIFEST) or b""
    start, end = old.find(FILES_BEGIN), old.rfind(b"\n  ]")
    if start < 0 or end < start:
        return None
    # Every file with what stands between it and the next.
    lines = old[start + len(FILES_BEGIN) + 1 : end] + BETWEEN_FILES
    pieces: list[bytes] = []
    done = 0
    for address in sorted({*files, *gone}):
        place = _place_of(address, lines, done)
        if place is None:
            return None
        was_there = lines.startswith(_begins(address), place)
        if address in gone and not was_there:
            return None
        pieces.append(lines[done:place])
        if address in files:
            pieces += (_told(address, files[address]), BETWEEN_FILES)
        done = _end_of(lines, place) if was_there else place
    told = b"".join((*pieces, lines[done:])).removesuffix(BETWEEN_FILES)
    return _manifest(library, indexes, identity, told)


def _place_of(address: str, lines: bytes, start: int) -> int | None:
    """Where a file is told among those sorted by address, or would be, from ``start`` on; None where nothing is found."""
    end = len(lines)
    while start < end:
        middle = lines.rfind(FILE_BEGINS, start, (start + end) // 2 + len(FILE_BEGINS))
        quoted = middle + len(FILE_BEGINS)
        ends = lines.find(ADDRESS_ENDS, quoted)
        if middle < 0 or ends < 0:
            return None
        try:
            found = json.loads(lines[quoted:ends])
        except ValueError:
            return None
        if not isinstance(found, str):
            return None
        if found >= address:
            end = middle
            continue
        behind = _end_of(lines, middle)
        if behind <= middle:
            return None
        start = behind
    return end


def _end_of(lines: bytes, start: int) -> int:
    """Where the file behind the one that is told at ``start`` would be."""
    return lines.find(FILE_ENDS, start) + len(FILE_ENDS) + len(BETWEEN_FILES)


def _told(address: str, file: FileDigest) -> bytes:
    size, digest = file
    return b'%s      "bytes": %d,\n      "sha256": "%s"%s' % (
        _begins(address),
        size,
        digest.encode(),
        FILE_ENDS,
    )


def _begins(address: str) -> bytes:
    return FILE_BEGINS + encode_basestring_ascii(address).encode() + ADDRESS_ENDS


def _manifest(library: Library, indexes: Indexes, identity: SiteIdentity, told: bytes) -> OutputFile:
    manifest = {
        "schema": SCHEMA_VERSION,
        "name": identity.name,
        "description": identity.description,
        "url": identity.url,
        "repository": identity.repository,
        "commit": identity.commit,
        "latest_addition": indexes.latest_addition,
        "counts": {
            "papers": len(library.papers),
            "active_papers": len(indexes.last_added),
            "topics": len(library.topics),
            "tags": len(library.tags),
            "authors": len(indexes.authors.shown),
            "organisations": len(indexes.organisations.shown),
            "venues": len(indexes.venues.shown),
        },
        "record_of_a_paper": f"papers/{{id}}{RECORD_ENDING}",
        "record_schema": SCHEMA,
        "addresses": ADDRESSES,
        "files": [],
    }
    before, begin, after = pretty_json(manifest).encode().rpartition(FILES_BEGIN)
    around = (b"\n", told, FILES_END) if told else ()
    return OutputFile(MANIFEST, b"".join((before, begin, *around, after)))
