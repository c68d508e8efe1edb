"""The record of a build on the disk: whole, and beside it what later builds changed in it.

Of a large site the record has many megabytes, and an edit changes little of it; so the next builds keep that little, all
of it since the record was last written whole. Each of the two files carries a digest of itself, and the second that of
the first. What is damaged, of another version or of other code is as good as none: were the second lost, the files of
the site would not be those that the first tells of, which a build notices.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from generator.working.entry_marks import EntryMarks
from generator.working.kept_files import keep_file, kept_file
from generator.working.known_files import FileRows, KnownFiles, PackedFiles, packed_files
from generator.working.known_leaves import KnownLeaves, LeafRows, LeafTrace, PackedLeaves, packed_leaves
from generator.working.known_reads import KnownReads, PackedReads, packed_reads
from generator.working.packed import PackedTexts, numbers_in, packed_numbers, packed_texts, texts_in
from generator.working.traces import KnownBuild, KnownSite, MovedFolder, PlanTrace, Untraced

EDITS = ".edits"
"""Ending of the file with later changes."""
MOST_EDITS = 8
"""So many times smaller than the record are the changes, or it is written whole again."""
DIGEST_SIZE = hashlib.sha256().digest_size

Edits = tuple[dict[str, Any], ...]
"""Changes of the large mappings of a record: files, leaves, values looked up, entries, words of pages. None is for what is
gone."""


class PackedBuild(NamedTuple):
    """A record for the disk, or what of it is not in the changes."""

    stamp: str
    rest: tuple[Any, ...]
    files: PackedFiles
    leaves: tuple[Any, ...]
    reads: PackedReads
    entries: tuple[PackedTexts, PackedTexts, PackedTexts]
    worded: tuple[PackedTexts, bytes]


class KeptRecord(NamedTuple):
    """How a record lies on the disk."""

    base: bytes
    """Digest of the whole one."""
    size: int
    """Its bytes."""
    edits: Edits
    """What was changed in it since."""


def known_build(file: Path, stamp: str) -> tuple[KnownBuild, KeptRecord] | None:
    """The record in a file with what was changed since; None where there is none of this stamp, or where it is damaged."""
    try:
        found = _read(file)
        if found is None or found[0].stamp != stamp:
            return None
        packed, kept = found
        return _build(packed, kept.edits), kept
    except (ValueError, TypeError, EOFError):
        return None


def known_site(file: Path) -> KnownSite | None:
    """What a record tells of the site's files, whatever its stamp; None where there is none, or where it is damaged."""
    try:
        found = _read(file)
        return found and _site(found[0], found[1].edits[0])
    except (ValueError, TypeError, EOFError):
        return None


def _read(file: Path) -> tuple[PackedBuild, KeptRecord] | None:
    """The record without the changes, but for its rest. Raises ValueError, TypeError and EOFError where it is not one."""
    base = _whole(file)
    if base is None:
        return None
    digest, body = base
    packed = PackedBuild(*marshal.loads(body))  # noqa: S302  (whole, by its digest)
    edits: Edits = ({}, {}, {}, {}, {})
    later = _whole(_edits_of(file))
    if later is not None:
        of_base, later_rest, later_edits = marshal.loads(later[1])  # noqa: S302  (as above)
        if of_base == digest:
            packed, edits = packed._replace(rest=later_rest), later_edits
    return packed, KeptRecord(digest, len(body), edits)


def keep_build(
    file: Path, build: KnownBuild, before: KnownBuild | None = None, kept: KeptRecord | None = None
) -> None:
    """Keep the record for the next build; ``before`` is what this build knew, and ``kept`` how that lay on the disk.

    A build with names that cannot be packed leaves none.
    """
    if before is not None and kept is not None and build.leaves.rows is before.leaves.rows:
        edits = _edits(build, before, kept)
        body = marshal.dumps((kept.base, _rest(build), tuple(map(_plain, edits))))
        if len(body) * MOST_EDITS < kept.size:
            keep_file(_edits_of(file), hashlib.sha256(body).digest(), body)
            return
    with suppress(ValueError):
        body = marshal.dumps(tuple(_packed(build)))
        keep_file(file, hashlib.sha256(body).digest(), body)
        # It would not be taken for one of this record, but why leave it. Where it cannot be removed, it stays.
        with suppress(OSError):
            _edits_of(file).unlink()


def _edits_of(file: Path) -> Path:
    return file.with_name(f"{file.name}{EDITS}")


