"""`paperindex show`: one entry in words."""

from __future__ import annotations

from pathlib import Path

import click

from generator.api.paper_markdown import paper_markdown
from generator.commands.common import EXIT_FAULTS, config_option, content_option, opened, print_problems
from generator.commands.finding import entry_id, found_paper, paper_ids
from generator.loading.library_loader import load_content
from generator.model.problem import Severity
from generator.model.site_identity import SiteIdentity


@click.command()
@config_option
@content_option
@click.argument("paper", metavar="ID|FILE", shell_complete=paper_ids)
def show(config_file: Path, content: Path | None, paper: str) -> None:
    """Print an entry as its page will say it, as Markdown, and what the checker says about it.

    A former id and the address of its page work too. Exit status: 0, 1 when the entry has errors, 2 for wrong use.

    \b
    Examples:
      paperindex show kimi-linear
      paperindex show content/papers/kimi-linear.yml
    """
    project = None if content else opened(config_file)
    folder = content or opened(config_file).content
    loaded = load_content(folder, Path.cwd())
    key = entry_id(paper)
    told = [problem for problem in loaded.problems if Path(problem.place.path).stem == key]
    if told:
        print_problems(told)
    if any(problem.severity is Severity.ERROR for problem in told) and key not in loaded.library.papers:
        raise SystemExit(EXIT_FAULTS)
    found = found_paper(paper, loaded.library)
    identity = SiteIdentity(name="", description="", url=project.site_url if project else None)
    click.echo(paper_markdown(found, loaded.library, identity), nl=False)
    if any(problem.severity is Severity.ERROR for problem in told):
        raise SystemExit(EXIT_FAULTS)
