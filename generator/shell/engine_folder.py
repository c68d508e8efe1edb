"""Reading what an engine wrote: the marked page, and the files that go to the site as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.engine_site import EngineSite
from generator.pages.frame import MARKED_ADDRESS
from generator.shell.identity import site_identity

if TYPE_CHECKING:
    # A build from the cache, or with another engine, starts no MkDocs.
    from mkdocs.config.defaults import MkDocsConfig

NOT_OURS = ("sitemap.xml", "sitemap.xml.gz", "objects.inv")
"""An engine's sitemap lists only its own pages; ours lists all."""


def read_engine_folder(folder: Path, config: MkDocsConfig) -> EngineSite:
    """The engine's output lying in ``folder``. Raises FileNotFoundError where MkDocs made no marked page."""
    marked = folder / MARKED_ADDRESS / "index.html"
    return EngineSite(
        identity=site_identity(config),
        frame=marked.read_text(encoding="utf-8"),
        files=engine_files(folder),
    )


def engine_files(folder: Path) -> dict[str, Path]:
    """Every file below ``folder`` by its address, but for the marked page and the engine's own sitemap."""
    first = MARKED_ADDRESS.split("/", 1)[0] + "/"
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {
        address: path
        for address, path in sorted(found.items())
        if not address.startswith(first) and address not in NOT_OURS and not address.endswith(".map")
    }
