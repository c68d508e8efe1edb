"""`paperindex completion`: what a shell needs to complete commands, options, ids and codes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from generator.commands.common import stop

VARIABLE = "_PAPERINDEX_COMPLETE"
"""Through which click's scripts ask the program; made of its name, as click does."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete commands, options, ids and codes.

    Exit status: 0, or 2 where the shell is too old for it.

    \b
    Examples:
      paperindex completion bash >> ~/.bashrc
      paperindex completion zsh >> ~/.zshrc
      paperindex completion fish > ~/.config/fish/completions/paperindex.fish
    """
    found = get_completion_class(shell)
    program = context.find_root().command
    if found is None:
        stop(f"there is no completion for {shell}")
    try:
        script = found(program, {}, "paperindex", VARIABLE).source()
    except RuntimeError as error:
        stop(str(error))
    click.echo(script, nl=False)
