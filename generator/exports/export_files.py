"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from generator.exports.citation import FILE_FORMATS, file_address, is_citable, joined_entries, written_entry
from generator.indexes.references import reference_to
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable


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


def entry_in(file: bytes, name: str) -> bytes:
    """The entry of a paper's own file in the format called ``name``, as it stands in a list."""
    before, _, after = around_entries(name)
    return file[len(before) : len(file) - len(after)]


@cache
def around_entries(name: str) -> tuple[bytes, bytes, bytes]:
    """What stands before, between and after the entries of a list."""
    before, between, after = joined_entries(["\0", "\0"], name).encode().split(b"\0")
    return before, between, after
