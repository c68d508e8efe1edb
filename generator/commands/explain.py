"""`paperindex explain`: what a message means, without the site."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from generator.commands.common import stop
from generator.messages.every_message import EVERY_GROUP, every_kind
from generator.reporting import printable
from generator.text.nearest import nearest


def _codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes that begin so, for the shell."""
    return [
        CompletionItem(code, help=kind.title)
        for code, kind in every_kind().items()
        if code.startswith(incomplete.upper())
    ]


@click.command()
@click.argument("code", required=False, shell_complete=_codes)
def explain(code: str | None) -> None:
    """Tell what a message means, why the rule is there, and how to mend it.

    Without CODE all codes are listed. Exit status: 0, or 2 for a code that does not exist.

    \b
    Examples:
      paperindex explain E203
      paperindex explain
    """
    if code is None:
        for group in EVERY_GROUP:
            click.echo(click.style(group.heading, bold=True))
            for kind in group.kinds:
                click.echo(f"  {kind.code}  {kind.title}")
        return
    kinds = every_kind()
    found = kinds.get(code.upper())
    if found is None:
        meant = nearest(code, [known.lower() for known in kinds])
        hint = f"did you mean '{meant.upper()}'?" if meant else "`paperindex explain` lists all"
        stop(f"there is no code '{printable(code)}'; {hint}")
    click.echo(click.style(f"{found.code}  {found.title}", bold=True))
    click.echo(found.why)
    for name, example in (("wrong", found.wrong), ("right", found.right)):
        click.echo(f"\n{name}:")
        for line in example.split("\n"):
            click.echo(f"    {line}")
