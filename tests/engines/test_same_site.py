"""Both engines give the same site: the same addresses, the same words, the same rules for browsers."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from generator.model.engine_site import ENGINES
from tests.engines.site_parts import (
    LISTS_ALL_FILES,
    OF_THE_ENGINE,
    around,
    article,
    files_of,
    landmarks,
    pages_in,
    policies,
    ways,
    words_around,
)
from tests.support.repository import ROOT

HAND_WRITTEN = {"index.html", "404.html"} | {
    f"{path.stem}/index.html" for path in (ROOT / "docs").glob("*.md") if path.stem != "index"
}
FORBIDDEN = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<base\b|<iframe|<object", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/))[^>]*>(.*?)</script>", re.DOTALL)


Files = tuple[dict[str, bytes], dict[str, bytes]]
Pages = tuple[dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def files(built_site: Path, zensical_site: Path) -> Files:
    """The repository's own site by MkDocs and by Zensical."""
    return files_of(built_site), files_of(zensical_site)


@pytest.fixture(scope="module")
def pages(files: Files) -> Pages:
    by_mkdocs, by_zensical = files
    return pages_in(by_mkdocs), pages_in(by_zensical)


def test_every_address_is_there_whoever_makes_the_frame(
    files: Files, built_site: Path, zensical_site: Path
) -> None:
    by_mkdocs, by_zensical = files
    assert len(by_mkdocs) > 10_000
    assert sorted(by_mkdocs) == sorted(by_zensical)
    differing = [
        name
        for name in by_mkdocs
        if not name.endswith(".html") and name not in LISTS_ALL_FILES and by_mkdocs[name] != by_zensical[name]
    ]
    assert differing == []
    for site in (built_site, zensical_site):
        assert all(any((site / folder).iterdir()) for folder in OF_THE_ENGINE)


def test_every_article_is_the_same_to_the_byte(pages: Pages) -> None:
    by_mkdocs, by_zensical = pages
    assert len(by_mkdocs) > 2_000
    apart = [name for name in by_mkdocs if article(by_mkdocs[name]) != article(by_zensical[name])]
    assert apart == []


def test_around_a_generated_page_only_the_style_sheet_differs(
    pages: Pages,
) -> None:
    by_mkdocs, by_zensical = pages
    generated = by_mkdocs.keys() - HAND_WRITTEN
    assert len(generated) > 2_000
    assert [name for name in generated if around(by_mkdocs[name]) != around(by_zensical[name])] == []
    page = by_zensical["papers/kimi-linear/index.html"]
    assert 'href="../../papers/" aria-current="true"' in page
    assert (
        page.index('<a class="pi-skip" href="#content">') < page.index("<header") < page.index('id="content"')
    )
    assert 'role="search"' in page


def test_around_a_hand_written_page_the_same_is_read_and_linked(
    pages: Pages,
) -> None:
    by_mkdocs, by_zensical = pages
    for name in sorted(HAND_WRITTEN):
        one, other = by_mkdocs[name], by_zensical[name]
        assert landmarks(one) == landmarks(other), name
        assert ways(name, one) == ways(name, other), name
        assert words_around(one) == words_around(other), name


def test_the_policy_is_the_same_and_allows_what_the_page_brings(
    pages: Pages,
) -> None:
    by_mkdocs, by_zensical = pages
    for name, page in by_zensical.items():
        (policy,) = policies(page)
        assert [policy] == policies(by_mkdocs[name]), name
        assert policy.startswith("default-src 'none'; script-src 'self'"), name
        assert "unsafe" not in policy, name
        frame = page.replace(article(page), "")
        assert FORBIDDEN.findall(frame) == [], name
        for script in SCRIPT.findall(page):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, name


@pytest.mark.parametrize("engine", ENGINES)
def test_no_trace_is_left_of_how_a_page_was_made(odd_sites: dict[str, Path], engine: str) -> None:
    for name, page in pages_in(files_of(odd_sites[engine])).items():
        for trace in ("paperindex-slot", "<!--paperindex:", "as-written:", "&#x2f;", "__skip", "{{", "{%"):
            assert trace not in page, f"{name}: {trace}"
    assert not (odd_sites[engine] / "search.json").exists()


def test_odd_pages_and_settings_mean_the_same_to_both(odd_sites: dict[str, Path]) -> None:
    by_mkdocs, by_zensical = (files_of(odd_sites[engine]) for engine in ENGINES)
    assert sorted(by_mkdocs) == sorted(by_zensical)
    assert {"finished.html", "a b.txt", "pictures/dot.png", "deep/er/index.html"} <= by_mkdocs.keys()
    assert by_mkdocs["finished.html"] == by_zensical["finished.html"]
    one, other = (pages_in(files_of(odd_sites[engine])) for engine in ENGINES)
    for name in one:
        assert article(one[name]) == article(other[name]), name
        assert landmarks(one[name]) == landmarks(other[name]), name
        assert ways(name, one[name]) == ways(name, other[name]), name
        assert words_around(one[name]) == words_around(other[name]), name
    page = other["guide/first/index.html"]
    assert "An own footer of Odd / Index" in page
    assert 'A "first" &amp; &lt;b&gt;guide&lt;/b&gt;'.replace('"', "&quot;") in page
    # The odd settings reached the generated pages: what was inherited, and the branch to edit on.
    assert "example/small/edit/trunk/content/papers/first-paper.yml" in other["papers/first-paper/index.html"]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_address_leads_home_from_any_depth(odd_sites: dict[str, Path], engine: str) -> None:
    page = (odd_sites[engine] / "404.html").read_text("utf-8")
    assert 'data-root="/base/"' in page
    assert '<a href="/base/topics/">' in page
    assert "Nothing lies at this address" in page
