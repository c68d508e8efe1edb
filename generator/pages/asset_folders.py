"""Browser modules that belong together: a folder whose name changes with their content.

Modules name each other by relative paths, so a digest in the folder's name keeps whole sets together: a page never
mixes modules of two builds, and every file can be cached for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator.text.script_text import without_comments

FOLDERS = ("offline", "reading-list")
"""The search's folder is not among them: generator/search hands its modules out itself."""


def module_folders(templates: tuple[Path, ...]) -> dict[str, bytes]:
    """The modules of all folders, without comments, by name: ``reading-list/store.js``.

    An index's own file wins over the tool's of the same name.
    """
    found: dict[str, bytes] = {}
    for place in reversed(templates):
        for folder in FOLDERS:
            for path in sorted((place / "assets" / folder).glob("*.js")):
                found[f"{folder}/{path.name}"] = without_comments(path.read_text("utf-8")).encode()
    return found


def folder_addresses(modules: Mapping[str, bytes]) -> dict[str, str]:
    """Where each module is served: ``assets/reading-list.1f3c9a02/store.js``."""
    addresses = {}
    for folder in FOLDERS:
        names = sorted(name for name in modules if name.startswith(f"{folder}/"))
        digest = hashlib.sha256(b"\0".join(modules[name] for name in names)).hexdigest()[:8]
        for name in names:
            addresses[name] = f"assets/{folder}.{digest}/{name.partition('/')[2]}"
    return addresses
