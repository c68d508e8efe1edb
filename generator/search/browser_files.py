"""The browser's part: modules and styles without their comments, and the pieces cut from lunr.js."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

from generator.model.output_file import OutputFile

ASSETS = "assets/search"

PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (PACKAGE.parent / "site_templates", PACKAGE / "site_templates")
"""Beside the package in a checkout, inside it in a wheel."""

COMMENT_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{2,}")

IMPORTED = re.compile(r'"\./(?!(?:box|results)\.js")([a-z-]+\.js)"')
"""A module named in another one; the two entry points are named by pages under their plain addresses."""

LUNR = "contrib/search/templates/search/lunr.js"
STEMMER = re.compile(r"^lunr\.stemmer = \(function\(\)\{\n.*?^\}\)\(\);\n", re.DOTALL | re.MULTILINE)
STOP_WORDS = re.compile(
    r"^lunr\.stopWordFilter = lunr\.generateStopWordFilter\(\[(.*?)\]\)", re.DOTALL | re.MULTILINE
)
VERSION = re.compile(r'^lunr\.version = "([^"]+)"', re.MULTILINE)
TRAILING_COMMENT = re.compile(r"[ \t]+//[^\n\"']*$", re.MULTILINE)


class LunrFault(Exception):
    """The installed lunr.js is not built as this module knows it."""


def browser_files() -> list[OutputFile]:
    """Every module and style of the search, and the part of lunr.js that it uses.

    The modules that pages name keep their addresses; what they import carries a digest of all modules behind a
    question mark, so that a browser never mixes modules of two builds.
    """
    folder = source_folder()
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".js", ".css"))
    texts = {name: without_comments((folder / name).read_text("utf-8")) for name in names}
    texts["lunr-parts.js"] = lunr_parts()
    digest = hashlib.sha256("".join(texts.values()).encode()).hexdigest()[:8]
    return [
        OutputFile(address_of(name), IMPORTED.sub(rf'"./\1?{digest}"', text).encode())
        for name, text in texts.items()
    ]


def source_folder() -> Path:
    """Where the modules lie."""
    return next(place / ASSETS for place in PLACES if (place / ASSETS).is_dir())


def address_of(name: str) -> str:
    """Where a module is served."""
    return f"{ASSETS}/{name}"


def without_comments(text: str) -> str:
    """The text without lines of comment and without indentation.

    Only whole lines go: our modules keep comments on lines of their own and have no text over several
    lines, so nothing else can begin with a comment's signs.
    """
    text = COMMENT_LINE.sub("", COMMENT_BLOCK.sub("", text))
    return EMPTY_LINES.sub("\n", INDENTATION.sub("", text)).lstrip("\n")


def lunr_parts() -> str:
    """Stemmer and stop words of the lunr.js that is installed with MkDocs, as a module.

    Raises LunrFault when a future lunr.js is written in another way.
    """
    source = (resources.files("mkdocs") / LUNR).read_text(encoding="utf-8")
    stemmer, words, version = STEMMER.search(source), STOP_WORDS.search(source), VERSION.search(source)
    if not (stemmer and words and version):
        raise LunrFault(f"{LUNR}: stemmer or stop words not found; the search was written for lunr.js 2.3.9")
    listed = " ".join(re.findall(r"'([^']+)'", words.group(1)))
    body = without_comments(TRAILING_COMMENT.sub("", stemmer.group(0)))
    return (
        f"/*! from lunr.js {version.group(1)}, (C) Oliver Nightingale, MIT licence */\n"
        f"const lunr = {{}};\n{body}"
        f'export const stopWords = new Set("{listed}".split(" "));\n'
        "export const lunrStem = (word) => lunr.stemmer({ update: (stemmer) => stemmer(word) });\n"
    )
