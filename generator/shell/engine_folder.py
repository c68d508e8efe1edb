"""Reading what an engine wrote: the marked page, and the files that go to the site as they are."""

from __future__ import annotations

import os
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
    return {
        address: Path(path)
        for address, path in plain_files(folder).items()
        if not address.startswith(first) and address not in NOT_OURS and not address.endswith(".map")
    }


def plain_files(folder: Path) -> dict[str, str]:
    """The path of every file below ``folder`` by its address, in their order."""
    # Every build asks for some hundred, and path objects take longer than the system.
    start = len(os.fspath(folder)) + 1
    paths = sorted(f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)
    return {path[start:]: path for path in paths if os.path.isfile(path)}  # noqa: PTH113
