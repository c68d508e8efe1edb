"""Templates made ready to print: autoescaped, strict about missing values, compiled once.

Printed HTML links to the site's root through a mark, so a piece printed once, such as a paper's card, fits pages
of any depth: ``at_depth`` puts the way to the root in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.frame import root_of

ROOT_MARK = "\x02"
"""A control character: no entry can hold it, escaping leaves it alone."""


class RootInPlace(Extension):
    """Puts the root's mark into the templates themselves: half of all that they print is this one value."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  (Jinja's)
        """The template's text with the mark where it says ``{{ root }}``."""
        return source.replace("{{ root }}", ROOT_MARK)


class Printer:
    """The templates of the site's pages."""

    def __init__(
        self, templates: tuple[Path, ...], asset: Callable[[str], str], compiled: Path | None = None
    ) -> None:
        """Templates come from the folders in turn; ``asset`` tells the address of a style sheet or script.

        Below ``compiled`` they are kept ready for the next build.
        """
        self._environment = Environment(
            loader=FileSystemLoader([place / "pages" for place in templates]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=[RootInPlace],
            bytecode_cache=CompiledTemplates(compiled) if compiled is not None else None,
        )
        self._environment.globals["root"] = Markup(ROOT_MARK)  # noqa: S704  (our own mark)
        self._environment.globals["asset"] = asset
        self._environment.filters["counted"] = counted
        self._environment.filters["number"] = number
        self._template = cache(self._environment.get_template)

    def print(self, name: str, **values: object) -> Markup:
        """The template ``name`` with ``values`` put in; links still carry the root's mark."""
        return Markup(self._template(name).render(values))  # noqa: S704  (autoescaped)


def templates_digest(templates: tuple[Path, ...]) -> str:
    """A digest of all templates of pages."""
    digest = hashlib.sha256()
    for place in templates:
        for path in sorted((place / "pages").glob("*.html")):
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def at_depth(html: str, address: str) -> str:
    """``html`` for the page at ``address``: the marks replaced by its way to the root."""
    return html.replace(ROOT_MARK, root_of(address))


def counted(amount: int, noun: str, plural: str | None = None) -> str:
    """``1 paper``, ``433 papers``, ``2,000 papers``."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def number(amount: int) -> str:
    """``100,000``: with thin groups, as numbers are read."""
    return f"{amount:,}"
