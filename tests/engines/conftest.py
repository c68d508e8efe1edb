"""The repository's own site as the second engine makes it, and a small index with what its pages may hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.built_site import build_once
from tests.support.command_line import run_cli
from tests.support.projects import make_project
from tests.support.static_server import StaticServer, serving

# Every form that a link of a hand-written page may have, as Markdown and as HTML.
LINKS = """
    # Links

    [a generated page](../topics/) [a file](pictures/dot.png) [a page](guide/first.md#part) [with blanks](a%20b.txt)
    ![a picture](pictures/dot.png) [out](https://example.org/x/) <https://example.org/y> <someone@example.org>
    [here](#links) [asked](?q=1) [written](mailto:a@example.org)

    <p><a href="../topics/attention/">a generated page</a> <img src='../pictures/dot.png' alt="a picture"></p>

    Within text <a href="../papers/">as HTML</a>, as code `<a href="../papers/">` and in a block:

        <a href="../papers/">
    """
ODD_INDEX: dict[str, str | bytes | None] = {
    "base.yml": """
        site_description: Inherited, & <odd>
        markdown_extensions: [tables, attr_list, pymdownx.superfences]
        extra: {kept: !ENV [NO_SUCH_VARIABLE, "a default"]}
        """,
    "mkdocs.yml": """
        INHERIT: base.yml
        site_name: !ENV [INDEX_NAME, nobody]
        site_url: https://small.example.org/base
        repo_url: https://github.com/example/small
        edit_uri: edit/trunk/docs/
        docs_dir: pages
        theme: {name: material, language: en}
        plugins: [paperindex]
        nav:
          - index.md
          - Links: links.md
          - guide/first.md
          - A section: [guide/second.md]
          - Elsewhere: https://example.org/
        """,
    "docs/index.md": None,
    "pages/index.md": "# Small & <em>odd</em>\n\nWords.\n\n<!-- paperindex:home -->\n",
    "pages/links.md": LINKS,
    "pages/guide/first.md": """
        ---
        title: 'A "first" & <b>guide</b>'
        description: 'Quotes " and ''single'' & <signs>'
        ---

        ## Part

        1. A step:

            ```yaml
            title: "kept, as: it is"
            ```

        | Name | Path |
        |---|---|
        | one | `/a/b` |
        """,
    "pages/guide/second.md": "Only a sentence, [home](../index.md), [up](../../topics/).\n",
    "pages/deep/er/README.md": "# Deep\n\n[far](../../guide/first.md) [farther](../../papers/)\n",
    "pages/pictures/dot.png": b"\x89PNG not really",
    "pages/a b.txt": "blank",
    "pages/finished.html": "<!doctype html><title>As it is</title><a href='as-written:x'>/ &#x2f;</a>",
    "pages/.hidden": "not published",
    "site_templates/theme/partials/footer.html": (
        '<footer class="pi-footer"><a href="{{ \'topics/\' | url }}">An own footer of {{ config.site_name | e }}</a>'
        "{% for item in nav.items if item.url %}<i>{{ item.title | striptags | e }}</i>{% endfor %}</footer>"
    ),
}
NAME = {"INDEX_NAME": "Odd / Index"}


@pytest.fixture(scope="session")
def zensical_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of this repository's own site, made by Zensical."""
    own = tmp_path_factory.getbasetemp()
    return build_once(own if worker_id == "master" else own.parent, "zensical")


@pytest.fixture(scope="session")
def zensical_server(zensical_site: Path) -> Iterator[StaticServer]:
    """That site on a web server."""
    with serving(zensical_site, base="/attention-index/") as server:
        yield server


@pytest.fixture(scope="session")
def odd_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small index with odd pages and settings, made by each engine."""
    folder = make_project(tmp_path_factory.mktemp("odd"), ODD_INDEX)
    for engine in ("mkdocs", "zensical"):
        run_cli("build", "--engine", engine, "--site-dir", engine, cwd=folder, env=NAME).expect(0)
    return {engine: folder / engine for engine in ("mkdocs", "zensical")}
