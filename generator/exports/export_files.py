"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.citation import FILE_FORMATS, file_address, is_citable, written_references
from generator.exports.plan import ExportPlan
from generator.indexes.references import Reference, reference_to
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable


def export_files(library: Library, identity: SiteIdentity, plan: ExportPlan) -> Iterator[OutputFile]:
    """Every file of references, made one at a time."""
    references = {
        key: reference_to(paper, library, identity)
        for key, paper in library.papers.items()
        if is_citable(paper)
    }
    for key, reference in references.items():
        for name in FILE_FORMATS:
            content = _bytes([reference], name)
            yield OutputFile(file_address(key, name), content, library.papers[key].source)
    for address, name, papers in plan.files():
        yield OutputFile(address, _bytes(_of(papers, references), name))


def _of(papers: tuple[PaperKey, ...], references: dict[PaperKey, Reference]) -> list[Reference]:
    return [references[key] for key in papers]


def _bytes(references: list[Reference], format_name: str) -> bytes:
    return encodable(written_references(references, format_name)).encode()
