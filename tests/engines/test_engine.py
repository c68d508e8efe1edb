"""The second engine itself: what it needs, what it keeps apart, and what it says when it cannot."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config import load_config

from generator.commands.build import build
from generator.commands.common import engine_option
from generator.model.engine_site import ENGINES
from generator.project import open_project
from generator.settings.reading import plain_settings
from generator.shell import engine_host
from generator.shell.engine import EngineFault
from generator.shell.engine_host import engine_called, engine_site, fingerprint
from generator.shell.identity import apply_surroundings, identity_of_settings, site_identity
from generator.shell.whole_settings import whole_settings
from generator.shell.zensical_engine import run_zensical
from tests.engines.conftest import ODD_INDEX
from tests.shell.test_same_site import eventually, serving
from tests.support.command_line import COMMAND, run_cli, run_program
from tests.support.projects import make_project

# Stands in for a machine, or a year, in which MkDocs and Material are no more.
WITHOUT_MKDOCS = """
import sys

class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"mkdocs", "material"}:
            raise ImportError(f"{name} is gone")

sys.meta_path.insert(0, Gone())
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_site_is_built_without_mkdocs(tmp_path: Path) -> None:
    index = make_project(tmp_path / "index")
    gone = tmp_path / "gone"
    gone.mkdir()
    (gone / "sitecustomize.py").write_text(WITHOUT_MKDOCS)
    path = ":".join([str(gone), *(place for place in sys.path if place)])
    program = (sys.executable, "-m", "generator.commands.main", "build", "--engine")
    env = {"PYTHONPATH": path}
    assert "mkdocs is gone" in run_program(*program, "mkdocs", cwd=index, env=env).errors
    run_program(*program, "zensical", cwd=index, env=env).expect(0)
    assert "A First Paper" in (index / "site" / "papers" / "first-paper" / "index.html").read_text("utf-8")