def _whole(file: Path) -> tuple[bytes, memoryview] | None:
    """A file's digest and the rest of it; None where they do not agree."""
    content, _ = kept_file(file) or (b"", 0)
    digest, body = content[:DIGEST_SIZE], memoryview(content)[DIGEST_SIZE:]
    return (digest, body) if body and hashlib.sha256(body).digest() == digest else None


def _rest(build: KnownBuild) -> tuple[Any, ...]:
    site = build.site
    return (
        site.folder,
        site.spare,
        site.differs,
        site.looked,
        site.moved and tuple(site.moved),
        tuple(build.untraced),
        build.plan.told_apart[1:],
    )


def _packed(build: KnownBuild) -> PackedBuild:
    files, entries, worded = build.site.files, build.plan.entries, build.plan.told_apart[0]
    leaves, reads = _packed_rows(build)
    return PackedBuild(
        stamp=build.stamp,
        rest=_rest(build),
        files=packed_files(files),
        leaves=tuple(leaves),
        reads=reads,
        entries=(
            packed_texts(entries),
            packed_texts(entries.whole),
            packed_texts(entries.apart_from_words),
        ),
        worded=(packed_texts(worded), packed_numbers(worded.values())),
    )


def _packed_rows(build: KnownBuild) -> tuple[PackedLeaves, PackedReads]:
    rows, known = build.leaves.rows, build.reads
    if not build.leaves.changes and not known.changes and rows.known_reads is known:
        return rows.packed, known.packed
    # What leaves looked up that were made anew since may be of no use to any.
    reads, numbers = packed_reads(known.used_by(trace.reads for trace in build.leaves.values()))
    return packed_leaves(build.leaves, numbers), reads


def _build(packed: PackedBuild, edits: Edits) -> KnownBuild:
    """The record with the changes. Raises ValueError and TypeError where it is not one."""
    of_files, of_leaves, of_reads, of_entries, of_words = edits
    entries = EntryMarks(*map(texts_in, packed.entries)).with_changes(of_entries)
    pages, checksums = packed.worded
    worded = dict(zip(texts_in(pages), numbers_in(checksums), strict=True))
    reads = KnownReads(of_reads, packed.reads)
    leaves = {name: trace and LeafTrace(*trace) for name, trace in of_leaves.items()}
    _apply(of_words, worded)
    return KnownBuild(
        stamp=packed.stamp,
        site=_site(packed, of_files),
        leaves=KnownLeaves(leaves, LeafRows(PackedLeaves(*packed.leaves), reads)),
        reads=reads,
        plan=PlanTrace(entries, (worded, *packed.rest[-1])),
        untraced=Untraced(*packed.rest[-2]),
    )


def _site(packed: PackedBuild, edits: Mapping[str, Any]) -> KnownSite:
    folder, spare, differs, looked, moved, *_ = packed.rest
    return KnownSite(
        folder=folder,
        spare=spare,
        differs=differs,
        files=KnownFiles(edits, FileRows(packed.files)),
        looked=looked,
        moved=moved and MovedFolder(*moved),
    )


def _edits(build: KnownBuild, before: KnownBuild, kept: KeptRecord) -> Edits:
    """All that has to be set in the record on the disk to make it this one."""
    of_files, _, _, of_entries, of_words = kept.edits
    # Not only what was written: a file that somebody put in its place meanwhile was carried over with another time.
    changed = build.site.files.changes_since(before.site.files)
    return (
        # Each edit leaves the search of a large index in another folder, thousands of files.
        before.site.files.worth_keeping({**of_files, **changed}),
        dict(build.leaves.changes),
        dict(build.reads.changes),
        {**of_entries, **build.plan.entries.changes_since(before.plan.entries)},
        {**of_words, **_changes(before.plan.told_apart[0], build.plan.told_apart[0])},
    )


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be set in the old mapping, and what to be removed (None), to make it the new one."""
    changed: dict[str, Any] = {name: None for name in old if name not in new}
    for name, value in new.items():
        before = old.get(name)
        # What was carried over is the same object.
        if before is not value and before != value:
            changed[name] = value
    return changed


def _apply(changed: Mapping[str, Any], part: dict[str, Any]) -> None:
    for name, value in changed.items():
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value


def _plain(part: Mapping[str, Any]) -> dict[str, Any]:
    """The same for `marshal`, which knows plain tuples only."""
    return {name: tuple(value) if isinstance(value, tuple) else value for name, value in part.items()}
