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

from generator.working.entry_marks import EntryMark
from generator.working.kept_files import keep_file, kept_file
from generator.working.traces import KnownBuild, KnownSite, LeafTrace, PlanTrace

EDITS = ".edits"
"""Ending of the file with later changes."""
MOST_EDITS = 8
"""So many times smaller than the record are the changes, or it is written whole again."""
DIGEST_SIZE = hashlib.sha256().digest_size

Parts = tuple[dict[str, Any], ...]
"""The large mappings of a record: files, leaves, values looked up, entries, descriptions. In changes, None is for what
is gone."""


class KeptRecord(NamedTuple):
    """How a record lies on the disk."""

    base: bytes
    """Digest of the whole one."""
    size: int
    """Its bytes."""
    edits: Parts
    """What was changed in it since."""


def known_build(file: Path, stamp: str) -> tuple[KnownBuild, KeptRecord] | None:
    """The record in a file with what was changed since; None where there is none of this stamp, or where it is damaged."""
    base = _whole(file)
    if base is None:
        return None
    digest, body = base
    try:
        kept_stamp, rest, parts = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        if kept_stamp != stamp:
            return None
        edits: Parts = tuple({} for _ in parts)
        later = _whole(_edits_of(file))
        if later is not None:
            of_base, later_rest, later_edits = marshal.loads(later[1])  # noqa: S302  (as above)
            if of_base == digest:
                rest, edits = later_rest, later_edits
                for part, changed in zip(parts, edits, strict=True):
                    _apply(changed, part)
        return _build(stamp, rest, parts), KeptRecord(digest, len(body), edits)
    except (ValueError, TypeError, EOFError):
        return None


def keep_build(
    file: Path, build: KnownBuild, before: KnownBuild | None = None, kept: KeptRecord | None = None
) -> None:
    """Keep the record for the next build; ``before`` is what this build knew, and ``kept`` how that lay on the disk."""
    if before is not None and kept is not None:
        edits = tuple(
            {**known, **_changes(old, new)}
            for known, old, new in zip(kept.edits, _parts(before), _parts(build), strict=True)
        )
        body = marshal.dumps((kept.base, _rest(build), tuple(map(_plain, edits))))
        if len(body) * MOST_EDITS < kept.size:
            keep_file(_edits_of(file), hashlib.sha256(body).digest() + body)
            return
    files, leaves, reads, *others = map(_plain, _parts(build))
    used = set().union(*(trace.reads for trace in build.leaves.values()))
    reads = {read: digest for read, digest in reads.items() if read in used}
    body = marshal.dumps((build.stamp, _rest(build), (files, leaves, reads, *others)))
    keep_file(file, hashlib.sha256(body).digest() + body)
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


def _parts(build: KnownBuild) -> tuple[Mapping[str, Any], ...]:
    return build.site.files, build.leaves, build.reads, build.plan.entries, build.plan.told_apart[0]


def _rest(build: KnownBuild) -> tuple[Any, ...]:
    site = build.site
    return site.folder, site.spare, site.differs, build.plan.told_apart[1:]


def _build(stamp: str, rest: tuple[Any, ...], parts: Parts) -> KnownBuild:
    folder, spare, differs, told_apart = rest
    files, leaves, reads, entries, described = parts
    return KnownBuild(
        stamp=stamp,
        site=KnownSite(folder=folder, spare=spare, differs=differs, files=files),
        leaves={name: LeafTrace(*trace) for name, trace in leaves.items()},
        reads=reads,
        plan=PlanTrace({key: EntryMark(*mark) for key, mark in entries.items()}, (described, *told_apart)),
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
