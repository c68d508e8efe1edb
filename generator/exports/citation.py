"""The cite box of a paper page: every form of its reference, ready to copy and to download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator.exports.bibtex import bibtex_entry
from generator.exports.csl_json import csl_document, csl_item, csl_line
from generator.exports.formatted import Words, apa, as_html, as_text, ieee
from generator.exports.ris import ris_record
from generator.indexes.references import REFERENCES_KEPT, Reference, reference_to
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.many_authors import MOST_NAMED
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.html_words import finished

FILE_FORMATS = {"bibtex": (".bib", "BibTeX"), "ris": (".ris", "RIS"), "csl-json": (".csl.json", "CSL-JSON")}
"""The formats that are files, with ending and label, in the order in which pages offer them."""
_ENDINGS = frozenset(ending for ending, _ in FILE_FORMATS.values())
SENTENCES = {"apa": ("APA 7", apa), "ieee": ("IEEE", ieee)}
"""The forms to be read, with label and writer."""
LONGEST_ABSTRACT = 10_000
"""Letters; three times as many as a long one has. Three formats say it again on a page that has it already, and no page may
take more than 200 kB.
"""

_latest: dict[PaperKey, tuple[Reference, dict[str, str]]] = {}
"""What was written of the references asked for last: a paper's page shows what its files hold."""


class CitationForm(NamedTuple):
    """A paper's reference in one format."""

    name: str
    """``bibtex``, ``apa``, ``ieee``, ``ris`` or ``csl-json``."""
    label: str
    written: str = ""
    """What its file holds; empty for the sentences, and where the file holds too much for a page."""
    sentence: tuple[Words, ...] = ()
    address: str | None = None
    """The file to download, from the site's root; None for the sentences."""

    @property
    def text(self) -> str:
        """The reference as plain text, to be escaped by whoever prints it."""
        return self.written or as_text(self.sentence)

    @property
    def html(self) -> Markup | None:
        """A sentence as finished HTML; None for what a file holds."""
        return finished(as_html(self.sentence)) if self.sentence else None


class Citation(NamedTuple):
    """How to cite one paper."""

    key: str
    """What stands in the citing text. It is the paper's id and never changes."""
    forms: tuple[CitationForm, ...]


def citation_key(paper: Paper) -> str:
    """The key under which the paper is cited: its permanent id, so no other paper can ever change it."""
    return paper.key


def file_address(paper: PaperKey, format_name: str) -> str:
    """Where one paper's reference lies in one of the FILE_FORMATS."""
    return f"papers/{paper}{FILE_FORMATS[format_name][0]}"


def paper_of_file(address: str) -> PaperKey | None:
    """The paper whose reference lies at an address; None for any other file."""
    folder, _, name = address.rpartition("/")
    key, dot, ending = name.partition(".")
    return key if folder == "papers" and f"{dot}{ending}" in _ENDINGS else None


def is_citable(paper: Paper) -> bool:
    """Whether the index still offers the paper's reference; of a removed paper only its id is kept."""
    return paper.status != "removed"


def citation_of(
    paper: Paper, library: Library, identity: SiteIdentity, extent: Extent = FULL
) -> Citation | None:
    """The paper's reference in every form that the site has, None for a removed paper."""
    if not is_citable(paper):
        return None
    reference = reference_to(paper, library, identity)
    files = [
        CitationForm(
            name=name,
            label=FILE_FORMATS[name][1],
            written=_shown(reference, name),
            address=file_address(paper.key, name),
        )
        for name in extent.references
    ]
    sentences = [_spoken(name, reference) for name in extent.sentences]
    # What most papers are written with comes first, then what can be pasted anywhere.
    return Citation(key=citation_key(paper), forms=(*files[:1], *sentences, *files[1:]))


def _shown(reference: Reference, format_name: str) -> str:
    """What a page shows of a file."""
    if len(reference.authors) > MOST_NAMED or len(reference.abstract or "") > LONGEST_ABSTRACT:
        return ""
    return written_reference(reference, format_name).rstrip().replace("\r\n", "\n")


def _spoken(name: str, reference: Reference) -> CitationForm:
    label, words_of = SENTENCES[name]
    return CitationForm(name=name, label=label, sentence=words_of(reference))


def written_reference(reference: Reference, format_name: str) -> str:
    """The whole text of one paper's file in one format."""
    return joined_entries([written_entry(reference, format_name)], format_name)


def written_entry(reference: Reference, format_name: str) -> str:
    """One entry as it stands in a file of many."""
    same, written = _latest.get(reference.key, (None, {}))
    if same is not reference:
        if len(_latest) >= REFERENCES_KEPT:
            _latest.clear()
        written = {}
        _latest[reference.key] = reference, written
    if format_name not in written:
        written[format_name] = _entry(reference, format_name)
    return written[format_name]


def _entry(reference: Reference, format_name: str) -> str:
    if format_name == "csl-json":
        return csl_line(csl_item(reference))
    return ris_record(reference) if format_name == "ris" else bibtex_entry(reference)


def joined_entries(entries: Sequence[str], format_name: str) -> str:
    """Written entries as a whole file."""
    if format_name == "csl-json":
        return csl_document(entries)
    return ("" if format_name == "ris" else "\n").join(entries)
