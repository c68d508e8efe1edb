"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from generator.exports.citation import FILE_FORMATS, file_address, is_citable, joined_entries, written_entry
from generator.indexes.references import reference_to
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable

MOST_TOUCHED = 40
"""Entries to be taken out of a list or put in; with more it takes as long to put all of it together."""


def paper_references(
    paper: Paper, library: Library, identity: SiteIdentity, formats: Sequence[str] = tuple(FILE_FORMATS)
) -> Iterator[OutputFile]:
    """The files of one paper, in those of FILE_FORMATS that the site has; none for a removed one."""
    if is_citable(paper):
        reference = reference_to(paper, library, identity)
        for name in formats:
            content = joined_entries([encodable(written_entry(reference, name))], name).encode()
            yield OutputFile(file_address(paper.key, name), content, paper.source)


def list_of_references(
    address: str, name: str, papers: Sequence[PaperKey], entry: Callable[[str, str], bytes]
) -> OutputFile:
    """The references to some papers in the format called ``name``, made of the papers' own files.

    ``entry`` gives what stands in one of those, by its address and its format: see `entry_in`.
    """
    before, between, after = around_entries(name)
    if not papers:
        return OutputFile(address, joined_entries([], name).encode())
    entries = [entry(file_address(key, name), name) for key in papers]
    return OutputFile(address, before + between.join(entries) + after)


def list_again(
    left: bytes,
    name: str,
    before: Sequence[PaperKey],
    papers: Sequence[PaperKey],
    touched: AbstractSet[PaperKey],
    entry_before: Callable[[PaperKey], bytes | None],
    entry: Callable[[PaperKey], bytes],
) -> bytes | None:
    """The list that was ``left`` with the papers that it has now, where it had those ``before``: of a long one nearly all would
    be read otherwise, to be written as it was. None where it has to be put together anew.

    Only ``touched`` papers stand elsewhere, or with another entry. ``entry_before`` gives what an entry was, or None where
    nobody knows, and ``entry`` what it is.
    """
    head, between, tail = around_entries(name)
    places = {key: place for place, key in enumerate(papers) if key in touched}
    gone = [key for key in before if key in touched]
    if not (papers and before) or len(places) + len(gone) > MOST_TOUCHED:
        return None
    if [key for key in before if key not in touched] != [key for key in papers if key not in touched]:
        return None
    if not (left.startswith(head) and left.endswith(tail)):
        return None
    # Now something stands before and behind each entry alike.
    entries = between + left[len(head) : len(left) - len(tail)] + between
    for key in gone:
        old = entry_before(key)
        found = None if old is None else _only_place(between + old + between, entries)
        if old is None or found is None:
            return None
        entries = entries[:found] + entries[found + len(between) + len(old) :]
    for key, place in places.items():
        found = 0
        if place:
            # Whoever stands there now has been put already.
            beside = between + entry(papers[place - 1])
            at = _only_place(beside + between, entries)
            if at is None:
                return None
            found = at + len(beside)
        entries = entries[:found] + between + entry(key) + entries[found:]
    return head + entries[len(between) : len(entries) - len(between)] + tail


def _only_place(piece: bytes, content: bytes) -> int | None:
    """Where it stands; None where it does nowhere, or in several places."""
    place = content.find(piece)
    # What stands between entries belongs to the one before and to the one behind.
    return place if place >= 0 and content.find(piece, place + 1) < 0 else None


def entry_in(file: bytes, name: str) -> bytes:
    """The entry of a paper's own file in the format called ``name``, as it stands in a list."""
    before, _, after = around_entries(name)
    return file[len(before) : len(file) - len(after)]


@cache
def around_entries(name: str) -> tuple[bytes, bytes, bytes]:
    """What stands before, between and after the entries of a list."""
    before, between, after = joined_entries(["\0", "\0"], name).encode().split(b"\0")
    return before, between, after
