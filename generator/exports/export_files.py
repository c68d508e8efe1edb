"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    address: str, name: str, papers: Sequence[PaperKey], library: Library, read: Callable[[str], bytes]
) -> OutputFile:
    """The references to some papers in the format called ``name``, made of the papers' own files.

    ``read`` gives one of those by its address: a paper stands in a dozen lists, and its entry is written once.
    """
    before, after = joined_entries(["\0"], name).split("\0")

    def entry(key: PaperKey) -> str:
        file = read(file_address(library.papers[key].key, name)).decode()
        return file[len(before) : len(file) - len(after)]

    return OutputFile(address, joined_entries([entry(key) for key in papers], name).encode())
