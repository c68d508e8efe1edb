"""The files of references: one set for each paper, one for each list worth taking along."""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.citation import file_address, is_citable, joined_entries, written_entry
from generator.exports.plan import ExportPlan
from generator.indexes.references import reference_to
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable


def export_files(library: Library, identity: SiteIdentity, plan: ExportPlan) -> Iterator[OutputFile]:
    """Every file of references, one at a time."""
    # A paper stands in a dozen lists; its entry is written once for each format.
    entries: dict[str, dict[PaperKey, str]] = {name: {} for name in plan.formats}
    for key, paper in library.papers.items():
        if is_citable(paper):
            reference = reference_to(paper, library, identity)
            for name, written in entries.items():
                written[key] = encodable(written_entry(reference, name))
                content = joined_entries([written[key]], name).encode()
                yield OutputFile(file_address(key, name), content, paper.source)
    for address, name, papers in plan.files():
        yield OutputFile(address, joined_entries([entries[name][key] for key in papers], name).encode())
