"""Links of hand-written pages as MkDocs treats them: only one to a file of the folder of pages is a file's.

MkDocs turns ``[about](about.md)`` into the page's address and leaves all other links as they were written, so that
``[topics](../topics/)`` leads to a generated page. Zensical takes every relative link for one to a file and moves it
a folder up. This extension of Python-Markdown, which Zensical runs for each page, gives the links that it should
leave alone a scheme of their own; `zensical_engine` takes it away from the finished page.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

AS_WRITTEN = "as-written:"
WHERE_LINKS_STAND = {"a": "href", "img": "src"}
RAW_LINK = re.compile(
    r"""(<(?:a|img|source|video|audio|link)\b[^>]*?\s(?:href|src)=["']?)([^"'>\s]*)""", re.IGNORECASE
)


def is_relative(link: str) -> bool:
    """Whether a link says a path from where it stands; a place on the page itself is none."""
    parts = urlsplit(link)
    return bool(parts.path) and not (parts.scheme or parts.netloc or parts.path.startswith("/"))


class _LinksOfMarkdown(Treeprocessor):
    """What was written as Markdown: a link to a file of ours stays for Zensical to follow."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, root: Element) -> None:
        # Zensical's own extension, which knows what page is being made.
        context: Any = self.md.preprocessors["rendering_context"]
        folder = posixpath.dirname(context.page.path)
        for element in root.iter():
            name = WHERE_LINKS_STAND.get(element.tag, "")
            link = element.get(name, "")
            if is_relative(link) and not self._leads_to_file(folder, link):
                element.set(name, AS_WRITTEN + link)

    def _leads_to_file(self, folder: str, link: str) -> bool:
        path = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(link).path)))
        return not path.startswith("..") and (self._docs / path).is_file()


class _LinksOfHtml(Postprocessor):
    """What was written as HTML, which MkDocs never looks into."""

    def run(self, text: str) -> str:
        blocks: list[Any] = self.md.htmlStash.rawHtmlBlocks
        for position, block in enumerate(blocks):
            if isinstance(block, str):
                blocks[position] = RAW_LINK.sub(_marked, block)
        return text


def _marked(match: re.Match[str]) -> str:
    return match[1] + (AS_WRITTEN if is_relative(match[2]) else "") + match[2]


class LinksAsWritten(Extension):
    """The extension; ``docs`` is the folder of the hand-written pages."""

    def __init__(self, **options: Any) -> None:
        self.config = {"docs": ["", "Folder of the hand-written pages"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        # After everything that makes links, and before stored HTML returns to the page.
        md.treeprocessors.register(
            _LinksOfMarkdown(md, Path(self.getConfig("docs"))), "paperindex_links", -10
        )
        md.postprocessors.register(_LinksOfHtml(md), "paperindex_raw_links", 100)


def makeExtension(**options: Any) -> LinksAsWritten:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls to load the extension."""
    return LinksAsWritten(**options)
