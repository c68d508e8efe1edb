"""The page of the reading list, and the former ids that a list may still hold."""

from __future__ import annotations

import json

from generator.exports.citation import FILE_FORMATS
from generator.indexes.addresses import READING_LIST
from generator.model.extent import FULL
from generator.model.later_papers import aliases_of
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.printer import ROOT_MARK

ALIASES = "aliases.json"
SHORT = {"bibtex": "bib", "ris": "ris", "csl-json": "csl"}
"""What reading-list/exchange.js calls the formats of references."""


def reading_list_page(context: PageContext) -> PageParts:
    """The page that a script fills with what the reader's browser keeps."""
    style = context.assets.address_of("reading-list.css")
    references = context.extent.references
    labels = ", ".join(FILE_FORMATS[name][1] for name in references)
    return PageParts(
        address=READING_LIST,
        title="Reading list",
        description=f"Papers saved in your browser, with notes: take them along as {labels} or Markdown, or share them by link.",
        body=context.printer.print(
            "reading_list.html",
            formats="" if references == FULL.references else " ".join(SHORT[name] for name in references),
        ),
        head=f'<link rel="stylesheet" href="{ROOT_MARK}/{style}">\n',
        section="reading-list",
    )


def aliases_file(library: Library) -> OutputFile:
    """Every former id and the id the paper has now, so that lists kept in browsers follow a renaming."""
    aliases = {alias: key for key, own in aliases_of(library.papers).items() for alias in own}
    text = json.dumps(dict(sorted(aliases.items())), indent=0, ensure_ascii=False)
    return OutputFile(ALIASES, f"{text}\n".encode())
