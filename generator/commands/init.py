"""`paperindex init`: a working index of another field, to be made one's own."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import click

from generator import __version__
from generator.commands.common import FOLDER, shown_here, stop, today
from generator.editing.entry_format import written
from generator.editing.file_changes import create_text
from generator.text.markdown_text import markdown_words
from generator.text.one_line import one_line

SKELETON = Path(__file__).resolve().parent.parent / "skeleton"
"""The files of a new index. A name that begins with _ stands for one with a dot, which packaging would leave out;
``.in`` keeps a test of the new index from being taken for one of the program."""

MARK = re.compile(r"@([A-Z_]+)@")
MAY_BE_THERE = {".git", ".DS_Store"}
LONGEST_NAME = 100


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--name", help="What the index is called.  [default: the folder's name]")
@click.option(
    "--tool",
    metavar="REQUIREMENT",
    help="What pip installs the program from: a version, a wheel, an address.  [default: what it was installed from here]",
)
def init(folder: Path, name: str | None, tool: str | None) -> None:
    """Make a working index of another field in DIR, a new or empty folder.

    It holds two sample entries, a topic and tags, hand-written pages, settings for editors, workflows for checks,
    previews, issue forms and publishing, and a Makefile whose `make site` and `make test` pass. Exit status: 0, or
    2 when the folder holds something already or cannot be written.

    \b
    Examples:
      paperindex init graph-papers --name "Graph Learning Index"
      paperindex init .
      paperindex init graph-papers --tool ../paperindex-1.0-py3-none-any.whl
    """
    if folder.exists() and (held := sorted({path.name for path in folder.iterdir()} - MAY_BE_THERE)):
        stop(f"{shown_here(folder)} holds {held[0]} already: name a new or an empty folder")
    title = one_line(name or _name_of(folder.absolute().name))
    if not title or len(title) > LONGEST_NAME:
        stop(f"a name has between 1 and {LONGEST_NAME} characters")
    requirement = _from_here(tool) if tool else requirement_of_this_program()
    words = {
        # MkDocs reads a number or a date as such, and wants text.
        "NAME": written(title, always=title[0].isdigit()),
        "NAME_IN_MARKDOWN": markdown_words(title),
        "TOOL": one_line(requirement),
        "DAY": str(today()),
    }
    made = 0
    try:
        for place, text in new_files(words):
            create_text(folder / place, text)
            made += 1
    except OSError as error:
        stop(f"{shown_here(folder)} cannot be written: {error.strerror}")
    click.echo(f"{made} files in {shown_here(folder)}")
    if "file://" in requirement:
        click.echo(
            "requirements/site.txt installs the program from this machine; name a version or an address there before "
            "others build the index",
            err=True,
        )
    click.echo(
        "Next: make site, make serve, and README.md, which tells how to make it yours",
        err=not sys.stdout.isatty(),
    )


def _name_of(folder: str) -> str:
    """``GNN Papers`` for ``GNN-papers``: words with a capital in front, and otherwise as they are."""
    words = re.split(r"[-_\s]+", folder)
    return " ".join(word[:1].upper() + word[1:] for word in words)


def _from_here(tool: str) -> str:
    """What was typed; a file or folder by its whole address, since pip will look from the new index."""
    there = Path(tool)
    return f"paperindex @ {there.resolve().as_uri()}" if there.exists() else tool


def requirement_of_this_program() -> str:
    """The version; or the file, folder or repository, where this program was installed from one.

    https://packaging.python.org/en/latest/specifications/direct-url/ says how installers note that.
    """
    try:
        noted = json.loads(distribution("paperindex").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        noted = {}
    address = noted.get("url") if isinstance(noted, dict) else None
    if not isinstance(address, str):
        return f"paperindex=={__version__}"
    repository = noted.get("vcs_info")
    if isinstance(repository, dict):
        return f"paperindex @ {repository.get('vcs')}+{address}@{repository.get('commit_id')}"
    return f"paperindex @ {address}"


def new_files(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each file of a new index, by its path: the skeleton with its marks filled in."""
    for file in sorted(SKELETON.rglob("*")):
        if file.is_file():
            parts = [re.sub("^_", ".", part) for part in file.relative_to(SKELETON).parts]
            text = file.read_text(encoding="utf-8")
            # Only our own marks: in a workflow an at sign stands between an action and its commit.
            filled = MARK.sub(lambda match: words.get(match[1], match[0]), text)
            yield "/".join(parts).removesuffix(".in"), filled