def test_the_same_bytes_whatever_the_folder_and_the_order_of_things(tmp_path: Path) -> None:
    sites = []
    for name, seed in (("one", "1"), ("another place", "2")):
        index = make_project(tmp_path / name, ODD_INDEX)
        env = {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LANG": "C"}
        run_cli("build", "--engine", "zensical", cwd=index, env=env).expect(0)
        sites.append(contents(index / "site"))
    assert sites[0] == sites[1]


def test_each_engine_has_a_memory_of_its_own(tmp_path: Path) -> None:
    project = open_project(make_project(tmp_path) / "mkdocs.yml")
    engines = [engine_called(name) for name in ENGINES]
    assert len({fingerprint(project, engine) for engine in engines}) == 2
    first, second = (engine_site(project, engine) for engine in engines)
    assert first.identity == second.identity
    assert any("classic" in address for address in second.files)
    assert not any("classic" in address for address in first.files)
    # Asked again, it starts no program: the pages come from the memory.
    kept = sorted((project.cache / "engine").iterdir())
    assert engine_site(project, engines[1]).frame == second.frame
    assert sorted((project.cache / "engine").iterdir()) == kept


def test_another_version_of_an_engine_is_another_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = open_project(make_project(tmp_path) / "mkdocs.yml")
    zensical = engine_called("zensical")
    before = fingerprint(project, zensical)
    monkeypatch.setattr(engine_host, "version", lambda package: f"another {package}")
    assert fingerprint(project, zensical) != before


def test_nothing_is_left_beside_the_site(tmp_path: Path) -> None:
    make_project(tmp_path, ODD_INDEX)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    run_cli("build", "--engine", "zensical", cwd=tmp_path).expect(0)
    assert {path: path.read_bytes() for path in before} == before
    assert {path.name for path in tmp_path.iterdir()} - {path.relative_to(tmp_path).parts[0] for path in before} == {
        "site", ".cache"
    }  # fmt: skip
    (kept,) = (tmp_path / ".cache" / "paperindex" / "engine").iterdir()
    assert {path.name for path in kept.iterdir()} == {"site", "whole.json"}


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_here(package: str) -> str:
        raise PackageNotFoundError(package)

    make_project(tmp_path)
    monkeypatch.setattr(engine_host, "version", not_here)
    done = CliRunner().invoke(build, ["--engine", "zensical", "--config-file", str(tmp_path / "mkdocs.yml")])
    assert done.exit_code == 2
    assert "the engine 'zensical' needs zensical, which is not installed" in done.output
    assert "pip install 'paperindex[zensical]'" in done.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"mkdocs.yml": "site_name: Small\nmarkdown_extensions: [no_such_extension]\n"}, "no_such_extension"),
        ({"mkdocs.yml": "site_name: Small\ndocs_dir: nowhere\n"}, "nowhere is no folder"),
        ({"mkdocs.yml": "site_name: Small\nINHERIT: nowhere.yml\n"}, "nowhere.yml cannot be read"),
        ({"mkdocs.yml": "site_name: Small\nINHERIT: mkdocs.yml\n"}, "mkdocs.yml inherits from itself"),
        ({"site_templates/theme/partials/footer.html": "{% for %}"}, "footer.html"),
    ],
    ids=["extension", "pages", "inherited", "inherits itself", "template"],
)
def test_what_it_cannot_build_is_told_and_nothing_is_left_of_it(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    make_project(tmp_path, files)
    project = open_project(tmp_path / "mkdocs.yml")
    with pytest.raises(EngineFault) as fault:
        run_zensical(project, tmp_path / "made" / "site")
    assert told in str(fault.value)
    assert "\x1b" not in str(fault.value)
    made = tmp_path / "made"
    assert not made.exists() or list(made.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "environment"),
    [
        ("site_name: Small\n", {}),
        ("site_name: Small\nsite_url: https://a.example/x\nsite_description: Words\n", {}),
        ("site_name: Small\nsite_url: https://a.example/größe//\n", {}),
        ("site_name: Small\n", {"GITHUB_REPOSITORY": "Ada/papers", "GITHUB_SHA": "ab" * 20}),
        ("site_name: Small\nrepo_url: https://git.example/a/b/\n", {"GITHUB_REPOSITORY": "Ada/papers"}),
        ("site_name: Small\nrepo_url: https://github.com/a/b\nedit_uri: blob/next/docs/\n", {}),
        ("site_name: !ENV INDEX_NAME\nsite_url: !ENV [NOWHERE, SITE, none]\n", {"INDEX_NAME": "A", "SITE": "https://b.example/"}),
        ("site_name: !ENV [NOWHERE, 'By default']\n", {}),
        ("INHERIT: base.yml\ntheme: {language: de}\n", {}),
    ],
)  # fmt: skip
def test_settings_give_the_identity_that_mkdocs_reads_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, environment: dict[str, str]
) -> None:
    plugins = "plugins:\n  - paperindex: {content: content}\n"
    theme = "" if "theme" in settings else "theme: material\n"
    make_project(
        tmp_path,
        {
            "mkdocs.yml": settings + theme + plugins,
            "base.yml": "site_name: Inherited\ntheme: {name: material, language: fr}\n",
        },
    )
    for name in ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    apply_surroundings(config)
    merged = plain_settings(yaml.serialize(whole_settings(tmp_path / "mkdocs.yml")))
    assert identity_of_settings(merged, os.environ) == site_identity(config)


def test_the_command_line_knows_every_engine() -> None:
    assert [engine_called(name).name for name in ENGINES] == list(ENGINES)
    assert engine_option is not None
    for command in ("build", "serve"):
        assert "[mkdocs|zensical]" in run_cli(command, "--help").output


def test_serving_shows_its_pages_and_follows_edits(tmp_path: Path) -> None:
    make_project(tmp_path)
    command = (str(COMMAND), "serve", "--engine", "zensical", "--address")
    with serving(tmp_path, *command) as address:
        page = eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        assert "assets/stylesheets/classic/" in page
        # The watcher takes its first look a moment after the server answers.
        time.sleep(3)
        (tmp_path / "docs" / "index.md").write_text("# Small Index\n\nAn edited page.\n")
        eventually(address, "An edited page.")


def test_the_edition_for_a_disk_holds_the_same_pages(odd_sites: dict[str, Path], tmp_path: Path) -> None:
    names = []
    for engine in ENGINES:
        file = tmp_path / f"{engine}.zip"
        run_cli(
            "zip", "--site-dir", odd_sites[engine], "--output", file, cwd=odd_sites[engine].parent
        ).expect(0)
        with zipfile.ZipFile(file) as packed:
            names.append({name for name in packed.namelist() if "/assets/stylesheets/" not in name})
    assert names[0] == names[1]
