"""`python -m benchmarks.build.papers_alone INDEX`: an index's papers' pages and nothing else.

For comparing with programs that make nothing else: every entry is read and checked, every index is made, every paper's
page is printed and written into ``papers-alone/``; lists, search, feeds, exports and related papers are left out.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.commands.main import QuickEnd
from generator.indexes.addresses import paper_address
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.model.history import NO_HISTORY
from generator.model.paper import PaperKey
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.render_pages import render_papers
from generator.pipeline import check_project
from generator.project import open_project
from generator.shell.engine_host import engine_site
from generator.site_plan import frame_of, page_context
from generator.working.workers import beside, run_all
from generator.writing.site_writer import NewSite, new_site

FOLDER = "papers-alone"
PAPERS_AT_ONCE = 400


def main() -> None:
    """Make the pages."""
    end = QuickEnd()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build.papers_alone", description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    jobs = options.jobs
    gc.set_threshold(100_000, 50, 50)
    project = open_project(options.index / "mkdocs.yml")
    project = replace(project, site=project.folder / FOLDER)
    with beside(lambda: engine_site(project), jobs) as rendered:
        content = check_project(project, jobs=jobs).library
        rendered()
        engine = engine_site(project)
    library = standing_library(content)
    assets = site_assets(project.templates)
    context = page_context(content, library, build_indexes(library), engine, project, NO_HISTORY, assets)
    context.views.ready_for_all()
    keys = list(library.papers)
    frame = frame_of(engine)
    with new_site(project.site) as site:
        write = partial(written, context, frame, site)
        run_all(
            [
                partial(write, keys[start : start + PAPERS_AT_ONCE])
                for start in range(0, len(keys), PAPERS_AT_ONCE)
            ],
            jobs,
        )
        front = site.put("index.html", b"")
        site.publish(
            {
                "index.html": front.mark,
                **dict.fromkeys((f"{paper_address(key)}index.html" for key in keys), (0, 0)),
            },
            [],
        )
    # As the command itself ends.
    end.status = 0


def written(context: PageContext, frame: Frame, site: NewSite, keys: Sequence[PaperKey]) -> int:
    """Print and write the pages of some papers; how many there are."""
    for made in render_papers(context, frame, keys, {}):
        site.put(made.address, made.content)
    return len(keys)


if __name__ == "__main__":
    main()
