"""Imports run downhill, and the clock, the network and chance stay outside the core.

The rules are read off the source text, so an import inside a function counts as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.support.repository import ROOT

# From the lowest room up: a room may import from itself and from any line above its own.
ROOMS_UPHILL: tuple[frozenset[str], ...] = (
    frozenset({"model"}),
    frozenset({"text", "working"}),
    frozenset({"indexes", "loading", "reporting", "revisions"}),
    # What an index says of itself, and where its things lie.
    frozenset({"settings"}),
    frozenset({"project"}),
    frozenset({"api", "cards", "exports", "feeds", "fetching", "schema", "search", "suggesting", "visiting"}),
    # What people's changes to entries become, and what they are told about them.
    frozenset({"editing", "importing", "reviewing"}),
    frozenset({"messages"}),
    # What readers see, and what other programs are told.
    frozenset({"pages", "reports"}),
    frozenset({"writing"}),
    # Made from the finished site: what a browser keeps of it, and its edition for a disk.
    frozenset({"offline"}),
    frozenset({"last_build", "under_way"}),
    frozenset({"site_reach"}),
    frozenset({"site_leaves"}),
    frozenset({"site_agenda", "site_links", "site_references"}),
    frozenset({"site_making"}),
    frozenset({"site_plan"}),
    frozenset({"first_look", "pipeline"}),
    # MkDocs calls the pipeline through its plugin; the pipeline gets the theme's frame handed in.
    frozenset({"shell"}),
    frozenset({"commands"}),
)
HEIGHT = {room: height for height, rooms in enumerate(ROOMS_UPHILL) for room in rooms}

# Whoever imports these could give another result tomorrow, or on another machine.
OUTSIDE_WORLD = frozenset(
    {"asyncio", "getpass", "http", "locale", "platform", "random", "secrets", "socket", "subprocess", "time"}
    | {"urllib.request", "uuid", "requests", "urllib3"}
)
CLOCK_READINGS = frozenset({"now", "today", "utcnow", "fromtimestamp", "localtime", "time_ns"})
ROOMS_OF_THE_OUTSIDE = frozenset(
    {"commands", "fetching", "revisions", "shell", "visiting", "working", "writing"}
)


def complaints(module: str, source: str) -> list[str]:
    """What the module `generator.…` does against the rules, a line each."""
    room = room_of(module)
    if room is None:
        return []
    if room not in HEIGHT:
        return [f"{module}: the room '{room}' has no place in ROOMS_UPHILL yet"]
    tree = ast.parse(source, filename=module)
    found = [_about_import(module, room, name, line) for name, line in imported_names(tree)]
    if room not in ROOMS_OF_THE_OUTSIDE:
        found += [f"{module}:{line}: reads the clock" for line in clock_readings(tree)]
    return [complaint for complaint in found if complaint]


def _about_import(module: str, room: str, name: str, line: int) -> str | None:
    top = name.partition(".")[0]
    if top == "generator":
        other = room_of(name)
        if other is not None and other != room and HEIGHT.get(other, -1) >= HEIGHT[room]:
            return f"{module}:{line}: {room} may not import from {other}, which does not lie below it"
    elif top in {"mkdocs", "material"} and room != "shell":
        return f"{module}:{line}: only generator/shell knows MkDocs"
    elif {top, name} & OUTSIDE_WORLD and room not in ROOMS_OF_THE_OUTSIDE:
        return f"{module}:{line}: {name} lets the outside world into the core"
    return None


def room_of(module: str) -> str | None:
    """The room a module belongs to; None for the package itself."""
    inside = module.split(".")[1:]
    return inside[0] if inside else None


def imported_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each imported module, as far as the text tells, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            # `from generator import pages` and `from urllib import request` name a module as well.
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def clock_readings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCK_READINGS:
                yield node.lineno


def test_every_module_keeps_to_its_place() -> None:
    found: list[str] = []
    files = sorted((ROOT / "generator").rglob("*.py"))
    assert files
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        found += complaints(module, file.read_text(encoding="utf-8"))
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("generator.model.paper", "from generator.text.slugs import slug", "model may not import from text"),
        ("generator.loading.x", "from generator.indexes import y", "loading may not import from indexes"),
        ("generator.text.x", "def f():\n    import generator.pages", ":2: text may not import from pages"),
        ("generator.pipeline", "from generator import commands", "pipeline may not import from commands"),
        ("generator.pipeline", "from generator.shell.x import y", "pipeline may not import from shell"),
        ("generator.pages.x", "import mkdocs.utils", "only generator/shell knows MkDocs"),
        ("generator.search.x", "from time import monotonic", "lets the outside world into the core"),
        ("generator.feeds.x", "from urllib import request", "lets the outside world into the core"),
        ("generator.feeds.x", "import datetime\ndatetime.date.today()", ":2: reads the clock"),
        ("generator.attic.x", "", "the room 'attic' has no place"),
    ],
)
def test_a_module_out_of_place_is_told(module: str, source: str, complaint: str) -> None:
    (told,) = complaints(module, source)
    assert complaint in told


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("generator", "from generator.commands import main"),
        ("generator.pages.x", "from generator.model.paper import Paper\nfrom urllib.parse import quote"),
        ("generator.pages.x", "from generator.pages.y import z"),
        ("generator.shell.plugin", "from generator.pipeline import build\nimport mkdocs.plugins"),
        ("generator.commands.serve", "import time\nfrom generator.pipeline import build"),
    ],
)
def test_a_module_in_its_place_is_left_alone(module: str, source: str) -> None:
    assert complaints(module, source) == []
