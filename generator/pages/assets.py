"""The site's own style sheet and scripts, under names that change with their content.

A name that holds a digest of the file can be cached for ever: a changed file has another name, so no page
ever meets a style sheet of another build. Icons named in the style sheet (``icon:NAME``) are drawn into it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from generator.model.output_file import OutputFile
from generator.pages.asset_folders import folder_addresses, module_folders

SUFFIXES = (".css", ".js")
ICON = re.compile(r"icon:([a-z-]+)")
CSS_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SEARCH_STYLE = "assets/search/search.css"
SEARCH_BOX = "assets/search/box.js"


class MissingIcon(Exception):
    """A style sheet names an icon that no template folder draws."""


class Assets(NamedTuple):
    """Files of the site and the addresses they got."""

    files: tuple[OutputFile, ...]
    addresses: Mapping[str, str]
    """Address by name: ``site.css`` → ``assets/site.1f3c9a02.css``."""

    def address_of(self, name: str) -> str:
        """Where the asset called ``name`` lies, relative to the site's root."""
        return self.addresses[name]

    def head(self, root: str) -> str:
        """What every page's head loads; ``root`` is the way to the site's root, without the final slash."""
        return (
            f'<link rel="stylesheet" href="{root}/{self.address_of("site.css")}">\n'
            f'<link rel="stylesheet" href="{root}/{SEARCH_STYLE}">\n'
            f'<link rel="icon" type="image/svg+xml" href="{root}/{self.address_of("mark.svg")}">\n'
            f'<script type="module" src="{root}/{self.address_of("site.js")}"></script>\n'
            f'<script type="module" src="{root}/{SEARCH_BOX}"></script>\n'
            f'<script type="module" src="{root}/{self.address_of("reading-list/buttons.js")}"></script>\n'
            f'<script type="module" src="{root}/{self.address_of("offline/register.js")}"></script>\n'
        )


def site_assets(templates: tuple[Path, ...]) -> Assets:
    """The assets of all template folders; an index's own file wins over the tool's of the same name.

    Raises MissingIcon when a style sheet names an icon that is not there.
    """
    icons = {path.stem: path for path in _files(templates, "assets/icons", (".svg",)).values()}
    sources = _files(templates, "assets", SUFFIXES)
    contents = {name: _finished(path, icons) for name, path in sources.items()}
    if "mark" in icons:
        contents["mark.svg"] = icons["mark"].read_bytes()
    addresses = {name: _address(name, content) for name, content in contents.items()}
    modules = module_folders(templates)
    contents.update(modules)
    addresses.update(folder_addresses(modules))
    files = tuple(OutputFile(addresses[name], content) for name, content in sorted(contents.items()))
    return Assets(files, dict(sorted(addresses.items())))


def _files(templates: tuple[Path, ...], folder: str, suffixes: tuple[str, ...]) -> dict[str, Path]:
    """The files directly in ``folder``, by name, from the first template folder that has them."""
    found: dict[str, Path] = {}
    for place in reversed(templates):
        for path in sorted((place / folder).glob("*")):
            if path.suffix in suffixes and path.is_file():
                found[path.name] = path
    return found


def _finished(path: Path, icons: Mapping[str, Path]) -> bytes:
    if path.suffix != ".css":
        return path.read_bytes()
    text = CSS_COMMENT.sub("", path.read_text(encoding="utf-8"))
    return ICON.sub(lambda match: _icon_address(match[1], icons), text).encode()


def _icon_address(name: str, icons: Mapping[str, Path]) -> str:
    if name not in icons:
        raise MissingIcon(f"there is no icon '{name}' in assets/icons/")
    drawing = icons[name].read_text(encoding="utf-8").strip().replace('"', "'")
    return "data:image/svg+xml," + quote(drawing, safe=" ='/:.,-")


def _address(name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
