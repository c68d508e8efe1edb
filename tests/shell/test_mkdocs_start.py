"""What MkDocs need not do to make the frame and the hand-written pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from mkdocs.theme import Theme

from generator.pages.frame import MARKED_ADDRESS
from generator.project import open_project
from generator.shell.mkdocs_engine import leave_icons_unlisted, run_mkdocs
from tests.support.projects import make_project


def test_mkdocs_lists_all_files_of_a_theme_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("main.html", "assets/own.css", ".hidden/a.svg", "partials/.b/c.svg", ".d"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{# #}")
    theme = Theme(name="material", custom_dir=str(tmp_path))
    leave_icons_unlisted(theme)
    environment = theme.get_env()
    every = FileSystemLoader(theme.dirs).list_templates()
    shown = [name for name in every if not any(part.startswith(".") for part in name.split("/")[:-1])]
    assert environment.list_templates() == shown
    assert len(shown) < len(every) / 10
    assert environment.get_template(".hidden/a.svg").render() == ""


def test_the_frame_is_rendered_without_a_list_of_icons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unasked(_: FileSystemLoader) -> list[str]:
        raise AssertionError("every file of the theme was listed")

    monkeypatch.setattr(FileSystemLoader, "list_templates", unasked)
    project = open_project(make_project(tmp_path / "index") / "mkdocs.yml")
    run_mkdocs(project, tmp_path / "site")
    assert (tmp_path / "site" / MARKED_ADDRESS / "index.html").is_file()
    assert list((tmp_path / "site").rglob("*.css"))


def test_a_build_does_not_load_the_server_of_mkdocs() -> None:
    said = "import sys, generator.shell.plugin; print('mkdocs.livereload' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
