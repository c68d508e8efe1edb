"""A command that finds nothing new, or one edit, loads no library that only more than that has a use for.

Each of these takes longer to load than the command has to do; how long is told in ARCHITECTURE.md. Timings would
depend on the machine, so what is loaded is told instead, by every process that takes part.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.command_line import run_program
from tests.support.projects import make_project

TELLS_WHAT_IS_LOADED = """
import os, pathlib, sys

end = os._exit

def tell_and_end(status):
    pathlib.Path(os.environ["LOADED"], str(os.getpid())).write_text("\\n".join(sys.modules))
    end(status)

os._exit = tell_and_end
from generator.commands.main import main
main()
"""
ENTRY = "content/papers/first-paper.yml"
PAPER = """
    title: Costs of $\\frac{a}{b}$ in Attention
    authors: [Łukasz Straße, Ada d'Exemple]
    date: 2025-03-01
    topic: attention
    tags: [kernels, sparsity]
    kind: method
    tldr: A word about fractions.
    """
LOADS_NUMPY = """
import os, sys
from generator.commands.main import main

sys.argv = ["paperindex", "--version"]
try:
    main()
except SystemExit:
    import numpy
    print("threads:", len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""
READERS = {"yaml", "generator.loading.entry_reader", "generator.loading.vocabulary_readers"}
TYPESETTER = {"latex2mathml.converter", "xml.sax", "urllib.request"}
ENGINES = {"mkdocs", "markdown", "generator.shell.zensical_engine", "importlib.metadata"}
OF_NO_USE = {"slugify", "email", "http.client"}


def loaded(index: Path, told: Path, *command: str) -> dict[str, set[str]]:
    """What each process of a command had loaded at its end."""
    told.mkdir()
    program = (sys.executable, "-c", TELLS_WHAT_IS_LOADED, *command)
    run_program(*program, cwd=index, env={"LOADED": str(told)}).expect(0)
    return {file.name: set(file.read_text("utf-8").split("\n")) for file in told.iterdir()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("start") / "index", {ENTRY: PAPER})
    # The second build keeps the settings, for which the first one has found no folder.
    for built in ("first", "second"):
        loaded(folder, folder.parent / built, "build", "--jobs", "2")
    return folder


def test_a_check_that_finds_nothing_new(index: Path, tmp_path: Path) -> None:
    (modules,) = loaded(index, tmp_path / "told", "check").values()
    too_many = READERS | TYPESETTER | ENGINES | OF_NO_USE | {"numpy", "jinja2", "subprocess", "ctypes"}
    too_many |= {"generator.reports", "generator.editing", "generator.messages", "generator.text.maths"}
    assert modules & too_many == set()


def test_a_build_that_finds_nothing_new(index: Path, tmp_path: Path) -> None:
    processes = loaded(index, tmp_path / "told", "build", "--jobs", "2")
    assert len(processes) > 1
    for modules in processes.values():
        assert modules & ({"yaml"} | TYPESETTER | ENGINES | OF_NO_USE) == set()
    assert_only_the_search_has_numpy(processes)


def test_a_build_after_one_edit(index: Path, tmp_path: Path) -> None:
    entry = index / ENTRY
    text = entry.read_text("utf-8")
    entry.write_text(text.replace("tldr: ", "tldr: Truly, "), "utf-8")
    assert entry.read_text("utf-8") != text
    processes = loaded(index, tmp_path / "told", "build", "--jobs", "2")
    assert any("generator.loading.entry_reader" in modules for modules in processes.values())
    for modules in processes.values():
        assert modules & ({"yaml"} | TYPESETTER | ENGINES | OF_NO_USE) == set()
    assert_only_the_search_has_numpy(processes)


def assert_only_the_search_has_numpy(processes: dict[str, set[str]]) -> None:
    """Beside the one that looks for related papers, where these have changed: it lays out the map as well."""
    columns = {"generator.search.byte_columns", "generator.indexes.related"}
    for modules in processes.values():
        assert "numpy" not in modules or modules & columns
        assert "generator.indexes.field_map" not in modules or "generator.indexes.related" in modules


def test_numpy_starts_no_threads(tmp_path: Path) -> None:
    """Those of its library for products of matrices would be started for nothing, and a copy has none of them."""
    told = run_program(sys.executable, "-c", LOADS_NUMPY, cwd=tmp_path).expect(0).output
    assert told.endswith("threads: 1\n")
