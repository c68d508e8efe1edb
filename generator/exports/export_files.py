"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.exports.citation import FILE_FORMATS, file_address, is_citable, joined_entries, written_entry
from generator.exports.plan import ExportPlan
from generator.indexes.references import reference_to
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable


class ReferenceWriter:
    """Writes files of references. A paper stands in a dozen lists; its entry is written once for each format."""

    def __init__(
        self,
        library: Library,
        identity: SiteIdentity,
        formats: Sequence[str] = tuple(FILE_FORMATS),
        known: Callable[[PaperKey, str], bytes | None] = lambda *_: None,
    ) -> None:
        """``formats`` are those of FILE_FORMATS that the site has.

        ``known`` gives a paper's file in one of them where the last site has it as it would be written now.
        """
        self._library = library
        self._formats = formats
        self._identity = identity
        self._known = known
        self._entries: dict[PaperKey, dict[str, str]] = {}

    def of_paper(self, key: PaperKey) -> Iterator[OutputFile]:
        """The files of one paper; none for a removed one."""
        paper = self._library.papers[key]
        if is_citable(paper):
            for name in self._formats:
                content = joined_entries([self._entry(key, name)], name).encode()
                yield OutputFile(file_address(key, name), content, paper.source)

    def of_list(self, address: str, name: str, papers: Sequence[PaperKey]) -> OutputFile:
        """The references to some papers in the format called ``name``."""
        return OutputFile(address, joined_entries([self._entry(key, name) for key in papers], name).encode())

    def _entry(self, key: PaperKey, name: str) -> str:
        paper = self._library.papers[key]
        written = self._entries.setdefault(key, {})
        if name not in written:
            known = self._known(key, name)
            if known is not None:
                written[name] = entry_in(known.decode(), name)
            else:
                reference = reference_to(paper, self._library, self._identity)
                written.update((name, encodable(written_entry(reference, name))) for name in self._formats)
        return written[name]


def entry_in(file: str, name: str) -> str:
    """The entry in a file that holds one: what `joined_entries` made a file of."""
    before, after = joined_entries(["\0"], name).split("\0")
    return file[len(before) : len(file) - len(after)]


def export_files(library: Library, identity: SiteIdentity, plan: ExportPlan) -> Iterator[OutputFile]:
    """Every file of references, one at a time."""
    writer = ReferenceWriter(library, identity, plan.formats)
    for key in library.papers:
        yield from writer.of_paper(key)
    for address, name, papers in plan.files():
        yield writer.of_list(address, name, papers)
