"""`paperindex build`: the whole site into a folder."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path

import click

from generator.commands.common import (
    EXIT_FAULTS,
    FOLDER,
    collect_seldom,
    config_option,
    content_option,
    engine_option,
    jobs_option,
    keep_to_the_end,
    opened,
    print_problems,
    stop,
)
from generator.commands.progress import shown_progress
from generator.model.extent import LEAN, MOST_PAPERS_IN_FULL, extent_of
from generator.reporting import printable
from generator.text.counting import counted
from generator.working.work import Watch, Work

LARGEST_ON_HOSTS = 1_000_000_000
"""Bytes of a site that GitHub Pages and GitLab Pages hold."""
MOST_PROBLEMS = 40
"""Shown by a build; thousands would hide what it has to say at its end."""


@click.command()
@config_option
@content_option
@click.option("-d", "--site-dir", type=FOLDER, help="Where the site goes, if not the folder in the settings.")
@engine_option
@jobs_option
@click.option("--timings", is_flag=True, help="Print at the end what took how long.")
@click.option(
    "--timings-json", type=click.Path(path_type=Path, dir_okay=False), help="Write that as JSON into a file."
)
def build(
    config_file: Path,
    content: Path | None,
    site_dir: Path | None,
    engine: str,
    jobs: int | None,
    timings: bool,
    timings_json: Path | None,
) -> None:
    """Build the site.

    The last good site stays as it is until the new one is whole; with errors in the content it stays
    altogether. Exit status: 0 built, 1 faults in the content, 2 wrong use or a disk that refuses.

    \b
    Examples:
      paperindex build
      paperindex build --site-dir /var/www/papers
      paperindex build --jobs 1 --timings
      paperindex build --engine zensical
    """
    started = time.monotonic()
    collect_seldom()
    project = opened(config_file, content=content, site=site_dir)
    from generator.loading.kept_readings import ChangedMeanwhile
    from generator.pages.template_fault import TemplateFault
    from generator.pipeline import ContentRefused, build_project
    from generator.shell.engine import EngineFault
    from generator.shell.engine_host import engine_called, engine_site
    from generator.working.processors import usual_workers
    from generator.writing.links import DeadLinks
    from generator.writing.site_writer import WriteFault

    work = Work(jobs or usual_workers())
    try:
        engine_of = partial(engine_site, engine=engine_called(engine))
        with shown_progress(work):
            built = build_project(project, engine_of, work)
    except ContentRefused as refused:
        print_problems(refused.problems, most=MOST_PROBLEMS)
        stop("the site was not built; mend the errors above and build again", EXIT_FAULTS)
    except DeadLinks as dead:
        stop(f"the site was not built: {dead}", EXIT_FAULTS)
    except TemplateFault as fault:
        stop(f"the site was not built: {fault.told(Path.cwd())}", EXIT_FAULTS)
    except (ChangedMeanwhile, EngineFault, WriteFault) as fault:
        stop(str(fault))
    keep_to_the_end(built)
    print_problems(built.problems, most=MOST_PROBLEMS)
    if built.history.gap:
        reason = f" ({printable(built.history.reason)})" if built.history.reason else ""
        click.echo(f"note: pages do not say when entries were changed: {built.history.gap}{reason}", err=True)
    if chosen := unasked_extent(project.extent, built.papers):
        click.echo(f"note: {chosen}", err=True)
    written, size = built.written, built.written.size
    if too_large := host_refuses(size, written.files, project.extent):
        click.echo(f"note: {too_large}", err=True)
    click.echo(
        f"{counted(built.papers, 'paper')}, {counted(written.files, 'file')}, {megabytes(size)} in {written.folder.name}/ "
        f"({written.written:,} new or changed, {written.removed:,} removed) in {time.monotonic() - started:.1f} s"
    )
    if timings:
        click.echo(timings_table(work.watch, time.monotonic() - started), err=True)
    if timings_json is not None:
        written_timings(work.watch, time.monotonic() - started, timings_json)


def unasked_extent(wanted: str | None, papers: int) -> str:
    """What to tell where the number of papers made the site lean and nobody had said so; else nothing."""
    if wanted is not None or extent_of(papers) is not LEAN:
        return ""
    return (
        f"the site is lean, since there are more than {MOST_PAPERS_IN_FULL:,} papers; 'extent: lean' under the plugin in "
        "mkdocs.yml settles that, 'extent: full' builds everything"
    )


def megabytes(size: int) -> str:
    """``66 MB``, ``1,234 MB``."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e6:.1f} MB"


def host_refuses(size: int, files: int, wanted: str | None) -> str:
    """What to tell of a site that free hosts do not take, at the latest when somebody tries; else nothing."""
    if size <= LARGEST_ON_HOSTS:
        return ""
    leaner = (
        ""
        if wanted == "lean"
        else "; 'extent: lean' under the plugin in mkdocs.yml makes it a fraction of that"
    )
    return (
        f"the site takes {megabytes(size)} in {counted(files, 'file')}, and GitHub Pages and GitLab Pages hold 1 GB; "
        f"a server of your own holds more{leaner}"
    )


def timings_table(watch: Watch, whole: float) -> str:
    """The steps with their times, the longest first."""
    rows = sorted(watch.steps.values(), key=lambda step: (-step.cpu, step.name))
    width = max((len(step.name) for step in rows), default=0)
    lines = [f"{step.name:<{width}}  {step.seconds:7.2f} s  {step.cpu:7.2f} s CPU" for step in rows]
    return "\n".join([*lines, f"{'in all':<{width}}  {whole:7.2f} s"])


def written_timings(watch: Watch, whole: float, file: Path) -> None:
    """The same for programs."""
    steps = [
        {"name": step.name, "seconds": round(step.seconds, 4), "cpu": round(step.cpu, 4)}
        for step in watch.steps.values()
    ]
    try:
        file.write_text(
            json.dumps({"seconds": round(whole, 4), "steps": steps}, indent=2) + "\n", encoding="utf-8"
        )
    except OSError as error:
        stop(f"{file}: {error.strerror}; the site was built")
