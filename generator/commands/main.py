"""`paperindex`: the commands and what they share."""

from __future__ import annotations

import atexit
import errno
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from generator import __version__

COMMANDS = {
    "init": "generator.commands.init:init",
    "new": "generator.commands.new:new",
    "enrich": "generator.commands.enrich:enrich",
    "check": "generator.commands.check:check",
    "explain": "generator.commands.explain:explain",
    "format": "generator.commands.format_entries:format_entries",
    "show": "generator.commands.show:show",
    "links": "generator.commands.links:links",
    "review": "generator.commands.review:review",
    "rename": "generator.commands.rename:rename",
    "from-issue": "generator.commands.from_issue:from_issue",
    "build": "generator.commands.build:build",
    "serve": "generator.commands.serve:serve",
    "import": "generator.commands.import_listing:import_listing",
    "search": "generator.commands.search:search",
    "zip": "generator.commands.zip_site:zip_site",
    "schema": "generator.commands.schema:schema",
    "completion": "generator.commands.completion:completion",
}
"""Where each command lives. Loaded only when it is called, so that none waits for another's libraries."""

INTERRUPTED = 130
"""The status that shells give a program ended by Ctrl-C."""
READER_GONE = 141
"""The status that shells give a program whose output nobody reads any more (SIGPIPE)."""


OUTPUT_LOST = 2
"""As where a site cannot be written."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Why what is printed cannot be kept where the shell sends it."""


class ReaderGone(Exception):
    """Nobody reads the output any more: head has seen enough, or a pager was left."""


@contextmanager
def reader_may_go() -> Iterator[None]:
    """Tells a closed pipe apart from a failure; click takes both for one and leaves with status 1."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


class LazyCommands(click.Group):
    """A group whose commands are imported on demand."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does it; ``--help`` is printed on the way."""
        with reader_may_go():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it."""
        with reader_may_go():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which an editor meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest command as a hint."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from generator.text.nearest import nearest

            meant = nearest(args[0], COMMANDS)
            if meant is None:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{meant}'?", ctx) from None


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Run a command with --help for its options and examples. Exit status: 0 done, 1 faults in the content or "
    "nothing done, 2 wrong use, 130 interrupted, 141 the reader of the output has gone.",
)
@click.version_option(__version__, prog_name="paperindex")
def cli() -> None:
    """Turn curated YAML entries into a static, searchable index of research papers.

    \b
    Examples:
      paperindex check          what is wrong with the content, and where
      paperindex build          build the site into site/
      paperindex serve          see it in a browser while you edit
      paperindex new LINK       the file of a new entry, filled in
      paperindex init DIR       an index of another field
    """


class QuickEnd:
    """Ends the process without tidying up: Python would first free, one by one, all that many thousand papers left."""

    def __init__(self) -> None:
        self.status: int | None = None
        """What to end with; None leaves it to Python, as after a fault."""
        # What is registered first is called last, so all who want to be told of the end have been.
        atexit.register(self._end)

    def _end(self) -> None:
        if self.status is None:
            return
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:  # as Python leaves it where the shell closed it: >&-
                    stream.flush()
        except BrokenPipeError:
            os._exit(READER_GONE)
        except OSError as error:
            tell_of_lost_output(error)
            os._exit(OUTPUT_LOST)
        os._exit(self.status)


def tell_of_lost_output(error: OSError) -> None:
    """Say why what was printed is not whole, where that can still be said."""
    with suppress(OSError):
        click.echo(f"paperindex: the output could not be written: {error.strerror}", err=True)


def print_no_more() -> None:
    """Let Python not complain at exit of what it cannot print."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line; a closed pipe or Ctrl-C ends it quietly."""
    end = QuickEnd()
    # Numpy brings a library for products of matrices that starts a thread for each processor while it is loaded, which
    # takes half as long as all the rest of numpy. We ask it for no product, and a process with threads is no good to copy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        os.getcwd()  # noqa: PTH109  (asked for its fault alone)
    except FileNotFoundError:
        click.echo("paperindex: the folder you are in has been removed: change to another one", err=True)
        sys.exit(2)
    try:
        # https://no-color.org: set to anything, it turns colours off; else a terminal has them and a pipe has not.
        colour = False if os.environ.get("NO_COLOR") else None
        status = cli(prog_name="paperindex", color=colour, standalone_mode=False)
        end.status = status if isinstance(status, int) else 0
        sys.exit(end.status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        # On a terminal the line shows ^C already.
        click.echo("\npaperindex: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except ReaderGone:
        print_no_more()
        sys.exit(READER_GONE)
    except OSError as error:
        # With a name it is a file of the index, and whoever wrote that should have told.
        if error.filename is not None or error.errno not in NO_ROOM:
            raise
        tell_of_lost_output(error)
        print_no_more()
        sys.exit(OUTPUT_LOST)


if __name__ == "__main__":
    main()
