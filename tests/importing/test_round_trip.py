"""What the index exports as RIS and CSL-JSON, read again by its own importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from generator.exports.csl_json import csl_document, csl_item, csl_line
from generator.exports.ris import ris_record
from generator.importing.bibliography import Bibliography
from generator.importing.csl_items import read_csl
from generator.importing.ris_file import read_ris
from generator.indexes.references import Reference, reference_to
from generator.loading.library_loader import load_content
from tests.support.papers import HERE
from tests.support.repository import ROOT


def by_ris(references: Sequence[Reference]) -> Bibliography:
    return read_ris("".join(map(ris_record, references)).replace("\r\n", "\n"), "all.ris")


def by_csl(references: Sequence[Reference]) -> Bibliography:
    return read_csl(csl_document(csl_line(csl_item(one)) for one in references), "all.csl.json")


@pytest.mark.parametrize("sent_and_read", [by_ris, by_csl])
def test_what_the_index_exports_comes_back_the_same(
    sent_and_read: Callable[[Sequence[Reference]], Bibliography],
) -> None:
    library = load_content(ROOT / "content", ROOT).library
    references = [reference_to(paper, library, HERE) for paper in library.papers.values()]
    found = sent_and_read(references)
    assert found.problems == ()
    for paper, back, reference in zip(library.papers.values(), found.papers, references, strict=True):
        assert back.title == reference.plain_title
        # Neither format says that the initials of "Prathosh A. P." come last.
        assert [sorted(name.split()) for name in back.authors] == [
            sorted(name.split()) for name in paper.authors
        ]
        assert back.arxiv == paper.links.arxiv
        assert (back.doi or "") == (paper.links.doi or "").lower()
