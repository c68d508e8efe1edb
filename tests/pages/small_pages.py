"""Pages of a library, made without the theme: what stands inside the frame."""

from __future__ import annotations

from pathlib import Path

from generator.indexes.indexes import build_indexes
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.site_identity import SiteIdentity
from generator.pages.assets import Assets
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.printer import at_depth
from generator.pages.render_pages import generated_pages
from tests.support.papers import HERE
from tests.support.related_plainly import related_papers
from tests.support.repository import ROOT

TEMPLATES = (ROOT / "site_templates",)
SAMPLE = Path(__file__).parent / "sample"
"""Six entries of the Attention Index with their topics and tags."""


class PlainNames(dict[str, str]):
    """Every asset under its own name: a digest in a golden file would change with every style."""

    def __missing__(self, name: str) -> str:
        return f"assets/{name}"


def page_context(library: Library, identity: SiteIdentity = HERE) -> PageContext:
    """What the pages of a library are made from."""
    return PageContext(library, build_indexes(library), identity, Assets((), PlainNames()), TEMPLATES)


def pages_of(library: Library, identity: SiteIdentity = HERE) -> dict[str, PageParts]:
    """Every generated page by its address."""
    pages = generated_pages(page_context(library, identity), related_papers(library))
    return {page.address: page._replace(body=page.printed(), later=None) for page in pages}


def body_of(page: PageParts) -> str:
    """What stands in the page's article."""
    return at_depth(page.printed(), page.address)


def sample_library() -> Library:
    """The sample, read as a build reads it."""
    loaded = load_content(SAMPLE, SAMPLE)
    assert not loaded.problems
    return loaded.library
