"""Which pages of the large families are planned: all, or those that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet


class Choice:
    """Papers, names, tags and times have a folder each, of which there may be very many."""

    def __init__(self, files: AbstractSet[str] | None = None) -> None:
        """``files`` are addresses of pages: ``authors/ada-lovelace/page/2/index.html``. None asks for all."""
        self.is_all = files is None
        self._folders = {file[: end + 1] for file in files or () for end in _ends_of_folders(file)}

    def has(self, folder: str) -> bool:
        """Whether a page in ``folder`` (``authors/ada-lovelace/``) or below it is asked for."""
        return self.is_all or folder in self._folders


def _ends_of_folders(file: str) -> Iterator[int]:
    return (place for place, sign in enumerate(file) if sign == "/")


ALL = Choice()
