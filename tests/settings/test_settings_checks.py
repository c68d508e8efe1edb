"""Whoever founds an index meets mkdocs.yml first: what is wrong there is told as in an entry, with place and hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.loading.message_catalogue import MessageKind
from generator.project import open_project
from generator.settings.checks import OPTIONS, setting_faults
from generator.settings.messages import SETTINGS
from generator.settings.reading import SettingsFault, plain_settings
from generator.shell.plugin import PaperIndexOptions
from generator.shell.zensical_engine import last_words
from tests.support.command_line import run_cli
from tests.support.projects import make_project

NAMED = "plugins:\n  - paperindex\n"


def told(tmp_path: Path, text: str) -> list[str]:
    """Code, place, message and hint of each problem."""
    file = tmp_path / "mkdocs.yml"
    file.write_bytes(text.encode())
    with pytest.raises(SettingsFault) as refused:
        open_project(file)
    return [
        f"{problem.code} {problem.place.line}:{problem.place.column} {problem.message} ({problem.hint})"
        for problem in refused.value.problems
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"site_name: 2026\n{NAMED}", 'E803 1:12 site_name: 2026 is no text to YAML (put it in quotes: site_name: "2026")'),
        (f"site_name: no\n{NAMED}", 'E803 1:12 site_name: no is no text to YAML (put it in quotes: site_name: "no")'),
        (f"site_name:\n  - a\n{NAMED}", "E803 1:1 site_name is no text (write one text after site_name:)"),
        (NAMED, "E804 1:1 site_name is missing (write site_name: and what the index is called)"),
        (f"site_name: a\nsite_url: papers.example\n{NAMED}", "E803 2:11 site_url: 'papers.example' is no address (begin it with https://, or leave it out)"),
        ("site_name: a\nplugins: paperindex\n", "E803 2:10 plugins is no list (write plugins: [paperindex])"),
        ("site_name: a\nplugins:\n  - paperindex:\n      contnet: x\n", "E802 4:7 paperindex has no option 'contnet' (did you mean 'content'? paperindex has the options content, extent, social_cards)"),
        ("site_name: a\nplugins:\n  paperindex:\n    extent: leen\n", "E803 4:13 extent: 'leen' is none (did you mean 'lean'? write full or lean, or leave it out)"),
        ("site_name: a\nplugins:\n  - search\n  - paperindex: {social_cards: 'no'}\n", "E803 4:32 social_cards: 'no' says neither yes nor no (write true or false without quotes, or leave it out)"),
        ("site_name: a\nplugins:\n  - paperindex: lean\n", "E803 3:17 the options of paperindex are no mapping (write them below it, further in: extent: full)"),
        ("site_name: [a\nplugins:\n", "E801 1:12 the list that opens here is not closed (write site_name: [a])"),
        ("site_name: a\n\tplugins:\n", "E801 2:1 the line is indented with a tab (put two spaces in place of the tab; most editors can be told to do so always)"),
        ("- a\n", "E801 1:1 this holds no settings: it begins with site_name: and a name (compare with the settings that paperindex init writes)"),
        ("", "E801 1:1 this holds no settings: it begins with site_name: and a name (compare with the settings that paperindex init writes)"),
    ],
)  # fmt: skip
def test_a_slip_in_the_settings_has_a_place_and_a_way_out(tmp_path: Path, text: str, expected: str) -> None:
    assert told(tmp_path, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        f"site_name: Ours\n{NAMED}",
        "site_name: !ENV [NAME, Ours]\nplugins: {search: {}, paperindex: {extent: lean, social_cards: false}}\n",
        # What the other file says is the engine's to find.
        "INHERIT: base.yml\n",
        "INHERIT: base.yml\nplugins:\n  - paperindex: {content: entries}\n",
        f"site_name: Ours\nsite_url: ''\ndocs_dir:\n{NAMED}",
        "site_name: Ours\nplugins:\n  - paperindex:\n      content:\n      extent: !ENV EXTENT\n",
        f"\ufeffsite_name: Ours\nextra: !!python/name:os.sep\n{NAMED}",
    ],
)
def test_what_the_engine_understands_is_let_through(tmp_path: Path, text: str) -> None:
    assert list(setting_faults(plain_settings(text))) == []
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    project = open_project(tmp_path / "mkdocs.yml")
    assert project.content.name in {"content", "entries"}
    assert project.docs.name == "docs"


def test_deep_brackets_end_no_program(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, f"site_name: {'[' * 5000}\n")
    assert problem.startswith("E801 1:112 brackets nest too deeply")


def test_check_tells_what_is_wrong_with_settings_and_entries_at_once(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path,
        {
            "mkdocs.yml": "site_name: 2026\nplugins:\n  - paperindex: {extend: lean}\n",
            "content/papers/bad.yml": "title: x\n",
        },
    )
    checked = run_cli("check", cwd=folder).expect(1).output
    assert "mkdocs.yml:1:12: error[E803]" in checked
    assert "mkdocs.yml:3:18: error[E802]" in checked
    assert "content/papers/bad.yml:1:1: error[E204]" in checked
    marked = run_cli("check", "--format", "github", cwd=folder).expect(1).output
    assert "::error file=mkdocs.yml,line=1,col=12,endColumn=16,title=E803::" in marked
    for command in (["build"], ["build", "--engine", "zensical"], ["show", "bad"]):
        refused = run_cli(*command, cwd=folder).expect(2).errors
        assert "mkdocs.yml:3:18: error[E802] paperindex has no option 'extend'" in refused


def test_settings_under_another_name_are_called_by_it(tmp_path: Path) -> None:
    folder = make_project(tmp_path, {"other.yml": "site_name: a\nplugins: [paperindex: {extent: 5}]\n"})
    refused = run_cli("build", "--config-file", "other.yml", cwd=folder).expect(2).errors
    assert "other.yml:2:32: error[E803] extent: '5' is none" in refused
    assert "mkdocs.yml" not in refused


def test_content_elsewhere_is_checked_without_these_settings(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "other")
    (tmp_path / "mkdocs.yml").write_text("site_name: 2026\n", "utf-8")
    assert (
        "no problems" in run_cli("check", "--content", str(folder / "content"), cwd=tmp_path).expect(0).output
    )


def test_what_mkdocs_refuses_or_doubts_has_its_place_too(tmp_path: Path) -> None:
    settings = f"site_name: a\n{NAMED}site_nmae: b\n"
    folder = make_project(tmp_path, {"mkdocs.yml": settings})
    built = run_cli("build", cwd=folder).expect(0).errors
    assert built.count("mkdocs.yml:4:1: warning[W801] site_nmae: ") == 1
    (folder / "mkdocs.yml").write_text(f"{settings}nav: 5\n", "utf-8")
    refused = run_cli("build", cwd=folder).expect(2).errors
    assert refused.count("mkdocs.yml:5:1: error[E803] nav: ") == 1
    assert refused.count("mkdocs.yml:4:1: warning[W801] site_nmae: ") == 1


def test_an_index_without_the_plugin_is_told_so_where_it_is_missing(tmp_path: Path) -> None:
    folder = make_project(tmp_path, {"mkdocs.yml": "site_name: a\nplugins: [search]\n"})
    refused = run_cli("build", cwd=folder).expect(2).errors
    assert refused.count("mkdocs.yml:2:1: error[E804] the plugin paperindex is not named under plugins") == 1
    # Zensical runs no plugins.
    run_cli("build", "--engine", "zensical", cwd=folder).expect(0)


def test_what_zensical_stumbles_over_is_told_without_its_traceback() -> None:
    told = 'Reading\nTraceback (most recent call last):\n  File "a.py", line 1, in b\nTypeError: no list\n'
    assert last_words(told).startswith("Reading\nTypeError: no list\n")
    assert last_words("it did not work") == "it did not work"


def test_mkdocs_is_told_of_the_same_options() -> None:
    assert sorted(OPTIONS) == sorted(name for name, _ in PaperIndexOptions()._schema)


@pytest.mark.parametrize(
    "kind", [kind for kind in SETTINGS.kinds if kind.code not in {"E804", "W801"}], ids=lambda kind: kind.code
)
def test_the_wrong_example_brings_its_message_and_the_right_one_does_not(
    tmp_path: Path, kind: MessageKind
) -> None:
    whole = {"site_name: Attention Index\n": "site_name:", NAMED: "plugins:"}

    def with_the_rest(example: str) -> str:
        return f"{example}\n" + "".join(line for line, key in whole.items() if key not in example)

    assert any(problem.startswith(kind.code) for problem in told(tmp_path, with_the_rest(kind.wrong)))
    assert list(setting_faults(plain_settings(with_the_rest(kind.right)))) == []
