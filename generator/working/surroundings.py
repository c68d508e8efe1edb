"""What every result depends on besides the content: the program itself, and the packages it was installed with."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path


@cache
def installed_packages() -> tuple[str, ...]:
    """The packages beside ours with their versions, as their folders tell: each may change what is printed."""
    found = {
        name
        for place in sys.path
        if os.path.isdir(place)  # noqa: PTH112 - sys.path holds plain texts
        for name in os.listdir(place)  # noqa: PTH208
        if name.endswith((".dist-info", ".egg-info"))
    }
    return tuple(sorted(found))


@cache
def program_digest() -> str:
    """A digest of the program's code, of Python's version and of the packages installed."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(
        "\n".join((sys.version, *installed_packages())).encode("utf-8", "surrogateescape")
    )
    for folder, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                with open(f"{folder}/{name}", "rb") as stream:  # noqa: PTH123  (five hundred files, at each build)
                    digest.update(f"\0{name}\0".encode() + stream.read())
    return digest.hexdigest()
