"""Which pages of the large families are planned: all, or those that somebody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

LATER_PAGE = re.compile(r"page/\d+/\Z")


class Choice:
    """Papers, names, tags and times have a folder each, of which there may be very many."""

    def __init__(self, files: AbstractSet[str] | None = None) -> None:
        """``files`` are addresses of pages: ``authors/ada-lovelace/page/2/index.html``. None asks for all."""
        self.is_all = files is None
        self._pages = {file.removesuffix("index.html") for file in files or ()}
        self._lists = {LATER_PAGE.sub("", page) for page in self._pages}
        self._folders = {page[: end + 1] for page in self._pages for end in _ends_of_folders(page)}

    def has(self, folder: str) -> bool:
        """Whether a page in ``folder`` (``authors/ada-lovelace/``) or below it is asked for."""
        return self.is_all or folder in self._folders

    def has_list(self, address: str) -> bool:
        """Whether a page of the list that begins at ``address`` (``authors/``) is asked for."""
        return self.is_all or address in self._lists

    def has_page(self, address: str) -> bool:
        """Whether the page at ``address`` is asked for."""
        return self.is_all or address in self._pages


def _ends_of_folders(page: str) -> Iterator[int]:
    return (place for place, sign in enumerate(page) if sign == "/")


ALL = Choice()
