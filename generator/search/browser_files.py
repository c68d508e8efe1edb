"""The browser's part: modules and styles without their comments, stop words and pairs of spellings."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.search.other_spellings import OTHER_BEGINNING, OTHER_WORD
from generator.search.stemming import STOP_WORDS
from generator.text.script_text import without_comments

ASSETS = "assets/search"

PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (PACKAGE.parent / "site_templates", PACKAGE / "site_templates")
"""Beside the package in a checkout, inside it in a wheel."""

IMPORTED = re.compile(r'"\./(?!(?:box|results)\.js")([a-z-]+\.js)"')
"""A module named in another one; the two entry points are named by pages under their plain addresses."""

STAMPED = re.compile(r'"\./([a-z-]+\.js\?[0-9a-f]+)"')
"""The same as it is served."""


def browser_files() -> list[OutputFile]:
    """Every module and style of the search, the stop words that it leaves out and the spellings that it holds for one.

    The modules that pages name keep their addresses; what they import carries a digest of all modules behind a
    question mark, so that a browser never mixes modules of two builds.
    """
    folder = source_folder()
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".js", ".css"))
    texts = {name: without_comments((folder / name).read_text("utf-8")) for name in names}
    texts["stop-words.js"] = stop_words()
    texts["spelling-pairs.js"] = spelling_pairs()
    digest = hashlib.sha256("".join(texts.values()).encode()).hexdigest()[:8]
    return [
        OutputFile(address_of(name), IMPORTED.sub(rf'"./\1?{digest}"', text).encode())
        for name, text in texts.items()
    ]


def modules_behind(entry: str, files: Iterable[OutputFile]) -> list[str]:
    """The addresses of all modules that an entry point imports, at any remove, as it imports them.

    A page that names them lets a browser fetch them at once instead of one layer after the other.
    """
    texts = {file.address: file.content.decode() for file in files if file.address.endswith(".js")}
    found: list[str] = []
    waiting = [address_of(entry)]
    while waiting:
        for name in STAMPED.findall(texts[waiting.pop().partition("?")[0]]):
            if address_of(name) not in found:
                found.append(address_of(name))
                waiting.append(address_of(name))
    return sorted(found)


def source_folder() -> Path:
    """Where the modules lie."""
    return next(place / ASSETS for place in PLACES if (place / ASSETS).is_dir())


def address_of(name: str) -> str:
    """Where a module is served."""
    return f"{ASSETS}/{name}"


def stop_words() -> str:
    """The stop words as a module: those that the index was made with."""
    return (
        "/*! the stop words of lunr, MIT licence */\n"
        f'export const stopWords = new Set("{" ".join(sorted(STOP_WORDS))}".split(" "));\n'
    )


def spelling_pairs() -> str:
    """The tables of `other_spellings` as a module."""
    return (
        f"export const beginnings = {_pairs(OTHER_BEGINNING)};\n"
        f"export const wholeWords = new Map({_pairs(OTHER_WORD)});\n"
    )


def _pairs(table: dict[str, str]) -> str:
    told = " ".join(f"{one}/{other}" for one, other in table.items())
    return f'{json.dumps(told)}.split(" ").map((pair) => pair.split("/"))'
