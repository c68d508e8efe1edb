"""Every code that the program can utter stands in the catalogue, on the site's page and in `explain`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.messages.every_message import EVERY_GROUP, every_kind
from tests.support.command_line import COMMAND, run_cli, run_program
from tests.support.projects import make_project
from tests.support.repository import ROOT

CATALOGUES = {"message_catalogue.py", "messages.py"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = make_project(tmp_path_factory.mktemp("messages"))
    run_cli("build", cwd=folder).expect(0)
    return (folder / "site/messages/index.html").read_text(encoding="utf-8")


def test_every_code_in_the_program_is_in_the_catalogue_and_the_other_way_round() -> None:
    used: set[str] = set()
    for module in (ROOT / "generator").rglob("*.py"):
        if module.name not in CATALOGUES:
            used.update(re.findall(r'"([EW]\d{3})"', module.read_text(encoding="utf-8")))
    assert used == set(every_kind())


def test_no_code_stands_in_two_groups() -> None:
    codes = [kind.code for group in EVERY_GROUP for kind in group.kinds]
    assert len(codes) == len(set(codes))
    for catalogue in (ROOT / "generator").rglob("*.py"):
        if catalogue.name in CATALOGUES:
            declared = set(
                re.findall(r'MessageKind\(\s*"([EW]\d{3})"', catalogue.read_text(encoding="utf-8"))
            )
            assert declared <= set(codes), f"{catalogue} is not gathered in every_message.py"


def test_each_code_has_its_section(page: str) -> None:
    for code, kind in every_kind().items():
        section = re.search(
            rf'<h3 id="{kind.anchor}"><a href="#{kind.anchor}">{code}</a>(.*?)</section>', page, re.DOTALL
        )
        assert section is not None, code
        assert section.group().count("<pre") == 2


def test_an_example_is_text_on_the_page(page: str) -> None:
    assert "javascript:alert(1)" in page
    assert "Mam&lt;U+200B&gt;ba" in page


def test_explain_tells_one_and_lists_all() -> None:
    told = run_cli("explain", "e203").expect(0).output
    assert told.startswith("E203  Not a date\n")
    assert "    date: 2024-02-30\n" in told
    listed = run_cli("explain").expect(0).output
    assert all(code in listed for code in every_kind())
    assert "did you mean 'E203'?" in run_cli("explain", "e2033").expect(2).errors


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell: str) -> None:
    script = run_cli("completion", shell).expect(0).output
    assert "_PAPERINDEX_COMPLETE" in script


def test_completion_offers_commands_ids_and_codes(tmp_path: Path) -> None:
    make_project(tmp_path)

    def offered(words: str) -> set[str]:
        asked = {
            "_PAPERINDEX_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        output = run_cli(cwd=tmp_path, env=asked).expect(0).output
        return {line.partition(",")[2] for line in output.splitlines()}

    assert {"check", "rename", "explain"} <= offered("paperindex ")
    assert offered("paperindex rename fir") == {"first-paper"}
    assert offered("paperindex explain E30") == {f"E30{n}" for n in range(1, 10)}


def test_bash_completes_with_the_script_that_is_printed(tmp_path: Path) -> None:
    make_project(tmp_path)
    typed = """
        source <(paperindex completion bash)
        complete -p paperindex
        COMP_WORDS=(paperindex rename fir); COMP_CWORD=2
        _paperindex_completion paperindex; echo "${COMPREPLY[@]}"
        COMPREPLY=(); COMP_WORDS=(paperindex check --for); COMP_CWORD=2
        _paperindex_completion paperindex; echo "${COMPREPLY[@]}"
    """
    path = {"PATH": f"{COMMAND.parent}:/usr/local/bin:/usr/bin:/bin"}
    done = run_program("bash", "--norc", "-c", typed, cwd=tmp_path, env=path).expect(0)
    assert done.output.splitlines()[1:] == ["first-paper", "--format"]
    assert done.errors == ""
