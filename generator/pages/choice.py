"""Which pages of the large families are planned: all, or those that somebody asks for."""

from __future__ import annotations

from collections.abc import Set as AbstractSet


class Choice:
    """Papers, people, organisations and venues have a folder each, of which there may be very many."""

    def __init__(self, files: AbstractSet[str] | None = None) -> None:
        """``files`` are addresses of pages: ``authors/ada-lovelace/page/2/index.html``. None asks for all."""
        self.is_all = files is None
        self._folders = {"/".join([*file.split("/")[:2], ""]) for file in files or ()}

    def has(self, folder: str) -> bool:
        """Whether a page in ``folder`` (``authors/ada-lovelace/``) or below it is asked for."""
        return self.is_all or folder in self._folders


ALL = Choice()
