"""`paperindex schema`: the JSON Schema of an entry, a topic, the tags or the people."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.commands.common import config_option, content_option, opened
from generator.loading.library_loader import load_content
from generator.schema.content_schemas import FOLDER, content_schemas
from generator.schema.parts import DRAFT

SORTS = ("paper", "topic", "tags", "people")


@click.command()
@config_option
@content_option
@click.argument("sort", type=click.Choice(SORTS), default="paper")
def schema(config_file: Path, content: Path | None, sort: str) -> None:
    """Print the JSON Schema (draft 7) of a content file, with the topics and tags of this index.

    The site publishes the same under schema/. Exit status: 0, or 2 for wrong use.

    \b
    Examples:
      paperindex schema paper > paper.schema.json
      paperindex schema tags
    """
    folder = content or opened(config_file).content
    library = load_content(folder, Path.cwd()).library
    value = {"$schema": DRAFT, **content_schemas(library)[f"{FOLDER}{sort}.json"]}
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
