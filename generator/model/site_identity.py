"""What the site as a whole is called and where it lives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIdentity:
    """Name and addresses of one index. Addresses are None where nobody has said them."""

    name: str
    description: str
    language: str = "en"
    url: str | None = None
    """Where the site is published, with a slash at the end."""
    repository: str | None = None
    """Where the sources live, without a slash at the end."""
    branch: str = "main"
    commit: str | None = None
    """The revision of the sources that the site is made from."""
    content_folder: str = "content"
    """Path of the content inside the repository."""

    def absolute(self, address: str) -> str | None:
        """The full address of a page or file of the site."""
        return None if self.url is None else self.url + address

    def edit_address(self, source: str) -> str | None:
        """Where an editor changes a content file in the browser."""
        return self._in_repository("edit", source)

    def history_address(self, source: str) -> str | None:
        """Where the past versions of a content file are listed."""
        return self._in_repository("commits", source)

    def issue_address(self, form: str, **fields: str) -> str | None:
        """Where a reader fills in one of the repository's issue forms, some ``fields`` filled in already.

        Only GitHub has such forms; elsewhere None.
        """
        if not _has_issue_forms(self.repository):
            return None
        return f"{self.repository}/issues/new?{urlencode({'template': form, **fields}, quote_via=quote)}"

    def commit_address(self, commit: str) -> str | None:
        """Where one revision of the sources is shown."""
        return None if self.repository is None else f"{self.repository}/commit/{quote(commit)}"

    def _in_repository(self, action: str, source: str) -> str | None:
        if self.repository is None:
            return None
        # A folder may be called by bytes that are no text, and lies at these bytes.
        path = quote(f"{self.content_folder}/{source}", errors="surrogateescape")
        return f"{self.repository}/{action}/{quote(self.branch)}/{path}"


@lru_cache(maxsize=10)
def _has_issue_forms(repository: str | None) -> bool:
    return "github" in (urlsplit(repository or "").hostname or "")
